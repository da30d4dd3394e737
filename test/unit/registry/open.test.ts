import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src-main/registry/migrations/index.ts';
import { durably, openRegistry, RegistryDamaged, takeHomeLock } from '../../../src-main/registry/open.ts';
import { tempDir } from '../../support/temp-dir.ts';

type Migration = (typeof MIGRATIONS)[number];

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;

async function databaseFile(): Promise<string> {
  return path.join(await tempDir(), 'ferry.db');
}

function versionOf(file: string): unknown {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
}

describe('a registry', () => {
  it('starts with the schema of the newest migration, write-ahead logged', () => {
    const db = openRegistry(':memory:');
    const tables = db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all()
      .map(({ name }) => name);
    expect(tables).toEqual(
      expect.arrayContaining(['exchange', 'file', 'launch', 'preference', 'recent_project', 'storage']),
    );
    expect([
      db.pragma('user_version', { simple: true }),
      db.pragma('foreign_keys', { simple: true }),
    ]).toEqual([NEWEST, 1]);
    db.close();
  });

  it('has tables that take no value of another type', () => {
    const db = openRegistry(':memory:');
    expect(() => db.exec("INSERT INTO launch (started_at) VALUES ('yesterday')")).toThrow(
      /cannot store TEXT/,
    );
    db.close();
  });

  it('keeps its rows when it is opened again', async () => {
    const file = await databaseFile();
    const first = openRegistry(file);
    first.exec('INSERT INTO launch (started_at) VALUES (1.5), (2.5)');
    first.close();
    const again = openRegistry(file);
    expect(again.prepare('SELECT started_at FROM launch ORDER BY id').pluck().all()).toEqual([1.5, 2.5]);
    expect(again.pragma('journal_mode', { simple: true })).toBe('wal');
    again.close();
  });

  it('of a newer Ferry is refused and left as it was', async () => {
    const file = await databaseFile();
    const newer = new Sqlite(file);
    newer.exec('CREATE TABLE of_the_future (id INTEGER)');
    newer.pragma(`user_version = ${String(NEWEST + 10)}`);
    newer.close();
    expect(() => openRegistry(file)).toThrow(expect.objectContaining({ code: 'home.newer' }));
    expect(() => openRegistry(file)).toThrow(/--home/);
    expect(versionOf(file)).toBe(NEWEST + 10);
  });

  it('that is no database is told to be damaged', async () => {
    const file = await databaseFile();
    await writeFile(file, 'x'.repeat(5000));
    expect(() => openRegistry(file)).toThrow(RegistryDamaged);
    expect(() => openRegistry(file)).toThrow(/^file is not a database$/);
  });

  it('in a folder that is not there is told', async () => {
    const file = path.join(await tempDir(), 'none', 'ferry.db');
    expect(() => openRegistry(file)).toThrow(expect.objectContaining({ code: 'file.io' }));
  });
});

describe('a migration', () => {
  const step = (version: number, sql: string): Migration => ({ version, sql });
  const ONE = step(10, 'CREATE TABLE a (id INTEGER PRIMARY KEY, old TEXT) STRICT');
  const TWO = step(20, "ALTER TABLE a ADD COLUMN fresh TEXT; UPDATE a SET fresh = old || '!'");

  it('runs once, on the rows that are there', async () => {
    const file = await databaseFile();
    const before = openRegistry(file, { migrations: [ONE] });
    before.exec("INSERT INTO a (old) VALUES ('row')");
    before.close();
    for (let opening = 0; opening < 2; opening += 1) {
      const after = openRegistry(file, { migrations: [ONE, TWO] });
      expect(after.prepare('SELECT * FROM a').all()).toEqual([{ id: 1, old: 'row', fresh: 'row!' }]);
      after.close();
    }
    expect(versionOf(file)).toBe(20);
  });

  it('that fails leaves the schema of the one before', async () => {
    const file = await databaseFile();
    const broken = step(20, 'CREATE TABLE b (id INTEGER); INSERT INTO nowhere VALUES (1)');
    expect(() => openRegistry(file, { migrations: [ONE, broken] })).toThrow(
      expect.objectContaining({ code: 'file.io' }),
    );
    expect(versionOf(file)).toBe(10);
    const db = openRegistry(file, { migrations: [ONE] });
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").pluck().get()).toBe(0);
    db.close();
  });

  it('has a number greater than the one before', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });
});

describe('a durable transaction', () => {
  it('reaches the disk at once, all or nothing; others lag behind', async () => {
    const db = openRegistry(await databaseFile());
    const synchronous = (): unknown => db.pragma('synchronous', { simple: true });
    const seen: unknown[] = [synchronous()];
    const add = durably(db, (startedAt: number, fails: boolean) => {
      seen.push(synchronous());
      db.prepare('INSERT INTO launch (started_at) VALUES (?)').run(startedAt);
      if (fails) throw new Error('half-way');
      return 'added';
    });
    expect(add(1, false)).toBe('added');
    expect(() => add(2, true)).toThrow('half-way');
    seen.push(synchronous());
    // NORMAL is 1 and FULL is 2.
    expect(seen).toEqual([1, 2, 2, 1]);
    expect(db.prepare('SELECT started_at FROM launch').pluck().all()).toEqual([1]);
    db.close();
  });
});

describe('the lock of a home', () => {
  it('is held by one at a time, and free when it is released', async () => {
    const file = path.join(await tempDir(), 'lock.db');
    const lock = takeHomeLock(file);
    expect(lock).not.toBeNull();
    expect([takeHomeLock(file), takeHomeLock(file)]).toEqual([null, null]);
    lock?.release();
    const next = takeHomeLock(file);
    expect(next).not.toBeNull();
    next?.release();
  });
});
