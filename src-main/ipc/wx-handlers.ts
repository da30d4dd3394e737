import type { FileRecord } from '#contract/files';
import type { SavedFile, WxCalls, WxSyncCalls } from '#contract/wx';
import type { ImagePicker } from '../program/image-picker.ts';
import type { readImageInfo } from '../program/image-info.ts';
import type { Program } from '../program/program.ts';
import type { TransferManager } from '../transfers/manager.ts';
import type { HandlersOf, SyncHandlersOf } from './serve.ts';

export interface WxHandlerDeps {
  readonly transfers: TransferManager;
  readonly picker: ImagePicker;
  readonly readImageInfo: typeof readImageInfo;
  /** Downloads a network image into a temp file of the program; throws the download's error. */
  readonly fetchImage: (program: Program, url: string) => Promise<string>;
}

/** What each call of a page does; the words of WeChat are the page's to find. */
export function createWxHandlers(deps: WxHandlerDeps): HandlersOf<WxCalls, Program> {
  const { transfers, picker } = deps;
  return {
    'wx:boot': (program) => program.boot(),
    'wx:upload-file': (program, call) => {
      transfers.upload(program.owner(), call);
      return null;
    },
    'wx:download-file': (program, call) => {
      transfers.download(program.owner(), call);
      return null;
    },
    'wx:request': (program, call) => {
      transfers.request(program.owner(), call);
      return null;
    },
    'wx:abort-task': (program, { taskId }) => {
      transfers.abort(program.owner(), taskId);
      return null;
    },
    'wx:choose-image': (program, { count }) => picker.choose(program.files, count),
    'wx:pick-images': async (program, request) => ({
      tempFiles: await (request.from === 'album'
        ? picker.fromAlbum(program.files, request.ids)
        : picker.fromComputer(program.files, request.count)),
    }),
    'wx:save-file': async (program, { tempFilePath }) => ({
      savedFilePath: (await program.files.save(tempFilePath)).path,
    }),
    'wx:get-saved-file-list': (program) => ({
      fileList: program.files
        .list()
        .filter((file) => file.kind === 'saved')
        .map(savedFileFrom),
    }),
    'wx:get-saved-file-info': (program, { filePath }) => {
      const { size, createTime } = savedFileFrom(program.files.saved(filePath));
      return { size, createTime };
    },
    'wx:remove-saved-file': async (program, { filePath }) => {
      await program.files.removeSaved(filePath);
      return null;
    },
    'wx:get-file-info': async (program, { filePath, digestAlgorithm }) => {
      const { sizeBytes, digest } = await program.files.digest(filePath, digestAlgorithm);
      return { size: sizeBytes, digest };
    },
    'wx:get-image-info': async (program, { src }) => {
      const isRemote = /^https?:\/\//i.test(src) && !program.files.owns(src);
      const path = isRemote ? await deps.fetchImage(program, src) : src;
      return deps.readImageInfo((await program.files.open(path)).realPath, path);
    },
    'wx:storage': (program, operation) => program.storage(operation),
    'wx:map-stack': (program, { stack }) => program.mapStack(stack),
    'wx:report': (program, { reports }) => {
      program.report(reports);
      return null;
    },
    'wx:driven': (program, { commandId, answer }) => {
      program.driven(commandId, answer);
      return null;
    },
  };
}

export function createWxSyncHandlers(): SyncHandlersOf<WxSyncCalls, Program> {
  return { 'wx:storage-sync': (program, operation) => program.storage(operation) };
}

/** `createTime` counts whole seconds since the epoch (WeChat's documentation of getSavedFileList). */
function savedFileFrom(file: FileRecord): SavedFile {
  return { filePath: file.path, size: file.sizeBytes, createTime: Math.floor(file.createdAtEpochMs / 1000) };
}
