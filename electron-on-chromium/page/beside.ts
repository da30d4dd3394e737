import type { Size } from './page-target.ts';

/** A point of the screen, in pixels. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** A rectangle of the screen, in pixels. */
export interface ScreenRectangle extends Size, Place {}

/**
 * Where a window of this size goes so that it does not cover its host: to the right, else to the left. Where neither
 * has room it goes to `inside`, its own place in the host, kept on the screen.
 */
export function besideWindow(
  host: ScreenRectangle,
  size: Size,
  screen: ScreenRectangle,
  inside: Place,
): Place {
  const onScreen = (wanted: number, start: number, room: number): number =>
    Math.max(start, Math.min(wanted, start + room));
  const top = onScreen(host.top, screen.top, screen.height - size.height);
  const right = host.left + host.width;
  if (right + size.width <= screen.left + screen.width) return { left: right, top };
  const left = host.left - size.width;
  if (left >= screen.left) return { left, top };
  return {
    left: onScreen(inside.left, screen.left, screen.width - size.width),
    top: onScreen(inside.top, screen.top, screen.height - size.height),
  };
}
