import { CanvasImage, type UrlOf } from './canvas-image.ts';
import { standFor } from './native-sources.ts';

/** Kinds of a canvas that hands out a node (`type` of the component and of `createOffscreenCanvas`). */
export type NodeKind = '2d' | 'webgl';

const CONTEXTS: Readonly<Record<NodeKind, readonly string[]>> = {
  '2d': ['2d'],
  webgl: ['webgl', 'experimental-webgl', 'webgl2'],
};

export interface CanvasNodeOptions {
  readonly element: HTMLCanvasElement;
  readonly kind: NodeKind;
  readonly urlOf: UrlOf;
  /** Hears that the browser gives no context, in words for `binderror`. */
  readonly failed?: (errMsg: string) => void;
}

/**
 * The `Canvas` that `NodesRef.node` gives, and `OffscreenCanvas` (WeChat's documentation of both): WeChat's members
 * and nothing of the element behind them. A mini-program may add members of its own.
 */
export class CanvasNode {
  readonly #element: HTMLCanvasElement;
  readonly #options: CanvasNodeOptions;
  readonly #frames = new Set<number>();
  #isLive = true;

  constructor(options: CanvasNodeOptions) {
    this.#options = options;
    this.#element = options.element;
    standFor(this, options.element);
  }

  /** Frames of a canvas that has left the page are never drawn, so that a loop nobody ends ends there. */
  static retire(node: CanvasNode): void {
    node.#isLive = false;
    for (const frame of node.#frames) cancelAnimationFrame(frame);
    node.#frames.clear();
  }

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

  /** The drawing context of the canvas's own type; null for another type, and where the browser has none. */
  getContext(contextType: string, attributes?: object): RenderingContext | null {
    const { kind, failed } = this.#options;
    if (!CONTEXTS[kind].includes(contextType)) return null;
    // Kept after it is shown, so that `canvasToTempFilePath` finds what was drawn.
    const written = kind === 'webgl' ? { preserveDrawingBuffer: true, ...attributes } : attributes;
    const context: RenderingContext | null = this.#element.getContext(contextType, written);
    if (!context) failed?.(`getContext:fail ${contextType} is not supported`);
    return context;
  }

  createImage(): CanvasImage {
    return new CanvasImage(this.#options.urlOf);
  }

  /** Without arguments of the canvas's own size; else as the `ImageData` constructor. */
  createImageData(...values: readonly [] | ConstructorParameters<typeof ImageData>): ImageData {
    if (values.length === 0) return new ImageData(this.width, this.height);
    return new ImageData(...values);
  }

  createPath2D(path?: Path2D | string): Path2D {
    return new Path2D(path);
  }

  requestAnimationFrame(callback: FrameRequestCallback): number {
    if (!this.#isLive) return 0;
    const frame = requestAnimationFrame((time) => {
      this.#frames.delete(frame);
      callback(time);
    });
    this.#frames.add(frame);
    return frame;
  }

  cancelAnimationFrame(requestId: number): void {
    this.#frames.delete(requestId);
    cancelAnimationFrame(requestId);
  }

  toDataURL(type?: string, encoderOptions?: number): string {
    return this.#element.toDataURL(type, encoderOptions);
  }
}
