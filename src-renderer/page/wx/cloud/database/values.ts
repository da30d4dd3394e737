import { isOptions } from '../../parameters.ts';

/** One document of a collection. */
export type CloudDocument = Record<string, unknown> & { _id: string };

/** A point on the earth, as `db.Geo.Point` makes one. */
export class GeoPoint {
  readonly longitude: number;
  readonly latitude: number;

  constructor(longitude: number, latitude: number) {
    this.longitude = longitude;
    this.latitude = latitude;
  }

  toJSON(): object {
    return { type: 'Point', coordinates: [this.longitude, this.latitude] };
  }
}

/** `db.serverDate`: the moment at which it is written. */
export class ServerDate {
  readonly offsetMs: number;

  constructor(offsetMs: number) {
    this.offsetMs = offsetMs;
  }
}

/** `db.RegExp`. */
export function regExpFrom(options: unknown): RegExp {
  const { regexp, options: flags } = isOptions(options) ? options : {};
  const known = typeof flags === 'string' ? flags.replaceAll(/[^ims]/g, '') : '';
  return new RegExp(typeof regexp === 'string' ? regexp : '', known);
}

/** True for an object written as one: what a query or an update goes into. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isOptions(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A value as it is stored: dates stay dates, `serverDate` becomes one, functions and undefined are left out. */
export function storedFrom(value: unknown): unknown {
  if (value instanceof ServerDate) return new Date(Date.now() + value.offsetMs);
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(storedFrom);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && typeof item !== 'function')
      .map(([key, item]) => [key, storedFrom(item)]),
  );
}

/** Equal as the database compares: by value, dates by their moment, objects whatever the order of their keys. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  }
  if (isOptions(one) && isOptions(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
    );
  }
  return Object.is(one, other) || one === other;
}

/** Order of two values of one kind; null where they have none. */
export function compare(one: unknown, other: unknown): number | null {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0;
  if (one instanceof Date && other instanceof Date) return one.getTime() - other.getTime();
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other);
  return null;
}

/** The value at `a.b.0.c`; undefined where there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** Names that would reach what every object inherits. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Sets the value at `a.b.c`, making the objects on the way; undefined removes it. */
export function setAt(document: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  if (names.some((name) => FORBIDDEN.has(name))) return;
  const last = names.pop() ?? '';
  let target: Record<string, unknown> = document;
  for (const name of names) {
    const next = target[name];
    if (typeof next === 'object' && next !== null) target = next as Record<string, unknown>;
    else {
      const made: Record<string, unknown> = {};
      target[name] = made;
      target = made;
    }
  }
  if (value === undefined) Reflect.deleteProperty(target, last);
  else target[last] = value;
}
