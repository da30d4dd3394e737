import { FerryError } from '#contract/errors';
import type { StorageAnswer, StorageOperation } from '#contract/wx';
import type { StorageTable } from '../registry/storage-table.ts';

/** WeChat's documentation of setStorage: 1 MB a key, 10 MB in all. */
const MAX_KEY_BYTES = 1024 * 1024;
const MAX_TOTAL_BYTES = 10 * 1024 * 1024;

/** `wx` storage of one program. */
export type ProgramStorage = (operation: StorageOperation) => StorageAnswer;

/** @throws FerryError `storage.too-large` when a value or the whole would pass WeChat's limits; nothing changes then */
export function createProgramStorage(table: StorageTable, project: string): ProgramStorage {
  const nothing: StorageAnswer = { json: null, keys: [], currentSize: 0, limitSize: MAX_TOTAL_BYTES / 1024 };
  return (operation) => {
    switch (operation.op) {
      case 'get':
        return { ...nothing, json: table.get(project, operation.key) };
      case 'set': {
        checkRoom(table, project, operation.key, operation.json);
        try {
          table.set(project, operation.key, operation.json);
        } catch (error) {
          throw errorOfWriting(error, operation.key);
        }
        return nothing;
      }
      case 'remove':
        table.remove(project, operation.key);
        return nothing;
      case 'clear':
        table.clear(project);
        return nothing;
      case 'info':
        return {
          ...nothing,
          keys: table.keys(project),
          currentSize: Math.ceil(table.totalBytes(project) / 1024),
        };
    }
  };
}

function errorOfWriting(error: unknown, key: string): unknown {
  if ((error as { code?: unknown }).code !== 'SQLITE_FULL') return error;
  return new FerryError('file.no-space', `The disk is full; the value of ${key} was not stored.`, {
    details: { key },
    cause: error,
  });
}

function checkRoom(table: StorageTable, project: string, key: string, json: string): void {
  const added = Buffer.byteLength(json);
  if (added > MAX_KEY_BYTES) {
    throw new FerryError('storage.too-large', `The value of ${key} is over 1 MB.`, { details: { key } });
  }
  const before = table.get(project, key);
  const rest =
    table.totalBytes(project) - (before === null ? 0 : Buffer.byteLength(before) + Buffer.byteLength(key));
  if (rest + added + Buffer.byteLength(key) > MAX_TOTAL_BYTES) {
    throw new FerryError('storage.too-large', 'All values together would be over 10 MB.', {
      details: { key },
    });
  }
}
