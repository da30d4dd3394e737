/** One region: its code, its name, and the postcode of those that have one. */
export interface RegionRow {
  readonly code: string;
  readonly name: string;
  readonly postcode?: string | undefined;
}

/** One line a region: `440100 广州市 510000`. Names hold no blanks. */
export function format(rows: readonly RegionRow[]): string {
  return rows
    .map(({ code, name, postcode }) => [code, name, ...(postcode === undefined ? [] : [postcode])].join(' '))
    .map((line) => `${line}\n`)
    .join('');
}
