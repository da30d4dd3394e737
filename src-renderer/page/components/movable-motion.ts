/** Where a moving coordinate is after a time, and whether it has come to rest. */
export interface Motion {
  at(elapsedMs: number): { readonly value: number; readonly resting: boolean };
}

const REST_PX = 0.1;
const DEFAULT_DAMPING = 20;
const DEFAULT_FRICTION = 2;
/** Loss of speed by friction 1, in CSS pixels per ms². */
const DRAG_PX_PER_MS2 = 0.001;

/**
 * Draws near to `to` without swinging past it; the larger `damping` (`movable-view`, 20 by default), the sooner it
 * is there.
 */
export function springMotion(from: number, to: number, damping: number): Motion {
  const rate = (damping > 0 ? damping : DEFAULT_DAMPING) / 1000;
  return {
    at(elapsedMs) {
      const left = (from - to) * (1 + rate * elapsedMs) * Math.exp(-rate * elapsedMs);
      return Math.abs(left) < REST_PX ? { value: to, resting: true } : { value: to + left, resting: false };
    },
  };
}

/**
 * Rolls out from a release at `velocity` CSS pixels per ms; the larger `friction` (2 by default; zero and less count
 * as that), the sooner it stops.
 */
export function glideMotion(from: number, velocity: number, friction: number): Motion {
  const loss = DRAG_PX_PER_MS2 * (friction > 0 ? friction : DEFAULT_FRICTION);
  const totalMs = Math.abs(velocity) / loss;
  return {
    at(elapsedMs) {
      const ms = Math.min(elapsedMs, totalMs);
      const value = from + velocity * ms - (Math.sign(velocity) * loss * ms * ms) / 2;
      return { value, resting: elapsedMs >= totalMs };
    },
  };
}

/** Least and greatest offset of a view in its area; a view larger than the area can show each of its ends. */
export function movableRange(areaPx: number, viewPx: number): { readonly min: number; readonly max: number } {
  const room = areaPx - viewPx;
  return { min: Math.min(0, room), max: Math.max(0, room) };
}

/** Beyond an end a view with `out-of-bounds` follows the finger at a third of its way. */
export function stretched(raw: number, range: { readonly min: number; readonly max: number }): number {
  if (raw < range.min) return range.min + (raw - range.min) / 3;
  return raw > range.max ? range.max + (raw - range.max) / 3 : raw;
}
