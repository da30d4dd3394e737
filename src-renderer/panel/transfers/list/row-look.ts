import type { ExchangeRow } from '#contract/panel-exchanges';
import type { Texts } from '../../texts/texts.ts';
import type { PlacedColumn } from './columns.ts';
import type { LivePace } from './live-rates.svelte.ts';
import type { ShownState } from './state-shapes.ts';
import type { WaterfallAxis } from './waterfall-axis.ts';

/** What all rows in sight have in common; another one draws them all anew. */
export interface RowLook {
  readonly columns: readonly PlacedColumn[];
  /** A computed `font`, for measuring. */
  readonly font: string;
  readonly texts: Texts;
  readonly axis: WaterfallAxis;
  readonly stateWords: Readonly<Record<ShownState, string>>;
}

/** One row as it is drawn. */
export interface ShownRow {
  readonly row: ExchangeRow;
  /** Null unless it is running. */
  readonly pace: LivePace | null;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
}

/** The words for states in the language of now, looked up once. */
export function stateWordsOf({ t }: Texts): RowLook['stateWords'] {
  return {
    waiting: t('state.waiting'),
    running: t('state.running'),
    done: t('state.done'),
    failed: t('state.failed'),
    aborted: t('state.aborted'),
    stalled: t('list.stalled'),
    paused: t('list.paused'),
  };
}

/** What a row calls its state. */
export function shownStateOf({ row, pace }: Pick<ShownRow, 'row' | 'pace'>): ShownState {
  if (row.pausedAt !== null) return 'paused';
  return pace !== null && pace.stalledMs > 0 ? 'stalled' : row.state;
}
