import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openHome } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { MIGRATIONS } from '../../src-main/registry/migrations/index.ts';
import { openRegistry } from '../../src-main/registry/open.ts';
import { tempDir } from '../support/temp-dir.ts';

const FIXTURES = path.join(import.meta.dirname, '..', 'fixtures', 'registry');
const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
const TABLES = ['launch', 'file', 'storage', 'exchange', 'preference', 'recent_project'];

type Row = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, readonly Row[]>>;

/** A registry as a Ferry of this schema left it, without a log: a clean close. */
async function registryOf(version: number): Promise<string> {
  const file = path.join(await tempDir(), 'ferry.db');
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.exec(readFileSync(path.join(FIXTURES, `schema-${String(version).padStart(4, '0')}.sql`), 'utf8'));
  db.close();
  return file;
}

function rowsIn(file: string): Rows {
  const db = new Sqlite(file, { readonly: true });
  try {
    return Object.fromEntries(
      TABLES.map((table) => [table, db.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]),
    );
  } finally {
    db.close();
  }
}

/** Tables and indexes by name, as SQLite keeps them: columns, types and checks, without spaces and comments. */
function schemaOf(file: string): Record<string, string> {
  const db = new Sqlite(file, { readonly: true });
  try {
    const found = db
      .prepare<[], { name: string; sql: string }>(
        'SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name',
      )
      .all();
    return Object.fromEntries(
      found.map(({ name, sql }) => [name, sql.replace(/--[^\n]*/g, '').replace(/["\s]+/g, ' ')]),
    );
  } finally {
    db.close();
  }
}

/** What a later schema adds to a row of an earlier one. */
const ADDED: Readonly<Record<string, (row: Row) => Row>> = {
  // Schema 30: a file nobody has looked at since was last used when it was made.
  file: (row) => ({ used_at: row['created_at'], ...row }),
};

describe('a registry of schema', () => {
  it.each(MIGRATIONS.map(({ version }) => version))(
    '%i is brought up to date with every row',
    async (version) => {
      const file = await registryOf(version);
      const before = rowsIn(file);
      expect(TABLES.filter((table) => (before[table]?.length ?? 0) === 0)).toEqual([]);
      openRegistry(file).close();

      const expected = Object.fromEntries(
        TABLES.map((table) => [table, before[table]?.map(ADDED[table] ?? ((row) => row))]),
      );
      expect(rowsIn(file)).toEqual(expected);
      const fresh = path.join(await tempDir(), 'ferry.db');
      openRegistry(fresh).close();
      expect(schemaOf(file)).toEqual(schemaOf(fresh));
      const db = new Sqlite(file);
      expect([
        db.pragma('user_version', { simple: true }),
        db.pragma('integrity_check', { simple: true }),
        db.pragma('foreign_key_check'),
      ]).toEqual([NEWEST, 'ok', []]);
      db.close();
      const count = Object.values(before).reduce((sum, rows) => sum + rows.length, 0);
      process.stdout.write(
        `      schema ${String(version)} → ${String(NEWEST)}: ${String(count)} rows of ${String(TABLES.length)} tables compared\n`,
      );
    },
  );

  it('has a fixture each', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(
      MIGRATIONS.map(({ version }) => `schema-${String(version).padStart(4, '0')}.sql`),
    );
  });
});

describe('a home of a newer Ferry', () => {
  /** Every file with its bytes and its time. */
  const everything = (folder: string): unknown =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file, statSync(file).mtimeMs, readFileSync(file).toString('base64')]);

  it('is refused, and not a byte of it is written', async () => {
    const folder = path.join(await tempDir(), 'home');
    const home = openHome(folder, systemClock);
    home.tables.storage.set('p', [{ key: 'k', json: '1' }]);
    home.close();
    const db = new Sqlite(path.join(folder, 'ferry.db'));
    db.pragma(`user_version = ${String(NEWEST + 10)}`);
    db.close();
    const before = everything(folder);
    expect(before).toHaveLength(5);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => openHome(folder, systemClock)).toThrow(expect.objectContaining({ code: 'home.newer' }));
      expect(everything(folder)).toEqual(before);
    }
  });

  it('that was killed is refused too, its log left as it is', async () => {
    const folder = path.join(await tempDir(), 'home');
    openHome(folder, systemClock).close();
    const registry = path.join(folder, 'ferry.db');
    const db = new Sqlite(registry);
    db.pragma('wal_autocheckpoint = 0');
    db.pragma(`user_version = ${String(NEWEST + 10)}`);
    // As it lies there while the other one runs: what it wrote last is in the log alone.
    const killed = path.join(await tempDir(), 'home');
    openHome(killed, systemClock).close();
    const lying = ['ferry.db', 'ferry.db-wal'].map((name) => readFileSync(path.join(folder, name)));
    db.close();
    writeFileSync(path.join(killed, 'ferry.db'), lying[0] ?? '');
    writeFileSync(path.join(killed, 'ferry.db-wal'), lying[1] ?? '');
    expect(() => openHome(killed, systemClock)).toThrow(expect.objectContaining({ code: 'home.newer' }));
    expect(['ferry.db', 'ferry.db-wal'].map((name) => readFileSync(path.join(killed, name)))).toEqual(lying);
  });
});
