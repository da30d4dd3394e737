import type { FileKind, FileOrigin, FileRecord } from '#contract/files';
import { mediaTypeOf } from '../lib/media-type.ts';
import { durably, type Database } from './open.ts';

/** What became of a file that is no longer there; `expired`: its launch ended, or it was found gone at a start. */
export type FileEnd = 'removed' | 'saved' | 'expired' | 'replaced';

export interface NewFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly origin: FileOrigin;
  readonly createdAtEpochMs: number;
  readonly launch: number;
  readonly sha256: string | null;
}

/**
 * The rows of files, of all projects. What a page is told afterwards (a move, an end) is on the disk when the call
 * returns; a new row and a hash reach it a little later.
 */
export interface FileTable {
  insert(project: string, file: NewFile): void;
  /** The live file at a virtual path; null when there is none. */
  find(project: string, path: string): FileRecord | null;
  /** Live files, oldest first. */
  list(project: string): FileRecord[];
  /** Bytes of the live files of these kinds together. */
  totalBytes(project: string, kinds: readonly FileKind[]): number;
  /** Ends a live file's row; false when there was none. */
  end(project: string, path: string, end: FileEnd, atEpochMs: number): boolean;
  /** Ends every live file of a project. */
  endAll(project: string, end: FileEnd, atEpochMs: number): void;
  /** How the last file at a path ended that was not a temp file; null when there has been none. */
  lastEnd(project: string, path: string): FileEnd | null;
  /** Ends what is at one path, if anything is, and begins another file, in one transaction. */
  move(project: string, from: string, end: FileEnd, to: NewFile): void;
  setHash(project: string, path: string, sha256: string): void;
  /** The content of a live file is about to be another, or was found to be: its hash is no longer known. */
  contentChanged(project: string, path: string, sizeBytes: number): void;
  /** Ends every temp file of launches other than this one; returns how many. */
  expireTempFiles(currentLaunch: number, atEpochMs: number): number;
}

interface FileRow {
  readonly path: string;
  readonly kind: FileKind;
  readonly size: number;
  readonly origin: string;
  readonly created_at: number;
  readonly sha256: string | null;
}

const COLUMNS = 'path, kind, size, origin, created_at, sha256';

export function createFileTable(db: Database): FileTable {
  const insert = db.prepare<[string, string, string, number, string, number, number, string | null]>(
    'INSERT INTO file (project, path, kind, size, origin, created_at, launch, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const find = db.prepare<[string, string], FileRow>(
    `SELECT ${COLUMNS} FROM file WHERE project = ? AND path = ? AND ended_at IS NULL`,
  );
  const list = db.prepare<[string], FileRow>(
    `SELECT ${COLUMNS} FROM file WHERE project = ? AND ended_at IS NULL ORDER BY id`,
  );
  const total = db.prepare<[string, string], { total: number }>(
    'SELECT coalesce(sum(size), 0) AS total FROM file WHERE project = ? AND kind = ? AND ended_at IS NULL',
  );
  const end = db.prepare<[number, FileEnd, string, string]>(
    'UPDATE file SET ended_at = ?, ended_as = ? WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const endAll = db.prepare<[number, FileEnd, string]>(
    'UPDATE file SET ended_at = ?, ended_as = ? WHERE project = ? AND ended_at IS NULL',
  );
  const lastEnd = db.prepare<[string, string], { ended_as: FileEnd }>(
    `SELECT ended_as FROM file WHERE project = ? AND path = ? AND ended_at IS NOT NULL AND kind <> 'temp'
     ORDER BY id DESC LIMIT 1`,
  );
  const setContent = db.prepare<[number, string, string]>(
    'UPDATE file SET size = ?, sha256 = NULL WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const setHash = db.prepare<[string, string, string]>(
    'UPDATE file SET sha256 = ? WHERE project = ? AND path = ? AND ended_at IS NULL',
  );
  const expire = db.prepare<[number, number]>(
    "UPDATE file SET ended_at = ?, ended_as = 'expired' WHERE kind = 'temp' AND ended_at IS NULL AND launch <> ?",
  );

  const add = (project: string, file: NewFile): void => {
    insert.run(
      project,
      file.path,
      file.kind,
      file.sizeBytes,
      file.origin,
      file.createdAtEpochMs,
      file.launch,
      file.sha256,
    );
  };

  return {
    insert: add,
    find(project, path) {
      const row = find.get(project, path);
      return row ? fileFromRow(row) : null;
    },
    list: (project) => list.all(project).map(fileFromRow),
    totalBytes: (project, kinds) =>
      kinds.reduce((sum, kind) => sum + (total.get(project, kind)?.total ?? 0), 0),
    end: durably(
      db,
      (project: string, path: string, how: FileEnd, atEpochMs: number) =>
        end.run(atEpochMs, how, project, path).changes > 0,
    ),
    endAll: durably(db, (project: string, how: FileEnd, atEpochMs: number) => {
      endAll.run(atEpochMs, how, project);
    }),
    lastEnd: (project, path) => lastEnd.get(project, path)?.ended_as ?? null,
    move: durably(db, (project: string, from: string, how: FileEnd, to: NewFile) => {
      end.run(to.createdAtEpochMs, how, project, from);
      add(project, to);
    }),
    setHash: (project, path, sha256) => void setHash.run(sha256, project, path),
    contentChanged: durably(db, (project: string, path: string, sizeBytes: number) => {
      setContent.run(sizeBytes, project, path);
    }),
    expireTempFiles: (currentLaunch, atEpochMs) => expire.run(atEpochMs, currentLaunch).changes,
  };
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
