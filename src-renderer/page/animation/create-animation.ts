import { TRANSFORM_NAMES, type TransformName } from './transform.ts';

/** `wx.createAnimation`'s options, and those of `step`: times in milliseconds. */
export interface AnimationOptions {
  readonly duration?: number;
  readonly timingFunction?: string;
  readonly delay?: number;
  readonly transformOrigin?: string;
}

/** One property of a step: a function of `transform` by its name, or `style` with a CSS property and its value. */
export interface AnimatedProperty {
  readonly type: string;
  readonly args: readonly unknown[];
}

/** One step, as `export()` hands it to the page's data. */
export interface AnimationAction {
  readonly animates: readonly AnimatedProperty[];
  readonly option: {
    readonly transformOrigin: string;
    readonly transition: {
      readonly duration: number;
      readonly timingFunction: string;
      readonly delay: number;
    };
  };
}

/** What `export()` gives and the `animation` attribute takes. */
export interface ExportedAnimation {
  readonly actions: readonly AnimationAction[];
}

/** Each remembers a property for the step to come and gives the animation back. */
type Setters = Readonly<Record<TransformName | StyleName, (...values: unknown[]) => Animation>>;

/** WeChat's "Animation". */
export interface Animation extends Setters {
  /** Ends a step: what was set since the last, with what earlier steps set, over one span of time. */
  step(options?: AnimationOptions): Animation;
  /** The steps so far, for the page's data; the next export starts after them. */
  export(): ExportedAnimation;
}

type StyleName = keyof typeof STYLES;

/** Methods that set a CSS property, and whether a plain number is a length in pixels. */
const STYLES = {
  opacity: { property: 'opacity', isLength: false },
  backgroundColor: { property: 'background-color', isLength: false },
  width: { property: 'width', isLength: true },
  height: { property: 'height', isLength: true },
  left: { property: 'left', isLength: true },
  right: { property: 'right', isLength: true },
  top: { property: 'top', isLength: true },
  bottom: { property: 'bottom', isLength: true },
} as const;

/** Scales take one value for both axes. */
const REPEATED: ReadonlySet<string> = new Set(['scale']);

/** `wx.createAnimation` (WeChat's "Animation"): linear over 400 ms at once about the middle when left out. */
export function createAnimation(options: AnimationOptions = {}): Animation {
  const { duration = 400, timingFunction = 'linear', delay = 0, transformOrigin = '50% 50% 0' } = options;
  /** Everything set by any step yet, as a transform is whole only with what came before. */
  const current = new Map<string, AnimatedProperty>();
  let actions: AnimationAction[] = [];

  const set = (key: string, type: string, args: readonly unknown[]): Animation => {
    current.set(key, { type, args });
    return animation;
  };
  const transforms = TRANSFORM_NAMES.map((name) => [
    name,
    (...values: unknown[]) => {
      const [first, ...rest] = values;
      return set(name, name, REPEATED.has(name) && rest.length === 0 ? [first, first] : values);
    },
  ]);
  const styles = Object.entries(STYLES).map(([name, { property, isLength }]) => [
    name,
    (value: unknown) => {
      const text = isLength && typeof value === 'number' ? `${String(value)}px` : value;
      return set(`style.${property}`, 'style', [property, text]);
    },
  ]);

  const animation = {
    ...(Object.fromEntries([...transforms, ...styles]) as Setters),
    step(own: AnimationOptions = {}) {
      actions.push({
        animates: [...current.values()],
        option: {
          transformOrigin: own.transformOrigin ?? transformOrigin,
          transition: {
            duration: own.duration ?? duration,
            timingFunction: own.timingFunction ?? timingFunction,
            delay: own.delay ?? delay,
          },
        },
      });
      return animation;
    },
    export() {
      const exported = { actions };
      actions = [];
      return exported;
    },
  } as Animation;
  return animation;
}
