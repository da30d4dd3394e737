import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import { PAGE_PATHS } from '#contract/wx';
import { errorFromErrno, fileSize } from './disk.ts';

/**
 * Bodies too large for a message, on their way between a page and the wire. They belong to one run of a page
 * and are gone with it.
 */
export interface BodyStore {
  /** A fresh path a response body may spill to. */
  newPath(): string;
  /** Makes a file, or a stretch of it, fetchable by the page and returns its URL path. */
  offer(realPath: string, mediaType: string, stretch?: Stretch): string;
  /** The same with bytes, which go by a file of the store's own. */
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

/** @param folder made when absent; the caller's to remove */
export async function createBodyStore(folder: string): Promise<BodyStore> {
  await fs.mkdir(folder, { recursive: true });
  const offered = new Map<string, Omit<OfferedBody, 'done'>>();
  const posted = new Map<string, string>();
  const paths = new Set<string>();
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
    offer,
    async offerBytes(bytes, mediaType) {
      const realPath = newPath();
      try {
        await fs.writeFile(realPath, bytes);
      } catch (error) {
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
          if (paths.delete(realPath)) await fs.rm(realPath, { force: true });
        },
      };
    },
    async receive(source) {
      const realPath = newPath();
      try {
        await pipeline(source, upTo(MAX_POSTED_BYTES), createWriteStream(realPath));
      } catch (error) {
        paths.delete(realPath);
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
      paths.delete(realPath);
      await fs.rm(realPath, { force: true });
    },
    async clear() {
      const all = [...paths];
      paths.clear();
      offered.clear();
      posted.clear();
      await Promise.all(all.map((realPath) => fs.rm(realPath, { force: true })));
    },
  };
}

function upTo(limitBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limitBytes) done(new FerryError('request.invalid', 'The request body is too large.'));
      else done(null, chunk);
    },
  });
}
