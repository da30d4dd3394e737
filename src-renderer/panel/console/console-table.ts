import type { ValueView } from '#contract/value-view';

/** What `console.table` shows. */
export interface ConsoleTableView {
  readonly columns: readonly string[];
  /** Whether some entries are no objects and stand in a column of their own. */
  readonly hasValues: boolean;
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly (ValueView | null)[];
    readonly value: ValueView | null;
  }[];
  /** Rows that are not shown. */
  readonly left: number;
}

const MOST_COLUMNS = 20;

/** @param values what was given: the data, and maybe a list of the columns that are wanted */
export function tableOf([data, wanted]: readonly ValueView[]): ConsoleTableView {
  const entries = data?.entries ?? [];
  const chosen = wanted?.kind === 'array' ? (wanted.entries ?? []).map(([, { text }]) => text) : null;
  const found = new Set<string>();
  for (const [, value] of entries) for (const [name] of value.entries ?? []) found.add(name);
  const columns = (chosen ?? [...found]).slice(0, MOST_COLUMNS);
  const rows = entries.map(([name, value]) => {
    const known = new Map(value.entries ?? []);
    return {
      name,
      cells: columns.map((column) => known.get(column) ?? null),
      value: value.entries ? null : value,
    };
  });
  return {
    columns,
    hasValues: rows.some(({ value }) => value !== null),
    rows,
    left: Math.max(0, (data?.length ?? 0) - entries.length),
  };
}
