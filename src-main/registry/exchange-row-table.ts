import type { ExchangeMarks, ExchangeRow } from '#contract/panel-exchanges';
import type { ExchangeFacts } from '../lib/exchange-facts.ts';
import type { Database } from './open.ts';

/** A line as it is read for filtering and sorting. */
export interface StoredRow extends ExchangeFacts {
  /** Ascending in the order of being written; never given twice. */
  readonly seq: number;
  readonly launch: number;
  readonly marks: ExchangeMarks;
  /** The last clearing that it outlived. */
  readonly kept: number;
}

/** A record that is gone, with the place its line had. */
export interface RemovedExchange {
  readonly id: string;
  readonly seq: number;
}

/** How far a project's list is cleared, by the numbers of its clearings. */
export interface Clearing {
  /** What outlived only earlier ones is not in the list. */
  readonly hiddenBelow: number;
  /** What outlived only earlier ones does not come back. */
  readonly goneBelow: number;
  /** What is new outlives it. */
  readonly last: number;
}

/** The lines of the list of exchanges. */
export interface ExchangeRowTable {
  put(project: string, launch: number, id: string, facts: ExchangeFacts, row: ExchangeRow): void;
  seqOf(id: string): number | null;
  /** What a line shows, its marks included. */
  shown(seq: number): ExchangeRow | null;
  idOf(seq: number): string | null;
  /** Lines of a project behind a place, in their order. */
  after(project: string, seq: number, count: number): StoredRow[];
  marks(id: string): ExchangeMarks | null;
  setMarks(id: string, marks: ExchangeMarks): void;
  clearing(project: string): Clearing;
  /** Clears all but what is pinned or among `alive`; what the clearing before took is gone for good. */
  clearList(project: string, alive: readonly string[]): void;
  /** Takes the last clearing back. */
  undoClearing(project: string): void;
  /** Nothing brings back what was cleared. */
  sealClearing(project: string): void;
  /** Of those that are not pinned. */
  count(project: string): number;
  /** What was cleared and does not come back. */
  goneForGood(project: string, count: number): RemovedExchange[];
  /** The first that have ended and are not pinned. */
  oldest(project: string, count: number): RemovedExchange[];
  /** Lines of a project behind a place, up to another. */
  between(project: string, afterSeq: number, upToSeq: number, count: number): RemovedExchange[];
  /** The place of the latest line; 0 where there is none. */
  lastSeq(project: string): number;
  remove(id: string): void;
}

type Columns = [
  id: string,
  project: string,
  launch: number,
  calledAt: number,
  kind: string,
  state: string,
  method: string,
  host: string,
  path: string,
  page: string,
  status: number | null,
  size: number,
  duration: number | null,
  mediaType: string,
  warnings: string,
  traits: number,
  shown: string,
  keptOf: string,
];

type ReadColumns = [
  seq: number,
  launch: number,
  calledAtEpochMs: number,
  kind: ExchangeFacts['kind'],
  state: ExchangeFacts['state'],
  method: string,
  host: string,
  path: string,
  page: string,
  statusCode: number | null,
  sizeBytes: number,
  durationMs: number | null,
  mediaType: string,
  warnings: string,
  traits: number,
  pinned: number,
  tags: string,
  note: string,
  kept: number,
];

interface MarkColumns {
  readonly pinned: number;
  readonly tags: string;
  readonly note: string;
}

