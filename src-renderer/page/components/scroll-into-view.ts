/** Where a scroll-view puts what it scrolls to; as documented of `scroll-into-view-alignment`. */
export type Alignment = 'start' | 'center' | 'end' | 'nearest';

export function alignmentOf(written: unknown): Alignment {
  return written === 'center' || written === 'end' || written === 'nearest' ? written : 'start';
}

/** One axis of a scroll-view and of what it shall show, in CSS pixels; the target counts from the content's start. */
export interface AxisPlaces {
  readonly scroll: number;
  readonly viewPx: number;
  readonly targetStart: number;
  readonly targetPx: number;
}

/**
 * The scroll offset that shows the target, `offset` CSS pixels further. `nearest` moves no further than it must, and
 * not at all where the target is already in sight.
 */
export function scrollFor(places: AxisPlaces, alignment: Alignment, offset: number): number {
  const { scroll, viewPx, targetStart, targetPx } = places;
  const start = targetStart + offset;
  const end = start + targetPx - viewPx;
  switch (alignment) {
    case 'start':
      return start;
    case 'center':
      return (start + end) / 2;
    case 'end':
      return end;
    case 'nearest':
      if (scroll > start) return start;
      return scroll < end ? end : scroll;
  }
}
