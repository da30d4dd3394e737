/** The texts of a column, each once: a line holds the number of its own. */
export class Dictionary {
  readonly texts: string[] = [];
  /** The same in lower case; most are the very same. */
  readonly #lower: string[] = [];
  readonly #numbers = new Map<string, number>();
  #ranks = new Int32Array(0);
  /** Numbers in the order of their texts. */
  #sorted: number[] = [];
  readonly #answers = new Map<string, { answers: Uint8Array; known: number }>();

  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.texts.push(text);
      this.#lower.push(text.toLowerCase());
      this.#numbers.set(text, number);
    }
    return number;
  }

  text(number: number): string {
    return this.texts[number] ?? '';
  }

  /** The place of each text among all in their order, by number. */
  ranks(): Int32Array {
    const { texts } = this;
    const known = this.#sorted.length;
    if (known === texts.length) return this.#ranks;
    const added = texts
      .slice(known)
      .map((text, index) => ({ text, number: known + index }))
      .sort((a, b) => (a.text < b.text ? -1 : 1));
    const merged: number[] = [];
    let from = 0;
    for (const { text, number } of added) {
      let to = from;
      // What is there already is passed in one go: there are few new texts, or no old ones.
      let end = this.#sorted.length;
      while (to < end) {
        const middle = (to + end) >> 1;
        if (this.text(this.#sorted[middle] ?? 0) < text) to = middle + 1;
        else end = middle;
      }
      for (; from < to; from += 1) merged.push(this.#sorted[from] ?? 0);
      merged.push(number);
    }
    for (; from < this.#sorted.length; from += 1) merged.push(this.#sorted[from] ?? 0);
    this.#sorted = merged;
    this.#ranks = new Int32Array(texts.length);
    for (const [rank, number] of merged.entries()) this.#ranks[number] = rank;
    return this.#ranks;
  }

  /**
   * For each text, by number, whether it passes a test in lower case; each text is tested once.
   *
   * @param name of the test: the same name, the same answers
   */
  answers(name: string, test: (lowerText: string) => boolean): Uint8Array {
    const { texts } = this;
    let known = this.#answers.get(name);
    if (!known) {
      if (this.#answers.size >= KEPT_ANSWERS) this.#answers.delete([...this.#answers.keys()][0] ?? '');
      known = { answers: new Uint8Array(0), known: 0 };
      this.#answers.set(name, known);
    }
    if (known.answers.length < texts.length) {
      const grown = new Uint8Array(Math.max(16, texts.length * 2));
      grown.set(known.answers);
      known.answers = grown;
    }
    for (; known.known < texts.length; known.known += 1) {
      known.answers[known.known] = test(this.#lower[known.known] ?? '') ? 1 : 0;
    }
    return known.answers;
  }
}

const KEPT_ANSWERS = 16;
