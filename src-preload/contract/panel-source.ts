/** A file of the project as it stands on the disk now. */
export interface SourceText {
  /** From the mini-program's root: `pages/album/index.js`. */
  readonly file: string;
  readonly text: string;
}

/** A place in the project; lines and columns from 1, 0 when not known. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface SourceCalls {
  /** Null where the project has no such file, or none that is text of at most 4 MB. */
  'panel:source': (request: { readonly file: string }) => SourceText | null;
  /** Hands a file of the project to the system's editor for it; shows it in its folder where there is none. */
  'panel:open-source': (request: { readonly file: string }) => { readonly shown: 'editor' | 'folder' };
  /** Opens in the browser what Ferry's table names as the source of a warning. */
  'panel:open-warning-source': (request: { readonly rule: string }) => null;
}
