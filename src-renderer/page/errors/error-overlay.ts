import type { BootInfo } from '#contract/wx';

/** One error as shown over the page. */
export interface ShownError {
  readonly message: string;
  /** `pages/index/index.js:12:5`; null when not known. */
  readonly location: string | null;
  readonly codeFrame: string;
  readonly stack: string;
}

/** The card over the page that shows what went wrong in project code. */
export interface ErrorOverlay {
  show(error: ShownError): void;
}

const WORDS = {
  en: {
    title: 'Error in project code',
    dismiss: 'Dismiss',
    stack: 'Stack',
    previous: 'Previous error',
    next: 'Next error',
  },
  'zh-CN': {
    title: '项目代码出错',
    dismiss: '关闭',
    stack: '调用栈',
    previous: '上一个错误',
    next: '下一个错误',
  },
} as const;

/** Errors beyond this are counted, and the oldest dropped. */
const MOST_ERRORS = 50;

export function createErrorOverlay(root: HTMLElement, locale: BootInfo['locale']): ErrorOverlay {
  const words = WORDS[locale];
  let errors: ShownError[] = [];
  let index = 0;

  const card = document.createElement('section');
  card.className = 'ferry-error';
  card.setAttribute('role', 'alertdialog');
  card.setAttribute('aria-label', words.title);
  const count = textElement('span', 'ferry-error__count');
  const message = textElement('p', 'ferry-error__message');
  const location = textElement('p', 'ferry-error__location');
  const frame = textElement('pre', 'ferry-error__frame');
  const stack = textElement('pre', 'ferry-error__stack');

  const render = (): void => {
    const error = errors[index];
    if (!error) {
      card.remove();
      return;
    }
    count.textContent = errors.length > 1 ? `${String(index + 1)} / ${String(errors.length)}` : '';
    message.textContent = error.message;
    location.textContent = error.location ?? '';
    frame.textContent = error.codeFrame;
    frame.hidden = error.codeFrame === '';
    stack.textContent = error.stack;
    details.hidden = error.stack === '';
    for (const button of [previous, next]) button.hidden = errors.length < 2;
  };
  const step = (by: number): void => {
    index = (index + by + errors.length) % errors.length;
    render();
  };
  const dismiss = (): void => {
    errors = [];
    render();
  };

  const previous = button('ferry-error__previous', '‹', words.previous, () => {
    step(-1);
  });
  const next = button('ferry-error__next', '›', words.next, () => {
    step(1);
  });
  const head = document.createElement('header');
  head.className = 'ferry-error__head';
  head.append(
    textElement('strong', 'ferry-error__title', words.title),
    count,
    previous,
    next,
    button('ferry-error__dismiss', '✕', words.dismiss, dismiss),
  );
  const details = document.createElement('details');
  details.className = 'ferry-error__details';
  details.append(textElement('summary', 'ferry-error__summary', words.stack), stack);
  card.append(head, message, location, frame, details);
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dismiss();
  });

  return {
    show(error) {
      errors = [...errors, error].slice(-MOST_ERRORS);
      index = errors.length - 1;
      render();
      if (!card.isConnected) root.append(card);
    },
  };
}

function textElement(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(className: string, text: string, label: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `ferry-error__button ${className}`;
  element.textContent = text;
  element.setAttribute('aria-label', label);
  element.addEventListener('click', act);
  return element;
}
