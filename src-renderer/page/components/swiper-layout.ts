import { pxFromRpx } from '../rpx.ts';

/** Sizes of a swiper's strip in CSS pixels. */
export interface SwiperFrame {
  readonly itemPx: number;
  readonly beforePx: number;
  readonly vertical: boolean;
  readonly circular: boolean;
}

/** WeChat's easing functions by name: a share of the time in, a share of the way out. */
export const EASINGS: Readonly<Record<string, (part: number) => number>> = {
  default: (part) => 1 - (1 - part) ** 3,
  linear: (part) => part,
  easeInCubic: (part) => part ** 3,
  easeOutCubic: (part) => 1 - (1 - part) ** 3,
  easeInOutCubic: (part) => (part < 0.5 ? 4 * part ** 3 : 1 - (-2 * part + 2) ** 3 / 2),
};

/** `20px`, `20rpx` or `20` in CSS pixels. */
export function lengthInPx(written: string): number {
  const value = Number.parseFloat(written) || 0;
  return written.trim().endsWith('rpx') ? pxFromRpx(value) : value;
}

/** Where an item stands, in items from the first shown place; a circular strip wraps at half its length. */
export function placeOf(index: number, offset: number, count: number, circular: boolean): number {
  const place = index - offset;
  if (!circular) return place;
  const wrapped = ((place % count) + count) % count;
  // One place stays free on the left, so that the item before the first can be seen coming.
  return wrapped > count - 1 - Math.min(1, (count - 1) / 2) && wrapped > count / 2
    ? wrapped - count
    : wrapped;
}

export function placeItems(items: readonly HTMLElement[], offset: number, frame: SwiperFrame): void {
  items.forEach((item, index) => {
    const place = placeOf(index, offset, items.length, frame.circular);
    const px = `${String(frame.beforePx + place * frame.itemPx)}px`;
    item.style.transform = frame.vertical
      ? `translate(0, ${px}) translateZ(0)`
      : `translate(${px}, 0) translateZ(0)`;
    if (frame.vertical) item.style.height = `${String(frame.itemPx)}px`;
    else item.style.width = `${String(frame.itemPx)}px`;
  });
}

/** The offset at which a circular strip shows `index`: the nearest one, or the nearest in the given direction. */
export function targetOffset(offset: number, index: number, count: number, direction: -1 | 0 | 1): number {
  const round = Math.floor(offset / count) * count;
  const choices = [index + round - count, index + round, index + round + count];
  const ahead = choices.filter((choice) => direction === 0 || (choice - offset) * direction >= 0);
  return ahead.reduce(
    (best, choice) => (Math.abs(choice - offset) < Math.abs(best - offset) ? choice : best),
    ahead[0] ?? index,
  );
}
