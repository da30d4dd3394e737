import { expect, it } from 'vitest';
import { createExchangeTable } from '../../../src-main/registry/exchange-table.ts';
import { createFileTable } from '../../../src-main/registry/file-table.ts';
import { openRegistry, type Database } from '../../../src-main/registry/open.ts';
import { createStorageTable } from '../../../src-main/registry/storage-table.ts';

/** Every statement the tables prepare, with the plan SQLite has for it. */
function plansOf(db: Database): { readonly sql: string; readonly plan: string }[] {
  const statements: string[] = [];
  const listening = new Proxy(db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (key === 'prepare') statements.push(String(args[0]));
        return Reflect.apply(value as (...values: unknown[]) => unknown, target, args);
      };
    },
  });
  createExchangeTable(listening);
  createFileTable(listening);
  createStorageTable(listening);
  return statements.map((sql) => ({ sql, plan: planOf(db, sql) }));
}

function planOf(db: Database, sql: string): string {
  const parameters = Array.from({ length: sql.split('?').length - 1 }, () => null);
  return db
    .prepare<null[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...parameters)
    .map(({ detail }) => detail)
    .join('; ');
}

it.each([
  [
    'the live file at a path',
    /^SELECT path, .* FROM file WHERE project = \? AND path = \?/,
    /USING INDEX file_live \(project=\? AND path=\?\)/,
  ],
  [
    'the live files of a project',
    /^SELECT .* FROM file INDEXED BY file_live WHERE project = \? AND ended_at IS NULL ORDER/,
    /USING INDEX file_live \(project=\?\)/,
  ],
  ['the bytes of a project', /^SELECT coalesce\(sum\(size\)/, /USING INDEX file_live \(project=\?\)/],
  [
    'the end of a file',
    /^UPDATE file SET ended_at = \?, ended_as = \? WHERE project = \? AND path/,
    /USING INDEX file_live \(project=\? AND path=\?\)/,
  ],
  [
    'the last end of a file',
    /^SELECT ended_as FROM file/,
    /USING INDEX file_ended \(project=\? AND path=\?\)$/,
  ],
  ['the hash of a file', /^UPDATE file SET sha256/, /USING INDEX file_live \(project=\? AND path=\?\)/],
  [
    'the latest exchanges',
    /FROM exchange WHERE project = \? ORDER BY called_at DESC/,
    /^SEARCH exchange USING INDEX exchange_by_time \(project=\?\)$/,
  ],
  ['exchanges that were left alive', /FROM exchange WHERE state IN/, /USING INDEX exchange_alive/],
  ['a value of the storage', /^SELECT json FROM storage/, /USING PRIMARY KEY \(project=\? AND key=\?\)/],
  [
    'the keys of the storage',
    /^SELECT key FROM storage/,
    /^SEARCH storage USING PRIMARY KEY \(project=\?\)$/,
  ],
])('%s is found by an index', (_what, statement, plan) => {
  const db = openRegistry(':memory:');
  const found = plansOf(db).filter(({ sql }) => statement.test(sql));
  db.close();
  expect(found).toHaveLength(1);
  expect(found[0]?.plan).toMatch(plan);
});

it('no statement of a call looks at every row of a table', () => {
  const db = openRegistry(':memory:');
  const scans = plansOf(db).filter(({ plan }) => /\bSCAN (file|exchange|storage)(;|$)/.test(plan));
  db.close();
  expect(scans.map(({ sql }) => sql)).toEqual([]);
});
