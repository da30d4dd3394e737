/** Sizes of a swiper's strip in CSS pixels. */
export interface SwiperFrame {
  readonly itemPx: number;
  readonly beforePx: number;
  readonly afterPx: number;
  readonly vertical: boolean;
  readonly circular: boolean;
  /** The margins are not kept free before the first item and after the last one (`snap-to-edge`). */
  readonly snapsToEdge: boolean;
  /** Items seen at once. */
  readonly shown: number;
}

/** WeChat's easing functions by name: a share of the time in, a share of the way out. */
export const EASINGS: Readonly<Record<string, (part: number) => number>> = {
  default: (part) => 1 - (1 - part) ** 3,
  linear: (part) => part,
  easeInCubic: (part) => part ** 3,
  easeOutCubic: (part) => 1 - (1 - part) ** 3,
  easeInOutCubic: (part) => (part < 0.5 ? 4 * part ** 3 : 1 - (-2 * part + 2) ** 3 / 2),
};

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

/** How far the strip is moved at its ends so that no margin stands empty there. */
function edgeShift(offset: number, count: number, frame: SwiperFrame): number {
  if (!frame.snapsToEdge || frame.circular || count < 2) return 0;
  const last = Math.max(0, count - frame.shown);
  const nearFirst = 1 - Math.min(Math.max(offset, 0), 1);
  const nearLast = Math.min(Math.max(offset - (last - 1), 0), 1);
  return frame.afterPx * nearLast - frame.beforePx * nearFirst;
}

/** The transform of each item of a strip that stands at `offset` items. */
export function itemTransforms(count: number, offset: number, frame: SwiperFrame): readonly string[] {
  const shift = edgeShift(offset, count, frame);
  return Array.from({ length: count }, (_, index) => {
    const place = placeOf(index, offset, count, frame.circular);
    const px = `${String(frame.beforePx + shift + place * frame.itemPx)}px`;
    return frame.vertical ? `translate(0, ${px}) translateZ(0)` : `translate(${px}, 0) translateZ(0)`;
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
