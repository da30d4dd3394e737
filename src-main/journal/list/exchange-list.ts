import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseFilter, type FilterClause } from '#contract/filter-language';
import type { FilterValues } from '#contract/filter-completion';
import {
  SORT_COLUMNS,
  type ExchangeMarks,
  type ExchangeQuery,
  type ExchangeRow,
  type ExchangeWindow,
} from '#contract/panel-exchanges';
import type { Exchange } from '#contract/transfer';
import { exchangeFacts, exchangeRow, NO_MARKS, searchedText } from '../../lib/exchange-facts.ts';
import type { Clock } from '../../lib/clock.ts';
import { createListeners } from '../../lib/listeners.ts';
import type { ExchangeTable } from '../../registry/exchange-table.ts';
import type { RemovedExchange } from '../../registry/exchange-row-table.ts';
import type { TextIndex } from '../../registry/text-index.ts';
import type { Journal } from '../journal.ts';
import { ExchangeColumns } from './columns.ts';
import { loadColumns } from './load.ts';
import { matchAll } from './match.ts';
import { createOrders } from './orders.ts';
import { createTextReader } from './text-reader.ts';
import { createTextSearch } from './text-search.ts';
import { mostFrequent } from './values.ts';
import { viewOf, type View } from './view.ts';

/** All exchanges of a project as the panel lists them: filtered, sorted, searched, marked, cleared. */
export interface ExchangeList {
  /** Resolves once the lines of earlier launches are read; until then nothing else may be asked. */
  ready(): Promise<void>;
  window(query: ExchangeQuery, from: number, count: number): ExchangeWindow;
  /** Place in the list, or -1. */
  placeOf(query: ExchangeQuery, id: string): number;
  mark(ids: readonly string[], marks: Partial<ExchangeMarks>): void;
  values(): FilterValues;
  /** Clears all but what is pinned or alive; returns how many went. */
  clear(): number;
  /** Brings back what the last clearing took; returns how many came. */
  undoClear(): number;
  /** Lines that changed since this was last asked, the latest 200. */
  takeChanged(): readonly ExchangeRow[];
  /** `rows`: there are some to take; `list`: every window is to be asked for anew. */
  onChange(listener: (what: 'rows' | 'list') => void): () => void;
  close(): void;
}

export interface ExchangeListDeps {
  readonly journal: Journal;
  readonly table: ExchangeTable;
  readonly text: TextIndex;
  readonly clock: Pick<Clock, 'now'>;
}

/** A list is made anew only after a change; a filter by time after this while too. */
const VIEW_FRESH_MS = 1000;
const KEPT_VIEWS = 6;
const MAX_CHANGED = 200;
/** What the search may take of a window's answer, and of each turn after it. */
const FIRST_SEARCH_MS = 4;
const SEARCH_TURN_MS = 4;
const SEARCH_PAUSE_MS = 2;
const TELL_SEARCH_MS = 100;

/** In place of a line's clearing: it is removed. Its slot is given free with many others. */
const GONE = -1;
const MANY_GONE = 10_000;

interface KeptView extends View {
  readonly version: number;
  readonly madeAtEpochMs: number;
  readonly isSearching: boolean;
}

