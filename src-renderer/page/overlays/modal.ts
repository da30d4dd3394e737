import { element } from './dom.ts';
import { WECHAT_WORDS } from './words.ts';

export interface ModalOptions {
  readonly title: string;
  readonly content: string;
  readonly showCancel: boolean;
  /** Empty for the word of the locale. */
  readonly cancelText: string;
  readonly cancelColor: string;
  readonly confirmText: string;
  readonly confirmColor: string;
  /** Shows a text field in place of the content. */
  readonly editable: boolean;
  readonly placeholderText: string;
}

export interface ModalAnswer {
  readonly confirmed: boolean;
  /** What was typed; empty when not editable. */
  readonly content: string;
}

export interface Modal {
  /** Resolves once: with the button pressed, Enter (confirm) or Escape (cancel). */
  show(options: ModalOptions): Promise<ModalAnswer>;
}

/** WeChat's defaults of `cancelColor` and `confirmColor`. */
const OWN_COLORS = { cancel: '#000000', confirm: '#576B95' } as const;

export function createModal(root: HTMLElement): Modal {
  return {
    show(options) {
      const { promise, resolve } = Promise.withResolvers<ModalAnswer>();
      const before = document.activeElement;
      const field = options.editable
        ? element('textarea', {
            class: 'ferry-modal__field',
            placeholder: options.placeholderText,
            rows: 2,
            'aria-label': options.title,
          })
        : null;
      if (field !== null) field.value = options.content;

      const button = (kind: 'cancel' | 'confirm', text: string, color: string): HTMLButtonElement => {
        const made = element('button', { type: 'button', class: `ferry-modal__${kind}` }, text);
        // WeChat's own colours follow the theme; what the project chose does not.
        if (color.toUpperCase() !== OWN_COLORS[kind]) made.style.color = color;
        made.addEventListener('click', () => {
          finish(kind === 'confirm');
        });
        return made;
      };
      const confirm = button('confirm', options.confirmText || WECHAT_WORDS.confirm, options.confirmColor);
      const cancel = button('cancel', options.cancelText || WECHAT_WORDS.cancel, options.cancelColor);

      const box = element(
        'div',
        {
          class: 'ferry-modal__box',
          role: options.editable ? 'dialog' : 'alertdialog',
          tabindex: -1,
          'aria-modal': 'true',
          'aria-label': options.title || options.content,
          'aria-description': options.editable || options.title === '' ? null : options.content,
        },
        ...(options.title === '' ? [] : [element('div', { class: 'ferry-modal__title' }, options.title)]),
        field ?? element('div', { class: 'ferry-modal__content' }, options.content),
        element(
          'div',
          { class: 'ferry-modal__buttons' },
          ...(options.showCancel ? [cancel, confirm] : [confirm]),
        ),
      );
      const shade = element('div', { class: 'ferry-modal' }, box);

      function finish(confirmed: boolean): void {
        shade.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve({ confirmed, content: field?.value ?? '' });
      }

      shade.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') finish(false);
        else if (event.key === 'Tab') keepFocusWithin(box, event);
        // A focused button answers Enter by itself; in the field it is a new line only with Shift.
        else if (event.key === 'Enter' && !event.shiftKey && (event.target === field || event.target === box))
          finish(true);
        else return;
        event.stopPropagation();
        if (event.key !== 'Tab') event.preventDefault();
      });
      root.append(shade);
      // The box, not a button: nothing looks chosen until the person chooses.
      (field ?? box).focus({ preventScroll: true });
      return promise;
    },
  };
}

/** Sends Tab around within a box. */
export function keepFocusWithin(box: HTMLElement, event: KeyboardEvent): void {
  const stops = [...box.querySelectorAll<HTMLElement>('button, textarea, input')];
  const first = stops[0];
  const last = stops.at(-1);
  if (first === undefined || last === undefined) return;
  const edge = event.shiftKey ? first : last;
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
