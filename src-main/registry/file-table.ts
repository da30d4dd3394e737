import type { FileEnd, FileHistoryRecord, FileKind, FileOrigin, FileRecord } from '#contract/files';
import type { FileTotal } from '#contract/panel-files';
import { mediaTypeOf } from '../lib/media-type.ts';
import { durably, type Database } from './open.ts';

export interface NewFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly origin: FileOrigin;
  readonly createdAtEpochMs: number;
  readonly launch: number;
  readonly sha256: string | null;
}

/** A live file that takes another path. */
export interface FileMove {
  readonly from: string;
  readonly to: string;
}

/** A live file that ends. */
export interface FileEnding {
  readonly path: string;
  readonly as: FileEnd;
  readonly atEpochMs: number;
}

/** When something happened to a file. */
export interface FileMoment {
  readonly epochMs: number;
  readonly launch: number;
}

/** When a change is on the disk: at once, or a little later, which outlives the end of the process but not a power failure. */
export type Flush = 'at-once' | 'later';

/**
 * The rows of files, of all projects. What a page is told of saved files and downloads (a move, an end) is on the
 * disk when the call returns; what `flush` puts off, a new row and a hash reach it a little later.
 */
export interface FileTable {
  insert(project: string, file: NewFile): void;
  /** The live file at a virtual path; null when there is none. */
  find(project: string, path: string): FileRecord | null;
  /** Live files, oldest first. */
  list(project: string): FileRecord[];
  /** Files of all times, newest first: where each came from and what became of it. */
  history(project: string, limit: number): FileHistoryRecord[];
  /** How many live files of each kind there are, and what they take; only those of an origin where one is given. */
  totals(project: string, origin?: FileOrigin): Readonly<Record<FileKind, FileTotal>>;
  /** Bytes of the live files of these kinds together. */
  totalBytes(project: string, kinds: readonly FileKind[]): number;
  /** Ends a live file's row; false when there was none. */
  end(project: string, path: string, end: FileEnd, atEpochMs: number, flush?: Flush): boolean;
  /** Ends the live files below a folder; `folder` ends in a slash. */
  endBelow(project: string, folder: string, end: FileEnd, atEpochMs: number): void;
  /** Ends every live file of these kinds. */
  endAll(project: string, kinds: readonly FileKind[], end: FileEnd, atEpochMs: number): void;
  /** How the last file at a path ended that was not a temp file; null when there has been none. */
  lastEnd(project: string, path: string): FileEnd | null;
  /**
   * Begins files, each in place of the live one at its path, and ends what these were made of, in one transaction.
   */
  put(project: string, files: readonly NewFile[], ends: readonly FileEnding[], flush?: Flush): void;
  /**
   * Gives live files other paths, in one transaction; what was at such a path is replaced. Their hashes are given up:
   * until the files have moved too, nobody knows what lies there.
   */
  rename(project: string, moves: readonly FileMove[], at: FileMoment): void;
  setHash(project: string, path: string, sha256: string): void;
  /** The content of a live file is about to be another, or was found to be: its hash is no longer known. */
  contentChanged(project: string, path: string, sizeBytes: number, flush?: Flush): void;
  /**
   * Something is about to be added to a live file of this size where it lies, until {@link FileTable.contentChanged}
   * tells its size afterwards.
   */
  grows(project: string, path: string, sizeBytes: number): void;
  /** Files whose growth a crash has cut short, with their sizes before it. */
  growing(project: string): { readonly path: string; readonly sizeBytes: number }[];
  /** A live file was read: the least recently used are the first to go. */
  touch(project: string, path: string, atEpochMs: number): void;
  /** Live temp files, least recently used first. */
  tempFiles(project: string): (FileRecord & { readonly usedAtEpochMs: number })[];
  /** Ends every temp file of launches other than this one; returns how many. */
  expireTempFiles(currentLaunch: number, atEpochMs: number): number;
  /** Forgets ended files but the latest: a page that writes a line a second would fill the disk with history. */
  forgetEnded(keptRows: number): void;
}

/** A row of the table, as SQLite gives it. */
export interface FileRow {
  readonly path: string;
  readonly kind: FileKind;
  readonly size: number;
  readonly origin: string;
  readonly created_at: number;
  readonly used_at: number;
  readonly sha256: string | null;
  readonly ended_at: number | null;
  readonly ended_as: FileEnd | null;
}

