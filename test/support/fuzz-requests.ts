import type { FileSystemRequest } from '#contract/file-system';
import { inline } from './file-system-launch.ts';
import type { Dice } from './odd-paths.ts';

/** Makes requests of every operation that takes paths. */
export interface FuzzRequests {
  /** One request and the paths in it. */
  next(): { readonly request: FileSystemRequest; readonly paths: readonly string[] };
}

export interface FuzzRequestOptions {
  readonly path: () => string;
  /** Files that some operations can work with: archives, temp files. */
  readonly archives: readonly string[];
  readonly tempFiles: () => readonly string[];
}

type Make = (path: string, other: string) => FileSystemRequest;

export function fuzzRequests(dice: Dice, { path, archives, tempFiles }: FuzzRequestOptions): FuzzRequests {
  const { one, percent } = dice;
  const content = (): ReturnType<typeof inline> => inline(one(['', 'x', 'fuzzed', 'y'.repeat(300)]));
  /** The one path that a request is about, once in a while with one that is there. */
  const SINGLE: readonly Make[] = [
    (at) => ({ op: 'access', path: at }),
    (at) => ({ op: 'stat', path: at, recursive: percent(30) }),
    (at) => ({ op: 'readFile', filePath: at, position: null, length: null }),
    (at) => ({ op: 'readdir', dirPath: at }),
    (at) => ({ op: 'getFileInfo', filePath: at, digestAlgorithm: 'sha256' }),
    (at) => ({ op: 'getSavedFileInfo', filePath: at }),
    (at) => ({ op: 'readCompressedFile', filePath: at }),
    (at) => ({ op: 'readZipEntry', filePath: at, entries: 'all' }),
    (at) => ({ op: 'writeFile', filePath: at, content: content() }),
    (at) => ({ op: 'appendFile', filePath: at, content: content() }),
    (at) => ({ op: 'truncate', filePath: at, length: one([0, 1, 100]) }),
    (at) => ({ op: 'mkdir', dirPath: at, recursive: percent(40) }),
    (at) => ({ op: 'rmdir', dirPath: at, recursive: percent(40) }),
    (at) => ({ op: 'unlink', filePath: at }),
    (at) => ({ op: 'removeSavedFile', filePath: at }),
    (at) => ({
      op: 'open',
      filePath: at,
      flag: one(['r', 'r+', 'w', 'w+', 'wx', 'a', 'ax+', 'as+'] as const),
    }),
    (at) => ({ op: 'saveFile', tempFilePath: at, filePath: null }),
    (at) => ({ op: 'unzip', zipFilePath: one(archives), targetPath: at }),
  ];
  /** What others need to have something to work with. */
  const MAKING: readonly Make[] = [
    (at) => ({ op: 'writeFile', filePath: at, content: content() }),
    (at) => ({ op: 'mkdir', dirPath: at, recursive: true }),
  ];
  const DOUBLE: readonly Make[] = [
    (from, to) => ({ op: 'rename', oldPath: from, newPath: to }),
    (from, to) => ({ op: 'copyFile', srcPath: from, destPath: to }),
    (from, to) => ({ op: 'saveFile', tempFilePath: percent(50) ? one(tempFiles()) : from, filePath: to }),
    (from, to) => ({ op: 'unzip', zipFilePath: from, targetPath: to }),
  ];
  return {
    next() {
      const [from, to] = [path(), path()];
      if (percent(25)) return { request: one(MAKING)(from, to), paths: [from] };
      if (percent(30)) return { request: one(DOUBLE)(from, to), paths: [from, to] };
      return { request: one(SINGLE)(from, to), paths: [from] };
    },
  };
}
