/* eslint-disable svelte/prefer-svelte-reactivity -- indexes beside the runes that tell of changes */
import type { ExchangeQuery, ExchangeRow } from '#contract/panel-exchanges';
import type { ExchangeState } from '#contract/transfer';
import type { PanelCaller } from '../../lib/bridge.ts';

/** Rows kept for `find`; more than any tab shows at once. */
const KEPT_ROWS = 5000;
/** Rows that main puts into one event at most; an event of that size may have left some out. */
const FULL_EVENT = 200;
const MOST_LIVE = 500;

const ALL_QUERY: ExchangeQuery = { filter: '', sort: 'time', isDescending: false, isGroupedByPage: false };
const LIVE_QUERY = { filter: 'is:live', sort: 'time', isDescending: true, isGroupedByPage: false } as const;

export function isLive(state: ExchangeState): boolean {
  return state === 'waiting' || state === 'running';
}

/**
 * What the panel hears of exchanges. Lists of them are asked from main, piece by piece; here is what every tab
 * needs: how many are alive, single rows by their id, the selection, and the events for whoever shows a list.
 */
export class ExchangeFeed {
  /** The rows selected in the list of transfers, in its order. */
  selected = $state.raw<readonly ExchangeRow[]>([]);
  /** What the list of transfers shows now. */
  query = $state.raw<ExchangeQuery>(ALL_QUERY);
  #liveCount = $state(0);
  readonly #live = new Set<string>();
  readonly #caller: PanelCaller;
  readonly #known = new Map<string, Pick<ExchangeRow, 'id' | 'url'>>();
  /** Counts what became known, so that whoever asked for it asks again. */
  #knownVersion = $state(0);
  readonly #asked = new Set<string>();
  readonly #rowListeners = new Set<(rows: readonly ExchangeRow[]) => void>();
  readonly #listListeners = new Set<() => void>();
  #loads = 0;

  constructor(caller: PanelCaller) {
    this.#caller = caller;
  }

  /** Exchanges waiting or running. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** Address of an exchange, or null while it is not known; main is asked once for one that was not shown yet. */
  find(id: string): Pick<ExchangeRow, 'id' | 'url'> | null {
    // Read in any case: what is not known now may come.
    if (this.#knownVersion < 0) return null;
    const known = this.#known.get(id);
    if (!known && !this.#asked.has(id)) {
      this.#asked.add(id);
      void this.#askFor(id);
    }
    return known ?? null;
  }

  /** Hears the rows that changed or are new. Returns its end. */
  onRows(listener: (rows: readonly ExchangeRow[]) => void): () => void {
    this.#rowListeners.add(listener);
    return () => this.#rowListeners.delete(listener);
  }

  /** Hears that every list is to be asked for anew. Returns its end. */
  onListChanged(listener: () => void): () => void {
    this.#listListeners.add(listener);
    return () => this.#listListeners.delete(listener);
  }

  rowsChanged(rows: readonly ExchangeRow[]): void {
    for (const row of rows) {
      if (isLive(row.state)) this.#live.add(row.id);
      else this.#live.delete(row.id);
    }
    this.#liveCount = this.#live.size;
    this.#keep(rows);
    if (rows.length >= FULL_EVENT) void this.load();
    for (const listener of this.#rowListeners) listener(rows);
  }

  listChanged(): void {
    void this.load();
    for (const listener of this.#listListeners) listener();
  }

  /** Another project has other exchanges. */
  reset(): void {
    this.#known.clear();
    this.#asked.clear();
    this.selected = [];
    this.listChanged();
  }

  /** Asks which exchanges are alive. */
  async load(): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    try {
      const window = await this.#caller.call('panel:list-exchanges', {
        query: LIVE_QUERY,
        from: 0,
        count: MOST_LIVE,
      });
      if (load !== this.#loads) return;
      this.#live.clear();
      for (const row of window.rows) if (isLive(row.state)) this.#live.add(row.id);
      this.#liveCount = this.#live.size;
    } catch {
      // The list itself says that it cannot be read; the count stays as it was.
    }
  }

  #keep(rows: readonly Pick<ExchangeRow, 'id' | 'url'>[]): void {
    for (const { id, url } of rows) this.#known.set(id, { id, url });
    for (const id of this.#known.keys()) {
      if (this.#known.size <= KEPT_ROWS) break;
      this.#known.delete(id);
    }
    if (rows.some(({ id }) => this.#asked.has(id))) this.#knownVersion += 1;
  }

  async #askFor(id: string): Promise<void> {
    try {
      const exchange = await this.#caller.call('panel:exchange', { id });
      if (exchange) this.#keep([{ id, url: exchange.url }]);
    } catch {
      // What cannot be asked for is shown as not there.
    }
  }
}
