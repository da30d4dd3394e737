import type { FileHistoryRecord } from '#contract/files';
import { FILE_COLUMNS, historyFromRow, type FileRow } from './file-table.ts';
import type { Database } from './open.ts';

/** A file of any time, with the number of its row: later rows have higher ones. */
export interface NumberedFile extends FileHistoryRecord {
  readonly id: number;
}

/** What the life of a file needs to know of an exchange. */
export interface ExchangeOfFile {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly url: string;
  readonly statusCode: number | null;
  readonly calledAtEpochMs: number;
  /** As the device spelt it. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string | null;
}

/** Questions about files and exchanges of all times of one project, each answered by an index. */
export interface LineageTable {
  /** The latest file at a path; of those with a lower number where one is given. */
  latestAt(project: string, path: string, beforeId?: number): NumberedFile | null;
  /** The file that was at a path at a moment, or the last one before. */
  at(project: string, path: string, epochMs: number): NumberedFile | null;
  /** The number of the next file at the same path; null when there is none. */
  nextAt(project: string, path: string, afterId: number): number | null;
  /** Files of this origin with a number above `afterId` and below `beforeId`. */
  withOrigin(
    project: string,
    origin: string,
    afterId: number,
    beforeId: number,
    limit: number,
  ): NumberedFile[];
  withHash(project: string, sha256: string, limit: number): NumberedFile[];
  exchange(project: string, id: string): ExchangeOfFile | null;
  /** Exchanges that sent the file at a path, or wrote it, called within this time. */
  exchangesAt(project: string, path: string, fromEpochMs: number, toEpochMs: number): ExchangeOfFile[];
  exchangesWithHash(project: string, sha256: string, limit: number): ExchangeOfFile[];
}

type NumberedRow = FileRow & { readonly id: number };

const MAX_EXCHANGES = 60;

export function createLineageTable(db: Database): LineageTable {
  const files = `SELECT id, ${FILE_COLUMNS} FROM file`;
  const latestAt = db.prepare<[string, string, number], NumberedRow>(
    `${files} INDEXED BY file_by_path WHERE project = ? AND path = ? AND id < ? ORDER BY id DESC LIMIT 1`,
  );
  const at = db.prepare<[string, string, number], NumberedRow>(
    `${files} INDEXED BY file_by_path WHERE project = ? AND path = ? AND created_at <= ? ORDER BY id DESC LIMIT 1`,
  );
  const nextAt = db.prepare<[string, string, number], { id: number }>(
    'SELECT id FROM file INDEXED BY file_by_path WHERE project = ? AND path = ? AND id > ? ORDER BY id LIMIT 1',
  );
  const withOrigin = db.prepare<[string, string, number, number, number], NumberedRow>(
    `${files} INDEXED BY file_by_origin WHERE project = ? AND origin = ? AND id > ? AND id < ? ORDER BY id LIMIT ?`,
  );
  const withHash = db.prepare<[string, string, number], NumberedRow>(
    `${files} INDEXED BY file_by_hash WHERE sha256 = ? AND project = ? ORDER BY id LIMIT ?`,
  );
  // What was read from a file is somebody's, also where its bytes are the same.
  const ownOnly = "json_extract(record, '$.origin.kind') IS NOT 'import'";
  const exchanges = `SELECT id, called_at AS calledAtEpochMs, state,
      json_extract(record, '$.kind') AS kind, json_extract(record, '$.url') AS url,
      json_extract(record, '$.statusCode') AS statusCode, json_extract(record, '$.file.path') AS path,
      json_extract(record, '$.file.sizeBytes') AS sizeBytes, json_extract(record, '$.file.sha256') AS sha256
    FROM exchange`;
  const exchange = db.prepare<[string, string], ExchangeOfFile>(`${exchanges} WHERE project = ? AND id = ?`);
  const exchangesAt = db.prepare<[string, string, number, number, number], ExchangeOfFile>(
    `${exchanges} INDEXED BY exchange_by_file WHERE project = ? AND json_extract(record, '$.file.path') = ?
       AND called_at BETWEEN ? AND ? AND ${ownOnly} ORDER BY called_at LIMIT ?`,
  );
  const exchangesWithHash = db.prepare<[string, string, number], ExchangeOfFile>(
    `${exchanges} INDEXED BY exchange_by_file_hash WHERE project = ? AND json_extract(record, '$.file.sha256') = ?
       AND ${ownOnly} ORDER BY called_at LIMIT ?`,
  );
  const one = (row: NumberedRow | undefined): NumberedFile | null => (row ? numbered(row) : null);
  return {
    latestAt: (project, path, beforeId = Number.MAX_SAFE_INTEGER) =>
      one(latestAt.get(project, path, beforeId)),
    at: (project, path, epochMs) => one(at.get(project, path, epochMs)),
    nextAt: (project, path, afterId) => nextAt.get(project, path, afterId)?.id ?? null,
    withOrigin: (project, origin, afterId, beforeId, limit) =>
      withOrigin.all(project, origin, afterId, beforeId, limit).map(numbered),
    withHash: (project, sha256, limit) => withHash.all(sha256, project, limit).map(numbered),
    exchange: (project, id) => exchange.get(project, id) ?? null,
    exchangesAt: (project, path, fromEpochMs, toEpochMs) =>
      exchangesAt.all(project, path, fromEpochMs, toEpochMs, MAX_EXCHANGES),
    exchangesWithHash: (project, sha256, limit) => exchangesWithHash.all(project, sha256, limit),
  };
}

function numbered(row: NumberedRow): NumberedFile {
  return { id: row.id, ...historyFromRow(row) };
}
