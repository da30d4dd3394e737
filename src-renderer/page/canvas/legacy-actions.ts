import { nativeOf } from './native-sources.ts';

/** One recorded call of the old drawing context: plain data, as `getActions()` gives it. */
export interface DrawAction {
  readonly method: string;
  readonly data: readonly unknown[];
}

/** A gradient of the old context: its kind, its places in CSS pixels and its stops. */
export class LegacyGradient {
  readonly type: 'linear' | 'radial';
  readonly data: readonly number[];
  readonly colorStop: [stop: number, color: string][] = [];

  constructor(type: 'linear' | 'radial', data: readonly number[]) {
    this.type = type;
    this.data = data;
  }

  addColorStop(stop: number, color: string): void {
    this.colorStop.push([stop, color]);
  }
}

/** A pattern of the old context: the picture's path, and how it is repeated. */
export class LegacyPattern {
  readonly image: unknown;
  readonly repetition: string;

  constructor(image: unknown, repetition: string) {
    this.image = image;
    this.repetition = repetition;
  }
}

/** Pictures by the path an action names, loaded before anything is drawn; null for one that does not load. */
export type LoadedPictures = ReadonlyMap<string, HTMLImageElement | null>;

/** Paths of all pictures that actions need. */
export function picturesOf(actions: readonly DrawAction[]): string[] {
  const named = actions.flatMap(({ method, data }) => {
    const [first, second] = data;
    if (method === 'drawImage') return [first];
    return method === 'set' && second instanceof LegacyPattern ? [second.image] : [];
  });
  return [...new Set(named.filter((image) => typeof image === 'string'))];
}

/** Properties an action may set; others of the context are none of WeChat's. */
export const STYLE_DEFAULTS = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  font: '10px sans-serif',
  globalAlpha: 1,
  globalCompositeOperation: 'source-over',
  lineCap: 'butt',
  lineDashOffset: 0,
  lineJoin: 'miter',
  lineWidth: 1,
  miterLimit: 10,
  shadowBlur: 0,
  shadowColor: 'rgba(0,0,0,0)',
  shadowOffsetX: 0,
  shadowOffsetY: 0,
  textAlign: 'left',
  textBaseline: 'alphabetic',
} as const;

/** Shadows are not scaled with what throws them. */
const UNSCALED: ReadonlySet<string> = new Set(['shadowBlur', 'shadowOffsetX', 'shadowOffsetY']);

/** Methods that go to the browser's context as they are. */
export const PLAIN_METHODS = [
  ...['arc', 'arcTo', 'beginPath', 'bezierCurveTo', 'clearRect', 'clip', 'closePath', 'fill', 'fillRect'],
  ...['fillText', 'lineTo', 'moveTo', 'quadraticCurveTo', 'rect', 'restore', 'rotate', 'save', 'scale'],
  ...['stroke', 'strokeRect', 'strokeText', 'transform', 'translate'],
] as const;

const PLAIN: ReadonlySet<string> = new Set(PLAIN_METHODS);

export interface Replay {
  readonly context: CanvasRenderingContext2D;
  /** Pixels of the canvas for one CSS pixel, across and down. */
  readonly scaleX: number;
  readonly scaleY: number;
  readonly pictures: LoadedPictures;
  /** Hears of an action the browser refuses; it is left out, as a phone leaves it out. */
  readonly refused: (method: string, error: unknown) => void;
}

/** Draws actions from the defaults on: each `draw()` starts with a fresh path, style and transform. */
export function replay(actions: readonly DrawAction[], drawing: Replay): void {
  const { context, scaleX, scaleY, refused } = drawing;
  context.save();
  context.setTransform(scaleX, 0, 0, scaleY, 0, 0);
  for (const [name, value] of Object.entries(STYLE_DEFAULTS)) setStyle(drawing, name, value);
  context.setLineDash([]);
  context.beginPath();
  const depth = { saved: 0 };
  for (const { method, data } of actions) {
    try {
      act(drawing, depth, method, data);
    } catch (error) {
      refused(method, error);
    }
  }
  // What a mini-program saved and did not restore must not hold for the next drawing.
  for (let left = depth.saved; left >= 0; left -= 1) context.restore();
}

function act(drawing: Replay, depth: { saved: number }, method: string, data: readonly unknown[]): void {
  const { context } = drawing;
  const calls = context as unknown as Readonly<Record<string, (...values: unknown[]) => void>>;
  if (method === 'save') depth.saved += 1;
  if (method === 'restore') {
    if (depth.saved === 0) return;
    depth.saved -= 1;
  }
  if (method === 'set') {
    setStyle(drawing, String(data[0]), data[1]);
  } else if (method === 'setLineDash') {
    const [segments, offset] = data;
    context.setLineDash(Array.isArray(segments) ? (segments as number[]) : []);
    if (typeof offset === 'number') context.lineDashOffset = offset;
  } else if (method === 'setTransform') {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = data as number[];
    context.setTransform(drawing.scaleX, 0, 0, drawing.scaleY, 0, 0);
    context.transform(a, b, c, d, e, f);
  } else if (method === 'drawImage') {
    const [written, ...places] = data;
    const picture = pictureFor(drawing, written);
    if (picture) calls['drawImage']?.(picture, ...places);
  } else if (PLAIN.has(method)) {
    calls[method]?.(...withoutTail(data));
  }
}

function pictureFor({ pictures }: Replay, written: unknown): CanvasImageSource | null {
  return typeof written === 'string' ? (pictures.get(written) ?? null) : nativeOf(written);
}

/** A trailing `undefined` counts as a missing argument: `fillText(text, x, y, undefined)` has no greatest width. */
function withoutTail(data: readonly unknown[]): readonly unknown[] {
  let { length } = data;
  while (length > 0 && data[length - 1] === undefined) length -= 1;
  return data.slice(0, length);
}

function setStyle(drawing: Replay, name: string, value: unknown): void {
  const { context, scaleX } = drawing;
  if (!Object.hasOwn(STYLE_DEFAULTS, name)) return;
  const style = context as unknown as Record<string, unknown>;
  if (value instanceof LegacyGradient) style[name] = gradientOf(context, value);
  else if (value instanceof LegacyPattern) {
    const picture = pictureFor(drawing, value.image);
    const pattern = picture && context.createPattern(picture, value.repetition);
    if (pattern) style[name] = pattern;
  } else style[name] = UNSCALED.has(name) ? Number(value) * scaleX : value;
}

function gradientOf(
  context: CanvasRenderingContext2D,
  { type, data, colorStop }: LegacyGradient,
): CanvasGradient {
  const [a = 0, b = 0, c = 0, d = 0] = data;
  const gradient =
    type === 'linear'
      ? context.createLinearGradient(a, b, c, d)
      : context.createRadialGradient(a, b, 0, a, b, c);
  for (const [stop, color] of colorStop) gradient.addColorStop(stop, color);
  return gradient;
}
