import * as v from 'valibot';
import { MAX_REPLAYS, type ResendCalls } from '#contract/panel-resend';
import { empty, finite, path, shortText, text, type SchemasOf } from './schema-parts.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const pairs = v.pipe(v.array(v.tuple([shortText, text])), v.maxLength(1000), v.readonly());

const source = v.variant('kind', [
  v.strictObject({ kind: v.literal('virtual'), path }),
  v.strictObject({ kind: v.literal('kept'), exchangeId: id }),
  v.strictObject({ kind: v.literal('picked'), token: id }),
  v.strictObject({ kind: v.literal('text'), text }),
]);

const body = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('text'), text }),
  v.strictObject({ kind: v.literal('kept'), exchangeId: id }),
]);

const common = {
  of: v.nullable(id),
  url: shortText,
  headers: pairs,
  timeoutMs: v.nullable(v.pipe(finite, v.minValue(1))),
  wantsHttp2: v.boolean(),
};

const call = v.variant('kind', [
  v.strictObject({
    ...common,
    kind: v.literal('upload'),
    fields: pairs,
    file: v.strictObject({
      name: shortText,
      filename: v.nullable(shortText),
      contentType: v.nullable(shortText),
      source,
    }),
  }),
  v.strictObject({
    ...common,
    kind: v.literal('download'),
    filePath: v.nullable(path),
    keepsFile: v.boolean(),
  }),
  v.strictObject({
    ...common,
    kind: v.literal('request'),
    method: v.pipe(v.string(), v.regex(/^[A-Z]{1,16}$/)),
    body,
    responseType: v.picklist(['text', 'arraybuffer']),
    followsRedirects: v.boolean(),
  }),
]);

/** What the panel may ask to be sent. */
export const RESEND_SCHEMAS: SchemasOf<ResendCalls> = {
  'panel:replay': v.strictObject({
    ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(500), v.readonly()),
    times: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_REPLAYS)),
  }),
  'panel:resend': v.strictObject({ call }),
  'panel:abort-resend': v.strictObject({ id }),
  'panel:pick-resend-file': empty,
};
