/** The origin of the restart drill's own files. */
export const FILLER_ORIGIN = 'filler';

/** Temp files die with the launch; saved files live on (wx-api.md §9). */
export type FileKind = 'temp' | 'saved' | 'user';

/**
 * How a file came to be: `picked`, `transfer:<exchange id>`, `remote:<url>`, `written`, `recorded`, `camera`, `drawn`,
 * or a word and the virtual path it was made from: `saved:`, `copied:`, `moved:`, `unzipped:`, `compressed:`,
 * `cropped:`, `thumbnail:`; `recovered` for a user file whose writing a crash left unrecorded; `filler` for a file of
 * the restart drill that takes room and holds nothing.
 */
export type FileOrigin = string;

/** One file a mini-program can see, by its virtual path. Real paths never leave main. */
export interface FileRecord {
  readonly path: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly origin: FileOrigin;
  readonly createdAtEpochMs: number;
  /** Null until the content has been hashed. */
  readonly sha256: string | null;
  /** A media type such as `image/jpeg`, from the extension. */
  readonly mediaType: string;
}

/** What became of a file that is no longer there; `expired`: its launch ended, or it was found gone at a start. */
export type FileEnd = 'removed' | 'saved' | 'moved' | 'expired' | 'replaced';

/** A file of any time, with its end when it has one. */
export interface FileHistoryRecord extends FileRecord {
  readonly end: { readonly as: FileEnd; readonly atEpochMs: number } | null;
}
