import type { Exchange } from '#contract/transfer';
import type { Database } from './open.ts';

/** The recorded history of transfers. */
export interface ExchangeTable {
  /** Inserts or replaces. */
  put(project: string, launch: number, exchange: Exchange): void;
  /** The latest of a project, oldest first. */
  latest(project: string, count: number): Exchange[];
  /** Records that were alive when an earlier launch died, of all projects. */
  left(
    currentLaunch: number,
  ): { readonly project: string; readonly launch: number; readonly exchange: Exchange }[];
  clear(project: string): void;
  /** How many records a project has, and the bytes of their JSON. */
  size(project: string): { readonly count: number; readonly sizeBytes: number };
}

interface ExchangeRow {
  readonly project: string;
  readonly launch: number;
  readonly record: string;
}

export function createExchangeTable(db: Database): ExchangeTable {
  const put = db.prepare<[string, string, number, number, string, string]>(
    `INSERT INTO exchange (id, project, launch, called_at, state, record) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record`,
  );
  const latest = db.prepare<[string, number], ExchangeRow>(
    'SELECT project, launch, record FROM exchange WHERE project = ? ORDER BY called_at DESC, id DESC LIMIT ?',
  );
  const left = db.prepare<[number], ExchangeRow>(
    "SELECT project, launch, record FROM exchange WHERE state IN ('waiting', 'running') AND launch <> ?",
  );
  const clear = db.prepare<[string]>('DELETE FROM exchange WHERE project = ?');
  const size = db.prepare<[string], { count: number; sizeBytes: number }>(
    'SELECT count(*) AS count, coalesce(sum(octet_length(record)), 0) AS sizeBytes FROM exchange WHERE project = ?',
  );
  const parse = (row: ExchangeRow): Exchange => JSON.parse(row.record) as Exchange;
  return {
    put: (project, launch, exchange) =>
      void put.run(
        exchange.id,
        project,
        launch,
        exchange.calledAtEpochMs,
        exchange.state,
        JSON.stringify(exchange),
      ),
    latest: (project, count) => latest.all(project, count).map(parse).reverse(),
    left: (currentLaunch) =>
      left
        .all(currentLaunch)
        .map((row) => ({ project: row.project, launch: row.launch, exchange: parse(row) })),
    clear: (project) => void clear.run(project),
    size: (project) => size.get(project) ?? { count: 0, sizeBytes: 0 },
  };
}
