import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { FerryError } from '#contract/errors';
import type { FileStats, FileSystemOperations, RequestOf } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { Stretch } from '../body-store.ts';
import type { FileSpace, Place } from '../file-space.ts';
import { MAX_CONTENT_BYTES, type Outgoing } from './content.ts';

/** What reads: it changes nothing but the time a temp file was last used (wx-api.md §11). */
export interface Reading {
  access(request: RequestOf<'access'>): Promise<null>;
  stat(request: RequestOf<'stat'>): Promise<ReturnType<FileSystemOperations['stat']>>;
  readdir(request: RequestOf<'readdir'>): Promise<readonly string[]>;
  readFile(request: RequestOf<'readFile'>): Promise<Outgoing>;
  readCompressedFile(request: RequestOf<'readCompressedFile'>): Promise<Outgoing>;
  getFileInfo(request: RequestOf<'getFileInfo'>): Promise<{ size: number; digest: string }>;
  /** An existing file; throws `file.system` 1300001 for a folder. */
  fileAt(virtualPath: string): Promise<Place & { readonly stats: Stats }>;
}

export function createReading(space: FileSpace): Reading {
  const find = async (virtualPath: string): Promise<Place & { readonly stats: Stats }> => {
    const place = await space.locate(virtualPath);
    return { ...place, stats: await fs.stat(place.realPath) };
  };
  const fileAt = async (virtualPath: string): Promise<Place & { readonly stats: Stats }> => {
    const found = await find(virtualPath);
    if (!found.stats.isFile()) throw fileSystemError(1300001, { path: virtualPath });
    if (found.parsed.kind === 'temp') space.used(found.canonical);
    return found;
  };

  return {
    fileAt,
    async access({ path: virtualPath }) {
      await find(virtualPath);
      return null;
    },
    async stat({ path: virtualPath, recursive }) {
      const { realPath, stats, parsed } = await find(virtualPath);
      if (!recursive || !stats.isDirectory()) return [{ path: '/', stats: statsOf(stats) }];
      // WeChat does not let a page look through the code package.
      if (parsed.kind === 'package') throw fileSystemError(1301004, { path: virtualPath });
      return [{ path: '/', stats: statsOf(stats) }, ...(await below(realPath))];
    },
    async readdir({ dirPath }) {
      const { realPath, stats, parsed } = await find(dirPath);
      if (parsed.kind === 'package') throw fileSystemError(1301004, { path: dirPath });
      if (!stats.isDirectory()) throw fileSystemError(1300020, { path: dirPath });
      return (await fs.readdir(realPath)).sort();
    },
    async readFile({ filePath, position, length }) {
      const { realPath, stats, parsed } = await find(filePath);
      if (stats.isDirectory()) throw fileSystemError(1301003, { path: filePath });
      const rangeIn = (fileBytes: number): Stretch => {
        const range = rangeOf(fileBytes, position, length);
        if (range.sizeBytes > MAX_CONTENT_BYTES) throw fileSystemError(1300202, { path: filePath });
        return range;
      };
      const { sizeBytes } = rangeIn(stats.size);
      await fileAt(filePath);
      return { kind: 'stretch', realPath, sizeBytes, isPackaged: parsed.kind === 'package', rangeIn };
    },
    async readCompressedFile({ filePath }) {
      const { realPath, parsed } = await fileAt(filePath);
      // WeChat's documentation names user files and the code package alone.
      if (parsed.kind === 'temp' || parsed.kind === 'saved') {
        throw fileSystemError(1301000, { path: filePath });
      }
      const bytes = await brotliDecoded(realPath).catch((error: unknown) => {
        if (error instanceof FerryError) throw error;
        throw fileSystemError(1301111, { path: filePath }, error);
      });
      return { kind: 'bytes', bytes };
    },
    async getFileInfo({ filePath, digestAlgorithm }) {
      const { realPath, stats } = await fileAt(filePath);
      const hash = createHash(digestAlgorithm);
      await pipeline(createReadStream(realPath), hash);
      return { size: stats.size, digest: hash.digest('hex') };
    },
  };
}

/** The stats a page is told. */
export function statsOf(stats: Stats): FileStats {
  return {
    mode: stats.mode,
    size: stats.isDirectory() ? 0 : stats.size,
    lastAccessedEpochMs: stats.atimeMs,
    lastModifiedEpochMs: stats.mtimeMs,
    isDirectory: stats.isDirectory(),
  };
}

/**
 * The stretch `[position, position + length)` of a file, up to its end: position from 0 to the last byte, length from
 * 1 to the file's own (wx-api.md §11, readFile). An empty file can only be read whole.
 *
 * @throws FerryError `file.system` 1301009, 1301006
 */
export function rangeOf(fileBytes: number, position: number | null, length: number | null): Stretch {
  if (position !== null && position > Math.max(0, fileBytes - 1)) throw fileSystemError(1301009);
  if (length !== null && (length < 1 || length > fileBytes)) throw fileSystemError(1301006);
  const start = position ?? 0;
  return { start, sizeBytes: Math.min(length ?? fileBytes, fileBytes - start) };
}

async function below(folder: string): Promise<{ path: string; stats: FileStats }[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map(async (entry) => {
        const realPath = path.join(entry.parentPath, entry.name);
        const relative = path.relative(folder, realPath).split(path.sep).join('/');
        return { path: `/${relative}`, stats: statsOf(await fs.stat(realPath)) };
      }),
  );
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @throws FerryError `file.system` 1300202 for more than a page may read at once */
async function brotliDecoded(realPath: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  await pipeline(createReadStream(realPath), createBrotliDecompress(), async (decoded) => {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_CONTENT_BYTES) throw fileSystemError(1300202);
      chunks.push(chunk);
    }
  });
  return Buffer.concat(chunks);
}
