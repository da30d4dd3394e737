import stringWidth from 'string-width';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** Bytes with a unit and two to three significant digits, `1.2 MB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit] ?? 'B'}`;
}

export function durationText(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A bar of this many cells, `▓▓▓▓░░`; the share is 0 to 1. */
export function barText(share: number, cells: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return '▓'.repeat(full) + '░'.repeat(cells - full);
}

/** Rows as columns of equal width; wide characters count twice, as a terminal draws them. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell))));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - stringWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A text cut in its middle to this many columns, so that its end stays. */
export function middleCut(text: string, columns: number): string {
  if (text.length <= columns) return text;
  const tail = Math.ceil((columns - 1) / 2);
  return `${text.slice(0, columns - 1 - tail)}…${text.slice(-tail)}`;
}
