import { expect, test } from 'vitest';
import { queriesOfCompileModes } from '../../../src-main/project/compile-modes.ts';

function config(
  file: string,
  list: unknown,
): { file: string; text: string; values: Record<string, unknown> } {
  return { file, text: '', values: { condition: { miniprogram: { list } } } };
}

test('a page has the query of its first compile mode, the private config before the public one', () => {
  const queries = queriesOfCompileModes([
    config('project.config.json', [
      { name: 'one', pathName: 'pages/order/index', query: 'no=1' },
      { name: 'two', pathName: '/pages/order/index', query: 'no=2' },
      { name: 'three', pathName: 'pages/goods/index', query: 'id=3' },
    ]),
    config('project.private.config.json', [{ name: 'mine', pathName: 'pages/goods/index', query: 'id=4' }]),
  ]);
  expect([...queries]).toEqual([
    ['pages/goods/index', 'id=4'],
    ['pages/order/index', 'no=1'],
  ]);
});

test.each([
  ['no list', undefined],
  ['a list that is none', 'x'],
  ['modes without a page or a query', [{ query: 'a=1' }, { pathName: 'pages/a/a' }, 7, null]],
])('%s gives no query', (_name, list) => {
  expect(queriesOfCompileModes([config('project.config.json', list)]).size).toBe(0);
});
