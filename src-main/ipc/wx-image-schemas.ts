import * as v from 'valibot';
import { DOCUMENT_TYPES, type ImageCalls } from '#contract/images';
import { SCOPES } from '#contract/permissions';
import { empty, path, shortText, type SchemasOf } from './schema-parts.ts';

const scope = v.picklist(SCOPES);

export const IMAGE_SCHEMAS: SchemasOf<ImageCalls> = {
  'wx:get-image-info': v.strictObject({ src: shortText, page: path }),
  'wx:video-file': v.strictObject({ src: path }),
  'wx:save-to-album': v.strictObject({ filePath: path, kind: v.picklist(['image', 'video']) }),
  'wx:open-document': v.strictObject({
    filePath: path,
    fileType: v.nullable(v.picklist(DOCUMENT_TYPES)),
  }),
  'wx:save-to-disk': v.strictObject({ filePath: path }),
  'wx:permission': v.strictObject({ scope }),
  'wx:set-permission': v.strictObject({ scope, isAllowed: v.boolean() }),
  'wx:auth-setting': empty,
};
