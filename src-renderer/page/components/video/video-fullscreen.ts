/** How a video lies in full screen, in WeChat's degrees: 90 has the phone turned left, -90 right. */
export type Turn = 0 | 90 | -90;

/** A video that may fill the phone. */
export interface FullScreen {
  readonly enter: (turn: Turn) => void;
  readonly leave: () => void;
  /** Null while it does not fill the phone. */
  readonly turn: () => Turn | null;
}

/** WeChat's word for how the video lies, as `fullscreenchange` tells it. */
export function directionOf(turn: Turn): 'vertical' | 'horizontal' {
  return turn === 0 ? 'vertical' : 'horizontal';
}

/** A `direction` as written; null where it is to follow the video's shape. */
export function turnFrom(written: unknown): Turn | null {
  const degrees = Number(written ?? Number.NaN);
  return degrees === 0 || degrees === 90 || degrees === -90 ? degrees : null;
}

/**
 * Fills the phone with an element, over its bars: as a popover it is on top of everything and measured by the screen,
 * and stays where it is in the page, so that what is written inside goes with it.
 *
 * @param changed hears of each change
 */
export function createFullScreen(element: HTMLElement, changed: (turn: Turn | null) => void): FullScreen {
  let current: Turn | null = null;

  function leaveByKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    leave();
  }

  function leave(): void {
    if (current === null) return;
    current = null;
    window.removeEventListener('keydown', leaveByKey, true);
    if (element.isConnected) element.hidePopover();
    element.removeAttribute('popover');
    delete element.dataset['ferryTurn'];
    changed(null);
  }

  return {
    enter(turn) {
      if (current === turn || !element.isConnected) return;
      element.dataset['ferryTurn'] = String(turn);
      if (current === null) {
        element.setAttribute('popover', 'manual');
        element.showPopover();
        window.addEventListener('keydown', leaveByKey, true);
      }
      current = turn;
      changed(turn);
    },
    leave,
    turn: () => current,
  };
}
