import type { Builtin } from './builtin.ts';
import type { TextControl, TextFieldValues } from './text-field.ts';

interface Typing {
  showValue(value: string): void;
  confirmsOnEnter(): boolean;
  canType(written: string): boolean;
  /** Runs while an input method shows letters that are no text yet. */
  composing(): void;
}

/** The text a `bindinput` listener returned, and where it wants the cursor. */
function returned(answer: unknown): { readonly value: string; readonly cursor: number | null } | null {
  if (typeof answer === 'string') return { value: answer, cursor: null };
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return null;
  const cursor = 'cursor' in answer && typeof answer.cursor === 'number' ? answer.cursor : null;
  return { value: String(answer.value), cursor };
}

/**
 * What typing does: `input` with its return value, `confirm`, the events of an input method and of the selection.
 * While an input method composes there is no `input`: the letters are not the text yet.
 */
export function attachTyping(self: Builtin<TextFieldValues>, control: TextControl, typing: Typing): void {
  let keyCode = 0;
  let told = { start: -1, end: -1 };

  function typed(): void {
    self.set('value', control.value);
    const cursor = control.selectionStart ?? control.value.length;
    const answer = returned(self.ask('input', { value: control.value, cursor, keyCode }));
    if (answer !== null && answer.value !== control.value) {
      control.value = answer.value;
      self.set('value', answer.value);
    }
    if (answer?.cursor != null) control.setSelectionRange(answer.cursor, answer.cursor);
    typing.showValue(control.value);
  }

  control.addEventListener('beforeinput', (event) => {
    if (!(event instanceof InputEvent) || event.isComposing) return;
    if (!typing.canType(event.data ?? event.dataTransfer?.getData('text/plain') ?? ''))
      event.preventDefault();
  });
  control.addEventListener('input', (event) => {
    event.stopPropagation();
    if (event instanceof InputEvent && event.isComposing) {
      typing.composing();
      return;
    }
    typed();
  });
  for (const stage of ['start', 'update', 'end'] as const) {
    const listened: HTMLElement = control;
    listened.addEventListener(`composition${stage}`, (event) => {
      self.emit(`keyboardcomposition${stage}`, { data: event instanceof CompositionEvent ? event.data : '' });
      if (stage === 'end') typed();
    });
  }

  const keys: HTMLElement = control;
  keys.addEventListener('keydown', (event) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- WeChat's event object has a keyCode
    keyCode = event.keyCode;
    if (event.key !== 'Enter' || event.isComposing || !typing.confirmsOnEnter()) return;
    event.preventDefault();
    self.emit('confirm', { value: control.value });
    if (!self.get('confirmHold')) control.blur();
  });
  control.addEventListener('selectionchange', () => {
    const start = control.selectionStart ?? 0;
    const end = control.selectionEnd ?? 0;
    if (start === told.start && end === told.end) return;
    told = { start, end };
    self.emit('selectionchange', { selectionStart: start, selectionEnd: end });
  });
  control.addEventListener('change', (event) => {
    event.stopPropagation();
  });
}
