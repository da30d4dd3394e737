import { glassElementAt } from '../events/gesture-event.ts';
import { TEMPORARY_SEGMENT } from './builtin.ts';

/**
 * Gives an element declarations of a built-in's own, beside the `style` its template writes and changes. An empty
 * text takes them away.
 */
export function place(element: HTMLElement, style: string): void {
  const node = glassElementAt(element);
  if ((node?.getBackendElement() as unknown) === element) node?.setNodeStyle(style, TEMPORARY_SEGMENT);
  else element.style.cssText = style;
}

/** CSS pixels of a property that may be written as a number, `20`, `20px` or `20rpx`; null when it says nothing. */
export function pixelsOf(
  value: unknown,
  pxPerRpx = document.documentElement.clientWidth / 750,
): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const amount = Number.parseFloat(value);
  if (!Number.isFinite(amount)) return null;
  return value.trim().endsWith('rpx') ? amount * pxPerRpx : amount;
}

/** `padding` of the list components, `[top, right, bottom, left]` in CSS pixels, as CSS; empty for none. */
export function paddingOf(value: unknown): string {
  if (!Array.isArray(value)) return '';
  const sides = [0, 1, 2, 3].map((side) => pixelsOf((value as unknown[])[side]) ?? 0);
  return sides.every((side) => side === 0) ? '' : sides.map((side) => `${String(side)}px`).join(' ');
}
