import type { RecentProject } from '#contract/panel';
import type { Database } from './open.ts';

/** Settings of this home by name, as JSON values. */
export interface PreferenceTable {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export function createPreferenceTable(db: Database): PreferenceTable {
  const get = db.prepare<[string], { json: string }>('SELECT json FROM preference WHERE key = ?');
  const set = db.prepare<[string, string]>(
    'INSERT INTO preference (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json',
  );
  return {
    get(key) {
      const row = get.get(key);
      return row ? (JSON.parse(row.json) as unknown) : null;
    },
    set: (key, value) => void set.run(key, JSON.stringify(value)),
  };
}

/** Projects opened from this home. */
export interface RecentProjectTable {
  /** Newest first. */
  list(): RecentProject[];
  put(project: RecentProject): void;
  remove(folder: string): void;
  clear(): void;
}

const RECENT_LIMIT = 12;

export function createRecentProjectTable(db: Database): RecentProjectTable {
  const list = db.prepare<[number], { folder: string; name: string; opened_at: number }>(
    'SELECT folder, name, opened_at FROM recent_project ORDER BY opened_at DESC LIMIT ?',
  );
  const put = db.prepare<[string, string, number]>(
    `INSERT INTO recent_project (folder, name, opened_at) VALUES (?, ?, ?)
     ON CONFLICT (folder) DO UPDATE SET name = excluded.name, opened_at = excluded.opened_at`,
  );
  const remove = db.prepare<[string]>('DELETE FROM recent_project WHERE folder = ?');
  const clear = db.prepare<[]>('DELETE FROM recent_project');
  return {
    list: () =>
      list
        .all(RECENT_LIMIT)
        .map((row) => ({ folder: row.folder, name: row.name, openedAtEpochMs: row.opened_at })),
    put: (project) => void put.run(project.folder, project.name, project.openedAtEpochMs),
    remove: (folder) => void remove.run(folder),
    clear: () => void clear.run(),
  };
}
