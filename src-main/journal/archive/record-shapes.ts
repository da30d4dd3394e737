import type { Exchange } from '#contract/transfer';

/** What a value of a stranger's file has to look like to be taken; more than any record of Ferry's own has is not. */
export type Shape =
  | 'boolean'
  | { readonly textUpTo: number }
  | { readonly numberFrom: number; readonly to: number; readonly isWhole: boolean }
  /** Anything that JSON can say, in so many characters of it. */
  | { readonly jsonUpTo: number }
  | { readonly orNull: Shape }
  | { readonly orAbsent: Shape }
  | { readonly listOf: Shape; readonly most: number }
  | { readonly pairOf: Shape }
  | { readonly oneOf: readonly string[] }
  | { readonly fields: Readonly<Record<string, Shape>> };

const KIB = 1024;

const textUpTo = (characters: number): Shape => ({ textUpTo: characters });
const whole = (from: number, to: number): Shape => ({ numberFrom: from, to, isWhole: true });
const orNull = (shape: Shape): Shape => ({ orNull: shape });
const listOf = (shape: Shape, most: number): Shape => ({ listOf: shape, most });
const fields = (shapes: Readonly<Record<string, Shape>>): Shape => ({ fields: shapes });
const oneOf = (...words: readonly string[]): Shape => ({ oneOf: words });

const WORD = textUpTo(KIB);
const LINE = textUpTo(4 * KIB);
const URL_TEXT = textUpTo(64 * KIB);
const BODY_TEXT = textUpTo(128 * KIB);
const BYTES = whole(0, Number.MAX_SAFE_INTEGER);
const COUNT = whole(0, Number.MAX_SAFE_INTEGER);
/** Within a transfer; a year is longer than any. */
const MS: Shape = { numberFrom: 0, to: 366 * 86_400_000, isWhole: false };
/** Of a monotonic clock, or since the epoch: up to the last date there is. */
const CLOCK: Shape = { numberFrom: 0, to: 8.64e15, isWhole: false };
const STATUS = whole(100, 999);
const SIDE = oneOf('request', 'response');
const HEADERS = listOf({ pairOf: URL_TEXT }, 1000);
const PHASES = listOf(
  fields({
    name: oneOf('queue', 'dns', 'connect', 'tls', 'send', 'wait', 'receive'),
    startMs: MS,
    endMs: MS,
  }),
  100,
);

/** Of `res.profile`: moments, and what was counted or measured. */
const PROFILE_TIMES = [
  'invokeStart',
  'queueStart',
  'queueEnd',
  'redirectStart',
  'redirectEnd',
  'fetchStart',
  'domainLookUpStart',
  'domainLookUpEnd',
  'connectStart',
  'connectEnd',
  'SSLconnectionStart',
  'SSLconnectionEnd',
  'requestStart',
  'requestEnd',
  'responseStart',
  'responseEnd',
] as const;
const PROFILE_FIGURES = [
  'rtt',
  'estimate_nettype',
  'httpRttEstimate',
  'transportRttEstimate',
  'downstreamThroughputKbpsEstimate',
  'throughputKbps',
  'sendBytesCount',
  'receivedBytedCount',
] as const;

/** Of each field of a record that is taken from a bundle. */
export const RECORD_SHAPES: Readonly<
  Record<Exclude<keyof Exchange, 'id' | 'bodies' | 'pausedAt' | 'origin'>, Shape>
