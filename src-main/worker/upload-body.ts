import { open, type FileHandle } from 'node:fs/promises';
import { assertNever, FerryError } from '#contract/errors';
import { errorFromFile } from './errors.ts';
import { multipartFrame } from '../lib/multipart.ts';
import type { JobBody } from './protocol.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A request body ready to be sent: its exact size and its bytes, to be read once. */
export interface UploadBody {
  /** What Content-Length says; the chunks never add up to anything else without throwing. */
  readonly sizeBytes: number;
  /**
   * The bytes. A chunk is only valid until the next one is asked for: two buffers take turns. Throws `file.changed`
   * when the file got shorter, `file.*` when it cannot be read.
   */
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  /** How many bytes have been asked for so far. */
  handedBytes(): number;
  /** Waits for a read that is under way and closes the file. Can be called at any time, more than once. */
  close(): Promise<void>;
}

/**
 * How much of a file to read at a time, in bytes. Small files in small steps, so that progress has steps at all;
 * large ones by two MiB, which the kernel takes in fewer and fuller turns; less when many transfers share the memory.
 */
export function readBytesFor(sizeBytes: number, liveJobs: number): number {
  if (sizeBytes <= 4 * MIB) return 64 * KIB;
  return liveJobs >= 4 ? 512 * KIB : 2 * MIB;
}

/**
 * Opens what a job is to send; null when it sends no body. Errors: `file.not-found`, `file.denied`, `file.type`
 * for what is not a plain file, `file.changed` when its size is no longer the one the job was made with.
 */
export async function openUploadBody(body: JobBody, liveJobs: number): Promise<UploadBody | null> {
  switch (body.kind) {
    case 'none':
      return null;
    case 'bytes':
      return bytesBody(body.bytes);
    case 'file':
      return fileBody(body.path, body.sizeBytes, liveJobs, {
        head: new Uint8Array(),
        tail: new Uint8Array(),
      });
    case 'multipart': {
      const { boundary, fields, file } = body;
      return fileBody(file.path, file.sizeBytes, liveJobs, multipartFrame(boundary, fields, file));
    }
    default:
      return assertNever(body);
  }
}

function bytesBody(bytes: Uint8Array): UploadBody {
  const stepBytes = readBytesFor(bytes.length, 1);
  let handedBytes = 0;
  return {
    sizeBytes: bytes.length,
    // eslint-disable-next-line @typescript-eslint/require-await -- the one shape of body that got sends without copying is an async generator
    chunks: (async function* () {
      for (let at = 0; at < bytes.length; at += stepBytes) {
        const chunk = bytes.subarray(at, at + stepBytes);
        handedBytes += chunk.length;
        yield chunk;
      }
    })(),
    handedBytes: () => handedBytes,
    close: () => Promise.resolve(),
  };
}

async function fileBody(
  path: string,
  sizeBytes: number,
  liveJobs: number,
  frame: { readonly head: Uint8Array; readonly tail: Uint8Array },
): Promise<UploadBody> {
  const handle = await openMeasured(path, sizeBytes);
  const reader = createTwoBufferReader(handle, sizeBytes, readBytesFor(sizeBytes, liveJobs));
  let handedBytes = 0;
  const framed = async function* () {
    if (frame.head.length > 0) yield frame.head;
    yield* reader.chunks();
    if (frame.tail.length > 0) yield frame.tail;
  };
  return {
    sizeBytes: frame.head.length + sizeBytes + frame.tail.length,
    chunks: (async function* () {
      for await (const chunk of framed()) {
        handedBytes += chunk.length;
        yield chunk;
      }
    })(),
    handedBytes: () => handedBytes,
    close: () => reader.close(),
  };
}

async function openMeasured(path: string, sizeBytes: number): Promise<FileHandle> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    const stats = await handle.stat();
    if (!stats.isFile()) throw new FerryError('file.type', 'The file to upload is not a plain file');
    if (stats.size !== sizeBytes) throw fileChanged(sizeBytes, stats.size);
    return handle;
  } catch (error) {
    await handle?.close();
    throw errorFromFile(error, 'read the file to upload');
  }
}

/**
 * Reads `sizeBytes` from the start of the file into two buffers by turns: while one is on its way out, the other
 * fills. Sound because got asks for the next chunk only after the socket took the last one.
 */
function createTwoBufferReader(handle: FileHandle, sizeBytes: number, readBytes: number) {
  let underWay: Promise<{ bytesRead: number }> | null = null;
  let closed: Promise<void> | null = null;

  const read = (buffer: Uint8Array, position: number) => {
    const reading = handle.read(buffer, 0, Math.min(buffer.length, sizeBytes - position), position);
    // Marks the promise as handled: whoever awaits it still gets the error, and nobody may come to await it.
    reading.catch(() => undefined);
    underWay = reading;
    return reading;
  };

  return {
    async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
      if (sizeBytes === 0) return;
      const bufferBytes = Math.min(readBytes, sizeBytes);
      let filling = Buffer.allocUnsafeSlow(bufferBytes);
      let spare = sizeBytes > bufferBytes ? Buffer.allocUnsafeSlow(bufferBytes) : filling;
      let position = 0;
      let reading = read(filling, position);
      for (;;) {
        const { bytesRead } = await reading.catch((error: unknown) => {
          throw errorFromFile(error, 'read the file to upload');
        });
        if (bytesRead === 0) throw fileChanged(sizeBytes, position);
        const chunk = filling.subarray(0, bytesRead);
        position += bytesRead;
        [filling, spare] = [spare, filling];
        if (position === sizeBytes) {
          yield chunk;
          return;
        }
        reading = read(filling, position);
        yield chunk;
      }
    },
    close(): Promise<void> {
      closed ??= Promise.resolve(underWay)
        .catch(() => undefined)
        .then(() => handle.close());
      return closed;
    },
  };
}

function fileChanged(expectedBytes: number, foundBytes: number): FerryError {
  return new FerryError(
    'file.changed',
    `The file changed while it was being uploaded: ${String(expectedBytes)} bytes expected, ${String(foundBytes)} found`,
    { details: { expectedBytes, foundBytes } },
  );
}
