import type { FileEnd, FileHistoryRecord, FileKind, FileRecord } from './files.ts';

/** How many files of a kind there are, and what they take. */
export interface FileTotal {
  readonly count: number;
  readonly sizeBytes: number;
}

/** The live files of the open program, and what they may take. */
export interface FileTotals extends Readonly<Record<FileKind, FileTotal>> {
  /** Bytes that temp files may take while the program runs. */
  readonly tempLimitBytes: number;
  /** Files of the restart drill that fill the quota; counted among the user files too. */
  readonly filler: FileTotal;
  /** Uses of paths after their files had died, and refusals for want of room, on record. */
  readonly troubleCount: number;
}

/** What the files of a group, or of a folder, can be sorted by. */
export const FILE_SORTS = ['path', 'size', 'origin', 'created'] as const;

export type FileSort = (typeof FILE_SORTS)[number];

/** Which files, in which order. */
export interface FileQuery {
  /** Words that a path, an origin or a hash holds; all of them must match. */
  readonly filter: string;
  readonly sort: FileSort;
  readonly isDescending: boolean;
  /** Groups and folders whose lines are held back: a kind, or the path of a folder with its slash. */
  readonly closed: readonly string[];
}

/** A line of the list: a heading, a folder of user files, a file, or the word that a group has none. */
export type FileLine =
  | {
      readonly kind: 'heading';
      readonly group: FileKind;
      readonly total: FileTotal;
      readonly isClosed: boolean;
    }
  /** `path` ends in a slash; `total` is of everything below. */
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly total: FileTotal;
      readonly isClosed: boolean;
    }
  /** `name` is what is shown of its path: all of it, or below a folder the last part. */
  | { readonly kind: 'file'; readonly file: FileRecord; readonly name: string; readonly depth: number }
  | { readonly kind: 'none'; readonly group: FileKind; readonly isFiltered: boolean };

/** A piece of the list of files. */
export interface FileWindow {
  /** Lines there are. */
  readonly count: number;
  /** Files that the filter lets through, those in closed folders too. */
  readonly fileCount: number;
  /** Place of the first of these lines. */
  readonly from: number;
  readonly lines: readonly FileLine[];
}

/** What a file had become when something went wrong: how it ended, and when. */
export interface FileDeath {
  readonly as: FileEnd;
  readonly atEpochMs: number;
}

/** A use of a path after its file had died, or a file that the quota refused. */
export type FileTrouble = {
  readonly id: number;
  readonly atEpochMs: number;
  readonly launch: number;
  /** `uploadFile`, `readFileSync`, `image src`. */
  readonly api: string;
  /** As the device spells it; empty where the refused file had none yet. */
  readonly path: string;
  /** Route of the page. */
  readonly page: string;
  /** `pages/album/index.js:41:12`, in the project's own files; null where it is not known. */
  readonly source: string | null;
  /** The exchange that failed by it; null where there is none. */
  readonly exchangeId: string | null;
} & (
  | { readonly kind: 'dead-path'; readonly death: FileDeath }
  | { readonly kind: 'quota'; readonly usedBytes: number; readonly quotaBytes: number }
);

/** A thing in the life of a file. Ids are unique within one graph. */
export type LineageNode = { readonly id: string; readonly atEpochMs: number } &
  /** Where a file began that was made of none: `picked`, `camera`, `written`, … */
  (
    | { readonly kind: 'source'; readonly how: string }
    /** A file of any time. */
    | { readonly kind: 'file'; readonly file: FileHistoryRecord }
    | {
        readonly kind: 'upload' | 'download';
        readonly exchangeId: string;
        readonly url: string;
        readonly state: string;
        readonly statusCode: number | null;
        readonly sizeBytes: number;
      }
    /** What a server gave: the address of one or several downloads. */
    | { readonly kind: 'url'; readonly url: string }
    /** How a file died; a file that became another one has that one instead. */
    | { readonly kind: 'end'; readonly as: FileEnd }
  );

/** How one thing became another: a word of a file's origin, the way over the wire, or the same bytes by their hash. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly how:
    | 'picked'
    | 'saved'
    | 'copied'
    | 'moved'
    | 'unzipped'
    | 'compressed'
    | 'cropped'
    | 'thumbnail'
    | 'upload'
    | 'download'
    | 'same-bytes'
    | 'ended';
}

/** Where a file came from and what became of it. */
export interface Lineage {
  /** Id of the node that was asked for. */
  readonly focus: string;
  /** In the order of time. */
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** There is more than one graph can show. */
  readonly isCut: boolean;
}

/** The phone's album: Ferry's own pictures and videos to choose, and what pages have saved. Nothing of it is limited. */
export interface AlbumState {
  /** Pictures, videos and other files that the pickers offer. */
  readonly sampleCount: number;
  /** By `saveImageToPhotosAlbum` and `saveVideoToPhotosAlbum`, of all projects. */
  readonly saved: FileTotal;
}

/** What main tells of files, at most ten times a second. */
export type FileEvent =
  /** Every list of files and each known file is to be asked for anew. */
  | { readonly kind: 'files-changed'; readonly totals: FileTotals }
  /** A path was used after its file had died, or the quota refused a file. */
  | { readonly kind: 'file-troubles-changed' }
  /** A page has saved something to the album. */
  | { readonly kind: 'album-changed' };

export interface PanelFileCalls {
  /** @param count at most 500 */
  'panel:list-files': (request: {
    readonly query: FileQuery;
    readonly from: number;
    readonly count: number;
  }) => FileWindow;
  /** Where a file stands in the list; -1 when it is held back, or gone. */
  'panel:place-of-file': (request: { readonly query: FileQuery; readonly path: string }) => number;
  /** The file at a path, or the saved file that it became, or how the last one there ended; null where none ever was. */
  'panel:file': (request: { readonly path: string }) => FileHistoryRecord | null;
  'panel:lineage': (request: { readonly path: string }) => Lineage | null;
  /** The latest first, at most 500; of one path, or of all where it is null. */
  'panel:file-troubles': (request: { readonly path: string | null }) => readonly FileTrouble[];
  'panel:clear-file-troubles': (request: Record<string, never>) => null;
  /** A copy where the person says, by the system's dialog; false when nowhere. */
  'panel:export-file': (request: { readonly path: string }) => { readonly isSaved: boolean };
  'panel:album': (request: Record<string, never>) => AlbumState;
  /** Shows the folder of what was saved to the album. */
  'panel:reveal-album': (request: Record<string, never>) => null;
}
