import type { Size } from './page-target.ts';

/** A rectangle of the screen, in pixels. */
export interface ScreenRectangle extends Size {
  readonly left: number;
  readonly top: number;
}

/**
 * Where a window of this size goes so that it does not cover its host: to the right, else to the left, else as far
 * to the right as the screen allows.
 */
export function besideWindow(
  host: ScreenRectangle,
  size: Size,
  screen: ScreenRectangle,
): { readonly left: number; readonly top: number } {
  const lowest = screen.top + Math.max(0, screen.height - size.height);
  const top = Math.min(Math.max(host.top, screen.top), lowest);
  const right = host.left + host.width;
  if (right + size.width <= screen.left + screen.width) return { left: right, top };
  const left = host.left - size.width;
  if (left >= screen.left) return { left, top };
  return { left: Math.max(screen.left, screen.left + screen.width - size.width), top };
}
