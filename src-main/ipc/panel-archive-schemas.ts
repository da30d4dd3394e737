import * as v from 'valibot';
import { ARCHIVE_FORMATS, type ArchiveCalls } from '#contract/panel-archive';
import { exchangeIds, exchangeQuery } from './panel-exchange-schemas.ts';
import type { SchemasOf } from './schema-parts.ts';

export const ARCHIVE_SCHEMAS: SchemasOf<ArchiveCalls> = {
  'panel:export': v.strictObject({
    format: v.picklist(ARCHIVE_FORMATS),
    ids: v.nullable(exchangeIds),
    query: exchangeQuery,
    keepsSecrets: v.boolean(),
    withBodies: v.boolean(),
  }),
  'panel:answer-from': v.strictObject({
    recording: v.nullable(
      v.strictObject({
        from: v.pipe(v.string(), v.maxLength(4096)),
        batch: v.nullable(v.pipe(v.string(), v.maxLength(64))),
      }),
    ),
  }),
  'panel:import': v.strictObject({
    path: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
  }),
};
