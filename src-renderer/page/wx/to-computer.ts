import { DOCUMENT_TYPES } from '#contract/images';
import { FerryError } from '#contract/errors';
import type { ApiKit, WxFunction, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { textOf } from './parameters.ts';
import type { Permissions } from './permissions.ts';

/**
 * What takes a file out of the mini-program: `saveImageToPhotosAlbum`, `saveVideoToPhotosAlbum`, `openDocument`
 * (wx-api.md §13), `saveFileToDisk` (§10).
 */
export function createToComputerFunctions(kit: ApiKit, permissions: Permissions): WxFunctions {
  const { traits } = kit.host.boot;

  const saving = (api: string, kind: 'image' | 'video'): WxFunction =>
    kit.asynchronous(api, { filePath: 'String' }, async (options) => {
      await permissions.ask('scope.writePhotosAlbum');
      await kit.call('wx:save-to-album', { filePath: textOf(options, 'filePath'), kind });
      return {};
    });

  return {
    saveImageToPhotosAlbum: saving('saveImageToPhotosAlbum', 'image'),
    saveVideoToPhotosAlbum: saving('saveVideoToPhotosAlbum', 'video'),

    openDocument: kit.asynchronous('openDocument', { filePath: 'String' }, async (options) => {
      const filePath = textOf(options, 'filePath');
      const wanted = textOf(options, 'fileType').toLowerCase();
      const fileType = DOCUMENT_TYPES.find((known) => known === wanted) ?? null;
      if (wanted !== '' && fileType === null) {
        throw new FerryError('document.type', `${wanted} is no type of document.`);
      }
      await kit.call('wx:open-document', { filePath, fileType });
      return {};
    }),

    saveFileToDisk: kit.asynchronous('saveFileToDisk', { filePath: 'String' }, async (options) => {
      // WeChat's documentation: PC only. UNCERTAIN: the text of a phone.
      if (traits.name !== 'windows' && traits.name !== 'devtools') {
        throw new Refusal('not supported on this device', 100);
      }
      await kit.call('wx:save-to-disk', { filePath: textOf(options, 'filePath') });
      return {};
    }),
  };
}
