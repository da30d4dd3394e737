interface TreeSearchDeps {
  readonly find: (words: string) => Promise<{ readonly ids: readonly number[]; readonly count: number }>;
  readonly show: (id: number) => void;
}

/** A search of the tree: what was found, and the one that is shown. */
export class TreeSearch {
  words = $state('');
  /** How many nodes match; null while nothing is searched. */
  count = $state<number | null>(null);
  /** Counted from 1; 0 before one is shown. */
  position = $state(0);

  readonly #deps: TreeSearchDeps;
  #ids: readonly number[] = [];
  #asked = 0;

  constructor(deps: TreeSearchDeps) {
    this.#deps = deps;
  }

  /** Searches what is now written, and shows nothing yet. */
  async run(): Promise<void> {
    const asked = (this.#asked += 1);
    const words = this.words.trim();
    if (words === '') {
      this.#ids = [];
      this.count = null;
      this.position = 0;
      return;
    }
    const { ids, count } = await this.#deps.find(words);
    if (asked !== this.#asked) return;
    this.#ids = ids;
    this.count = count;
    this.position = 0;
  }

  /** Shows the next node that was found, or the one before; around the ends. */
  async step(by: 1 | -1): Promise<void> {
    // Nodes come and go: each step goes by those that are there now.
    const before = this.#ids[this.position - 1];
    const { position } = this;
    await this.run();
    const { length } = this.#ids;
    if (length === 0) return;
    const known = before === undefined ? -1 : this.#ids.indexOf(before);
    const from = known >= 0 ? known : position - 1;
    const next = from < 0 ? (by > 0 ? 0 : length - 1) : (from + by + length) % length;
    this.position = next + 1;
    const id = this.#ids[next];
    if (id !== undefined) this.#deps.show(id);
  }
}
