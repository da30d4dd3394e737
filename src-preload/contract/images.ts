import type { PermissionCalls } from './permissions.ts';

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

/**
 * What the file of a video says of itself; null where its format does not say it, or Ferry cannot read it there. Its
 * length is the browser's to say: a recording in pieces names that of its first piece.
 */
export interface VideoFile {
  /** Bytes. */
  readonly size: number;
  /** `mp4`, `mov`, `webm` …, by content first, then by extension. */
  readonly type: string;
  /** Frames a second. */
  readonly fps: number | null;
  readonly orientation: ImageOrientation;
}

/** Types that `openDocument` opens (WeChat's documentation of openDocument). */
export const DOCUMENT_TYPES = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf'] as const;

export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** The calls of images, videos and documents. Paths are virtual ones; no answer names a place on the computer. */
export interface ImageCalls extends PermissionCalls {
  'wx:get-image-info': (request: { readonly src: string; readonly page: string }) => ImageInfo;
  'wx:video-file': (request: { readonly src: string }) => VideoFile;
  /** Copies a picture or a video into the person's album; needs `scope.writePhotosAlbum`. */
  'wx:save-to-album': (request: { readonly filePath: string; readonly kind: 'image' | 'video' }) => null;
  /** Opens a document with the system's own program; null takes the type from the name. */
  'wx:open-document': (request: {
    readonly filePath: string;
    readonly fileType: DocumentType | null;
  }) => null;
  /** Copies a file to where the person says; `picker.cancelled` when nowhere. */
  'wx:save-to-disk': (request: { readonly filePath: string }) => null;
}
