import * as v from 'valibot';
import { MEMORY_NAME, MOST_MEMORY_LETTERS, type MemoryCalls } from '#contract/panel-memory';
import { empty, type SchemasOf } from './schema-parts.ts';

/** What the panel may have remembered. */
export const MEMORY_SCHEMAS: SchemasOf<MemoryCalls> = {
  'panel:memory': empty,
  'panel:remember': v.strictObject({
    name: v.pipe(v.string(), v.maxLength(80), v.regex(MEMORY_NAME)),
    text: v.pipe(v.string(), v.maxLength(MOST_MEMORY_LETTERS)),
  }),
};
