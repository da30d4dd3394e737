import type { Element as GlassElement, Event as GlassEvent } from 'glass-easel';
import { touchesOf, type TouchPoint } from '../events/gesture-event.ts';

/** Where a finger or the mouse is, in CSS pixels of the page, and when. */
export interface DragPoint {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

/** What a component does while it is dragged. */
export interface TouchDrag {
  /** Asked at the first touch. */
  isEnabled(): boolean;
  /**
   * Asked once the finger has moved {@link START_PX}: whether the drag is this component's. Given is the way since
   * the touch, what was touched, and whether a mouse does it.
   */
  claims(dx: number, dy: number, target: Element, isMouse: boolean): boolean;
  /** `velocity` in CSS pixels per ms. */
  start(point: DragPoint): void;
  move(dx: number, dy: number): void;
  end(velocity: { readonly x: number; readonly y: number }): void;
}

const START_PX = 6;
/** A finger that rested this long before it left gives no speed. */
const RESTED_MS = 80;

/** Touches that a component already follows: what is around it leaves them alone. */
const taken = new Map<number, GlassElement>();

function originalOf(event: GlassEvent<unknown>): Event | null {
  const original: unknown = event.getOriginalEvent();
  return original instanceof Event ? original : null;
}

/**
 * Follows one finger, or the mouse as one, by the events a mini-program hears: a `catchtouchmove` inside keeps the
 * component still, as in WeChat. Of nested components the inner one that claims the touch has it alone.
 * @returns its own end
 */
export function attachTouchDrag(node: GlassElement, drag: TouchDrag): () => void {
  let finger: number | null = null;
  let from: DragPoint = { x: 0, y: 0, atMs: 0 };
  let target: Element | null = null;
  let dragging = false;
  let trail: DragPoint[] = [];

  const pointOf = (touch: TouchPoint): DragPoint => ({
    x: touch.clientX,
    y: touch.clientY,
    atMs: performance.now(),
  });
  const own = (event: GlassEvent<unknown>): TouchPoint | undefined =>
    touchesOf(event)?.changedTouches.find((touch) => touch.identifier === finger);

  function begin(event: GlassEvent<unknown>): void {
    const touch = touchesOf(event)?.changedTouches[0];
    if (finger !== null || touch === undefined || !drag.isEnabled()) return;
    const original = originalOf(event);
    target = original?.target instanceof Element ? original.target : null;
    finger = touch.identifier;
    from = pointOf(touch);
    trail = [from];
    dragging = false;
  }

  function move(event: GlassEvent<unknown>): void {
    const touch = own(event);
    if (touch === undefined || finger === null) return;
    const point = pointOf(touch);
    const dx = point.x - from.x;
    const dy = point.y - from.y;
    if (!dragging) {
      if (Math.hypot(dx, dy) <= START_PX) return;
      const isMouse = originalOf(event) instanceof MouseEvent;
      if (taken.has(finger) || target === null || !drag.claims(dx, dy, target, isMouse)) {
        // Another has it, or it goes the other way: neither changes until the finger leaves.
        finger = null;
        return;
      }
      taken.set(finger, node);
      dragging = true;
      drag.start(from);
    }
    trail = [...trail.filter((earlier) => point.atMs - earlier.atMs < RESTED_MS), point];
    drag.move(dx, dy);
  }

  function end(event: GlassEvent<unknown>): void {
    const touch = own(event);
    if (touch === undefined || finger === null) return;
    const held = finger;
    finger = null;
    if (taken.get(held) === node) taken.delete(held);
    if (!dragging) return;
    dragging = false;
    const last = pointOf(touch);
    const [first = last] = trail.filter((earlier) => last.atMs - earlier.atMs < RESTED_MS);
    const elapsedMs = Math.max(last.atMs - first.atMs, 1);
    const speed = (now: number, before: number): number =>
      trail.length > 1 ? (now - before) / elapsedMs : 0;
    drag.end({ x: speed(last.x, first.x), y: speed(last.y, first.y) });
  }

  const listeners = [
    ['touchstart', begin],
    ['touchmove', move],
    ['touchend', end],
    ['touchcancel', end],
  ] as const;
  for (const [name, listener] of listeners) node.addListener(name, listener);
  return () => {
    for (const [name, listener] of listeners) node.removeListener(name, listener);
    if (finger !== null && taken.get(finger) === node) taken.delete(finger);
  };
}

/** Whether something between `target` and `outer` scrolls by itself along an axis and has somewhere to go. */
export function scrollsWithin(target: Element, outer: Element, axis: 'x' | 'y', by: number): boolean {
  for (let element: Element | null = target; element && element !== outer; element = element.parentElement) {
    const style = getComputedStyle(element);
    const overflow = axis === 'x' ? style.overflowX : style.overflowY;
    if (overflow !== 'auto' && overflow !== 'scroll') continue;
    const [place, room] =
      axis === 'x'
        ? [element.scrollLeft, element.scrollWidth - element.clientWidth]
        : [element.scrollTop, element.scrollHeight - element.clientHeight];
    if (by > 0 ? place > 0 : place < room - 1) return true;
  }
  return false;
}
