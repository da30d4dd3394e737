import { FerryError } from './errors.ts';

/** WeChat's numbers of file system failures and what they say (wx-api.md §11, error table). */
export const FILE_SYSTEM_TEXTS = {
  1300001: 'operation not permitted',
  1300002: 'no such file or directory',
  1300005: 'Input/output error',
  1300009: 'bad file descriptor',
  1300013: 'permission denied',
  1300014: 'Path permission denied',
  1300020: 'not a directory',
  1300021: 'Is a directory',
  1300022: 'Invalid argument',
  1300036: 'File name too long',
  1300066: 'directory not empty',
  1300201: 'system error',
  1300202: 'the maximum size of the file storage limit is exceeded',
  1300203: 'base64 encode error',
  1300300: 'sdcard not mounted',
  1300301: 'unable to open as fileType',
  1301000: 'permission denied, cannot access file path',
  1301002: 'data to write is empty',
  1301003: 'illegal operation on a directory',
  1301004: 'illegal operation on a package directory',
  1301005: 'file already exists',
  1301006: 'value of length is out of range',
  1301007: 'value of offset is out of range',
  1301008: 'fd argument must be of type number',
  1301009: 'value of position is out of range',
  1301100: 'store directory is empty',
  1301102: 'unzip open file fail',
  1301103: 'unzip entry fail',
  1301104: 'unzip fail',
  1301111: 'brotli decompress fail',
  1301112: 'tempFilePath file not exist',
  1302001: 'fail permission denied',
  1302002: 'excced max concurrent fd limit',
  1302003: 'invalid flag',
  1302004: 'permission denied when open using flag',
  1302005: 'array buffer does not exist',
  1302100: 'array buffer is readonly',
} as const;

export type FileSystemErrno = keyof typeof FILE_SYSTEM_TEXTS;

export function isFileSystemErrno(value: unknown): value is FileSystemErrno {
  return typeof value === 'number' && value in FILE_SYSTEM_TEXTS;
}

/** The paths a failure speaks of, as the page wrote them. */
export interface FailedPaths {
  readonly path?: string;
  /** Where a copy or a move was to go. */
  readonly destination?: string;
}

/** A failure of the file system by its number. */
export function fileSystemError(
  errno: FileSystemErrno,
  paths: FailedPaths = {},
  cause?: unknown,
): FerryError {
  return new FerryError('file.system', FILE_SYSTEM_TEXTS[errno], {
    details: { errno, ...paths },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A method by the name that messages and paths go by: its asynchronous one. */
function plainName(api: string): string {
  return api.replace(/Sync$/, '');
}

/**
 * The words after `<api>:fail ` (wx-api.md §10, §11; WeChat's older documentation lists them for each method). Where
 * devices differ in commas and quotes, the documented spelling is told on all of them.
 */
export function fileSystemReason(api: string, errno: FileSystemErrno, paths: FailedPaths): string {
  // §10: `getFileInfo:fail file not exist`; the documentation of removeSavedFile has it too.
  if (errno === 1300002 && BY_FILE.has(plainName(api))) return 'file not exist';
  return `${FILE_SYSTEM_TEXTS[errno]}${pathsIn(plainName(api), errno, paths)}`;
}

/** Whether a copy or a move that fails so is told with where from and where to. */
export function tellsBothPaths(errno: FileSystemErrno): boolean {
  return errno === 1300002 || errno === 1300013;
}

/** What follows the text where WeChat tells a path. */
function pathsIn(name: string, errno: FileSystemErrno, { path, destination }: FailedPaths): string {
  if (path === undefined) return '';
  if (destination !== undefined && tellsBothPaths(errno)) {
    return `, ${name} ${path} -> ${destination}`;
  }
  switch (errno) {
    case 1300002:
      // The directory that the file was to be saved in.
      if (name === 'saveFile') return ` "${path.replace(/\/[^/]*$/, '')}"`;
      return OPENING.has(name) ? `, open ${path}` : ` ${path}`;
    case 1300013:
      return name === 'saveFile' ? `, open "${path}"` : `, open ${path}`;
    case 1300001:
      return `, ${name} ${path}`;
    case 1301003:
      return `, open "${path}"`;
    case 1300020:
    case 1301005:
      return ` ${path}`;
    default:
      return '';
  }
}

/** Methods of saved files, for which a file exists or not, wherever. */
const BY_FILE: ReadonlySet<string> = new Set(['getFileInfo', 'getSavedFileInfo', 'removeSavedFile']);

/** Methods whose "no such file" names the opening of it. */
const OPENING: ReadonlySet<string> = new Set([
  'appendFile',
  'open',
  'readCompressedFile',
  'readFile',
  'readZipEntry',
  'truncate',
  'writeFile',
]);
