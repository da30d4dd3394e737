import { element, iconOf } from './dom.ts';

export type ToastIcon = 'success' | 'error' | 'loading' | 'none';

export interface ToastOptions {
  readonly title: string;
  readonly icon: ToastIcon;
  /** Replaces the icon; null for none. */
  readonly imageUrl: string | null;
  /** Keeps touches from the page. */
  readonly mask: boolean;
  /** Null stays until hidden. */
  readonly durationMs: number | null;
}

/** One box for toast and loading: showing either replaces what is there, as WeChat does. */
export interface Toast {
  show(options: ToastOptions): void;
  hide(): void;
}

/** Paths on a 24 × 24 canvas. */
export const TOAST_ICONS = {
  success: 'M8.9 18.4 3 12.5l1.6-1.6 4.3 4.2L19.5 4.6 21.1 6.200z',
  error:
    'M12 10.4 18.4 4 20 5.6 13.6 12l6.4 6.400-1.600 1.600L12 13.600 5.600 20 4 18.400 10.400 12 4 5.600 5.600 4z',
} as const;

function figureOf(options: ToastOptions): Element | null {
  if (options.imageUrl !== null) {
    return element('img', { class: 'ferry-toast__image', src: options.imageUrl, alt: '' });
  }
  if (options.icon === 'loading') return element('i', { class: 'ferry-spinner ferry-toast__spinner' });
  if (options.icon === 'none') return null;
  const figure = element('i', { class: 'ferry-toast__icon' });
  figure.append(iconOf(TOAST_ICONS[options.icon]));
  return figure;
}

export function createToast(root: HTMLElement): Toast {
  let shown: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function hide(): void {
    clearTimeout(timer);
    shown?.remove();
    shown = null;
  }

  return {
    show(options) {
      hide();
      const figure = figureOf(options);
      const text = element('div', { class: 'ferry-toast__text' }, options.title);
      const box = element(
        'div',
        {
          class: figure === null ? 'ferry-toast__box ferry-toast__box--text' : 'ferry-toast__box',
          role: 'status',
          'aria-live': 'polite',
        },
        ...(figure === null ? [text] : [figure, text]),
      );
      shown = element('div', { class: options.mask ? 'ferry-toast ferry-toast--mask' : 'ferry-toast' }, box);
      root.append(shown);
      if (options.durationMs !== null) timer = setTimeout(hide, options.durationMs);
    },
    hide,
  };
}
