import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { contentOf } from './load-plan.ts';
import { withServer, type TestServer } from './with-server.ts';

/** What the server saw of one request. */
export interface SeenRequest {
  readonly number: number;
  readonly method: string;
  /** Body bytes that arrived. */
  readonly receivedBytes: number;
  /** Of the file part of a whole multipart body, or of the whole body; null where it broke off. */
  readonly sha256: string | null;
  readonly answered: boolean;
}

export interface LoadServer extends TestServer {
  /** By the number of the transfer; every request that got here with its headers. */
  readonly seen: ReadonlyMap<number, readonly SeenRequest[]>;
}

/** Serves `/<fault>/<number>/<size>`: takes whatever comes, and answers a GET with that transfer's own content. */
export async function withLoadServer(): Promise<LoadServer> {
  const seen = new Map<number, SeenRequest[]>();
  const server = await withServer((request, response) => {
    const [, , numberText = '', sizeText = ''] = (request.url ?? '').split('/');
    const number = Number(numberText);
    void bodyOf(request).then(({ receivedBytes, body }) => {
      const isWhole = body !== null;
      const sha256 = isWhole ? createHash('sha256').update(fileIn(body, request)).digest('hex') : null;
      const own = seen.get(number) ?? [];
      own.push({ number, method: request.method ?? '', receivedBytes, sha256, answered: isWhole });
      seen.set(number, own);
      if (!isWhole) return;
      const answer =
        request.method === 'GET' ? contentOf(number, Number(sizeText)) : Buffer.from(`got ${numberText}`);
      response.setHeader('Content-Type', 'application/octet-stream');
      response.end(answer);
    });
  });
  return { ...server, seen };
}

/** The body, null where it broke off before its length. */
function bodyOf(request: IncomingMessage): Promise<{ receivedBytes: number; body: Buffer | null }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let receivedBytes = 0;
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      receivedBytes += chunk.length;
    });
    request.on('end', () => {
      resolve({ receivedBytes, body: Buffer.concat(chunks) });
    });
    request.on('error', () => {
      resolve({ receivedBytes, body: null });
    });
  });
}

/** The file of a multipart body: what stands between its head and the closing boundary. */
function fileIn(body: Buffer, request: IncomingMessage): Buffer {
  const boundary = /boundary=(\S+)/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return body;
  return body.subarray(body.indexOf('\r\n\r\n') + 4, body.lastIndexOf(`\r\n--${boundary}--`));
}
