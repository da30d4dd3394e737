import { logNotice } from '../errors/console.ts';
import type { UrlOf } from './canvas-image.ts';
import { type DrawAction, picturesOf, replay } from './legacy-actions.ts';

/** A canvas that is drawn on by its `canvas-id`. */
export interface LegacyCanvas {
  readonly element: HTMLCanvasElement;
  /** Draws when what was asked before is drawn; without `reserve` on a clear canvas. Resolves when it is there. */
  draw(actions: readonly DrawAction[], reserve: boolean): Promise<void>;
  /** Resolves when everything asked so far is drawn. */
  settled(): Promise<void>;
  /** Size in CSS pixels, and the canvas's pixels for each. */
  readonly measures: () => CanvasMeasures;
}

export interface CanvasMeasures {
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** A canvas that is not laid out has WeChat's default size. */
const DEFAULT_WIDTH = 300;
const DEFAULT_HEIGHT = 150;
/** Pictures are kept for a loop that draws the same ones over and over. */
const PICTURES_KEPT = 64;

/**
 * @param urlOf for pictures, as written beside the canvas
 * @param pixelRatio of the device: a CSS pixel is so many of the canvas's
 */
export function createLegacyCanvas(
  element: HTMLCanvasElement,
  urlOf: UrlOf,
  pixelRatio: number,
): LegacyCanvas {
  const pictures = new Map<string, HTMLImageElement | null>();
  let queue: Promise<void> = Promise.resolve();

  async function load(written: string): Promise<void> {
    if (pictures.has(written)) return;
    const image = new Image();
    image.src = urlOf(written);
    const isThere = await image.decode().then(
      () => true,
      () => image.naturalWidth > 0,
    );
    const oldest = pictures.size >= PICTURES_KEPT ? pictures.keys().next().value : undefined;
    if (oldest !== undefined) pictures.delete(oldest);
    pictures.set(written, isThere ? image : null);
  }

  /** The canvas gets the size it is laid out with; what is drawn stays. */
  function fit(): void {
    const width = Math.round((element.clientWidth || DEFAULT_WIDTH) * pixelRatio);
    const height = Math.round((element.clientHeight || DEFAULT_HEIGHT) * pixelRatio);
    if (element.width === width && element.height === height) return;
    const kept = document.createElement('canvas');
    kept.width = element.width;
    kept.height = element.height;
    kept.getContext('2d')?.drawImage(element, 0, 0);
    element.width = width;
    element.height = height;
    element.getContext('2d')?.drawImage(kept, 0, 0);
  }

  function measures(): CanvasMeasures {
    const width = element.clientWidth || element.width / pixelRatio;
    const height = element.clientHeight || element.height / pixelRatio;
    return { width, height, scaleX: element.width / width, scaleY: element.height / height };
  }

  async function drawNow(actions: readonly DrawAction[], reserve: boolean): Promise<void> {
    const missing = picturesOf(actions).filter((written) => !pictures.has(written));
    if (missing.length > 0) await Promise.all(missing.map(load));
    fit();
    const context = element.getContext('2d');
    if (!context) return;
    if (!reserve) context.reset();
    const { scaleX, scaleY } = measures();
    replay(actions, {
      context,
      scaleX,
      scaleY,
      pictures,
      refused(method, error) {
        logNotice(`CanvasContext.${method} was left out: ${String(error)}`);
      },
    });
    // One that did not load is tried again by the next drawing.
    for (const [written, picture] of pictures) if (picture === null) pictures.delete(written);
  }

  fit();
  return {
    element,
    draw(actions, reserve) {
      queue = queue.then(() => drawNow(actions, reserve));
      return queue;
    },
    settled: () => queue,
    measures,
  };
}
