import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import type { FileStats, FileSystemOperations, OpenFlag } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { FileMove } from '../../registry/file-table.ts';
import type { BodyStore } from '../body-store.ts';
import type { FileSpace, Place, UserPlace } from '../file-space.ts';
import { incomingOf, MAX_CONTENT_BYTES, stretchOf, type Outgoing } from './content.ts';
import { statsOf } from './reading.ts';
import { keepRow } from './writing.ts';

type RequestOf<Op extends keyof FileSystemOperations> = Parameters<FileSystemOperations[Op]>[0];

/** WeChat has a limit and publishes no number; Ferry's. */
export const MAX_DESCRIPTORS = 128;

/** Open files of one page, by the text WeChat calls a descriptor (wx-api.md §11, methods of 2.16.1). */
export interface Descriptors {
  open(request: RequestOf<'open'>): Promise<string>;
  close(request: RequestOf<'close'>): Promise<null>;
  fstat(request: RequestOf<'fstat'>): Promise<FileStats>;
  ftruncate(request: RequestOf<'ftruncate'>): Promise<null>;
  read(request: RequestOf<'read'>): Promise<Outgoing>;
  write(request: RequestOf<'write'>): Promise<number>;
  /** Files at these paths are gone: what is still written to them has no row. */
  detach(isGone: (canonical: string) => boolean): void;
  moved(moves: readonly FileMove[]): void;
  closeAll(): Promise<void>;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly realPath: string;
  /** Where its row is; null for a file that is not a user file, or is gone. */
  canonical: string | null;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Writes go to the end, whatever the position. */
  readonly appends: boolean;
  /** Where the next read or write without a position begins. */
  pointer: number;
  hasChanged: boolean;
}

export function createDescriptors(space: FileSpace, bodies: BodyStore): Descriptors {
  const { table, project } = space;
  const open = new Map<string, OpenFile>();
  let count = 0;
  /** Files on their way to be opened hold a place too. */
  let opening = 0;

  const fileOf = (fd: string): OpenFile => {
    const file = open.get(fd);
    if (!file) throw fileSystemError(1300009);
    return file;
  };
  const writableFileOf = (fd: string): OpenFile => {
    const file = fileOf(fd);
    if (!file.writes) throw fileSystemError(1302001);
    return file;
  };
  /** The row follows the file: its hash is unknown until it is closed. */
  const grown = (file: OpenFile, sizeBytes: number): void => {
    file.hasChanged = true;
    if (file.canonical === null) return;
    table.contentChanged(project, file.canonical, sizeBytes, 'later');
    space.changed();
  };
  /** Makes room first, and takes back what a full disk has let through of a longer file. */
  const change = async <T>(
    file: OpenFile,
    newBytes: (sizeBytes: number) => number,
    work: () => Promise<T>,
  ): Promise<T> => {
    const { size } = await file.handle.stat();
    const wanted = newBytes(size);
    if (file.canonical !== null) space.checkQuota(wanted - size);
    try {
      return await work();
    } catch (error) {
      if (wanted > size) await file.handle.truncate(size);
      throw error;
    } finally {
      grown(file, (await file.handle.stat()).size);
    }
  };
  const closeOne = async (fd: string, file: OpenFile): Promise<void> => {
    open.delete(fd);
    await file.handle.close();
    if (file.hasChanged && file.canonical !== null) space.hashLater(file.canonical, file.realPath);
  };
  const openAt = async (place: Place | UserPlace, flag: OpenFlag): Promise<string> => {
    const handle = await fs.open(place.realPath, flag);
    const stats = await handle.stat();
    if (stats.isDirectory()) {
      await handle.close();
      throw fileSystemError(1300021);
    }
    const isUser = place.parsed.kind === 'user';
    const writes = flag !== 'r';
    if (isUser && writes && !table.find(project, place.canonical)) {
      keepRow(space, place, stats.size, 'written');
      space.changed();
    }
    const file: OpenFile = {
      handle,
      realPath: place.realPath,
      canonical: isUser ? place.canonical : null,
      reads: flag === 'r' || flag.endsWith('+'),
      writes,
      appends: flag.startsWith('a'),
      pointer: 0,
      hasChanged: false,
    };
    if (flag.startsWith('w')) grown(file, stats.size);
    count += 1;
    const fd = String(count);
    open.set(fd, file);
    return fd;
  };

  return {
    async open({ filePath, flag }) {
      if (open.size + opening >= MAX_DESCRIPTORS) throw fileSystemError(1302002);
      opening += 1;
      try {
        if (flag === 'r') return await openAt(await space.locate(filePath), flag);
        if (space.read(filePath).parsed.kind !== 'user') throw fileSystemError(1302004, { path: filePath });
        const place = await space.userPlace(filePath);
        if (place.stats?.isDirectory()) throw fileSystemError(1300021, { path: filePath });
        return await openAt(place, flag);
      } finally {
        opening -= 1;
      }
    },
    async close({ fd }) {
      await closeOne(fd, fileOf(fd));
      return null;
    },
    fstat: async ({ fd }) => statsOf(await fileOf(fd).handle.stat()),
    async ftruncate({ fd, length }) {
      const file = writableFileOf(fd);
      await change(
        file,
        () => length,
        () => file.handle.truncate(length),
      );
      return null;
    },
    async read({ fd, length, position }) {
      const file = fileOf(fd);
      if (!file.reads) throw fileSystemError(1302001);
      const { size } = await file.handle.stat();
      const start = position ?? file.pointer;
      const sizeBytes = Math.max(0, Math.min(length, size - start, MAX_CONTENT_BYTES));
      const bytes = await stretchOf(file.handle, start, sizeBytes);
      if (position === null) file.pointer = start + bytes.byteLength;
      return { kind: 'bytes', bytes };
    },
    async write({ fd, content, position }) {
      const file = writableFileOf(fd);
      const incoming = await incomingOf(bodies, content);
      const bytes = incoming.kind === 'bytes' ? incoming.bytes : await fs.readFile(incoming.realPath);
      const start = position ?? file.pointer;
      await change(
        file,
        (sizeBytes) =>
          file.appends ? sizeBytes + bytes.byteLength : Math.max(sizeBytes, start + bytes.byteLength),
        () => writeAll(file.handle, bytes, file.appends ? null : start),
      );
      if (position === null) file.pointer = start + bytes.byteLength;
      return bytes.byteLength;
    },
    detach(isGone) {
      for (const file of open.values()) {
        if (file.canonical !== null && isGone(file.canonical)) file.canonical = null;
      }
    },
    moved(moves) {
      const to = new Map(moves.map((move) => [move.from, move.to]));
      for (const file of open.values()) {
        if (file.canonical !== null) file.canonical = to.get(file.canonical) ?? file.canonical;
      }
    },
    async closeAll() {
      await Promise.all([...open].map(([fd, file]) => closeOne(fd, file)));
    },
  };
}

/** One write may take less than it was given. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, start: number | null): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(
      bytes,
      done,
      bytes.byteLength - done,
      start === null ? null : start + done,
    );
    done += bytesWritten;
  }
}
