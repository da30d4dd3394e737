import type { GeneralComponent } from 'glass-easel';
import type { Builtin } from './builtin.ts';
import { place } from './place.ts';

interface RefresherValues {
  readonly refresherEnabled: boolean;
  readonly refresherTriggered: boolean;
  readonly refresherThreshold: number;
  readonly refresherDefaultStyle: string;
  readonly refresherBackground: string;
}

/** One pull at the top of a scroll-view. */
export interface Pull {
  /** True once the pull moves the refresher instead of the content. */
  move(clientY: number): boolean;
  release(): void;
}

/** The pull-to-refresh of a scroll-view. */
export interface Refresher {
  /** Follows a pull that starts at `clientY`; null where there is nothing to pull. */
  readonly pull: (clientY: number) => Pull | null;
  /** Whether a pull down from here would move the refresher. */
  readonly canPull: () => boolean;
  /** Follows `refresher-triggered`. */
  readonly triggered: (on: boolean) => void;
  readonly end: () => void;
}

/** The content follows a pull at this share of the finger's way. */
const FOLLOW = 0.5;

/** The element with `slot="refresher"` that a page gives for its own look (`refresher-default-style="none"`). */
function ownLookIn(node: GeneralComponent): HTMLElement | null {
  const given = node.childNodes.find((child) => child.asElement()?.slot === 'refresher');
  const element = given?.asElement()?.getBackendElement() as unknown;
  return element instanceof HTMLElement ? element : null;
}

/** Shows what refreshing looks like above the content while it is pulled at its top, and tells of each stage. */
export function attachRefresher<V extends RefresherValues>(self: Builtin<V>): Refresher {
  const { element, node } = self;
  const attached = new AbortController();
  const box = document.createElement('div');
  box.className = 'ferry-refresher';
  let refreshing = false;
  let ownShownPx = 0;

  function open(heightPx: number): void {
    box.style.height = `${String(heightPx)}px`;
    box.style.background = self.get('refresherBackground');
    const own = ownLookIn(node);
    if (own !== null) {
      showOwn(own, heightPx);
      return;
    }
    if (!box.isConnected) element.prepend(box);
    if (box.childElementCount === 0 && self.get('refresherDefaultStyle') !== 'none') {
      box.append(...['', '', ''].map(() => document.createElement('i')));
    }
    box.style.color = self.get('refresherDefaultStyle') === 'white' ? '#fff' : '#888';
  }

  /** The page's own look stands above the top, out of sight, and comes down with the pull. */
  function showOwn(own: HTMLElement, heightPx: number): void {
    ownShownPx = heightPx;
    const ground = self.get('refresherBackground');
    place(own, `margin-top:${String(heightPx - own.offsetHeight)}px`);
    element.style.background = heightPx > 0 ? ground : '';
  }

  function refresh(): void {
    refreshing = true;
    open(self.get('refresherThreshold'));
    self.emit('refresherrefresh', { dy: self.get('refresherThreshold') });
  }

  function close(event: 'refresherrestore' | 'refresherabort'): void {
    refreshing = false;
    const own = ownLookIn(node);
    if (own !== null) showOwn(own, 0);
    box.remove();
    self.emit(event);
  }

  const canPull = (): boolean => self.get('refresherEnabled') && !refreshing && element.scrollTop <= 0;

  /** Follows one pull from `startY`; returns what to do on each move and at the end. */
  function pull(startY: number): Pull | null {
    if (!canPull()) return null;
    let willRefresh = false;
    let pulledPx = 0;
    return {
      move(clientY) {
        pulledPx = element.scrollTop > 0 ? 0 : Math.max(0, (clientY - startY) * FOLLOW);
        if (pulledPx === 0) return false;
        open(pulledPx);
        self.emit('refresherpulling', { dy: pulledPx });
        const isFar = pulledPx >= self.get('refresherThreshold');
        if (isFar && !willRefresh) self.emit('refresherwillrefresh', { dy: pulledPx });
        willRefresh = isFar;
        return true;
      },
      release() {
        if (pulledPx === 0) return;
        if (pulledPx >= self.get('refresherThreshold')) {
          self.set('refresherTriggered', true);
          if (!refreshing) refresh();
        } else close('refresherabort');
      },
    };
  }

  const { signal } = attached;
  let touch: Pull | null = null;
  element.addEventListener(
    'touchstart',
    (event) => {
      touch = pull(event.touches[0]?.clientY ?? 0);
    },
    { signal, passive: true },
  );
  element.addEventListener(
    'touchmove',
    (event) => {
      // Not prevented, the browser would scroll instead and end the touch.
      if (touch?.move(event.touches[0]?.clientY ?? 0) && event.cancelable) event.preventDefault();
    },
    { signal, passive: false },
  );
  for (const type of ['touchend', 'touchcancel'] as const) {
    element.addEventListener(
      type,
      () => {
        touch?.release();
        touch = null;
      },
      { signal },
    );
  }

  // Its height may come late: from a style sheet, a picture, data.
  const ownSize = new ResizeObserver(([entry]) => {
    if (entry?.target instanceof HTMLElement && !box.isConnected) showOwn(entry.target, ownShownPx);
  });
  queueMicrotask(() => {
    const own = ownLookIn(node);
    if (own !== null) {
      showOwn(own, 0);
      ownSize.observe(own);
    }
    if (self.get('refresherEnabled') && self.get('refresherTriggered')) refresh();
  });
  return {
    pull,
    canPull,
    triggered(on) {
      if (on === refreshing || !self.get('refresherEnabled')) return;
      if (on) refresh();
      else close('refresherrestore');
    },
    end: () => {
      ownSize.disconnect();
      attached.abort();
    },
  };
}
