import fs from 'node:fs';
import path from 'node:path';
import type { RegistryRepair } from '#contract/panel';
import { besideRegistry, flush, flushFolder, isSealed, madeAt } from './backup.ts';
import { openingError, openRegistry, RegistryDamaged, type Database } from './open.ts';

export interface OpenedRegistry {
  readonly db: Database;
  /** What was done about a damaged file; null when it was whole. */
  readonly repair: RegistryRepair | null;
}

/**
 * Opens the registry of a home and does what a start has to do with it. A damaged one is moved aside, never removed,
 * and the last backup takes its place; one without a backup, or whose backup is damaged and moved aside too, begins empty. Every page is looked at unless the registry
 * lies there as its last clean close left it.
 *
 * @param start done with the open registry; where that finds it damaged, it is done again with what takes its place
 * @throws FerryError `home.newer`, `file.io`; what `start` throws
 */
export function openOrRestore<T>(file: string, nowEpochMs: number, start: (opened: OpenedRegistry) => T): T {
  finishMove(file);
  try {
    return started(file, { db: openUnlessDamaged(file), repair: null }, start);
  } catch (error) {
    if (!(error instanceof RegistryDamaged)) throw error;
    return started(file, restore(file, nowEpochMs), start);
  }
}

function openUnlessDamaged(file: string): Database {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  // SQLite takes an empty file for a new registry; here there was another one before.
  if (found?.size === 0 && fs.existsSync(besideRegistry(file).backup)) {
    throw new RegistryDamaged('the file is empty');
  }
  return openRegistry(file, { check: found !== undefined && !isSealed(file) });
}

function started<T>(file: string, opened: OpenedRegistry, start: (opened: OpenedRegistry) => T): T {
  try {
    return start(opened);
  } catch (error) {
    opened.db.close();
    throw error instanceof Error && 'code' in error ? openingError(file, error) : error;
  }
}

function restore(file: string, nowEpochMs: number): OpenedRegistry {
  const { backup } = besideRegistry(file);
  const restored = restoredPath(file);
  const state = copyOfBackup(backup, restored);
  const backupAtEpochMs = state === 'whole' ? madeAt(backup) : null;
  // Before the registry: a start that is cut off in between still knows that it has to go.
  const backupMovedTo = state === 'damaged' ? moveAside(backup, nowEpochMs) : null;
  const movedTo = moveAside(file, nowEpochMs);
  if (backupAtEpochMs !== null) finishMove(file);
  const db = openRegistry(file);
  if (backupAtEpochMs !== null) distrust(db);
  return { db, repair: { movedTo, backupAtEpochMs, backupMovedTo } };
}

/** Copies a backup that is whole beside the registry; the backup stays. */
function copyOfBackup(backup: string, to: string): 'whole' | 'damaged' | 'missing' {
  if (!fs.existsSync(backup)) return 'missing';
  const trial = `${to}.trial`;
  try {
    fs.copyFileSync(backup, trial, fs.constants.COPYFILE_FICLONE);
    // A newer Ferry's is refused here, before anything was moved.
    openRegistry(trial, { check: true }).close();
    flush(trial);
    fs.renameSync(trial, to);
    return 'whole';
  } catch (error) {
    if (error instanceof RegistryDamaged) return 'damaged';
    throw error;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(`${trial}${suffix}`, { force: true });
  }
}

/** Moves a registry or a backup and what belongs to it aside, the log first: without it the rest is damaged still. */
function moveAside(file: string, nowEpochMs: number): string {
  const day = new Date(nowEpochMs).toISOString().replace(/[-:]|\.\d+/g, '');
  let aside = `${file}.damaged-${day}`;
  for (let count = 2; fs.existsSync(aside); count += 1) aside = `${file}.damaged-${day}-${String(count)}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (fs.existsSync(`${file}${suffix}`)) fs.renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  }
  flushFolder(path.dirname(file));
  return aside;
}

function restoredPath(file: string): string {
  return `${file}.restored`;
}

/** Puts a restored registry in the place of one that was moved aside, also after a crash between the two. */
function finishMove(file: string): void {
  const restored = restoredPath(file);
  if (!fs.existsSync(restored)) return;
  if (fs.existsSync(file)) {
    // The crash was before the damaged one was moved: it is looked at anew.
    fs.rmSync(restored);
    return;
  }
  fs.renameSync(restored, file);
  flushFolder(path.dirname(file));
}

/**
 * What an older registry no longer knows of the files of today: their content, so their hashes; and whether a path
 * whose file was removed has been written again since, so that the file there is not taken for a leftover.
 */
function distrust(db: Database): void {
  db.exec(`
    UPDATE file SET sha256 = NULL WHERE ended_at IS NULL AND kind <> 'temp';
    UPDATE file SET ended_as = 'expired' WHERE ended_as = 'removed' AND kind = 'user';
  `);
}
