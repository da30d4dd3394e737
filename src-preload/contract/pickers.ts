export interface PickedImage {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** A picture of the sample album that ships with Ferry. */
export interface AlbumPicture {
  readonly id: string;
  /** URL path on the page's own origin. */
  readonly url: string;
}

/** What `chooseImage` gets at first: the scripted pick of `ferry run --choose`, or the question for the person. */
export type ChooseImageAnswer =
  | { readonly kind: 'picked'; readonly tempFiles: readonly PickedImage[] }
  | { readonly kind: 'ask'; readonly album: readonly AlbumPicture[] };

/** The pickers' calls. */
export interface PickerCalls {
  'wx:choose-image': (request: {
    readonly count: number;
    readonly sizeType: readonly string[];
    readonly sourceType: readonly string[];
  }) => ChooseImageAnswer;
  /** The person's answer: pictures of the sample album, or the system's file dialog. Fails with `picker.cancelled`. */
  'wx:pick-images': (
    request:
      | { readonly from: 'album'; readonly ids: readonly string[] }
      | { readonly from: 'computer'; readonly count: number },
  ) => { readonly tempFiles: readonly PickedImage[] };
}
