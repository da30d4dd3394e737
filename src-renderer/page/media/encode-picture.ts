// A page's scripts run later and may replace it.
const BlobOf = globalThis.Blob;

export interface PictureFormat {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  /** 0 to 1; a PNG has none. */
  readonly quality: number;
}

/** A canvas of so many pixels that is not on the page. */
export function newCanvas(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height });
}

/**
 * The picture of a canvas as a file of that type, at once. Chromium's `toBlob` and `convertToBlob` wait for idle time
 * between frames, up to ten seconds, and a page that is not shown has no frames.
 *
 * @throws Error when the browser cannot make a picture of that size
 */
export function encodePicture(canvas: HTMLCanvasElement, { type, quality }: PictureFormat): Blob {
  const url = canvas.toDataURL(type, quality);
  const comma = url.indexOf(',');
  if (comma === url.length - 1) throw new Error('The picture could not be written.');
  const made = url.slice('data:'.length, url.indexOf(';'));
  return new BlobOf([Uint8Array.fromBase64(url.slice(comma + 1))], { type: made });
}
