/** Whether and how a value is coloured: by the `--json-*` tokens, or in soft letters. */
export type ValueTone = 'string' | 'number' | 'word' | 'plain' | 'soft';

/** How a value looks in one line, and what it holds. */
export interface ValueShape {
  readonly tone: ValueTone;
  /** Of a text the whole of it, in quotes; of an object its kind and a few of its keys. */
  readonly text: string;
  /** Entries below it; null for what has none. */
  readonly entries: (() => readonly (readonly [name: string, value: unknown])[]) | null;
  /** What `Copy value` copies. */
  readonly copied: () => string;
  /** Whether it can be written as JSON and so be edited in place. */
  readonly isEditable: boolean;
  /** Whether it is a list or an object, maybe an empty one: something can be put into it. */
  readonly isHolder: boolean;
  /** Its entries are counted, and so are the parts of paths through it. */
  readonly isList: boolean;
  /** The value as plain data, where it is editable. */
  readonly plain: () => unknown;
  /** No value of its own, but some of the entries of the one above it, from this place on. */
  readonly partFrom?: number;
}

/** Keys named in the summary of an object, and the characters it may take. */
const SUMMARY_KEYS = 5;
const SUMMARY_TEXT = 40;

/** The shape of plain data, such as parsed JSON. */
export function jsonShape(value: unknown): ValueShape {
  const copied = (): string =>
    typeof value === 'string' ? value : value === undefined ? 'undefined' : JSON.stringify(value, null, 2);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return {
      tone: 'plain',
      text: `Array(${String(items.length)})`,
      entries: () => items.map((item: unknown, index) => [String(index), item] as const),
      copied,
      isEditable: true,
      isHolder: true,
      isList: true,
      plain: () => items,
    };
  }
  if (typeof value === 'object' && value !== null) {
    return {
      tone: 'plain',
      text: summary(value),
      entries: () => Object.entries(value as Readonly<Record<string, unknown>>),
      copied,
      isEditable: true,
      isHolder: true,
      isList: false,
      plain: () => value,
    };
  }
  return {
    tone: typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'word',
    text: typeof value === 'string' ? JSON.stringify(value) : String(value),
    entries: null,
    copied,
    isEditable: value !== undefined,
    isHolder: false,
    isList: false,
    plain: () => value,
  };
}

function summary(value: object): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  const named = keys.slice(0, SUMMARY_KEYS).join(', ');
  const cut = keys.length > SUMMARY_KEYS || named.length > SUMMARY_TEXT;
  return `{${named.slice(0, SUMMARY_TEXT)}${cut ? ', …' : ''}}`;
}
