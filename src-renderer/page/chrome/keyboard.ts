import type { Keyboard, KeyboardField, LiveDevice } from '../host.ts';
import { drawKeyboard } from './keyboard-keys.ts';
import { PAGE_VIEW_CLASS } from '../events/geometry.ts';

/** How long a keyboard takes to come up, on iOS as on most Android phones, in milliseconds. */
export const KEYBOARD_MS = 250;

/** What takes text. */
const CONTROLS = 'input, textarea, [contenteditable]';

interface KeyboardOptions {
  readonly device: LiveDevice;
  /** Where the keyboard is drawn: over pages and tab bar. */
  readonly layer: HTMLElement;
}

/**
 * The drawn keyboard. It never takes the focus: what is typed comes from the real one. A page whose field would lie
 * behind it is pushed up by its view, so that what the page measures stays as it was.
 */
export function createKeyboard({ device, layer }: KeyboardOptions): Keyboard {
  const listeners = new Set<(heightPx: number, durationMs: number) => void>();
  let field: KeyboardField | null = null;
  let drawn: HTMLElement | null = null;
  let pushed: HTMLElement | null = null;
  let heightPx = 0;
  let lowering: number | null = null;

  const tell = (next: number): void => {
    if (next === heightPx && next > 0) return;
    heightPx = next;
    for (const listener of listeners) listener(next, KEYBOARD_MS);
  };

  const release = (): void => {
    if (pushed) pushed.style.translate = '';
    pushed = null;
  };

  const raise = (shown: KeyboardField): void => {
    const { keyboardHeight } = device.current().screen;
    if (keyboardHeight === 0) {
      tell(0);
      return;
    }
    drawn ??= drawKeyboard(layer, () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    drawn.style.height = `${String(keyboardHeight)}px`;
    release();
    pushed = shown.adjustPosition ? push(shown, keyboardHeight) : null;
    tell(keyboardHeight);
  };

  const lower = (): void => {
    lowering = null;
    field = null;
    release();
    drawn?.remove();
    drawn = null;
    tell(0);
  };

  // A held keyboard stays while something else of the page is tapped: the field must then keep the focus.
  document.addEventListener(
    'mousedown',
    (event) => {
      if (field?.holdKeyboard !== true || !(event.target instanceof Element)) return;
      if (!event.target.closest(CONTROLS)) event.preventDefault();
    },
    { capture: true },
  );
  device.onChange(() => {
    if (field) raise(field);
  });

  return {
    open(opened) {
      if (lowering !== null) clearTimeout(lowering);
      lowering = null;
      field = opened;
      raise(opened);
      return () => {
        if (field !== opened || lowering !== null) return;
        // The next field may be about to take the focus: the keyboard then stays up.
        lowering = window.setTimeout(lower);
      };
    },
    onHeight(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heightPx: () => heightPx,
    field: () => field?.element ?? null,
    hide() {
      const control = field && controlOf(field.element);
      control?.blur();
      return control !== null;
    },
    selection() {
      const control = field && controlOf(field.element);
      if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)) return null;
      return { start: control.selectionStart ?? 0, end: control.selectionEnd ?? 0 };
    },
  };
}

/** Pushes the page of a field up until the field is clear of the keyboard; returns the view that moved. */
function push({ element, cursorSpacingPx }: KeyboardField, keyboardHeightPx: number): HTMLElement | null {
  const view = element.closest<HTMLElement>(`.${PAGE_VIEW_CLASS}`);
  if (!view) return null;
  const rect = element.getBoundingClientRect();
  const page = view.getBoundingClientRect();
  // WeChat takes the smaller of cursor-spacing and what is left below the field.
  const spacing = Math.max(0, Math.min(cursorSpacingPx, page.bottom - rect.bottom));
  const hidden = rect.bottom + spacing - (document.documentElement.clientHeight - keyboardHeightPx);
  const most = Math.max(0, rect.top - page.top);
  const byPx = Math.ceil(Math.min(hidden, keyboardHeightPx, most));
  if (byPx <= 0) return null;
  view.style.translate = `0 -${String(byPx)}px`;
  return view;
}

/** The real field of an element: itself, or the one inside it. */
function controlOf(element: HTMLElement): HTMLElement {
  return element.matches(CONTROLS) ? element : (element.querySelector<HTMLElement>(CONTROLS) ?? element);
}
