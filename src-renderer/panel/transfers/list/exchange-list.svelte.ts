/* eslint-disable svelte/prefer-svelte-reactivity -- indexes beside the runes that tell of changes; a signal for each entry would cost more than the list */
import type { ExchangeQuery, ExchangeRow, ExchangeWindow } from '#contract/panel-exchanges';
import type { PanelCaller } from '../../../lib/bridge.ts';

/** Rows asked for at once: a page of the list. */
export const PAGE_ROWS = 25;
/** Pages fetched beyond what is in sight, towards where the list is scrolled. */
const PAGES_AHEAD = 8;
/** Further pages are dropped, those farthest from what is in sight first. */
const KEPT_PAGES = 160;
const MOST_REQUESTS = 2;
/** Order and membership are asked for anew at most this often. */
const REQUERY_MS = 500;
/** Rows of one event at most; of more, main tells the latest. */
const FULL_EVENT = 200;

type Summary = Omit<ExchangeWindow, 'rows' | 'from'>;

interface ListPage {
  rows: readonly ExchangeRow[];
  /** To be asked for again when it is in sight; shown until then. */
  isStale: boolean;
}

export interface ExchangeListDeps {
  readonly caller: PanelCaller;
  readonly onFailed: (error: unknown) => void;
}

/**
 * A list of exchanges of any length: pages of rows of which those in sight are asked for first, those that have
 * scrolled past not at all. Changed rows are replaced where they stand; where the order may have changed, what is
 * in sight is asked for again, and the row on top keeps its place.
 */
export class ExchangeList {
  /** Null before the first answer. */
  summary = $state.raw<Summary | null>(null);
  /** Where the row that was on top stands after a new order; the list scrolls there. */
  onmoved: ((place: number) => void) | null = null;

  readonly #caller: PanelCaller;
  readonly #onFailed: (error: unknown) => void;
  #query: ExchangeQuery;
  #version = $state(0);
  #pages = new Map<number, ListPage>();
  readonly #placeById = new Map<string, number>();
  /** Answers to earlier queries are not shown. */
  #epoch = 0;
  #isNewQuery = true;
  #seen = { first: 0, last: PAGE_ROWS - 1, isDown: true };
  /** The row on top while a new order is on its way. */
  #anchorId: string | null = null;
  readonly #asked = new Set<number>();
  #lastRequeryAtMs = -REQUERY_MS;
  #requeryTimer: ReturnType<typeof setTimeout> | null = null;

  constructor({ caller, onFailed }: ExchangeListDeps, query: ExchangeQuery) {
    this.#caller = caller;
    this.#onFailed = onFailed;
    this.#query = query;
  }

  get query(): ExchangeQuery {
    return this.#query;
  }

  /** Exchanges of the list; 0 before the first answer. */
  get count(): number {
    return this.summary?.count ?? 0;
  }

