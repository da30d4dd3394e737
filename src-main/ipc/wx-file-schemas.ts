import * as v from 'valibot';
import {
  OPEN_FLAGS,
  type FileContent,
  type FileSystemCalls,
  type FileSystemRequest,
  type FileSystemSyncCalls,
} from '#contract/file-system';
import { bytes, type SchemasOf } from './schema-parts.ts';

/** WeChat reads and writes at most 100 MB at once. */
const MAX_SYNC_BYTES = 100 * 1024 * 1024;
const MAX_ZIP_ENTRIES = 10_000;
/** The file system itself says of a path that it is too long. */
const path = v.pipe(v.string(), v.maxLength(100_000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const orNull = v.nullable(count);
const fd = v.pipe(v.string(), v.maxLength(32));
const posted = v.strictObject({ kind: v.literal('posted'), bodyId: v.pipe(v.string(), v.maxLength(64)) });
const inline = v.strictObject({ kind: v.literal('bytes'), bytes });
const inlineOfAnySize = v.strictObject({
  kind: v.literal('bytes'),
  bytes: v.custom<Uint8Array<ArrayBuffer>>(
    (value) =>
      value instanceof Uint8Array &&
      value.buffer instanceof ArrayBuffer &&
      value.byteLength <= MAX_SYNC_BYTES,
    'not bytes of at most 100 MB',
  ),
});
const digestAlgorithm = v.picklist(['md5', 'sha1', 'sha256']);
const zipRange = v.strictObject({ path, position: orNull, length: orNull });
const entries = v.union([
  v.literal('all'),
  v.pipe(v.array(zipRange), v.maxLength(MAX_ZIP_ENTRIES), v.readonly()),
]);

/** @param content how bytes may come: over IPC only few do */
function requestOf(
  content: v.GenericSchema<unknown, FileContent>,
): v.GenericSchema<unknown, FileSystemRequest> {
  const op = <Name extends string, Fields extends v.ObjectEntries>(name: Name, fields: Fields) =>
    v.strictObject({ op: v.literal(name), ...fields });
  return v.variant('op', [
    op('access', { path }),
    op('appendFile', { filePath: path, content }),
    op('close', { fd }),
    op('copyFile', { srcPath: path, destPath: path }),
    op('fstat', { fd }),
    op('ftruncate', { fd, length: count }),
    op('getFileInfo', { filePath: path, digestAlgorithm }),
    op('getSavedFileInfo', { filePath: path }),
    op('getSavedFileList', {}),
    op('mkdir', { dirPath: path, recursive: v.boolean() }),
    op('open', { filePath: path, flag: v.picklist(OPEN_FLAGS) }),
    op('read', { fd, length: count, position: orNull }),
    op('readCompressedFile', { filePath: path }),
    op('readdir', { dirPath: path }),
    op('readFile', { filePath: path, position: orNull, length: orNull }),
    op('readZipEntry', { filePath: path, entries }),
    op('removeSavedFile', { filePath: path }),
    op('rename', { oldPath: path, newPath: path }),
    op('rmdir', { dirPath: path, recursive: v.boolean() }),
    op('saveFile', { tempFilePath: path, filePath: v.nullable(path) }),
    op('stat', { path, recursive: v.boolean() }),
    op('truncate', { filePath: path, length: count }),
    op('unlink', { filePath: path }),
    op('unzip', { zipFilePath: path, targetPath: path }),
    op('write', { fd, content, position: orNull }),
    op('writeFile', { filePath: path, content }),
  ]);
}

const content = v.variant('kind', [inline, posted]);
const from = { from: path };
const madeBy = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['recorded', 'camera', 'drawn']) }),
  v.strictObject({ kind: v.picklist(['compressed', 'cropped', 'thumbnail']), ...from }),
]);

export const FILE_SYSTEM_SCHEMAS: SchemasOf<FileSystemCalls> = {
  'wx:fs': requestOf(content),
  'wx:import-temp': v.strictObject({
    content,
    extension: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,16}$/)),
    madeBy,
  }),
};

export const FILE_SYSTEM_SYNC_SCHEMAS: SchemasOf<FileSystemSyncCalls> = {
  'wx:fs-sync': requestOf(inlineOfAnySize),
};
