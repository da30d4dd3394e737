/** How a tree is read; nothing is asked of a node that is not in sight. */
export interface TreeSource<T> {
  /** Unique in the tree, and the same for the same node from one reading to the next. */
  readonly keyOf: (node: T) => string;
  /** Asked only of open nodes; empty while they are not known yet. */
  readonly childrenOf: (node: T) => readonly T[];
  readonly canOpen: (node: T) => boolean;
  /** What type-ahead compares. */
  readonly textOf: (node: T) => string;
}

/** One line of a tree as it stands on the screen. */
export interface TreeRow<T> {
  readonly node: T;
  readonly key: string;
  /** 0 for roots. */
  readonly depth: number;
  /** Place of the parent's row; -1 for roots. */
  readonly parent: number;
  /** Counted from 1 among its siblings. */
  readonly position: number;
  readonly siblings: number;
  readonly canOpen: boolean;
  readonly isOpen: boolean;
}

/** The lines of a tree with these nodes open, from top to bottom. */
export function rowsOf<T>(
  roots: readonly T[],
  source: TreeSource<T>,
  isOpen: (key: string) => boolean,
): readonly TreeRow<T>[] {
  const rows: TreeRow<T>[] = [];
  // A stack of its own: a deep tree must not end in a call stack that is too deep.
  const pending: {
    readonly nodes: readonly T[];
    next: number;
    readonly depth: number;
    readonly parent: number;
  }[] = [{ nodes: roots, next: 0, depth: 0, parent: -1 }];
  for (let level = pending.at(-1); level; level = pending.at(-1)) {
    const node = level.nodes[level.next];
    if (node === undefined) {
      pending.pop();
      continue;
    }
    level.next += 1;
    const key = source.keyOf(node);
    const canOpen = source.canOpen(node);
    const isNodeOpen = canOpen && isOpen(key);
    const { depth, parent } = level;
    rows.push({
      node,
      key,
      depth,
      parent,
      position: level.next,
      siblings: level.nodes.length,
      canOpen,
      isOpen: isNodeOpen,
    });
    if (isNodeOpen) {
      pending.push({ nodes: source.childrenOf(node), next: 0, depth: depth + 1, parent: rows.length - 1 });
    }
  }
  return rows;
}

/** Keys of a node and of all that can be opened below it, as many as `most`. */
export function keysBelow<T>(node: T, source: TreeSource<T>, most: number): readonly string[] {
  const keys: string[] = [];
  const pending: T[] = [node];
  for (let next = pending.pop(); next !== undefined && keys.length < most; next = pending.pop()) {
    if (!source.canOpen(next)) continue;
    keys.push(source.keyOf(next));
    for (const child of source.childrenOf(next)) pending.push(child);
  }
  return keys;
}

/** The row that typed letters lead to, from the one after `from` on and around; -1 when none begins with them. */
export function rowByText<T>(
  rows: readonly TreeRow<T>[],
  textOf: (node: T) => string,
  letters: string,
  from: number,
): number {
  const wanted = letters.toLowerCase();
  // One letter goes on to the next; more of them still mean the same row.
  const first = letters.length > 1 ? Math.max(from, 0) : from + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const index = (first + step) % rows.length;
    const row = rows[index];
    if (row && textOf(row.node).toLowerCase().startsWith(wanted)) return index;
  }
  return -1;
}
