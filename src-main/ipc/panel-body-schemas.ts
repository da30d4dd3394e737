import * as v from 'valibot';
import type { BodyCalls } from '#contract/panel-bodies';
import type { SchemasOf } from './schema-parts.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** What the panel may ask about kept bodies. */
export const BODY_SCHEMAS: SchemasOf<BodyCalls> = {
  'panel:parts': v.strictObject({ id }),
  'panel:save-body': v.strictObject({
    id,
    side: v.picklist(['request', 'response']),
    part: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
};
