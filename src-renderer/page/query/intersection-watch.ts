import {
  fromPage,
  PAGE_SCROLLER_CLASS,
  PAGE_VIEW_CLASS,
  type PageRect,
  pageOriginOf,
} from '../events/geometry.ts';
import { pxFromRpx } from '../rpx.ts';
import { type MarginLengths, type Margins, marginLengths } from './margins.ts';

/** An area a target is seen against: an element, or the page's view. */
export interface Reference {
  readonly element: Element | null;
  readonly margins: Margins;
}

/** How a target meets its references, in CSS pixels of its page. */
export interface Meeting {
  readonly intersectionRatio: number;
  readonly intersectionRect: PageRect;
  readonly boundingClientRect: PageRect;
  readonly relativeRect: PageRect;
}

/**
 * Tells how a target meets its references: at first, and whenever one of the thresholds is crossed. One reference
 * that holds the target is the browser's own work; several, or one beside the target, are compared frame by frame.
 * Returns its end.
 */
export function watchIntersection(
  target: Element,
  references: readonly Reference[],
  thresholds: readonly number[],
  listener: (meeting: Meeting) => void,
): () => void {
  const [only] = references;
  if (references.length <= 1) {
    const root = only?.element ? holderOf(only.element, target) : viewportOf(target);
    if (root || !only?.element) return watchInside(target, root, only?.margins ?? {}, thresholds, listener);
  }
  return watchFrames(target, references, thresholds, listener);
}

function holderOf(element: Element, target: Element): Element | null {
  return element !== target && element.contains(target) && !isFixedWithin(target, element) ? element : null;
}

/** What clips a target in its page: the scroller, or the view around it for what stays in place while it scrolls. */
function viewportOf(target: Element): Element | null {
  const scroller = target.closest(`.${PAGE_SCROLLER_CLASS}`);
  return scroller && !isFixedWithin(target, scroller) ? scroller : target.closest(`.${PAGE_VIEW_CLASS}`);
}

function isFixedWithin(target: Element, container: Element): boolean {
  for (
    let current: Element | null = target;
    current && current !== container;
    current = current.parentElement
  ) {
    if (getComputedStyle(current).position === 'fixed') return true;
  }
  return false;
}

function watchInside(
  target: Element,
  root: Element | null,
  margins: Margins,
  thresholds: readonly number[],
  listener: (meeting: Meeting) => void,
): () => void {
  const box = root?.getBoundingClientRect() ?? document.documentElement.getBoundingClientRect();
  const { top, right, bottom, left } = marginLengths(margins, box, pxFromRpx);
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const origin = pageOriginOf(target);
        listener({
          intersectionRatio: entry.intersectionRatio,
          intersectionRect: fromPage(entry.intersectionRect, origin),
          boundingClientRect: fromPage(entry.boundingClientRect, origin),
          relativeRect: fromPage(entry.rootBounds ?? new DOMRect(), origin),
        });
      }
    },
    {
      root,
      rootMargin: [top, right, bottom, left].map((length) => `${String(length)}px`).join(' '),
      threshold: [...thresholds],
    },
  );
  observer.observe(target);
  return () => {
    observer.disconnect();
  };
}

function watchFrames(
  target: Element,
  references: readonly Reference[],
  thresholds: readonly number[],
  listener: (meeting: Meeting) => void,
): () => void {
  let frame = 0;
  let last: number | null = null;
  const look = (): void => {
    frame = requestAnimationFrame(look);
    const meeting = compare(target, references);
    const ratio = meeting.intersectionRatio;
    const isNews = last === null || thresholds.some((threshold) => isCrossed(threshold, last ?? 0, ratio));
    last = ratio;
    if (isNews) listener(meeting);
  };
  frame = requestAnimationFrame(look);
  return () => {
    cancelAnimationFrame(frame);
  };
}

/** Whether a ratio has passed a threshold; that of zero lies between not meeting and meeting. */
export function isCrossed(threshold: number, before: number, now: number): boolean {
  if (before === now) return false;
  if (threshold === 0) return before === 0 || now === 0;
  return before < threshold !== now < threshold;
}

function compare(target: Element, references: readonly Reference[]): Meeting {
  const origin = pageOriginOf(target);
  const box = target.getBoundingClientRect();
  const area = references.map((reference) => areaOf(target, reference)).reduce(common);
  const shared = common(box, area);
  const size = box.width * box.height;
  return {
    intersectionRatio: size > 0 ? (shared.width * shared.height) / size : 0,
    intersectionRect: fromPage(shared, origin),
    boundingClientRect: fromPage(box, origin),
    relativeRect: fromPage(area, origin),
  };
}

function areaOf(target: Element, { element, margins }: Reference): DOMRect {
  const box = (element ?? viewportOf(target) ?? document.documentElement).getBoundingClientRect();
  const { left, right, top, bottom }: MarginLengths = marginLengths(margins, box, pxFromRpx);
  return new DOMRect(box.x - left, box.y - top, box.width + left + right, box.height + top + bottom);
}

function common(one: DOMRect, other: DOMRect): DOMRect {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const width = Math.min(one.right, other.right) - left;
  const height = Math.min(one.bottom, other.bottom) - top;
  return width > 0 && height > 0 ? new DOMRect(left, top, width, height) : new DOMRect();
}
