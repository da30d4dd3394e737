import fs from 'node:fs';
import Sqlite from 'better-sqlite3';
import type BetterSqlite3 from 'better-sqlite3';
import { FerryError } from '#contract/errors';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

/** An open registry whose schema is current. Only table files run statements on it. */
export type Database = BetterSqlite3.Database & { readonly __registry: true };

/** The file is no registry, or not a whole one: what SQLite found wrong with it. */
export class RegistryDamaged extends Error {
  override readonly name = 'RegistryDamaged';
}

export interface OpenOptions {
  readonly migrations?: readonly Migration[];
  /** Whether every page is looked at first: half a second for 500 MB. */
  readonly check?: boolean;
}

/** How long a call waits for another process that has locked the registry. */
const BUSY_TIMEOUT_MS = 2000;

/**
 * Opens the registry and brings it up to date; the sole door to SQLite. A file that a newer Ferry wrote is not
 * touched.
 *
 * @param file path of the database file, or `:memory:`
 * @throws RegistryDamaged when SQLite finds it damaged
 * @throws FerryError `home.newer` when a newer Ferry wrote it, `file.io` when it cannot be opened
 */
export function openRegistry(file: string, options: OpenOptions = {}): Database {
  const migrations = options.migrations ?? MIGRATIONS;
  refuseNewer(file, versionOnDisk(file), migrations);
  if (options.check) checkFile(file);
  const db = connect(file);
  try {
    db.pragma(`busy_timeout = ${String(BUSY_TIMEOUT_MS)}`);
    db.pragma('journal_mode = WAL');
    db.pragma(LAGGING);
    // Where a flush alone leaves bytes in the drive's own memory (macOS), ask for more.
    db.pragma('fullfsync = ON');
    db.pragma('foreign_keys = ON');
    migrate(db, migrations);
    return db as Database;
  } catch (error) {
    db.close();
    throw openingError(file, error);
  }
}

/** What a failure to open a registry is to be told as; errors of our own stay as they are. */
export function openingError(file: string, error: unknown): Error {
  if (error instanceof FerryError || error instanceof RegistryDamaged) return error;
  if (isDamage(error)) return new RegistryDamaged(messageOf(error), { cause: error });
  if (codeOf(error).startsWith('SQLITE_BUSY')) {
    return new FerryError(
      'file.io',
      `The registry ${file} is locked by another program. Close what has it open, or use another home with --home.`,
      { cause: error },
    );
  }
  return new FerryError(
    'file.io',
    `Cannot open the registry ${file}: ${messageOf(error)}. Move it away to begin anew, or use another home with --home.`,
    { cause: error },
  );
}

/** Looks at a registry before anything is done to it: who only reads leaves a damaged one and its log as they are. */
function checkFile(file: string): void {
  requireWholePages(file);
  const db = connect(file, { readonly: true, fileMustExist: true });
  try {
    db.pragma(`busy_timeout = ${String(BUSY_TIMEOUT_MS)}`);
    requireSound(db);
  } catch (error) {
    throw openingError(file, error);
  } finally {
    db.close();
  }
}

/** SQLite reads what is missing of a last page as zeros. */
function requireWholePages(file: string): void {
  const sizeBytes = fs.statSync(file).size;
  // The writer of a log may have been killed while it carried pages over.
  if (sizeBytes === 0 || fs.existsSync(`${file}-wal`)) return;
  const stored = headerOf(file)?.readUInt16BE(PAGE_SIZE_OFFSET) ?? 0;
  const pageBytes = stored === 1 ? 65_536 : stored;
  if (pageBytes > 0 && sizeBytes % pageBytes !== 0) {
    throw new RegistryDamaged('the file is cut off within a page');
  }
}

/** Looks at every page; throws RegistryDamaged. */
export function requireSound(db: BetterSqlite3.Database): void {
  const found = db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new RegistryDamaged(String(found));
}

/** Whether SQLite says that the file itself is at fault. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

const HEADER_BYTES = 100;
/** SQLite's documentation of the database header. */
const PAGE_SIZE_OFFSET = 16;
const VERSION_OFFSET = 60;

/** `user_version`, read without a change to the file or its log; 0 where there is none. */
function versionOnDisk(file: string): number {
  if (!fs.existsSync(`${file}-wal`)) return versionInHeader(file);
  // Its writer was killed: what the log holds goes before what the file says. Who only reads leaves both alone.
  const db = connect(file, { readonly: true, fileMustExist: true });
  try {
    return versionOf(db);
  } catch {
    // Damaged: for the opening itself to say.
    return versionInHeader(file);
  } finally {
    db.close();
  }
}

/** `user_version` as it stands in the file. */
function versionInHeader(file: string): number {
  return headerOf(file)?.readInt32BE(VERSION_OFFSET) ?? 0;
}

/** What a registry's file begins with; null for what is none. */
function headerOf(file: string): Buffer | null {
  if (file === ':memory:') return null;
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch {
    // Not there yet, or for SQLite to say why not.
    return null;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const readBytes = fs.readSync(descriptor, header, 0, HEADER_BYTES, 0);
    return readBytes === HEADER_BYTES && header.toString('latin1', 0, 15) === 'SQLite format 3'
      ? header
      : null;
  } catch {
    return null;
  } finally {
    fs.closeSync(descriptor);
  }
}

function versionOf(db: BetterSqlite3.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

function refuseNewer(file: string, found: number, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  if (found <= newest) return;
  throw new FerryError(
    'home.newer',
    `${file} was written by a newer Ferry (schema ${String(found)}, this one knows ${String(newest)}). Update Ferry, or use another home with --home.`,
  );
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
      // A transaction that only begins to write after it has read does not wait for a lock.
      return transaction.immediate(...args);
    } finally {
      db.pragma(LAGGING);
    }
  };
}

/** A database of what can be made anew from the registry. */
export type DerivedDatabase = BetterSqlite3.Database & { readonly __derived: true };

/**
 * Opens a database beside the registry whose content is derived from it: a power failure may take the last of it.
 *
 * @throws SQLite's error when it is damaged, or Error when it is of another version: it is to be made anew
 */
export function openDerived(
  file: string,
  schema: { readonly version: number; readonly sql: string },
): DerivedDatabase {
  const db = connect(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma(LAGGING);
    const found = versionOf(db);
    if (found === 0) migrate(db, [schema]);
    else if (found !== schema.version) throw new Error(`${file} is of another version.`);
    return db as DerivedDatabase;
  } catch (error) {
    db.close();
    throw error;
  }
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
    if (codeOf(error) === 'SQLITE_BUSY') return null;
    throw new FerryError('file.io', `Cannot lock ${file}: ${messageOf(error)}`, { cause: error });
  }
}

function connect(file: string, options: BetterSqlite3.Options = {}): BetterSqlite3.Database {
  try {
    return new Sqlite(file, options);
  } catch (error) {
    throw new FerryError(
      'file.io',
      `Cannot open ${file}: ${messageOf(error)}. Check that you may write there, or use another home with --home.`,
      { cause: error },
    );
  }
}

function migrate(db: BetterSqlite3.Database, migrations: readonly Migration[]): void {
  const found = versionOf(db);
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
