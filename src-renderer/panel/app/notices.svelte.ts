export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** Short messages over the panel's lower edge; each stays until dismissed, at most three at once. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  add(text: string): void {
    this.list = [...this.list.filter((notice) => notice.text !== text), { id: this.#nextId, text }].slice(-3);
    this.#nextId += 1;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
