/* eslint-disable svelte/prefer-svelte-reactivity -- indexes beside the runes that tell of changes */
import type { ExchangeRow } from '#contract/panel-exchanges';
import { withPiece, splitFilter } from '#contract/filter-language';
import { FerryError } from '#contract/errors';
import { isLive } from '../../app/exchange-table.svelte.ts';
import type { Panel } from '../../app/panel-context.ts';
import type { TransfersController } from '../transfers-controller.svelte.ts';
import { burstsOf, freedLinks, lanesOf, type LaneBar } from './lanes-model.ts';

/** Transfers looked back at; the newest. */
const MOST_ROWS = 500;
const REQUERY_MS = 500;
/** How often "now" moves while something is alive. */
const TICK_MS = 250;
const ZOOM_STEP = 1.6;
const MOST_ZOOM = 400;

/** The slots of the newest transfers that the filter lets through, burst by burst. */
export class LanesController {
  nowEpochMs = $state(Date.now());
  zoom = $state(1);
  isTable = $state(false);
  isLoaded = $state(false);
  /** The bar that is pointed at or has the focus. */
  told = $state.raw<LaneBar | null>(null);
  #rows = $state.raw<readonly ExchangeRow[]>([]);
  /** Null follows the newest. */
  #burst = $state<number | null>(null);
  readonly #panel: Panel;
  readonly #list: TransfersController;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #clock: ReturnType<typeof setInterval> | null = null;
  #loads = 0;

  readonly bursts = $derived(burstsOf(this.#rows, this.nowEpochMs));
  readonly burstIndex = $derived(Math.min(this.#burst ?? Infinity, this.bursts.length - 1));
  readonly burst = $derived(this.bursts[this.burstIndex] ?? null);
  readonly kinds = $derived(lanesOf(this.burst?.rows ?? [], this.nowEpochMs));
  readonly links = $derived(freedLinks(this.kinds));
  readonly isAlive = $derived(this.#rows.some(({ state }) => isLive(state)));

  constructor(panel: Panel, list: TransfersController) {
    this.#panel = panel;
    this.#list = list;
  }

  /** Listens until its end is called. */
  start(): () => void {
    const { exchanges } = this.#panel.store;
    const ends = [
      exchanges.onRows((rows) => {
        this.#take(rows);
      }),
      exchanges.onListChanged(() => {
        this.#loadSoon();
      }),
    ];
    return () => {
      for (const end of ends) end();
      if (this.#timer !== null) clearTimeout(this.#timer);
      if (this.#clock !== null) clearInterval(this.#clock);
      this.#timer = null;
      this.#clock = null;
    };
  }

  async load(): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    const { filter } = this.#list;
    const hasKind = splitFilter(filter).some(({ key, isNegated }) => key === 'kind' && !isNegated);
    const query = {
      filter: hasKind ? filter : withPiece(filter, 'kind:upload,download,request'),
      sort: 'time',
      isDescending: true,
      isGroupedByPage: false,
    } as const;
    try {
      const window = await this.#panel.caller.call('panel:list-exchanges', {
        query,
        from: 0,
        count: MOST_ROWS,
      });
      if (load !== this.#loads) return;
      this.#rows = window.rows;
      this.isLoaded = true;
      this.#keepTime();
    } catch (error) {
      const { message } = FerryError.from(error);
      this.#panel.notices.add(this.#panel.texts.t('notice.failed', { message }));
    }
  }

  /** The burst before or after; past the last one the newest is followed. */
  step(by: -1 | 1): void {
    const wanted = Math.max(0, this.burstIndex + by);
    this.#burst = wanted >= this.bursts.length - 1 ? null : wanted;
    this.zoom = 1;
    this.told = null;
  }

  zoomBy(by: -1 | 1): void {
    this.zoom = Math.max(1, Math.min(MOST_ZOOM, by > 0 ? this.zoom * ZOOM_STEP : this.zoom / ZOOM_STEP));
  }

  open(bar: LaneBar): void {
    this.#panel.navigation.exchangeId = bar.row.id;
  }

  #take(changed: readonly ExchangeRow[]): void {
    const byId = new Map(changed.map((row) => [row.id, row]));
    const known = new Set(this.#rows.map(({ id }) => id));
    if (changed.some(({ id }) => known.has(id)))
      this.#rows = this.#rows.map((row) => byId.get(row.id) ?? row);
    if (changed.some(({ id }) => !known.has(id))) this.#loadSoon();
    this.#keepTime();
  }

  #loadSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.load();
    }, REQUERY_MS);
  }

  #keepTime(): void {
    this.nowEpochMs = Date.now();
    const isAlive = this.#rows.some(({ state }) => isLive(state));
    if (!isAlive && this.#clock !== null) {
      clearInterval(this.#clock);
      this.#clock = null;
    } else if (isAlive) {
      this.#clock ??= setInterval(() => {
        this.nowEpochMs = Date.now();
      }, TICK_MS);
    }
  }
}
