import type { Exchange } from '#contract/transfer';
import { exchangeFacts, exchangeRow, NO_MARKS } from '../lib/exchange-facts.ts';
import { createExchangeRowTable, type ExchangeRowTable, type RemovedExchange } from './exchange-row-table.ts';
import type { Database } from './open.ts';

/** The recorded history of transfers: a record for each, and its line in the list. */
export interface ExchangeTable {
  readonly rows: ExchangeRowTable;
  /** Inserts or replaces the record and its line; the marks of a line stay. */
  put(project: string, launch: number, exchange: Exchange): void;
  get(project: string, id: string): Exchange | null;
  /** The latest of a project, oldest first. */
  latest(project: string, count: number): Exchange[];
  /** Records that were alive when an earlier launch died, of all projects. */
  left(
    currentLaunch: number,
  ): { readonly project: string; readonly launch: number; readonly exchange: Exchange }[];
  /** Writes lines of records from before there were any, the latest first; returns how many, 0 when none is left. */
  addMissingRows(project: string, count: number): number;
  /** Removes records from before there were lines, at most `count`; returns how many, 0 when none is left. */
  clearMissingRows(project: string, count: number): number;
  /** Removes the next records of a stretch, at most `count`, but those to be kept. */
  clearBetween(project: string, stretch: Stretch, count: number): ClearedStretch;
  /** Removes what was cleared from the list for good, at most `count`; returns what went. */
  purge(project: string, count: number): readonly RemovedExchange[];
  /**
   * Removes the oldest that are not pinned, at most `count`: as far as there are more than the bound allows, and while
   * the registry, of all projects together, is larger.
   */
  trim(project: string, most: HistoryBound, count: number): readonly RemovedExchange[];
  /** Of these ids, those that no record has. */
  missing(ids: readonly string[]): readonly string[];
  isOpen(): boolean;
  /** How many records a project has, and the bytes of their JSON. */
  size(project: string): { readonly count: number; readonly sizeBytes: number };
}

/** How much history is kept. */
export interface HistoryBound {
  readonly records: number;
  readonly registryBytes: number;
}

/** Lines behind a place, up to another. */
export interface Stretch {
  readonly afterSeq: number;
  readonly upToSeq: number;
  readonly kept: ReadonlySet<string>;
}

export interface ClearedStretch {
  readonly gone: readonly RemovedExchange[];
  /** How far it has come; null when it is through. */
  readonly lastSeq: number | null;
}

interface StoredRecord {
  readonly project: string;
  readonly launch: number;
  readonly record: string;
}

