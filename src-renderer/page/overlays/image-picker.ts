import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import type { OverlayLocale } from './words.ts';
import { WORDS } from './words.ts';

export interface PickerPicture {
  readonly id: string;
  /** URL of the page's own origin. */
  readonly url: string;
}

export interface ImagePickerOptions {
  readonly pictures: readonly PickerPicture[];
  /** At most so many may be picked. */
  readonly count: number;
}

export type ImagePickerAnswer =
  { readonly from: 'album'; readonly ids: readonly string[] } | { readonly from: 'computer' };

export interface ImagePicker {
  /** Asks where pictures come from: the sample album, or the computer's own dialog. Null when cancelled. */
  show(options: ImagePickerOptions): Promise<ImagePickerAnswer | null>;
}

export function createImagePicker(root: HTMLElement, locale: OverlayLocale): ImagePicker {
  const words = WORDS[locale];
  return {
    show({ pictures, count }) {
      const { promise, resolve } = Promise.withResolvers<ImagePickerAnswer | null>();
      const before = document.activeElement;
      let picked: readonly string[] = [];

      const button = (kind: string, text: string, pressed: () => void): HTMLButtonElement => {
        const made = element('button', { type: 'button', class: `ferry-picker__${kind}` }, text);
        made.addEventListener('click', pressed);
        return made;
      };
      const done = button('done', words.done, () => {
        finish({ from: 'album', ids: picked });
      });
      const tiles = pictures.map((picture, index) => {
        const tile = element(
          'button',
          {
            type: 'button',
            class: 'ferry-picker__picture',
            role: 'checkbox',
            'aria-label': `${words.picture} ${String(index + 1)}`,
          },
          element('img', { src: picture.url, alt: '', draggable: 'false' }),
          element('span', { class: 'ferry-picker__mark', 'aria-hidden': 'true' }),
        );
        tile.addEventListener('click', () => {
          toggle(picture.id);
        });
        return tile;
      });
      const box = element(
        'div',
        {
          class: 'ferry-picker',
          role: 'dialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': words.album,
        },
        element(
          'div',
          { class: 'ferry-picker__head' },
          button('cancel', words.cancel, () => {
            finish(null);
          }),
          element('span', { class: 'ferry-picker__title' }, words.album),
          done,
        ),
        element('div', { class: 'ferry-picker__grid' }, ...tiles),
        button('computer', words.computer, () => {
          finish({ from: 'computer' });
        }),
      );

      function finish(answer: ImagePickerAnswer | null): void {
        box.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve(answer);
      }

      function draw(): void {
        pictures.forEach((picture, index) => {
          const at = picked.indexOf(picture.id);
          const tile = tiles[index];
          const mark = tile?.lastElementChild;
          tile?.setAttribute('aria-checked', String(at >= 0));
          if (mark) mark.textContent = at >= 0 ? String(at + 1) : '';
        });
        done.disabled = picked.length === 0;
        done.textContent = picked.length === 0 ? words.done : `${words.done} (${String(picked.length)})`;
      }

      function toggle(id: string): void {
        if (picked.includes(id)) picked = picked.filter((other) => other !== id);
        // One at most: another tap changes the choice.
        else if (count === 1) picked = [id];
        else if (picked.length < count) picked = [...picked, id];
        draw();
      }

      box.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish(null);
        else if (event.key === 'Tab') keepFocusWithin(box, event);
        else return;
        event.stopPropagation();
      });
      draw();
      root.append(box);
      box.focus({ preventScroll: true });
      return promise;
    },
  };
}
