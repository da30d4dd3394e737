import type { Exchange } from '#contract/transfer';

/** A line of the list: a transfer, or what parts those of earlier launches from those of this one. */
export type TransferLine = Exchange | 'divider';

export interface TransferLines {
  readonly items: readonly TransferLine[];
  /** How many transfers stand above the divider. */
  readonly earlierCount: number;
  readonly dividers: 0 | 1;
}

/** Puts the divider after the last transfer called before this launch; the list comes oldest first. */
export function linesFromTransfers(shown: readonly Exchange[], launchedAtEpochMs: number): TransferLines {
  const earlierCount = shown.findLastIndex((exchange) => exchange.calledAtEpochMs < launchedAtEpochMs) + 1;
  if (earlierCount === 0) return { items: shown, earlierCount, dividers: 0 };
  const items: TransferLine[] = shown.slice();
  items.splice(earlierCount, 0, 'divider');
  return { items, earlierCount, dividers: 1 };
}
