import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { FerryError } from '#contract/errors';
import type { RequestOf, ZipEntryRange } from '#contract/file-system';
import { fileSystemError, type FileSystemErrno } from '#contract/file-system-errors';
import type { FileSpace } from '../file-space.ts';
import type { Put } from '../put-files.ts';
import { withoutTrailingSlashes } from '../virtual-path.ts';
import { MAX_CONTENT_BYTES } from './content.ts';
import { toFileSystemError } from './errors.ts';
import { rangeOf, type Reading } from './reading.ts';
import type { Tree } from './tree.ts';
import { writablePlace, type Writing } from './writing.ts';

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
/** Longer ones fit into no path of a mini-program. */
const MAX_NAME_LENGTH = 1024;
/** Unix: where the type of an entry stands in its attributes, and what a link is. */
const TYPE_SHIFT = 16;
const TYPE_MASK = 0o170000;
const LINK = 0o120000;
/** Before the content of an entry, its name not counted. */
const LOCAL_HEADER_BYTES = 30;

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
        const unpack = createUnpacker(zip);
        let left = MAX_CONTENT_BYTES;
        for (const range of wanted) {
          const answer = await readOne(unpack, known.get(range.path), range, left);
          if ('bytes' in answer) left -= answer.bytes.byteLength;
          read.push(answer);
        }
        return read;
      });
    },

    async unzip({ zipFilePath, targetPath }) {
      const paths = { path: zipFilePath, destination: targetPath };
      await checkTarget(targetPath);
      const { realPath, canonical: from } = await reading.fileAt(zipFilePath);
      const folder = withoutTrailingSlashes(targetPath);
      const unpack = async (zip: ZipFile, all: readonly Entry[]): Promise<void> => {
        const entries = all.map((entry) => ({
          entry,
          path: `${folder}/${withoutTrailingSlashes(entry.fileName)}`,
        }));
        const replaced = checkEntries(space, entries);
        space.quota.check(all.reduce((sum, entry) => sum + entry.uncompressedSize, 0) - replaced);
        const staging = space.newPart();
        await fs.mkdir(staging);
        const made: string[] = [];
        try {
          const files = await stage(
            zip,
            entries.filter(({ entry }) => !isFolder(entry)),
            staging,
          );
          made.push(...(await makeFolder(folder)));
          const folders = entries.map(({ entry, path: at }) =>
            isFolder(entry) ? at : path.posix.dirname(at),
          );
          for (const at of new Set(folders)) made.push(...(await tree.makeFolders(at)));
          await putAll(files, from);
        } catch (error) {
          // Those below come later in the list. What somebody has put there meanwhile stays.
          for (const empty of made.reverse()) await fs.rmdir(empty).catch(() => undefined);
          throw error;
        } finally {
          await fs.rm(staging, { recursive: true, force: true });
        }
      };
      await withZip(realPath, unpack).catch((error: unknown) => {
        throw toFileSystemError(error, paths);
      });
      return null;
    },
  };

  /** Refuses what is no user folder before the archive is looked at. */
  async function checkTarget(virtualPath: string): Promise<void> {
    const { parsed } = space.read(virtualPath);
    if (parsed.kind !== 'user' || parsed.segments.length > 0) await writablePlace(space, virtualPath);
  }

  /** Makes the folder itself; those above it have to be there. */
  async function makeFolder(virtualPath: string): Promise<readonly string[]> {
    const { parsed } = space.read(virtualPath);
    if (parsed.kind !== 'user' || parsed.segments.length === 0) return [];
    const { stats } = await writablePlace(space, virtualPath);
    if (stats?.isDirectory() === false) throw fileSystemError(1300020);
    return stats === null ? tree.makeFolders(virtualPath) : [];
  }

  async function putAll(files: readonly Staged[], from: string): Promise<void> {
    const puts: Put[] = [];
    for (const { path: at, partPath, sizeBytes } of files) {
      const { canonical, realPath } = await writing.target(at);
      const file = space.newFile({ path: canonical, kind: 'user', sizeBytes, origin: `unzipped:${from}` });
      puts.push({ partPath, realPath, file });
    }
    await space.put(puts, 'later');
    for (const { realPath, file } of puts) space.changes.hashLater(file.path, realPath);
  }
}

/** An entry and the virtual path it is to have. */
interface PlacedEntry {
  readonly entry: Entry;
  readonly path: string;
}

/** A file that has been unpacked aside. */
interface Staged {
  readonly path: string;
  readonly partPath: string;
  readonly sizeBytes: number;
}

