import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { createSlide, type PreviewItem, type Slide } from './preview-slide.ts';
import { VIEWER_WORDS } from './viewer-words.ts';
import type { OverlayLocale } from './words.ts';
import { listenForZoom } from './zoom-gestures.ts';

export type { PreviewItem } from './preview-slide.ts';

export interface PreviewOptions {
  readonly items: readonly PreviewItem[];
  readonly index: number;
}

export interface MediaPreview {
  /**
   * Shows pictures and videos full screen until closed by a tap on a picture, the button or Escape. Replaces what is
   * open. A picture zooms by wheel, pinch, double tap, + and -; swipes, arrows and buttons lead to the neighbours.
   */
  show(options: PreviewOptions): void;
}

/** A swipe that is shorter springs back. */
const SWIPE_PX = 50;
/** What a swipe beyond the first or the last moves of its way. */
const BEYOND_THE_END = 0.3;
const CONTROLS = '.ferry-preview__controls, .ferry-preview__play';

export function createMediaPreview(root: HTMLElement, locale: OverlayLocale): MediaPreview {
  const words = VIEWER_WORDS[locale];
  let closeOpen: (() => void) | null = null;

  function open({ items, index: first }: PreviewOptions): () => void {
    const before = document.activeElement;
    const slides = new Map<number, Slide>();
    let index = first;
    let draggedPx = 0;

    const track = element('div', { class: 'ferry-preview__track' });
    const stage = element('div', { class: 'ferry-preview__stage' }, track);
    const counter = element('div', { class: 'ferry-preview__counter', 'aria-live': 'polite' });
    const button = (
      kind: 'close' | 'previous' | 'next',
      sign: string,
      pressed: () => void,
    ): HTMLButtonElement => {
      const made = element(
        'button',
        { type: 'button', class: `ferry-preview__${kind}`, 'aria-label': words[kind] },
        sign,
      );
      made.addEventListener('click', pressed);
      return made;
    };
    const previous = button('previous', '‹', () => {
      go(index - 1);
    });
    const next = button('next', '›', () => {
      go(index + 1);
    });
    const shade = element(
      'div',
      {
        class: 'ferry-preview',
        role: 'dialog',
        tabindex: -1,
        'aria-modal': 'true',
        'aria-label': words.viewer,
      },
      stage,
      counter,
      button('close', '×', finish),
      previous,
      next,
    );

    const current = (): Slide | undefined => slides.get(index);

    /** Neighbours are there before they are swiped to; what is further away is let go of. */
    function fill(): void {
      for (const [at, slide] of slides) {
        if (Math.abs(at - index) <= 1) continue;
        slide.close();
        slides.delete(at);
      }
      for (const at of [index, index - 1, index + 1]) {
        const item = items[at];
        if (item === undefined || slides.has(at)) continue;
        const slide = createSlide(item, words);
        slide.element.style.left = `calc(${String(at)} * (100% + var(--ferry-preview-gap)))`;
        slides.set(at, slide);
        track.append(slide.element);
      }
      for (const [at, slide] of slides) slide.element.toggleAttribute('inert', at !== index);
    }

    function place(): void {
      track.style.translate = `calc(${String(-index)} * (100% + var(--ferry-preview-gap)) + ${String(draggedPx)}px)`;
    }

    function go(wanted: number): void {
      const to = Math.min(Math.max(wanted, 0), items.length - 1);
      if (to !== index) current()?.leave();
      index = to;
      draggedPx = 0;
      fill();
      place();
      current()?.enter();
      counter.textContent = items.length > 1 ? `${String(index + 1)} / ${String(items.length)}` : '';
      previous.hidden = index === 0;
      next.hidden = index === items.length - 1;
      // A button that goes takes the focus with it.
      if (document.activeElement === null || document.activeElement === document.body) {
        shade.focus({ preventScroll: true });
      }
    }

    function finish(): void {
      unlisten();
      for (const slide of slides.values()) slide.close();
      shade.remove();
      if (closeOpen === finish) closeOpen = null;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    }

    const unlisten = listenForZoom(stage, CONTROLS, {
      moved(byX, byY) {
        const slide = current();
        if (slide?.isZoomed()) {
          slide.move(byX, byY);
          return;
        }
        const isEnd =
          (draggedPx + byX > 0 && index === 0) || (draggedPx + byX < 0 && index === items.length - 1);
        draggedPx += isEnd ? byX * BEYOND_THE_END : byX;
        track.classList.add('ferry-preview__track--held');
        place();
      },
      released(byX) {
        track.classList.remove('ferry-preview__track--held');
        if (current()?.isZoomed() === true) {
          draggedPx = 0;
          place();
        } else if (byX > SWIPE_PX) go(index - 1);
        else if (byX < -SWIPE_PX) go(index + 1);
        else {
          draggedPx = 0;
          place();
        }
      },
      zoomed: (factor, about) => current()?.zoom(factor, about),
      tapped() {
        if (current()?.tapped() !== true) finish();
      },
      doubleTapped: (at) => current()?.doubleTapped(at),
    });

    /** Whether the key belongs to the slider that has the focus. */
    const isForSlider = (event: KeyboardEvent): boolean =>
      event.target instanceof HTMLInputElement && event.key.startsWith('Arrow');
    shade.addEventListener('keydown', (event) => {
      const middle = { x: 0, y: 0 };
      if (event.key === 'Escape') finish();
      else if (event.key === 'Tab') keepFocusWithin(shade, event);
      else if (isForSlider(event)) return;
      else if (event.key === 'ArrowLeft') go(index - 1);
      else if (event.key === 'ArrowRight') go(index + 1);
      else if (event.key === '+' || event.key === '=') current()?.zoom(1.5, middle);
      else if (event.key === '-') current()?.zoom(1 / 1.5, middle);
      else if (event.key === ' ' && event.target === shade) {
        event.preventDefault();
        current()?.tapped();
      } else return;
      event.stopPropagation();
    });

    root.append(shade);
    go(index);
    shade.focus({ preventScroll: true });
    return finish;
  }

  return {
    show(options) {
      closeOpen?.();
      closeOpen = open(options);
    },
  };
}
