/** `resolveAlias` of app.json: what a reference begins with, and what stands in its place. Longest first. */
export type PathAliases = readonly PathAlias[];

export interface PathAlias {
  readonly from: string;
  readonly to: string;
  /** False where the alias names one path and not all that begin with it (written without `*`). */
  readonly isPrefix: boolean;
}

/** Reads `resolveAlias` (`{"@utils/*": "utils/*"}`); entries that are no texts are left out. */
export function pathAliases(written: unknown): PathAliases {
  if (typeof written !== 'object' || written === null) return [];
  return Object.entries(written)
    .flatMap(([from, to]: [string, unknown]) => {
      if (typeof to !== 'string' || from === '') return [];
      const isPrefix = from.endsWith('*');
      const target = to.startsWith('/') ? to : `/${to}`;
      return [{ from: isPrefix ? from.slice(0, -1) : from, to: target.replace(/\*$/, ''), isPrefix }];
    })
    .sort((a, b) => b.from.length - a.from.length);
}

/** A reference with its alias replaced by a path from the root; as written where none fits. */
export function withoutAlias(reference: string, aliases: PathAliases): string {
  const alias = aliases.find(({ from, isPrefix }) =>
    isPrefix ? reference.startsWith(from) : reference === from,
  );
  return alias ? alias.to + reference.slice(alias.from.length) : reference;
}

/**
 * Ids of the modules that a `require` may mean, best first: beside the module, else in `miniprogram_npm` there or
 * above, else from the root.
 * @param from id of the module that asks
 */
export function moduleCandidates(from: string, reference: string, aliases: PathAliases = []): string[] {
  const written = withoutAlias(reference, aliases);
  const folders = from.split('/').slice(0, -1);
  const paths = [written.startsWith('/') ? joined([], written) : joined(folders, written)];
  if (!/^[./]/.test(written)) {
    for (let depth = folders.length; depth >= 0; depth--)
      paths.push(joined([...folders.slice(0, depth), 'miniprogram_npm'], written));
    paths.push(joined([], written));
  }
  return paths.flatMap((path) => [
    ...(path.endsWith('.json') ? [path] : []),
    path.replace(/\.ts$/, '.js'),
    `${path}.js`,
    `${path}/index.js`,
  ]);
}

/** `a/./b/../c` as `a/c`; steps above the root are dropped. */
function joined(folders: readonly string[], written: string): string {
  const out = [...folders];
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
}
