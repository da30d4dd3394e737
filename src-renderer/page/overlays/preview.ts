import { element } from './dom.ts';
import type { OverlayLocale } from './words.ts';
import { WORDS } from './words.ts';

export interface PreviewOptions {
  /** URLs of the page's own origin. */
  readonly urls: readonly string[];
  readonly index: number;
}

export interface ImagePreview {
  /** Shows the images full screen until closed by tap, button or Escape. Replaces one that is open. */
  show(options: PreviewOptions): void;
}

const MAX_SCALE = 6;
const SWIPE_PX = 50;
/** A pointer that moved less has tapped. */
const TAP_PX = 8;
/** A second tap within this time zooms instead of closing. */
const DOUBLE_TAP_MS = 280;

/** What the picture is zoomed to and where it has been dragged, in CSS pixels. */
interface Pose {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const AT_REST: Pose = { scale: 1, x: 0, y: 0 };

export function createImagePreview(root: HTMLElement, locale: OverlayLocale): ImagePreview {
  const words = WORDS[locale];
  let closeOpen: (() => void) | null = null;

  function open(options: PreviewOptions): () => void {
    const count = options.urls.length;
    const before = document.activeElement;
    let index = options.index;
    let pose = AT_REST;
    let drag: { readonly startX: number; readonly startY: number; readonly from: Pose } | null = null;
    let closing: ReturnType<typeof setTimeout> | undefined;

    const image = element('img', { class: 'ferry-preview__image', alt: '', draggable: 'false' });
    const broken = element('div', { class: 'ferry-preview__broken', hidden: true }, words.broken);
    const counter = element('div', { class: 'ferry-preview__counter', 'aria-live': 'polite' });
    const close = element(
      'button',
      { type: 'button', class: 'ferry-preview__close', 'aria-label': words.close },
      '×',
    );
    const arrow = (kind: 'previous' | 'next', sign: string, step: number): HTMLButtonElement => {
      const made = element(
        'button',
        { type: 'button', class: `ferry-preview__${kind}`, 'aria-label': words[kind], hidden: count < 2 },
        sign,
      );
      made.addEventListener('click', () => {
        go(index + step);
      });
      return made;
    };
    const stage = element('div', { class: 'ferry-preview__stage' }, image, broken);
    const shade = element(
      'div',
      {
        class: 'ferry-preview',
        role: 'dialog',
        tabindex: -1,
        'aria-modal': 'true',
        'aria-label': words.preview,
      },
      stage,
      counter,
      close,
      arrow('previous', '‹', -1),
      arrow('next', '›', 1),
    );

    function setPose(next: Pose): void {
      pose = next;
      image.style.transform = `translate(${String(pose.x)}px, ${String(pose.y)}px) scale(${String(pose.scale)})`;
    }

    function go(wanted: number): void {
      index = Math.min(Math.max(wanted, 0), count - 1);
      setPose(AT_REST);
      broken.hidden = true;
      image.hidden = false;
      image.src = options.urls[index] ?? '';
      counter.textContent = count > 1 ? `${String(index + 1)} / ${String(count)}` : '';
    }

    function zoomTo(scale: number): void {
      setPose(scale <= 1 ? AT_REST : { ...pose, scale: Math.min(scale, MAX_SCALE) });
    }

    function finish(): void {
      clearTimeout(closing);
      shade.remove();
      if (closeOpen === finish) closeOpen = null;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    }

    function tapped(): void {
      if (closing !== undefined) {
        clearTimeout(closing);
        closing = undefined;
        zoomTo(pose.scale > 1 ? 1 : 2);
        return;
      }
      closing = setTimeout(finish, DOUBLE_TAP_MS);
    }

    image.addEventListener('error', () => {
      image.hidden = true;
      broken.hidden = false;
    });
    close.addEventListener('click', finish);
    stage.addEventListener('wheel', (event) => {
      event.preventDefault();
      zoomTo(pose.scale * Math.exp(-event.deltaY / 300));
    });
    stage.addEventListener('pointerdown', (event) => {
      stage.setPointerCapture(event.pointerId);
      drag = { startX: event.clientX, startY: event.clientY, from: pose };
    });
    stage.addEventListener('pointermove', (event) => {
      if (drag === null) return;
      const x = drag.from.x + event.clientX - drag.startX;
      const y = drag.from.y + event.clientY - drag.startY;
      setPose(pose.scale > 1 ? { scale: pose.scale, x, y } : { scale: 1, x, y: 0 });
    });
    const release = (event: PointerEvent): void => {
      if (drag === null) return;
      const moved = event.clientX - drag.startX;
      const still = Math.hypot(moved, event.clientY - drag.startY) < TAP_PX;
      drag = null;
      if (still) tapped();
      if (pose.scale > 1) return;
      if (moved > SWIPE_PX && index > 0) go(index - 1);
      else if (moved < -SWIPE_PX && index < count - 1) go(index + 1);
      else setPose(AT_REST);
    };
    stage.addEventListener('pointerup', release);
    stage.addEventListener('pointercancel', release);
    shade.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') finish();
      else if (event.key === 'ArrowLeft') go(index - 1);
      else if (event.key === 'ArrowRight') go(index + 1);
      else if (event.key === '+' || event.key === '=') zoomTo(pose.scale * 1.5);
      else if (event.key === '-') zoomTo(pose.scale / 1.5);
      else return;
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
