import type { StoredEntry, StoredType, StoredWindow } from '#contract/panel-inspect';
import { FerryError } from '#contract/errors';
import { STORAGE_TOTAL_BYTES, STORED_TYPE_KEY, type StorageEntry } from '#contract/storage';
import { ENCRYPTED_PREFIX } from '../lib/stored-value.ts';
import type { StorageInspection } from './storage.ts';

/** Characters of a value in the list. */
const SHOWN_JSON = 20_000;

/** The storage of a program as the panel lists and changes it; what was removed last can be brought back. */
export interface StoredEntries {
  list(words: string, from: number, count: number): StoredWindow;
  value(key: string): string | null;
  /** @throws FerryError `usage` for what is no JSON, `storage.too-large` and its kin as the storage does */
  set(key: string, json: string, oldKey: string | null): void;
  /** Null removes all. Returns how many went. */
  remove(keys: readonly string[] | null): number;
  /** Returns how many came back. */
  restore(): number;
}

export function createStoredEntries(storage: StorageInspection): StoredEntries {
  let removed: readonly StorageEntry[] = [];

  const holds = (key: string, words: string): boolean =>
    key.toLowerCase().includes(words) || (shownJson(storage.json(key)) ?? '').toLowerCase().includes(words);

  return {
    list(words, from, count) {
      const wanted = words.trim().toLowerCase();
      const all = storage.keys();
      const found = wanted === '' ? all : all.filter((key) => holds(key, wanted));
      const keys = found.slice(from, from + count);
      return {
        entries: keys.map((key) => entryOf(key, storage.json(key) ?? 'null', storage.entryBytes(key))),
        from,
        count: found.length,
        totalCount: all.length,
        totalBytes: storage.totalBytes(),
        limitBytes: STORAGE_TOTAL_BYTES,
        restorableCount: removed.length,
      };
    },
    value: (key) => shownJson(storage.json(key)),
    set(key, json, oldKey) {
      checkJson(json);
      if (oldKey !== null && oldKey !== key && storage.json(key) !== null) {
        throw new FerryError('usage', `There is a key "${key}" already: remove it first.`);
      }
      storage.put([{ key, json }]);
      if (oldKey !== null && oldKey !== key) storage.remove(oldKey);
    },
    remove(keys) {
      const gone = (keys ?? storage.keys()).flatMap((key) => {
        const json = storage.json(key);
        return json === null ? [] : [{ key, json }];
      });
      for (const { key } of gone) storage.remove(key);
      if (gone.length > 0) removed = gone;
      return gone.length;
    },
    restore() {
      // What was set anew since then stays as it is.
      const back = removed.filter(({ key }) => storage.json(key) === null);
      storage.put(back);
      removed = [];
      return back.length;
    },
  };
}

function checkJson(json: string): void {
  try {
    JSON.parse(json);
  } catch (error) {
    throw new FerryError('usage', `The value is no JSON: ${(error as Error).message}`);
  }
}

function shownJson(json: string | null): string | null {
  return json === null || json.startsWith(ENCRYPTED_PREFIX) ? null : json;
}

function entryOf(key: string, json: string, sizeBytes: number): StoredEntry {
  const shown = shownJson(json);
  return {
    key,
    type: typeOf(json),
    sizeBytes,
    json: shown?.slice(0, SHOWN_JSON) ?? null,
    isClipped: (shown?.length ?? 0) > SHOWN_JSON,
  };
}

const SPECIAL = new RegExp(`^\\{${JSON.stringify(STORED_TYPE_KEY)}:"(\\w{1,20})"`);

function typeOf(json: string): StoredType {
  const special = SPECIAL.exec(json)?.[1];
  if (special === 'Encrypted') return 'Encrypted';
  if (special === 'Undefined' || special === 'undefined') return 'Undefined';
  if (special !== undefined) return 'Other';
  switch (json.charAt(0)) {
    case '"':
      return 'String';
    case '{':
      return 'Object';
    case '[':
      return 'Array';
    case 't':
    case 'f':
      return 'Boolean';
    case 'n':
      return 'Null';
    default:
      return 'Number';
  }
}
