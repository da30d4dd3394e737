import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import { PAGE_PATHS } from '#contract/wx';
import { errorFromErrno, fileSize, linkOrCopy } from './disk.ts';

/**
 * Bodies too large for a message, on their way between a page and the wire. They belong to one run of a page
 * and are gone with it.
 */
export interface BodyStore {
  /** A fresh path a response body may spill to. */
  newPath(): string;
  /** A second name of a file for the page to fetch: what is put in the file's place meanwhile does not change it. */
  borrow(realPath: string): Promise<string>;
  /** Makes a file, or a stretch of it, fetchable by the page and returns its URL path. */
  offer(realPath: string, mediaType: string, stretch?: Stretch): string;
  /**
   * The same with bytes, which go by a file of the store's own; throws `request.over-limit` when too many wait to be
   * fetched.
   */
  offerBytes(bytes: Uint8Array, mediaType: string): Promise<string>;
  /** An offered body by its id, once: a second asking gets nothing. */
  open(bodyId: string): OfferedBody | null;
  /** Takes in a request body the page posted; returns the id it is called by. */
  receive(source: Readable): Promise<string>;
  /** A received body; throws `request.invalid` when the id is not one of this page's. */
  received(bodyId: string): Promise<{ readonly realPath: string; readonly sizeBytes: number }>;
  /** Removes a received body, unless it was moved away; it can be called by its id no more. */
  discard(bodyId: string): Promise<void>;
  clear(): Promise<void>;
}

/** A part of a file, in bytes. */
export interface Stretch {
  readonly start: number;
  readonly sizeBytes: number;
}

export interface OfferedBody {
  readonly realPath: string;
  readonly mediaType: string;
  /** Null for the whole file. */
  readonly stretch: Stretch | null;
  /** It has been read, or its reader is gone: removes the file, unless it is somebody else's. */
  done(): Promise<void>;
}

/** A request body larger than this is refused while it arrives. */
const MAX_POSTED_BYTES = 256 * 1024 * 1024;
/** Bodies that a page has posted and not used, or been offered and not fetched, together. */
const MAX_HELD_BYTES = 512 * 1024 * 1024;

/** @param folder made when absent; the caller's to remove */
export async function createBodyStore(folder: string): Promise<BodyStore> {
  await fs.mkdir(folder, { recursive: true });
  const offered = new Map<string, Omit<OfferedBody, 'done'>>();
  const posted = new Map<string, string>();
  const paths = new Set<string>();
  const sizes = new Map<string, number>();
  let heldBytes = 0;
  const hold = (realPath: string, addedBytes: number): void => {
    if (heldBytes + addedBytes > MAX_HELD_BYTES) {
      throw new FerryError('request.over-limit', 'Too much waits to be fetched or used by the page.');
    }
    heldBytes += addedBytes;
    sizes.set(realPath, (sizes.get(realPath) ?? 0) + addedBytes);
  };
  const letGo = (realPath: string): void => {
    heldBytes -= sizes.get(realPath) ?? 0;
    sizes.delete(realPath);
  };
  const newPath = (): string => {
    const realPath = path.join(folder, `${randomBytes(12).toString('hex')}.body`);
    paths.add(realPath);
    return realPath;
  };
  const received = async (bodyId: string): Promise<{ realPath: string; sizeBytes: number }> => {
    const realPath = posted.get(bodyId);
    if (realPath === undefined)
      throw new FerryError('request.invalid', 'The request body is no longer there.');
    return { realPath, sizeBytes: await fileSize(realPath, 'request body') };
  };
  const offer = (realPath: string, mediaType: string, stretch?: Stretch): string => {
    const id = randomBytes(16).toString('hex');
    offered.set(id, { realPath, mediaType, stretch: stretch ?? null });
    return `${PAGE_PATHS.body}${id}`;
  };
  return {
    newPath,
    async borrow(realPath) {
      const second = newPath();
      await linkOrCopy(realPath, second);
      return second;
    },
    offer,
    async offerBytes(bytes, mediaType) {
      const realPath = newPath();
      try {
        hold(realPath, bytes.byteLength);
        await fs.writeFile(realPath, bytes);
      } catch (error) {
        letGo(realPath);
        paths.delete(realPath);
        await fs.rm(realPath, { force: true });
        throw error;
      }
      return offer(realPath, mediaType);
    },
    open(bodyId) {
      const body = offered.get(bodyId);
      if (!body) return null;
      offered.delete(bodyId);
      const { realPath } = body;
      return {
        ...body,
        done: async () => {
          letGo(realPath);
          if (paths.delete(realPath)) await fs.rm(realPath, { force: true });
        },
      };
    },
    async receive(source) {
      const realPath = newPath();
      try {
        await pipeline(
          source,
          upTo(MAX_POSTED_BYTES, (bytes) => {
            hold(realPath, bytes);
          }),
          createWriteStream(realPath),
        );
      } catch (error) {
        paths.delete(realPath);
        letGo(realPath);
        await fs.rm(realPath, { force: true });
        throw errorFromErrno(error, 'the request body');
      }
      const id = randomBytes(16).toString('hex');
      posted.set(id, realPath);
      return id;
    },
    received,
    async discard(bodyId) {
      const realPath = posted.get(bodyId);
      if (realPath === undefined) return;
      posted.delete(bodyId);
      letGo(realPath);
      paths.delete(realPath);
      await fs.rm(realPath, { force: true });
    },
    async clear() {
      const all = [...paths];
      paths.clear();
      sizes.clear();
      heldBytes = 0;
      offered.clear();
      posted.clear();
      await Promise.all(all.map((realPath) => fs.rm(realPath, { force: true })));
    },
  };
}

function upTo(limitBytes: number, count: (bytes: number) => void): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limitBytes) done(new FerryError('request.invalid', 'The request body is too large.'));
      else {
        try {
          count(chunk.length);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      }
    },
  });
}
