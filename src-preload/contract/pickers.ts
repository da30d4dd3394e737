/** The functions of `wx` that have the person choose files (wx-api.md §12). */
export const PICKER_APIS = ['chooseImage', 'chooseMedia', 'chooseVideo', 'chooseMessageFile'] as const;

export type PickerApi = (typeof PICKER_APIS)[number];

/** WeChat's three kinds of picked files: `file` is whatever is neither picture nor video. */
export const PICKED_KINDS = ['image', 'video', 'file'] as const;

export type PickedKind = (typeof PICKED_KINDS)[number];

/** Extensions that count as a picture and as a video, lower case. */
export const MEDIA_EXTENSIONS: Readonly<Record<Exclude<PickedKind, 'file'>, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp', 'tif', 'tiff', 'heic', 'heif', 'avif'],
  video: ['mp4', 'm4v', 'mov', 'webm', 'mkv', 'avi', '3gp'],
};

/** At most so many files in one pick, whatever the API. */
export const MAX_PICKED_FILES = 100;

/** What one call is to be answered with. */
export interface WantedFiles {
  readonly api: PickerApi;
  /** Kinds that may be picked. */
  readonly kinds: readonly PickedKind[];
  /** Whether one pick may hold files of several kinds. */
  readonly mixed: boolean;
  /** Lower case, without the dot; empty for any. */
  readonly extensions: readonly string[];
  /** At most so many files. */
  readonly count: number;
}

export interface PickedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** As the file is called where it was picked. */
  readonly name: string;
  readonly kind: PickedKind;
  readonly modifiedAtEpochMs: number;
}

/** A file of the sample album that ships with Ferry. */
export interface AlbumItem {
  /** Its file name. */
  readonly id: string;
  /** URL path on the page's own origin. */
  readonly url: string;
  readonly kind: PickedKind;
  /** Bytes. */
  readonly size: number;
}

/** What a picker gets at first: the scripted pick of `ferry run --choose`, or the question for the person. */
export type ChooseFilesAnswer =
  | { readonly kind: 'picked'; readonly files: readonly PickedFile[] }
  /** What of the sample album fits. */
  | { readonly kind: 'ask'; readonly album: readonly AlbumItem[] };

/** The pickers' calls. Both fail with `picker.cancelled`, and `picker.not-accepted` for a file that was not wanted. */
export interface PickerCalls {
  'wx:choose-files': (request: WantedFiles) => ChooseFilesAnswer;
  /** The person's answer: files of the sample album, or the system's file dialog. */
  'wx:pick-files': (request: {
    readonly wanted: WantedFiles;
    readonly from:
      { readonly place: 'album'; readonly ids: readonly string[] } | { readonly place: 'computer' };
  }) => { readonly files: readonly PickedFile[] };
}

/** The extension of a file name, lower case, without the dot; empty when there is none. */
export function extensionOfName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** What kind of file a name says it is. */
export function kindOfName(name: string): PickedKind {
  const extension = extensionOfName(name);
  if (MEDIA_EXTENSIONS.image.includes(extension)) return 'image';
  return MEDIA_EXTENSIONS.video.includes(extension) ? 'video' : 'file';
}

/** Whether a file of this name may be picked. */
export function isWanted(name: string, wanted: Pick<WantedFiles, 'kinds' | 'extensions'>): boolean {
  return (
    wanted.kinds.includes(kindOfName(name)) &&
    (wanted.extensions.length === 0 || wanted.extensions.includes(extensionOfName(name)))
  );
}
