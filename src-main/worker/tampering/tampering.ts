import type { Duplex, Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { FerryError } from '#contract/errors';
import type { HttpExchange, HttpRequest } from '../http.ts';
import { DIRECT, type JobTampering } from '../protocol.ts';
import type { TimingsRecorder } from '../timings.ts';
import { whenAborted } from './delivery.ts';
import { LocalServer, openAnswer, type OpenAnswer } from './local-server.ts';
import { TamperedStream } from './tampered-stream.ts';

const LOOK_EVERY_MS = 1;
/** A timer set for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A job with something done to it on purpose. */
export interface Tampering {
  /** Before the first step to the wire. Throws what cannot be done, such as `file.not-found` for a local answer. */
  begin(signal: AbortSignal): Promise<void>;
  /** The request with what makes it suffer. */
  applyTo(request: HttpRequest): HttpRequest;
  /** The answer has been told; its body now goes through these streams, the last of them its sink. */
  answered(exchange: HttpExchange, streams: readonly (Readable | Writable)[]): void;
  /** Request body bytes that passed; null when nothing counts them here. */
  sentBytes(): number | null;
  /** The error of a failed job, with `details.injected` when it comes of a fault. */
  marked(error: FerryError): FerryError;
  /** Resolves when nothing is open any more. */
  close(): Promise<void>;
}

/** What `spec` asks for; null when it asks for nothing that happens here. */
export function createTampering(spec: JobTampering | null): Tampering | null {
  if (spec === null) return null;
  // Progress is told in main.
  const faults = spec.faults.filter(({ kind }) => kind !== 'duplicate-progress');
  if (spec.delayMs <= 0 && faults.length === 0 && spec.answer === null) return null;

  const answered = Promise.withResolvers<() => BodyState>();
  let answer: OpenAnswer | null = null;
  let stream: TamperedStream | null = null;
  let hasStruck = false;

  const reachedSink = async (bodyBytes: number, signal: AbortSignal) => {
    const stateOf = await Promise.race([answered.promise, whenAborted(signal)]);
    if (stateOf === undefined) return;
    // Looked at by the clock: the streams between the wire and the sink have no common word for being empty.
    for (;;) {
      const { receivedBytes, heldBytes } = stateOf();
      if (signal.aborted || (receivedBytes >= bodyBytes && heldBytes === 0)) return;
      await sleep(LOOK_EVERY_MS);
    }
  };

  const wrap = (open: () => Duplex, request: HttpRequest): Duplex => {
    const { method, url, body, timings } = request;
    const requestBytes = body?.sizeBytes ?? 0;
    const local = answer;
    const openServer = local === null ? open : () => new LocalServer(local, method, requestBytes);
    stream = new TamperedStream(openServer, {
      faults,
      sparesRedirects: spec.sparesRedirects,
      method,
      url,
      requestBytes,
      isLocal: local !== null,
      mark: (...marks) => {
        timings.mark(...marks);
      },
      reachedSink,
      struck: () => {
        hasStruck = true;
      },
    });
    return stream;
  };

  return {
    async begin(signal) {
      if (spec.delayMs > 0) {
        hasStruck = true;
        await sleep(Math.min(spec.delayMs, MAX_TIMER_MS), undefined, { signal });
        hasStruck = false;
      }
      if (spec.answer !== null) answer = await openAnswer(spec.answer);
      signal.throwIfAborted();
    },
    applyTo(request) {
      if (faults.length === 0 && answer === null) return request;
      return {
        ...request,
        // The bytes that faults count are those of HTTP/1.1. A local answer comes by no link and no proxy.
        connection: answer === null ? { ...request.connection, http2: false } : DIRECT,
        timings: watched(request.timings, () => stream?.connected()),
        wrapSocket: (open) => wrap(open, request),
      };
    },
    answered(exchange, streams) {
      answered.resolve(() => ({
        receivedBytes: exchange.receivedBytes(),
        heldBytes: streams.reduce((sum, held) => sum + bytesIn(held), 0),
      }));
    },
    sentBytes: () => stream?.sentBytes() ?? null,
    marked(error) {
      if (!hasStruck || !error.code.startsWith('net.')) return error;
      return new FerryError(error.code, error.message, {
        details: { ...error.details, injected: true },
        cause: error.cause,
      });
    },
    async close() {
      const open = stream;
      if (open !== null) {
        open.destroy();
        if (!open.closed) await new Promise((resolve) => open.once('close', resolve));
      }
      await answer?.close();
    },
  };
}

/** How far a response body has got on its way through a job. */
interface BodyState {
  readonly receivedBytes: number;
  /** Within streams, not in the sink yet. */
  readonly heldBytes: number;
}

function bytesIn(stream: Readable | Writable): number {
  const read = 'readableLength' in stream ? stream.readableLength : 0;
  const written = 'writableLength' in stream ? stream.writableLength : 0;
  return read + written;
}

/** A recorder that also tells when the connection stands. */
function watched(timings: TimingsRecorder, onConnected: () => void): TimingsRecorder {
  return {
    ...timings,
    mark(...marks) {
      timings.mark(...marks);
      if (marks.includes('connectEnd')) onConnected();
    },
  };
}
