import type { FileEnd } from '#contract/files';
import type { FileTrouble } from '#contract/panel-files';
import type { Database } from './open.ts';

export type NewFileTrouble = FileTrouble extends infer T
  ? T extends FileTrouble
    ? Omit<T, 'id'>
    : never
  : never;

/** What went wrong with files: dead paths that were used, files that the quota refused. Of all projects. */
export interface FileTroubleTable {
  add(project: string, trouble: NewFileTrouble): FileTrouble;
  /** The latest first; of one path, or of all where it is null. */
  latest(project: string, path: string | null, count: number): FileTrouble[];
  /** Oldest first, of those with a higher id. */
  since(project: string, id: number, count: number): FileTrouble[];
  /** The highest id there is; 0 when there is none. */
  lastId(): number;
  count(project: string): number;
  clear(project: string): void;
  /** Forgets all but the latest of all projects. */
  forget(keptRows: number): void;
}

interface TroubleRow {
  readonly id: number;
  readonly kind: FileTrouble['kind'];
  readonly path: string;
  readonly api: string;
  readonly page: string;
  readonly source: string | null;
  readonly exchange: string | null;
  readonly at: number;
  readonly launch: number;
  readonly ended_as: FileEnd | null;
  readonly ended_at: number | null;
  readonly used_bytes: number | null;
  readonly quota_bytes: number | null;
}

const COLUMNS =
  'id, kind, path, api, page, source, exchange, at, launch, ended_as, ended_at, used_bytes, quota_bytes';

export function createFileTroubleTable(db: Database): FileTroubleTable {
  const insert = db.prepare<(string | number | null)[]>(
    `INSERT INTO file_trouble
       (project, kind, path, api, page, source, exchange, at, launch, ended_as, ended_at, used_bytes, quota_bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofPath = db.prepare<[string, string, number], TroubleRow>(
    `SELECT ${COLUMNS} FROM file_trouble WHERE project = ? AND path = ? ORDER BY id DESC LIMIT ?`,
  );
  const ofAll = db.prepare<[string, number], TroubleRow>(
    `SELECT ${COLUMNS} FROM file_trouble WHERE project = ? ORDER BY id DESC LIMIT ?`,
  );
  const since = db.prepare<[string, number, number], TroubleRow>(
    `SELECT ${COLUMNS} FROM file_trouble WHERE project = ? AND id > ? ORDER BY id LIMIT ?`,
  );
  const last = db.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) AS id FROM file_trouble');
  const count = db.prepare<[string], { count: number }>(
    'SELECT count(*) AS count FROM file_trouble WHERE project = ?',
  );
  const clear = db.prepare<[string]>('DELETE FROM file_trouble WHERE project = ?');
  const forget = db.prepare<[number]>(
    'DELETE FROM file_trouble WHERE id <= (SELECT max(id) FROM file_trouble) - ?',
  );
  return {
    add(project, trouble) {
      const isDead = trouble.kind === 'dead-path';
      const { lastInsertRowid } = insert.run(
        project,
        trouble.kind,
        trouble.path,
        trouble.api,
        trouble.page,
        trouble.source,
        trouble.exchangeId,
        trouble.atEpochMs,
        trouble.launch,
        isDead ? trouble.death.as : null,
        isDead ? trouble.death.atEpochMs : null,
        isDead ? null : trouble.usedBytes,
        isDead ? null : trouble.quotaBytes,
      );
      return { ...trouble, id: Number(lastInsertRowid) };
    },
    latest: (project, path, limit) =>
      (path === null ? ofAll.all(project, limit) : ofPath.all(project, path, limit)).map(troubleFromRow),
    since: (project, id, limit) => since.all(project, id, limit).map(troubleFromRow),
    lastId: () => last.get()?.id ?? 0,
    count: (project) => count.get(project)?.count ?? 0,
    clear: (project) => void clear.run(project),
    forget: (keptRows) => void forget.run(keptRows),
  };
}

function troubleFromRow(row: TroubleRow): FileTrouble {
  const common = {
    id: row.id,
    atEpochMs: row.at,
    launch: row.launch,
    api: row.api,
    path: row.path,
    page: row.page,
    source: row.source,
    exchangeId: row.exchange,
  };
  return row.kind === 'quota'
    ? { ...common, kind: 'quota', usedBytes: row.used_bytes ?? 0, quotaBytes: row.quota_bytes ?? 0 }
    : {
        ...common,
        kind: 'dead-path',
        death: { as: row.ended_as ?? 'expired', atEpochMs: row.ended_at ?? row.at },
      };
}
