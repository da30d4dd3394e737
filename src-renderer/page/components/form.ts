import { Component } from 'glass-easel';
import { glassElementAt } from '../events/gesture-event.ts';
import { type BuiltinBehavior, hasBuiltinBehavior } from '../glass/behaviors.ts';
import type { Control } from './builtin.ts';
import { builtin, controlOf, elementOf, flag, number, text } from './builtin.ts';

const MOCK_FORM_ID = 'the formId is a mock one';

interface FormField {
  readonly name: string;
  readonly value: (() => unknown) | null;
  readonly reset: () => void;
}

/** A custom component that behaves as a form field: `wx://form-field` gives it `name` and `value`. */
function customFieldAt(element: Element): FormField | null {
  const node = glassElementAt(element);
  if (!Component.isComponent(node) || elementOf(node) !== element) return null;
  if (!hasBuiltinBehavior(node, 'wx://form-field')) return null;
  return {
    name: String(node.data['name'] ?? ''),
    value: () => node.data['value'] as unknown,
    reset: () => undefined,
  };
}

function builtinFieldAt(element: Element): FormField | null {
  const control = controlOf(element);
  if (control?.field == null) return null;
  return {
    name: String(control.node.data['name'] ?? ''),
    value: control.field.value,
    reset: control.field.reset,
  };
}

/**
 * Whether a form knows of what stands in it: a custom component within the form hides what its own template holds,
 * unless it has the behavior that opens it.
 */
function isKnownTo(form: Element, element: Element, opening: BuiltinBehavior): boolean {
  let host = glassElementAt(element)?.ownerShadowRoot?.getHostNode();
  while (host && form.contains(elementOf(host))) {
    if (!hasBuiltinBehavior(host, opening)) return false;
    host = host.ownerShadowRoot?.getHostNode();
  }
  return true;
}

/** Every field the form knows of, in document order. */
function fieldsOf(form: Element): readonly FormField[] {
  return [...form.querySelectorAll('*')].flatMap((element) => {
    const field = builtinFieldAt(element) ?? customFieldAt(element);
    return field !== null && isKnownTo(form, element, 'wx://form-field-group') ? [field] : [];
  });
}

/** The form that a button submits or resets; null outside any. */
export function formOf(button: Element): Control | null {
  const form = button.closest('wx-form');
  return form !== null && isKnownTo(form, button, 'wx://form-field-button') ? controlOf(form) : null;
}

/** `form`: collects the named fields within it when a button with `form-type` is tapped. */
export const form = builtin({
  tag: 'form',
  properties: { reportSubmit: flag(), reportSubmitTimeout: number(), name: text() },
  attach: () => ({
    // A form is found by its buttons through this registration.
    activate: () => undefined,
  }),
});

/** Fires `submit` with the values by name, or puts every field back and fires `reset`. */
export function sendForm(control: Control, kind: 'submit' | 'reset'): void {
  const fields = fieldsOf(elementOf(control.node));
  if (kind === 'reset') {
    for (const field of fields) field.reset();
    control.node.triggerEvent('reset', {});
    return;
  }
  const value = Object.fromEntries(
    fields.flatMap((field) =>
      field.name === '' || field.value === null ? [] : [[field.name, field.value()]],
    ),
  );
  // Template messages by formId are gone from WeChat; DevTools still says this.
  const formId = control.node.data['reportSubmit'] ? { formId: MOCK_FORM_ID } : {};
  control.node.triggerEvent('submit', { value, ...formId });
}
