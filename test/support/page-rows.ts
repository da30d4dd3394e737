import type { RunReport } from '../../src-main/cli/run/report.ts';

/** What a fixture page logged in JSON, one line a row, by the row's name. */
export function rowsLogged<Row extends { readonly row: string }>(report: RunReport): Map<string, Row> {
  return new Map(
    report.console
      .filter(({ text }) => text.startsWith('{"row":'))
      .map(({ text }) => {
        const row = JSON.parse(text) as Row;
        return [row.row, row];
      }),
  );
}
