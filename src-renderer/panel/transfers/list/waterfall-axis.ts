import type { ExchangeRow } from '#contract/panel-exchanges';

/** What the width of a waterfall stands for. */
export interface WaterfallAxis {
  /** Where it begins; null where each row begins at its own call. */
  readonly fromEpochMs: number | null;
  readonly longMs: number;
}

/** Calls farther apart than this many times the longest transfer leave nothing to see on one axis. */
const MOST_SPREAD = 12;

/**
 * The time axis of the rows in sight: one for all of them while their calls lie close enough together for the bars
 * to be seen; else every bar begins at its own call, and the longest fills the column.
 */
export function axisOf(rows: readonly ExchangeRow[], nowEpochMs: number): WaterfallAxis {
  let from = Infinity;
  let to = -Infinity;
  let longest = 1;
  for (const row of rows) {
    const longMs = row.durationMs ?? Math.max(0, nowEpochMs - row.calledAtEpochMs);
    from = Math.min(from, row.calledAtEpochMs);
    to = Math.max(to, row.calledAtEpochMs + longMs);
    longest = Math.max(longest, longMs);
  }
  const longMs = to - from;
  if (rows.length === 0 || longMs > longest * MOST_SPREAD) return { fromEpochMs: null, longMs: longest };
  return { fromEpochMs: from, longMs: Math.max(1, longMs) };
}
