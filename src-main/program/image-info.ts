import { imageSizeFromFile } from 'image-size/fromFile';
import { FerryError } from '#contract/errors';
import type { ImageInfo, ImageOrientation } from '#contract/images';

/** EXIF values 1 to 8 in WeChat's words (documentation of getImageInfo). */
const ORIENTATIONS: readonly ImageOrientation[] = [
  'up',
  'up-mirrored',
  'down',
  'down-mirrored',
  'left-mirrored',
  'right',
  'right-mirrored',
  'left',
];

/**
 * Facts of an image file, read from its header alone.
 *
 * @param shownPath the virtual path, for the answer and the error
 * @throws FerryError `file.type` when it is no image
 */
export async function readImageInfo(realPath: string, shownPath: string): Promise<ImageInfo> {
  try {
    const size = await imageSizeFromFile(realPath);
    return {
      width: size.width,
      height: size.height,
      path: shownPath,
      orientation: ORIENTATIONS[(size.orientation ?? 1) - 1] ?? 'up',
      type: typeOf(size.type),
    };
  } catch (error) {
    throw new FerryError('file.type', `Not an image: ${shownPath}`, {
      details: { path: shownPath },
      cause: error,
    });
  }
}

function typeOf(type: string | undefined): ImageInfo['type'] {
  if (type === 'jpg') return 'jpeg';
  return type === 'png' || type === 'gif' || type === 'tiff' ? type : 'unknown';
}
