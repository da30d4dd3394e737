import { element } from './dom.ts';
import { keepFocusWithin } from './modal.ts';
import { WECHAT_WORDS } from './words.ts';

export interface ActionSheetOptions {
  /** Shown above the items; empty for none. */
  readonly title: string;
  readonly items: readonly string[];
  readonly itemColor: string;
}

export interface ActionSheet {
  /** Resolves with the index tapped, or null when cancelled. */
  show(options: ActionSheetOptions): Promise<number | null>;
}

/** WeChat's default of `itemColor`. */
const OWN_COLOR = '#000000';

export function createActionSheet(root: HTMLElement): ActionSheet {
  return {
    show(options) {
      const { promise, resolve } = Promise.withResolvers<number | null>();
      const before = document.activeElement;
      const items = options.items.map((text, index) => {
        const item = element(
          'button',
          { type: 'button', class: 'ferry-action-sheet__item', role: 'menuitem' },
          text,
        );
        // WeChat's own colour follows the theme; what the project chose does not.
        if (options.itemColor !== OWN_COLOR) item.style.color = options.itemColor;
        item.addEventListener('click', () => {
          finish(index);
        });
        return item;
      });
      const cancel = element(
        'button',
        { type: 'button', class: 'ferry-action-sheet__cancel' },
        WECHAT_WORDS.cancel,
      );
      const box = element(
        'div',
        { class: 'ferry-action-sheet__box', role: 'menu', tabindex: -1, 'aria-label': options.title || null },
        ...(options.title === ''
          ? []
          : [element('div', { class: 'ferry-action-sheet__title' }, options.title)]),
        ...items,
        cancel,
      );
      const shade = element('div', { class: 'ferry-action-sheet' }, box);

      function finish(answer: number | null): void {
        shade.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve(answer);
      }

      function moveFocus(step: number): void {
        const stops = [...items, cancel];
        const at = stops.findIndex((stop) => stop === document.activeElement);
        const next = at < 0 && step < 0 ? stops.length - 1 : at + step;
        stops[(next + stops.length) % stops.length]?.focus();
      }

      cancel.addEventListener('click', () => {
        finish(null);
      });
      shade.addEventListener('click', (event) => {
        if (event.target === shade) finish(null);
      });
      shade.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish(null);
        else if (event.key === 'ArrowDown') moveFocus(1);
        else if (event.key === 'ArrowUp') moveFocus(-1);
        else if (event.key === 'Tab') keepFocusWithin(box, event);
        else return;
        event.stopPropagation();
      });
      root.append(shade);
      box.focus({ preventScroll: true });
      return promise;
    },
  };
}
