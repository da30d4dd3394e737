import { constants, type ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import { FerryError } from '#contract/errors';
import { errorFromGot } from '../errors.ts';
import { answerFrom, type HttpAnswer, type HttpExchange, type HttpRequest } from '../exchange.ts';
import { headerLinesFromRaw, http2Headers } from '../request-headers.ts';
import { inPieces, pieceBytes } from './link/pieces.ts';
import type { SharedSession } from './http2-sessions.ts';

/**
 * One exchange on an HTTP/2 session. Ferry's own over `node:http2`, as got's HTTP/2 is no way here: it goes unused
 * as soon as there is an agent or a `request` function of ours, so it knows no link, no proxy and no client
 * certificate, it tells no marks of look-up, connect and TLS, and it reorders headers.
 */
export function startHttp2Exchange(request: HttpRequest, shared: SharedSession): HttpExchange {
  const { method, url, body, signal, timings, connection } = request;
  const headers = http2Headers(method, url, request.headers, body?.sizeBytes ?? null);
  const { session, peer } = shared;
  const sent = Promise.withResolvers<undefined>();
  const closed = Promise.withResolvers<undefined>();
  const answer = Promise.withResolvers<HttpAnswer>();
  /** Resets the stream. Closing it would first tell the server that the body ends here. */
  const cancelling = new AbortController();
  let socketError: unknown = null;
  let sentBytes = 0;
  let answered = false;

  timings.mark('sendStart');
  const stream = shared.request(headers.flat(), {
    endStream: body === null,
    signal: cancelling.signal,
  });
  const response = new Http2Body(stream, () => {
    timings.responseEnded();
  });

  const fail = (error: unknown) => {
    answer.reject(error);
    if (answered) response.fail(asError(error));
  };
  const onSessionError = (error: Error) => {
    socketError ??= error;
  };
  const onAbort = () => {
    fail(signal.reason);
    cancelling.abort();
  };
  session.once('error', onSessionError);
  signal.addEventListener('abort', onAbort, { once: true });
  // Whoever gave the exchange up does not come for its answer.
  answer.promise.catch(() => undefined);

  stream.once('response', (_head: unknown, _flags: number, raw: unknown) => {
    timings.responseStarted();
    answered = true;
    const lines = headerLinesFromRaw(rawStrings(raw));
    const head = {
      statusCode: Number(lines.find(([name]) => name === ':status')?.[1]),
      httpVersion: '2.0',
      headers: lines.filter(([name]) => !name.startsWith(':')),
    };
    const known = answerFrom(method, head, { peer, socketReused: !shared.isNew });
    response.begin(known.expectedBytes);
    answer.resolve(known);
  });
  stream.on('error', fail);
  stream.once('close', () => {
    session.off('error', onSessionError);
    signal.removeEventListener('abort', onAbort);
    sent.resolve(undefined);
    closed.resolve(undefined);
    // An error has told already; this is what a server ends without one.
    fail(connectionClosed());
  });

  if (body === null) {
    timings.mark('sendEnd');
    sent.resolve(undefined);
  } else {
    const { link } = connection;
    const chunks = link === null ? body.chunks : inPieces(body.chunks, pieceBytes(link));
    sendBody(stream, chunks, (bytes) => {
      sentBytes += bytes;
    }).then(
      (isWhole) => {
        if (!isWhole) return;
        timings.mark('sendEnd');
        sent.resolve(undefined);
      },
      (error: unknown) => {
        fail(error);
        cancelling.abort();
      },
    );
  }

  return {
    requestHeaders: headers,
    answer: answer.promise,
    body: response,
    sent: sent.promise,
    sentBytes: () => sentBytes,
    socket: () => (session.destroyed ? null : shared.carrier),
    receivedBytes: () => response.receivedBytes,
    // A session that ends tells all its streams, so none is begun on one that is gone.
    wasStale: () => false,
    explain: (error) => errorFromGot(error, { host: url.host, phase: timings.phase(), socketError }),
    async close() {
      cancelling.abort();
      response.destroy();
      await closed.promise;
    },
  };
}

/**
 * Sends the chunks, each after the one before has left: two buffers take turns. False when the stream closed before
 * the end, as after an early answer.
 */
async function sendBody(
  stream: ClientHttp2Stream,
  chunks: AsyncIterable<Uint8Array>,
  written: (bytes: number) => void,
): Promise<boolean> {
  const gone = new Promise<false>((resolve) => {
    stream.once('close', () => {
      resolve(false);
    });
  });
  for await (const chunk of chunks) {
    const hasLeft = new Promise<boolean>((resolve) => {
      stream.write(chunk, (error) => {
        resolve(!error);
      });
    });
    if (!(await Promise.race([hasLeft, gone]))) return false;
    written(chunk.length);
  }
  const ended = new Promise<true>((resolve) => {
    stream.end(() => {
      resolve(true);
    });
  });
  return Promise.race([ended, gone]);
}

/** The response body of a stream; it is whole when the stream has ended with as many bytes as were promised. */
class Http2Body extends Readable {
  receivedBytes = 0;
  readonly #stream: ClientHttp2Stream;
  readonly #whole: () => void;
  #expectedBytes = 0;
  #isWhole = false;

  constructor(stream: ClientHttp2Stream, whole: () => void) {
    super();
    this.#stream = stream;
    this.#whole = whole;
    // Whoever is not reading hears of a failure by the answer.
    this.on('error', () => undefined);
  }

  /** The answer is there and promises so many bytes; 0 when it does not say. */
  begin(expectedBytes: number): void {
    this.#expectedBytes = expectedBytes;
    this.#stream
      .on('data', (chunk: Buffer) => {
        this.receivedBytes += chunk.length;
        if (!this.push(chunk)) this.#stream.pause();
      })
      .once('end', () => {
        if (this.#stream.rstCode !== constants.NGHTTP2_NO_ERROR || this.#stream.aborted) return;
        if (this.#expectedBytes > 0 && this.receivedBytes !== this.#expectedBytes) {
          this.destroy(lengthMismatch());
          return;
        }
        this.#isWhole = true;
        this.#whole();
        this.push(null);
      });
  }

  /** The rest does not come; nothing when there is none. */
  fail(error: Error): void {
    if (this.#isWhole) return;
    const isShort = this.receivedBytes < this.#expectedBytes && error.message.includes('PROTOCOL_ERROR');
    // What nghttp2 makes of a body that ends too early.
    this.destroy(isShort ? lengthMismatch() : error);
  }

  override _read(): void {
    this.#stream.resume();
  }
}

function rawStrings(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.map(String) : [];
}

function connectionClosed(): Error {
  return Object.assign(new Error('The stream was closed'), { code: 'ECONNRESET' });
}

function lengthMismatch(): Error {
  return Object.assign(new Error('Content-Length mismatch'), { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new FerryError('internal', String(error));
}