export function createExchangeTable(db: Database): ExchangeTable {
  const rows = createExchangeRowTable(db);
  const put = db.prepare<[string, string, number, number, string, string]>(
    `INSERT INTO exchange (id, project, launch, called_at, state, record) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record`,
  );
  const get = db.prepare<[string, string], StoredRecord>(
    'SELECT project, launch, record FROM exchange WHERE id = ? AND project = ?',
  );
  const latest = db.prepare<[string, number], StoredRecord>(
    'SELECT project, launch, record FROM exchange WHERE project = ? ORDER BY called_at DESC, id DESC LIMIT ?',
  );
  const left = db.prepare<[number], StoredRecord>(
    "SELECT project, launch, record FROM exchange WHERE state IN ('waiting', 'running') AND launch <> ?",
  );
  const has = db.prepare<[string], number>('SELECT 1 FROM exchange WHERE id = ?').pluck();
  const remove = db.prepare<[string]>('DELETE FROM exchange WHERE id = ?');
  const size = db.prepare<[string], { count: number; sizeBytes: number }>(
    'SELECT count(*) AS count, coalesce(sum(octet_length(record)), 0) AS sizeBytes FROM exchange WHERE project = ?',
  );
  const withoutRow = db.prepare<[string, number], { readonly id: string; readonly calledAtEpochMs: number }>(
    `SELECT id, called_at AS calledAtEpochMs FROM exchange_without_row WHERE project = ?
     ORDER BY called_at DESC LIMIT ?`,
  );
  const hasRow = db.prepare<[string, number, string]>(
    'DELETE FROM exchange_without_row WHERE project = ? AND called_at = ? AND id = ?',
  );
  const pragma = (name: string): number => db.pragma(name, { simple: true }) as number;
  /** What removed records leave free is used again, though the file stays as large. */
  const usedBytes = (): number => (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  const parse = (row: StoredRecord): Exchange => JSON.parse(row.record) as Exchange;
  const putBoth = db.transaction((project: string, launch: number, exchange: Exchange): void => {
    const { id, calledAtEpochMs, state } = exchange;
    put.run(id, project, launch, calledAtEpochMs, state, JSON.stringify(exchange));
    rows.put(project, launch, id, exchangeFacts(exchange), exchangeRow(exchange, launch, NO_MARKS));
  });
  const removeAll = db.transaction((gone: readonly RemovedExchange[]): readonly RemovedExchange[] => {
    for (const { id } of gone) {
      remove.run(id);
      rows.remove(id);
    }
    return gone;
  });
  return {
    rows,
    put(project, launch, exchange) {
      putBoth(project, launch, exchange);
    },
    get(project, id) {
      const found = get.get(id, project);
      return found ? parse(found) : null;
    },
    latest: (project, count) => latest.all(project, count).map(parse).reverse(),
    left: (currentLaunch) =>
      left
        .all(currentLaunch)
        .map((row) => ({ project: row.project, launch: row.launch, exchange: parse(row) })),
    addMissingRows: db.transaction((project: string, count: number): number => {
      const missing = withoutRow.all(project, count);
      for (const { id, calledAtEpochMs } of missing) {
        hasRow.run(project, calledAtEpochMs, id);
        const found = get.get(id, project);
        if (!found) continue;
        const exchange = { ...EARLIER, ...parse(found), calledAtEpochMs };
        const row = exchangeRow(exchange, found.launch, NO_MARKS);
        rows.put(project, found.launch, id, exchangeFacts(exchange), row);
      }
      return missing.length;
    }),
    clearMissingRows: db.transaction((project: string, count: number): number => {
      const missing = withoutRow.all(project, count);
      for (const { id, calledAtEpochMs } of missing) {
        hasRow.run(project, calledAtEpochMs, id);
        remove.run(id);
      }
      return missing.length;
    }),
    clearBetween(project, { afterSeq, upToSeq, kept }, count) {
      const found = rows.between(project, afterSeq, upToSeq, count);
      const gone = removeAll(found.filter(({ id }) => !kept.has(id)));
      return { gone, lastSeq: found.at(-1)?.seq ?? null };
    },
    purge: (project, count) => removeAll(rows.goneForGood(project, count)),
    trim(project, most, count) {
      const surplus = Math.min(count, rows.count(project) - most.records);
      const going = surplus > 0 ? surplus : usedBytes() > most.registryBytes ? count : 0;
      return going > 0 ? removeAll(rows.oldest(project, going)) : [];
    },
    missing: (ids) => ids.filter((id) => has.get(id) === undefined),
    isOpen: () => db.open,
    size: (project) => size.get(project) ?? { count: 0, sizeBytes: 0 },
  };
}

/** Facts that earlier versions of Ferry did not record, as far as a line needs them. */
const EARLIER = {
  method: '',
  url: '',
  page: '',
  calledFrom: null,
  queueMs: 0,
  durationMs: 0,
  statusCode: null,
  httpVersion: null,
  responseHeaders: [],
  sentBytes: 0,
  expectedSendBytes: 0,
  receivedBytes: 0,
  expectedReceiveBytes: 0,
  phases: [],
  rules: [],
  warnings: [],
  errMsg: null,
  origin: { kind: 'page' },
  pausedAt: null,
  slot: null,
} as const satisfies Partial<Exchange>;
