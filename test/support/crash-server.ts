import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { contentOf } from './crash-lines.ts';
import { withServer } from './with-server.ts';

/** A server whose every path `/<name>/<size>` is a file of that size with content of its own. */
export interface ContentServer {
  readonly origin: string;
  /** SHA-256 in hex of what a URL of it holds. */
  sha256Of(url: string): string;
}

const PIECE_BYTES = 64 * 1024;

export async function withContentServer(): Promise<ContentServer> {
  const known = new Map<string, string>();
  const server = await withServer((request, response) => {
    void serve(served(request.url ?? ''), response);
  });
  return {
    origin: server.origin,
    sha256Of(url) {
      const { pathname } = new URL(url);
      const sha256 = known.get(pathname) ?? createHash('sha256').update(served(pathname)).digest('hex');
      known.set(pathname, sha256);
      return sha256;
    },
  };
}

function served(pathname: string): Buffer {
  return contentOf(pathname, Number(pathname.split('/')[2]));
}

async function serve(content: Buffer, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': content.length });
  // The client is killed in the middle more often than not.
  await pipeline(Readable.from(piecesOf(content)), response).catch(() => undefined);
}

/** Every fourth piece is late, so that there is a time at which half of it has come. */
async function* piecesOf(content: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) {
    yield content.subarray(start, start + PIECE_BYTES);
    if ((start / PIECE_BYTES) % 4 === 3) await sleep(2);
  }
}
