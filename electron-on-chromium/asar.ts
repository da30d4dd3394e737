import { closeSync, mkdirSync, openSync, readFileSync, readSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A file, link or folder in the header of an asar archive. */
type Entry =
  | { readonly files: Readonly<Record<string, Entry>> }
  | { readonly link: string }
  | { readonly size: number; readonly unpacked: true }
  | { readonly size: number; readonly offset: string };

/** Bytes before the header's pickle: a pickle of its size. */
const SIZE_PICKLE_BYTES = 8;

/**
 * Lays an asar archive out as a folder that reads as Electron's view of the archive does: packed files, and
 * unpacked ones from the `.unpacked` folder beside it. No file is executable: a process cannot be started from
 * inside an archive.
 *
 * @param target a folder that does not exist yet
 * @throws Error when the file is no archive, or an unpacked file is missing
 */
export function layOutArchive(archive: string, target: string): void {
  const file = openSync(archive, 'r');
  try {
    const headerBytes = read(file, 0, SIZE_PICKLE_BYTES).readUInt32LE(4);
    const pickle = read(file, SIZE_PICKLE_BYTES, headerBytes);
    const root = JSON.parse(pickle.toString('utf8', 8, 8 + pickle.readUInt32LE(4))) as Entry;
    layOut(root, '', {
      file,
      base: SIZE_PICKLE_BYTES + headerBytes,
      unpacked: `${archive}.unpacked`,
      target,
    });
  } finally {
    closeSync(file);
  }
}

interface Archive {
  readonly file: number;
  /** Where the first file's bytes begin. */
  readonly base: number;
  /** Folder of the unpacked files. */
  readonly unpacked: string;
  readonly target: string;
}

function layOut(entry: Entry, name: string, archive: Archive): void {
  const to = path.join(archive.target, name);
  if ('files' in entry) {
    mkdirSync(to);
    for (const [child, inside] of Object.entries(entry.files)) {
      if (child !== path.basename(child) || child === '..')
        throw new Error(`not a name in an archive: ${child}`);
      layOut(inside, path.join(name, child), archive);
    }
  } else if ('link' in entry) {
    symlinkSync(path.relative(path.dirname(to), path.join(archive.target, entry.link)), to);
  } else {
    const bytes =
      'offset' in entry
        ? read(archive.file, archive.base + Number(entry.offset), entry.size)
        : readFileSync(path.join(archive.unpacked, name));
    writeFileSync(to, bytes, { mode: 0o444 });
  }
}

function read(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, position) !== length) throw new Error('the archive ends early');
  return bytes;
}
