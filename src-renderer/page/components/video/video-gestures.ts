import type { Turn } from './video-fullscreen.ts';

/** What a finger on a video does. */
export interface VideoGestureOptions {
  readonly turn: () => Turn | null;
  readonly maySeek: () => boolean;
  /** Up and down: brightness on the left half, volume on the right. */
  readonly maySlide: () => boolean;
  readonly mayDoubleTap: () => boolean;
  readonly tapped: () => void;
  readonly doubleTapped: () => void;
  /** A drag across the whole width is 1; `isEnd` with the last. */
  readonly seekedBy: (part: number, isEnd: boolean) => void;
  /** A drag over the whole height is 1, upwards positive. */
  readonly slidBy: (side: 'left' | 'right', part: number, isEnd: boolean) => void;
}

/** A finger that moves less has tapped. */
const DRAG_PX = 10;

/** Listens to fingers and the mouse on the layer over a video's picture. */
export function listenToVideoGestures(layer: HTMLElement, options: VideoGestureOptions): void {
  layer.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    const box = layer.getBoundingClientRect();
    const turn = options.turn() ?? 0;
    const across = turn === 0 ? box.width : box.height;
    const height = turn === 0 ? box.height : box.width;
    const ended = new AbortController();
    const { signal } = ended;
    let kind: 'seek' | 'slide' | null = null;

    /** The way so far as the video sees it, which may be turned. */
    const way = ({ clientX, clientY }: PointerEvent): { readonly x: number; readonly y: number } => {
      const x = clientX - down.clientX;
      const y = clientY - down.clientY;
      return turn === 90 ? { x: y, y: -x } : turn === -90 ? { x: -y, y: x } : { x, y };
    };
    const place =
      turn === 90
        ? down.clientY - box.top
        : turn === -90
          ? box.bottom - down.clientY
          : down.clientX - box.left;
    const side = place < across / 2 ? 'left' : 'right';

    const tell = (event: PointerEvent, isEnd: boolean): void => {
      const { x, y } = way(event);
      if (kind === 'seek') options.seekedBy(x / Math.max(1, across), isEnd);
      else if (kind === 'slide') options.slidBy(side, -y / Math.max(1, height), isEnd);
    };
    layer.addEventListener(
      'pointermove',
      (event) => {
        const { x, y } = way(event);
        if (kind === null && Math.hypot(x, y) > DRAG_PX) {
          const isAcross = Math.abs(x) > Math.abs(y);
          kind = isAcross ? (options.maySeek() ? 'seek' : null) : options.maySlide() ? 'slide' : null;
          if (kind === null) ended.abort();
          else layer.setPointerCapture(down.pointerId);
        }
        tell(event, false);
      },
      { signal },
    );
    layer.addEventListener(
      'pointerup',
      (event) => {
        ended.abort();
        if (kind === null) options.tapped();
        else tell(event, true);
      },
      { signal },
    );
    layer.addEventListener(
      'pointercancel',
      (event) => {
        ended.abort();
        tell(event, true);
      },
      { signal },
    );
  });
  layer.addEventListener('dblclick', () => {
    if (options.mayDoubleTap()) options.doubleTapped();
  });
}
