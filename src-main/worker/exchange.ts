import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import type { FerryError } from '#contract/errors';
import type { HeaderLines } from '#contract/transfer';
import type { Peer } from './connection/peer.ts';
import type { JobConnection } from './protocol.ts';
import type { TimingsRecorder } from './timings.ts';
import type { UploadBody } from './upload-body.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderLines;
  readonly body: UploadBody | null;
  readonly connection: JobConnection;
  /**
   * When given, the exchange uses a connection of its own that is never pooled, and speaks HTTP/1.1 on whatever this
   * returns: `open` makes the connection, after TLS, and may stay uncalled. The stream returned can fail with an
   * error such as Node's.
   */
  readonly wrapSocket: ((open: () => Duplex) => Duplex) | null;
  readonly signal: AbortSignal;
  readonly timings: TimingsRecorder;
}

/** Status line and headers of a response, with what is known of the connection it came by. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly httpVersion: string;
  readonly headers: HeaderLines;
  /** Body bytes promised by Content-Length; 0 when unknown or when no body comes. */
  readonly expectedBytes: number;
  /** Content codings in the order they were applied, lower case; empty when there is no body. */
  readonly encodings: readonly string[];
  /** The other end of the connection, which is the proxy where there is one. */
  readonly peer: Peer | null;
  readonly socketReused: boolean;
}

/** One request on its way. */
export interface HttpExchange {
  readonly requestHeaders: HeaderLines;
  /** Rejects when no answer came. */
  readonly answer: Promise<HttpAnswer>;
  /** The response body as it comes off the wire, still encoded. */
  readonly body: Readable;
  /** Resolves when the request body is sent, or no more of it can be. */
  readonly sent: Promise<void>;
  sentBytes(): number;
  /** The system's connection that carries it; null before there is one. */
  socket(): Socket | null;
  receivedBytes(): number;
  /** It has failed on a kept connection before any of an answer came: the server had closed that connection. */
  wasStale(): boolean;
  /** Any error this exchange threw, in Ferry's words. */
  explain(error: unknown): FerryError;
  /** Ends the exchange wherever it is; resolves when its socket is closed or back in the pool. */
  close(): Promise<void>;
}

/** What a response says of itself, whichever version of HTTP it came by. */
export interface ResponseHead {
  readonly statusCode: number;
  readonly httpVersion: string;
  readonly headers: HeaderLines;
}

/** The answer to a request of `method`, from the head of its response. */
export function answerFrom(
  method: string,
  head: ResponseHead,
  connection: Pick<HttpAnswer, 'peer' | 'socketReused'>,
): HttpAnswer {
  const { statusCode, httpVersion, headers } = head;
  const hasBody = method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
  const expectedBytes = Number(valuesOf(headers, 'content-length')[0] ?? 0);
  return {
    statusCode,
    httpVersion,
    headers,
    expectedBytes: hasBody && Number.isSafeInteger(expectedBytes) ? expectedBytes : 0,
    encodings: hasBody ? encodingsFrom(valuesOf(headers, 'content-encoding')) : [],
    peer: connection.peer,
    socketReused: connection.socketReused,
  };
}

function valuesOf(headers: HeaderLines, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

function encodingsFrom(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
}

/**
 * An exchange that is known only when its connection is: `start` resolves with it, or rejects when there is none.
 * `giveUp` ends the waiting.
 */
export function lateExchange(
  start: Promise<HttpExchange>,
  until: { readonly explain: HttpExchange['explain']; readonly giveUp: () => void },
): HttpExchange {
  let begun: HttpExchange | null = null;
  const answer = start.then((exchange) => {
    begun = exchange;
    return exchange.answer;
  });
  const sent = start.then(
    (exchange) => exchange.sent,
    () => undefined,
  );
  // Whoever gave the exchange up does not come for its answer.
  answer.catch(() => undefined);
  const known = (): HttpExchange => {
    if (begun === null) throw new Error('The exchange has no answer yet');
    return begun;
  };
  return {
    answer,
    sent,
    get requestHeaders() {
      return known().requestHeaders;
    },
    get body() {
      return known().body;
    },
    sentBytes: () => begun?.sentBytes() ?? 0,
    socket: () => begun?.socket() ?? null,
    receivedBytes: () => begun?.receivedBytes() ?? 0,
    wasStale: () => begun?.wasStale() ?? false,
    explain: (error) => (begun ?? until).explain(error),
    async close() {
      until.giveUp();
      const exchange = await start.catch(() => null);
      await exchange?.close();
    },
  };
}