async function stage(zip: ZipFile, entries: readonly PlacedEntry[], folder: string): Promise<Staged[]> {
  const staged: Staged[] = [];
  for (const { entry, path: at } of entries) {
    const partPath = path.join(folder, String(staged.length));
    await pipeline(contentOf(zip, entry), createWriteStream(partPath, { flags: 'wx' })).catch(
      (error: unknown) => {
        // A full disk is told as such; anything else is the archive's.
        throw (error as NodeJS.ErrnoException).syscall === undefined
          ? fileSystemError(1301103, {}, error)
          : error;
      },
    );
    staged.push({ path: at, partPath, sizeBytes: entry.uncompressedSize });
  }
  return staged;
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
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.length > MAX_NAME_LENGTH) throw new Error('The name of an entry is too long.');
      entries.push(entry);
    }
  } catch (error) {
    throw fileSystemError(1301103, {}, error);
  }
  return entries;
}

/**
 * Refuses an archive that no program's folder may hold: one with links, encrypted or unknown content, names that are no
 * paths, two contents for one path, or entries that share their bytes (a bomb).
 *
 * @returns how many bytes the files have that would be replaced
 * @throws FerryError `file.system` 1301103
 */
function checkEntries(space: FileSpace, entries: readonly PlacedEntry[]): number {
  const files = new Set<string>();
  for (const { entry, path: at } of entries) {
    const isLink = ((entry.externalFileAttributes >>> TYPE_SHIFT) & TYPE_MASK) === LINK;
    if (isLink || entry.isEncrypted() || !entry.canDecodeFileData()) throw fileSystemError(1301103);
    const canonical = canonicalOf(space, at);
    if (isFolder(entry)) continue;
    if (files.has(canonical) || !/[^/]/.test(entry.fileName)) throw fileSystemError(1301103);
    files.add(canonical);
  }
  const lying = [...entries].sort((a, b) => startOf(a) - startOf(b));
  let end = 0;
  for (const one of lying) {
    if (startOf(one) < end) throw fileSystemError(1301103);
    end = startOf(one) + LOCAL_HEADER_BYTES + one.entry.compressedSize;
  }
  return [...files].reduce((sum, at) => sum + (space.table.find(space.project, at)?.sizeBytes ?? 0), 0);
}

function startOf({ entry }: PlacedEntry): number {
  return entry.relativeOffsetOfLocalHeader;
}

function canonicalOf(space: FileSpace, virtualPath: string): string {
  try {
    return space.read(virtualPath).canonical;
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

/** Unpacks an entry whole; throws `file.system` 1300202 when one call has unpacked too much. */
type Unpacker = (entry: Entry) => Promise<Buffer>;

/** Ranges of one entry that are asked for one after the other share its content. */
function createUnpacker(zip: ZipFile): Unpacker {
  let left = MAX_CONTENT_BYTES;
  let last: { readonly entry: Entry; readonly bytes: Buffer } | null = null;
  return async (entry) => {
    if (last?.entry === entry) return last.bytes;
    last = null;
    if (entry.uncompressedSize > left) throw fileSystemError(1300202);
    left -= entry.uncompressedSize;
    last = { entry, bytes: await bytesOf(contentOf(zip, entry)) };
    return last.bytes;
  };
}

async function readOne(
  unpack: Unpacker,
  entry: Entry | undefined,
  { path: entryPath, position, length }: ZipEntryRange,
  limitBytes: number,
): Promise<ReadEntry> {
  const failed = (errno: FileSystemErrno): ReadEntry => ({ path: entryPath, errno });
  if (!entry || isFolder(entry)) return failed(1300002);
  if (entry.isEncrypted() || !entry.canDecodeFileData()) return failed(1301103);
  try {
    const { start, sizeBytes } = rangeOf(entry.uncompressedSize, position, length);
    if (sizeBytes > limitBytes) return failed(1300202);
    const bytes = await unpack(entry);
    // A copy: a short range must not keep the whole entry in memory.
    return { path: entryPath, bytes: Uint8Array.from(bytes.subarray(start, start + sizeBytes)) };
  } catch (error) {
    const { errno } = error instanceof FerryError ? error.details : {};
    return failed(errno === 1301006 || errno === 1301009 || errno === 1300202 ? errno : 1301103);
  }
}

/** The content of an entry; it fails when it is not of the length or the checksum that the directory says. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw fileSystemError(1301103, {}, error);
  });
  let checksum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) throw fileSystemError(1301103);
}

async function bytesOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
