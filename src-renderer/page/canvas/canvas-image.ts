import { standFor } from './native-sources.ts';

type Listener = ((this: CanvasImage, event: object) => unknown) | null;

/** URL of the page's own origin for a `src` as the mini-program writes it. */
export type UrlOf = (src: string) => string;

/**
 * `Image` as `Canvas.createImage()` gives it (WeChat's documentation of Image): it loads package, local, network and
 * `data:` sources, and is drawn on any canvas, which stays readable since everything comes from the page's own origin.
 */
export class CanvasImage {
  onload: Listener = null;
  onerror: Listener = null;
  /** Taken and kept; what Ferry sends is the device's own Referer. */
  referrerPolicy = 'no-referrer';
  readonly #element = new Image();
  readonly #urlOf: UrlOf;
  #src = '';

  constructor(urlOf: UrlOf) {
    this.#urlOf = urlOf;
    standFor(this, this.#element);
    this.#element.addEventListener('load', () => {
      this.onload?.({ type: 'load', target: this, currentTarget: this });
    });
    this.#element.addEventListener('error', () => {
      this.onerror?.({
        type: 'error',
        target: this,
        currentTarget: this,
        errMsg: `image:fail ${this.#src} does not load`,
      });
    });
  }

  get src(): string {
    return this.#src;
  }

  set src(value: string) {
    this.#src = value;
    this.#element.src = this.#urlOf(this.#src);
  }

  /** Pixels of the picture, 0 until it is there; may be set. */
  get width(): number {
    return this.#element.width;
  }

  set width(value: number) {
    this.#element.width = value;
  }

  get height(): number {
    return this.#element.height;
  }

  set height(value: number) {
    this.#element.height = value;
  }
}
