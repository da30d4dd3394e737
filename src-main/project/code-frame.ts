const CONTEXT_LINES = 2;
const LONGEST_LINE = 160;

/**
 * The lines around a place with a marker under it, as text for a fixed-width font.
 * Lines and columns start at 1; column 0 marks the line only. Empty when the line does not exist.
 */
export function codeFrame(source: string, line: number, column: number): string {
  const lines = source.split(/\r?\n/);
  if (line < 1 || line > lines.length) return '';
  const first = Math.max(1, line - CONTEXT_LINES);
  const last = Math.min(lines.length, line + CONTEXT_LINES);
  const width = String(last).length;
  const out: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = (lines[number - 1] ?? '').replaceAll('\t', '  ').slice(0, LONGEST_LINE);
    out.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd());
    if (number === line && column > 0 && column <= LONGEST_LINE) {
      const tabs = (lines[number - 1] ?? '').slice(0, column - 1).split('\t').length - 1;
      out.push(`  ${' '.repeat(width)} | ${' '.repeat(column - 1 + tabs)}^`);
    }
  }
  return out.join('\n');
}

/** Line and column, both from 1, of an offset in UTF-16 units. */
export function placeOfOffset(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
