import { expect, test } from 'vitest';
import { keysBelow, rowByText, rowsOf, type TreeSource } from '../../../src-renderer/ui/tree/tree-rows.ts';
import { findNodes, pathText, rootNode, valueSource } from '../../../src-renderer/ui/tree/value-nodes.ts';
import { jsonShape } from '../../../src-renderer/ui/tree/value-shape.ts';

interface Node {
  readonly name: string;
  readonly below?: readonly Node[];
}

const SOURCE: TreeSource<Node> = {
  keyOf: ({ name }) => name,
  childrenOf: ({ below = [] }) => below,
  canOpen: ({ below }) => below !== undefined,
  textOf: ({ name }) => name,
};
const ROOT: Node = {
  name: 'root',
  below: [{ name: 'apple', below: [{ name: 'core' }] }, { name: 'avocado' }],
};

test('only what is open has rows below it, each with its place among its siblings', () => {
  const rows = rowsOf([ROOT], SOURCE, (key) => key === 'root');
  expect(
    rows.map(({ key, depth, parent, position, siblings }) => [key, depth, parent, position, siblings]),
  ).toEqual([
    ['root', 0, -1, 1, 1],
    ['apple', 1, 0, 1, 2],
    ['avocado', 1, 0, 2, 2],
  ]);
});

test('a tree as deep as a call stack and as wide as a list is laid out', () => {
  let deep: Node = { name: 'end' };
  for (let depth = 0; depth < 20_000; depth += 1) deep = { name: String(depth), below: [deep] };
  expect(rowsOf([deep], SOURCE, () => true)).toHaveLength(20_001);
  const wide: Node = {
    name: 'wide',
    below: Array.from({ length: 100_000 }, (_, index) => ({ name: `n${String(index)}` })),
  };
  expect(rowsOf([wide], SOURCE, () => true)).toHaveLength(100_001);
});

test('typed letters go on to the next row that begins with them, and around', () => {
  const rows = rowsOf([ROOT], SOURCE, () => true);
  expect(rowByText(rows, SOURCE.textOf, 'a', 0)).toBe(1);
  expect(rowByText(rows, SOURCE.textOf, 'a', 1)).toBe(3);
  expect(rowByText(rows, SOURCE.textOf, 'A', 3)).toBe(1);
  expect(rowByText(rows, SOURCE.textOf, 'av', 1)).toBe(3);
  expect(rowByText(rows, SOURCE.textOf, 'z', 0)).toBe(-1);
  expect(keysBelow(ROOT, SOURCE, 10)).toEqual(['root', 'apple']);
});

test('a search keeps what it finds and the way to it', () => {
  const root = rootNode('data', { list: [{ name: 'Boat' }, { name: 'car' }], other: 1 }, jsonShape);
  const kept = findNodes(root, jsonShape, 'boat');
  const rows = rowsOf([root], valueSource(jsonShape, kept), (key) => kept.has(key));
  expect(rows.map(({ node }) => pathText(node.path))).toEqual(['', 'list', 'list[0]', 'list[0].name']);
  expect(pathText(['a b', 0, 'c'])).toBe('["a b"][0].c');
});
