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

  function press(down: PointerEvent): void {
    if (!self.get('refresherEnabled') || refreshing || element.scrollTop > 0) return;
    const watched = new AbortController();
    const signal = AbortSignal.any([watched.signal, attached.signal]);
    let pulledPx = 0;
    window.addEventListener(
      'pointermove',
      (event) => {
        pulledPx = Math.max(0, (event.clientY - down.clientY) * FOLLOW);
        if (element.scrollTop > 0 || pulledPx === 0) return;
        open(pulledPx);
        self.emit('refresherpulling', { dy: pulledPx });
      },
      { signal },
    );
    const release = (): void => {
      watched.abort();
      if (pulledPx === 0) return;
      if (pulledPx >= self.get('refresherThreshold')) {
        self.set('refresherTriggered', true);
        if (!refreshing) refresh();
      } else close('refresherabort');
    };
    window.addEventListener('pointerup', release, { signal });
    window.addEventListener('pointercancel', release, { signal });
  }

  element.addEventListener('pointerdown', press, { signal: attached.signal });
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
