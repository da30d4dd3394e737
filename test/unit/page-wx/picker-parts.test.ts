import { describe, expect, it } from 'vitest';
import { extensionOfName, isWanted, kindOfName, type PickedKind } from '#contract/pickers';
import { scaledSize } from '../../../src-renderer/page/media/compress-image.ts';
import { timeText } from '../../../src-renderer/page/media/test-card.ts';
import { canToggle, type Selection, toggled } from '../../../src-renderer/page/overlays/picker-selection.ts';
import { clockText, sizeText } from '../../../src-renderer/page/overlays/picker-tiles.ts';

describe('what a name says', () => {
  it.each<[string, string, PickedKind]>([
    ['a.JPG', 'jpg', 'image'],
    ['b.heic', 'heic', 'image'],
    ['c.MoV', 'mov', 'video'],
    ['d.tar.gz', 'gz', 'file'],
    ['drawing.svg', 'svg', 'file'],
    ['.png', '', 'file'],
    ['none', '', 'file'],
    ['dot.', '', 'file'],
  ])('%s is of extension "%s" and kind %s', (name, extension, kind) => {
    expect([extensionOfName(name), kindOfName(name)]).toEqual([extension, kind]);
  });

  it('must fit both kinds and extensions', () => {
    expect(isWanted('A.PDF', { kinds: ['file'], extensions: ['pdf'] })).toBe(true);
    expect(isWanted('a.png', { kinds: ['file'], extensions: ['png'] })).toBe(false);
    expect(isWanted('a.txt', { kinds: ['file'], extensions: ['pdf'] })).toBe(false);
    expect(isWanted('a.txt', { kinds: ['file'], extensions: [] })).toBe(true);
  });
});

describe('a selection', () => {
  const picture = { id: 'p', kind: 'image' } as const;
  const other = { id: 'q', kind: 'image' } as const;
  const video = { id: 'v', kind: 'video' } as const;
  const two = { count: 2, mixed: false };
  const ids = (selection: Selection): string[] => selection.map(({ id }) => id);

  it('keeps the order of the taps, and loses what is tapped again', () => {
    const both = toggled(toggled([], other, two), picture, two);
    expect(ids(both)).toEqual(['q', 'p']);
    expect(ids(toggled(both, other, two))).toEqual(['p']);
  });

  it('takes no more than its count', () => {
    const full = [picture, other];
    expect(canToggle(full, { id: 'r', kind: 'image' }, two)).toBe(false);
    expect(ids(toggled(full, { id: 'r', kind: 'image' }, two))).toEqual(['p', 'q']);
  });

  it('of one changes its mind, whatever the kind', () => {
    expect(ids(toggled([picture], video, { count: 1, mixed: false }))).toEqual(['v']);
  });

  it('mixes kinds only where it may', () => {
    expect(canToggle([picture], video, two)).toBe(false);
    expect(canToggle([picture], video, { count: 2, mixed: true })).toBe(true);
  });

  it('of none takes nothing', () => {
    expect(canToggle([], picture, { count: 0, mixed: true })).toBe(false);
  });
});

describe('the size of a compressed picture', () => {
  const source = { width: 1600, height: 1200 };
  it.each<[object, number, number]>([
    [{}, 1600, 1200],
    [{ maxSidePx: 1280 }, 1280, 960],
    [{ maxSidePx: 2000 }, 1600, 1200],
    [{ width: 400 }, 400, 300],
    [{ height: 300 }, 400, 300],
    [{ width: 400, height: 400, maxSidePx: 10 }, 400, 400],
    [{ maxSidePx: 0.1 }, 1, 1],
  ])('%j', (wishes, width, height) => {
    expect(scaledSize(source, { quality: 80, ...wishes })).toEqual({ width, height });
  });
});

it('lengths, sizes and times read well', () => {
  expect([0, 5, 59.6, 61, 3600].map(clockText)).toEqual(['0:00', '0:05', '1:00', '1:01', '60:00']);
  expect([0, 154, 999, 1000, 3684, 64_365, 224_044, 2_500_000, 3e9].map(sizeText)).toEqual([
    ...['0 B', '154 B', '999 B', '1.0 kB', '3.7 kB', '64 kB', '224 kB', '2.5 MB', '3.0 GB'],
  ]);
  expect(timeText(new Date(2026, 10, 2, 4, 3, 7, 560))).toBe('2026-11-02 04:03:07.5');
});
