/** Height of the room the dots have while the page refreshes, in CSS pixels. */
const ROOM_PX = 50;
/** The page follows the finger at this share of its way. */
const FOLLOW = 0.5;

/** A finger goes so far before it is taken to pull, in CSS pixels. */
const SLACK_PX = 8;

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

interface Pull {
  /** Follows the finger; true when the page moved. `isTaken`: the page does something of its own with the move. */
  move(at: Point, isTaken: boolean): boolean;
  release(): void;
}

/** The pull-down refresh of a page: `onPullDownRefresh`, `wx.startPullDownRefresh`, `wx.stopPullDownRefresh`. */
export interface PullDownRefresh {
  /** `enablePullDownRefresh`: whether a finger can pull the page. */
  setEnabled(enabled: boolean): void;
  /** `backgroundTextStyle`: the dots are dark or light. */
  setTextStyle(style: 'dark' | 'light'): void;
  /** Opens the room and tells the page, as a pull does. */
  start(): void;
  stop(): void;
  end(): void;
}

/**
 * Lets a page be pulled down by a finger or the mouse while it is at its top.
 *
 * @param refresh called once for each refresh, when the page is let go of far enough down
 */
export function attachPullDown(
  view: HTMLElement,
  scroller: HTMLElement,
  refresh: () => void,
): PullDownRefresh {
  const ends = new AbortController();
  const { signal } = ends;
  const box = document.createElement('div');
  box.className = 'ferry-pull';
  box.append(...['', '', ''].map(() => document.createElement('i')));
  let isEnabled = false;
  let isRefreshing = false;

  const show = (heightPx: number, isAnimated: boolean): void => {
    if (heightPx > 0 && !box.isConnected) scroller.before(box);
    view.classList.toggle('ferry-pull--settling', isAnimated);
    scroller.style.translate = heightPx === 0 ? '' : `0 ${String(heightPx)}px`;
    if (heightPx === 0) box.remove();
  };
  const start = (): void => {
    if (isRefreshing) return;
    isRefreshing = true;
    box.classList.add('ferry-pull--running');
    scroller.scrollTop = 0;
    show(ROOM_PX, true);
    refresh();
  };

  /** Follows one pull from where it began; null when it cannot be one. */
  const pull = (from: Point, target: EventTarget | null): Pull | null => {
    if (!isEnabled || isRefreshing || scroller.scrollTop > 0 || isScrolledWithin(target, scroller))
      return null;
    let pulledPx = 0;
    return {
      move(at, isTaken) {
        const downPx = at.clientY - from.clientY;
        const isVertical = downPx > Math.abs(at.clientX - from.clientX);
        // What the page takes for itself (`catchtouchmove`), or what goes sideways, does not begin a pull.
        if (pulledPx === 0 && (isTaken || !isVertical || downPx < SLACK_PX)) return false;
        pulledPx = scroller.scrollTop > 0 ? 0 : Math.max(0, downPx * FOLLOW);
        show(pulledPx, false);
        return pulledPx > 0;
      },
      release() {
        if (pulledPx >= ROOM_PX) start();
        else show(0, true);
      },
    };
  };

  view.addEventListener(
    'mousedown',
    (down) => {
      const pulling = down.button === 0 ? pull(down, down.target) : null;
      if (!pulling) return;
      const watch = new AbortController();
      const whilePulled = { signal: AbortSignal.any([watch.signal, signal]) };
      window.addEventListener(
        'mousemove',
        (event) => void pulling.move(event, event.defaultPrevented),
        whilePulled,
      );
      window.addEventListener(
        'mouseup',
        () => {
          watch.abort();
          pulling.release();
        },
        whilePulled,
      );
    },
    { signal },
  );
  let touch: Pull | null = null;
  view.addEventListener(
    'touchstart',
    (event) => {
      const finger = event.touches[0];
      touch = finger ? pull(finger, event.target) : null;
    },
    { signal, passive: true },
  );
  view.addEventListener(
    'touchmove',
    (event) => {
      // Not prevented, the browser would scroll instead and end the touch.
      const finger = event.touches[0];
      if (finger && touch?.move(finger, event.defaultPrevented) === true && event.cancelable) {
        event.preventDefault();
      }
    },
    { signal, passive: false },
  );
  for (const type of ['touchend', 'touchcancel'] as const) {
    view.addEventListener(
      type,
      () => {
        touch?.release();
        touch = null;
      },
      { signal },
    );
  }

  return {
    setEnabled(enabled) {
      isEnabled = enabled;
    },
    setTextStyle(style) {
      box.classList.toggle('ferry-pull--light', style === 'light');
    },
    start,
    stop() {
      if (!isRefreshing) return;
      isRefreshing = false;
      box.classList.remove('ferry-pull--running');
      show(0, true);
    },
    end() {
      ends.abort();
    },
  };
}

/** Whether something between a target and the page's scroller is scrolled itself: a pull there scrolls that first. */
function isScrolledWithin(target: EventTarget | null, scroller: HTMLElement): boolean {
  let element = target instanceof Element ? target : null;
  while (element && element !== scroller) {
    if (element.scrollTop > 0) return true;
    element = element.parentElement;
  }
  return false;
}
