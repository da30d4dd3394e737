import { SORT_COLUMNS, type SortColumn } from '#contract/panel-exchanges';
import { recall, remember } from '../../../lib/remembered.ts';

const KEY = 'ferry.transfers.list';

/** How the list is looked at: as it was left, by another tab or at the last launch. */
export interface ListLayout {
  /** As typed. */
  readonly filter: string;
  readonly sort: SortColumn;
  readonly isDescending: boolean;
  readonly isGrouped: boolean;
  readonly isLanes: boolean;
}

/** What was kept last; the list as it comes where nothing was. */
export function keptLayout(): ListLayout {
  let kept: Partial<Record<keyof ListLayout, unknown>> = {};
  try {
    const read: unknown = JSON.parse(recall(KEY) ?? '{}');
    if (typeof read === 'object' && read !== null) kept = read;
  } catch {
    // What another version wrote is not asked back.
  }
  return {
    filter: typeof kept.filter === 'string' ? kept.filter : '',
    sort: SORT_COLUMNS.find((column) => column === kept.sort) ?? 'time',
    isDescending: kept.isDescending === true,
    isGrouped: kept.isGrouped === true,
    isLanes: kept.isLanes === true,
  };
}

/** Keeps the layout for the next time. */
export function keepLayout(layout: ListLayout): void {
  remember(KEY, JSON.stringify(layout));
}
