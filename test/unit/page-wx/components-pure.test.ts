import { describe, expect, it } from 'vitest';
import { EASINGS, placeOf, targetOffset } from '../../../src-renderer/page/components/swiper-layout.ts';

describe('a circular swiper', () => {
  it.each([
    // index, offset, count → place
    [0, 0, 3, 0],
    [1, 0, 3, 1],
    [2, 0, 3, -1],
    [0, 2.5, 3, 0.5],
    [1, 0, 2, 1],
    [1, -0.3, 2, -0.7],
    [0, 1.5, 2, 0.5],
  ])('puts item %d at offset %d of %d at %d', (index, offset, count, place) => {
    expect(placeOf(index, offset, count, true)).toBeCloseTo(place);
  });

  it.each([
    // offset, index, count, direction → target
    [2, 0, 3, 1, 3],
    [2, 0, 3, 0, 3],
    [0, 2, 3, -1, -1],
    [0, 2, 3, 0, -1],
    [0.4, 1, 3, 1, 1],
    [0, 1, 2, -1, -1],
  ] as const)('goes from %d to item %d of %d', (offset, index, count, direction, target) => {
    expect(targetOffset(offset, index, count, direction)).toBe(target);
  });

  it('leaves a strip that is not circular alone', () => {
    expect(placeOf(2, 0, 3, false)).toBe(2);
  });
});

describe('easing', () => {
  it.each(Object.entries(EASINGS))('%s starts at 0 and ends at 1', (_name, ease) => {
    expect(ease(0)).toBeCloseTo(0);
    expect(ease(1)).toBeCloseTo(1);
    expect(ease(0.5)).toBeGreaterThan(0);
  });
});