> = {
  kind: oneOf('upload', 'download', 'request', 'resource', 'socket'),
  state: oneOf('waiting', 'running', 'done', 'failed', 'aborted'),
  page: LINE,
  calledFrom: orNull(LINE),
  method: WORD,
  url: URL_TEXT,
  written: { jsonUpTo: 2 * KIB * KIB },
  calledAtEpochMs: CLOCK,
  queueMs: MS,
  durationMs: orNull(MS),
  statusCode: orNull(STATUS),
  httpVersion: orNull(WORD),
  requestHeaders: HEADERS,
  responseHeaders: HEADERS,
  sentBytes: BYTES,
  expectedSendBytes: BYTES,
  receivedBytes: BYTES,
  expectedReceiveBytes: BYTES,
  progressEvents: COUNT,
  parts: listOf(
    fields({
      offsetBytes: BYTES,
      contentOffsetBytes: BYTES,
      sha256: orNull(WORD),
      name: URL_TEXT,
      filename: orNull(URL_TEXT),
      contentType: orNull(LINE),
      sizeBytes: BYTES,
      value: orNull(LINE),
    }),
    10_000,
  ),
  requestText: orNull(BODY_TEXT),
  file: orNull(fields({ path: URL_TEXT, sizeBytes: BYTES, sha256: orNull(WORD) })),
  responseText: orNull(BODY_TEXT),
  redirects: listOf(URL_TEXT, 100),
  hops: listOf(
    fields({
      method: WORD,
      url: URL_TEXT,
      statusCode: STATUS,
      httpVersion: WORD,
      requestHeaders: HEADERS,
      responseHeaders: HEADERS,
      phases: PHASES,
    }),
    100,
  ),
  socket: fields({
    sentMessages: COUNT,
    receivedMessages: COUNT,
    messages: listOf(
      fields({
        direction: oneOf('sent', 'received'),
        atMs: MS,
        kind: oneOf('text', 'bytes'),
        sizeBytes: BYTES,
        preview: LINE,
      }),
      100,
    ),
    closeCode: orNull(whole(0, 65_535)),
    closeReason: LINE,
  }),
  rules: listOf(LINE, 1000),
  stack: listOf(fields({ name: LINE, file: LINE, line: COUNT, column: COUNT }), 1000),
  timeout: orNull(fields({ ms: CLOCK, from: oneOf('option', 'app.json', 'default', 'cap') })),
  slot: orNull(fields({ index: whole(0, 9), fromMs: MS, toMs: orNull(MS), freedBy: orNull(WORD) })),
  pauses: listOf(
    fields({
      side: SIDE,
      fromMs: MS,
      toMs: MS,
      edited: listOf(oneOf('method', 'url', 'headers', 'fields', 'body', 'status'), 6),
    }),
    100,
  ),
  samples: listOf(
    fields({ atMs: MS, acceptedBytes: BYTES, acknowledgedBytes: orNull(BYTES), receivedBytes: BYTES }),
    1000,
  ),
  decodedBytes: BYTES,
  phases: PHASES,
  profile: orNull(
    fields({
      ...Object.fromEntries(PROFILE_TIMES.map((name) => [name, CLOCK])),
      ...Object.fromEntries(PROFILE_FIGURES.map((name) => [name, CLOCK])),
      peerIP: WORD,
      port: whole(0, 65_535),
      socketReused: 'boolean',
      protocol: oneOf('http1.1', 'h2', 'quic', 'unknown'),
      usingHighPerformanceMode: 'boolean',
    }),
  ),
  callbacks: listOf(
    fields({ taskId: LINE, name: WORD, atMs: MS, argument: { orAbsent: { jsonUpTo: 2 * KIB * KIB } } }),
    2000,
  ),
  warnings: listOf(
    fields({
      rule: WORD,
      text: LINE,
      source: orNull(LINE),
      facts: { orAbsent: { jsonUpTo: 64 * KIB } },
    }),
    1000,
  ),
  errMsg: orNull(LINE),
  reason: orNull(LINE),
  errno: orNull({ numberFrom: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER, isWhole: true }),
};

/** Of what a developer noted about an exchange. */
export const MARKS_SHAPE: Shape = fields({
  isPinned: 'boolean',
  tags: listOf(WORD, 100),
  note: URL_TEXT,
});

/** Whether a value is of a shape. Fields beyond those of the shape are let pass. */
export function isOfShape(value: unknown, shape: Shape): boolean {
  if (shape === 'boolean') return typeof value === 'boolean';
  if ('textUpTo' in shape) return typeof value === 'string' && value.length <= shape.textUpTo;
  if ('numberFrom' in shape) {
    const isNumber = typeof value === 'number' && value >= shape.numberFrom && value <= shape.to;
    return isNumber && (!shape.isWhole || Number.isSafeInteger(value));
  }
  if ('jsonUpTo' in shape) return JSON.stringify(value ?? null).length <= shape.jsonUpTo;
  if ('orNull' in shape) return value === null || isOfShape(value, shape.orNull);
  if ('orAbsent' in shape) return value === undefined || isOfShape(value, shape.orAbsent);
  if ('oneOf' in shape) return typeof value === 'string' && shape.oneOf.includes(value);
  if ('listOf' in shape) {
    if (!Array.isArray(value) || value.length > shape.most) return false;
    return value.every((item) => isOfShape(item, shape.listOf));
  }
  if ('pairOf' in shape) {
    return Array.isArray(value) && value.length === 2 && value.every((item) => isOfShape(item, shape.pairOf));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(shape.fields).every(([name, own]) => isOfShape(Reflect.get(value, name), own));
}
