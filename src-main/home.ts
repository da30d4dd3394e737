import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { RegistryRepair } from '#contract/panel';
import type { Clock } from './lib/clock.ts';
import { lastLaunchIn, noteLaunch } from './files/launch-count.ts';
import { closeLeftExchanges } from './journal/journal.ts';
import { closeWithBackup } from './registry/backup.ts';
import { createExchangeTable, type ExchangeTable } from './registry/exchange-table.ts';
import { createFileTable, type FileTable } from './registry/file-table.ts';
import { createFileTroubleTable, type FileTroubleTable } from './registry/file-trouble-table.ts';
import { startLaunch } from './registry/launch-table.ts';
import { createRecordedExchanges, type RecordedExchanges } from './registry/recorded-exchanges.ts';
import { createLineageTable, type LineageTable } from './registry/lineage-table.ts';
import { takeHomeLock, type HomeLock } from './registry/open.ts';

import {
  createPreferenceTable,
  createRecentProjectTable,
  type PreferenceTable,
  type RecentProjectTable,
} from './registry/preference-table.ts';
import { openOrRestore } from './registry/restore.ts';
import { discardTextIndex, openTextIndex, type TextIndex } from './registry/text-index.ts';
import { createStorageTable, type StorageTable } from './registry/storage-table.ts';

/** Rows of the history of files, of all programs together. */
const KEPT_FILE_ROWS = 100_000;
/** Of all programs together. */
const KEPT_TROUBLE_ROWS = 5000;
/** For the user alone. */
const PRIVATE = 0o700;

/** The folder Ferry keeps its data in, held by this process alone. */
export interface Home {
  readonly folder: string;
  /** Number of this launch; temp files of any other are dead. It changes with {@link Home.relaunch}. */
  readonly launch: number;
  /** Begins another launch in the same process, as a start of Ferry does: every temp file there is expires. */
  relaunch(): void;
  readonly tables: {
    readonly files: FileTable;
    readonly fileTroubles: FileTroubleTable;
    readonly lineage: LineageTable;
    readonly storage: StorageTable;
    readonly exchanges: ExchangeTable;
    readonly recorded: RecordedExchanges;
    readonly preferences: PreferenceTable;
    readonly recent: RecentProjectTable;
  };
  /** For searching the history; opened when it is first asked for. */
  textIndex(): TextIndex;
  /** Holds a folder for each program. */
  readonly programsFolder: string;
  /** Where a program's files lie. */
  dataFolder(project: string): string;
  buildFolder(hash: string): string;
  labFolder(): string;
  /** What was done about a registry that was found damaged; null when it was whole. */
  readonly repair: RegistryRepair | null;
  /** Closes the registry and, when anything has changed, keeps a copy of it beside. */
  close(): void;
}

/**
 * Opens a home: takes its lock, brings the registry up to date, puts a damaged one right, ends what an earlier launch
 * left alive.
 *
 * @throws FerryError `home.locked` naming the process that holds it, `home.newer`, `file.io`
 */
