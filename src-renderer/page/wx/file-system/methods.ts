import { fileSystemError } from '#contract/file-system-errors';
import type { Library } from '../library.ts';
import { flagOf, textOf, type WxOptions } from '../parameters.ts';
import { countOf, dataOf, encodingOf, optionalPathOf, pathOf, rangeOf } from './arguments.ts';
import { DESCRIPTOR_METHODS } from './descriptor-methods.ts';
import { textFrom } from './encodings.ts';
import { type FileMethods, returning, takes, TAKES_OPTIONS } from './method.ts';
import { readZipEntry } from './read-zip-entry.ts';
import { FILE_DIGESTS, getFileInfo, getSavedFileList, removeSavedFile } from './saved-files.ts';
import { Stats } from './stats.ts';
import { ask, hand, take } from './work.ts';

const PATH = { path: 'String' } as const;
const FILE = { filePath: 'String' } as const;
const FOLDER = { dirPath: 'String' } as const;

/** All methods of FileSystemManager (wx-api.md §11); an option that came after the base library is ignored. */
export function fileMethods(library: Library): FileMethods {
  const isRecursive = (options: WxOptions): boolean =>
    library.has('recursiveFolders') && flagOf(options, 'recursive');

  return {
    ...DESCRIPTOR_METHODS,
    access: {
      required: PATH,
      sync: takes('path'),
      *run(options) {
        yield* ask('access', { path: pathOf(options, 'path') });
        return {};
      },
    },
    appendFile: {
      required: FILE,
      sync: takes('filePath', 'data', 'encoding'),
      *run(options) {
        yield* hand('appendFile', dataOf(options), { filePath: pathOf(options, 'filePath') });
        return {};
      },
    },
    copyFile: {
      required: { srcPath: 'String', destPath: 'String' },
      sync: takes('srcPath', 'destPath'),
      *run(options) {
        yield* ask('copyFile', {
          srcPath: pathOf(options, 'srcPath'),
          destPath: pathOf(options, 'destPath'),
        });
        return {};
      },
    },
    getFileInfo: { required: FILE, sync: null, run: (options) => getFileInfo(options, FILE_DIGESTS) },
    getSavedFileList: { required: {}, sync: null, run: getSavedFileList },
    mkdir: {
      required: FOLDER,
      sync: takes('dirPath', 'recursive'),
      *run(options) {
        yield* ask('mkdir', { dirPath: pathOf(options, 'dirPath'), recursive: isRecursive(options) });
        return {};
      },
    },
    readCompressedFile: {
      required: { ...FILE, compressionAlgorithm: 'String' },
      sync: returning('data', TAKES_OPTIONS),
      *run(options) {
        const filePath = pathOf(options, 'filePath');
        // Brotli is the one there is; WeChat says of any mismatch that brotli failed.
        if (textOf(options, 'compressionAlgorithm') !== 'br') throw fileSystemError(1301111);
        const bytes = yield* take(yield* ask('readCompressedFile', { filePath }));
        return { data: bytes.buffer };
      },
    },
    readdir: {
      required: FOLDER,
      sync: returning('files', takes('dirPath')),
      *run(options) {
        return { files: [...(yield* ask('readdir', { dirPath: pathOf(options, 'dirPath') }))] };
      },
    },
    readFile: {
      required: FILE,
      sync: returning('data', takes('filePath', 'encoding', 'position', 'length')),
      *run(options) {
        const filePath = pathOf(options, 'filePath');
        const encoding = encodingOf(options);
        const range = library.has('fileRanges') ? rangeOf(options) : { position: null, length: null };
        const bytes = yield* take(yield* ask('readFile', { filePath, ...range }));
        return { data: encoding === null ? bytes.buffer : textFrom(bytes, encoding) };
      },
    },
    readZipEntry: { required: FILE, sync: null, run: readZipEntry },
    removeSavedFile: { required: FILE, sync: null, run: removeSavedFile },
    rename: {
      required: { oldPath: 'String', newPath: 'String' },
      sync: takes('oldPath', 'newPath'),
      *run(options) {
        yield* ask('rename', { oldPath: pathOf(options, 'oldPath'), newPath: pathOf(options, 'newPath') });
        return {};
      },
    },
    rmdir: {
      required: FOLDER,
      sync: takes('dirPath', 'recursive'),
      *run(options) {
        yield* ask('rmdir', { dirPath: pathOf(options, 'dirPath'), recursive: isRecursive(options) });
        return {};
      },
    },
    saveFile: {
      required: { tempFilePath: 'String' },
      sync: returning('savedFilePath', takes('tempFilePath', 'filePath')),
      *run(options) {
        const filePath = optionalPathOf(options, 'filePath');
        const tempFilePath = pathOf(options, 'tempFilePath');
        return { savedFilePath: yield* ask('saveFile', { tempFilePath, filePath }) };
      },
    },
    stat: {
      required: PATH,
      sync: returning('stats', takes('path', 'recursive')),
      *run(options) {
        const recursive = isRecursive(options);
        const all = yield* ask('stat', { path: pathOf(options, 'path'), recursive });
        const told = all.map(({ path, stats }) => ({ path, stats: new Stats(stats) }));
        const [first] = told;
        return { stats: recursive && first?.stats.isDirectory() ? told : first?.stats };
      },
    },
    truncate: {
      required: FILE,
      sync: TAKES_OPTIONS,
      *run(options) {
        const filePath = pathOf(options, 'filePath');
        yield* ask('truncate', { filePath, length: countOf(options, 'length', 1300022) ?? 0 });
        return {};
      },
    },
    unlink: {
      required: FILE,
      sync: takes('filePath'),
      *run(options) {
        yield* ask('unlink', { filePath: pathOf(options, 'filePath') });
        return {};
      },
    },
    unzip: {
      required: { zipFilePath: 'String', targetPath: 'String' },
      sync: null,
      *run(options) {
        yield* ask('unzip', {
          zipFilePath: pathOf(options, 'zipFilePath'),
          targetPath: pathOf(options, 'targetPath'),
        });
        return {};
      },
    },
    writeFile: {
      required: FILE,
      sync: takes('filePath', 'data', 'encoding'),
      *run(options) {
        yield* hand('writeFile', dataOf(options), { filePath: pathOf(options, 'filePath') });
        return {};
      },
    },
  };
}
