import { describe, expect, it } from 'vitest';
import { snapPoints, snapTo } from '../../../src-renderer/page/components/draggable-sheet.ts';
import { columnCount, masonryOf } from '../../../src-renderer/page/components/masonry.ts';
import { matchesMedia } from '../../../src-renderer/page/components/match-media.ts';
import {
  glideMotion,
  movableRange,
  springMotion,
  stretched,
} from '../../../src-renderer/page/components/movable-motion.ts';
import { alignmentOf, scrollFor } from '../../../src-renderer/page/components/scroll-into-view.ts';
import { itemTransforms } from '../../../src-renderer/page/components/swiper-layout.ts';
import { limitStyle } from '../../../src-renderer/page/components/text.ts';
import { canType } from '../../../src-renderer/page/components/text-filter.ts';

const NO_CONDITION = {
  minWidth: 0,
  maxWidth: 0,
  width: 0,
  minHeight: 0,
  maxHeight: 0,
  height: 0,
  orientation: '',
};

describe('match-media', () => {
  it.each([
    [{}, true],
    [{ minWidth: 390 }, true],
    [{ minWidth: 391 }, false],
    [{ maxWidth: 390 }, true],
    [{ maxWidth: 389 }, false],
    [{ width: 390, height: 700 }, true],
    [{ width: 391 }, false],
    [{ minHeight: 701 }, false],
    [{ maxHeight: 699 }, false],
    [{ height: 1 }, false],
    [{ orientation: 'portrait' }, true],
    [{ orientation: 'landscape' }, false],
  ])('%o on a page of 390 by 700 is %s', (conditions, matches) => {
    expect(matchesMedia({ ...NO_CONDITION, ...conditions }, 390, 700)).toBe(matches);
  });
});

describe('masonry', () => {
  it.each([
    [320, 3, 0, 10, 3],
    [320, 0, 0, 10, 1],
    [320, 2, 100, 0, 4],
    [320, 2, 160, 0, 2],
  ])(
    '%i wide with a count of %i and an extent of %i, gap %i, has %i columns',
    (width, count, extent, gap, columns) => {
      expect(columnCount(width, count, extent, gap)).toBe(columns);
    },
  );

  it('puts each tile under the shortest column', () => {
    expect(masonryOf([50, 20, 30, 40], 2, 4)).toEqual({
      tiles: [
        { column: 0, topPx: 0 },
        { column: 1, topPx: 0 },
        { column: 1, topPx: 24 },
        { column: 0, topPx: 54 },
      ],
      heightPx: 94,
    });
    expect(masonryOf([], 2, 4).heightPx).toBe(0);
  });
});

describe('movement', () => {
  it('springs to its end without passing it, sooner with more damping', () => {
    const slow = springMotion(0, 100, 20);
    expect(slow.at(0).value).toBe(0);
    expect(slow.at(100).value).toBeLessThan(springMotion(0, 100, 50).at(100).value);
    expect(slow.at(5000)).toEqual({ value: 100, resting: true });
  });

  it('glides until friction stops it; friction of zero is the default', () => {
    const end = glideMotion(0, 1, 2).at(10_000);
    expect(end).toEqual({ value: 250, resting: true });
    expect(glideMotion(0, 1, 0).at(10_000)).toEqual(end);
    expect(glideMotion(0, -1, 8).at(10_000).value).toBe(-62.5);
  });

  it('keeps a view in its area, or each end of a larger view', () => {
    expect(movableRange(200, 40)).toEqual({ min: 0, max: 160 });
    expect(movableRange(200, 300)).toEqual({ min: -100, max: 0 });
    expect([-30, 50, 190].map((raw) => stretched(raw, { min: 0, max: 160 }))).toEqual([-10, 50, 170]);
  });

  it('snaps a sheet to the nearest size, or to the next one after a flick', () => {
    const points = snapPoints(0.2, 1, [0.6, 2]);
    expect(points).toEqual([0.2, 0.6, 1]);
    expect([snapTo(0.5, points, 0), snapTo(0.61, points, 1), snapTo(0.61, points, -1)]).toEqual([
      0.6, 1, 0.6,
    ]);
  });
});

describe('scroll-into-view', () => {
  const target = { scroll: 100, viewPx: 100, targetStart: 150, targetPx: 20 };
  it.each([
    ['start', 0, 150],
    ['end', 0, 70],
    ['center', 0, 110],
    ['nearest', 0, 100],
    ['nearest', 40, 110],
    ['nearest', -60, 90],
    [undefined, 5, 155],
  ])('%s with an offset of %i scrolls to %i', (alignment, offset, to) => {
    expect(scrollFor(target, alignmentOf(alignment), offset)).toBe(to);
  });
});

describe('swiper, text and input', () => {
  it('leaves no empty margin at the ends with snap-to-edge', () => {
    const frame = { itemPx: 50, beforePx: 20, afterPx: 30, vertical: false, circular: false, shown: 1 };
    const first = (offset: number, snapsToEdge: boolean): string | undefined =>
      itemTransforms(3, offset, { ...frame, snapsToEdge })[0];
    expect([first(0, false), first(0, true), first(1, true), first(2, true)]).toEqual([
      'translate(20px, 0) translateZ(0)',
      'translate(0px, 0) translateZ(0)',
      'translate(-30px, 0) translateZ(0)',
      'translate(-50px, 0) translateZ(0)',
    ]);
  });

  it.each([
    [0, '', ''],
    [0, 'visible', ''],
    [2, 'ellipsis', '-webkit-line-clamp:2'],
    [1, 'ellipsis', 'text-overflow:ellipsis'],
    [3, '', 'max-height:3lh'],
    [1, 'fade', 'mask-image'],
  ])('limits text to %i lines with overflow "%s"', (lines, overflow, part) => {
    expect(limitStyle(lines, overflow)).toContain(part);
    if (part === '') expect(limitStyle(lines, overflow)).toBe('');
  });

  it.each([
    ['number', '12', true],
    ['number', '1.2', false],
    ['digit', '1.2', true],
    ['idcard', '1x', true],
    ['idcard', '1y', false],
    ['text', 'y', true],
  ])('a keyboard of type %s can write %s: %s', (type, written, can) => {
    expect(canType(type, written)).toBe(can);
  });
});