export function createExchangeRowTable(db: Database): ExchangeRowTable {
  const insert = db.prepare<Columns>(
    `INSERT INTO exchange_row (id, project, launch, called_at, kind, state, method, host, path, page, status, size,
       duration, media_type, warnings, traits, shown, kept)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
       coalesce((SELECT last FROM exchange_clearing WHERE project = ?), 0))
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, method = excluded.method, host = excluded.host,
       path = excluded.path, page = excluded.page, status = excluded.status, size = excluded.size,
       duration = excluded.duration, media_type = excluded.media_type, warnings = excluded.warnings,
       traits = excluded.traits, shown = excluded.shown`,
  );
  const seqOf = db.prepare<[string], number>('SELECT seq FROM exchange_row WHERE id = ?').pluck();
  const idOf = db.prepare<[number], string>('SELECT id FROM exchange_row WHERE seq = ?').pluck();
  const shown = db.prepare<[number], MarkColumns & { readonly shown: string }>(
    'SELECT shown, pinned, tags, note FROM exchange_row WHERE seq = ?',
  );
  const after = db
    .prepare<[string, number, number], ReadColumns>(
      `SELECT seq, launch, called_at, kind, state, method, host, path, page, status, size, duration, media_type, warnings,
         traits, pinned, tags, note, kept
       FROM exchange_row WHERE project = ? AND seq > ? ORDER BY seq LIMIT ?`,
    )
    .raw();
  const marks = db.prepare<[string], MarkColumns>('SELECT pinned, tags, note FROM exchange_row WHERE id = ?');
  const setMarks = db.prepare<[number, string, string, string]>(
    'UPDATE exchange_row SET pinned = ?, tags = ?, note = ? WHERE id = ?',
  );
  const clearing = db.prepare<[string], Clearing>(
    'SELECT hidden_below AS hiddenBelow, gone_below AS goneBelow, last FROM exchange_clearing WHERE project = ?',
  );
  const setClearing = db.prepare<[string, number, number, number]>(
    `INSERT INTO exchange_clearing (project, hidden_below, gone_below, last) VALUES (?, ?, ?, ?)
     ON CONFLICT (project) DO UPDATE SET hidden_below = excluded.hidden_below, gone_below = excluded.gone_below,
       last = excluded.last`,
  );
  const keepPinned = db.prepare<[number, string, number]>(
    // By the index of what is pinned, which is little; by that of `kept` it would look at every line.
    'UPDATE exchange_row SET kept = ? WHERE project = ? AND pinned = 1 AND +kept >= ?',
  );
  const keep = db.prepare<[number, string]>('UPDATE exchange_row SET kept = ? WHERE id = ?');
  const count = db
    .prepare<[string], number>('SELECT count(*) FROM exchange_row WHERE project = ? AND pinned = 0')
    .pluck();
  const gone = db.prepare<[string, number, number], RemovedExchange>(
    'SELECT id, seq FROM exchange_row WHERE project = ? AND kept < ? LIMIT ?',
  );
  const oldestImported = db.prepare<[string, number], RemovedExchange>(
    `SELECT id, seq FROM exchange_row INDEXED BY exchange_row_imported
     WHERE project = ? AND traits & 2 = 2 AND pinned = 0 ORDER BY seq LIMIT ?`,
  );
  const oldest = db.prepare<[string, number], RemovedExchange>(
    `SELECT id, seq FROM exchange_row WHERE project = ? AND pinned = 0 AND state NOT IN ('waiting', 'running')
     ORDER BY seq LIMIT ?`,
  );
  const between = db.prepare<[string, number, number, number], RemovedExchange>(
    'SELECT id, seq FROM exchange_row WHERE project = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
  );
  const lastSeq = db
    .prepare<[string], number>('SELECT coalesce(max(seq), 0) FROM exchange_row WHERE project = ?')
    .pluck();
  const remove = db.prepare<[string]>('DELETE FROM exchange_row WHERE id = ?');
  const clearingOf = (project: string): Clearing =>
    clearing.get(project) ?? { hiddenBelow: 0, goneBelow: 0, last: 0 };
  return {
    put(project, launch, id, facts, row) {
      insert.run(
        id,
        project,
        launch,
        facts.calledAtEpochMs,
        facts.kind,
        facts.state,
        facts.method,
        facts.host,
        facts.path,
        facts.page,
        facts.statusCode,
        facts.sizeBytes,
        facts.durationMs,
        facts.mediaType,
        facts.warnings,
        facts.traits,
        JSON.stringify(row),
        project,
      );
    },
    seqOf: (id) => seqOf.get(id) ?? null,
    idOf: (seq) => idOf.get(seq) ?? null,
    shown(seq) {
      const found = shown.get(seq);
      return found ? { ...(JSON.parse(found.shown) as ExchangeRow), marks: marksOf(found) } : null;
    },
    after: (project, seq, most) => after.all(project, seq, most).map(storedRow),
    marks(id) {
      const found = marks.get(id);
      return found ? marksOf(found) : null;
    },
    setMarks(id, { isPinned, tags, note }) {
      setMarks.run(isPinned ? 1 : 0, JSON.stringify(tags), note, id);
    },
    clearing: clearingOf,
    clearList: db.transaction((project: string, alive: readonly string[]): void => {
      const { hiddenBelow, last } = clearingOf(project);
      const next = last + 1;
      for (const id of alive) keep.run(next, id);
      keepPinned.run(next, project, hiddenBelow);
      setClearing.run(project, next, hiddenBelow, next);
    }),
    undoClearing(project) {
      const { goneBelow, last } = clearingOf(project);
      setClearing.run(project, goneBelow, goneBelow, last);
    },
    sealClearing(project) {
      const { hiddenBelow, goneBelow, last } = clearingOf(project);
      if (hiddenBelow !== goneBelow) setClearing.run(project, hiddenBelow, hiddenBelow, last);
    },
    count: (project) => count.get(project) ?? 0,
    goneForGood: (project, most) => gone.all(project, clearingOf(project).goneBelow, most),
    oldest(project, most) {
      const imported = oldestImported.all(project, most);
      return imported.length > 0 ? imported : oldest.all(project, most);
    },
    between: (project, afterSeq, upToSeq, most) => between.all(project, afterSeq, upToSeq, most),
    lastSeq: (project) => lastSeq.get(project) ?? 0,
    remove: (id) => void remove.run(id),
  };
}

const NO_TAGS: readonly string[] = [];

function marksOf({ pinned, tags, note }: MarkColumns): ExchangeMarks {
  return {
    isPinned: pinned === 1,
    tags: tags === '[]' ? NO_TAGS : (JSON.parse(tags) as string[]),
    note,
  };
}

function storedRow(columns: ReadColumns): StoredRow {
  const [seq, launch, calledAtEpochMs, kind, state, method, host, path, page, ...others] = columns;
  const [statusCode, sizeBytes, durationMs, mediaType, warnings, traits, pinned, tags, note, kept] = others;
  return {
    seq,
    launch,
    calledAtEpochMs,
    kind,
    state,
    method,
    host,
    path,
    page,
    statusCode,
    sizeBytes,
    durationMs,
    mediaType,
    warnings,
    traits,
    marks: marksOf({ pinned, tags, note }),
    kept,
  };
}
