/** What kind of value a {@link ValueView} shows. */
export const VALUE_KINDS = [
  ...(['undefined', 'null', 'boolean', 'number', 'bigint', 'string', 'symbol', 'function'] as const),
  ...(['object', 'array', 'map', 'set', 'date', 'regexp', 'error', 'buffer', 'promise', 'node'] as const),
  /** A getter, which is not run. */
  'getter',
  /** An object that stands above itself. */
  'cycle',
  /** What lies deeper or further than a picture goes. */
  'cut',
  /** Reading it threw. */
  'thrown',
] as const;

export type ValueKind = (typeof VALUE_KINDS)[number];

/** A bounded picture of a live value of a page, as plain data. */
export interface ValueView {
  readonly kind: ValueKind;
  /** A text as it is (clipped), a number as JavaScript writes it, the name of a class or function. */
  readonly text: string;
  /** Characters of a text, items of a list, entries of an object: all there are. */
  readonly length: number;
  /** Those of the entries that are shown; absent for what has none. */
  readonly entries?: readonly (readonly [name: string, value: ValueView])[];
  /** Where the page has what is not shown, while it still has it: `panel:inspect` asks it for `more`. */
  readonly more?: MoreOfValue;
}

/** The entries of an object from one on. */
export interface MoreOfValue {
  /** Number of the object among those that the page keeps for this. */
  readonly ref: number;
  readonly from: number;
}

/** Entries that one answer to `more` holds at most. */
export const MORE_ENTRIES = 1000;

/** Values of one console line travel as JSON of at most so many characters. */
export const CONSOLE_VALUES_LENGTH = 65_536;
