import { setMaxListeners } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '#contract/errors';
import { createAcknowledged } from './acknowledged.ts';
import type { Unacknowledged } from './connection/unacknowledged.ts';
import { decodersFor } from './decode.ts';
import { timeoutError } from './errors.ts';
import type { HttpAnswer, HttpClient, HttpExchange } from './http.ts';
import { createMeter } from './meter.ts';
import type { Job, JobCounts, JobOutcome, WorkerEvent } from './protocol.ts';
import { openSink, tooLargeError, unpacksTooLargeError, type BodySink, type SinkDeps } from './sink.ts';
import { createTampering } from './tampering/tampering.ts';
import { createTimingsRecorder } from './timings.ts';
import { openUploadBody, type UploadBody } from './upload-body.ts';

/** From this status on an answer that comes before the body is sent means: stop sending. */
const FIRST_REFUSING_STATUS = 400;
/** A timer set for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface JobDeps extends SinkDeps {
  readonly http: HttpClient;
  readonly unacknowledged: Unacknowledged;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  readonly emit: (event: WorkerEvent) => void;
}

/** A request that was answered. */
interface SentRequest {
  readonly exchange: HttpExchange;
  readonly answer: HttpAnswer;
  readonly staleConnections: number;
}

/** A job under way. */
export interface RunningJob {
  /** Ends it with `aborted`; nothing happens when it has already ended. */
  abort(): void;
  /** Resolves after `ended` was emitted; never rejects. */
  readonly ended: Promise<void>;
}

/**
 * Carries one exchange from its first byte to its one `ended` event. A request that meets a kept connection which
 * its server has closed is sent again, whatever its method, as in Chromium's network stack, which is WeChat's too
 * (net/http/http_network_transaction.cc, `ShouldResendRequest`); nothing else is ever sent twice. By then its socket is closed or back in the
 * pool, its files are closed, and of a failed sink is left what the job asks for.
 */
export function startJob(job: Job, deps: JobDeps): RunningJob {
  const controller = new AbortController();
  // got, the pipeline and its streams each listen.
  setMaxListeners(20, controller.signal);
  return {
    abort() {
      controller.abort(new FerryError('aborted', 'The transfer was aborted'));
    },
    ended: runJob(job, deps, controller),
  };
}

