import { CompressFailure } from './compress-image.ts';
import { newCanvas, encodePicture } from './encode-picture.ts';

// A page's scripts run later and may replace it.
const bitmapOf = globalThis.createImageBitmap;

/** A part of a picture, in its own pixels as it is shown. */
export interface PictureArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const JPEG_QUALITY = 0.92;

/**
 * Cuts a part out of a picture. An EXIF orientation is carried out first, as for whoever chose the part.
 *
 * @throws CompressFailure
 */
export async function cropImage(
  blob: Blob,
  area: PictureArea,
  type: 'image/jpeg' | 'image/png',
): Promise<Blob> {
  const bitmap = await bitmapOf(blob, { imageOrientation: 'from-image' }).catch((error: unknown) => {
    throw new CompressFailure('decode', error);
  });
  try {
    const { x, y, width, height } = wholeArea(area, bitmap);
    const canvas = newCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('There is no memory for a picture of this size.');
    context.drawImage(bitmap, x, y, width, height, 0, 0, width, height);
    return encodePicture(canvas, { type, quality: JPEG_QUALITY });
  } catch (error) {
    throw new CompressFailure('encode', error);
  } finally {
    bitmap.close();
  }
}

/** The area in whole pixels, none of them outside of the picture, one at least. */
export function wholeArea(
  area: PictureArea,
  picture: { readonly width: number; readonly height: number },
): PictureArea {
  const width = Math.min(Math.max(Math.round(area.width), 1), picture.width);
  const height = Math.min(Math.max(Math.round(area.height), 1), picture.height);
  return {
    x: Math.min(Math.max(Math.round(area.x), 0), picture.width - width),
    y: Math.min(Math.max(Math.round(area.y), 0), picture.height - height),
    width,
    height,
  };
}