export function createExchangeList(
  deps: ExchangeListDeps,
  options: { readonly project: string; readonly launch: number },
): ExchangeList {
  const { journal, table, clock } = deps;
  const { project, launch } = options;
  const { rows } = table;
  const columns = new ExchangeColumns();
  const orders = createOrders(columns);
  const search = createTextSearch(deps.text, columns);
  const reader = createTextReader({ index: deps.text, textOf: (seq) => textOf(seq) }, (seqs) => {
    search.taken(seqs);
    version += 1;
  });
  const changed = createListeners<'rows' | 'list'>();
  const changedIds = new Set<string>();
  /** Of what is alive: it is told from memory. */
  const live = new Map<number, string>();
  const views = new Map<string, KeptView>();
  /** Texts of the list that was asked for last: only their search goes on. */
  let searched: readonly string[] = [];
  let searchTimer: NodeJS.Timeout | null = null;
  let toldSearchMs = 0;
  let version = 0;
  let hiddenBelow = 0;
  let goneCount = 0;
  let listed = { bits: new Uint8Array(0), count: 0, version: -1 };
  let isClosed = false;
  let loading: Promise<void> | null = null;

  const recordOf = (seq: number): Exchange | null => {
    const id = rows.idOf(seq);
    return id === null ? null : journal.get(id);
  };
  const textOf = (seq: number): string | null => {
    const exchange = recordOf(seq);
    return exchange && searchedText(exchange);
  };
  const isListed = (slot: number): boolean => (columns.kept[slot] ?? 0) >= hiddenBelow;
  /** 1 for each line that is neither cleared nor removed; made anew after a change. */
  const listedNow = (): { readonly bits: Uint8Array; readonly count: number } => {
    if (listed.version === version) return listed;
    const { count, kept } = columns;
    const bits = new Uint8Array(count);
    let found = 0;
    for (let slot = 0; slot < count; slot += 1) {
      if ((kept[slot] ?? 0) < hiddenBelow) continue;
      bits[slot] = 1;
      found += 1;
    }
    listed = { bits, count: found, version };
    return listed;
  };
  const tellList = (): void => {
    version += 1;
    changed.emit('list');
  };
  const follow = (exchange: Exchange): void => {
    const seq = rows.seqOf(exchange.id);
    // A disk that is full has not taken it: it comes with a later change.
    if (seq === null) return;
    const slot = columns.slotOf(seq);
    if (slot < 0) {
      const kept = rows.clearing(project).last;
      const marks = rows.marks(exchange.id) ?? NO_MARKS;
      orders.touch(columns.put({ ...exchangeFacts(exchange), seq, launch, marks, kept }));
    } else {
      columns.setFacts(slot, exchangeFacts(exchange));
      orders.touch(slot);
    }
    if (exchange.durationMs === null) live.set(seq, exchange.id);
    else {
      live.delete(seq);
      reader.add(seq);
    }
    version += 1;
    changedIds.delete(exchange.id);
    changedIds.add(exchange.id);
    if (changedIds.size > MAX_CHANGED) changedIds.delete([...changedIds][0] ?? '');
    changed.emit('rows');
  };
  const forget = (removed: readonly RemovedExchange[]): void => {
    const seqs = removed.map(({ seq }) => seq);
    for (const { id } of removed) changedIds.delete(id);
    let wasShown = false;
    for (const seq of seqs) {
      const slot = columns.slotOf(seq);
      if (slot < 0) continue;
      wasShown ||= isListed(slot);
      columns.kept[slot] = GONE;
      goneCount += 1;
    }
    if (goneCount >= MANY_GONE) {
      columns.remove((slot) => columns.kept[slot] === GONE);
      goneCount = 0;
      orders.reset();
      search.reset();
    }
    if (wasShown) tellList();
    try {
      deps.text.remove(seqs);
    } catch {
      // What stays in the index belongs to no line: it is found and passed over.
    }
  };

  const rowOf = (seq: number): ExchangeRow | null => {
    const id = live.get(seq);
    const alive = id === undefined ? null : journal.get(id);
    if (!alive) return rows.shown(seq);
    return exchangeRow(alive, launch, rows.marks(alive.id) ?? NO_MARKS);
  };
  const textBits = (text: string): Uint8Array => {
    const bits = search.bits(text);
    const inMemory = [...live.keys(), ...unread()];
    if (inMemory.length === 0) return bits;
    // What the index does not have yet is looked through here.
    const all = bits.slice();
    const wanted = text.toLowerCase();
    for (const seq of inMemory) {
      const slot = columns.slotOf(seq);
      const found = slot < 0 ? null : textOf(seq);
      if (found !== null) all[slot] = found.toLowerCase().includes(wanted) ? 1 : 0;
    }
    return all;
  };
  /** Just ended, not in the index: few, unless there is a backlog, which is waited for. */
  const unread = (): readonly number[] => (reader.waitingCount <= MAX_CHANGED ? reader.waiting() : []);

  const view = (query: ExchangeQuery): KeptView => {
    const key = JSON.stringify([query.filter, query.sort, query.isDescending, query.isGroupedByPage]);
    const nowEpochMs = clock.now();
    const { clauses } = parseFilter(query.filter);
    const known = views.get(key);
    const isFresh = (kept: KeptView): boolean =>
      kept.version === version &&
      (nowEpochMs - kept.madeAtEpochMs < VIEW_FRESH_MS || !clauses.some(isOfTime));
    const texts = clauses.flatMap((clause) => (clause.key === 'text' ? [clause.text] : []));
    // A list without words, asked for in between, does not end the search of the one that is shown.
    if (texts.length > 0) searched = texts;
    const isThrough = texts.length === 0 || advance(FIRST_SEARCH_MS);
    if (known && isFresh(known)) return known;
    const matches = matchAll(columns, clauses, listedNow().bits, {
      launch,
      nowEpochMs,
      textBits,
      canFind: deps.text.canFind,
    });
    const isSearching = texts.length > 0 && (!isThrough || reader.waitingCount > MAX_CHANGED);
    const made = {
      ...viewOf(columns, orders, matches, query),
      version,
      madeAtEpochMs: nowEpochMs,
      isSearching,
    };
    views.delete(key);
    views.set(key, made);
    if (views.size > KEPT_VIEWS) views.delete([...views.keys()][0] ?? '');
    return made;
  };
  /** Goes on searching; what is not through in time goes on by itself. */
  const advance = (budgetMs: number): boolean => {
    if (searched.length === 0) return true;
    const isThrough = search.advance(searched, performance.now() + budgetMs);
    if (!isThrough) searchLater();
    return isThrough;
  };
  const searchLater = (): void => {
    searchTimer ??= setTimeout(() => {
      searchTimer = null;
      const isThrough = advance(SEARCH_TURN_MS);
      const nowMs = performance.now();
      if (!isThrough && nowMs - toldSearchMs < TELL_SEARCH_MS) return;
      toldSearchMs = nowMs;
      tellList();
    }, SEARCH_PAUSE_MS);
    searchTimer.unref();
  };
  const counts = (): { readonly totalCount: number; readonly liveCount: number } => ({
    totalCount: listedNow().count,
    liveCount: live.size,
  });

  /** The index has begun anew: everything that has ended is to be read again. */
  const readAll = (): void => {
    search.reset();
    for (let slot = 0; slot < columns.count; slot += 1) {
      const seq = columns.seqs[slot] ?? 0;
      if (columns.kept[slot] !== GONE && !live.has(seq)) reader.add(seq);
    }
    version += 1;
  };

  const ends = [journal.onChange(follow), journal.onRemoved(forget), deps.text.onRenewed(readAll)];
  const load = async (): Promise<void> => {
    rows.sealClearing(project);
    hiddenBelow = rows.clearing(project).hiddenBelow;
    // What an earlier launch cleared and had no time to remove.
    journal.purgeCleared();
    await loadColumns({ table, text: deps.text, columns, reader, isClosed: () => isClosed }, project);
    for (const exchange of journal.ofThisLaunch()) {
      const seq = exchange.durationMs === null ? rows.seqOf(exchange.id) : null;
      if (seq !== null) live.set(seq, exchange.id);
    }
    for (const column of SORT_COLUMNS) {
      orders.by(column);
      await nextTurn();
    }
    version += 1;
  };

  return {
    ready: () => (loading ??= load()),
    window(query, from, count) {
      const { slots, groups, isSearching } = view(query);
      const shown: ExchangeRow[] = [];
      for (const slot of slots.subarray(from, from + count)) {
        const row = rowOf(columns.seqs[slot] ?? 0);
        if (row) shown.push(row);
      }
      const [problem = null] = parseFilter(query.filter).problems;
      return { count: slots.length, ...counts(), from, rows: shown, groups, problem, isSearching };
    },
    placeOf(query, id) {
      const seq = rows.seqOf(id);
      const slot = seq === null ? -1 : columns.slotOf(seq);
      return slot < 0 ? -1 : view(query).slots.indexOf(slot);
    },
    mark(ids, marks) {
      for (const id of ids) {
        const seq = rows.seqOf(id);
        const before = rows.marks(id);
        const slot = seq === null ? -1 : columns.slotOf(seq);
        if (!before || slot < 0) continue;
        const next = { ...before, ...marks };
        rows.setMarks(id, next);
        columns.setMarks(slot, next);
        orders.touch(slot);
        changedIds.add(id);
      }
      version += 1;
      changed.emit('rows');
    },
    values: () => ({
      hosts: mostFrequent(columns, 'host', isListed),
      pages: mostFrequent(columns, 'page', isListed),
      mediaTypes: mostFrequent(columns, 'mediaType', isListed),
      tags: mostFrequent(columns, 'tags', isListed),
      warnings: mostFrequent(columns, 'warnings', isListed),
    }),
    clear() {
      const before = counts().totalCount;
      rows.clearList(project, [...live.values()]);
      const { hiddenBelow: next } = rows.clearing(project);
      for (let slot = 0; slot < columns.count; slot += 1) {
        const outlives = isListed(slot) && (columns.pinned[slot] === 1 || live.has(columns.seqs[slot] ?? 0));
        if (outlives) columns.kept[slot] = next;
      }
      hiddenBelow = next;
      journal.purgeCleared();
      tellList();
      return before - counts().totalCount;
    },
    undoClear() {
      const before = counts().totalCount;
      rows.undoClearing(project);
      hiddenBelow = rows.clearing(project).hiddenBelow;
      tellList();
      return counts().totalCount - before;
    },
    takeChanged() {
      const taken: ExchangeRow[] = [];
      for (const id of changedIds) {
        const seq = rows.seqOf(id);
        const row = seq === null ? null : rowOf(seq);
        if (row) taken.push(row);
      }
      changedIds.clear();
      return taken;
    },
    onChange: (listener) => changed.add(listener),
    close() {
      isClosed = true;
      for (const end of ends) end();
      reader.close();
      search.reset();
      if (searchTimer) clearTimeout(searchTimer);
      searchTimer = null;
    },
  };
}

/** What a filter lets through by the clock alone. */
function isOfTime(clause: FilterClause): boolean {
  return clause.key === 'since' || clause.key === 'duration';
}
