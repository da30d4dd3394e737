import { FerryError, type ErrorCode } from '#contract/errors';
import {
  fileSystemError,
  isFileSystemErrno,
  tellsBothPaths,
  type FailedPaths,
  type FileSystemErrno,
} from '#contract/file-system-errors';

/** Failures of the operating system and of SQLite in WeChat's numbers (wx-api.md §11). */
const BY_SYSTEM_CODE: Readonly<Record<string, FileSystemErrno>> = {
  ENOENT: 1300002,
  ENOTDIR: 1300020,
  EISDIR: 1300021,
  EACCES: 1300013,
  EPERM: 1300013,
  EROFS: 1300013,
  EEXIST: 1301005,
  ENOTEMPTY: 1300066,
  EBADF: 1300009,
  EINVAL: 1300022,
  ENAMETOOLONG: 1300036,
  ELOOP: 1301000,
  ENOSPC: 1300005,
  EDQUOT: 1300005,
  EIO: 1300005,
  SQLITE_FULL: 1300005,
};

/** Ferry's own failures in WeChat's numbers. */
const BY_CODE: Partial<Record<ErrorCode, FileSystemErrno>> = {
  'file.not-found': 1300002,
  'file.denied': 1300013,
  'file.path': 1301000,
  'file.type': 1300001,
  'file.too-large': 1300202,
  'file.no-space': 1300005,
  'file.io': 1300005,
  'quota.exceeded': 1300202,
};

/** Turns whatever an operation threw into WeChat's number, told with the paths as the page wrote them. */
export function toFileSystemError(error: unknown, paths: FailedPaths): FerryError {
  if (error instanceof FerryError) {
    if (error.code === 'file.system') return withBothPaths(error, paths);
    return fileSystemError(errnoOf(error), paths, error);
  }
  return fileSystemError(systemErrno(error) ?? 1300201, paths, error);
}

/** A failure that is told with where from and where to is thrown where only one of them is known. */
function withBothPaths(error: FerryError, paths: FailedPaths): FerryError {
  const errno = errnoOf(error);
  return paths.destination !== undefined && tellsBothPaths(errno)
    ? fileSystemError(errno, paths, error)
    : error;
}

function errnoOf(error: FerryError): FileSystemErrno {
  const told = error.details['errno'];
  if (isFileSystemErrno(told)) return told;
  return systemErrno(error.cause) ?? BY_CODE[error.code] ?? 1300201;
}

function systemErrno(error: unknown): FileSystemErrno | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return code === undefined ? undefined : BY_SYSTEM_CODE[code];
}
