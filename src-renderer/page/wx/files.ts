import type { ApiKit, WxFunctions } from './api-kit.ts';
import { Refusal } from './api-kit.ts';
import { textOf } from './parameters.ts';

/** The saved-file functions (wx-api.md §10). */
export function createFileFunctions(kit: ApiKit): WxFunctions {
  return {
    saveFile: kit.asynchronous('saveFile', { tempFilePath: 'String' }, async (options) =>
      kit.call('wx:save-file', { tempFilePath: textOf(options, 'tempFilePath') }),
    ),
    getSavedFileList: kit.asynchronous('getSavedFileList', {}, async () =>
      kit.call('wx:get-saved-file-list', {}),
    ),
    getSavedFileInfo: kit.asynchronous('getSavedFileInfo', { filePath: 'String' }, async (options) =>
      kit.call('wx:get-saved-file-info', { filePath: textOf(options, 'filePath') }),
    ),
    removeSavedFile: kit.asynchronous('removeSavedFile', { filePath: 'String' }, async (options) => {
      await kit.call('wx:remove-saved-file', { filePath: textOf(options, 'filePath') });
      return {};
    }),
    getFileInfo: kit.asynchronous('getFileInfo', { filePath: 'String' }, async (options) => {
      const digestAlgorithm = textOf(options, 'digestAlgorithm', 'md5');
      if (digestAlgorithm !== 'md5' && digestAlgorithm !== 'sha1') {
        throw new Refusal('parameter error: digestAlgorithm should be md5 or sha1', 1001);
      }
      return kit.call('wx:get-file-info', { filePath: textOf(options, 'filePath'), digestAlgorithm });
    }),
  };
}
