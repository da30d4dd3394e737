import { expect, test } from 'vitest';
import type { ValueView } from '#contract/value-view';
import { groupRepeats, mergeConsole } from '../../../src-renderer/panel/console/console-lines.ts';
import { piecesOf, safeStyle } from '../../../src-renderer/panel/console/format-values.ts';
import {
  changedPaths,
  plainFrom,
  textOf,
  viewsFromJson,
} from '../../../src-renderer/panel/values/value-views.ts';

const text = (value: string): ValueView => ({ kind: 'string', text: value, length: value.length });
const number = (value: number): ValueView => ({ kind: 'number', text: String(value), length: 0 });
const object = (entries: Readonly<Record<string, ValueView>>): ValueView => ({
  kind: 'object',
  text: 'Object',
  length: Object.keys(entries).length,
  entries: Object.entries(entries),
});

test('directives take the values after them, and what is left over stands at the end', () => {
  const pieces = piecesOf([
    text('%cred%c %s is %d of 100%%, %x'),
    text('color: red'),
    text(''),
    text('a'),
    number(4),
    number(5),
  ]);
  expect(pieces).toEqual([
    { kind: 'text', text: 'red', style: 'color: red' },
    { kind: 'text', text: ' ', style: '' },
    { kind: 'text', text: 'a', style: '' },
    { kind: 'text', text: ' is ', style: '' },
    { kind: 'text', text: '4', style: '' },
    { kind: 'text', text: ' of 100', style: '' },
    { kind: 'text', text: '%', style: '' },
    { kind: 'text', text: ', %x', style: '' },
    { kind: 'value', value: number(5) },
  ]);
});

test('a style changes letters, and neither fetches nor covers anything', () => {
  expect(
    safeStyle('color: #f00; background: url(https://evil.example/x); position: fixed; font-weight: bold'),
  ).toBe('color: #f00; font-weight: bold');
  expect(safeStyle('color: var(--surface); background: image-set("x")')).toBe('');
});

test('what a page sends in place of pictures is no picture', () => {
  expect(viewsFromJson('{')).toBeNull();
  expect(viewsFromJson('[{"kind":"object","text":1,"length":0}]')).toBeNull();
  expect(viewsFromJson('[{"kind":"html","text":"","length":0}]')).toBeNull();
  const deep = `${'{"kind":"object","text":"","length":1,"entries":[["a",'.repeat(60)}null${']]}'.repeat(60)}`;
  expect(viewsFromJson(`[${deep}]`)).toBeNull();
  expect(viewsFromJson(JSON.stringify([number(1)]))).toEqual([number(1)]);
});

test('paths of what differs are those that setData takes', () => {
  const list = (...items: readonly ValueView[]): ValueView => ({
    kind: 'array',
    text: 'Array',
    length: items.length,
    entries: items.map((item, index) => [String(index), item] as const),
  });
  const before = object({ count: number(1), items: list(object({ name: text('a') })) });
  const after = object({ count: number(2), items: list(object({ name: text('b') }), number(3)) });
  expect([...changedPaths(before, after)]).toEqual(['count', 'items[0].name', 'items[1]']);
  expect(changedPaths(null, after).size).toBe(0);
  expect(plainFrom(after)).toEqual({ count: 2, items: [{ name: 'b' }, 3] });
  expect(textOf(after)).toBe('{count: 2, items: Array(2)}');
});

test('repeats stand in one line, in the place of the first', () => {
  const record = (id: number, said: string) => ({
    id,
    atEpochMs: id,
    level: 'log' as const,
    text: said,
    page: 'a',
  });
  const lines = mergeConsole([], [record(1, 'x'), record(2, 'x'), record(3, 'y'), record(4, 'x')], []);
  expect(groupRepeats(lines, true).map(({ line, times }) => [line.key, times])).toEqual([
    ['log 1', 2],
    ['log 3', 1],
    ['log 4', 1],
  ]);
  expect(groupRepeats(lines, false)).toHaveLength(4);
});
