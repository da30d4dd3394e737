/* eslint-disable svelte/prefer-svelte-reactivity -- indexes beside the runes that tell of changes; a signal for each entry would cost more than the list */
import type { ExchangeQuery, ExchangeRow, SortColumn } from '#contract/panel-exchanges';
import { FerryError } from '#contract/errors';
import { hasPiece, parseFilter, withPiece, withoutKey } from '#contract/filter-language';
import { SvelteSet } from 'svelte/reactivity';
import type { Panel } from '../app/panel-context.ts';
import { ExchangeList } from './list/exchange-list.svelte.ts';
import { keptLayout, type ListLayout } from './list/list-layout.ts';
import { linesOf } from './list/list-lines.ts';
import { LiveRates } from './list/live-rates.svelte.ts';

/** Rows that one selection holds at most. */
export const MOST_SELECTED = 2000;

/** The usual filters, one at a time; each writes into the filter. */
export const FILTER_CHIPS = {
  upload: 'kind:upload',
  download: 'kind:download',
  request: 'kind:request',
  resource: 'kind:resource',
  problem: 'is:problem',
} as const;

/** Of these, one looks for the most. */
const MOST_FIRST: ReadonlySet<SortColumn> = new Set(['size', 'duration', 'warnings']);

export type FilterChip = 'all' | keyof typeof FILTER_CHIPS;

