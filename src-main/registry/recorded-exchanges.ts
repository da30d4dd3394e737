import type { Database } from './open.ts';

/** Which exchanges there are, of all projects: for what is kept beside their records. */
export interface RecordedExchanges {
  /** Of these, those without a record. */
  missing(ids: readonly string[]): string[];
  /** Those that the developer has pinned. */
  pinned(): ReadonlySet<string>;
}

export function createRecordedExchanges(db: Database): RecordedExchanges {
  const find = db.prepare<[string]>('SELECT 1 FROM exchange WHERE id = ?');
  const pinned = db.prepare<[], { id: string }>('SELECT id FROM exchange_row WHERE pinned = 1');
  return {
    missing: (ids) => ids.filter((id) => find.get(id) === undefined),
    pinned: () => new Set(pinned.all().map(({ id }) => id)),
  };
}
