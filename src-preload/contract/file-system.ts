import type { BodyRef } from './transfer.ts';

/** Content on its way into a file: inline up to 64 KiB, else posted to the page's origin first; a synchronous call carries any size inline. */
export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'posted'; readonly bodyId: string };

/** The flags of `FileSystemManager.open` (wx-api.md §11). */
export const OPEN_FLAGS = ['r', 'r+', 'w', 'w+', 'wx', 'wx+', 'a', 'a+', 'ax', 'ax+', 'as', 'as+'] as const;

export type OpenFlag = (typeof OPEN_FLAGS)[number];

/** What WeChat's `Stats` object is made of; times in epoch milliseconds, the page tells them as WeChat does. */
export interface FileStats {
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  readonly lastAccessedEpochMs: number;
  readonly lastModifiedEpochMs: number;
  readonly isDirectory: boolean;
}

export interface SavedFile {
  readonly filePath: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch seconds. */
  readonly createTime: number;
}

/** One entry that `readZipEntry` is asked for; a range in bytes, null for all of it. */
export interface ZipEntryRange {
  readonly path: string;
  readonly position: number | null;
  readonly length: number | null;
}

/** What became of one entry: its bytes, or why not (an errno of {@link FILE_SYSTEM_TEXTS}). */
export type ZipEntryAnswer =
  { readonly path: string; readonly content: BodyRef } | { readonly path: string; readonly errno: number };

/**
 * The file system of a mini-program, bytes only: encodings are the page's. Operation → one request in, one value out.
 * Null stands for an option that was left out. Every operation fails with `file.system` (see file-system-errors.ts).
 */
export interface FileSystemOperations {
  access: (request: { readonly path: string }) => null;
  appendFile: (request: { readonly filePath: string; readonly content: FileContent }) => null;
  close: (request: { readonly fd: string }) => null;
  copyFile: (request: { readonly srcPath: string; readonly destPath: string }) => null;
  fstat: (request: { readonly fd: string }) => FileStats;
  ftruncate: (request: { readonly fd: string; readonly length: number }) => null;
  getFileInfo: (request: {
    readonly filePath: string;
    readonly digestAlgorithm: 'md5' | 'sha1' | 'sha256';
  }) => { readonly size: number; readonly digest: string };
  getSavedFileInfo: (request: { readonly filePath: string }) => {
    readonly size: number;
    readonly createTime: number;
  };
  getSavedFileList: (request: object) => readonly SavedFile[];
  mkdir: (request: { readonly dirPath: string; readonly recursive: boolean }) => null;
  /** Answers the descriptor, a text as in WeChat. */
  open: (request: { readonly filePath: string; readonly flag: OpenFlag }) => string;
  /** At most `length` bytes, from the descriptor's own pointer or from `position`; fewer at the end of the file. */
  read: (request: {
    readonly fd: string;
    readonly length: number;
    readonly position: number | null;
  }) => BodyRef;
  /** The whole file, brotli-decoded. */
  readCompressedFile: (request: { readonly filePath: string }) => BodyRef;
  readdir: (request: { readonly dirPath: string }) => readonly string[];
  readFile: (request: {
    readonly filePath: string;
    readonly position: number | null;
    readonly length: number | null;
  }) => BodyRef;
  readZipEntry: (request: {
    readonly filePath: string;
    readonly entries: 'all' | readonly ZipEntryRange[];
  }) => readonly ZipEntryAnswer[];
  removeSavedFile: (request: { readonly filePath: string }) => null;
  rename: (request: { readonly oldPath: string; readonly newPath: string }) => null;
  rmdir: (request: { readonly dirPath: string; readonly recursive: boolean }) => null;
  /** Answers the path the file has then; null for `filePath` leaves the name to Ferry. */
  saveFile: (request: { readonly tempFilePath: string; readonly filePath: string | null }) => string;
  /** The path's own stats, or with `recursive` those of everything below a directory too, `path` relative to it. */
  stat: (request: {
    readonly path: string;
    readonly recursive: boolean;
  }) => readonly { readonly path: string; readonly stats: FileStats }[];
  truncate: (request: { readonly filePath: string; readonly length: number }) => null;
  unlink: (request: { readonly filePath: string }) => null;
  unzip: (request: { readonly zipFilePath: string; readonly targetPath: string }) => null;
  /** Answers how many bytes were written. */
  write: (request: {
    readonly fd: string;
    readonly content: FileContent;
    readonly position: number | null;
  }) => number;
  writeFile: (request: { readonly filePath: string; readonly content: FileContent }) => null;
}

export type FileSystemOp = keyof FileSystemOperations;

/** What an operation is asked with. */
export type RequestOf<Op extends FileSystemOp> = Parameters<FileSystemOperations[Op]>[0];

/** A request with the name of its operation. */
export type FileSystemRequest = {
  readonly [Op in FileSystemOp]: { readonly op: Op } & RequestOf<Op>;
}[FileSystemOp];

export type FileSystemAnswer = ReturnType<FileSystemOperations[FileSystemOp]>;

/** How a file made by the page itself came to be; `from` is the virtual path it was made of. */
export type MadeBy =
  | { readonly kind: 'recorded' | 'camera' | 'drawn' }
  | { readonly kind: 'compressed' | 'cropped' | 'thumbnail'; readonly from: string };

export interface FileSystemCalls {
  'wx:fs': (request: FileSystemRequest) => FileSystemAnswer;
  /** Content the page made (a recording, a compressed picture) as a temp file; `extension` without its dot. */
  'wx:import-temp': (request: {
    readonly content: FileContent;
    readonly extension: string;
    readonly madeBy: MadeBy;
  }) => { readonly path: string; readonly size: number };
}

export interface FileSystemSyncCalls {
  /** Every operation that has a `*Sync` form; bytes travel inline whatever their size. */
  'wx:fs-sync': (request: FileSystemRequest) => FileSystemAnswer;
}
