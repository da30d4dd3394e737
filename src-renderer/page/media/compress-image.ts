import { newCanvas, encodePicture } from './encode-picture.ts';

// A page's scripts run later and may replace it.
const bitmapOf = globalThis.createImageBitmap;

export interface CompressImageOptions {
  /** 0 to 100, as WeChat counts; a PNG has none. */
  readonly quality: number;
  /** Pixels of the result; when one of the two is left out it follows in proportion. */
  readonly width?: number;
  readonly height?: number;
  /** Scales down, never up, until neither side is longer. Not looked at where width or height is given. */
  readonly maxSidePx?: number;
  /** JPEG without it. What was transparent becomes white in a JPEG. */
  readonly type?: 'image/jpeg' | 'image/png' | 'image/webp';
}

export interface CompressedImage {
  readonly blob: Blob;
  /** Pixels as the picture is shown. */
  readonly width: number;
  readonly height: number;
}

/** Why a picture could not be compressed: its content is no picture that this browser reads, or it cannot be written. */
export class CompressFailure extends Error {
  override readonly name = 'CompressFailure';
  readonly stage: 'decode' | 'encode';

  constructor(stage: 'decode' | 'encode', cause: unknown) {
    super(`The picture cannot be ${stage}d.`, { cause });
    this.stage = stage;
  }
}

/**
 * Decodes a picture, scales it and encodes it anew. An EXIF orientation is carried out: the result lies as it is to be
 * seen and says nothing of turning.
 *
 * @throws CompressFailure
 */
export async function compressImage(blob: Blob, options: CompressImageOptions): Promise<CompressedImage> {
  const bitmap = await bitmapOf(blob, { imageOrientation: 'from-image' }).catch((error: unknown) => {
    throw new CompressFailure('decode', error);
  });
  try {
    const size = scaledSize(bitmap, options);
    return { blob: encoded(bitmap, size, options), ...size };
  } catch (error) {
    throw new CompressFailure('encode', error);
  } finally {
    bitmap.close();
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a picture of this size is scaled to; whole pixels, one at least. */
export function scaledSize(source: Size, options: CompressImageOptions): Size {
  const { width, height, maxSidePx } = options;
  const whole = (pixels: number): number => Math.max(1, Math.round(pixels));
  if (width !== undefined || height !== undefined) {
    return {
      width: whole(width ?? (source.width * (height ?? source.height)) / source.height),
      height: whole(height ?? (source.height * (width ?? source.width)) / source.width),
    };
  }
  const longest = Math.max(source.width, source.height);
  const scale = maxSidePx === undefined ? 1 : Math.min(1, maxSidePx / longest);
  return { width: whole(source.width * scale), height: whole(source.height * scale) };
}

function encoded(bitmap: ImageBitmap, size: Size, options: CompressImageOptions): Blob {
  const type = options.type ?? 'image/jpeg';
  const canvas = newCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no memory for a picture of this size.');
  if (type === 'image/jpeg') {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, size.width, size.height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return encodePicture(canvas, { type, quality: Math.min(Math.max(options.quality, 0), 100) / 100 });
}
