import { runActions } from '../animation/run-actions.ts';
import { anything, flag, type Property, type PropertyTable, text } from './property.ts';

/** WAI-ARIA states and properties, in camel case as a component's properties are named ("无障碍访问"). */
const ARIA = [
  'Label',
  'Labelledby',
  'Describedby',
  'Description',
  'Details',
  'Roledescription',
  'Hidden',
  'Live',
  'Atomic',
  'Relevant',
  'Busy',
  'Disabled',
  'Readonly',
  'Required',
  'Invalid',
  'Errormessage',
  'Checked',
  'Selected',
  'Pressed',
  'Expanded',
  'Current',
  'Modal',
  'Haspopup',
  'Controls',
  'Owns',
  'Flowto',
  'Activedescendant',
  'Autocomplete',
  'Keyshortcuts',
  'Level',
  'Multiline',
  'Multiselectable',
  'Orientation',
  'Placeholder',
  'Posinset',
  'Setsize',
  'Sort',
  'Valuemax',
  'Valuemin',
  'Valuenow',
  'Valuetext',
  'Colcount',
  'Colindex',
  'Colspan',
  'Rowcount',
  'Rowindex',
  'Rowspan',
].map((state) => `aria${state}`);

/** By property, the attribute of the element that carries it. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['ariaRole', 'role'],
  ['role', 'role'],
  ...ARIA.map((name) => [name, name.replace('aria', 'aria-').toLowerCase()] as const),
]);

/** Properties that every built-in has, besides `id`, `class`, `style`, `data-*` and events. */
export const COMMON: PropertyTable = {
  hidden: flag(),
  animation: anything(),
  ariaRole: text(),
  role: text(),
  ...Object.fromEntries(ARIA.map((name): [string, Property<unknown>] => [name, anything()])),
};

const NAMES = Object.keys(COMMON);

/** Applies a common property; one that is taken away leaves the element without its attribute. */
export function applyCommon(element: HTMLElement, name: string, value: unknown): void {
  if (name === 'hidden') {
    element.hidden = Boolean(value);
    return;
  }
  if (name === 'animation') {
    runActions(element, value);
    return;
  }
  const attribute = ATTRIBUTES.get(name);
  if (attribute === undefined) return;
  const written = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (written && value !== '') element.setAttribute(attribute, String(value));
  else element.removeAttribute(attribute);
}

/** Applies the common properties that WXML has set. */
export function applyAllCommon(element: HTMLElement, data: Readonly<Record<string, unknown>>): void {
  for (const name of NAMES) if (data[name]) applyCommon(element, name, data[name]);
}
