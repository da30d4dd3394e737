/** A part of a picture, in its own pixels. */
export interface PictureArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureForm {
  readonly width: number;
  readonly height: number;
}

/**
 * A part of a canvas on a canvas of its own, scaled to whole pixels.
 *
 * @param smoothing `high` for a picture, `low` for single pixels, which takes nothing from those further away
 */
export function partOf(
  source: HTMLCanvasElement,
  area: PictureArea,
  form: PictureForm,
  smoothing: 'low' | 'high',
): HTMLCanvasElement {
  const part = document.createElement('canvas');
  part.width = Math.max(1, Math.round(form.width));
  part.height = Math.max(1, Math.round(form.height));
  const context = part.getContext('2d');
  if (context) {
    context.imageSmoothingQuality = smoothing;
    context.drawImage(source, area.x, area.y, area.width, area.height, 0, 0, part.width, part.height);
  }
  return part;
}

/**
 * Replaces pixels of an area, as `putImageData` would on a canvas whose pixels are CSS pixels.
 *
 * @param area in the target's own pixels
 */
export function putPixels(target: HTMLCanvasElement, pixels: ImageData, area: PictureArea): void {
  const context = target.getContext('2d');
  const source = document.createElement('canvas');
  source.width = pixels.width;
  source.height = pixels.height;
  source.getContext('2d')?.putImageData(pixels, 0, 0);
  if (!context) return;
  context.save();
  context.resetTransform();
  context.imageSmoothingEnabled = false;
  context.clearRect(area.x, area.y, area.width, area.height);
  context.drawImage(source, area.x, area.y, area.width, area.height);
  context.restore();
}
