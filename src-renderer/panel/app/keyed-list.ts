/** A list in order of first arrival where a later item replaces the earlier one of the same id, each in O(1). */
export class KeyedList<T extends { readonly id: string }> {
  readonly #items: T[] = [];
  readonly #indexById = new Map<string, number>();

  get items(): readonly T[] {
    return this.#items;
  }

  find(id: string): T | null {
    const index = this.#indexById.get(id);
    return index === undefined ? null : (this.#items[index] ?? null);
  }

  /** Puts an item in and returns the one it replaced, or null when it is new. */
  put(item: T): T | null {
    const index = this.#indexById.get(item.id);
    if (index === undefined) {
      this.#indexById.set(item.id, this.#items.length);
      this.#items.push(item);
      return null;
    }
    const before = this.#items[index] ?? null;
    this.#items[index] = item;
    return before;
  }

  clear(): void {
    this.#items.length = 0;
    this.#indexById.clear();
  }
}
