import type { Behaviour, Builtin } from './builtin.ts';
import { anything, flag, number, text } from './builtin.ts';
import { pixelsOf } from './place.ts';
import { scopedClass } from './scoped-class.ts';
import { attachTyping } from './text-typing.ts';

/** Properties that `input` and `textarea` share. */
export const TEXT_FIELD_PROPERTIES = {
  name: text(),
  value: text(),
  placeholder: text(),
  placeholderStyle: text(),
  placeholderClass: text('input-placeholder'),
  disabled: flag(),
  maxlength: number(140),
  focus: flag(),
  autoFocus: flag(),
  autoFill: text(),
  confirmType: text('done'),
  confirmHold: flag(),
  cursor: number(-1),
  selectionStart: number(-1),
  selectionEnd: number(-1),
  cursorSpacing: anything(0),
  cursorColor: text(),
  adjustPosition: flag(true),
  adjustKeyboardTo: text('cursor'),
  holdKeyboard: flag(),
} as const;

type SharedName = keyof typeof TEXT_FIELD_PROPERTIES;

export interface TextFieldValues {
  readonly name: string;
  readonly value: string;
  readonly placeholder: string;
  readonly placeholderStyle: string;
  readonly placeholderClass: string;
  readonly disabled: boolean;
  readonly maxlength: number;
  readonly focus: boolean;
  readonly autoFocus: boolean;
  readonly autoFill: string;
  readonly confirmType: string;
  readonly confirmHold: boolean;
  readonly cursor: number;
  readonly selectionStart: number;
  readonly selectionEnd: number;
  readonly cursorSpacing: unknown;
  readonly cursorColor: string;
  readonly adjustPosition: boolean;
  readonly holdKeyboard: boolean;
}

export type TextControl = HTMLInputElement | HTMLTextAreaElement;

/** What a text field's own component adds. */
export interface FieldKind {
  /** Runs after each change of the text, whoever made it. */
  readonly resized?: () => void;
  /** Enter confirms instead of making a new line. */
  readonly confirmsOnEnter: () => boolean;
  /** Whether the field's keyboard has what is about to be written. */
  readonly canType?: (written: string) => boolean;
  /** Runs after the field lost the focus. */
  readonly left?: () => void;
}

/**
 * Puts a real text field into the component and ties the two together: value and model binding, `bindinput` with its
 * return value, focus and keyboard, placeholder with style and class, selection, confirm.
 */
export function attachTextField(
  self: Builtin<TextFieldValues>,
  control: TextControl,
  kind: FieldKind,
): Behaviour<TextFieldValues> {
  const { element, host } = self;
  const initially = self.get('value');
  const placeholder = document.createElement('div');
  let lowerKeyboard: (() => void) | null = null;

  function showPlaceholder(): void {
    placeholder.className = `ferry-placeholder ${scopedClass(self.node, self.get('placeholderClass'))}`;
    placeholder.style.cssText = self.get('placeholderStyle');
    placeholder.textContent = self.get('placeholder');
    placeholder.hidden = control.value !== '';
    const label = element.getAttribute('aria-label') ?? self.get('placeholder');
    if (label !== '') control.setAttribute('aria-label', label);
  }

  function describe(): void {
    control.disabled = self.get('disabled');
    const maxlength = self.get('maxlength');
    if (maxlength >= 0) control.maxLength = maxlength;
    else control.removeAttribute('maxlength');
    control.enterKeyHint = self.get('confirmType') === 'return' ? 'enter' : self.get('confirmType');
    control.style.caretColor = self.get('cursorColor');
  }

  /** What the page sets is cut at `maxlength` too. */
  function fitting(value: string): string {
    const maxlength = self.get('maxlength');
    return maxlength >= 0 ? value.slice(0, maxlength) : value;
  }

  function showValue(value: string): void {
    const fitted = fitting(value);
    if (control.value !== fitted) control.value = fitted;
    placeholder.hidden = control.value !== '';
    kind.resized?.();
  }

  function select(): void {
    const start = self.get('selectionStart');
    const end = self.get('selectionEnd');
    const cursor = self.get('cursor');
    if (start >= 0 && end >= 0) control.setSelectionRange(start, end);
    else if (cursor >= 0) control.setSelectionRange(cursor, cursor);
  }

  function followFocus(wanted: boolean): void {
    if (wanted) control.focus({ preventScroll: false });
    else control.blur();
  }

  function raiseKeyboard(): void {
    lowerKeyboard = host.keyboard.open({
      element,
      cursorSpacingPx: pixelsOf(self.get('cursorSpacing')) ?? 0,
      adjustPosition: self.get('adjustPosition'),
      holdKeyboard: self.get('holdKeyboard'),
    });
  }

  attachTyping(self, control, {
    showValue,
    confirmsOnEnter: kind.confirmsOnEnter,
    canType: kind.canType ?? (() => true),
    composing: () => {
      placeholder.hidden = true;
    },
  });
  control.addEventListener('focus', () => {
    if (!self.get('focus')) self.set('focus', true);
    select();
    raiseKeyboard();
    self.emit('focus', { value: control.value, height: host.keyboard.heightPx() });
  });
  control.addEventListener('blur', () => {
    // So that a page can ask for the focus again.
    if (self.get('focus')) self.set('focus', false);
    lowerKeyboard?.();
    lowerKeyboard = null;
    self.emit('blur', { value: control.value, cursor: control.selectionStart ?? control.value.length });
    kind.left?.();
  });
  const endHeights = host.keyboard.onHeight((height, durationMs) => {
    if (host.keyboard.field() === element || document.activeElement === control) {
      self.emit('keyboardheightchange', { height, duration: durationMs / 1000 });
    }
  });

  control.value = fitting(initially);
  describe();
  showPlaceholder();
  element.prepend(placeholder, control);
  if (self.get('focus') || self.get('autoFocus')) {
    queueMicrotask(() => {
      followFocus(true);
    });
  }

  const changed: { [K in SharedName & keyof TextFieldValues]?: (value: TextFieldValues[K]) => void } = {
    value: showValue,
    placeholder: showPlaceholder,
    placeholderStyle: showPlaceholder,
    placeholderClass: showPlaceholder,
    disabled: describe,
    maxlength: describe,
    confirmType: describe,
    cursorColor: describe,
    focus: followFocus,
    cursor: select,
    selectionStart: select,
    selectionEnd: select,
  };
  return {
    changed,
    activate: () => {
      if (!self.get('disabled')) control.focus();
    },
    detached: () => {
      lowerKeyboard?.();
      endHeights();
    },
    field: {
      value: () => control.value,
      reset: () => {
        self.set('value', initially);
        showValue(initially);
      },
    },
  };
}
