import type { StorageEntry } from '#contract/storage';
import { entryBytes } from '../lib/stored-value.ts';
import type { Database } from './open.ts';

/**
 * `wx` storage of all projects: JSON text by key. What is set outlives the end of the process, however it ends, once
 * the call has returned.
 */
export interface StorageTable {
  get(project: string, key: string): string | null;
  /** Sets all entries or none. */
  set(project: string, entries: readonly StorageEntry[]): void;
  remove(project: string, key: string): void;
  clear(project: string): void;
  /** In the order of their UTF-8 bytes. */
  keys(project: string): string[];
  /** What an entry counts, 0 where there is none; see {@link entryBytes}. */
  entryBytes(project: string, key: string): number;
  /** What all entries count together. */
  totalBytes(project: string): number;
}

/** What the entries of a project count, kept in memory: this table is the only one that writes them. */
interface Sizes {
  readonly ofKey: Map<string, number>;
  totalBytes: number;
}

export function createStorageTable(db: Database): StorageTable {
  const get = db.prepare<[string, string], { json: string }>(
    'SELECT json FROM storage WHERE project = ? AND key = ?',
  );
  const all = db.prepare<[string], StorageEntry>('SELECT key, json FROM storage WHERE project = ?');
  const put = db.prepare<[string, string, string]>(
    'INSERT INTO storage (project, key, json) VALUES (?, ?, ?) ON CONFLICT (project, key) DO UPDATE SET json = excluded.json',
  );
  const remove = db.prepare<[string, string]>('DELETE FROM storage WHERE project = ? AND key = ?');
  const clear = db.prepare<[string]>('DELETE FROM storage WHERE project = ?');
  const keys = db.prepare<[string], { key: string }>(
    'SELECT key FROM storage WHERE project = ? ORDER BY key',
  );
  const putAll = db.transaction((project: string, entries: readonly StorageEntry[]) => {
    for (const { key, json } of entries) put.run(project, key, json);
  });
  const known = new Map<string, Sizes>();

  const sizesOf = (project: string): Sizes => {
    const found = known.get(project);
    if (found) return found;
    const sizes: Sizes = { ofKey: new Map(), totalBytes: 0 };
    for (const { key, json } of all.iterate(project)) resize(sizes, key, entryBytes(key, json));
    known.set(project, sizes);
    return sizes;
  };

  return {
    get: (project, key) => get.get(project, key)?.json ?? null,
    set(project, entries) {
      const sizes = sizesOf(project);
      putAll(project, entries);
      for (const { key, json } of entries) resize(sizes, key, entryBytes(key, json));
    },
    remove(project, key) {
      const sizes = sizesOf(project);
      remove.run(project, key);
      resize(sizes, key, 0);
    },
    clear(project) {
      clear.run(project);
      known.delete(project);
    },
    keys: (project) => keys.all(project).map((row) => row.key),
    entryBytes: (project, key) => sizesOf(project).ofKey.get(key) ?? 0,
    totalBytes: (project) => sizesOf(project).totalBytes,
  };
}

function resize(sizes: Sizes, key: string, bytes: number): void {
  sizes.totalBytes += bytes - (sizes.ofKey.get(key) ?? 0);
  if (bytes === 0) sizes.ofKey.delete(key);
  else sizes.ofKey.set(key, bytes);
}
