import { expect, it } from 'vitest';
import { chance } from '../../../../src-main/worker/connection/link/chance.ts';

it('is the same for the same numbers, and different for a neighbour of any of them', () => {
  expect(chance(1, 2, 3)).toBe(chance(1, 2, 3));
  const neighbours = [chance(1, 2, 3), chance(2, 2, 3), chance(1, 3, 3), chance(1, 2, 4)];
  expect(new Set(neighbours).size).toBe(4);
});

it('is spread evenly from 0 up to 1, for every stream', () => {
  for (const stream of [0, 1, 17]) {
    const draws = Array.from({ length: 20_000 }, (_, at) => chance(42, stream, at));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    for (const limit of [0.01, 0.1, 0.5, 0.9]) {
      const share = draws.filter((draw) => draw < limit).length / draws.length;
      expect(Math.abs(share - limit)).toBeLessThan(0.015);
    }
  }
});
