/** Distance and middle of two fingers on a component. */
interface Pinch {
  /** Asked at the second finger; the scale to start from, or null for no pinch. */
  start(): number | null;
  /** The scale the fingers ask for now. */
  scaleTo(scale: number): void;
}

/** Share of a scale for one CSS pixel of the wheel, as a trackpad's pinch sends it. */
const WHEEL_SHARE = 0.01;

/**
 * Tells of a pinch by two fingers, or of one on a trackpad (which browsers send as a wheel with the Ctrl key). Returns
 * its own end.
 */
export function attachPinch(element: HTMLElement, pinch: Pinch): () => void {
  const attached = new AbortController();
  const { signal } = attached;
  const fingers = new Map<number, PointerEvent>();
  let startPx = 0;
  let scale: number | null = null;

  const apart = (): number => {
    const [one, other] = [...fingers.values()];
    return one && other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : 0;
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.pointerType === 'mouse') return;
      fingers.set(event.pointerId, event);
      if (fingers.size !== 2) return;
      scale = pinch.start();
      startPx = apart();
    },
    { signal },
  );
  window.addEventListener(
    'pointermove',
    (event) => {
      if (!fingers.has(event.pointerId)) return;
      fingers.set(event.pointerId, event);
      if (scale !== null && fingers.size === 2 && startPx > 0) pinch.scaleTo((scale * apart()) / startPx);
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointercancel'] as const) {
    window.addEventListener(
      type,
      (event) => {
        if (fingers.delete(event.pointerId)) scale = null;
      },
      { signal },
    );
  }
  element.addEventListener(
    'wheel',
    (event) => {
      const from = event.ctrlKey ? pinch.start() : null;
      if (from === null) return;
      event.preventDefault();
      pinch.scaleTo(from * Math.exp(-event.deltaY * WHEEL_SHARE));
    },
    { signal, passive: false },
  );
  return () => {
    attached.abort();
  };
}
