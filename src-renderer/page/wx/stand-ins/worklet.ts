import type { PageHost } from '../../host.ts';

type Ease = (progress: number) => number;

/** Easing of worklets by name: functions of functions too, as `Easing.out(Easing.quad)`. */
const EASING: Readonly<Record<string, unknown>> = {
  linear: (t: number) => t,
  ease: (t: number) => t,
  quad: (t: number) => t * t,
  cubic: (t: number) => t ** 3,
  sin: (t: number) => 1 - Math.cos((t * Math.PI) / 2),
  circle: (t: number) => 1 - Math.sqrt(1 - t * t),
  exp: (t: number) => 2 ** (10 * (t - 1)),
  bounce: (t: number) => t,
  step0: (t: number) => (t > 0 ? 1 : 0),
  step1: (t: number) => (t >= 1 ? 1 : 0),
  poly: (n: number) => (t: number) => t ** n,
  elastic: () => (t: number) => t,
  back: () => (t: number) => t,
  bezier: () => Object.assign((t: number) => t, { factory: () => (t: number) => t }),
  cubicBezier: () => (t: number) => t,
  in: (ease: Ease) => ease,
  out: (ease: Ease) => (t: number) => 1 - ease(1 - t),
  inOut: (ease: Ease) => (t: number) => (t < 0.5 ? ease(t * 2) / 2 : 1 - ease((1 - t) * 2) / 2),
};

/**
 * `wx.worklet` (WeChat's documentation of worklet animations, which Skyline alone has): values that are shared and
 * derived hold, functions run at once, and an animation is at its end as soon as it begins.
 */
export function createWorklet(host: PageHost): object {
  let isCounted = false;
  const count = (): void => {
    if (!isCounted) host.reports.unsupported('wx.worklet');
    isCounted = true;
  };
  const ended =
    (read: (first: unknown) => unknown) =>
    (first: unknown, ...rest: readonly unknown[]): unknown => {
      count();
      const callback = rest.findLast((value) => typeof value === 'function');
      if (typeof callback === 'function') (callback as () => unknown)();
      return read(first);
    };
  const valueOf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'toValue' in value ? value.toValue : value;
  return {
    shared(value: unknown) {
      count();
      return { value };
    },
    derived(update: unknown) {
      count();
      return Object.defineProperty({}, 'value', {
        get: () => (typeof update === 'function' ? (update as () => unknown)() : undefined),
        enumerable: true,
      });
    },
    timing: ended(valueOf),
    spring: ended(valueOf),
    decay: ended(() => 0),
    sequence: (...values: readonly unknown[]) => values.at(-1),
    repeat: ended(valueOf),
    delay: (_ms: unknown, value: unknown) => value,
    cancelAnimation: count,
    runOnUI: (work: unknown) => work,
    runOnJS: (work: unknown) => work,
    Easing: EASING,
    scrollViewContext: { scrollTo: count },
  };
}
