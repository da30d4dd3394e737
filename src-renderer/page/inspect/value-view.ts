import type { ValueKind, ValueView } from '#contract/value-view';

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
/** For what the developer asked to see. */
export const ASKED_BOUNDS: ViewBounds = { depth: 12, breadth: 1000, values: 10_000, textLength: 20_000 };

// A page may replace these; what it is asked about must not.
/* eslint-disable @typescript-eslint/unbound-method -- each is called with its `this` */
const { getOwnPropertyDescriptor, getPrototypeOf, prototype: objectPrototype } = Object;
const { ownKeys } = Reflect;
const { isArray } = Array;
const tagOf = objectPrototype.toString;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const timeOf = Date.prototype.getTime;
/* eslint-enable @typescript-eslint/unbound-method */

/** Pictures a value without running its getters. What a proxy's traps do cannot be helped; what they throw is shown. */
export function viewOf(value: unknown, bounds: ViewBounds): ValueView {
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
        return leaf('bigint', `${one.toString().slice(0, bounds.textLength)}n`);
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

  const viewObject = (one: object, depth: number): ValueView => {
    if (above.includes(one)) return leaf('cycle', className(one));
    const kind = kindOf(one);
    const text = titleOf(kind, one, bounds);
    if (kind === 'node') return leaf(kind, text);
    if (depth >= bounds.depth || left <= 0) return leaf('cut', text, 0);
    above.push(one);
    try {
      const [entries, length] = entriesOf(kind, one, depth);
      return { kind, text, length, entries };
    } finally {
      above.pop();
    }
  };

  const entriesOf = (
    kind: ValueKind,
    one: object,
    depth: number,
  ): readonly [readonly (readonly [string, ValueView])[], number] => {
    if (kind === 'map' || kind === 'set') return collected(kind, one, depth);
    if (kind === 'buffer') return bytesOf(one as ArrayBuffer | ArrayBufferView, depth);
    const keys = ownKeys(one).filter((key) => !isHidden(kind, key));
    const entries: (readonly [string, ValueView])[] = [];
    for (const key of keys) {
      if (entries.length >= bounds.breadth || left <= 0) break;
      entries.push([nameOf(key), member(one, key, depth)]);
    }
    return [entries, keys.length];
  };

  const member = (one: object, key: PropertyKey, depth: number): ValueView => {
    const found = getOwnPropertyDescriptor(one, key);
    if (!found) return leaf('undefined', 'undefined');
    if (found.get || found.set) return leaf('getter', found.get ? 'get' : 'set');
    return view(found.value, depth + 1);
  };

  const collected = (
    kind: 'map' | 'set',
    one: object,
    depth: number,
  ): readonly [readonly (readonly [string, ValueView])[], number] => {
    const entries: (readonly [string, ValueView])[] = [];
    let index = 0;
    const all: Iterable<unknown> =
      kind === 'map' ? mapEntries.call(one as Map<unknown, unknown>) : setValues.call(one as Set<unknown>);
    for (const item of all) {
      if (entries.length < bounds.breadth && left > 0) {
        const [key, held] = kind === 'map' ? (item as [unknown, unknown]) : [index, item];
        const name = typeof key === 'string' ? key.slice(0, 200) : shortName(key);
        entries.push([name, view(held, depth + 1)]);
      }
      index += 1;
      if (index > 1_000_000) break;
    }
    return [entries, index];
  };

  const bytesOf = (
    one: ArrayBuffer | ArrayBufferView,
    depth: number,
  ): readonly [readonly (readonly [string, ValueView])[], number] => {
    const bytes = ArrayBuffer.isView(one)
      ? new Uint8Array(one.buffer, one.byteOffset, one.byteLength)
      : new Uint8Array(one);
    const shown = [...bytes.subarray(0, Math.min(bounds.breadth, 64))];
    return [shown.map((byte, index) => [String(index), view(byte, depth + 1)] as const), bytes.length];
  };

  return view(value, 0);
}

function leaf(kind: ValueKind, text: string, length = 0): ValueView {
  return { kind, text, length };
}

function shortName(key: unknown): string {
  return typeof key === 'object' && key !== null ? className(key) : String(key).slice(0, 200);
}

function nameOf(key: PropertyKey): string {
  return String(key).slice(0, 200);
}

/** Members that say nothing. */
function isHidden(kind: ValueKind, key: PropertyKey): boolean {
  if (kind === 'array') return key === 'length';
  if (kind === 'function')
    return key !== 'prototype' && ['length', 'name', 'arguments', 'caller'].includes(String(key));
  return false;
}

function kindOf(value: object): ValueKind {
  if (typeof value === 'function') return 'function';
  if (isArray(value)) return 'array';
  if (value instanceof Node) return 'node';
  if (value instanceof Error) return 'error';
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return 'buffer';
  switch (tagOf.call(value)) {
    case '[object Map]':
      return value instanceof Map ? 'map' : 'object';
    case '[object Set]':
      return value instanceof Set ? 'set' : 'object';
    case '[object Date]':
      return value instanceof Date ? 'date' : 'object';
    case '[object RegExp]':
      return value instanceof RegExp ? 'regexp' : 'object';
    case '[object Promise]':
      return 'promise';
    default:
      return 'object';
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
      return RegExp.prototype.toString.call(value).slice(0, bounds.textLength);
    case 'node':
      return (value as Node).nodeName.toLowerCase().slice(0, 200);
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