async function runJob(job: Job, deps: JobDeps, controller: AbortController): Promise<void> {
  const { signal } = controller;
  const timings = createTimingsRecorder(deps.now);
  const startedAtEpochMs = performance.timeOrigin + performance.now();
  const tampering = createTampering(job.tampering);
  let body = null as UploadBody | null;
  let sink: BodySink | null = null;
  let exchange = null as HttpExchange | null;
  let answer: HttpAnswer | null = null;

  let acknowledged = createAcknowledged(deps.unacknowledged);
  const sentBytes = () => tampering?.sentBytes() ?? exchange?.sentBytes() ?? 0;
  const acknowledgedBytes = (isLast: boolean): number | null => {
    if (body === null || exchange === null) return null;
    const handedBytes = tampering === null ? body.handedBytes() : sentBytes();
    return acknowledged({
      socket: exchange.socket(),
      sentBytes: sentBytes(),
      handedBytes,
      expectedBytes: body.sizeBytes,
      isLast,
    });
  };
  const counts = (isLast = false): JobCounts => ({
    sentBytes: sentBytes(),
    acknowledgedBytes: acknowledgedBytes(isLast),
    expectedSendBytes: body?.sizeBytes ?? 0,
    receivedBytes: exchange?.receivedBytes() ?? 0,
    expectedReceiveBytes: answer?.expectedBytes ?? 0,
    decodedBytes: sink?.receivedBytes() ?? 0,
  });
  const meter = createMeter(
    () => counts(),
    (now) => {
      deps.emit({ kind: 'progress', id: job.id, ...now });
    },
  );
  const budget = setTimeout(
    () => {
      controller.abort(timeoutError(hostOf(job.url), timings.phase(), job.timeoutMs));
    },
    Math.min(job.timeoutMs, MAX_TIMER_MS),
  );

  /** Sends the request, and again while it meets kept connections that are closed. */
  const send = async (url: URL, staleConnections = 0): Promise<SentRequest> => {
    body = await openUploadBody(job.body, deps.liveJobs);
    signal.throwIfAborted();
    await tampering?.begin(signal);
    const { method, headers, connection } = job;
    const request = { method, url, headers, body, connection, wrapSocket: null, signal, timings };
    const begun = deps.http.send(tampering?.applyTo(request) ?? request);
    exchange = begun;
    meter.start();
    try {
      return { exchange: begun, answer: await begun.answer, staleConnections };
    } catch (error) {
      if (signal.aborted || !begun.wasStale()) throw error;
    }
    await begun.close();
    await body?.close();
    acknowledged = createAcknowledged(deps.unacknowledged);
    timings.again();
    return send(url, staleConnections + 1);
  };

  let outcome: JobOutcome;
  try {
    const url = urlFrom(job);
    sink = await openSink(job.sink, deps);
    const sent = await send(url);
    const { staleConnections } = sent;
    answer = sent.answer;
    // What was sent came before the answer, and is told before it.
    if (body !== null) meter.tell();
    deps.emit({
      kind: 'headers',
      id: job.id,
      statusCode: answer.statusCode,
      headers: answer.headers,
      httpVersion: answer.httpVersion,
      requestHeaders: sent.exchange.requestHeaders,
      peer: answer.peer,
      socketReused: answer.socketReused,
      staleConnections,
    });
    refuseWhatCannotFit(job, answer);
    const streams = [sent.exchange.body, ...decodersFor(answer.encodings), sink.stream] as const;
    tampering?.answered(sent.exchange, streams);
    await pipeline(streams, { signal });
    if (answer.statusCode < FIRST_REFUSING_STATUS) await sent.exchange.sent;
    signal.throwIfAborted();
    outcome = { ok: true, statusCode: answer.statusCode, inlineBody: sink.inlineBody() };
  } catch (error) {
    const failure = failureOf(error, signal, exchange, answer);
    outcome = { ok: false, error: (tampering?.marked(failure) ?? failure).toWire() };
  }

  clearTimeout(budget);
  const atEnd = counts(true);
  await exchange?.close();
  // The outcome stands whatever becomes of the cleaning up, and `ended` has to come.
  const limitBytes = job.partialLimitBytes ?? 0;
  const [partial] = await Promise.allSettled([
    outcome.ok ? null : limitBytes > 0 ? sink?.leave(limitBytes) : sink?.discard(),
    tampering?.close(),
    body?.close(),
  ]);
  meter.stop();
  deps.emit({
    kind: 'ended',
    id: job.id,
    outcome,
    ...(partial.status === 'fulfilled' && partial.value ? { partial: partial.value } : {}),
    counts: atEnd,
    timings: timings.timings(),
    startedAtEpochMs,
  });
}

/** An abort or a time-out is the reason, whatever error it made on its way. */
function failureOf(
  error: unknown,
  signal: AbortSignal,
  exchange: HttpExchange | null,
  answer: HttpAnswer | null,
): FerryError {
  if (signal.aborted) return FerryError.from(signal.reason);
  if (exchange === null) return FerryError.from(error);
  const failure = error instanceof FerryError ? error : exchange.explain(error);
  const wasPacked = answer !== null && answer.encodings.length > 0;
  return wasPacked && 'limitBytes' in failure.details
    ? unpacksTooLargeError(failure, answer.encodings, exchange.receivedBytes())
    : failure;
}

function refuseWhatCannotFit(job: Job, answer: HttpAnswer): void {
  if (job.sink.kind !== 'file' || job.sink.limitBytes === null || answer.encodings.length > 0) return;
  if (answer.expectedBytes > job.sink.limitBytes) throw tooLargeError(job.sink.limitBytes);
}

function urlFrom(job: Job): URL {
  const url = URL.parse(job.url);
  if (url === null) throw new FerryError('request.url', 'The URL cannot be requested: it is not a valid URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FerryError('request.scheme', `Only http and https can be requested, not ${url.protocol}`);
  }
  // The answer to CONNECT is a tunnel, not a response.
  if (job.method === 'CONNECT') throw new FerryError('unsupported', 'CONNECT is not supported');
  if (job.method === 'HEAD' && job.body.kind !== 'none') {
    throw new FerryError('request.invalid', 'A HEAD request cannot have a body');
  }
  return url;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
