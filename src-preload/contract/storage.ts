/** WeChat's documentation of setStorage: 1 MB a key, 10 MB in all; bytes. */
export const STORAGE_ENTRY_BYTES = 1024 * 1024;
export const STORAGE_TOTAL_BYTES = 10 * 1024 * 1024;

/** JSON text longer than this (UTF-16 units) holds more than one key may, however it is escaped; it is not sent. */
export const STORAGE_JSON_LENGTH = 8_000_000;

/** The form of a value that JSON alone would turn into something else: an object with this key. */
export const STORED_TYPE_KEY = 'ferry:type';

/** A value as the JSON text it is kept as, under its key. */
export interface StorageEntry {
  readonly key: string;
  readonly json: string;
}

/** A storage operation; values travel as JSON text so that types survive. */
export type StorageOperation =
  | { readonly op: 'get'; readonly key: string; readonly encrypt?: boolean }
  /** Each key once. */
  | { readonly op: 'get-many'; readonly keys: readonly string[] }
  | { readonly op: 'set'; readonly key: string; readonly json: string; readonly encrypt?: boolean }
  /** All or none. */
  | { readonly op: 'set-many'; readonly entries: readonly StorageEntry[] }
  | { readonly op: 'remove'; readonly key: string }
  | { readonly op: 'clear' }
  | { readonly op: 'info' };

/** `json` is null where the key is absent and for operations without a value. */
export interface StorageAnswer {
  readonly json: string | null;
  /** Of `get-many`, in the order of its keys. */
  readonly jsons: readonly (string | null)[];
  readonly keys: readonly string[];
  /** kB, rounded up, as `wx.getStorageInfo` counts. */
  readonly currentSize: number;
  readonly limitSize: number;
}

export interface StorageCalls {
  'wx:storage': (request: StorageOperation) => StorageAnswer;
}

export interface StorageSyncCalls {
  'wx:storage-sync': (request: StorageOperation) => StorageAnswer;
}
