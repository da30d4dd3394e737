import type { Exchange } from '#contract/transfer';
import type { Panel } from '../app/panel-context.ts';

/** The open exchange is asked for again at most this often while it changes. */
const REFRESH_MS = 200;

/** Everything known of the exchange whose details are open, kept up to date while it lives. */
export class OpenExchange {
  current = $state.raw<Exchange | null>(null);
  readonly #panel: Panel;
  #id: string | null = null;
  #loads = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Listens until its end is called. */
  start(): () => void {
    const { exchanges } = this.#panel.store;
    const ends = [
      exchanges.onRows((rows) => {
        if (rows.some(({ id }) => id === this.#id)) this.#loadSoon();
      }),
      exchanges.onListChanged(() => {
        this.#loadSoon();
      }),
    ];
    return () => {
      for (const end of ends) end();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  /** Shows another one; what was shown stays until it is here. */
  show(id: string | null): void {
    if (id === this.#id) return;
    this.#id = id;
    if (id === null) this.current = null;
    else void this.#load();
  }

  #loadSoon(): void {
    if (this.#timer !== null || this.#id === null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#load();
    }, REFRESH_MS);
  }

  async #load(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    this.#loads += 1;
    const load = this.#loads;
    const exchange = await this.#panel.caller.call('panel:exchange', { id }).catch(() => null);
    if (load !== this.#loads || id !== this.#id) return;
    this.current = exchange;
    // It was cleared: there is nothing to show the details of.
    if (!exchange && this.#panel.navigation.exchangeId === id) this.#panel.navigation.exchangeId = null;
  }
}
