import { expect, test } from 'vitest';
import type { MatchedRule } from '#contract/panel-inspect';
import type { ValueView } from '#contract/value-view';
import type { PanelCaller } from '../../../src-renderer/lib/bridge.ts';
import { tableOf } from '../../../src-renderer/panel/console/console-table.ts';
import { ConsoleEvaluator } from '../../../src-renderer/panel/console/evaluator.svelte.ts';
import { pieceOfStack } from '../../../src-renderer/panel/console/stack-pieces.ts';
import { createSheetPlaces } from '../../../src-renderer/panel/page/sheet-places.ts';
import { importedFile, partsOfSheet, plainSelector } from '../../../src-renderer/panel/page/sheet-source.ts';
import { TreeSearch } from '../../../src-renderer/panel/page/tree-search.svelte.ts';
import { inPieces, shownLine } from '../../../src-renderer/ui/code/pieces.ts';

const SHEETS: Readonly<Record<string, string>> = {
  'pages/a/a.wxss': `@import "../../common";
/* .ghost { color: red } */
.title , .item{ color: red; content: "}" }

@media (min-width: 300px) {
  .title::after { color: blue }
}
@keyframes spin { from { top: 0 } to { top: 1px } }
.title:before{ }
.title, .item { margin: 0 }
`,
  'common.wxss': `.common { color: green }\n@import '/pages/a/a.wxss';\n`,
};

const rule = (selector: string, nth = 0): MatchedRule => ({
  ...{ selector, nth, source: 'pages/a/a.wxss', condition: '', specificity: [0, 1, 0] },
  ...{ inheritedFrom: '', declarations: [] },
});

test('rules are found in the source: in groups, behind imports, and the second of two that look the same', async () => {
  let reads = 0;
  const places = createSheetPlaces((file) => {
    reads += 1;
    return Promise.resolve(SHEETS[file] ?? null);
  });
  const found = await places.of([
    rule('.common'),
    rule('.title, .item'),
    rule('.title, .item', 1),
    rule('.title::after'),
    rule('.title::before'),
    rule('.ghost'),
    rule('from'),
  ]);
  expect(found.map((place) => place && `${place.file}:${String(place.line)}`)).toEqual([
    'common.wxss:1',
    'pages/a/a.wxss:3',
    'pages/a/a.wxss:10',
    'pages/a/a.wxss:6',
    'pages/a/a.wxss:9',
    null,
    null,
  ]);
  expect(reads).toBe(2);
});

test('a sheet that is cut off anywhere is read as far as it goes', () => {
  const text = SHEETS['pages/a/a.wxss'] ?? '';
  for (let end = 0; end < text.length; end += 1) partsOfSheet(text.slice(0, end));
  expect(partsOfSheet('.a { } } .b {')).toEqual([
    { kind: 'rule', selector: '.a', line: 1 },
    { kind: 'rule', selector: '.b', line: 1 },
  ]);
  expect(plainSelector("a  >b:not( .c )[ x = 'y' ]:after")).toBe('a>b:not(.c)[x="y"]::after');
  expect(importedFile('pages/a/a.wxss', './x/../y')).toBe('pages/a/y.wxss');
});

