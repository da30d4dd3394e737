/** One wheel of a picker's sheet. */
export interface WheelColumn {
  readonly items: readonly string[];
  readonly index: number;
}

/** What `change` tells; `code` and `postcode` come with regions alone. */
export interface PickedDetail {
  readonly value: unknown;
  readonly code?: readonly string[];
  readonly postcode?: string;
}

/** The wheels of one mode of `picker`, and what they mean. */
export interface PickerModel {
  columns(): readonly WheelColumn[];
  /** A wheel came to rest in another row; wheels after it may change with it. */
  pick(column: number, index: number): void;
  detail(): PickedDetail;
}

function indexIn(items: readonly unknown[], wanted: unknown): number {
  const index = Math.trunc(Number(wanted));
  return Number.isFinite(index) ? Math.min(Math.max(index, 0), Math.max(items.length - 1, 0)) : 0;
}

/** Text of one entry of `range`, which may be an object with the text under `range-key`. */
export function entryText(entry: unknown, rangeKey: string): string {
  const value =
    rangeKey !== '' && typeof entry === 'object' && entry !== null
      ? (entry as Readonly<Record<string, unknown>>)[rangeKey]
      : entry;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listFrom(range: unknown, rangeKey: string): readonly string[] {
  // An object stands for its values, as in `wx:for`.
  const entries = typeof range === 'object' && range !== null ? Object.values(range) : [];
  return entries.map((entry) => entryText(entry, rangeKey));
}

/** `mode="selector"`. The index is told as text, as WeChat's typings have it (`PickerChange`). */
export function selectorModel(range: unknown, rangeKey: string, value: unknown): PickerModel {
  const items = listFrom(range, rangeKey);
  let index = indexIn(items, value);
  return {
    columns: () => [{ items, index }],
    pick(_, picked) {
      index = picked;
    },
    detail: () => ({ value: String(index) }),
  };
}

/** `mode="multiSelector"`: an index for each column. */
export function multiSelectorModel(range: unknown, rangeKey: string, value: unknown): PickerModel {
  const lists = (Array.isArray(range) ? (range as readonly unknown[]) : []).map((list) =>
    listFrom(list, rangeKey),
  );
  const wanted = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const picked = lists.map((items, column) => indexIn(items, wanted[column]));
  return {
    columns: () => lists.map((items, column) => ({ items, index: picked[column] ?? 0 })),
    pick(column, index) {
      picked[column] = index;
    },
    detail: () => ({ value: [...picked] }),
  };
}
