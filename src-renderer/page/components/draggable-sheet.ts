import { offerNode } from '../query/node-registry.ts';
import { anything, builtin, flag, number } from './builtin.ts';
import { springMotion } from './movable-motion.ts';
import { place } from './place.ts';
import { attachTouchDrag, scrollsWithin } from './touch-drag.ts';

const DAMPING = 20;
const FLICK_PX_PER_MS = 0.5;

/** Sizes, as shares of the parent's height, where a sheet with `snap` comes to rest. */
export function snapPoints(min: number, max: number, sizes: unknown): readonly number[] {
  const between = Array.isArray(sizes)
    ? sizes.filter((size): size is number => typeof size === 'number')
    : [];
  return [...new Set([min, ...between.filter((size) => size > min && size < max), max])].sort(
    (a, b) => a - b,
  );
}

/** The rest nearest to `size`, or the next one in the direction of a flick: 1 for larger. */
export function snapTo(size: number, points: readonly number[], flick: -1 | 0 | 1): number {
  const ahead = points.filter((point) => (flick > 0 ? point > size : flick < 0 ? point < size : true));
  const choices = ahead.length > 0 ? ahead : points;
  return choices.reduce(
    (best, point) => (Math.abs(point - size) < Math.abs(best - size) ? point : best),
    choices[0] ?? size,
  );
}

/** `draggable-sheet`: rises from the lower edge of its parent as far as it is pulled. */
export const draggableSheet = builtin({
  tag: 'draggable-sheet',
  properties: {
    initialChildSize: number(0.5),
    minChildSize: number(0.25),
    maxChildSize: number(1),
    snap: flag(),
    snapSizes: anything([]),
  },
  attach(self) {
    const { element } = self;
    let size = self.get('initialChildSize');
    let dragFrom = size;
    let frame = 0;

    const parentPx = (): number => element.parentElement?.clientHeight ?? 0;
    const bounded = (wanted: number): number =>
      Math.min(Math.max(wanted, self.get('minChildSize')), self.get('maxChildSize'));

    function show(wanted: number, isTold = true): void {
      const next = bounded(wanted);
      const isNew = next !== size;
      size = next;
      place(element, `height:${String(Math.round(size * parentPx()))}px`);
      if (isNew && isTold) self.emit('sizeupdate', { pixels: size * parentPx(), size });
    }

    function slideTo(wanted: number): void {
      cancelAnimationFrame(frame);
      const motion = springMotion(size * parentPx(), bounded(wanted) * parentPx(), DAMPING);
      const startedAtMs = performance.now();
      const step = (nowMs: number): void => {
        const { value, resting } = motion.at(Math.max(nowMs - startedAtMs, 0));
        show(value / Math.max(parentPx(), 1));
        if (!resting) frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    }

    const endDrag = attachTouchDrag(self.node, {
      isEnabled: () => true,
      claims: (dx, dy, target) =>
        Math.abs(dy) >= Math.abs(dx) &&
        // Upwards it grows before what is in it scrolls.
        ((dy < 0 && size < self.get('maxChildSize')) || !scrollsWithin(target, element, 'y', dy)),
      start() {
        cancelAnimationFrame(frame);
        dragFrom = size;
      },
      move(_, dy) {
        show(dragFrom - dy / Math.max(parentPx(), 1));
      },
      end({ y }) {
        if (!self.get('snap')) return;
        const points = snapPoints(self.get('minChildSize'), self.get('maxChildSize'), self.get('snapSizes'));
        slideTo(snapTo(size, points, Math.abs(y) > FLICK_PX_PER_MS ? (y < 0 ? 1 : -1) : 0));
      },
    });

    const context = {
      /** `size` is a share of the parent's height, `pixels` a height; `animated` is true unless said otherwise. */
      scrollTo(value: unknown) {
        const given: Readonly<Record<string, unknown>> =
          typeof value === 'object' && value !== null ? { ...value } : {};
        const { size: share, pixels, animated } = given;
        const wanted =
          typeof share === 'number'
            ? share
            : typeof pixels === 'number'
              ? pixels / Math.max(parentPx(), 1)
              : size;
        if (animated === false) show(wanted);
        else slideTo(wanted);
      },
    };
    offerNode(element, 'node', () => context);

    // Within the observer's own turn a change of size would be reported as an endless loop.
    const room = new ResizeObserver(() =>
      requestAnimationFrame(() => {
        show(size, false);
      }),
    );
    queueMicrotask(() => {
      show(size, false);
      if (element.parentElement) room.observe(element.parentElement);
    });
    return {
      changed: {
        minChildSize: () => {
          show(size);
        },
        maxChildSize: () => {
          show(size);
        },
      },
      detached: () => {
        cancelAnimationFrame(frame);
        room.disconnect();
        endDrag();
      },
    };
  },
});
