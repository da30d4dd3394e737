import { MORE_ENTRIES, type MoreOfValue, type ValueKind, type ValueView } from '#contract/value-view';
import type { ValueRefs } from './value-refs.ts';

/** How far a picture of a value goes. */
export interface ViewBounds {
  readonly depth: number;
  /** Entries shown of one object. */
  readonly breadth: number;
  /** Values shown in all. */
  readonly values: number;
  /** Characters shown of one text. */
  readonly textLength: number;
}

/** For a console line: small, for there are thousands. */
export const CONSOLE_BOUNDS: ViewBounds = { depth: 4, breadth: 50, values: 300, textLength: 2000 };
/** For a console line of many or long values. */
export const SCANT_BOUNDS: ViewBounds = { depth: 1, breadth: 10, values: 60, textLength: 200 };
/** For what the developer asked to see. */
export const ASKED_BOUNDS: ViewBounds = { depth: 12, breadth: 1000, values: 10_000, textLength: 20_000 };
/** For the rest of a value that was opened. */
const MORE_BOUNDS: ViewBounds = { depth: 3, breadth: MORE_ENTRIES, values: 4000, textLength: 5000 };

// A page may replace these; what it is asked about must not.
/* eslint-disable @typescript-eslint/unbound-method -- each is called with its `this` */
const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { ownKeys } = Reflect;
const { isArray } = Array;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const timeOf = Date.prototype.getTime;
/* eslint-enable @typescript-eslint/unbound-method */

/** Entries of an object: those shown, how many there are, and whether the rest can be asked for. */
type Entries = readonly [readonly (readonly [string, ValueView])[], number];

/**
 * Pictures a value without running its getters. What a proxy's traps do cannot be helped; what they throw is shown.
 *
 * @param refs keeps the objects that are not shown as a whole; without it what is left out cannot be asked for
 */
export function viewOf(value: unknown, bounds: ViewBounds, refs: ValueRefs | null = null): ValueView {
  return picture(value, bounds, refs, 0);
}

/** The entries of a kept object from one on; null when it is kept no longer. */
export function moreOf(refs: ValueRefs, { ref, from }: MoreOfValue): ValueView | null {
  const found = refs.find(ref);
  return found && picture(found, MORE_BOUNDS, refs, from);
}