export function openHome(folder: string, clock: Clock): Home {
  const lock = lockHome(folder);
  const holderFile = path.join(folder, 'lock.json');
  if (!lock) throw new FerryError('home.locked', heldBy(folder, holderFile));
  try {
    // History holds what was sent, credentials included: nobody else on this computer reads it.
    fs.chmodSync(folder, PRIVATE);
    // Made anew: a home that somebody prepared may have a link there.
    fs.rmSync(holderFile, { force: true });
    fs.writeFileSync(holderFile, JSON.stringify({ pid: process.pid }), { flag: 'wx' });
    const registry = path.join(folder, 'ferry.db');
    return openOrRestore(registry, clock.now(), ({ db, repair }) => {
      const begin = (): number => {
        const number = startLaunch(db, clock.now(), lastLaunchIn(folder));
        noteLaunch(folder, number);
        return number;
      };
      let launch = begin();
      const tables = {
        files: createFileTable(db),
        fileTroubles: createFileTroubleTable(db),
        lineage: createLineageTable(db),
        storage: createStorageTable(db),
        exchanges: createExchangeTable(db),
        recorded: createRecordedExchanges(db),
        preferences: createPreferenceTable(db),
        recent: createRecentProjectTable(db),
      };
      tables.files.expireTempFiles(launch, clock.now());
      tables.files.forgetEnded(KEPT_FILE_ROWS);
      tables.fileTroubles.forget(KEPT_TROUBLE_ROWS);
      closeLeftExchanges(tables.exchanges, launch);
      const close = closeWithBackup(db, registry);
      let textIndex: TextIndex | null = null;
      // Another registry than the one it was made from: its lines may be others.
      if (repair) discardTextIndex(path.join(folder, 'search.db'));
      return {
        folder,
        get launch() {
          return launch;
        },
        relaunch() {
          launch = begin();
          tables.files.expireTempFiles(launch, clock.now());
        },
        tables,
        repair,
        textIndex: () => (textIndex ??= openTextIndex(path.join(folder, 'search.db'))),
        programsFolder: path.join(folder, 'programs'),
        dataFolder: (project) => path.join(folder, 'programs', project),
        buildFolder: (hash) => path.join(folder, 'builds', hash),
        labFolder: () => path.join(folder, 'lab'),
        close() {
          if (!db.open) return;
          textIndex?.close();
          close(clock.now());
          fs.rmSync(holderFile, { force: true });
          lock.release();
        },
      };
    });
  } catch (error) {
    fs.rmSync(holderFile, { force: true });
    lock.release();
    throw unusable(folder, error);
  }
}

/** Makes the folder where there is none, and takes its lock; null when another process holds it. */
function lockHome(folder: string): HomeLock | null {
  makeHomeFolder(folder, '.');
  try {
    return takeHomeLock(path.join(folder, 'lock.db'));
  } catch (error) {
    throw unusable(folder, error);
  }
}

/**
 * Makes a folder of a home, and the home with it.
 *
 * @throws FerryError `file.*` naming the home and the way out
 */
export function makeHomeFolder(home: string, name: string): string {
  const folder = path.join(home, name);
  try {
    fs.mkdirSync(folder, { recursive: true, mode: PRIVATE });
    return folder;
  } catch (error) {
    throw unusable(home, error);
  }
}

/** What was done about a damaged registry, for a person to read. */
export function repairText({ movedTo, backupAtEpochMs, backupMovedTo }: RegistryRepair): string {
  const moved = `The registry was damaged and now lies at ${movedTo}.`;
  const kept = 'Saved and user files were kept.';
  if (backupAtEpochMs !== null) {
    return `${moved} The backup of ${new Date(backupAtEpochMs).toISOString()} took its place. ${kept}`;
  }
  const backup =
    backupMovedTo === null
      ? 'There was no backup'
      : `Its backup was damaged too and now lies at ${backupMovedTo}`;
  return `${moved} ${backup}: history, storage and settings begin empty. ${kept}`;
}

/** Why a home cannot be used, and the way out. What is said well already stays as it is. */
function unusable(folder: string, error: unknown): FerryError {
  if (isFull(error)) {
    return new FerryError(
      'file.no-space',
      `The disk that Ferry's home ${folder} is on is full. Make room, or use another home with --home.`,
      { cause: error },
    );
  }
  if (error instanceof FerryError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in its place' : message;
  return new FerryError(
    'file.io',
    `Cannot use the home ${folder}: ${why}. Choose another folder with --home.`,
    { cause: error },
  );
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || isFull(error.cause);
}

function heldBy(folder: string, holderFile: string): string {
  let holder = 'another process';
  try {
    const { pid } = JSON.parse(fs.readFileSync(holderFile, 'utf8')) as { pid: number };
    holder = `process ${String(pid)}`;
  } catch {
    // The holder is between taking the lock and naming itself.
  }
  return `The home ${folder} is in use by ${holder}. Close that Ferry, or use another home with --home.`;
}
