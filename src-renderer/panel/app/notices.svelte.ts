export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** Long enough to read two sentences. */
export const NOTICE_MS = 6000;

/** Short messages over the panel's lower edge, at most three at once; each goes by itself unless they are held. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #nextId = 1;
  #isHeld = false;

  add(text: string): void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#show([...this.list.filter((notice) => notice.text !== text), { id, text }].slice(-3));
    if (!this.#isHeld) this.#goLater(id);
  }

  dismiss(id: number): void {
    this.#show(this.list.filter((notice) => notice.id !== id));
  }

  dismissAll(): void {
    this.#show([]);
  }

  /** Keeps what is shown for as long as someone points at it. */
  hold(): void {
    this.#isHeld = true;
    for (const id of [...this.#timers.keys()]) this.#stopTimer(id);
  }

  /** Each notice has its whole time again. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const { id } of this.list) this.#goLater(id);
  }

  #show(list: readonly Notice[]): void {
    this.list = list;
    for (const id of [...this.#timers.keys()]) {
      if (!list.some((notice) => notice.id === id)) this.#stopTimer(id);
    }
    // Nothing is left to point at, and what has gone from under the pointer may not say so.
    if (list.length === 0) this.#isHeld = false;
  }

  #goLater(id: number): void {
    this.#timers.set(
      id,
      setTimeout(() => {
        this.dismiss(id);
      }, NOTICE_MS),
    );
  }

  #stopTimer(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
