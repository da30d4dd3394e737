import type { GeneralComponent } from 'glass-easel';
import { glideMotion } from './movable-motion.ts';
import type { Pull } from './refresher.ts';
import { attachTouchDrag, scrollsWithin } from './touch-drag.ts';

/** What a scroll-view does with drags. */
export interface ScrollDrag {
  canScroll(axis: 'x' | 'y'): boolean;
  /** A pull at the top, where the refresher takes it. */
  canPull(): boolean;
  pull(clientY: number): Pull | null;
  /** Friction of the mouse's own run-out; 0 for none. */
  friction(): number;
  started(): void;
  dragged(): void;
  ended(velocity: { readonly x: number; readonly y: number }): void;
}

/** What a mouse drag means itself: text to select, a knob to move. */
const OWN_DRAGS =
  'wx-slider, wx-input, wx-textarea, wx-movable-view, wx-canvas, wx-map, [data-selectable], [contenteditable]';

/**
 * Lets the mouse drag a scroll-view as a finger does, run-out included, and tells of the drags of either. Fingers
 * scroll by the browser. Returns its own end.
 */
export function attachScrollDrag(element: HTMLElement, node: GeneralComponent, drag: ScrollDrag): () => void {
  const attached = new AbortController();
  const { signal } = attached;
  let frame = 0;

  function stop(): void {
    cancelAnimationFrame(frame);
  }

  function runOut(velocity: { readonly x: number; readonly y: number }): void {
    const friction = drag.friction();
    if (friction <= 0) return;
    const x = glideMotion(element.scrollLeft, drag.canScroll('x') ? -velocity.x : 0, friction);
    const y = glideMotion(element.scrollTop, drag.canScroll('y') ? -velocity.y : 0, friction);
    const startedAtMs = performance.now();
    const step = (nowMs: number): void => {
      const [atX, atY] = [x.at(nowMs - startedAtMs), y.at(nowMs - startedAtMs)];
      element.scrollTo({ left: atX.value, top: atY.value, behavior: 'instant' });
      if (!(atX.resting && atY.resting)) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  }

  let from = { left: 0, top: 0, y: 0 };
  let pull: Pull | null = null;
  const endMouse = attachTouchDrag(node, {
    isEnabled: () => {
      stop();
      return drag.canScroll('x') || drag.canScroll('y') || drag.canPull();
    },
    claims(dx, dy, target, isMouse) {
      if (!isMouse || target.closest(OWN_DRAGS) !== null) return false;
      const axis = Math.abs(dx) > Math.abs(dy) ? 'x' : 'y';
      if (axis === 'y' && dy > 0 && drag.canPull()) return !scrollsWithin(target, element, 'y', dy);
      return (
        drag.canScroll(axis) && hasRoom(axis) && !scrollsWithin(target, element, axis, axis === 'x' ? dx : dy)
      );
    },
    start(point) {
      from = { left: element.scrollLeft, top: element.scrollTop, y: point.y };
      pull = drag.pull(point.y);
      drag.started();
    },
    move(dx, dy) {
      if (pull?.move(from.y + dy)) return;
      element.scrollTo({
        ...(drag.canScroll('x') ? { left: from.left - dx } : {}),
        ...(drag.canScroll('y') ? { top: from.top - dy } : {}),
        behavior: 'instant',
      });
      drag.dragged();
    },
    end(velocity) {
      pull?.release();
      pull = null;
      drag.ended(velocity);
      runOut(velocity);
    },
  });

  function hasRoom(axis: 'x' | 'y'): boolean {
    return axis === 'x'
      ? element.scrollWidth > element.clientWidth
      : element.scrollHeight > element.clientHeight;
  }

  let isDown = false;
  let isDragged = false;
  element.addEventListener(
    'touchstart',
    () => {
      isDown = true;
      isDragged = false;
    },
    { signal, passive: true },
  );
  element.addEventListener(
    'scroll',
    (event) => {
      if (!isDown || event.target !== element) return;
      if (!isDragged) drag.started();
      isDragged = true;
      drag.dragged();
    },
    { signal, passive: true },
  );
  for (const type of ['touchend', 'touchcancel'] as const) {
    element.addEventListener(
      type,
      (event) => {
        if (event.touches.length > 0) return;
        isDown = false;
        if (isDragged) drag.ended({ x: 0, y: 0 });
        isDragged = false;
      },
      { signal, passive: true },
    );
  }
  element.addEventListener('wheel', stop, { signal, passive: true });
  return () => {
    stop();
    endMouse();
    attached.abort();
  };
}
