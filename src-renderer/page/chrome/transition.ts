/** How long a page takes to slide in or out, as on iOS, in milliseconds. */
const SLIDE_MS = 300;
const EASING = 'cubic-bezier(0.32, 0.72, 0, 1)';
/** How far the page below moves aside, as a share of its width. */
const ASIDE = '-30%';

/** Moves pages over one another. What it shows has no part in their lives: a page is open before it moves. */
export interface Transitions {
  /**
   * The new page comes from the right over the old one, once it is ready: frames of a slide would delay what it
   * does first. Resolves when it rests.
   */
  push(next: HTMLElement, before: HTMLElement | null, ready: Promise<void>): Promise<void>;
  /** The page leaves to the right; it is removed from the document at the end. */
  pop(leaving: HTMLElement, below: HTMLElement | null): Promise<void>;
}

/** @param isOn false where pages do not move: pictures of `ferry run`, and people who want little motion */
export function createTransitions(isOn: () => boolean): Transitions {
  const slide = async (moving: HTMLElement, frames: readonly Keyframe[]): Promise<void> => {
    await moving.animate([...frames], { duration: SLIDE_MS, easing: EASING }).finished.catch(() => undefined);
  };
  return {
    async push(next, before, ready) {
      if (!isOn() || !before) return;
      before.classList.add('ferry-page--below');
      next.classList.add('ferry-page--coming');
      await ready;
      next.classList.remove('ferry-page--coming');
      await Promise.all([
        slide(next, [{ translate: '100% 0' }, { translate: '0 0' }]),
        slide(before, [{ translate: '0 0' }, { translate: `${ASIDE} 0` }]),
      ]);
      before.classList.remove('ferry-page--below');
    },
    async pop(leaving, below) {
      if (isOn() && below) {
        leaving.classList.add('ferry-page--leaving');
        leaving.inert = true;
        await Promise.all([
          slide(leaving, [{ translate: '0 0' }, { translate: '100% 0' }]),
          slide(below, [{ translate: `${ASIDE} 0` }, { translate: '0 0' }]),
        ]);
      }
      leaving.remove();
    },
  };
}
