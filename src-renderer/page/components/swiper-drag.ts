/** What a swiper does while it is dragged. Offsets are in items, distances in CSS pixels. */
export interface SwiperDrag {
  isEnabled(): boolean;
  isVertical(): boolean;
  /** Returns the offset the drag starts from. */
  start(): number;
  move(from: number, draggedPx: number): void;
  /** `flick` is the direction of a quick release: 1 towards later items, 0 for none. */
  end(from: number, flick: -1 | 0 | 1): void;
}

const START_PX = 6;
const FLICK_PX_PER_MS = 0.3;

/**
 * Drags by finger or mouse. The drag begins once the pointer has moved along the swiper's own direction, so that taps
 * and scrolling across it stay what they are. Returns its own end.
 */
export function attachSwiperDrag(element: HTMLElement, drag: SwiperDrag): () => void {
  const attached = new AbortController();

  function press(down: PointerEvent): void {
    if (!drag.isEnabled() || down.button !== 0) return;
    const along = (event: PointerEvent): number =>
      drag.isVertical() ? event.clientY - down.clientY : event.clientX - down.clientX;
    const across = (event: PointerEvent): number =>
      drag.isVertical() ? event.clientX - down.clientX : event.clientY - down.clientY;
    const watched = new AbortController();
    const signal = AbortSignal.any([watched.signal, attached.signal]);
    let from: number | null = null;
    let velocity = 0;
    let last = { atMs: down.timeStamp, px: 0 };

    window.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerId !== down.pointerId) return;
        const px = along(event);
        if (from === null) {
          if (Math.abs(across(event)) > START_PX && Math.abs(across(event)) > Math.abs(px)) watched.abort();
          if (Math.abs(px) <= START_PX) return;
          from = drag.start();
        }
        const elapsedMs = event.timeStamp - last.atMs;
        if (elapsedMs > 0) velocity = (px - last.px) / elapsedMs;
        last = { atMs: event.timeStamp, px };
        drag.move(from, px);
      },
      { signal },
    );
    const release = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      watched.abort();
      if (from === null) return;
      const quick = event.timeStamp - last.atMs < 100 && Math.abs(velocity) > FLICK_PX_PER_MS;
      drag.end(from, quick ? (velocity < 0 ? 1 : -1) : 0);
    };
    window.addEventListener('pointerup', release, { signal });
    window.addEventListener('pointercancel', release, { signal });
  }

  element.addEventListener('pointerdown', press, { signal: attached.signal });
  element.addEventListener(
    'dragstart',
    (event) => {
      event.preventDefault();
    },
    { signal: attached.signal },
  );
  return () => {
    attached.abort();
  };
}
