import * as v from 'valibot';
import { MAX_CLIPBOARD_LENGTH, type ClipboardCalls } from '#contract/clipboard';
import type { CloudCalls } from '#contract/cloud';
import { empty, path, type SchemasOf } from './schema-parts.ts';

/** WeChat's documentation of deleteFile: at most 50 at a time. */
const MAX_REMOVED = 50;

export const SERVICE_SCHEMAS: SchemasOf<ClipboardCalls & CloudCalls> = {
  'wx:clipboard-read': empty,
  'wx:clipboard-write': v.strictObject({
    text: v.pipe(v.string(), v.maxLength(MAX_CLIPBOARD_LENGTH)),
  }),
  'wx:cloud-storage': empty,
  'wx:cloud-remove': v.strictObject({ keys: v.pipe(v.array(path), v.maxLength(MAX_REMOVED), v.readonly()) }),
};
