import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { NativeOrigin, OriginMap } from './origin-map.ts';

/** Path a preload asks for `sendSync`; without the secret header it is an ordinary path of the app. */
export const SYNC_PATH = '/.electron-on-chromium/sync';
const SYNC_HEADER = 'x-sync-secret';

/** How a request ends that must fail in the page as a connection error does. */
export type Failure = 'ERR_UNEXPECTED' | 'ERR_UNKNOWN_URL_SCHEME' | 'ERR_FAILED';

/** Answers that Chromium refuses at once and never retries, and the error Electron would give in its place. */
const BROKEN_HEADERS: Readonly<Record<Failure, readonly [header: string, chromiumError: string]>> = {
  ERR_UNEXPECTED: ['Content-Length', 'ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH'],
  ERR_UNKNOWN_URL_SCHEME: ['Location', 'ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION'],
  ERR_FAILED: ['Content-Disposition', 'ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_DISPOSITION'],
};

/** Electron's error for one that Chromium reports for a broken answer of ours; any other as it is. */
export function nativeNetError(chromiumError: string): string {
  for (const [failure, [, broken]] of Object.entries(BROKEN_HEADERS)) {
    if (broken === chromiumError) return failure;
  }
  return chromiumError;
}

export interface SchemeServerOptions {
  readonly origins: OriginMap;
  /** The app's answer; `header` reads what Chromium sent, also what the app's `Request` leaves out. */
  answer(
    origin: NativeOrigin,
    request: Request,
    header: (name: string) => string | undefined,
  ): Promise<Response | Failure>;
  /** The answer to a `sendSync` as JSON text, or null when the secret is not that of a page of this partition. */
  answerSync(secret: string, partition: number, message: string): Promise<string | null>;
}

/** The loopback server that stands for an app's own schemes. */
export interface SchemeServer {
  readonly port: number;
  close(): void;
}

/** Listens on 127.0.0.1 at a free port. Whatever does not name a token of ours in `Host` gets 403. */
export async function startSchemeServer(options: SchemeServerOptions): Promise<SchemeServer> {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    respond(options, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function respond(
  options: SchemeServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const origin = options.origins.parseHost(incoming.headers.host ?? '');
  if (!origin) {
    outgoing.writeHead(403).end();
    return;
  }
  const header = (name: string): string | undefined => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  const secret = header(SYNC_HEADER);
  if (incoming.method === 'POST' && incoming.url === SYNC_PATH && secret !== undefined) {
    const body = await incoming.setEncoding('utf8').reduce((text: string, chunk: string) => text + chunk, '');
    const answer = await options.answerSync(secret, origin.partition, body);
    if (answer === null) outgoing.writeHead(403).end();
    else
      outgoing
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(answer);
    return;
  }
  // Chromium fetches an icon for its tabs by itself, which Electron does not: the app is not asked.
  if (incoming.url === '/favicon.ico' && header('sec-fetch-dest') === 'image') {
    outgoing.writeHead(204).end();
    return;
  }
  const answer = await options.answer(origin, requestFromIncoming(options.origins, origin, incoming), header);
  if (typeof answer === 'string') breakOff(outgoing, answer);
  else await sendResponse(options.origins, origin, answer, outgoing, incoming.method === 'HEAD');
}

/** Headers that Chromium adds for HTTP and leaves out for an app's own scheme. */
const HTTP_ONLY =
  /^(host|connection|accept-encoding|content-length|transfer-encoding|sec-fetch-.*|x-sync-secret)$/;

function requestFromIncoming(origins: OriginMap, origin: NativeOrigin, incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || HTTP_ONLY.test(name)) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    headers.set(name, name === 'origin' || name === 'referer' ? origins.textToNative(text) : text);
  }
  const method = incoming.method ?? 'GET';
  const url = `${origin.scheme}://${origin.host}${incoming.url ?? '/'}`;
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
}

/** Headers that may name an origin of the app. */
const ORIGIN_HEADERS = /^(location|access-control-allow-origin|content-security-policy(-report-only)?)$/;
/** Chromium takes the body of an app's own scheme as it is and caches nothing of it. */
const DROPPED_HEADERS = /^(content-encoding|transfer-encoding|connection|keep-alive|cache-control)$/;

function headersFromResponse(
  origins: OriginMap,
  origin: NativeOrigin,
  response: Response,
): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  for (const [name, value] of response.headers) {
    if (DROPPED_HEADERS.test(name)) continue;
    headers[name] = ORIGIN_HEADERS.test(name) ? origins.textToWeb(value, origin.partition) : value;
  }
  return headers;
}

async function sendResponse(
  origins: OriginMap,
  origin: NativeOrigin,
  response: Response,
  outgoing: ServerResponse,
  isHead: boolean,
): Promise<void> {
  outgoing.writeHead(response.status, headersFromResponse(origins, origin, response));
  if (!response.body || isHead) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  let isFinished = false;
  outgoing.once('close', () => {
    if (!isFinished) reader.cancel().catch(() => undefined);
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    if (!outgoing.write(value)) await drained(outgoing);
  }
  isFinished = true;
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}

function breakOff(outgoing: ServerResponse, failure: Failure): void {
  const [header] = BROKEN_HEADERS[failure];
  outgoing.socket?.end(`HTTP/1.1 200 OK\r\n${header}: 1\r\n${header}: 2\r\n\r\n`);
}
