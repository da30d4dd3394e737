import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { mediaTypeOf } from '../lib/media-type.ts';

/**
 * The storage behind `wx.cloud` as Ferry plays it: a server on loopback whose address has a secret in it, over one
 * folder. It starts when it is first asked for.
 */
export interface CloudStorage {
  /** Where it answers, without a slash at the end. */
  url(): Promise<string>;
  /** Removes files by key; false for each that was not there. */
  remove(keys: readonly string[]): Promise<boolean[]>;
  close(): Promise<void>;
}

/** All files of one storage together: a page must not fill the disk. */
const MOST_BYTES = 1024 ** 3;
const LIMITS = { fields: 20, files: 1, fieldSize: 8192, headerPairs: 100 };

/**
 * @param folder absolute; made when the first file comes
 * @param mostBytes what all files together may take; what would be more is refused
 */
export function createCloudStorage(folder: string, mostBytes = MOST_BYTES): CloudStorage {
  const secret = randomBytes(16).toString('hex');
  let server: http.Server | null = null;
  let starting: Promise<string> | null = null;
  let count = 0;

  /** A key may hold anything: its hash is the file's name. */
  const placeOf = (key: string): string => path.join(folder, createHash('sha256').update(key).digest('hex'));

  async function take(request: IncomingMessage): Promise<string> {
    await mkdir(folder, { recursive: true });
    const left = mostBytes - (await sizeOf(folder));
    count += 1;
    const part = path.join(folder, `${secret}-${String(count)}.part`);
    let key = '';
    const state = { isFull: false };
    const written: Promise<void>[] = [];
    const parser = new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: LIMITS,
    });
    parser.on('field', (name, value) => {
      if (name === 'key') key = value;
    });
    parser.on('file', (_name, stream) => {
      const taken = pipeline(
        stream,
        atMost(left, () => {
          state.isFull = true;
        }),
        createWriteStream(part),
      );
      written.push(taken);
      // Awaited below; a client that leaves in between must not be an unhandled rejection.
      taken.catch(() => undefined);
    });
    try {
      await pipeline(request, parser);
      await Promise.all(written);
      if (state.isFull) throw new StorageFull('The storage is full.');
      if (written.length === 0) throw new Error('The form has no file.');
      if (key === '') throw new Error('The form has no key.');
      await rename(part, placeOf(key));
      return key;
    } finally {
      await rm(part, { force: true });
    }
  }

  async function give(key: string, response: ServerResponse): Promise<void> {
    const place = placeOf(key);
    const found = await stat(place).catch(() => null);
    if (found === null) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.');
      return;
    }
    response.writeHead(200, { 'content-type': mediaTypeOf(key), 'content-length': found.size });
    await pipeline(createReadStream(place), response);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://storage');
      const rest = pathname.startsWith(`/${secret}`) ? pathname.slice(secret.length + 1) : null;
      if (rest === null) response.writeHead(403).end();
      else if (request.method === 'POST') {
        const key = await take(request);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ key }));
      } else await give(decodeURIComponent(rest.slice(1)), response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else response.writeHead(error instanceof StorageFull ? 507 : 400).end();
    }
  }

  async function start(): Promise<string> {
    const made = http.createServer((request, response) => void answer(request, response));
    server = made;
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject);
      made.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${String((made.address() as AddressInfo).port)}/${secret}`;
  }

  return {
    url: () => (starting ??= start()),
    remove: (keys) =>
      Promise.all(
        keys.map(async (key) => {
          const place = placeOf(key);
          const isThere = (await stat(place).catch(() => null)) !== null;
          await rm(place, { force: true });
          return isThere;
        }),
      ),
    async close() {
      const open = server;
      if (open === null) return;
      await new Promise((resolve) => {
        open.close(resolve);
        open.closeAllConnections();
      });
    },
  };
}

class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** Lets so many bytes through; of the rest it only says that there was one. */
function atMost(bytes: number, tooMuch: () => void): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      if (left < 0) tooMuch();
      done(null, left < 0 ? undefined : chunk);
    },
  });
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map((name) => stat(path.join(folder, name)).catch(() => null)));
  return sizes.reduce((sum, found) => sum + (found?.size ?? 0), 0);
}