  /** The row at a place; undefined while it is on its way. */
  row(place: number): ExchangeRow | undefined {
    // Read in any case, so that whoever asks hears of what comes.
    if (this.#version < 0) return undefined;
    return this.#pages.get(Math.floor(place / PAGE_ROWS))?.rows[place % PAGE_ROWS];
  }

  /** Where a row stands among those that are here; -1 when it is not. */
  placeOf(id: string): number {
    return this.#version < 0 ? -1 : (this.#placeById.get(id) ?? -1);
  }

  /** Shows another query. What is shown stays until its first answer. */
  ask(query: ExchangeQuery): void {
    this.#query = query;
    this.#isNewQuery = true;
    this.#anchorId = null;
    this.#seen = { first: 0, last: PAGE_ROWS - 1, isDown: true };
    this.#begin();
  }

  /** Says which rows are in sight, so that they and those ahead are fetched. */
  see(first: number, last: number): void {
    const isDown = first === this.#seen.first ? this.#seen.isDown : first > this.#seen.first;
    this.#seen = { first: Math.max(0, first), last, isDown };
    if (!this.#isNewQuery) this.#pump();
  }

  /** Takes in rows that changed or are new. */
  take(changed: readonly ExchangeRow[]): void {
    if (!this.summary || this.#isNewQuery) return;
    const isPlain = isPlainQuery(this.#query);
    let mayHaveMoved = !isPlain || changed.length >= FULL_EVENT;
    let hasChanged = false;
    for (const row of changed) {
      const place = this.#placeById.get(row.id);
      if (place !== undefined) {
        this.#put(place, row);
        hasChanged = true;
        continue;
      }
      const isAdded = isPlain ? this.#append(row) : 'no';
      if (isAdded !== 'no') hasChanged = true;
      if (isAdded !== 'surely') mayHaveMoved = true;
    }
    if (hasChanged) this.#version += 1;
    if (mayHaveMoved) this.requery();
  }

  /** Asks again for what is in sight, at most twice a second. */
  requery(): void {
    if (this.#requeryTimer !== null) return;
    const waitMs = Math.max(0, this.#lastRequeryAtMs + REQUERY_MS - performance.now());
    this.#requeryTimer = setTimeout(() => {
      this.#requeryTimer = null;
      this.#lastRequeryAtMs = performance.now();
      for (const page of this.#pages.values()) page.isStale = true;
      this.#anchorId = this.row(this.#seen.first)?.id ?? null;
      this.#begin();
    }, waitMs);
  }

  /** Rows of a stretch of the list, fetched where they are not here, at most `most` of them. */
  async rowsBetween(first: number, last: number, most: number): Promise<readonly ExchangeRow[]> {
    const rows: ExchangeRow[] = [];
    const end = Math.min(last + 1, first + most, this.count);
    for (let place = first; place < end;) {
      const here = this.row(place);
      if (here) {
        rows.push(here);
        place += 1;
        continue;
      }
      const request = { query: this.#query, from: place, count: Math.min(500, end - place) };
      const window = await this.#caller.call('panel:list-exchanges', request);
      if (window.rows.length === 0) break;
      rows.push(...window.rows);
      place += window.rows.length;
    }
    return rows;
  }

  close(): void {
    if (this.#requeryTimer !== null) clearTimeout(this.#requeryTimer);
    this.#epoch += 1;
  }

  #begin(): void {
    this.#epoch += 1;
    this.#asked.clear();
    this.#pump();
  }

  /** Asks for the pages that matter now: in sight first, then ahead. */
  #pump(): void {
    for (const index of this.#wanted()) {
      if (this.#asked.size >= MOST_REQUESTS) return;
      const page = this.#pages.get(index);
      if (this.#asked.has(index) || (page && !page.isStale && !this.#isNewQuery)) continue;
      this.#asked.add(index);
      void this.#fetch(index, this.#epoch);
      // Nothing but the first page is asked before it is known how many there are.
      if (this.#isNewQuery) return;
    }
  }

  #wanted(): readonly number[] {
    const lastPage = Math.max(0, Math.ceil(this.count / PAGE_ROWS) - 1);
    const { first, last, isDown } = this.#seen;
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.floor(Math.max(first, last) / PAGE_ROWS);
    const wanted: number[] = [];
    for (let index = from; index <= to; index += 1) wanted.push(index);
    if (isDown) for (let step = 1; step <= PAGES_AHEAD; step += 1) wanted.push(to + step);
    else for (let step = 1; step <= PAGES_AHEAD; step += 1) wanted.push(from - step);
    if (this.#isNewQuery || !this.summary) return wanted.slice(0, 1);
    return wanted.filter((index) => index >= 0 && index <= lastPage);
  }

  async #fetch(index: number, epoch: number): Promise<void> {
    const request = { query: this.#query, from: index * PAGE_ROWS, count: PAGE_ROWS };
    let window: ExchangeWindow;
    try {
      window = await this.#caller.call('panel:list-exchanges', request);
    } catch (error) {
      if (epoch !== this.#epoch) return;
      // Not asked again at once: the next change or scroll does.
      this.#asked.delete(index);
      this.#onFailed(error);
      return;
    }
    if (epoch !== this.#epoch) return;
    this.#asked.delete(index);
    if (this.#isNewQuery) {
      this.#isNewQuery = false;
      this.#pages = new Map();
      this.#placeById.clear();
    }
    const { rows, count, totalCount, liveCount, groups, problem, isSearching } = window;
    const before = this.summary?.count ?? 0;
    this.#setPage(index, rows);
    this.summary = { count, totalCount, liveCount, groups, problem, isSearching };
    if (count < before) this.#dropFrom(count);
    this.#dropFarthest();
    this.#version += 1;
    if (this.#anchorId !== null) void this.#holdAnchor(this.#anchorId, epoch);
    this.#pump();
  }

  /** Tells where the row that was on top has gone. */
  async #holdAnchor(id: string, epoch: number): Promise<void> {
    this.#anchorId = null;
    const top = this.#seen.first;
    if (isPlainQuery(this.#query) || this.row(top)?.id === id) return;
    const known = this.#placeById.get(id);
    const isHere = known !== undefined && this.#pages.get(Math.floor(known / PAGE_ROWS))?.isStale === false;
    let place = isHere ? known : -1;
    try {
      if (!isHere) place = await this.#caller.call('panel:place-of-exchange', { query: this.#query, id });
    } catch {
      return;
    }
    if (epoch !== this.#epoch || place < 0 || this.#seen.first !== top) return;
    this.onmoved?.(place);
  }

  #setPage(index: number, rows: readonly ExchangeRow[]): void {
    const old = this.#pages.get(index);
    for (const row of old?.rows ?? []) {
      if (Math.floor((this.#placeById.get(row.id) ?? -1) / PAGE_ROWS) === index)
        this.#placeById.delete(row.id);
    }
    this.#pages.set(index, { rows, isStale: false });
    rows.forEach((row, at) => this.#placeById.set(row.id, index * PAGE_ROWS + at));
  }

  #put(place: number, row: ExchangeRow): void {
    const page = this.#pages.get(Math.floor(place / PAGE_ROWS));
    if (page) page.rows = page.rows.with(place % PAGE_ROWS, row);
  }

  /** Puts a new row at the end; of calls in one millisecond main knows the order. */
  #append(row: ExchangeRow): 'no' | 'perhaps' | 'surely' {
    const { summary } = this;
    if (!summary) return 'no';
    const place = summary.count;
    const last = place === 0 ? null : this.row(place - 1);
    if (last === undefined || (last !== null && last.calledAtEpochMs > row.calledAtEpochMs)) return 'no';
    const index = Math.floor(place / PAGE_ROWS);
    const page = this.#pages.get(index);
    if (page) page.rows = [...page.rows, row];
    else this.#pages.set(index, { rows: [row], isStale: false });
    this.#placeById.set(row.id, place);
    this.summary = { ...summary, count: place + 1, totalCount: summary.totalCount + 1 };
    return last?.calledAtEpochMs === row.calledAtEpochMs ? 'perhaps' : 'surely';
  }

  #dropFrom(count: number): void {
    for (const [index, page] of this.#pages) {
      if (index * PAGE_ROWS >= count) this.#dropPage(index, page);
      else if ((index + 1) * PAGE_ROWS > count) page.rows = page.rows.slice(0, count - index * PAGE_ROWS);
    }
  }

  #dropFarthest(): void {
    if (this.#pages.size <= KEPT_PAGES) return;
    const middle = Math.floor(this.#seen.first / PAGE_ROWS);
    const farthest = [...this.#pages].sort(([a], [b]) => Math.abs(b - middle) - Math.abs(a - middle));
    // A tenth at once, so that this is no work of every answer.
    for (const [index, page] of farthest.slice(0, KEPT_PAGES / 10)) this.#dropPage(index, page);
  }

  #dropPage(index: number, page: ListPage): void {
    for (const row of page.rows) this.#placeById.delete(row.id);
    this.#pages.delete(index);
  }
}

/** Whether new exchanges stand at its end and changed ones where they stood. */
export function isPlainQuery({ filter, sort, isDescending, isGroupedByPage }: ExchangeQuery): boolean {
  return filter.trim() === '' && sort === 'time' && !isDescending && !isGroupedByPage;
}
