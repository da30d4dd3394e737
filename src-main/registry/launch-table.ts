import { durably, type Database } from './open.ts';

/** Starts a launch and returns its id; ids only grow, and folders are named by them: none is ever given twice. */
export function startLaunch(db: Database, startedAtEpochMs: number): number {
  const insert = db.prepare<[number]>('INSERT INTO launch (started_at) VALUES (?)');
  return durably(db, () => Number(insert.run(startedAtEpochMs).lastInsertRowid))();
}
