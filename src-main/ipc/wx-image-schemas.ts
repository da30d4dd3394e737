import * as v from 'valibot';
import type { ImageCalls } from '#contract/images';
import { path, shortText, type SchemasOf } from './schema-parts.ts';

export const IMAGE_SCHEMAS: SchemasOf<ImageCalls> = {
  'wx:get-image-info': v.strictObject({ src: shortText, page: path }),
};
