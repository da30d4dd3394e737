import type { Behaviour, Builtin } from './builtin.ts';
import { anything, flag, number, text } from './builtin.ts';

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
  confirmType: text('done'),
  confirmHold: flag(),
  cursor: number(-1),
  selectionStart: number(-1),
  selectionEnd: number(-1),
  cursorSpacing: anything(),
  cursorColor: text(),
  adjustPosition: flag(true),
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
  readonly confirmType: string;
  readonly confirmHold: boolean;
  readonly cursor: number;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

/** `class` as written in the template that uses the component, with that template's style scope. */
function scopedClass(self: Builtin<TextFieldValues>, names: string): string {
  const owner = self.node.ownerShadowRoot?.getHostNode();
  const scope = owner?.getComponentOptions().styleScope ?? null;
  const prefix = scope === null ? undefined : owner?.getOwnerSpace().styleScopeManager.queryName(scope);
  const written = names.split(/\s+/).filter((name) => name !== '');
  const scoped = prefix === undefined || prefix === '' ? [] : written.map((name) => `${prefix}--${name}`);
  return [...written, ...scoped].join(' ');
}

/** The text a `bindinput` listener returned, if it returned one. */
function returnedText(answer: unknown): string | null {
  if (typeof answer === 'string') return answer;
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return null;
  return String(answer.value);
}

/** What a text field's own component adds. */
interface FieldKind {
  /** Runs after each change of the text, whoever made it. */
  readonly resized?: () => void;
  /** Enter confirms instead of making a new line. */
  readonly confirmsOnEnter: () => boolean;
}

/**
 * Puts a real text field into the component and ties the two together: value and model binding, `bindinput` with its
 * return value, focus, placeholder with style and class, selection, confirm.
 */
export function attachTextField(
  self: Builtin<TextFieldValues>,
  control: HTMLInputElement | HTMLTextAreaElement,
  kind: FieldKind,
): Behaviour<TextFieldValues> {
  const { element } = self;
  const initially = self.get('value');
  const placeholder = document.createElement('div');
  let keyCode = 0;

  function showPlaceholder(): void {
    placeholder.className = `ferry-placeholder ${scopedClass(self, self.get('placeholderClass'))}`;
    placeholder.style.cssText = self.get('placeholderStyle');
    placeholder.textContent = self.get('placeholder');
    placeholder.hidden = control.value !== '';
    if (self.get('placeholder') !== '') control.setAttribute('aria-label', self.get('placeholder'));
  }

  function describe(): void {
    control.disabled = self.get('disabled');
    const maxlength = self.get('maxlength');
    if (maxlength >= 0) control.maxLength = maxlength;
    else control.removeAttribute('maxlength');
    control.enterKeyHint = self.get('confirmType');
  }

  function showValue(value: string): void {
    if (control.value !== value) control.value = value;
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

  control.addEventListener('input', (event) => {
    event.stopPropagation();
    if (event instanceof InputEvent && event.isComposing) {
      placeholder.hidden = true;
      return;
    }
    typed();
  });
  control.addEventListener('compositionend', () => {
    typed();
  });

  function typed(): void {
    self.set('value', control.value);
    const cursor = control.selectionStart ?? control.value.length;
    const replaced = returnedText(self.ask('input', { value: control.value, cursor, keyCode }));
    if (replaced !== null && replaced !== control.value) {
      control.value = replaced;
      self.set('value', replaced);
    }
    showValue(control.value);
  }

  const keys: HTMLElement = control;
  keys.addEventListener('keydown', (event) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- WeChat's event object has a keyCode
    keyCode = event.keyCode;
    if (event.key !== 'Enter' || event.isComposing || !kind.confirmsOnEnter()) return;
    event.preventDefault();
    self.emit('confirm', { value: control.value });
    if (!self.get('confirmHold')) control.blur();
  });
  control.addEventListener('focus', () => {
    select();
    self.emit('focus', { value: control.value, height: 0 });
  });
  control.addEventListener('blur', () => {
    self.emit('blur', { value: control.value, cursor: control.selectionStart ?? 0 });
  });
  control.addEventListener('change', (event) => {
    event.stopPropagation();
  });

  control.value = initially;
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
    field: {
      value: () => control.value,
      reset: () => {
        self.set('value', initially);
        showValue(initially);
      },
    },
  };
}
