/** EXIF orientation in WeChat's words (wx-api.md §13). */
export type ImageOrientation =
  'up' | 'up-mirrored' | 'down' | 'down-mirrored' | 'left-mirrored' | 'right' | 'right-mirrored' | 'left';

export interface ImageInfo {
  /** Pixels, before rotation. */
  readonly width: number;
  readonly height: number;
  /** Local path of the image: a network image is downloaded to a temp file. */
  readonly path: string;
  readonly orientation: ImageOrientation;
  readonly type: 'unknown' | 'jpeg' | 'png' | 'gif' | 'tiff';
}

/** The calls of images. */
export interface ImageCalls {
  'wx:get-image-info': (request: { readonly src: string; readonly page: string }) => ImageInfo;
}