function picture(value: unknown, bounds: ViewBounds, refs: ValueRefs | null, first: number): ValueView {
  let left = bounds.values;
  const above: object[] = [];

  const view = (one: unknown, depth: number): ValueView => {
    left -= 1;
    switch (typeof one) {
      case 'string':
        return leaf('string', one.slice(0, bounds.textLength), one.length);
      case 'number':
        return leaf('number', Object.is(one, -0) ? '-0' : String(one));
      case 'bigint':
        return leaf('bigint', bigintText(one, bounds.textLength));
      case 'boolean':
        return leaf('boolean', String(one));
      case 'undefined':
        return leaf('undefined', 'undefined');
      case 'symbol':
        return leaf('symbol', String(one).slice(0, 200));
      default:
        if (one === null) return leaf('null', 'null');
        try {
          return viewObject(one as object, depth);
        } catch (error) {
          return leaf('thrown', messageOf(error));
        }
    }
  };

  const rest = (one: object, from: number): { readonly more?: MoreOfValue } =>
    refs ? { more: { ref: refs.keep(one), from } } : {};

  const viewObject = (one: object, depth: number): ValueView => {
    if (above.includes(one)) return leaf('cycle', className(one));
    const kind = kindOf(one);
    const text = titleOf(kind, one, bounds);
    if (kind === 'node') return leaf(kind, text);
    if (depth >= bounds.depth || left <= 0) return { ...leaf('cut', text), ...rest(one, 0) };
    above.push(one);
    try {
      const [entries, length] = entriesOf(kind, one, depth);
      const shown = (depth === 0 ? first : 0) + entries.length;
      return { kind, text, length, entries, ...(shown < length ? rest(one, shown) : {}) };
    } finally {
      above.pop();
    }
  };

  // What was asked for is there as a whole; only what lies in it gives way.
  const hasRoom = (entries: readonly unknown[], depth: number): boolean =>
    entries.length < bounds.breadth && (depth === 0 || left > 0);

  const entriesOf = (kind: ValueKind, one: object, depth: number): Entries => {
    const skipped = depth === 0 ? first : 0;
    if (kind === 'map' || kind === 'set') return collected(kind, one, depth, skipped);
    if (kind === 'buffer') return bytesOf(one as ArrayBuffer | ArrayBufferView, depth, skipped);
    const keys = ownKeys(one).filter((key) => !isHidden(kind, key));
    const entries: (readonly [string, ValueView])[] = [];
    for (let index = skipped; index < keys.length && hasRoom(entries, depth); index += 1) {
      const key = keys[index];
      if (key !== undefined) entries.push([nameOf(key), member(one, key, depth)]);
    }
    return [entries, keys.length];
  };

  const member = (one: object, key: PropertyKey, depth: number): ValueView => {
    const found = getOwnPropertyDescriptor(one, key);
    if (!found) return leaf('undefined', 'undefined');
    if (found.get || found.set) return leaf('getter', found.get ? 'get' : 'set');
    return view(found.value, depth + 1);
  };

  const collected = (kind: 'map' | 'set', one: object, depth: number, skipped: number): Entries => {
    const entries: (readonly [string, ValueView])[] = [];
    let index = 0;
    const all: Iterable<unknown> =
      kind === 'map' ? mapEntries.call(one as Map<unknown, unknown>) : setValues.call(one as Set<unknown>);
    for (const item of all) {
      if (index >= skipped && hasRoom(entries, depth)) {
        const [key, held] = kind === 'map' ? (item as [unknown, unknown]) : [index, item];
        const name = typeof key === 'string' ? key.slice(0, 200) : shortName(key);
        entries.push([name, view(held, depth + 1)]);
      }
      index += 1;
      if (index > 1_000_000) break;
    }
    return [entries, index];
  };

  /** Typed arrays by their elements, all else by its bytes. */
  const bytesOf = (one: ArrayBuffer | ArrayBufferView, depth: number, skipped: number): Entries => {
    const elements = elementsOf(one);
    const entries: (readonly [string, ValueView])[] = [];
    for (let index = skipped; index < elements.length && hasRoom(entries, depth); index += 1) {
      entries.push([String(index), view(elements[index], depth + 1)]);
    }
    return [entries, elements.length];
  };

  return view(value, 0);
}

