import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';

const READ_BYTES = 1024 * 1024;

/** Hashes files in the background. */
export interface Hasher {
  /** The file's SHA-256 in hex; null when it cannot be read or the hasher was closed. Files are hashed in turn. */
  sha256(path: string): Promise<string | null>;
  /** Gives up what is queued; resolves when nothing is open any more. */
  close(): Promise<void>;
}

/**
 * `whenIdle` resolves while no transfer runs. The hasher asks before every read, so a transfer that starts in the
 * middle of a large file has the disk and the processor to itself after at most one more MiB.
 */
export function createHasher(whenIdle: () => Promise<void>): Hasher {
  const closing = Promise.withResolvers<undefined>();
  let isClosed = false;
  let queue: Promise<unknown> = Promise.resolve();

  const hash = async (path: string): Promise<string | null> => {
    const file = await open(path, 'r').catch(() => null);
    if (file === null) return null;
    try {
      const digest = createHash('sha256');
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      for (;;) {
        await Promise.race([whenIdle(), closing.promise]);
        if (isClosed) return null;
        const { bytesRead } = await file.read(buffer, 0, buffer.length);
        if (bytesRead === 0) return digest.digest('hex');
        digest.update(buffer.subarray(0, bytesRead));
        await nextTurn();
      }
    } catch {
      return null;
    } finally {
      await file.close();
    }
  };

  return {
    sha256(path) {
      const hashed = queue.then(() => (isClosed ? null : hash(path)));
      queue = hashed;
      return hashed;
    },
    async close() {
      isClosed = true;
      closing.resolve(undefined);
      await queue;
    },
  };
}
