import { describe, expect, it } from 'vitest';
import { judgeSpecIds } from '../../../scripts/spec-ids/judge.ts';

const judged = (list: string, table: string): readonly string[] =>
  judgeSpecIds([{ name: 'list.json', text: list }], [{ name: 'table.test.ts', text: table }]).complaints;

const LIST = '{ "4.option.url": "§4: a string, required" }';

describe('the ids of the specification', () => {
  it('are well when each stands in a row', () => {
    expect(judged(LIST, "const ROWS = [{ ids: ['4.option.url'], says: 'x' }];")).toEqual([]);
  });

  it.each([
    ['a comment', "// ids: ['4.option.url']\n/* { ids: ['4.option.url'] } */"],
    ['the name of a test', "it('4.option.url', run); it(\"ids: ['4.option.url']\", run);"],
    ['another property', "const row = { says: '4.option.url', also: ['4.option.url'] };"],
  ])('do not count in %s', (_where, table) => {
    expect(judged(LIST, table)).toEqual(['list.json: 4.option.url has no row in any table']);
  });

  it.each([
    [
      'a row names one that the list lacks',
      "[{ ids: ['4.option.url', '4.option.uri'] }]",
      '4.option.uri is in no list of ids',
    ],
    ['a row names none', "[{ ids: ['4.option.url'] }, { ids: [] }]", 'a row without an id'],
    ['an id is put together', "[{ ids: ['4.option.url', `4.${x}`] }]", 'an id has to be a text, written out'],
    [
      'the ids are elsewhere',
      "[{ ids: ['4.option.url'] }, { ids: IDS }]",
      'ids has to be a list, written out',
    ],
    ['a test is skipped', "it.skip.each([{ ids: ['4.option.url'] }])('x', run)", 'it.skip leaves rows out'],
    [
      'a group is skipped',
      "describe.skip('x', () => rows([{ ids: ['4.option.url'] }]))",
      'describe.skip leaves rows out',
    ],
    ['a test runs alone', "it.only('x', run); [{ ids: ['4.option.url'] }]", 'it.only leaves rows out'],
  ])('are complained of when %s', (_what, table, complaint) => {
    expect(judged(LIST, table)).toEqual([expect.stringContaining(complaint)]);
  });

  it('are complained of in the list too, where one stands twice or is none', () => {
    const list = '{ "4.a": "x", "4.a": "y", "timeout": "z" }';
    expect(judged(list, "[{ ids: ['4.a', 'timeout'] }]")).toEqual([
      'list.json: 4.a stands there twice',
      'list.json: timeout is no id; write <section>.<what>',
    ]);
  });
});
