import type { ExchangeCalls, ExchangeWindow } from '#contract/panel-exchanges';
import type { Exchange } from '#contract/transfer';
import type { ExchangeList } from '../journal/list/exchange-list.ts';
import type { HandlersOf } from './serve.ts';

export interface ExchangeHandlerDeps {
  /** Of the open program; null while there is none. */
  readonly list: () => ExchangeList | null;
  readonly record: (id: string) => Exchange | null;
}

export function createExchangeHandlers(deps: ExchangeHandlerDeps): HandlersOf<ExchangeCalls, 'panel'> {
  /** The list once it is read; null when another project was opened meanwhile. */
  const readyList = async (): Promise<ExchangeList | null> => {
    const list = deps.list();
    await list?.ready();
    return list === deps.list() ? list : null;
  };
  return {
    'panel:list-exchanges': async (_panel, { query, from, count }) =>
      (await readyList())?.window(query, from, count) ?? { ...NOTHING, from },
    'panel:place-of-exchange': async (_panel, { query, id }) => (await readyList())?.placeOf(query, id) ?? -1,
    'panel:exchange': (_panel, { id }) => deps.record(id),
    'panel:mark-exchanges': async (_panel, { ids, marks }) => {
      (await readyList())?.mark(ids, marks);
      return null;
    },
    'panel:filter-values': async () =>
      (await readyList())?.values() ?? { hosts: [], pages: [], tags: [], mediaTypes: [], warnings: [] },
    'panel:clear-exchanges': async () => ({ clearedCount: (await readyList())?.clear() ?? 0 }),
    'panel:undo-clear': async () => ({ restoredCount: (await readyList())?.undoClear() ?? 0 }),
  };
}

const NOTHING: Omit<ExchangeWindow, 'from'> = {
  count: 0,
  totalCount: 0,
  liveCount: 0,
  rows: [],
  groups: [],
  problem: null,
  isSearching: false,
};
