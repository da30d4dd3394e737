import type { Node } from 'acorn';

/**
 * Visits a syntax tree from its root, parents before children, in the order of the source. Bundled code can be
 * nested deeper than a stack of calls.
 *
 * @param enter `'skip'` leaves out what lies below the node
 */
export function visit(root: Node, enter: (node: Node, parent: Node | null) => 'skip' | undefined): void {
  const waiting: { node: Node; parent: Node | null }[] = [{ node: root, parent: null }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent } = next;
    if (enter(node, parent) === 'skip') continue;
    for (const child of childrenOf(node).reverse()) waiting.push({ node: child, parent: node });
  }
}

function childrenOf(node: Node): Node[] {
  return (Object.values(node) as unknown[]).flatMap((value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isNode),
  );
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** A call such as `require('./a.wxs')`: its callee's name and its first argument, when that is a string. */
export function literalCall(node: Node): { name: string; value: string; start: number; end: number } | null {
  if (node.type !== 'CallExpression') return null;
  const { callee, arguments: args } = node as Node & {
    callee: Node & { name?: string };
    arguments: Node[];
  };
  const first = args[0] as (Node & { value?: unknown }) | undefined;
  if (callee.type !== 'Identifier' || callee.name === undefined || first?.type !== 'Literal') return null;
  if (typeof first.value !== 'string') return null;
  return { name: callee.name, value: first.value, start: first.start, end: first.end };
}
