/** A name and a value in a table that is edited; one that is off stays in the table and is not sent. */
export interface Pair {
  /** Tells the rows apart while they move. */
  readonly id: number;
  readonly name: string;
  readonly value: string;
  readonly isOn: boolean;
}

let lastId = 0;

/** The rows of a table of names and values. */
export class Pairs {
  rows = $state.raw<readonly Pair[]>([]);

  constructor(lines: readonly (readonly [name: string, value: string])[] = []) {
    this.replace(lines);
  }

  /** What is sent, in order. */
  get lines(): readonly (readonly [name: string, value: string])[] {
    return this.rows.filter(({ isOn }) => isOn).map(({ name, value }) => [name, value] as const);
  }

  replace(lines: readonly (readonly [name: string, value: string])[]): void {
    this.rows = lines.map(([name, value]) => ({ id: (lastId += 1), name, value, isOn: true }));
  }

  add(): void {
    this.rows = [...this.rows, { id: (lastId += 1), name: '', value: '', isOn: true }];
  }

  change(id: number, change: Partial<Omit<Pair, 'id'>>): void {
    this.rows = this.rows.map((row) => (row.id === id ? { ...row, ...change } : row));
  }

  remove(id: number): void {
    this.rows = this.rows.filter((row) => row.id !== id);
  }

  /** Up by -1, down by 1. */
  move(id: number, by: -1 | 1): void {
    const from = this.rows.findIndex((row) => row.id === id);
    const to = from + by;
    const [row, other] = [this.rows[from], this.rows[to]];
    if (!row || !other) return;
    this.rows = this.rows.with(from, other).with(to, row);
  }
}
