import { writev } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { errorFromFile } from './errors.ts';

/** Writes buffers to a file at a position; resolves to the bytes written, which may be fewer than given. */
export type WriteDoor = (fd: number, buffers: readonly Uint8Array[], position: number) => Promise<number>;

/** The real disk. */
export const writeToDisk: WriteDoor = (fd, buffers, position) =>
  new Promise((resolve, reject) => {
    writev(fd, buffers, position, (error, writtenBytes) => {
      if (error) reject(error);
      else resolve(writtenBytes);
    });
  });

/** A file being written from its start. One call at a time; `discard` and `close` wait for it. */
export interface BatchWriter {
  /** Writes all of the buffers, however many system calls it takes. Throws `file.*`. */
  append(buffers: readonly Uint8Array[]): Promise<void>;
  /** Closes the file and keeps it. */
  close(): Promise<void>;
  /** Closes the file and keeps so much of its beginning. */
  closeAt(sizeBytes: number): Promise<void>;
  /** Closes the file and removes it. */
  discard(): Promise<void>;
}

/** Creates or empties the file at `path`. Throws `file.*`. */
export async function openBatchWriter(path: string, write: WriteDoor): Promise<BatchWriter> {
  let handle: FileHandle | null;
  try {
    handle = await open(path, 'w');
  } catch (error) {
    throw errorFromFile(error, 'create the file for the response');
  }
  let position = 0;
  let underWay: Promise<void> = Promise.resolve();

  const writeAll = async (fd: number, buffers: readonly Uint8Array[]) => {
    let left = buffers.filter((buffer) => buffer.length > 0);
    while (left.length > 0) {
      const writtenBytes = await write(fd, left, position);
      position += writtenBytes;
      left = withoutFirst(left, writtenBytes);
    }
  };

  const close = async () => {
    await underWay.catch(() => undefined);
    const open = handle;
    handle = null;
    await open?.close();
  };

  return {
    async append(buffers) {
      if (handle === null) throw errorFromFile(new Error('closed'), 'write the response');
      underWay = writeAll(handle.fd, buffers);
      try {
        await underWay;
      } catch (error) {
        throw errorFromFile(error, 'write the response');
      }
    },
    close,
    async closeAt(sizeBytes) {
      await underWay.catch(() => undefined);
      await handle?.truncate(sizeBytes);
      await close();
    },
    async discard() {
      await close();
      await rm(path, { force: true });
    },
  };
}

/** What is left of the buffers after their first `bytes` bytes. */
function withoutFirst(buffers: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skip = bytes;
  const left: Uint8Array[] = [];
  for (const buffer of buffers) {
    if (skip >= buffer.length) {
      skip -= buffer.length;
    } else {
      left.push(buffer.subarray(skip));
      skip = 0;
    }
  }
  return left;
}
