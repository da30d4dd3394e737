import Sqlite from 'better-sqlite3';
import type BetterSqlite3 from 'better-sqlite3';
import { FerryError } from '#contract/errors';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

/** An open registry whose schema is current. Only table files run statements on it. */
export type Database = BetterSqlite3.Database & { readonly __registry: true };

/**
 * Opens the registry and brings it up to date; the sole door to SQLite.
 *
 * @param file path of the database file, or `:memory:`
 * @throws FerryError `home.newer` when a newer Ferry wrote it, `file.io` when it cannot be opened
 */
export function openRegistry(file: string, migrations: readonly Migration[] = MIGRATIONS): Database {
  const db = connect(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma(LAGGING);
    // Where a flush alone leaves bytes in the drive's own memory (macOS), ask for more.
    db.pragma('fullfsync = ON');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 2000');
    migrate(db, migrations, file);
    return db as Database;
  } catch (error) {
    db.close();
    if (error instanceof FerryError) throw error;
    throw new FerryError(
      'file.io',
      `Cannot open the registry ${file}: ${messageOf(error)}. Move it away to begin anew, or use another home with --home.`,
      { cause: error },
    );
  }
}

/** A commit survives the end of the process at once, and a power failure a little later: enough for the history. */
const LAGGING = 'synchronous = NORMAL';
/** A commit survives a power failure at once. */
const AT_ONCE = 'synchronous = FULL';

/**
 * A transaction for what is acknowledged: it is on the disk, with all that was committed before it, when the call
 * returns.
 */
export function durably<A extends unknown[], R>(db: Database, work: (...args: A) => R): (...args: A) => R {
  const transaction = db.transaction(work);
  return (...args) => {
    db.pragma(AT_ONCE);
    try {
      return transaction(...args);
    } finally {
      db.pragma(LAGGING);
    }
  };
}

/** A held lock on a home folder; the system lets go of it when the process dies, however it dies. */
export interface HomeLock {
  release(): void;
}

/**
 * Takes the lock of a home, or returns null when another process holds it. An exclusive SQLite transaction is
 * a lock that no crash leaves behind.
 *
 * @param file path of the lock database
 */
export function takeHomeLock(file: string): HomeLock | null {
  const db = connect(file);
  try {
    db.pragma('busy_timeout = 0');
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => void db.close() };
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null;
    throw new FerryError('file.io', `Cannot lock ${file}: ${messageOf(error)}`, { cause: error });
  }
}

function connect(file: string): BetterSqlite3.Database {
  try {
    return new Sqlite(file);
  } catch (error) {
    throw new FerryError(
      'file.io',
      `Cannot open ${file}: ${messageOf(error)}. Check that you may write there, or use another home with --home.`,
      { cause: error },
    );
  }
}

function migrate(db: BetterSqlite3.Database, migrations: readonly Migration[], file: string): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.version ?? 0;
  if (found > newest) {
    throw new FerryError(
      'home.newer',
      `${file} was written by a newer Ferry (schema ${String(found)}, this one knows ${String(newest)}). Update Ferry, or use another home with --home.`,
    );
  }
  for (const migration of migrations) {
    if (migration.version <= found) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${String(migration.version)}`);
    })();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
