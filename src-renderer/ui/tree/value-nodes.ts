import type { TreeSource } from './tree-rows.ts';
import type { ValueShape } from './value-shape.ts';

export type ValuePath = readonly (string | number)[];

/** A value in a tree of values. */
export interface ValueNode {
  readonly name: string;
  readonly path: ValuePath;
  readonly key: string;
  readonly value: unknown;
  readonly shape: ValueShape;
}

/** Values looked at for one search. */
const MOST_SEARCHED = 200_000;
const MOST_FOUND = 5000;

export function rootNode(name: string, value: unknown, shape: (value: unknown) => ValueShape): ValueNode {
  return { name, path: [], key: '$', value, shape: shape(value) };
}

/** The nodes below one. */
export function nodesBelow(node: ValueNode, shape: (value: unknown) => ValueShape): readonly ValueNode[] {
  const entries = node.shape.entries?.() ?? [];
  const { isList, partFrom = 0 } = node.shape;
  return entries.map(([name, value], index) => {
    const own = shape(value);
    const step = isList ? partFrom + index : name;
    return {
      name,
      path: own.partFrom === undefined ? [...node.path, step] : node.path,
      key: `${node.key}/${String(index)}:${name}`,
      value,
      shape: own,
    };
  });
}

/** How a tree of values is read. With `kept`, only those nodes are there: what a search found, and the way to it. */
export function valueSource(
  shape: (value: unknown) => ValueShape,
  kept: ReadonlySet<string> | null,
): TreeSource<ValueNode> {
  return {
    keyOf: ({ key }) => key,
    canOpen: (node) => node.shape.entries !== null,
    childrenOf(node) {
      const all = nodesBelow(node, shape);
      return kept ? all.filter(({ key }) => kept.has(key)) : all;
    },
    textOf: ({ name }) => name,
  };
}

/** Keys of the nodes whose name or text holds these words, in any case, with all that lie above them. */
export function findNodes(
  root: ValueNode,
  shape: (value: unknown) => ValueShape,
  words: string,
): ReadonlySet<string> {
  const wanted = words.toLowerCase();
  const kept = new Set<string>();
  const pending: { readonly node: ValueNode; readonly above: readonly string[] }[] = [
    { node: root, above: [] },
  ];
  let seen = 0;
  let found = 0;
  for (let next = pending.pop(); next && seen < MOST_SEARCHED && found < MOST_FOUND; next = pending.pop()) {
    const { node, above } = next;
    seen += 1;
    const isLeaf = node.shape.entries === null;
    if (
      node.name.toLowerCase().includes(wanted) ||
      (isLeaf && node.shape.text.toLowerCase().includes(wanted))
    ) {
      found += 1;
      for (const key of above) kept.add(key);
      kept.add(node.key);
    }
    if (isLeaf) continue;
    const here = [...above, node.key];
    for (const child of nodesBelow(node, shape)) pending.push({ node: child, above: here });
  }
  return kept;
}

/** A path as JavaScript and `setData` write it: `list[0].name`, `["odd key"].x`. */
export function pathText(path: ValuePath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${String(part)}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}
