import type { GeneralComponent } from 'glass-easel';
import { Component } from 'glass-easel';
import type { Control } from './builtin.ts';
import { builtin, controlOf, flag, number, text } from './builtin.ts';

/** The glass-easel node that glass-easel itself notes on each of its elements. */
function componentAt(element: Element): GeneralComponent | null {
  const node = (element as { __wxElement?: unknown }).__wxElement;
  return Component.isComponent(node) ? node : null;
}

interface FormField {
  readonly name: string;
  readonly value: (() => unknown) | null;
  readonly reset: () => void;
}

/**
 * A custom component takes part by the properties that the behaviour `wx://form-field` gives it: `name` and `value`.
 */
function customFieldAt(element: Element): FormField | null {
  const node = componentAt(element);
  if (node === null || node.is.startsWith('wx://')) return null;
  if (!Component.hasProperty(node, 'name') || !Component.hasProperty(node, 'value')) return null;
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

/** Every field in the form, those of nested components included, in document order. */
function fieldsOf(form: Element): readonly FormField[] {
  return [...form.querySelectorAll('*')].flatMap((element) => {
    const field = builtinFieldAt(element) ?? customFieldAt(element);
    return field === null ? [] : [field];
  });
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
  const element = control.node.$$ as unknown as Element;
  const fields = fieldsOf(element);
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
  control.node.triggerEvent('submit', { value });
}
