import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { FerryError } from '#contract/errors';
import type { FileSystemOperations, ZipEntryRange } from '#contract/file-system';
import { fileSystemError, type FileSystemErrno } from '#contract/file-system-errors';
import type { FileSpace } from '../file-space.ts';
import { MAX_CONTENT_BYTES } from './content.ts';
import { toFileSystemError } from './errors.ts';
import { rangeOf, type Reading } from './reading.ts';
import type { Tree } from './tree.ts';
import type { Writing } from './writing.ts';

type RequestOf<Op extends keyof FileSystemOperations> = Parameters<FileSystemOperations[Op]>[0];

/** An entry that was read, or why it could not be. */
export type ReadEntry =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly errno: FileSystemErrno };

/** Zip files (wx-api.md §11: readZipEntry 2.17.3, unzip). */
export interface Zip {
  readZipEntry(request: RequestOf<'readZipEntry'>): Promise<readonly ReadEntry[]>;
  /**
   * Unpacks below a user folder, which is made when only it is missing. Nothing is written of an archive that leads
   * out of the folder, holds a link, or would not fit.
   */
  unzip(request: RequestOf<'unzip'>): Promise<null>;
}

const MAX_ENTRIES = 10_000;
/** Unix: where the type of an entry stands in its attributes, and what a link is. */
const TYPE_SHIFT = 16;
const TYPE_MASK = 0o170000;
const LINK = 0o120000;

export function createZip(
  space: FileSpace,
  parts: { readonly reading: Reading; readonly writing: Writing; readonly tree: Tree },
): Zip {
  const { reading, writing, tree } = parts;

  return {
    async readZipEntry({ filePath, entries }) {
      const { realPath } = await reading.fileAt(filePath);
      return withZip(realPath, async (zip, all) => {
        const known = new Map(all.map((entry) => [entry.fileName, entry]));
        const wanted: readonly ZipEntryRange[] =
          entries === 'all' ? all.filter((entry) => !isFolder(entry)).map(wholeOf) : entries;
        const read: ReadEntry[] = [];
        let left = MAX_CONTENT_BYTES;
        for (const range of wanted) {
          const answer = await readOne(zip, known.get(range.path), range, left);
          if ('bytes' in answer) left -= answer.bytes.byteLength;
          read.push(answer);
        }
        return read;
      });
    },

    async unzip({ zipFilePath, targetPath }) {
      const paths = { path: zipFilePath, destination: targetPath };
      const { realPath, canonical: from } = await reading.fileAt(zipFilePath);
      await withZip(realPath, async (zip, all) => {
        const folder = targetPath.replace(/\/+$/, '');
        const pathOf = (entry: Entry): string => `${folder}/${entry.fileName.replace(/\/+$/, '')}`;
        for (const entry of all) checkEntry(space, entry, pathOf(entry));
        space.checkQuota(all.reduce((sum, entry) => sum + entry.uncompressedSize, 0));
        const staging = space.newPart();
        await fs.mkdir(staging);
        try {
          const files = all.filter((entry) => !isFolder(entry));
          const staged: { readonly entry: Entry; readonly partPath: string }[] = [];
          for (const entry of files) {
            const partPath = path.join(staging, String(staged.length));
            await pipeline(await streamOf(zip, entry), createWriteStream(partPath, { flags: 'wx' }));
            staged.push({ entry, partPath });
          }
          await makeFolder(folder);
          for (const entry of all) {
            const parent = isFolder(entry) ? pathOf(entry) : path.posix.dirname(pathOf(entry));
            if (parent !== folder) await tree.mkdir({ dirPath: parent, recursive: true });
          }
          for (const { entry, partPath } of staged) {
            const place = await writing.target(pathOf(entry));
            const part = { partPath, sizeBytes: entry.uncompressedSize };
            await writing.put(place, part, { origin: `unzipped:${from}`, sha256: null });
          }
        } finally {
          await fs.rm(staging, { recursive: true, force: true });
        }
      }).catch((error: unknown) => {
        throw toFileSystemError(error, paths);
      });
      return null;
    },
  };

  async function makeFolder(virtualPath: string): Promise<void> {
    const { parsed } = space.read(virtualPath);
    if (parsed.kind === 'user' && parsed.segments.length === 0) return;
    await tree.mkdir({ dirPath: virtualPath, recursive: false }).catch((error: unknown) => {
      // It may be there already; were it a file, what is put below it says so.
      if (error instanceof FerryError && error.details['errno'] === 1301005) return;
      throw error;
    });
  }
}

/**
 * Opens an archive and reads its directory, which names must not leave (yauzl refuses absolute names, `..` and
 * backslashes).
 *
 * @throws FerryError `file.system` 1301102 for what is no zip, 1301103 for a directory that cannot be used
 */
async function withZip<T>(
  realPath: string,
  work: (zip: ZipFile, entries: readonly Entry[]) => Promise<T>,
): Promise<T> {
  const zip = await openPromise(realPath, { autoClose: false, strictFileNames: true }).catch(
    (error: unknown) => {
      throw fileSystemError(1301102, {}, error);
    },
  );
  try {
    return await work(zip, await entriesOf(zip));
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > MAX_ENTRIES) throw fileSystemError(1301104);
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    throw fileSystemError(1301103, {}, error);
  }
  return entries;
}

/** @throws FerryError `file.system` 1301103 for an entry that no program's folder may hold */
function checkEntry(space: FileSpace, entry: Entry, virtualPath: string): void {
  const isLink = ((entry.externalFileAttributes >>> TYPE_SHIFT) & TYPE_MASK) === LINK;
  if (isLink || entry.isEncrypted() || !entry.canDecodeFileData()) throw fileSystemError(1301103);
  try {
    space.read(virtualPath);
  } catch (error) {
    throw fileSystemError(1301103, {}, error);
  }
}

function isFolder(entry: Entry): boolean {
  return entry.fileName.endsWith('/');
}

function wholeOf(entry: Entry): ZipEntryRange {
  return { path: entry.fileName, position: null, length: null };
}

async function readOne(
  zip: ZipFile,
  entry: Entry | undefined,
  { path: entryPath, position, length }: ZipEntryRange,
  limitBytes: number,
): Promise<ReadEntry> {
  const failed = (errno: FileSystemErrno): ReadEntry => ({ path: entryPath, errno });
  if (!entry || isFolder(entry)) return failed(1300002);
  if (entry.isEncrypted() || !entry.canDecodeFileData()) return failed(1301103);
  try {
    const { start, sizeBytes } = rangeOf(entry.uncompressedSize, position, length);
    if (entry.uncompressedSize > limitBytes) return failed(1300202);
    const bytes = await bytesOf(await streamOf(zip, entry));
    return { path: entryPath, bytes: bytes.subarray(start, start + sizeBytes) };
  } catch (error) {
    const { errno } = error instanceof FerryError ? error.details : {};
    return failed(errno === 1301006 || errno === 1301009 ? errno : 1301103);
  }
}

/** The content of an entry; it fails when it is longer or shorter than the directory says. */
function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw fileSystemError(1301103, {}, error);
  });
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
