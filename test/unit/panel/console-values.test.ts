import { expect, test } from 'vitest';
import type { ValueView } from '#contract/value-view';
import {
  foldGroups,
  groupRepeats,
  mergeConsole,
  sinceClear,
  withEarlierRuns,
} from '../../../src-renderer/panel/console/console-lines.ts';
import { piecesOf, safeStyle } from '../../../src-renderer/panel/console/format-values.ts';
import {
  asPart,
  changedPaths,
  plainFrom,
  textOf,
  viewShape,
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

const lineOf = (
  id: number,
  more: { readonly depth?: number; readonly form?: 'group' | 'collapsed-group' | 'clear' } = {},
) => ({
  ...{ id, atEpochMs: id * 10, level: 'log' as const, text: `line ${String(id)}`, page: 'a' },
  ...more,
});

test('a closed group hides what is in it and nothing after it', () => {
  const lines = mergeConsole(
    [],
    [
      lineOf(1, { form: 'group' }),
      lineOf(2, { depth: 1, form: 'collapsed-group' }),
      lineOf(3, { depth: 2 }),
      lineOf(4, { depth: 1 }),
      lineOf(5),
    ],
    [],
  );
  const keys = (toggled: readonly string[]): readonly string[] =>
    foldGroups(groupRepeats(lines, true), new Set(toggled)).map(({ line }) => line.key);
  expect(keys([])).toEqual(['log 1', 'log 2', 'log 4', 'log 5']);
  expect(keys(['log 2'])).toEqual(['log 1', 'log 2', 'log 3', 'log 4', 'log 5']);
  expect(keys(['log 1'])).toEqual(['log 1', 'log 5']);
});

test('lines of an earlier run and before a clear can be left out; findings of the compiler hold', () => {
  const finding = { severity: 'error', file: 'a', line: 1, column: 1, message: 'm', codeFrame: '' } as const;
  const lines = mergeConsole([finding], [lineOf(1), lineOf(2), lineOf(3, { form: 'clear' }), lineOf(4)], []);
  const kinds = (shown: ReturnType<typeof sinceClear>): readonly string[] => shown.map(({ key }) => key);
  expect(kinds(sinceClear(lines))).toEqual(['diagnostic 0', 'log 3', 'log 4']);
  const run = { endedAtEpochMs: 5, console: [lineOf(1)], exceptions: [] };
  const all = withEarlierRuns(lines, [run]);
  expect(kinds(all)).toEqual(['diagnostic 0', 'run 5 log 1', 'run 5', 'log 1', 'log 2', 'log 3', 'log 4']);
  expect(kinds(sinceClear(all))).toEqual(['diagnostic 0', 'log 3', 'log 4']);
  expect(kinds(sinceClear(withEarlierRuns(lines.slice(0, 2), [run])))).toEqual(['diagnostic 0', 'log 1']);
});

test('what a picture leaves out stands in parts of a thousand, the same each time, and what comes for one stands in it', () => {
  const list: ValueView = {
    kind: 'array',
    text: 'Array',
    length: 2502,
    entries: [
      ['0', number(0)],
      ['1', number(1)],
    ],
    more: { ref: 7, from: 2 },
  };
  const entries = viewShape(list).entries?.() ?? [];
  expect(entries.map(([name]) => name)).toEqual(['0', '1', '2 … 1001', '1002 … 2001', '2002 … 2501']);
  expect(viewShape(list).entries?.()[3]?.[1]).toBe(entries[3]?.[1]);
  const part = entries[4]?.[1] as ValueView;
  expect(viewShape(part).partFrom).toBe(2002);
  const came: ValueView = {
    ...list,
    entries: [
      ['2002', number(5)],
      ['2003', number(6)],
    ],
  };
  const shown = viewShape(asPart(part, came));
  expect([shown.partFrom, shown.isList]).toEqual([2002, true]);
  expect(shown.entries?.().map(([name]) => name)).toEqual(['2002', '2003']);
  expect(viewsFromJson('[{"kind":"cut","text":"","length":0,"more":{"ref":-1,"from":0}}]')).toBeNull();
  expect(viewsFromJson('[{"kind":"cut","text":"","length":0,"more":null}]')).toBeNull();
});
