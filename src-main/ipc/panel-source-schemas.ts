import * as v from 'valibot';
import type { SourceCalls } from '#contract/panel-source';
import type { SchemasOf } from './schema-parts.ts';

const file = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** What the panel may ask about the source of the open project. */
export const SOURCE_SCHEMAS: SchemasOf<SourceCalls> = {
  'panel:source': v.strictObject({ file }),
  'panel:open-source': v.strictObject({ file }),
  'panel:open-warning-source': v.strictObject({ rule: v.pipe(v.string(), v.maxLength(100)) }),
};