function elementsOf(value: ArrayBuffer | ArrayBufferView): ArrayLike<unknown> {
  if (!ArrayBuffer.isView(value)) return new Uint8Array(value);
  if (!(value instanceof DataView)) return value as unknown as ArrayLike<unknown>;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** Decimal digits of a million of them take seconds: a large one is written in hexadecimal. */
function bigintText(value: bigint, length: number): string {
  const isLarge = BigInt.asIntN(4096, value) !== value;
  const text = isLarge ? `0x${BigInt.asUintN(4096, value).toString(16)}…` : value.toString();
  return `${text.slice(0, length)}n`;
}

function leaf(kind: ValueKind, text: string, length = 0): ValueView {
  return { kind, text, length };
}

function shortName(key: unknown): string {
  return (typeof key === 'object' && key !== null) || typeof key === 'function'
    ? className(key)
    : String(key).slice(0, 200);
}

function nameOf(key: PropertyKey): string {
  return String(key).slice(0, 200);
}

/** Members that say nothing. */
function isHidden(kind: ValueKind, key: PropertyKey): boolean {
  if (kind === 'array') return key === 'length';
  if (kind === 'error') return key === 'stack' || key === 'message';
  if (kind === 'function')
    return key !== 'prototype' && ['length', 'name', 'arguments', 'caller'].includes(String(key));
  return false;
}

/** Told by what the language keeps inside objects: a name that an object gives itself may be a getter. */
function kindOf(value: object): ValueKind {
  if (typeof value === 'function') return 'function';
  if (isArray(value)) return 'array';
  if (value instanceof Node) return 'node';
  if (value instanceof Error) return 'error';
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return 'buffer';
  if (value instanceof Map && has(value, mapSize)) return 'map';
  if (value instanceof Set && has(value, setSize)) return 'set';
  if (value instanceof Date && has(value, timeOf)) return 'date';
  if (value instanceof RegExp && has(value, regexpFlags)) return 'regexp';
  return value instanceof Promise ? 'promise' : 'object';
}

type Inner = (this: never) => unknown;

/* eslint-disable @typescript-eslint/unbound-method -- each is called with its `this` */
const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size')?.get;
const setSize = getOwnPropertyDescriptor(Set.prototype, 'size')?.get;
const regexpFlags = getOwnPropertyDescriptor(RegExp.prototype, 'global')?.get;
/* eslint-enable @typescript-eslint/unbound-method */

/** Whether an object has what a function of the language reads; one that only inherits from its kind has not. */
function has(value: object, read: Inner | undefined): boolean {
  try {
    read?.call(value as never);
    return read !== undefined;
  } catch {
    return false;
  }
}

function titleOf(kind: ValueKind, value: object, bounds: ViewBounds): string {
  switch (kind) {
    case 'function':
      return own(value, 'name') ?? '';
    case 'error':
      return errorText(value).slice(0, bounds.textLength);
    case 'date': {
      const atMs = timeOf.call(value as Date);
      return Number.isNaN(atMs) ? 'Invalid Date' : new Date(atMs).toISOString();
    }
    case 'regexp':
      return regexpText(value as RegExp).slice(0, bounds.textLength);
    case 'node':
      return nodeTitle(value as Node);
    default:
      return className(value);
  }
}

/** A text that an object itself holds under a name; a getter is not run. */
function own(value: object, name: string): string | null {
  const held: unknown = getOwnPropertyDescriptor(value, name)?.value;
  return typeof held === 'string' ? held.slice(0, 1000) : null;
}

function className(value: object): string {
  try {
    const prototype = getPrototypeOf(value) as object | null;
    if (prototype === null) return 'Object';
    const made: unknown = getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    return (typeof made === 'function' ? own(made, 'name') : null)?.slice(0, 100) ?? 'Object';
  } catch {
    return 'Object';
  }
}

/* eslint-disable @typescript-eslint/unbound-method -- each is called with its `this` */
const regexpSource = getOwnPropertyDescriptor(RegExp.prototype, 'source')?.get;
const nodeName = getOwnPropertyDescriptor(Node.prototype, 'nodeName')?.get;
/* eslint-enable @typescript-eslint/unbound-method */

const FLAGS = [
  ...([
    ['hasIndices', 'd'],
    ['global', 'g'],
    ['ignoreCase', 'i'],
    ['multiline', 'm'],
  ] as const),
  ...([
    ['dotAll', 's'],
    ['unicode', 'u'],
    ['unicodeSets', 'v'],
    ['sticky', 'y'],
  ] as const),
];

/** Source and flags as the language keeps them. */
function regexpText(value: RegExp): string {
  const flags = FLAGS.map(([name, letter]) => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this`
    const read = getOwnPropertyDescriptor(RegExp.prototype, name)?.get;
    return read?.call(value) === true ? letter : '';
  });
  return `/${String(regexpSource?.call(value))}/${flags.join('')}`;
}

/** `div#top.title`; nothing that a page has put on the node itself is read. */
function nodeTitle(node: Node): string {
  const name = String(nodeName?.call(node)).toLowerCase();
  const [id, classes] =
    node instanceof Element ? [attribute(node, 'id'), attribute(node, 'class')] : ['', ''];
  const first = classes.split(/\s+/).filter((one) => one !== '');
  return `${name}${id && `#${id}`}${first.map((one) => `.${one}`).join('')}`.slice(0, 200);
}

function attribute(element: Element, name: string): string {
  return Element.prototype.getAttribute.call(element, name) ?? '';
}

function errorText(value: object): string {
  return own(value, 'stack') ?? stackOf(value) ?? `${className(value)}: ${own(value, 'message') ?? ''}`;
}

/** V8 keeps `stack` behind an accessor of its own. */
function stackOf(value: object): string | null {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this` below
  const get = getOwnPropertyDescriptor(value, 'stack')?.get;
  if (!get || !Function.prototype.toString.call(get).includes('[native code]')) return null;
  const stack: unknown = get.call(value);
  return typeof stack === 'string' ? stack : null;
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null
    ? (own(error, 'message') ?? className(error))
    : String(error).slice(0, 200);
}
