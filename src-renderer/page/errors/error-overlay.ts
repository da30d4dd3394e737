import type { Diagnostic } from '#contract/project';
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
  /** Shows what the compiler finds wrong now, in place of what it found before; nothing when all is well. */
  showBuild(findings: readonly Diagnostic[]): void;
  /** Takes back what was thrown by code that runs no longer. */
  clearThrown(): void;
}

/** A finding of the compiler as an error over the page. */
export function shownFinding({ file, line, column, message, codeFrame }: Diagnostic): ShownError {
  const location = line > 0 ? `${file}:${String(line)}:${String(column)}` : file;
  return { message, location, codeFrame, stack: '' };
}

const WORDS = {
  en: {
    title: 'Error in project code',
    advice: 'Correct it and save the file.',
    dismiss: 'Dismiss',
    stack: 'Stack',
    previous: 'Previous error',
    next: 'Next error',
  },
  'zh-CN': {
    title: '项目代码出错',
    advice: '请修改后保存文件。',
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
  let found: readonly ShownError[] = [];
  let thrown: readonly ShownError[] = [];
  let index = 0;

  const card = document.createElement('section');
  card.className = 'ferry-error';
  card.setAttribute('role', 'alertdialog');
  card.setAttribute('aria-label', words.title);
  const count = textElement('span', 'ferry-error__count');
  const message = textElement('p', 'ferry-error__message');
  const location = textElement('p', 'ferry-error__location');
  const frame = textElement('pre', 'ferry-error__frame');
  const advice = textElement('p', 'ferry-error__advice', words.advice);
  const stack = textElement('pre', 'ferry-error__stack');

  const all = (): readonly ShownError[] => [...found, ...thrown];
  const render = (): void => {
    const errors = all();
    index = Math.max(0, Math.min(index, errors.length - 1));
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
    if (!card.isConnected) root.append(card);
  };
  const step = (by: number): void => {
    const { length } = all();
    index = (index + by + length) % length;
    render();
  };
  const dismiss = (): void => {
    found = [];
    thrown = [];
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
  card.append(head, message, location, frame, advice, details);
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dismiss();
  });

  return {
    show(error) {
      thrown = [...thrown, error].slice(-MOST_ERRORS);
      index = all().length - 1;
      render();
    },
    showBuild(findings) {
      found = findings.slice(0, MOST_ERRORS).map(shownFinding);
      index = 0;
      render();
    },
    clearThrown() {
      thrown = [];
      render();
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
