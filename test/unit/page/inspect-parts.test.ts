import { expect, test } from 'vitest';
import {
  compareSpecificity,
  partsOf,
  specificityOf,
} from '../../../src-renderer/page/inspect/specificity.ts';
import { createValueRefs } from '../../../src-renderer/page/inspect/value-refs.ts';

test.each([
  ['.title', [0, 1, 0]],
  ['wx-view.title > .big', [0, 2, 1]],
  [':is(#_, [id$="--top"]) .a', [1, 1, 0]],
  ['.a:not(.b, #c)::before', [1, 1, 1]],
  [':where(.a, #b) wx-text:first-child', [0, 1, 1]],
  ['.a:nth-child(2n + 1 of .b, #c)', [1, 2, 0]],
  ['.sm\\:hidden[title="a.b#c, d"]:after', [0, 2, 1]],
  ['wx-view, #a, .b', [1, 0, 0]],
  ['* + *', [0, 0, 0]],
] as const)('%s counts as CSS counts it', (selector, expected) => {
  expect(specificityOf(selector)).toEqual(expected);
});

test('selectors and declarations are parted where no quotes and no brackets stand around', () => {
  expect(partsOf('.a:is(.b, .c), [title="x, y"], d', ',')).toEqual(['.a:is(.b, .c)', '[title="x, y"]', 'd']);
  expect(partsOf('background: url("data:a;b"); color: red;', ';')).toEqual([
    'background: url("data:a;b")',
    'color: red',
  ]);
  expect(partsOf('(((never closed, "', ',')).toEqual(['(((never closed, "']);
});

test('one id is more than any number of classes', () => {
  expect(compareSpecificity([1, 0, 0], [0, 99, 99])).toBeGreaterThan(0);
  expect(compareSpecificity([0, 1, 1], [0, 1, 1])).toBe(0);
});

test('an object keeps its number while it is kept, and the oldest go', () => {
  const refs = createValueRefs();
  const first = {};
  const number = refs.keep(first);
  expect(refs.keep(first)).toBe(number);
  expect(refs.find(number)).toBe(first);
  for (let count = 0; count < 2000; count += 1) refs.keep({});
  expect(refs.find(number)).toBeNull();
  expect(refs.find(refs.keep(first))).toBe(first);
});
