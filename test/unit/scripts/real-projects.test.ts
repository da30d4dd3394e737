import { expect, test } from 'vitest';
import type { RunReport } from '../../../src-main/cli/run/report.ts';
import { markdown, measure } from '../../real-projects/measure.ts';

const PROJECT = { name: 'shop', folder: 'shop', aside: /^ar\//, leastClean: 0.5 } as const;

function page(path: string, opened = true): RunReport['pages'][number] {
  return { path, opened, failure: null, openMs: 10, exceptions: 0 };
}

function exception(
  cause: RunReport['exceptions'][number]['cause'],
  where: string,
): RunReport['exceptions'][number] {
  return { message: 'TypeError: x', stack: '', page: where, cause, location: `${where}.js:1:2` };
}

function report(pages: RunReport['pages'], exceptions: RunReport['exceptions']): RunReport {
  return { pages, exceptions } as unknown as RunReport;
}

test('pages that need what no desktop has are counted apart', () => {
  const result = measure(PROJECT, report([page('a'), page('ar/b', false)], [exception('ferry', 'ar/b')]));
  expect(result).toMatchObject({ pages: 1, opened: 1, aside: 1, ofFerry: [], holds: true });
});

test.each([
  ['a page that did not open', [page('a'), page('b', false)], [], false],
  ["an exception of Ferry's", [page('a'), page('b')], [exception('ferry', 'a')], false],
  ['one of two pages clean', [page('a'), page('b')], [exception('project', 'a')], true],
  ['no page clean', [page('a')], [exception('project', 'a')], false],
  ['only failed requests', [page('a')], [exception('after-failed-request', 'a')], true],
] as const)('%s decides whether a project holds', (_name, pages, exceptions, holds) => {
  expect(measure(PROJECT, report([...pages], [...exceptions])).holds).toBe(holds);
});

test('without a back end every exception must be that of a failed request', () => {
  const shop = { ...PROJECT, leastClean: null };
  expect(measure(shop, report([page('a'), page('b')], [exception('project', 'a')])).holds).toBe(false);
});

test('the list names each exception once, with its place and how often it came', () => {
  const text = markdown([
    measure(PROJECT, report([page('a'), page('b')], [exception('project', 'a'), exception('project', 'a')])),
  ]);
  expect(text).toContain('| shop | 2 | 2 | 0 | 1 (50.0 %) | 10 / 10 ms | yes |');
  expect(text).toContain('- `a`: TypeError: x (a.js:1:2) ×2');
});
