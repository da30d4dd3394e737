import { isOptions } from '../../parameters.ts';
import { matchesValue } from './query.ts';
import { compare, isEqual, isPlainObject, setAt, storedFrom, valueAt } from './values.ts';

/** What an update does to one field: the old value in, the new one out; undefined removes the field. */
export class UpdateCommand {
  readonly apply: (value: unknown) => unknown;
  /** Gives the field another name. */
  readonly renameTo: string | null;

  constructor(apply: (value: unknown) => unknown, renameTo: string | null = null) {
    this.apply = apply;
    this.renameTo = renameTo;
  }
}

function onNumber(work: (old: number, by: number) => number): (by: unknown) => UpdateCommand {
  return (by) => new UpdateCommand((value) => work(typeof value === 'number' ? value : 0, Number(by)));
}

function onList(work: (list: readonly unknown[]) => unknown[]): UpdateCommand {
  return new UpdateCommand((value) => work(Array.isArray(value) ? (value as unknown[]) : []));
}

/** One item, several arguments, a list, or `{each: […]}`. */
function itemsOf(values: readonly unknown[]): readonly unknown[] {
  const [first] = values;
  if (values.length > 1) return values.map(storedFrom);
  if (Array.isArray(first)) return first.map(storedFrom);
  if (isOptions(first) && Array.isArray(first['each'])) return first['each'].map(storedFrom);
  return values.map(storedFrom);
}

/** `push({each, position, sort, slice})` (documentation of Command.push). */
function pushed(list: readonly unknown[], values: readonly unknown[]): unknown[] {
  const [options] = values;
  const each = isOptions(options) && Array.isArray(options['each']) ? options : {};
  const { position, sort, slice } = each as { position?: unknown; sort?: unknown; slice?: unknown };
  const at = typeof position === 'number' ? position : list.length;
  const whole = [...list.slice(0, at), ...itemsOf(values), ...list.slice(at)];
  if (sort === 1 || sort === -1) whole.sort((one, other) => sort * (compare(one, other) ?? 0));
  else if (isPlainObject(sort)) {
    const [field = '', order] = Object.entries(sort)[0] ?? [];
    whole.sort((one, other) => Number(order) * (compare(valueAt(one, field), valueAt(other, field)) ?? 0));
  }
  if (typeof slice !== 'number') return whole;
  return slice >= 0 ? whole.slice(0, slice) : whole.slice(slice);
}

/** `db.command`, the half of it that changes. */
export const UPDATE_COMMANDS: Readonly<Record<string, (...values: readonly unknown[]) => UpdateCommand>> = {
  set: (value) => new UpdateCommand(() => storedFrom(value)),
  remove: () => new UpdateCommand(() => undefined),
  inc: onNumber((old, by) => old + by),
  mul: onNumber((old, by) => old * by),
  min: (bound) => new UpdateCommand((value) => ((compare(value, bound) ?? 1) > 0 ? bound : value)),
  max: (bound) => new UpdateCommand((value) => ((compare(value, bound) ?? -1) < 0 ? bound : value)),
  rename: (name) => new UpdateCommand((value) => value, String(name)),
  push: (...values) => onList((list) => pushed(list, values)),
  pop: () => onList((list) => list.slice(0, -1)),
  shift: () => onList((list) => list.slice(1)),
  unshift: (...values) => onList((list) => [...itemsOf(values), ...list]),
  pull: (condition) => onList((list) => list.filter((item) => !matchesValue(condition, item))),
  pullAll: (values) =>
    onList((list) =>
      list.filter((item) => !(Array.isArray(values) && values.some((gone) => isEqual(gone, item)))),
    ),
  addToSet: (...values) =>
    onList((list) => {
      const fresh = itemsOf(isOptions(values[0]) && 'each' in values[0] ? values : [[values[0]]]);
      return [...list, ...fresh.filter((item) => !list.some((own) => isEqual(own, item)))];
    }),
};

/**
 * A document with an update applied: commands do what they say, plain objects change the fields they name and leave
 * the others, all else takes the place of what was there (documentation of Document.update).
 */
export function updated<D extends Record<string, unknown>>(document: D, data: unknown): D {
  const next = structuredClone(document);
  const walk = (changes: Readonly<Record<string, unknown>>, prefix: string): void => {
    for (const [key, change] of Object.entries(changes)) {
      const path = `${prefix}${key}`;
      if (change instanceof UpdateCommand) {
        const value = change.apply(valueAt(next, path));
        setAt(next, path, change.renameTo === null ? value : undefined);
        if (change.renameTo !== null) setAt(next, `${prefix}${change.renameTo}`, value);
      } else if (isPlainObject(change) && Object.keys(change).length > 0) {
        walk(change, `${path}.`);
      } else if (change !== undefined && typeof change !== 'function') {
        setAt(next, path, storedFrom(change));
      }
    }
  };
  if (isPlainObject(data)) walk(data, '');
  return next;
}
