import type { ApiKit, WxFunctions } from './api-kit.ts';
import type { BodyCarrier } from './bodies.ts';
import { createFileSystemManager } from './file-system/manager.ts';
import { createRunners } from './file-system/runners.ts';
import {
  getFileInfo,
  getSavedFileInfo,
  getSavedFileList,
  removeSavedFile,
  saveFile,
  STORED_DIGESTS,
} from './file-system/saved-files.ts';

const FILE = { filePath: 'String' } as const;

/** The saved-file functions (wx-api.md §10) and `getFileSystemManager` (§11). */
export function createFileFunctions(kit: ApiKit, bodies: BodyCarrier): WxFunctions {
  const runners = createRunners(kit, bodies);
  const { later } = runners;
  return {
    saveFile: kit.asynchronous('saveFile', { tempFilePath: 'String' }, (options) => later(saveFile(options))),
    getSavedFileList: kit.asynchronous('getSavedFileList', {}, () => later(getSavedFileList())),
    getSavedFileInfo: kit.asynchronous('getSavedFileInfo', FILE, (options) =>
      later(getSavedFileInfo(options)),
    ),
    removeSavedFile: kit.asynchronous('removeSavedFile', FILE, (options) => later(removeSavedFile(options))),
    getFileInfo: kit.asynchronous('getFileInfo', FILE, (options) =>
      later(getFileInfo(options, STORED_DIGESTS)),
    ),
    ...createFileSystemManager(kit, runners),
  };
}
