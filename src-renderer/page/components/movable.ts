import type { AnyBuiltin } from './builtin.ts';
import { anything, builtin, flag, number, text } from './builtin.ts';
import { glideMotion, type Motion, movableRange, springMotion, stretched } from './movable-motion.ts';
import { attachPinch } from './movable-pinch.ts';
import { pixelsOf, place } from './place.ts';
import { attachTouchDrag } from './touch-drag.ts';

/** Why a view moved, as `change` tells it; empty for the page's own doing. */
type Source = 'touch' | 'touch-out-of-bounds' | 'out-of-bounds' | 'friction' | '';

/** What an area knows of a view in it. */
interface ScalableView {
  readonly isScalable: () => boolean;
  readonly scale: () => number;
  readonly scaleTo: (scale: number) => void;
}

const viewsByElement = new WeakMap<Element, ScalableView>();

/** `movable-area`: the room for its views; with `scale-area` a pinch anywhere in it scales them. */
const movableArea = builtin({
  tag: 'movable-area',
  properties: { scaleArea: flag() },
  attach(self) {
    const { element } = self;
    const scalable = (): readonly ScalableView[] =>
      [...element.querySelectorAll(':scope > wx-movable-view')].flatMap((child) => {
        const view = viewsByElement.get(child);
        return view?.isScalable() ? [view] : [];
      });
    const end = attachPinch(element, {
      start: () => (self.get('scaleArea') ? (scalable()[0]?.scale() ?? null) : null),
      scaleTo(scale) {
        for (const view of scalable()) view.scaleTo(scale);
      },
    });
    return { detached: end };
  },
});

const round = (px: number): number => Math.round(px * 10) / 10;

/** Directions a finger may still scroll in while it is on a view of that `direction`. */
const TOUCH_ACTIONS: Readonly<Record<string, string>> = {
  all: 'none',
  horizontal: 'pan-y',
  vertical: 'pan-x',
};
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How far an arrow key moves a focused view. */
const ARROW_PX = 10;

