import { describe, expect, test } from 'vitest';
import { linesOf, type LineOptions } from '../../../src-renderer/panel/transfers/list/list-lines.ts';

function lines(changes: Partial<LineOptions>): ReturnType<typeof linesOf> {
  return linesOf({
    count: 10,
    groups: [],
    closed: new Set(),
    dividerAt: 0,
    isEarlierAbove: true,
    ...changes,
  });
}

describe('the lines of a list', () => {
  test('without heads a line is a row', () => {
    const plain = lines({});
    expect(plain.count).toBe(10);
    expect(plain.at(9)).toEqual({ kind: 'row', place: 9 });
    expect(plain.at(10)).toBeUndefined();
    expect(plain.at(-1)).toBeUndefined();
  });

  test('the divider takes a line of its own, and rows below it move down by one', () => {
    const divided = lines({ dividerAt: 4 });
    expect(divided.count).toBe(11);
    expect(divided.at(3)).toEqual({ kind: 'row', place: 3 });
    expect(divided.at(4)).toEqual({ kind: 'divider', isEarlierAbove: true });
    expect(divided.at(5)).toEqual({ kind: 'row', place: 4 });
    expect([3, 4, 9].map(divided.lineOf)).toEqual([3, 5, 10]);
    expect([4, 5].map(divided.placeNear)).toEqual([4, 4]);
  });

  test('where all rows are of earlier launches the divider stands at the end', () => {
    const all = lines({ dividerAt: 10 });
    expect(all.at(10)).toEqual({ kind: 'divider', isEarlierAbove: true });
    expect(all.lineOf(9)).toBe(9);
    expect(lines({ dividerAt: 10, isEarlierAbove: false }).count).toBe(10);
  });

  test('a closed group is one line, and its rows are found there', () => {
    const groups = [
      { page: 'a', from: 0, count: 3 },
      { page: 'b', from: 3, count: 5 },
      { page: 'c', from: 8, count: 2 },
    ];
    const grouped = lines({ groups, closed: new Set(['b']) });
    expect(grouped.count).toBe(8);
    expect(grouped.at(4)).toMatchObject({ kind: 'group', isOpen: false, group: { page: 'b' } });
    expect(grouped.at(5)).toMatchObject({ kind: 'group', isOpen: true, group: { page: 'c' } });
    expect(grouped.at(6)).toEqual({ kind: 'row', place: 8 });
    expect([2, 3, 7, 8].map(grouped.lineOf)).toEqual([3, 4, 4, 6]);
  });

  test('nothing has no lines', () => {
    const none = lines({ count: 0 });
    expect([none.count, none.placeNear(3), none.lineOf(0)]).toEqual([0, 0, 0]);
  });
});
