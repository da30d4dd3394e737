import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { canToggle, type Selection, type SelectionRules, toggled } from './picker-selection.ts';
import { fileRow, mediaTile, type PickerItem } from './picker-tiles.ts';
import { PICKER_WORDS } from './picker-words.ts';
import { focusByArrow } from './tile-focus.ts';
import type { OverlayLocale } from './words.ts';

export interface FilePickerOptions extends SelectionRules {
  /** What is being asked for, for the title. */
  readonly asksFor: 'image' | 'video' | 'media' | 'files';
  /** What of the sample album may be picked; URLs relative to the document. */
  readonly items: readonly PickerItem[];
  /** Whether the camera is offered. */
  readonly camera: boolean;
  /** Whether what the person chose before did not fit. */
  readonly refused: boolean;
}

export type FilePickerAnswer =
  | { readonly from: 'album'; readonly ids: readonly string[] }
  | { readonly from: 'computer' }
  | { readonly from: 'camera' };

export interface FilePicker {
  /** Asks where files come from: the sample album, the computer's own dialog, or the camera. Null when cancelled. */
  show(options: FilePickerOptions): Promise<FilePickerAnswer | null>;
}

export function createFilePicker(root: HTMLElement, locale: OverlayLocale): FilePicker {
  const words = PICKER_WORDS[locale];
  return {
    show(options) {
      const { items, count } = options;
      const { promise, resolve } = Promise.withResolvers<FilePickerAnswer | null>();
      const before = document.activeElement;
      let selection: Selection = [];

      const button = (kind: string, text: string, pressed: () => void): HTMLButtonElement => {
        const made = element('button', { type: 'button', class: `ferry-picker__${kind}` }, text);
        made.addEventListener('click', pressed);
        return made;
      };
      const done = button('done', words.done, () => {
        finish({ from: 'album', ids: selection.map(({ id }) => id) });
      });
      const tiles = items.map((item) => {
        const tile =
          item.kind === 'file'
            ? fileRow(item)
            : mediaTile(item, 1 + items.filter(({ kind }) => kind === item.kind).indexOf(item), locale);
        tile.addEventListener('click', () => {
          selection = toggled(selection, item, options);
          draw();
        });
        return tile;
      });
      const ofKind = (isFile: boolean): HTMLElement[] =>
        tiles.filter((_tile, index) => (items[index]?.kind === 'file') === isFile);
      const summary = element('span', { class: 'ferry-picker__summary', 'aria-live': 'polite' });
      const hint = element('div', { class: 'ferry-picker__hint', role: 'status' }, words.oneKind);
      const box = element(
        'div',
        {
          class: 'ferry-picker',
          role: 'dialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': words.titles[options.asksFor],
        },
        element(
          'div',
          { class: 'ferry-picker__head' },
          button('cancel', words.cancel, () => {
            finish(null);
          }),
          element(
            'span',
            { class: 'ferry-picker__heading' },
            element('span', { class: 'ferry-picker__title' }, words.titles[options.asksFor]),
            summary,
          ),
          done,
        ),
        ...(options.refused
          ? [element('div', { class: 'ferry-picker__refused', role: 'alert' }, words.notAccepted)]
          : []),
        element(
          'div',
          { class: 'ferry-picker__body' },
          element('div', { class: 'ferry-picker__grid' }, ...ofKind(false)),
          element('div', { class: 'ferry-picker__files' }, ...ofKind(true)),
          ...(items.length === 0 ? [element('p', { class: 'ferry-picker__empty' }, words.empty)] : []),
        ),
        hint,
        element(
          'div',
          { class: 'ferry-picker__foot' },
          ...(options.camera
            ? [
                button('camera', words.camera, () => {
                  finish({ from: 'camera' });
                }),
              ]
            : []),
          button('computer', words.computer, () => {
            finish({ from: 'computer' });
          }),
        ),
      );

      function finish(answer: FilePickerAnswer | null): void {
        box.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve(answer);
      }

      const summaryText = (): string =>
        selection.length === 0 ? words.upTo(count) : words.chosen(selection.length, count);

      /** Whether tiles are out of reach because of their kind. */
      function isBound(): boolean {
        const [first] = selection;
        return (
          !options.mixed && count > 1 && first !== undefined && items.some(({ kind }) => kind !== first.kind)
        );
      }

      function draw(): void {
        items.forEach((item, index) => {
          const at = selection.findIndex(({ id }) => id === item.id);
          const tile = tiles[index];
          const mark = tile?.lastElementChild;
          tile?.setAttribute('aria-checked', String(at >= 0));
          tile?.setAttribute('aria-disabled', String(!canToggle(selection, item, options)));
          if (mark) mark.textContent = at >= 0 ? String(at + 1) : '';
        });
        summary.textContent = summaryText();
        hint.hidden = !isBound();
        // Where none may be picked, none is an answer.
        done.disabled = selection.length === 0 && count > 0;
        done.textContent =
          selection.length === 0 ? words.done : `${words.done} (${String(selection.length)})`;
      }

      box.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish(null);
        else if (event.key === 'Tab') keepFocusWithin(box, event);
        else if (focusByArrow(tiles, event.key)) event.preventDefault();
        else return;
        event.stopPropagation();
      });
      draw();
      tiles[0]?.setAttribute('tabindex', '0');
      root.append(box);
      box.focus({ preventScroll: true });
      return promise;
    },
  };
}