/** `movable-view`: dragged and scaled within its `movable-area`, whose direct child it must be. */
const movableView = builtin({
  tag: 'movable-view',
  properties: {
    direction: text('none'),
    inertia: flag(),
    outOfBounds: flag(),
    x: anything(0),
    y: anything(0),
    damping: number(20),
    friction: number(2),
    disabled: flag(),
    scale: flag(),
    scaleMin: number(0.1),
    scaleMax: number(10),
    scaleValue: number(1),
    animation: flag(true),
  },
  attach(self) {
    const { element } = self;
    /** The upper left corner as it is seen, in CSS pixels of the area. */
    let left = 0;
    let top = 0;
    let scale = 1;
    let frame = 0;
    let dragFrom = { left: 0, top: 0 };
    let toldDirection = false;
    let isPlaced = false;

    const area = (): HTMLElement | null => element.closest<HTMLElement>('wx-movable-area');
    const rangeX = (): { min: number; max: number } =>
      movableRange(area()?.clientWidth ?? 0, element.offsetWidth * scale);
    const rangeY = (): { min: number; max: number } =>
      movableRange(area()?.clientHeight ?? 0, element.offsetHeight * scale);
    const clamped = (value: number, { min, max }: { min: number; max: number }): number =>
      Math.min(Math.max(value, min), max);
    const moves = (axis: 'horizontal' | 'vertical'): boolean =>
      ['all', axis].includes(self.get('direction')) && !self.get('disabled');
    const boundedScale = (wanted: number): number =>
      Math.min(Math.max(wanted, self.get('scaleMin')), self.get('scaleMax'));

    function draw(): void {
      // A transform scales about the middle, while the corner is what is counted.
      const shiftX = (element.offsetWidth * (scale - 1)) / 2;
      const shiftY = (element.offsetHeight * (scale - 1)) / 2;
      const x = `${String(round(left + shiftX))}px`;
      const y = `${String(round(top + shiftY))}px`;
      const action = self.get('disabled') ? 'auto' : (TOUCH_ACTIONS[self.get('direction')] ?? 'auto');
      place(
        element,
        `touch-action:${self.get('scale') && action === 'auto' ? 'pan-x pan-y' : action};` +
          `transform:translateX(${x}) translateY(${y}) translateZ(0px) scale(${String(scale)})`,
      );
    }

    function moveTo(nextLeft: number, nextTop: number, source: Source): void {
      const moved = round(nextLeft) !== round(left) || round(nextTop) !== round(top);
      left = nextLeft;
      top = nextTop;
      draw();
      if (moved) self.emit('change', { x: round(left), y: round(top), source });
    }

    /** Runs until both coordinates rest, or `isOver` says so; then calls `done`. */
    function run(x: Motion, y: Motion, source: Source, done?: () => void): void {
      cancelAnimationFrame(frame);
      const startedAtMs = performance.now();
      const step = (nowMs: number): void => {
        const elapsedMs = Math.max(nowMs - startedAtMs, 0);
        const [atX, atY] = [x.at(elapsedMs), y.at(elapsedMs)];
        const free = self.get('outOfBounds') || source !== 'friction';
        const nextLeft = free ? atX.value : clamped(atX.value, rangeX());
        const nextTop = free ? atY.value : clamped(atY.value, rangeY());
        const isOut =
          source === 'friction' &&
          free &&
          (clamped(nextLeft, rangeX()) !== nextLeft || clamped(nextTop, rangeY()) !== nextTop);
        moveTo(nextLeft, nextTop, source);
        if (!isOut && !(atX.resting && atY.resting)) frame = requestAnimationFrame(step);
        else done?.();
      };
      frame = requestAnimationFrame(step);
    }

    function springTo(nextLeft: number, nextTop: number, source: Source): void {
      const damping = self.get('damping');
      run(springMotion(left, nextLeft, damping), springMotion(top, nextTop, damping), source);
    }

    function comeBack(): void {
      const [inX, inY] = [clamped(left, rangeX()), clamped(top, rangeY())];
      if (inX !== left || inY !== top) springTo(inX, inY, 'out-of-bounds');
    }

    function followProperties(): void {
      const x = clamped(pixelsOf(self.get('x')) ?? 0, rangeX());
      const y = clamped(pixelsOf(self.get('y')) ?? 0, rangeY());
      cancelAnimationFrame(frame);
      if (self.get('animation')) springTo(x, y, '');
      else moveTo(x, y, '');
    }

    function setScale(wanted: number): void {
      const next = boundedScale(wanted);
      if (next === scale) return;
      const grown = next - scale;
      scale = next;
      left = clamped(left - (element.offsetWidth * grown) / 2, rangeX());
      top = clamped(top - (element.offsetHeight * grown) / 2, rangeY());
      draw();
      self.emit('scale', { x: round(left), y: round(top), scale: Number(scale.toFixed(3)) });
    }

    /** The first layout: where the page put it, without a movement. */
    function settle(): void {
      if (isPlaced) {
        left = clamped(left, rangeX());
        top = clamped(top, rangeY());
      } else {
        if (element.offsetWidth === 0) return;
        isPlaced = true;
        scale = self.get('scale') ? boundedScale(self.get('scaleValue')) : 1;
        left = clamped(pixelsOf(self.get('x')) ?? 0, rangeX());
        top = clamped(pixelsOf(self.get('y')) ?? 0, rangeY());
      }
      draw();
    }

    const endDrag = attachTouchDrag(self.node, {
      isEnabled: () => moves('horizontal') || moves('vertical'),
      claims(dx, dy) {
        const across = Math.abs(dx) >= Math.abs(dy);
        if (!toldDirection) self.emit(across ? 'htouchmove' : 'vtouchmove');
        return across ? moves('horizontal') : moves('vertical');
      },
      start() {
        cancelAnimationFrame(frame);
        dragFrom = { left, top };
        toldDirection = true;
      },
      move(dx, dy) {
        const rawX = dragFrom.left + (moves('horizontal') ? dx : 0);
        const rawY = dragFrom.top + (moves('vertical') ? dy : 0);
        const isOut = clamped(rawX, rangeX()) !== rawX || clamped(rawY, rangeY()) !== rawY;
        if (!self.get('outOfBounds')) moveTo(clamped(rawX, rangeX()), clamped(rawY, rangeY()), 'touch');
        else
          moveTo(
            stretched(rawX, rangeX()),
            stretched(rawY, rangeY()),
            isOut ? 'touch-out-of-bounds' : 'touch',
          );
      },
      end(velocity) {
        toldDirection = false;
        if (!self.get('inertia')) {
          comeBack();
          return;
        }
        const friction = self.get('friction');
        run(
          glideMotion(left, moves('horizontal') ? velocity.x : 0, friction),
          glideMotion(top, moves('vertical') ? velocity.y : 0, friction),
          'friction',
          comeBack,
        );
      },
    });
    const isScalable = (): boolean => self.get('scale') && !self.get('disabled');
    const endPinch = attachPinch(element, {
      start: () => (isScalable() ? scale : null),
      scaleTo: setScale,
    });
    viewsByElement.set(element, { isScalable, scale: () => scale, scaleTo: setScale });

    element.tabIndex = 0;
    element.addEventListener('keydown', (event) => {
      const [dx, dy] = ARROWS[event.key] ?? [0, 0];
      if (event.target !== element || (dx !== 0 ? !moves('horizontal') : !moves('vertical') || dy === 0))
        return;
      event.preventDefault();
      const x = clamped(left + dx * ARROW_PX, rangeX());
      moveTo(x, clamped(top + dy * ARROW_PX, rangeY()), 'touch');
    });

    // Within the observer's own turn a change of size would be reported as an endless loop.
    const sizes = new ResizeObserver(() => requestAnimationFrame(settle));
    sizes.observe(element);
    queueMicrotask(() => {
      const room = area();
      if (room !== null) sizes.observe(room);
      settle();
    });
    return {
      changed: {
        x: followProperties,
        y: followProperties,
        direction: draw,
        disabled: draw,
        scale: draw,
        scaleValue: (wanted) => {
          if (self.get('scale')) setScale(wanted);
        },
        scaleMin: () => {
          setScale(scale);
        },
        scaleMax: () => {
          setScale(scale);
        },
      },
      detached: () => {
        cancelAnimationFrame(frame);
        sizes.disconnect();
        endDrag();
        endPinch();
      },
    };
  },
});

export const movables: readonly AnyBuiltin[] = [movableArea, movableView];
