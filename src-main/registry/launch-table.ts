import type { Database } from './open.ts';

/** Starts a launch and returns its id; ids only grow. */
export function startLaunch(db: Database, startedAtEpochMs: number): number {
  return Number(
    db.prepare('INSERT INTO launch (started_at) VALUES (?)').run(startedAtEpochMs).lastInsertRowid,
  );
}
