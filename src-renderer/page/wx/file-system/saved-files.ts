import type { FileSystemOperations } from '#contract/file-system';
import { Refusal } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import { textOf, type WxOptions } from '../parameters.ts';
import { pathOf } from './arguments.ts';
import { ask, type Work } from './work.ts';

type Digest = Parameters<FileSystemOperations['getFileInfo']>[0]['digestAlgorithm'];

/** Digests of `wx.getFileInfo` (wx-api.md §10). */
export const STORED_DIGESTS: readonly Digest[] = ['md5', 'sha1'];
/** Those of FileSystemManager's (§11). */
export const FILE_DIGESTS: readonly Digest[] = [...STORED_DIGESTS, 'sha256'];

/** `getFileInfo`: md5 unless another of `known` is asked for. */
export function* getFileInfo(options: WxOptions, known: readonly Digest[]): Work<WxResult> {
  const named = textOf(options, 'digestAlgorithm', 'md5');
  const digestAlgorithm = known.find((name) => name === named);
  if (digestAlgorithm === undefined) {
    throw new Refusal(`parameter error: digestAlgorithm should be ${known.join(' or ')}`, 1001);
  }
  const { size, digest } = yield* ask('getFileInfo', {
    filePath: pathOf(options, 'filePath'),
    digestAlgorithm,
  });
  return { size, digest };
}

export function* getSavedFileInfo(options: WxOptions): Work<WxResult> {
  const { size, createTime } = yield* ask('getSavedFileInfo', { filePath: pathOf(options, 'filePath') });
  return { size, createTime };
}

export function* getSavedFileList(): Work<WxResult> {
  const files = yield* ask('getSavedFileList', {});
  return { fileList: files.map((file) => ({ ...file })) };
}

export function* removeSavedFile(options: WxOptions): Work<WxResult> {
  yield* ask('removeSavedFile', { filePath: pathOf(options, 'filePath') });
  return {};
}

/** `wx.saveFile`, which names the file itself (§10). */
export function* saveFile(options: WxOptions): Work<WxResult> {
  const tempFilePath = pathOf(options, 'tempFilePath');
  return { savedFilePath: yield* ask('saveFile', { tempFilePath, filePath: null }) };
}
