import stringWidth from 'string-width';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** Bytes with a unit and two to three significant digits, `1.2 MB`. */
export function bytesText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  // What would be shown as 1000 of a unit is one of the next.
  while (Math.round(value) >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit] ?? 'B'}`;
}

export function durationText(ms: number): string {
  return Math.round(ms) < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
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
  if (stringWidth(text) <= columns) return text;
  const characters = Array.from(text);
  const tail = withinColumns([...characters].reverse(), Math.ceil((columns - 1) / 2)).reverse();
  const head = withinColumns(characters, columns - 1 - stringWidth(tail.join('')));
  return `${head.join('')}…${tail.join('')}`;
}

/** As many characters from the start as fit. */
function withinColumns(characters: readonly string[], columns: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += stringWidth(character);
    if (used > columns) break;
    kept.push(character);
  }
  return kept;
}
