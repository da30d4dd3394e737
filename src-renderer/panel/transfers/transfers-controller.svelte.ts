import type { Exchange } from '#contract/transfer';
import type { Panel } from '../app/panel-context.ts';
import { filterExchanges, type FilterKind } from './exchange-filter.ts';

/** What the transfers list shows and which row is on. The open transfer itself lives in the navigation. */
export class TransfersController {
  words = $state('');
  kind = $state<FilterKind>('all');
  readonly #panel: Panel;

  readonly all = $derived.by(() => this.#panel.store.exchanges.all());
  readonly shown = $derived(filterExchanges(this.all, this.kind, this.words));
  readonly openId = $derived.by(() => this.#panel.navigation.exchangeId);
  readonly open = $derived.by(() =>
    this.openId === null ? null : this.#panel.store.exchanges.find(this.openId),
  );
  /** The row the arrow keys stand on, which need not be open. */
  cursorId = $state<string | null>(null);
  readonly cursorIndex = $derived.by(() => {
    const id = this.cursorId;
    return id === null ? -1 : this.shown.findIndex((exchange) => exchange.id === id);
  });

  constructor(panel: Panel) {
    this.#panel = panel;
    this.cursorId = panel.navigation.exchangeId;
  }

  openRow(exchange: Exchange): void {
    this.cursorId = exchange.id;
    this.#panel.navigation.exchangeId = exchange.id;
  }

  closeDetails(): void {
    this.#panel.navigation.exchangeId = null;
  }

  showAll(): void {
    this.words = '';
    this.kind = 'all';
  }

  /** Moves the cursor, and the details with it while they are open. Returns the row it stands on, or -1. */
  moveTo(index: number): number {
    const last = this.shown.length - 1;
    const target = Math.max(0, Math.min(last, index));
    const exchange = this.shown[target];
    if (!exchange) return -1;
    this.cursorId = exchange.id;
    if (this.openId !== null) this.#panel.navigation.exchangeId = exchange.id;
    return target;
  }
}
