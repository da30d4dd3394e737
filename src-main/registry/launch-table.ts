import { durably, type Database } from './open.ts';

/**
 * Starts a launch and returns its id; ids only grow, and folders are named by them: none is ever given twice.
 *
 * @param lastKnown the highest id that is known from elsewhere; the registry may be an older one put back
 */
export function startLaunch(db: Database, startedAtEpochMs: number, lastKnown = 0): number {
  const last = db.prepare<[], { last: number }>('SELECT coalesce(max(id), 0) AS last FROM launch');
  const insert = db.prepare<[number, number]>('INSERT INTO launch (id, started_at) VALUES (?, ?)');
  return durably(db, () => {
    const id = Math.max(last.get()?.last ?? 0, lastKnown) + 1;
    insert.run(id, startedAtEpochMs);
    return id;
  })();
}
