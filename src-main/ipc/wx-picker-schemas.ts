import * as v from 'valibot';
import {
  MAX_PICKED_FILES,
  PICKED_KINDS,
  PICKER_APIS,
  type PickerCalls,
  type WantedFiles,
} from '#contract/pickers';
import { finite, path, type SchemasOf } from './schema-parts.ts';

const extension = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const wanted: v.GenericSchema<unknown, WantedFiles> = v.strictObject({
  api: v.picklist(PICKER_APIS),
  kinds: v.pipe(v.array(v.picklist(PICKED_KINDS)), v.minLength(1), v.maxLength(3), v.readonly()),
  mixed: v.boolean(),
  extensions: v.pipe(v.array(extension), v.maxLength(200), v.readonly()),
  count: v.pipe(finite, v.integer(), v.minValue(0), v.maxValue(MAX_PICKED_FILES)),
});

export const PICKER_SCHEMAS: SchemasOf<PickerCalls> = {
  'wx:choose-files': wanted,
  'wx:pick-files': v.strictObject({
    wanted,
    from: v.variant('place', [
      v.strictObject({
        place: v.literal('album'),
        ids: v.pipe(v.array(path), v.maxLength(MAX_PICKED_FILES), v.readonly()),
      }),
      v.strictObject({ place: v.literal('computer') }),
    ]),
  }),
};