export const FILE_COLUMNS = 'path, kind, size, origin, created_at, used_at, sha256, ended_at, ended_as';

export function createFileTable(db: Database): FileTable {
  const insert = db.prepare<[string, string, string, number, string, number, number, number, string | null]>(
    'INSERT INTO file (project, path, kind, size, origin, created_at, used_at, launch, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const find = db.prepare<[string, string], FileRow>(
    `SELECT ${FILE_COLUMNS} FROM file WHERE project = ? AND path = ? AND ended_at IS NULL`,
  );
  const list = db.prepare<[string], FileRow>(
    `SELECT ${FILE_COLUMNS} FROM file INDEXED BY file_live WHERE project = ? AND ended_at IS NULL ORDER BY id`,
  );
  const history = db.prepare<[string, number], FileRow>(
    `SELECT ${FILE_COLUMNS} FROM file WHERE project = ? ORDER BY id DESC LIMIT ?`,
  );
  const tempFiles = db.prepare<[string], FileRow>(
    `SELECT ${FILE_COLUMNS} FROM file INDEXED BY file_live WHERE project = ? AND kind = 'temp' AND ended_at IS NULL ORDER BY used_at, id`,
  );
  const total = db.prepare<[string, string], { total: number }>(
    'SELECT coalesce(sum(size), 0) AS total FROM file INDEXED BY file_live WHERE project = ? AND kind = ? AND ended_at IS NULL',
  );
  const totals = db.prepare<[string, string | null, string | null], FileTotal & { kind: FileKind }>(
    `SELECT kind, count(*) AS count, sum(size) AS sizeBytes FROM file INDEXED BY file_live
     WHERE project = ? AND ended_at IS NULL AND (? IS NULL OR origin = ?) GROUP BY kind`,
  );
  const end = db.prepare<[number, FileEnd, string, string]>(
    'UPDATE file SET ended_at = ?, ended_as = ? WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const endBelow = db.prepare<[number, FileEnd, string, string, string]>(
    `UPDATE file SET ended_at = ?, ended_as = ?
     WHERE project = ? AND substr(path, 1, length(?)) = ? AND ended_at IS NULL`,
  );
  const endAll = db.prepare<[number, FileEnd, string, FileKind]>(
    'UPDATE file SET ended_at = ?, ended_as = ? WHERE project = ? AND kind = ? AND ended_at IS NULL',
  );
  const lastEnd = db.prepare<[string, string], { ended_as: FileEnd }>(
    `SELECT ended_as FROM file INDEXED BY file_ended
     WHERE project = ? AND path = ? AND ended_at IS NOT NULL AND kind <> 'temp'
     ORDER BY id DESC LIMIT 1`,
  );
  const setContent = db.prepare<[number, string, string]>(
    'UPDATE file SET size = ?, sha256 = NULL WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const growing = db.prepare<[string], { path: string; sizeBytes: number }>(
    'SELECT path, size AS sizeBytes FROM growing_file WHERE project = ?',
  );
  const grows = db.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO growing_file (project, path, size) VALUES (?, ?, ?)',
  );
  const hasGrown = db.prepare<[string, string]>('DELETE FROM growing_file WHERE project = ? AND path = ?');
  const setHash = db.prepare<[string, string, string]>(
    'UPDATE file SET sha256 = ? WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const touch = db.prepare<[number, string, string]>(
    'UPDATE file SET used_at = ? WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const expire = db.prepare<[number, number]>(
    "UPDATE file SET ended_at = ?, ended_as = 'expired' WHERE kind = 'temp' AND ended_at IS NULL AND launch <> ?",
  );
  const forget = db.prepare<[number]>(
    'DELETE FROM file WHERE id <= (SELECT max(id) FROM file) - ? AND ended_at IS NOT NULL',
  );

  const add = (project: string, file: NewFile): void => {
    insert.run(
      project,
      file.path,
      file.kind,
      file.sizeBytes,
      file.origin,
      file.createdAtEpochMs,
      file.createdAtEpochMs,
      file.launch,
      file.sha256,
    );
  };
  /** The same transaction in both its forms. */
  const flushed = <A extends unknown[], R>(work: (...args: A) => R): Record<Flush, (...args: A) => R> => ({
    'at-once': durably(db, work),
    later: db.transaction(work),
  });
  const endOne = flushed((project: string, path: string, how: FileEnd, atEpochMs: number): boolean => {
    return end.run(atEpochMs, how, project, path).changes > 0;
  });
  const putAll = flushed((project: string, files: readonly NewFile[], ends: readonly FileEnding[]) => {
    for (const file of files) {
      end.run(file.createdAtEpochMs, 'replaced', project, file.path);
      add(project, file);
    }
    for (const { path, as, atEpochMs } of ends) end.run(atEpochMs, as, project, path);
  });
  const change = flushed((project: string, path: string, sizeBytes: number) => {
    setContent.run(sizeBytes, project, path);
    hasGrown.run(project, path);
  });

  return {
    insert: add,
    find(project, path) {
      const row = find.get(project, path);
      return row ? fileFromRow(row) : null;
    },
    list: (project) => list.all(project).map(fileFromRow),
    history: (project, limit) => history.all(project, limit).map(historyFromRow),
    totals(project, origin) {
      const none: FileTotal = { count: 0, sizeBytes: 0 };
      const found = totals
        .all(project, origin ?? null, origin ?? null)
        .map(({ kind, count, sizeBytes }) => [kind, { count, sizeBytes }] as const);
      return { temp: none, saved: none, user: none, ...Object.fromEntries(found) };
    },
    totalBytes: (project, kinds) =>
      kinds.reduce((sum, kind) => sum + (total.get(project, kind)?.total ?? 0), 0),
    end: (project, path, how, atEpochMs, flush = 'at-once') => endOne[flush](project, path, how, atEpochMs),
    endBelow: db.transaction((project: string, folder: string, how: FileEnd, atEpochMs: number) => {
      endBelow.run(atEpochMs, how, project, folder, folder);
    }),
    endAll: durably(db, (project: string, kinds: readonly FileKind[], how: FileEnd, atEpochMs: number) => {
      for (const kind of kinds) endAll.run(atEpochMs, how, project, kind);
    }),
    lastEnd: (project, path) => lastEnd.get(project, path)?.ended_as ?? null,
    put(project, files, ends, flush = 'at-once') {
      putAll[flush](project, files, ends);
    },
    rename: db.transaction((project: string, moves: readonly FileMove[], at: FileMoment) => {
      const { epochMs, launch } = at;
      for (const { from, to } of moves) {
        const row = find.get(project, from);
        if (!row) continue;
        end.run(epochMs, 'replaced', project, to);
        end.run(epochMs, 'moved', project, from);
        add(project, {
          path: to,
          kind: row.kind,
          sizeBytes: row.size,
          origin: `moved:${from}`,
          createdAtEpochMs: epochMs,
          launch,
          sha256: null,
        });
      }
    }),
    setHash: (project, path, sha256) => void setHash.run(sha256, project, path),
    contentChanged(project, path, sizeBytes, flush = 'at-once') {
      change[flush](project, path, sizeBytes);
    },
    grows: db.transaction((project: string, path: string, sizeBytes: number) => {
      setContent.run(sizeBytes, project, path);
      grows.run(project, path, sizeBytes);
    }),
    growing: (project) => growing.all(project),
    touch: (project, path, atEpochMs) => void touch.run(atEpochMs, project, path),
    tempFiles: (project) =>
      tempFiles.all(project).map((row) => ({ ...fileFromRow(row), usedAtEpochMs: row.used_at })),
    expireTempFiles: (currentLaunch, atEpochMs) => expire.run(atEpochMs, currentLaunch).changes,
    forgetEnded: (keptRows) => void forget.run(keptRows),
  };
}

/** A row with its end, when it has one. */
export function historyFromRow(row: FileRow): FileHistoryRecord {
  const end = row.ended_as === null ? null : { as: row.ended_as, atEpochMs: row.ended_at ?? 0 };
  return { ...fileFromRow(row), end };
}

function fileFromRow(row: FileRow): FileRecord {
  return {
    path: row.path,
    kind: row.kind,
    sizeBytes: row.size,
    origin: row.origin,
    createdAtEpochMs: row.created_at,
    sha256: row.sha256,
    mediaType: mediaTypeOf(row.path),
  };
}
