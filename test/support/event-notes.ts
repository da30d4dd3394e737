import { expect, vi } from 'vitest';
import type { RunningPage } from './page-harness.ts';

/** Reads what a fixture's page writes to its console as `console.log(JSON.stringify([…]))`, each note once. */
export function createNotes(run: () => RunningPage): {
  /** Notes since the last call, once there are as many as `count`. */
  next(count: number): Promise<unknown[]>;
  /** Notes since the last call, as many as there are. */
  rest(): unknown[];
} {
  let read = 0;
  const all = (): unknown[] =>
    run()
      .console.filter((line) => line.startsWith('log: ['))
      .map((line) => JSON.parse(line.slice('log: '.length)) as unknown);
  const rest = (): unknown[] => {
    const fresh = all().slice(read);
    read += fresh.length;
    return fresh;
  };
  return {
    async next(count) {
      await vi.waitFor(() => {
        expect(all().length - read).toBeGreaterThanOrEqual(count);
      }, 5000);
      return rest();
    },
    rest,
  };
}
