/** Collects what must be undone, and undoes it last in, first out. */
export interface DisposableStack {
  /** Registers an end; returns nothing so that it can stand on the line that opened the thing. */
  defer(end: () => void | Promise<void>): void;
  /** Runs every end once, also after one failed; the first failure is thrown when all have run. */
  dispose(): Promise<void>;
}

export function createDisposableStack(): DisposableStack {
  const ends: (() => void | Promise<void>)[] = [];
  return {
    defer(end) {
      ends.push(end);
    },
    async dispose() {
      const failures: unknown[] = [];
      for (let end = ends.pop(); end; end = ends.pop()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
