import type { AfterPage } from './after-page.ts';

/** A key that went down, as the page saw it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

export type KeysWatcher = (
  afterPage: AfterPage,
  holdsShortcuts: boolean,
  tell: (press: KeyPress) => void,
) => void;

/**
 * Tells of keys that the page has not taken and that a menu may have an accelerator for. Where the browser has
 * shortcuts of its own it does not get them, as Electron has none. Evaluated as text.
 */
export function watchKeys(
  afterPage: AfterPage,
  holdsShortcuts: boolean,
  tell: (press: KeyPress) => void,
): void {
  const CLIPBOARD_AND_UNDO = /^(a|c|v|x|y|z|insert)$/i;
  /** Keys that mean something in text, with modifiers too: to go there, to take something away. */
  const TEXT_KEYS = /^(Arrow(Left|Right|Up|Down)|Home|End|PageUp|PageDown|Backspace|Delete|Enter|Tab)$/;
  const MODIFIERS = /^(Control|Alt|AltGraph|Shift|Meta|CapsLock|NumLock|Process|Dead|Unidentified)$/;

  /** Whether a text field makes something of the key itself. */
  function isForText(event: KeyboardEvent, isCommand: boolean): boolean {
    const [target] = event.composedPath();
    const isEditable =
      target instanceof HTMLInputElement ||
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLElement && target.isContentEditable);
    if (!isEditable) return false;
    return TEXT_KEYS.test(event.key) || (!isCommand && event.key.length === 1);
  }

  /** Whether the browser would do something with it that is not the page's. */
  function isBrowsers(event: KeyboardEvent, isCommand: boolean): boolean {
    if (/^(F\d+|Browser.*|Cancel)$/.test(event.key)) return true;
    if (event.altKey && /^(Arrow(Left|Right)|Home)$/.test(event.key)) return true;
    return isCommand && !CLIPBOARD_AND_UNDO.test(event.key) && !TEXT_KEYS.test(event.key);
  }

  afterPage('keydown', (event) => {
    const { key, code, ctrlKey: control, altKey: alt, metaKey: meta, shiftKey: shift } = event;
    if (event.defaultPrevented || event.isComposing || MODIFIERS.test(key)) return;
    // AltGr types characters and is Control with Alt on some systems.
    const isCommand = (control || alt || meta) && !event.getModifierState('AltGraph');
    if (isForText(event, isCommand)) return;
    if (holdsShortcuts && isBrowsers(event, isCommand)) event.preventDefault();
    tell({ key, code, control, alt, meta, shift });
  });
  if (holdsShortcuts) {
    afterPage('contextmenu', (event) => {
      event.preventDefault();
    });
  }
}