test('places of the project are links, and nothing else that looks like one', () => {
  const links = (text: string): readonly string[] =>
    pieceOfStack(text)
      .filter(({ isPlace }) => isPlace)
      .map(({ text: place }) => place);
  expect(links('Error: x\n    at f (pages/index/index.js:12:5)\n    at app.js:3')).toEqual([
    'pages/index/index.js:12:5',
    'app.js:3',
  ]);
  expect(links('runtime/page.js:8:3 https://evil.example/a.js:1:2 ../../a.js:1:1 12:30')).toEqual([]);
  const text = 'a b.js:1:2 c';
  expect(
    pieceOfStack(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

const leaf = (text: string): ValueView => ({ kind: 'number', text, length: 0 });
const object = (
  entries: readonly (readonly [string, ValueView])[],
  kind: 'object' | 'array' = 'object',
): ValueView => ({
  kind,
  text: kind === 'array' ? 'Array' : 'Object',
  length: entries.length,
  entries,
});

test('a table has a column for every key, and one for what has no keys', () => {
  const rows = object(
    [
      ['0', object([['a', leaf('1')]])],
      ['1', object([['b', leaf('2')]])],
      ['2', leaf('3')],
    ],
    'array',
  );
  const table = tableOf([{ ...rows, length: 5 }]);
  expect(table.columns).toEqual(['a', 'b']);
  expect(table.hasValues).toBe(true);
  expect(table.rows.map(({ cells, value }) => [...cells, value].map((cell) => cell?.text ?? '-'))).toEqual([
    ['1', '-', '-'],
    ['-', '2', '-'],
    ['-', '-', '3'],
  ]);
  expect(table.left).toBe(2);
  const wanted = object([['0', { kind: 'string', text: 'b', length: 1 }]], 'array');
  expect(tableOf([rows, wanted]).columns).toEqual(['b']);
});

/** A way to main that answers when it is told to. */
function slowCaller(): {
  readonly caller: PanelCaller;
  readonly answers: ((names: readonly string[]) => void)[];
} {
  const answers: ((names: readonly string[]) => void)[] = [];
  const call = (): Promise<unknown> =>
    new Promise((resolve) => {
      answers.push((names) => {
        resolve({ names });
      });
    });
  return {
    caller: { call, listen: () => () => undefined, pathOf: () => '' } as unknown as PanelCaller,
    answers,
  };
}

test('a completion that came for fewer letters never takes the place of what was typed since', async () => {
  const { caller, answers } = slowCaller();
  const evaluator = new ConsoleEvaluator(caller);
  const type = (code: string): Promise<void> => {
    evaluator.code = code;
    return evaluator.complete(code.length);
  };
  const first = type('wx.s');
  answers[0]?.(['setStorage', 'setStorageSync']);
  await first;
  const later = type('wx.setStorageS');
  expect(evaluator.completions.map(({ name }) => name)).toEqual(['setStorageSync']);
  await later;
  expect(answers).toHaveLength(1);
  const other = type('wx.setStorageSync; getA');
  expect(evaluator.completions).toEqual([]);
  expect(evaluator.take(23)).toBeNull();
  answers[1]?.(['getApp']);
  await other;
  expect(evaluator.take(23)).toBe('wx.setStorageSync; getApp'.length);
  expect(evaluator.code).toBe('wx.setStorageSync; getApp');
});

test('a search goes on from the node it was at, whatever was found anew', async () => {
  let ids = [10, 20, 30];
  const shown: number[] = [];
  const search = new TreeSearch({
    find: () => Promise.resolve({ ids, count: ids.length }),
    show: (id) => shown.push(id),
  });
  search.words = 'x';
  await search.step(1);
  await search.step(1);
  ids = [5, 10, 20, 30];
  await search.step(1);
  await search.step(1);
  await search.step(-1);
  expect(shown).toEqual([10, 20, 30, 5, 30]);
  expect(search.position).toBe(4);
  search.words = ' ';
  await search.run();
  expect(search.count).toBeNull();
});

test('lines keep their numbers when one before them is shown in pieces', () => {
  const laid = inPieces(`short\n${'x'.repeat(25_000)}\nlast`);
  expect(laid.lines?.filter((line) => line > 0)).toEqual([1, 2, 3]);
  expect(shownLine(laid, 3)).toBe(laid.lines?.length);
  expect(laid.text.replaceAll('\n', '')).toBe(`short${'x'.repeat(25_000)}last`);
  expect(inPieces('a\nb')).toEqual({ text: 'a\nb', lines: null });
  expect(shownLine(inPieces('a\nb'), 2)).toBe(2);
});
