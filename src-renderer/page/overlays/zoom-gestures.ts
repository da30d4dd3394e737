import type { Point } from './pose.ts';

/** What fingers, a mouse and its wheel say over a stage; places are measured from its middle. */
export interface ZoomListener {
  /** One pointer has moved by so much since the last time. */
  moved(byX: number, byY: number): void;
  /** The last pointer has gone up, after one that has moved by so much in all. */
  released(byX: number): void;
  /** Two pointers, or the wheel, make things so many times larger about a place. */
  zoomed(factor: number, about: Point): void;
  tapped(): void;
  doubleTapped(at: Point): void;
}

/** A pointer that moved less has tapped. */
const TAP_PX = 8;
/** A second tap within this time makes one double tap of both. */
const DOUBLE_TAP_MS = 280;
/** So many pixels of the wheel make things e times larger. */
const WHEEL_PX = 300;

/**
 * Listens to a stage.
 *
 * @param inert selector of what lies on the stage and answers for itself, such as buttons
 * @returns its end, which a tap that waits for a second one does not outlive
 */
export function listenForZoom(stage: HTMLElement, inert: string, listener: ZoomListener): () => void {
  const pointers = new Map<number, Point>();
  let travelled = { x: 0, y: 0 };
  let hasPinched = false;
  let tapping: ReturnType<typeof setTimeout> | undefined;

  const placeOf = (event: MouseEvent): Point => {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  };
  const isInert = (event: Event): boolean =>
    event.target instanceof Element && event.target.closest(inert) !== null;

  function tapped(at: Point): void {
    if (tapping === undefined) {
      tapping = setTimeout(() => {
        tapping = undefined;
        listener.tapped();
      }, DOUBLE_TAP_MS);
      return;
    }
    clearTimeout(tapping);
    tapping = undefined;
    listener.doubleTapped(at);
  }

  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      listener.zoomed(Math.exp(-event.deltaY / WHEEL_PX), placeOf(event));
    },
    { passive: false },
  );
  stage.addEventListener('pointerdown', (event) => {
    if (isInert(event) || event.button !== 0) return;
    stage.setPointerCapture(event.pointerId);
    if (pointers.size === 0) {
      travelled = { x: 0, y: 0 };
      hasPinched = false;
    }
    pointers.set(event.pointerId, placeOf(event));
  });
  stage.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = placeOf(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other === undefined) {
      travelled = { x: travelled.x + now.x - before.x, y: travelled.y + now.y - before.y };
      listener.moved(now.x - before.x, now.y - before.y);
      return;
    }
    hasPinched = true;
    const spread = Math.hypot(before.x - other.x, before.y - other.y);
    if (spread === 0) return;
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    listener.zoomed(Math.hypot(now.x - other.x, now.y - other.y) / spread, middle);
    listener.moved((now.x - before.x) / 2, (now.y - before.y) / 2);
  });
  const release = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
    const isTap = !hasPinched && Math.hypot(travelled.x, travelled.y) < TAP_PX && event.type === 'pointerup';
    listener.released(hasPinched ? 0 : travelled.x);
    if (isTap) tapped(placeOf(event));
  };
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  return () => {
    clearTimeout(tapping);
  };
}