/** What the list of transfers shows, which row is on, which are selected. The open one lives in the navigation. */
export class TransfersController {
  readonly #kept = keptLayout();
  /** As typed. */
  filter = $state(this.#kept.filter);
  sort = $state<SortColumn>(this.#kept.sort);
  isDescending = $state(this.#kept.isDescending);
  isGrouped = $state(this.#kept.isGrouped);
  isLanes = $state(this.#kept.isLanes);
  /** Pages whose group is closed. */
  readonly closed = new SvelteSet<string>();
  readonly list: ExchangeList;
  readonly rates = new LiveRates();
  readonly #panel: Panel;
  #earlierCount = $state(0);
  #earlierLoads = 0;
  #cursorPlace = $state(-1);
  /** The row the arrow keys stand on, which need not be open. */
  cursorId = $state<string | null>(null);
  /** Where a stretch of rows is selected from. */
  #anchorPlace = -1;
  #selectedIds = $state.raw<ReadonlySet<string>>(new Set());
  #selections = 0;

  readonly query = $derived<ExchangeQuery>({
    filter: this.filter,
    sort: this.sort,
    isDescending: this.isDescending,
    isGroupedByPage: this.isGrouped,
  });
  /** What the next list begins with. */
  readonly layout = $derived<ListLayout>({
    filter: this.filter,
    sort: this.sort,
    isDescending: this.isDescending,
    isGrouped: this.isGrouped,
    isLanes: this.isLanes,
  });
  readonly parsed = $derived(parseFilter(this.filter));
  readonly chip = $derived.by<FilterChip>(() => {
    for (const [chip, piece] of Object.entries(FILTER_CHIPS)) {
      if (hasPiece(this.filter, piece) && isChip(chip)) return chip;
    }
    return 'all';
  });
  readonly lines = $derived.by(() => {
    const { count, groups } = this.list.summary ?? { count: 0, groups: [] };
    const hasDivider = this.sort === 'time' && !this.isGrouped;
    const earlierCount = hasDivider ? Math.min(count, this.#earlierCount) : 0;
    return linesOf({
      count,
      groups,
      closed: this.closed,
      dividerAt: earlierCount === 0 ? 0 : this.isDescending ? count - earlierCount : earlierCount,
      isEarlierAbove: !this.isDescending,
    });
  });
  readonly openId = $derived.by(() => this.#panel.navigation.exchangeId);
  /** Where the cursor stands; -1 where it is nowhere in this list. */
  readonly cursorPlace = $derived.by(() => {
    const place = this.cursorId === null ? -1 : this.list.placeOf(this.cursorId);
    return place >= 0 ? place : this.#cursorPlace;
  });

  constructor(panel: Panel) {
    this.#panel = panel;
    this.list = new ExchangeList(
      {
        caller: panel.caller,
        onFailed: (error) => {
          panel.notices.add(panel.texts.t('notice.failed', { message: FerryError.from(error).message }));
        },
      },
      this.query,
    );
    this.cursorId = panel.navigation.exchangeId;
  }

  /** Listens until its end is called. */
  start(): () => void {
    const { exchanges } = this.#panel.store;
    const ends = [
      exchanges.onRows((rows) => {
        this.rates.take(rows);
        this.list.take(rows);
        this.#refreshSelected(rows);
      }),
      exchanges.onListChanged(() => {
        this.list.requery();
        void this.#countEarlier();
      }),
    ];
    return () => {
      for (const end of ends) end();
      this.list.close();
      this.rates.close();
    };
  }

  /** Asks main for the list as it is set up now. */
  load(): void {
    this.list.ask(this.query);
    void this.#countEarlier();
    this.#cursorPlace = -1;
  }

  showChip(chip: FilterChip): void {
    let filter = withoutKey(this.filter, 'kind');
    if (hasPiece(filter, FILTER_CHIPS.problem)) filter = withoutKey(filter, 'is');
    this.filter = chip === 'all' ? filter : withPiece(filter, FILTER_CHIPS[chip]);
  }

  showAll(): void {
    this.filter = '';
  }

  /** A click on a head: sorts by it, then the other way round, then by time again. */
  sortBy(column: SortColumn): void {
    if (this.sort !== column) {
      this.sort = column;
      this.isDescending = MOST_FIRST.has(column);
      return;
    }
    const first = MOST_FIRST.has(column);
    if (this.isDescending === first) this.isDescending = !first;
    else {
      this.sort = 'time';
      this.isDescending = false;
    }
  }

  toggleGroup(page: string): void {
    if (!this.closed.delete(page)) this.closed.add(page);
  }

  /** The selected rows, in the order they were chosen. */
  get selected(): readonly ExchangeRow[] {
    return this.#panel.store.exchanges.selected;
  }

  async selectAll(): Promise<void> {
    this.#anchorPlace = 0;
    this.#select(await this.list.rowsBetween(0, this.list.count - 1, MOST_SELECTED));
  }

  isSelected(id: string): boolean {
    return this.#selectedIds.has(id);
  }

  /** Puts the cursor on a row, selects it alone and opens its details. */
  openRow(row: ExchangeRow, place: number): void {
    this.#selectOne(row, place);
    this.#panel.navigation.exchangeId = row.id;
  }

  /** Clears the list, and puts away the details of what is no longer in it. */
  async clear(): Promise<void> {
    if (await this.#panel.actions.clearExchanges()) this.closeDetails();
  }

  closeDetails(): void {
    this.#panel.navigation.exchangeId = null;
  }

  /** Puts a row into the selection or takes it out. */
  toggle(row: ExchangeRow, place: number): void {
    this.#stand(row, place);
    this.#anchorPlace = place;
    const { selected } = this.#panel.store.exchanges;
    const rest = selected.filter(({ id }) => id !== row.id);
    this.#select(rest.length < selected.length ? rest : [...selected, row].slice(0, MOST_SELECTED));
  }

  /** Selects everything from where the selection began. */
  async extendTo(place: number): Promise<void> {
    const from = this.#anchorPlace < 0 ? Math.max(0, this.cursorPlace) : this.#anchorPlace;
    const row = this.list.row(place);
    this.#anchorPlace = from;
    this.#cursorPlace = place;
    if (row) this.#stand(row, place);
    this.#selections += 1;
    const selection = this.#selections;
    const [first, last] = from < place ? [from, place] : [place, from];
    const rows = await this.list.rowsBetween(first, last, MOST_SELECTED);
    if (selection === this.#selections) this.#select(rows);
  }

  /** For a menu: the row under the pointer, and the selection where that holds it. */
  pointAt(row: ExchangeRow, place: number): void {
    if (!this.#selectedIds.has(row.id)) this.#selectOne(row, place);
    else this.#stand(row, place);
    if (this.openId !== null) this.#panel.navigation.exchangeId = row.id;
  }

  /** Moves the cursor, and the details with it while they are open. Returns the place it stands on, or -1. */
  moveTo(wanted: number): number {
    const place = Math.max(0, Math.min(this.list.count - 1, wanted));
    if (this.list.count === 0) return -1;
    const row = this.list.row(place);
    this.#cursorPlace = place;
    this.cursorId = row?.id ?? null;
    if (row) {
      this.#selectOne(row, place);
      if (this.openId !== null) this.#panel.navigation.exchangeId = row.id;
    }
    return place;
  }

  /** Puts the cursor on the row at its place once that has come. */
  settleCursor(): void {
    if (this.cursorId !== null || this.#cursorPlace < 0) return;
    const row = this.list.row(this.#cursorPlace);
    if (!row) return;
    this.#selectOne(row, this.#cursorPlace);
    if (this.openId !== null) this.#panel.navigation.exchangeId = row.id;
  }

  /** The place of an exchange that was opened from elsewhere; -1 when the filter holds it back. */
  async find(id: string): Promise<number> {
    const known = this.list.placeOf(id);
    if (known >= 0) return known;
    try {
      return await this.#panel.caller.call('panel:place-of-exchange', { query: this.query, id });
    } catch {
      return -1;
    }
  }

  /** Puts the cursor on a row without selecting or opening. */
  #stand(row: ExchangeRow, place: number): void {
    this.cursorId = row.id;
    this.#cursorPlace = place;
  }

  #selectOne(row: ExchangeRow, place: number): void {
    this.#stand(row, place);
    this.#anchorPlace = place;
    this.#select([row]);
  }

  #select(rows: readonly ExchangeRow[]): void {
    this.#selections += 1;
    this.#selectedIds = new Set(rows.map(({ id }) => id));
    this.#panel.store.exchanges.selected = rows;
  }

  #refreshSelected(changed: readonly ExchangeRow[]): void {
    if (!changed.some(({ id }) => this.#selectedIds.has(id))) return;
    const byId = new Map(changed.map((row) => [row.id, row]));
    const { exchanges } = this.#panel.store;
    exchanges.selected = exchanges.selected.map((row) => byId.get(row.id) ?? row);
  }

  /** How many of the list belong to earlier launches: where the divider stands. Rows that come in are none of them. */
  async #countEarlier(): Promise<void> {
    this.#earlierLoads += 1;
    const load = this.#earlierLoads;
    const query = { ...this.query, filter: `${this.filter} -launch:this`, isGroupedByPage: false };
    try {
      const window = await this.#panel.caller.call('panel:list-exchanges', { query, from: 0, count: 1 });
      if (load === this.#earlierLoads) this.#earlierCount = window.count;
    } catch {
      // The list itself says that it cannot be read.
    }
  }
}

function isChip(word: string): word is keyof typeof FILTER_CHIPS {
  return word in FILTER_CHIPS;
}
