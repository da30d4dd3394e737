import type { Exchange, ProgressSample } from '#contract/transfer';
import { isOver } from '../../exchange/exchange-view.ts';

/** What the mini-program was told at a moment. */
export interface ToldProgress {
  readonly atMs: number;
  readonly percent: number;
  readonly bytes: number;
}

/** A span in which no byte moved. */
export interface Stall {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The progress of a transfer as it was, and as it was told. */
export interface ProgressTruth {
  readonly way: 'up' | 'down';
  /** The way that matters: accepted by the socket when sending, off the wire when receiving. */
  readonly moved: readonly (readonly [atMs: number, bytes: number])[];
  /** Of an upload, where the system tells; else empty. */
  readonly acknowledged: readonly (readonly [atMs: number, bytes: number])[];
  readonly told: readonly ToldProgress[];
  readonly stalls: readonly Stall[];
  readonly endMs: number;
  /** Height of the graph: what there was to move. */
  readonly totalBytes: number;
  /** Bytes a second over the whole time in which bytes moved; null where that cannot be told. */
  readonly meanRate: number | null;
  /** From "100 %" to the first line of the answer; null where it was not told, or came at once. */
  readonly earlyMs: number | null;
  /** Most bytes that the socket had taken and the other side not yet acknowledged. */
  readonly mostBufferedBytes: number | null;
}

/** Shorter pauses are how networks are. */
export const STALL_MS = 1000;
/** "100 %" a moment before the answer is no news. */
const EARLY_MS = 500;

/** Null where nothing was sampled and nothing told. */
export function progressTruth(exchange: Exchange): ProgressTruth | null {
  const told = toldProgress(exchange);
  const way =
    exchange.kind === 'upload' || (exchange.kind === 'request' && isMostlySent(exchange)) ? 'up' : 'down';
  const samples = exchange.samples;
  const moved = samples.map((sample) => [sample.atMs, bytesOf(sample, way)] as const);
  if (moved.length < 2 && told.length === 0) return null;
  const expected = way === 'up' ? exchange.expectedSendBytes : exchange.expectedReceiveBytes;
  const movedBytes = way === 'up' ? exchange.sentBytes : exchange.receivedBytes;
  const lastAtMs = Math.max(moved.at(-1)?.[0] ?? 0, told.at(-1)?.atMs ?? 0);
  const acknowledged = samples.flatMap(({ atMs, acknowledgedBytes }) =>
    way === 'up' && acknowledgedBytes !== null ? [[atMs, acknowledgedBytes] as const] : [],
  );
  return {
    way,
    moved,
    acknowledged,
    told,
    stalls: stallsIn(moved, Math.max(expected, movedBytes)),
    endMs: Math.max(exchange.durationMs ?? 0, lastAtMs, 1),
    totalBytes: Math.max(expected, movedBytes, ...moved.map(([, bytes]) => bytes), 1),
    meanRate: rateOf(moved),
    earlyMs: way === 'up' ? earlyFrom(exchange, told) : null,
    mostBufferedBytes: mostBuffered(samples, way),
  };
}

function isMostlySent({ sentBytes, receivedBytes }: Exchange): boolean {
  return sentBytes > receivedBytes;
}

function bytesOf(sample: ProgressSample, way: 'up' | 'down'): number {
  return way === 'up' ? sample.acceptedBytes : sample.receivedBytes;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function toldProgress({ callbacks }: Exchange): readonly ToldProgress[] {
  return callbacks.flatMap(({ name, atMs, argument }) => {
    if (name !== 'onProgressUpdate' || typeof argument !== 'object' || argument === null) return [];
    const said = argument as Readonly<Record<string, unknown>>;
    const percent = numberOf(said['progress']);
    if (percent === null) return [];
    return [
      { atMs, percent, bytes: numberOf(said['totalBytesSent']) ?? numberOf(said['totalBytesWritten']) ?? 0 },
    ];
  });
}

/** Spans of a second and more without a byte, after the first and while there were some to come. */
function stallsIn(moved: ProgressTruth['moved'], totalBytes: number): readonly Stall[] {
  const stalls: Stall[] = [];
  let since = moved[0];
  if (!since) return [];
  for (const point of moved.slice(1)) {
    if (point[1] <= since[1]) continue;
    if (since[1] > 0 && point[0] - since[0] >= STALL_MS && since[1] < totalBytes) {
      // The bytes of this point may have come at its very end: the pause lasted until the sample before it.
      const before = moved.findLast(([atMs]) => atMs < point[0])?.[0] ?? since[0];
      const toMs = before > since[0] ? before : point[0];
      if (toMs - since[0] >= STALL_MS) stalls.push({ fromMs: since[0], toMs });
    }
    since = point;
  }
  const last = moved.at(-1);
  if (last && since[1] > 0 && last[0] - since[0] >= STALL_MS && since[1] < totalBytes) {
    stalls.push({ fromMs: since[0], toMs: last[0] });
  }
  return stalls;
}

function rateOf(moved: ProgressTruth['moved']): number | null {
  const first = moved.find(([, bytes]) => bytes > 0) ?? moved[0];
  const last = moved.at(-1);
  if (!first || !last) return null;
  const end = moved.find(([, bytes]) => bytes === last[1]) ?? last;
  const start = moved[0] ?? first;
  const spanMs = end[0] - start[0];
  return spanMs > 0 && end[1] > start[1] ? ((end[1] - start[1]) / spanMs) * 1000 : null;
}

function earlyFrom(exchange: Exchange, told: readonly ToldProgress[]): number | null {
  const full = told.find(({ percent }) => percent >= 100);
  if (!full) return null;
  const wait = exchange.phases.find(({ name }) => name === 'wait');
  const answerAtMs =
    exchange.statusCode === null ? (isOver(exchange) ? exchange.durationMs : null) : wait?.endMs;
  if (answerAtMs === undefined || answerAtMs === null) return null;
  const earlyMs = answerAtMs - full.atMs;
  return earlyMs >= EARLY_MS ? earlyMs : null;
}

function mostBuffered(samples: readonly ProgressSample[], way: 'up' | 'down'): number | null {
  if (way === 'down') return null;
  const buffered = samples.flatMap(({ acceptedBytes, acknowledgedBytes }) =>
    acknowledgedBytes === null ? [] : [acceptedBytes - acknowledgedBytes],
  );
  return buffered.length === 0 ? null : Math.max(0, ...buffered);
}

/** What was true at a moment of the graph: the last sample at or before it. */
export function valueAt(
  points: readonly (readonly [atMs: number, bytes: number])[],
  atMs: number,
): number | null {
  return points.findLast(([at]) => at <= atMs)?.[1] ?? null;
}
