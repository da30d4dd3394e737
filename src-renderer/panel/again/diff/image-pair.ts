import pixelmatch from 'pixelmatch';
import type { ComparedBody } from './bodies.ts';

/** Two pictures and what differs between them. */
export interface ImagePair {
  readonly a: ImageFacts;
  readonly b: ImageFacts;
  /** Null where their sizes differ, or one is too large to be compared. */
  readonly difference: {
    readonly picture: ImageData;
    readonly pixels: number;
    /** 0 to 1. */
    readonly share: number;
  } | null;
}

export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  readonly picture: ImageData;
}

/** More takes longer than one waits. */
const MAX_PIXELS = 24_000_000;

/** Decodes both; rejects when one is no picture that the browser knows. */
export async function comparePictures(a: ComparedBody, b: ComparedBody): Promise<ImagePair> {
  const [left, right] = await Promise.all([decoded(a), decoded(b)]);
  const isComparable =
    left.width === right.width && left.height === right.height && left.width * left.height <= MAX_PIXELS;
  if (!isComparable) return { a: left, b: right, difference: null };
  const picture = new ImageData(left.width, left.height);
  const pixels = pixelmatch(left.picture.data, right.picture.data, picture.data, left.width, left.height, {
    threshold: 0.1,
    alpha: 0.2,
  });
  return {
    a: left,
    b: right,
    difference: { picture, pixels, share: pixels / (left.width * left.height) },
  };
}

async function decoded({ bytes, mediaType }: ComparedBody): Promise<ImageFacts> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }));
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, picture: context.getImageData(0, 0, width, height) };
}
