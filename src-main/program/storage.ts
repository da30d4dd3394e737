import { FerryError } from '#contract/errors';
import {
  STORAGE_ENTRY_BYTES,
  STORAGE_TOTAL_BYTES,
  type StorageAnswer,
  type StorageEntry,
  type StorageOperation,
} from '#contract/storage';
import { createListeners } from '../lib/listeners.ts';
import { ENCRYPTED_PREFIX, entryBytes } from '../lib/stored-value.ts';
import type { StorageTable } from '../registry/storage-table.ts';
import type { StorageCipher } from './storage-cipher.ts';

/** `wx` storage of one program. */
export interface ProgramStorage {
  (operation: StorageOperation): StorageAnswer;
  readonly inspection: StorageInspection;
}

/** The same as the panel sees it: entries as they are kept, encrypted ones too. */
export interface StorageInspection {
  keys(): readonly string[];
  json(key: string): string | null;
  /** What an entry counts towards the limit. */
  entryBytes(key: string): number;
  totalBytes(): number;
  /** All or none; throws as `set-many` does. */
  put(entries: readonly StorageEntry[]): void;
  remove(key: string): void;
  /** Calls back after each change. Returns its own end. */
  onChange(listener: () => void): () => void;
}

const NOTHING: StorageAnswer = {
  json: null,
  jsons: [],
  keys: [],
  currentSize: 0,
  limitSize: STORAGE_TOTAL_BYTES / 1024,
};

/**
 * Storage within WeChat's limits: 1 MB for a key, 10 MB for all. UNCERTAIN: what is counted; Ferry counts the UTF-8
 * bytes of key and value, a text without its quotes.
 *
 * @throws FerryError `storage.too-large` when an entry or the whole would pass a limit, `storage.encrypted` when a
 * value is asked for as it was not stored, `file.no-space` and `file.io` when the disk does not take it; nothing
 * changes then
 */
export function createProgramStorage(
  table: StorageTable,
  project: string,
  cipher: StorageCipher,
): ProgramStorage {
  const plain = (json: string | null, isAskedEncrypted: boolean): string | null => {
    if (json === null) return null;
    const isEncrypted = json.startsWith(ENCRYPTED_PREFIX);
    if (isEncrypted !== isAskedEncrypted) {
      throw new FerryError(
        'storage.encrypted',
        isEncrypted
          ? 'data was stored with encrypt: true, read it with encrypt: true'
          : 'data was stored without encrypt, read it without encrypt',
      );
    }
    return isEncrypted ? cipher.decrypt(json) : json;
  };
  const write = (entries: readonly StorageEntry[]): StorageAnswer => {
    checkRoom(table, project, entries);
    return written(() => {
      table.set(project, entries);
    });
  };
  const changed = createListeners<undefined>();
  const answer = (operation: StorageOperation): StorageAnswer => {
    switch (operation.op) {
      case 'get':
        return { ...NOTHING, json: plain(table.get(project, operation.key), operation.encrypt === true) };
      case 'get-many':
        return { ...NOTHING, jsons: operation.keys.map((key) => plain(table.get(project, key), false)) };
      case 'set': {
        const { key, json } = operation;
        return write([{ key, json: operation.encrypt === true ? cipher.encrypt(json) : json }]);
      }
      case 'set-many':
        return write(operation.entries);
      case 'remove':
        return written(() => {
          table.remove(project, operation.key);
        });
      case 'clear':
        return written(() => {
          table.clear(project);
        });
      case 'info':
        return {
          ...NOTHING,
          keys: table.keys(project),
          currentSize: Math.ceil(table.totalBytes(project) / 1024),
        };
    }
  };
  const READS: ReadonlySet<StorageOperation['op']> = new Set(['get', 'get-many', 'info']);
  const told = (operation: StorageOperation): StorageAnswer => {
    const answered = answer(operation);
    if (!READS.has(operation.op)) changed.emit(undefined);
    return answered;
  };
  const inspection: StorageInspection = {
    keys: () => table.keys(project),
    json: (key) => table.get(project, key),
    entryBytes: (key) => table.entryBytes(project, key),
    totalBytes: () => table.totalBytes(project),
    put(entries) {
      told({ op: 'set-many', entries });
    },
    remove(key) {
      told({ op: 'remove', key });
    },
    onChange: (listener) =>
      changed.add(() => {
        listener();
      }),
  };
  return Object.assign(told, { inspection });
}

/** Does what changes the table; a failure is told in Ferry's words. */
function written(work: () => void): StorageAnswer {
  try {
    work();
    return NOTHING;
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (code === 'SQLITE_FULL') {
      throw new FerryError('file.no-space', 'The disk is full; storage was not changed.', { cause: error });
    }
    if (typeof code === 'string' && code.startsWith('SQLITE_')) {
      throw new FerryError('file.io', `The registry cannot be written (${code}); storage was not changed.`, {
        cause: error,
      });
    }
    throw error;
  }
}

function checkRoom(table: StorageTable, project: string, entries: readonly StorageEntry[]): void {
  /** A batch may name a key twice: the last counts. */
  const sizes = new Map(entries.map(({ key, json }) => [key, entryBytes(key, json)] as const));
  let total = table.totalBytes(project);
  for (const [key, bytes] of sizes) {
    if (bytes > STORAGE_ENTRY_BYTES) {
      throw new FerryError('storage.too-large', 'entry size limit reached', { details: { key } });
    }
    total += bytes - table.entryBytes(project, key);
  }
  if (total > STORAGE_TOTAL_BYTES) {
    throw new FerryError('storage.too-large', 'exceed storage max size 10Mb');
  }
}
