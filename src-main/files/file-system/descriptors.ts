import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import type { FileStats, OpenFlag, RequestOf } from '#contract/file-system';
import { fileSystemError } from '#contract/file-system-errors';
import type { BodyStore } from '../body-store.ts';
import type { FileSpace } from '../file-space.ts';
import { incomingOf, MAX_CONTENT_BYTES, stretchOf, type Outgoing } from './content.ts';
import { changeInPlace } from './in-place.ts';
import { createOpenFiles, type OpenFile } from './open-files.ts';
import { createOpening } from './opening.ts';
import { statsOf } from './reading.ts';

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
  closeAll(): Promise<void>;
}

export function createDescriptors(space: FileSpace, bodies: BodyStore): Descriptors {
  const files = new Map<string, OpenFile>();
  const openFiles = createOpenFiles(() => files.values());
  space.hold(openFiles);
  space.quota.countAlso(() => openFiles.heldBytes());
  const opening = createOpening(space);
  let count = 0;

  const fileOf = (fd: string): OpenFile => {
    const file = files.get(fd);
    if (!file) throw fileSystemError(1300009);
    return file;
  };
  const writableFileOf = (fd: string): OpenFile => {
    const file = fileOf(fd);
    if (file.flag === 'r') throw fileSystemError(1302001);
    return file;
  };
  const change = async <T>(
    file: OpenFile,
    newBytes: (sizeBytes: number) => number,
    work: (handle: FileHandle) => Promise<T>,
  ): Promise<{ readonly result: T; readonly sizeBytes: number }> => {
    const { handle } = file;
    const stats = await handle.stat();
    const sizeBytes = newBytes(stats.size);
    file.hasChanged = true;
    const result = await changeInPlace(space, { canonical: file.canonical, stats }, sizeBytes, {
      change: () => work(handle),
      cutTo: (bytes) => handle.truncate(bytes),
    });
    await openFiles.measure(file);
    return { result, sizeBytes };
  };
  const closeOne = async (fd: string, file: OpenFile): Promise<void> => {
    files.delete(fd);
    await file.handle.close();
    if (file.hasChanged && file.canonical !== null) {
      space.changes.hashLater(file.canonical, file.realPath);
    }
  };

  return {
    async open({ filePath, flag }: { readonly filePath: string; readonly flag: OpenFlag }) {
      if (files.size >= MAX_DESCRIPTORS) throw fileSystemError(1302002);
      const file = await opening(filePath, flag);
      count += 1;
      const fd = String(count);
      files.set(fd, file);
      return fd;
    },
    async close({ fd }) {
      await closeOne(fd, fileOf(fd));
      return null;
    },
    fstat: async ({ fd }) => statsOf(await fileOf(fd).handle.stat()),
    async ftruncate({ fd, length }) {
      await change(
        writableFileOf(fd),
        () => length,
        (handle) => handle.truncate(length),
      );
      return null;
    },
    async read({ fd, length, position }) {
      const file = fileOf(fd);
      if (file.flag !== 'r' && !file.flag.endsWith('+')) throw fileSystemError(1302001);
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
      // Where files are only added to, the end is the place, whatever the position.
      const appends = file.flag.startsWith('a');
      const start = position ?? file.pointer;
      const { sizeBytes } = await change(
        file,
        (size) => (appends ? size + bytes.byteLength : Math.max(size, start + bytes.byteLength)),
        (handle) => writeAll(handle, bytes, appends ? null : start),
      );
      if (position === null) file.pointer = appends ? sizeBytes : start + bytes.byteLength;
      return bytes.byteLength;
    },
    async closeAll() {
      await Promise.all([...files].map(([fd, file]) => closeOne(fd, file)));
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
