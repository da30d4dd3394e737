import type { ExchangeRow } from '#contract/panel-exchanges';
import type { TransferKind } from '#contract/transfer';
import { isTransfer } from '#contract/transfer';

/** Slots of each kind. */
export const SLOTS = 10;
/** A pause longer than this parts one burst of transfers from the next. */
const GAP_MS = 5000;
/** Shorter than this is no waiting. */
const NO_WAIT_MS = 1;
const KINDS: readonly TransferKind[] = ['upload', 'download', 'request'];

/** A stretch of time that a transfer held a slot, or stood in line. */
export interface LaneBar {
  readonly row: ExchangeRow;
  readonly fromEpochMs: number;
  /** Now, while it goes on. */
  readonly toEpochMs: number;
  /** The slot, or the place in the drawing of the line. */
  readonly lane: number;
  readonly isGoingOn: boolean;
}

export interface LaneKind {
  readonly kind: TransferKind;
  /** Slots that are drawn: up to the last that was ever held. The others were free all the time. */
  readonly slotCount: number;
  readonly held: readonly LaneBar[];
  readonly waited: readonly LaneBar[];
  /** Lines that the waiting ones take. */
  readonly waitLanes: number;
  readonly holdingNow: number;
  readonly waitingNow: number;
  readonly longestWaitMs: number;
}

/** What an end freed: from the bar that ended to the one that got its slot. */
export interface FreedLink {
  readonly kind: TransferKind;
  readonly from: LaneBar;
  readonly to: LaneBar;
  /** Where the one that got it stood in line, if that is drawn. */
  readonly waited: LaneBar | null;
}

/** Transfers without a long pause between them. */
export interface Burst {
  readonly rows: readonly ExchangeRow[];
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

function endOf(row: ExchangeRow, nowEpochMs: number): number {
  return row.durationMs === null
    ? Math.max(nowEpochMs, row.calledAtEpochMs)
    : row.calledAtEpochMs + row.durationMs;
}

/** Parts transfers where nothing went on for a while; oldest first. */
export function burstsOf(rows: readonly ExchangeRow[], nowEpochMs: number): readonly Burst[] {
  const sorted = rows.filter(isTransfer).sort((a, b) => a.calledAtEpochMs - b.calledAtEpochMs);
  const bursts: { rows: ExchangeRow[]; fromEpochMs: number; toEpochMs: number }[] = [];
  for (const row of sorted) {
    const last = bursts.at(-1);
    const end = endOf(row, nowEpochMs);
    if (last && row.calledAtEpochMs - last.toEpochMs <= GAP_MS) {
      last.rows.push(row);
      last.toEpochMs = Math.max(last.toEpochMs, end);
    } else bursts.push({ rows: [row], fromEpochMs: row.calledAtEpochMs, toEpochMs: end });
  }
  return bursts;
}

/** The slots of each kind that has transfers, and who stood in line for them; kinds with a line come first. */
export function lanesOf(rows: readonly ExchangeRow[], nowEpochMs: number): readonly LaneKind[] {
  return KINDS.map((kind) =>
    lanesOfKind(
      kind,
      rows.filter((row) => row.kind === kind),
      nowEpochMs,
    ),
  )
    .filter(({ held, waited }) => held.length + waited.length > 0)
    .sort((a, b) => Number(b.waited.length > 0) - Number(a.waited.length > 0));
}

function lanesOfKind(kind: TransferKind, rows: readonly ExchangeRow[], nowEpochMs: number): LaneKind {
  const held: LaneBar[] = [];
  const waiting: Omit<LaneBar, 'lane'>[] = [];
  for (const row of rows) {
    const { slot, calledAtEpochMs } = row;
    const waitEndMs = slot ? calledAtEpochMs + slot.fromMs : endOf(row, nowEpochMs);
    const isWaiting = row.state === 'waiting';
    if (waitEndMs - calledAtEpochMs >= NO_WAIT_MS && (slot || isWaiting || row.queueMs >= NO_WAIT_MS)) {
      waiting.push({ row, fromEpochMs: calledAtEpochMs, toEpochMs: waitEndMs, isGoingOn: isWaiting });
    }
    if (!slot) continue;
    const toEpochMs = slot.toMs === null ? endOf(row, nowEpochMs) : calledAtEpochMs + slot.toMs;
    held.push({
      row,
      fromEpochMs: calledAtEpochMs + slot.fromMs,
      toEpochMs,
      lane: slot.index,
      isGoingOn: slot.toMs === null && row.durationMs === null,
    });
  }
  const waited = stacked(waiting);
  return {
    kind,
    slotCount: held.reduce((most, { lane }) => Math.max(most, lane + 1), 1),
    held,
    waited,
    waitLanes: waited.reduce((most, { lane }) => Math.max(most, lane + 1), 0),
    holdingNow: held.filter(({ isGoingOn }) => isGoingOn).length,
    waitingNow: waited.filter(({ isGoingOn }) => isGoingOn).length,
    longestWaitMs: waited.reduce((most, bar) => Math.max(most, bar.toEpochMs - bar.fromEpochMs), 0),
  };
}

/** Gives each bar the first line that is free when it begins. */
function stacked(bars: readonly Omit<LaneBar, 'lane'>[]): readonly LaneBar[] {
  const ends: number[] = [];
  return [...bars]
    .sort((a, b) => a.fromEpochMs - b.fromEpochMs)
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.fromEpochMs);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = bar.toEpochMs;
      return { ...bar, lane };
    });
}

/** Which end gave which transfer its slot. */
export function freedLinks(kinds: readonly LaneKind[]): readonly FreedLink[] {
  return kinds.flatMap(({ kind, held, waited }) => {
    const byId = new Map(held.map((bar) => [bar.row.id, bar]));
    return held.flatMap((to): FreedLink[] => {
      const from = to.row.slot?.freedBy == null ? undefined : byId.get(to.row.slot.freedBy);
      // What still goes on has freed nothing.
      if (!from || from.isGoingOn) return [];
      return [{ kind, from, to, waited: waited.find(({ row }) => row.id === to.row.id) ?? null }];
    });
  });
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Round to whoever reads a clock. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  HOUR_MS,
];

/** Round steps of a time axis with room for a label each. */
export function ticksOf(longMs: number, pxPerMs: number, leastPx = 72): readonly number[] {
  const least = leastPx / pxPerMs;
  const step = STEPS_MS.find((one) => one >= least) ?? Math.ceil(least / HOUR_MS) * HOUR_MS;
  const ticks: number[] = [];
  for (let at = 0; at <= longMs + step / 1000 && ticks.length < 2000; at += step) ticks.push(at);
  return ticks;
}
