import type { FilterValues } from './filter-completion.ts';
import type { FilterProblem } from './filter-language.ts';
import type { Exchange, TransferWarning } from './transfer.ts';

/** What the developer noted about an exchange. */
export interface ExchangeMarks {
  /** Stays when the rest is cleared. */
  readonly isPinned: boolean;
  readonly tags: readonly string[];
  readonly note: string;
}

/** A line of the list: an exchange without what only its details show. */
export interface ExchangeRow extends Pick<
  Exchange,
  | 'id'
  | 'kind'
  | 'state'
  | 'page'
  | 'calledFrom'
  | 'method'
  | 'url'
  | 'calledAtEpochMs'
  | 'queueMs'
  | 'durationMs'
  | 'statusCode'
  | 'httpVersion'
  | 'sentBytes'
  | 'expectedSendBytes'
  | 'receivedBytes'
  | 'expectedReceiveBytes'
  | 'phases'
  | 'rules'
  | 'errMsg'
  | 'origin'
  | 'pausedAt'
  | 'slot'
> {
  /** Which launch of Ferry it belongs to; 0 for what was read from a file. */
  readonly launch: number;
  /** Of the response; null when its headers name none. */
  readonly mediaType: string | null;
  readonly warningCount: number;
  readonly firstWarning: TransferWarning | null;
  readonly marks: ExchangeMarks;
}

/** What a list can be sorted by. */
export const SORT_COLUMNS = [
  'time',
  'state',
  'method',
  'host',
  'path',
  'page',
  'status',
  /** How many there are, a status that counts as one included. */
  'warnings',
  'type',
  'size',
  'duration',
  /** Those without any stand behind the others. */
  'tags',
] as const;

export type SortColumn = (typeof SORT_COLUMNS)[number];

/** Which exchanges, in which order. */
export interface ExchangeQuery {
  /** As typed, such as `kind:upload status:>=400 boat`. What it cannot read is searched as text. */
  readonly filter: string;
  readonly sort: SortColumn;
  readonly isDescending: boolean;
  /** Exchanges of one page of the mini-program stand together, the pages in the order of their first call. */
  readonly isGroupedByPage: boolean;
}

/** Rows of one page that stand together in a grouped list. */
export interface RowGroup {
  readonly page: string;
  /** Place of its first row in the list. */
  readonly from: number;
  readonly count: number;
}

/** A piece of a list. */
export interface ExchangeWindow {
  /** Exchanges that the filter lets through. */
  readonly count: number;
  /** Exchanges there are. */
  readonly totalCount: number;
  /** Of all, those waiting or running. */
  readonly liveCount: number;
  /** Place of the first of these rows. */
  readonly from: number;
  readonly rows: readonly ExchangeRow[];
  /** All groups of the list; empty when it is not grouped. */
  readonly groups: readonly RowGroup[];
  /** What in the filter could not be read, and why; null when all could. */
  readonly problem: FilterProblem | null;
  /**
   * A search through the text of many exchanges is not through: what is here was found until now, and a
   * `list-changed` says when there is more.
   */
  readonly isSearching: boolean;
}

/** What main tells of exchanges, at most ten times a second. */
export type ExchangeEvent =
  /** The rows that changed or are new, at most 200 in one event; of more, the latest. */
  | { readonly kind: 'rows'; readonly changed: readonly ExchangeRow[] }
  /** Cleared, imported, brought back, searched further: every list is to be asked for anew. */
  | { readonly kind: 'list-changed' };

export interface ExchangeCalls {
  /** @param count at most 500 */
  'panel:list-exchanges': (request: {
    readonly query: ExchangeQuery;
    readonly from: number;
    readonly count: number;
  }) => ExchangeWindow;
  /** Where an exchange stands in a list; -1 when the filter holds it back. */
  'panel:place-of-exchange': (request: { readonly query: ExchangeQuery; readonly id: string }) => number;
  /** Everything known of one; null when it is gone. */
  'panel:exchange': (request: { readonly id: string }) => Exchange | null;
  'panel:mark-exchanges': (request: {
    readonly ids: readonly string[];
    readonly marks: Partial<ExchangeMarks>;
  }) => null;
  /** What exchanges have, for completing a filter; at most 200 of each. */
  'panel:filter-values': (request: Record<string, never>) => FilterValues;
  /** Clears all but what is pinned or alive. Returns how many went; they come back by `panel:undo-clear`. */
  'panel:clear-exchanges': (request: Record<string, never>) => { readonly clearedCount: number };
  /** Brings back what the last clearing took, until something else is cleared or Ferry ends. */
  'panel:undo-clear': (request: Record<string, never>) => { readonly restoredCount: number };
}
