import type { Database } from './open.ts';

/** `wx` storage of all projects: JSON text by key. */
export interface StorageTable {
  get(project: string, key: string): string | null;
  set(project: string, key: string, json: string): void;
  remove(project: string, key: string): void;
  clear(project: string): void;
  keys(project: string): string[];
  /** UTF-8 bytes of all keys and values together. */
  totalBytes(project: string): number;
}

export function createStorageTable(db: Database): StorageTable {
  const get = db.prepare<[string, string], { json: string }>(
    'SELECT json FROM storage WHERE project = ? AND key = ?',
  );
  const set = db.prepare<[string, string, string]>(
    'INSERT INTO storage (project, key, json) VALUES (?, ?, ?) ON CONFLICT (project, key) DO UPDATE SET json = excluded.json',
  );
  const remove = db.prepare<[string, string]>('DELETE FROM storage WHERE project = ? AND key = ?');
  const clear = db.prepare<[string]>('DELETE FROM storage WHERE project = ?');
  const keys = db.prepare<[string], { key: string }>(
    'SELECT key FROM storage WHERE project = ? ORDER BY key',
  );
  const total = db.prepare<[string], { total: number }>(
    'SELECT coalesce(sum(octet_length(key) + octet_length(json)), 0) AS total FROM storage WHERE project = ?',
  );
  return {
    get: (project, key) => get.get(project, key)?.json ?? null,
    set: (project, key, json) => void set.run(project, key, json),
    remove: (project, key) => void remove.run(project, key),
    clear: (project) => void clear.run(project),
    keys: (project) => keys.all(project).map((row) => row.key),
    totalBytes: (project) => total.get(project)?.total ?? 0,
  };
}
