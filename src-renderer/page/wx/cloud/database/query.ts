import { isOptions } from '../../parameters.ts';
import { compare, isEqual, isPlainObject, valueAt } from './values.ts';

/** A condition on one value, or, at the top of a query, on a whole document. */
export class QueryCommand {
  readonly matches: (value: unknown) => boolean;

  constructor(matches: (value: unknown) => boolean) {
    this.matches = matches;
  }

  readonly and = (...others: readonly unknown[]): QueryCommand => every([this, ...listOf(others)]);
  readonly or = (...others: readonly unknown[]): QueryCommand => some([this, ...listOf(others)]);
}

/** Commands may be handed one by one or as one list. */
function listOf(values: readonly unknown[]): readonly unknown[] {
  const [first] = values;
  return values.length === 1 && Array.isArray(first) ? (first as unknown[]) : values;
}

function every(conditions: readonly unknown[]): QueryCommand {
  return new QueryCommand((value) => conditions.every((condition) => matchesValue(condition, value)));
}

function some(conditions: readonly unknown[]): QueryCommand {
  return new QueryCommand((value) => conditions.some((condition) => matchesValue(condition, value)));
}

/** A condition that holds for the value, or for one item of it where it is a list. */
function anyItem(holds: (value: unknown) => boolean): QueryCommand {
  return new QueryCommand((value) => holds(value) || (Array.isArray(value) && value.some(holds)));
}

function ordered(fits: (order: number) => boolean): (wanted: unknown) => QueryCommand {
  return (wanted) =>
    anyItem((value) => {
      const order = compare(value, wanted);
      return order !== null && fits(order);
    });
}

function equals(wanted: unknown): QueryCommand {
  // Null is also the value of what is not there.
  return anyItem((value) => isEqual(value, wanted) || (wanted === null && value === undefined));
}

function not(condition: unknown): QueryCommand {
  return new QueryCommand((value) => !matchesValue(condition, value));
}

/** `db.command`, the half of it that asks. */
export const QUERY_COMMANDS: Readonly<Record<string, (...values: readonly unknown[]) => QueryCommand>> = {
  eq: (wanted) => equals(wanted),
  neq: (wanted) => not(equals(wanted)),
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  in: (wanted) => some((Array.isArray(wanted) ? wanted : []).map(equals)),
  nin: (wanted) => not(some((Array.isArray(wanted) ? wanted : []).map(equals))),
  exists: (wanted) => new QueryCommand((value) => (value !== undefined) === Boolean(wanted ?? true)),
  mod: (divisor, remainder) =>
    anyItem((value) => typeof value === 'number' && value % Number(divisor) === Number(remainder)),
  all: (wanted) =>
    new QueryCommand(
      (value) =>
        Array.isArray(wanted) &&
        wanted.every((item) => (Array.isArray(value) ? value : [value]).some((own) => isEqual(own, item))),
    ),
  size: (wanted) => new QueryCommand((value) => Array.isArray(value) && value.length === wanted),
  elemMatch: (condition) =>
    new QueryCommand((value) => Array.isArray(value) && value.some((item) => matchesValue(condition, item))),
  and: (...conditions) => every(listOf(conditions)),
  or: (...conditions) => some(listOf(conditions)),
  nor: (...conditions) => not(some(listOf(conditions))),
  not: (condition) => not(condition),
};

// `_.gt(1).lt(5)`: every command that asks is also a method of every condition.
for (const [name, command] of Object.entries(QUERY_COMMANDS)) {
  if (name === 'and' || name === 'or') continue;
  Object.defineProperty(QueryCommand.prototype, name, {
    value(this: QueryCommand, ...values: readonly unknown[]): QueryCommand {
      return every([this, command(...values)]);
    },
  });
}

/**
 * Whether a value fulfils a condition: a command, a regular expression, an object whose members are conditions on the
 * fields of the same path (nested or `a.b`), or a value to be equal to.
 */
export function matchesValue(condition: unknown, value: unknown): boolean {
  if (condition instanceof QueryCommand) return condition.matches(value);
  if (condition instanceof RegExp) return anyItem((item) => isMatch(condition, item)).matches(value);
  if (!isPlainObject(condition)) return equals(condition).matches(value);
  return Object.entries(condition).every(([path, inner]) => matchesField(inner, value, path));
}

function isMatch(pattern: RegExp, value: unknown): boolean {
  return (
    typeof value === 'string' && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(value)
  );
}

function matchesField(condition: unknown, value: unknown, path: string): boolean {
  const found = valueAt(value, path);
  if (found !== undefined || !path.includes('.')) return matchesValue(condition, found);
  // `items.name` looks into every item of a list.
  const [head = '', ...rest] = path.split('.');
  const inner = isOptions(value) ? value[head] : undefined;
  if (!Array.isArray(inner)) return matchesValue(condition, undefined);
  return inner.some((item) => matchesField(condition, item, rest.join('.')));
}
