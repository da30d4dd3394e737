import type { RunReport } from './report.ts';
import { barText, bytesText, durationText, middleCut, tableText } from './terminal-text.ts';

const BAR_CELLS = 12;
const URL_COLUMNS = 48;
const STATE = { success: '✓', fail: '!', abort: '⊘', pending: '●' } as const;
const ARROW = { upload: '↑', download: '↓', request: '⇅' } as const;

/** What a person reads at the end of a run: the transfers, what went wrong, where the pictures lie. */
export function summaryText(report: RunReport, pictures: readonly string[]): string {
  const opened = report.pages.filter((page) => page.opened).length;
  const lines = [
    `${report.project.name}: ${report.outcome}, ${plural(opened, 'page')} opened, ${plural(report.transfers.length, 'transfer')}, ${plural(report.exceptions.length, 'exception')} (${report.runtime.kind} ${report.runtime.version})`,
  ];
  if (report.transfers.length > 0) lines.push('', tableText(report.transfers.map(transferRow)));
  const saved = report.files.filter((file) => file.kind === 'saved');
  if (saved.length > 0) {
    lines.push('', 'Saved files:', tableText(saved.map((file) => [`  ${file.path}`, bytesText(file.size)])));
  }
  for (const diagnostic of report.diagnostics.filter(({ severity }) => severity === 'error')) {
    lines.push(
      '',
      `${diagnostic.file}:${String(diagnostic.line)}:${String(diagnostic.column)} ${diagnostic.message}`,
    );
    if (diagnostic.codeFrame !== '') lines.push(diagnostic.codeFrame);
  }
  for (const exception of report.exceptions) {
    lines.push(
      '',
      `${exception.page}: ${exception.message}${exception.location ? ` (${exception.location})` : ''}`,
    );
  }
  if (report.unsupported.length > 0) {
    lines.push(
      '',
      `Not supported yet: ${report.unsupported.map(({ api, calls }) => `${api} ×${String(calls)}`).join(', ')}`,
    );
  }
  if (pictures.length > 0) lines.push('', `Screenshots: ${pictures.join(', ')}`);
  return lines.join('\n');
}

function transferRow(transfer: RunReport['transfers'][number]): string[] {
  const isUpload = transfer.kind === 'upload';
  const moved = isUpload ? transfer.sentBytes : transfer.receivedBytes;
  const expected = isUpload ? transfer.expectedSendBytes : transfer.expectedReceiveBytes;
  const share = transfer.outcome === 'success' ? 1 : expected === 0 ? 0 : moved / expected;
  return [
    `${STATE[transfer.outcome]} ${ARROW[transfer.kind]} ${transfer.method}`,
    middleCut(transfer.url, URL_COLUMNS),
    transfer.statusCode === null ? '–' : String(transfer.statusCode),
    barText(share, BAR_CELLS),
    bytesText(moved),
    durationText(transfer.durationMs),
    transfer.outcome === 'success' ? (transfer.file?.sha256?.slice(0, 12) ?? '') : (transfer.errMsg ?? ''),
  ];
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
