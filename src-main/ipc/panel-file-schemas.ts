import * as v from 'valibot';
import type { PanelDrillCalls } from '#contract/panel-drill';
import { FILE_SORTS, type PanelFileCalls } from '#contract/panel-files';
import type { SchemasOf } from './schema-parts.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const empty = v.strictObject({});
const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const query = v.strictObject({
  filter: v.pipe(v.string(), v.maxLength(1000)),
  sort: v.picklist(FILE_SORTS),
  isDescending: v.boolean(),
  closed: v.pipe(v.array(path), v.maxLength(5000), v.readonly()),
});

export const FILE_SCHEMAS: SchemasOf<PanelFileCalls> = {
  'panel:list-files': v.strictObject({ query, from: place, count: v.pipe(place, v.maxValue(500)) }),
  'panel:place-of-file': v.strictObject({ query, path }),
  'panel:file': v.strictObject({ path }),
  'panel:lineage': v.strictObject({ path }),
  'panel:file-troubles': v.strictObject({ path: v.nullable(path) }),
  'panel:clear-file-troubles': empty,
  'panel:export-file': v.strictObject({ path }),
  'panel:album': empty,
  'panel:reveal-album': empty,
};

const sizeBytes = v.pipe(place, v.maxValue(1024 ** 4));

export const DRILL_SCHEMAS: SchemasOf<PanelDrillCalls> = {
  'panel:drill-outlook': empty,
  'panel:drill': empty,
  'panel:start-drill': v.strictObject({
    expiresTemp: v.boolean(),
    fill: v.variant('kind', [
      v.strictObject({ kind: v.literal('none') }),
      v.strictObject({ kind: v.literal('take'), sizeBytes }),
      v.strictObject({ kind: v.literal('leave'), sizeBytes }),
    ]),
    clearsStorage: v.boolean(),
    page: v.picklist(['same', 'entry']),
  }),
  'panel:end-drill': empty,
};
