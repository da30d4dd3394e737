import type { Builtin } from './builtin.ts';

interface RefresherValues {
  readonly refresherEnabled: boolean;
  readonly refresherTriggered: boolean;
  readonly refresherThreshold: number;
  readonly refresherDefaultStyle: string;
  readonly refresherBackground: string;
}

/** The pull-to-refresh of a scroll-view. */
export interface Refresher {
  /** Follows `refresher-triggered`. */
  readonly triggered: (on: boolean) => void;
  readonly end: () => void;
}

/** The content follows a pull at this share of the finger's way. */
const FOLLOW = 0.5;

/** Shows a spinner above the content while it is pulled at its top, and tells of each stage. */
export function attachRefresher<V extends RefresherValues>(self: Builtin<V>): Refresher {
  const { element } = self;
  const attached = new AbortController();
  const box = document.createElement('div');
  box.className = 'ferry-refresher';
  let refreshing = false;

  function open(heightPx: number): void {
    if (!box.isConnected) element.prepend(box);
    if (box.childElementCount === 0 && self.get('refresherDefaultStyle') !== 'none') {
      const spinner = document.createElement('i');
      spinner.className = 'ferry-spinner';
      box.append(spinner);
    }
    box.style.background = self.get('refresherBackground');
    box.style.color = self.get('refresherDefaultStyle') === 'white' ? '#fff' : '#888';
    box.style.height = `${String(heightPx)}px`;
  }

  function refresh(): void {
    refreshing = true;
    open(self.get('refresherThreshold'));
    self.emit('refresherrefresh', { dy: self.get('refresherThreshold') });
  }

  function close(event: 'refresherrestore' | 'refresherabort'): void {
    refreshing = false;
    box.remove();
    self.emit(event);
  }

  /** Follows one pull from `startY`; returns what to do on each move and at the end. */
  function pull(startY: number): { move(clientY: number): boolean; release(): void } | null {
    if (!self.get('refresherEnabled') || refreshing || element.scrollTop > 0) return null;
    let pulledPx = 0;
    return {
      move(clientY) {
        pulledPx = element.scrollTop > 0 ? 0 : Math.max(0, (clientY - startY) * FOLLOW);
        if (pulledPx === 0) return false;
        open(pulledPx);
        self.emit('refresherpulling', { dy: pulledPx });
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
  element.addEventListener(
    'mousedown',
    (down) => {
      const pulling = pull(down.clientY);
      if (pulling === null) return;
      const watched = new AbortController();
      const whilePulled = { signal: AbortSignal.any([watched.signal, signal]) };
      window.addEventListener('mousemove', (event) => void pulling.move(event.clientY), whilePulled);
      window.addEventListener(
        'mouseup',
        () => {
          watched.abort();
          pulling.release();
        },
        whilePulled,
      );
    },
    { signal },
  );

  let touch: ReturnType<typeof pull> = null;
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

  if (self.get('refresherEnabled') && self.get('refresherTriggered')) refresh();
  return {
    triggered(on) {
      if (on === refreshing || !self.get('refresherEnabled')) return;
      if (on) refresh();
      else close('refresherrestore');
    },
    end: () => {
      attached.abort();
    },
  };
}
