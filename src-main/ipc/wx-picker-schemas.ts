import * as v from 'valibot';
import type { PickerCalls } from '#contract/pickers';
import { finite, path, shortText, type SchemasOf } from './schema-parts.ts';

export const PICKER_SCHEMAS: SchemasOf<PickerCalls> = {
  'wx:choose-image': v.strictObject({
    count: v.pipe(finite, v.integer(), v.minValue(1), v.maxValue(20)),
    sizeType: v.pipe(v.array(shortText), v.maxLength(10), v.readonly()),
    sourceType: v.pipe(v.array(shortText), v.maxLength(10), v.readonly()),
  }),
  'wx:pick-images': v.variant('from', [
    v.strictObject({ from: v.literal('album'), ids: v.pipe(v.array(path), v.maxLength(20), v.readonly()) }),
    v.strictObject({
      from: v.literal('computer'),
      count: v.pipe(finite, v.integer(), v.minValue(1), v.maxValue(20)),
    }),
  ]),
};
