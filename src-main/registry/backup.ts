import fs from 'node:fs';
import path from 'node:path';
import { isDamage, RegistryDamaged, requireSound, type Database } from './open.ts';

/** A registry larger than this is copied at most once a day: closing takes a second for 400 MB. */
const LARGE_BYTES = 256 * 1024 * 1024;
const DAY_MS = 24 * 3600 * 1000;

/** The files beside a registry, by its own path. */
export function besideRegistry(file: string): {
  /** The last one that was whole at a clean close. */
  readonly backup: string;
  /** How the registry lay there after its last clean close. */
  readonly seal: string;
} {
  return { backup: `${file}.backup`, seal: `${file}.seal` };
}

/**
 * Copies an open registry as it stands, in place of the copy before; that one stays until the new one is whole and on
 * the disk. Nothing is copied of a damaged registry.
 *
 * @returns whether there is a new copy; a large registry is spared while its copy is less than a day old
 * @throws RegistryDamaged, or SQLite's error or the system's when there is no room
 */
export function backUp(db: Database, file: string, nowEpochMs: number): boolean {
  const { backup } = besideRegistry(file);
  if (isLarge(db) && nowEpochMs - madeAt(backup) < DAY_MS) return false;
  requireSound(db);
  const fresh = `${backup}.new`;
  fs.rmSync(fresh, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(fresh);
    flush(fresh);
    fs.renameSync(fresh, backup);
  } catch (error) {
    fs.rmSync(fresh, { force: true });
    throw error;
  }
  flushFolder(path.dirname(backup));
  return true;
}

/** When a backup was made, in epoch milliseconds; 0 where there is none. */
export function madeAt(backup: string): number {
  return fs.statSync(backup, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Watches a registry from here on; the returned call closes it, with a copy of it when anything has changed. A copy
 * that cannot be made leaves the one before; a registry that turns out damaged is left for the next start to put
 * right.
 */
export function closeWithBackup(db: Database, file: string): (nowEpochMs: number) => void {
  const changes = db.prepare<[], { count: number }>('SELECT total_changes() AS count');
  const countAtStart = changes.get()?.count;
  const copy = (nowEpochMs: number): boolean => {
    const isKept = fs.existsSync(besideRegistry(file).backup);
    try {
      if (!isKept || changes.get()?.count !== countAtStart) backUp(db, file, nowEpochMs);
      return true;
    } catch (error) {
      return !(error instanceof RegistryDamaged) && !isDamage(error);
    }
  };
  return (nowEpochMs) => {
    const isWhole = copy(nowEpochMs);
    db.close();
    if (isWhole) seal(file);
    else fs.rmSync(besideRegistry(file).seal, { force: true });
  };
}

/** Notes how a registry lies there, closed and whole; without the note it is looked at more closely next time. */
function seal(file: string): void {
  try {
    fs.writeFileSync(besideRegistry(file).seal, JSON.stringify(shapeOf(file)));
  } catch {
    fs.rmSync(besideRegistry(file).seal, { force: true });
  }
}

/** True when nobody has touched the registry since its last clean close. */
export function isSealed(file: string): boolean {
  try {
    return fs.readFileSync(besideRegistry(file).seal, 'utf8') === JSON.stringify(shapeOf(file));
  } catch {
    // No note, or no registry.
    return false;
  }
}

function shapeOf(file: string): unknown {
  const { size, mtimeMs } = fs.statSync(file);
  return { sizeBytes: size, modifiedEpochMs: mtimeMs, hasLog: fs.existsSync(`${file}-wal`) };
}

function isLarge(db: Database): boolean {
  const [pages, pageBytes] = ['page_count', 'page_size'].map(
    (name) => db.pragma(name, { simple: true }) as number,
  );
  return (pages ?? 0) * (pageBytes ?? 0) > LARGE_BYTES;
}

/** Brings a file to the disk. */
export function flush(file: string): void {
  const descriptor = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Brings the entries of a folder to the disk. */
export function flushFolder(folder: string): void {
  // Windows opens no folders; there NTFS journals the entry itself.
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
