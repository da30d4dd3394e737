/**
 * What a mini-program holds in place of the browser's own canvases and images, and how the browser's drawing functions
 * take them. An element would lead to the document and from there to everything of Ferry's; these lead nowhere.
 */

/** A picture the browser draws from. */
type NativeSource = HTMLCanvasElement | HTMLImageElement | HTMLVideoElement;

const natives = new WeakMap<object, NativeSource>();
const standIns = new WeakMap<HTMLCanvasElement, object>();

/** Makes `standIn` known as what stands for a canvas or an image. */
export function standFor(standIn: object, native: NativeSource): void {
  teachContexts();
  natives.set(standIn, native);
  if (native instanceof HTMLCanvasElement) standIns.set(native, standIn);
}

/** The element a stand-in stands for; null for everything else. */
export function nativeOf(standIn: unknown): NativeSource | null {
  return typeof standIn === 'object' && standIn !== null ? (natives.get(standIn) ?? null) : null;
}

/** The canvas a stand-in stands for; null for everything else. */
export function canvasOf(standIn: unknown): HTMLCanvasElement | null {
  const native = nativeOf(standIn);
  return native instanceof HTMLCanvasElement ? native : null;
}

const SOURCE_METHODS = [
  'drawImage',
  'createPattern',
  'texImage2D',
  'texSubImage2D',
  'texImage3D',
  'texSubImage3D',
];

let taught = false;

/**
 * Teaches the contexts of this document that `canvas` is the stand-in, and that pictures may be stand-ins. Their
 * prototypes are changed, since a getter left there would give the element to who calls it.
 */
function teachContexts(): void {
  if (taught) return;
  taught = true;
  for (const { prototype } of [CanvasRenderingContext2D, WebGLRenderingContext, WebGL2RenderingContext]) {
    const own = prototype as unknown as Record<string, unknown>;
    const described = Object.getOwnPropertyDescriptor(own, 'canvas');
    if (described) {
      Object.defineProperty(own, 'canvas', {
        configurable: false,
        enumerable: true,
        get(this: unknown): unknown {
          const element = described.get?.call(this) as HTMLCanvasElement;
          return standIns.get(element) ?? element;
        },
      });
    }
    for (const name of SOURCE_METHODS) {
      const method = own[name];
      if (typeof method !== 'function') continue;
      own[name] = function (this: unknown, ...values: unknown[]): unknown {
        return Reflect.apply(
          method,
          this,
          values.map((value) => nativeOf(value) ?? value),
        ) as unknown;
      };
    }
  }
}
