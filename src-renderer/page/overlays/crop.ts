import type { PictureArea } from '../media/crop-image.ts';
import { areaUnder, frameIn } from './crop-frame.ts';
import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { heldOver, transformOf, zoomedAbout, type Pose, type Size } from './pose.ts';
import { VIEWER_WORDS } from './viewer-words.ts';
import type { OverlayLocale } from './words.ts';
import { listenForZoom } from './zoom-gestures.ts';

export interface CropOptions {
  /** Of the picture, on the page's own origin. */
  readonly url: string;
  /** Width to height of what is cut out. */
  readonly ratio: number;
}

export type CropAnswer =
  /** What of the picture is in the frame, in its own pixels as it is shown. */
  | { readonly kind: 'cropped'; readonly area: PictureArea }
  | { readonly kind: 'cancelled' }
  /** It is no picture that can be shown. */
  | { readonly kind: 'broken' };

export interface Crop {
  /** Has the person move and zoom a picture under a frame, by pointer, wheel, pinch or keys. */
  show(options: CropOptions): Promise<CropAnswer>;
}

const MAX_SCALE = 8;
/** What an arrow key moves, in CSS pixels. */
const STEP_PX = 16;
const ZOOM_STEP = 1.2;

export function createCrop(root: HTMLElement, locale: OverlayLocale): Crop {
  const words = VIEWER_WORDS[locale];
  return {
    show({ url, ratio }) {
      const { promise, resolve } = Promise.withResolvers<CropAnswer>();
      const before = document.activeElement;
      const image = element('img', { class: 'ferry-crop__image', alt: '', draggable: 'false' });
      const frame = element('div', { class: 'ferry-crop__frame' });
      const stage = element('div', { class: 'ferry-crop__stage' }, image, frame);
      const button = (kind: 'cancel' | 'done', pressed: () => void): HTMLButtonElement => {
        const made = element('button', { type: 'button', class: `ferry-crop__${kind}` }, words[kind]);
        made.addEventListener('click', pressed);
        return made;
      };
      const done = button('done', cut);
      const box = element(
        'div',
        {
          class: 'ferry-crop',
          role: 'dialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': words.crop,
        },
        stage,
        element('div', { class: 'ferry-crop__hint' }, words.cropHint),
        element(
          'div',
          { class: 'ferry-crop__foot' },
          button('cancel', () => {
            finish({ kind: 'cancelled' });
          }),
          done,
        ),
      );
      let pose: Pose = { scale: 1, x: 0, y: 0 };
      let shown: Size = { width: 1, height: 1 };
      let room: Size = { width: 1, height: 1 };
      done.disabled = true;

      /** The frame as large as it fits, the picture just over all of it. */
      function layOut(): void {
        room = frameIn({ width: stage.clientWidth, height: stage.clientHeight }, ratio);
        const cover = Math.max(room.width / image.naturalWidth, room.height / image.naturalHeight);
        shown = { width: image.naturalWidth * cover, height: image.naturalHeight * cover };
        frame.style.width = `${String(room.width)}px`;
        frame.style.height = `${String(room.height)}px`;
        image.style.width = `${String(shown.width)}px`;
        image.style.height = `${String(shown.height)}px`;
        setPose(pose);
      }

      function setPose(wanted: Pose): void {
        pose = heldOver(wanted, shown, room);
        image.style.transform = `translate(-50%, -50%) ${transformOf(pose)}`;
      }

      function zoom(factor: number, about: { readonly x: number; readonly y: number }): void {
        setPose(zoomedAbout(pose, Math.min(Math.max(pose.scale * factor, 1), MAX_SCALE), about));
      }

      function move(byX: number, byY: number): void {
        setPose({ ...pose, x: pose.x + byX, y: pose.y + byY });
      }

      function cut(): void {
        if (done.disabled) return;
        const picture = { width: image.naturalWidth, height: image.naturalHeight };
        finish({ kind: 'cropped', area: areaUnder(room, pose, shown, picture) });
      }

      function finish(answer: CropAnswer): void {
        unlisten();
        resized.disconnect();
        box.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve(answer);
      }

      const unlisten = listenForZoom(stage, '.ferry-crop button', {
        moved: move,
        released: () => undefined,
        zoomed: zoom,
        tapped: () => undefined,
        doubleTapped(at) {
          zoom(pose.scale > 1 ? 1 / pose.scale : 2, at);
        },
      });
      const resized = new ResizeObserver(() => {
        if (!done.disabled) layOut();
      });
      const middle = { x: 0, y: 0 };
      const keys: Readonly<Record<string, () => void>> = {
        ArrowLeft: () => {
          move(STEP_PX, 0);
        },
        ArrowRight: () => {
          move(-STEP_PX, 0);
        },
        ArrowUp: () => {
          move(0, STEP_PX);
        },
        ArrowDown: () => {
          move(0, -STEP_PX);
        },
        '+': () => {
          zoom(ZOOM_STEP, middle);
        },
        '=': () => {
          zoom(ZOOM_STEP, middle);
        },
        '-': () => {
          zoom(1 / ZOOM_STEP, middle);
        },
        Escape: () => {
          finish({ kind: 'cancelled' });
        },
      };
      box.addEventListener('keydown', (event) => {
        if (event.key === 'Tab') keepFocusWithin(box, event);
        // A focused button answers Enter by itself.
        else if (event.key === 'Enter' && event.target === box) cut();
        else if (Object.hasOwn(keys, event.key)) keys[event.key]?.();
        else return;
        event.stopPropagation();
      });
      image.addEventListener('load', () => {
        done.disabled = false;
        layOut();
      });
      image.addEventListener('error', () => {
        finish({ kind: 'broken' });
      });
      image.src = url;
      root.append(box);
      resized.observe(stage);
      box.focus({ preventScroll: true });
      return promise;
    },
  };
}
