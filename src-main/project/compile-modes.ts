import { objectFrom } from './json.ts';
import { normalizePath } from './paths.ts';
import type { ConfigFile } from './project-config.ts';

/**
 * The query each page is opened with by the project's own compile modes (`condition.miniprogram.list` of the two
 * project configs), by route; the first mode of a page counts, the private config's modes before the public ones.
 * Many pages need theirs: an order page without an order's number shows nothing.
 */
export function queriesOfCompileModes(configFiles: readonly ConfigFile[]): ReadonlyMap<string, string> {
  const queries = new Map<string, string>();
  for (const { values } of configFiles.toReversed()) {
    const list = objectFrom(objectFrom(values['condition'])?.['miniprogram'])?.['list'];
    for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
      const mode = objectFrom(item);
      const page = mode?.['pathName'];
      const query = mode?.['query'];
      if (typeof page !== 'string' || typeof query !== 'string' || query === '') continue;
      const route = normalizePath(page);
      if (!queries.has(route)) queries.set(route, query);
    }
  }
  return queries;
}
