import * as v from 'valibot';
import { STORAGE_JSON_LENGTH, type StorageCalls, type StorageSyncCalls } from '#contract/storage';
import { shortText, type SchemasOf } from './schema-parts.ts';

const MAX_BATCH = 10_000;
/** UTF-16 units of all values of one batch: more than the whole storage holds, however it is escaped. */
const MAX_BATCH_LENGTH = 64_000_000;

const key = shortText;
const json = v.pipe(v.string(), v.maxLength(STORAGE_JSON_LENGTH));
const encrypt = v.exactOptional(v.boolean());
const entries = v.pipe(
  v.array(v.strictObject({ key, json })),
  v.maxLength(MAX_BATCH),
  v.check(
    (written) => written.reduce((sum, entry) => sum + entry.json.length, 0) <= MAX_BATCH_LENGTH,
    'too long together',
  ),
  v.readonly(),
);

/** Each key once: the answer is as large as the storage then, 10 MB, and not as large as the list makes it. */
const distinctKeys = v.pipe(
  v.array(key),
  v.maxLength(MAX_BATCH),
  v.check((keys) => new Set(keys).size === keys.length, 'a key that stands there twice'),
  v.readonly(),
);

const storage = v.variant('op', [
  v.strictObject({ op: v.literal('get'), key, encrypt }),
  v.strictObject({
    op: v.literal('get-many'),
    keys: distinctKeys,
  }),
  v.strictObject({ op: v.literal('set'), key, json, encrypt }),
  v.strictObject({ op: v.literal('set-many'), entries }),
  v.strictObject({ op: v.literal('remove'), key }),
  v.strictObject({ op: v.literal('clear') }),
  v.strictObject({ op: v.literal('info') }),
]);

export const STORAGE_SCHEMAS: SchemasOf<StorageCalls> = { 'wx:storage': storage };

export const STORAGE_SYNC_SCHEMAS: SchemasOf<StorageSyncCalls> = { 'wx:storage-sync': storage };
