import { expect, test } from 'vitest';
import { KeyedList } from '../../../src-renderer/panel/app/keyed-list.ts';

test('a later item replaces the earlier one in its place', () => {
  const list = new KeyedList<{ readonly id: string; readonly round: number }>();
  expect(list.put({ id: 'a', round: 1 })).toBeNull();
  expect(list.put({ id: 'b', round: 1 })).toBeNull();
  expect(list.put({ id: 'a', round: 2 })).toEqual({ id: 'a', round: 1 });
  expect(list.items).toEqual([
    { id: 'a', round: 2 },
    { id: 'b', round: 1 },
  ]);
  expect([list.find('a')?.round, list.find('c')]).toEqual([2, null]);
});

test('a cleared list starts anew', () => {
  const list = new KeyedList<{ readonly id: string }>();
  list.put({ id: 'a' });
  list.clear();
  expect([list.items.length, list.find('a'), list.put({ id: 'a' })]).toEqual([0, null, null]);
});
