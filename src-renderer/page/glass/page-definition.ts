import type { Definition } from './behaviors.ts';

/** What `Page()` was given, taken apart. */
export interface PageParts {
  /** Functions, data and what makes up a component. */
  readonly definition: Definition;
  /** Any other member, which each instance of the page gets a copy of. */
  readonly fields: Definition;
}

/** Members of a definition that mean something to a component. */
const COMPONENT_MEMBERS: ReadonlySet<string> = new Set([
  'behaviors',
  'data',
  'externalClasses',
  'lifetimes',
  'observers',
  'options',
  'pageLifetimes',
  'properties',
  'relations',
]);

export function pageParts(written: Definition): PageParts {
  const definition: Definition = {};
  const fields: Definition = {};
  for (const [name, value] of Object.entries(written)) {
    const isPart = typeof value === 'function' || COMPONENT_MEMBERS.has(name);
    (isPart ? definition : fields)[name] = value;
  }
  return { definition, fields };
}

/**
 * Copies of a page's own fields for one instance ("Page": they are copied deeply when the page is made). Plain
 * objects and arrays are copied, however they refer to each other; everything else stays the same object.
 */
export function copiedFields(fields: Definition): Definition {
  return copyOf(fields, new Map()) as Definition;
}

function copyOf(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copyOf(item, copies));
    return list;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Definition = {};
  copies.set(value, copy);
  for (const [name, item] of Object.entries(value)) copy[name] = copyOf(item, copies);
  return copy;
}
