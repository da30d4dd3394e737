import type { Exchange, ExchangeState } from '#contract/transfer';
import { KeyedList } from './keyed-list.ts';

function isLive(state: ExchangeState): boolean {
  return state === 'waiting' || state === 'running';
}

/**
 * Every exchange the panel knows. The list is told as changed as a whole: an event costs a map entry per changed
 * exchange, and whoever shows the list derives from it once per batch.
 */
export class ExchangeTable {
  readonly #list = new KeyedList<Exchange>();
  /** A new wrapper around the same list says that it has changed. */
  #current = $state.raw({ list: this.#list });
  #liveCount = $state(0);

  /** Exchanges waiting or running. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** All, oldest first; a new array after each change. */
  all(): readonly Exchange[] {
    return this.#current.list.items.slice();
  }

  find(id: string): Exchange | null {
    return this.#current.list.find(id);
  }

  put(changed: readonly Exchange[]): void {
    let liveCount = this.#liveCount;
    for (const exchange of changed) {
      const before = this.#list.put(exchange);
      if (before && isLive(before.state)) liveCount -= 1;
      if (isLive(exchange.state)) liveCount += 1;
    }
    this.#liveCount = liveCount;
    this.#current = { list: this.#list };
  }

  clear(): void {
    this.#list.clear();
    this.#liveCount = 0;
    this.#current = { list: this.#list };
  }
}
