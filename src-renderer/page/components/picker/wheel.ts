/** Fingers, mice and keys on one column of rows; rows are equally high and the one in the middle is chosen. */

/** A press that moved less is a tap on a row. */
const DRAG_PX = 5;
/** How far a flick carries: its speed in px/ms, times this. */
const FLICK_MS = 220;
const FASTEST_PX_PER_MS = 4;
const SNAP_MS = 200;
/** One notch of a mouse wheel is a row; a trackpad's small steps add up to one. */
const WHEEL_PX = 40;
const PAGE_ROWS = 5;

export interface Wheel {
  /** Index of the row in the middle when nothing moves. */
  index(): number;
  /** Shows a row at once; beyond the end it is the last. Ends a movement, which rests without a change. */
  show(index: number): void;
  /** Brings a movement to its end now. */
  finish(): void;
  dispose(): void;
}

export interface WheelOptions {
  readonly rowHeightPx: () => number;
  readonly rows: () => readonly HTMLElement[];
  /** A finger, the mouse or a key begins to move the column. */
  readonly started?: () => void;
  /** The hand is off and the column runs to this row. */
  readonly released?: (index: number) => void;
  /** The column has come to rest; `changed` when in another row than before. */
  readonly rested: (index: number, changed: boolean) => void;
}

/** Turns an element whose content is taller than itself into a wheel. It scrolls only by what is done here. */
export function createWheel(column: HTMLElement, options: WheelOptions): Wheel {
  const { rowHeightPx, rows } = options;
  const ended = new AbortController();
  const { signal } = ended;
  let chosen = 0;
  let target = 0;
  let isMoving = false;
  let frame = 0;
  let wheelPx = 0;

  const last = (): number => Math.max(rows().length - 1, 0);
  const clamped = (index: number): number => Math.min(Math.max(index, 0), last());

  function place(index: number): void {
    column.scrollTop = index * rowHeightPx();
  }

  function describe(): void {
    column.setAttribute('aria-valuemin', '0');
    column.setAttribute('aria-valuemax', String(last()));
    column.setAttribute('aria-valuenow', String(chosen));
    column.setAttribute('aria-valuetext', (rows()[chosen]?.textContent ?? '').trim());
  }

  function start(): void {
    cancelAnimationFrame(frame);
    if (isMoving) return;
    isMoving = true;
    options.started?.();
  }

  function rest(): void {
    if (!isMoving) return;
    isMoving = false;
    const changed = target !== chosen;
    chosen = target;
    describe();
    options.rested(chosen, changed);
  }

  function runTo(index: number): void {
    target = clamped(index);
    options.released?.(target);
    const from = column.scrollTop;
    const to = target * rowHeightPx();
    const startedAt = performance.now();
    const step = (now: number): void => {
      const part = Math.min(Math.max((now - startedAt) / SNAP_MS, 0), 1);
      column.scrollTop = from + (to - from) * (1 - (1 - part) ** 3);
      if (part < 1) frame = requestAnimationFrame(step);
      else rest();
    };
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(step);
  }

  /** Goes by so many rows from where the wheel is or is running to. */
  function moveBy(count: number): void {
    const from = isMoving ? target : chosen;
    if (clamped(from + count) === from) return;
    if (!isMoving) target = chosen;
    start();
    runTo(from + count);
  }

  function follow(down: PointerEvent): void {
    if (down.button !== 0) return;
    const from = column.scrollTop;
    const wasRunning = isMoving;
    if (wasRunning) cancelAnimationFrame(frame);
    let isDragged = false;
    let speed = 0;
    let before = { y: down.clientY, at: down.timeStamp };
    const hand = new AbortController();
    const until = AbortSignal.any([hand.signal, signal]);

    function moved(event: PointerEvent): void {
      if (event.pointerId !== down.pointerId) return;
      if (!isDragged && Math.abs(event.clientY - down.clientY) < DRAG_PX) return;
      if (!isDragged) {
        isDragged = true;
        target = chosen;
        column.setPointerCapture(event.pointerId);
        start();
      }
      const elapsed = Math.max(event.timeStamp - before.at, 1);
      speed = 0.6 * ((before.y - event.clientY) / elapsed) + 0.4 * speed;
      before = { y: event.clientY, at: event.timeStamp };
      column.scrollTop = from + down.clientY - event.clientY;
    }

    function lifted(event: PointerEvent): void {
      if (event.pointerId !== down.pointerId) return;
      hand.abort();
      const row = rowHeightPx();
      if (isDragged) {
        const rested = event.timeStamp - before.at > 100;
        const carried = rested ? 0 : Math.min(Math.max(speed, -FASTEST_PX_PER_MS), FASTEST_PX_PER_MS);
        runTo(Math.round((column.scrollTop + carried * FLICK_MS) / row));
        return;
      }
      const { top, height } = column.getBoundingClientRect();
      const tapped = Math.round((column.scrollTop + event.clientY - top - height / 2) / row);
      if (wasRunning) runTo(tapped);
      else moveBy(clamped(tapped) - chosen);
    }

    window.addEventListener('pointermove', moved, { signal: until });
    window.addEventListener('pointerup', lifted, { signal: until });
    window.addEventListener('pointercancel', lifted, { signal: until });
  }

  function rolled(event: WheelEvent): void {
    event.preventDefault();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_PX : 1;
    // A notch is 100 or 120 px with most mice: one row all the same.
    const px = Math.min(Math.max(event.deltaY * scale, -WHEEL_PX), WHEEL_PX);
    if (Math.sign(px) !== Math.sign(wheelPx)) wheelPx = 0;
    wheelPx += px;
    const count = Math.trunc(wheelPx / WHEEL_PX);
    wheelPx -= count * WHEEL_PX;
    if (count !== 0) moveBy(count);
  }

  function typed(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -PAGE_ROWS,
      PageDown: PAGE_ROWS,
      Home: -rows().length,
      End: rows().length,
    };
    const count = steps[event.key];
    if (count === undefined) return;
    event.preventDefault();
    moveBy(count);
  }

  column.classList.add('ferry-wheel');
  column.setAttribute('role', 'spinbutton');
  column.tabIndex = 0;
  column.addEventListener('pointerdown', follow, { signal });
  column.addEventListener('wheel', rolled, { signal, passive: false });
  column.addEventListener('keydown', typed, { signal });

  return {
    index: () => chosen,
    show(index) {
      cancelAnimationFrame(frame);
      const wasMoving = isMoving;
      isMoving = false;
      chosen = target = clamped(Math.trunc(index) || 0);
      place(chosen);
      describe();
      if (wasMoving) options.rested(chosen, false);
    },
    finish() {
      if (!isMoving) return;
      cancelAnimationFrame(frame);
      place(target);
      rest();
    },
    dispose() {
      cancelAnimationFrame(frame);
      ended.abort();
    },
  };
}
