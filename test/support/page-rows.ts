import type { RunReport } from '../../src-main/cli/run/report.ts';

/** What a page said by `console.log`; the browser's own remarks are warnings and errors. */
export function linesLogged(report: RunReport): string[] {
  return report.console.filter(({ level }) => level === 'log').map(({ text }) => text);
}

/** What a fixture page logged in JSON, one line a row, by the row's name. */
export function rowsLogged<Row extends { readonly row: string }>(report: RunReport): Map<string, Row> {
  return new Map(
    linesLogged(report)
      .filter((text) => text.startsWith('{"row":'))
      .map((text) => {
        const row = JSON.parse(text) as Row;
        return [row.row, row];
      }),
  );
}
