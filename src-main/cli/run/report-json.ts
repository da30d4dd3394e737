import { bareReport, type RunReport } from './report.ts';

/** A report as the JSON that is written, and the report that this is. One too large for a text is cut to its head. */
export function reportJson(report: RunReport): { readonly json: string; readonly report: RunReport } {
  try {
    return { json: jsonOf(report), report };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const failure = `${report.failure ?? ''} The report is too large to be written, so its lists were left out.`;
    const head = bareReport({ ...report, outcome: 'failed', failure: failure.trim() });
    return { json: jsonOf(head), report: head };
  }
}

function jsonOf(report: RunReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
