import { clipped } from '../../lib/clipped.ts';
import { inertLine, inertText } from '../../lib/inert-text.ts';
import type { RunReport } from './report.ts';
import { barText, bytesText, durationText, middleCut, tableText } from './terminal-text.ts';

const BAR_CELLS = 12;
const URL_COLUMNS = 48;
/** Characters of a line; the whole of what a page said is in the JSON report. */
const MAX_LINE = 1000;
const SHOWN_WARNINGS = 5;
const STATE = { success: '✓', fail: '!', abort: '⊘', pending: '●' } as const;
const ARROW = { upload: '↑', download: '↓', request: '⇅' } as const;

/** What a person reads at the end of a run: the transfers, what went wrong, where the pictures lie. */
export function summaryText(report: RunReport, pictures: readonly string[]): string {
  const opened = report.pages.filter((page) => page.opened).length;
  const lines = [
    `${inertLine(report.project.name)}: ${report.outcome}, ${plural(opened, 'page')} opened, ${plural(report.transfers.length, 'transfer')}, ${plural(report.exceptions.length, 'exception')} (${report.runtime.kind} ${report.runtime.version})`,
  ];
  if (report.transfers.length > 0) lines.push('', tableText(report.transfers.map(transferRow)));
  lines.push(...conditionLines(report));
  const saved = report.files.filter((file) => file.kind === 'saved');
  if (saved.length > 0) {
    lines.push('', 'Saved files:', tableText(saved.map((file) => [`  ${file.path}`, bytesText(file.size)])));
  }
  lines.push(...sourceLines(report.diagnostics));
  for (const page of report.pages)
    if (page.failure !== null) lines.push('', inertLine(`${page.path} did not open: ${page.failure}`));
  const told = new Set(report.diagnostics.map(({ message }) => message));
  for (const { page, message, location } of report.exceptions) {
    // A page whose source is broken throws what was said above.
    if ([...told].some((text) => message.endsWith(text))) continue;
    lines.push(
      '',
      `${inertLine(page === '' ? 'app.js' : page)}: ${inertLine(message)}${location === null ? '' : ` (${location})`}`,
    );
  }
  const logged = consoleCounts(report.console);
  if (logged !== '') lines.push('', `Console: ${logged} (the text is in --json)`);
  if (report.unsupported.length > 0) {
    lines.push(
      '',
      `Not supported yet: ${report.unsupported.map(({ api, calls }) => `${inertLine(api)} ×${String(calls)}`).join(', ')}`,
    );
  }
  if (pictures.length > 0) lines.push('', `Screenshots: ${pictures.join(', ')}`);
  const cut = lines.flatMap((line) => line.split('\n')).map((line) => clipped(line, MAX_LINE));
  return inertText(cut.join('\n'));
}

function transferRow(transfer: RunReport['transfers'][number]): string[] {
  const isUpload = transfer.kind === 'upload';
  const moved = isUpload ? transfer.sentBytes : transfer.receivedBytes;
  const expected = isUpload ? transfer.expectedSendBytes : transfer.expectedReceiveBytes;
  const share = transfer.outcome === 'success' ? 1 : expected === 0 ? 0 : moved / expected;
  return [
    `${STATE[transfer.outcome]} ${ARROW[transfer.kind]} ${transfer.method}`,
    middleCut(inertLine(transfer.url), URL_COLUMNS),
    transfer.statusCode === null ? '–' : String(transfer.statusCode),
    barText(share, BAR_CELLS),
    bytesText(moved),
    durationText(transfer.durationMs),
    transfer.outcome === 'success'
      ? (transfer.file?.sha256?.slice(0, 12) ?? '')
      : clipped(inertLine(transfer.errMsg ?? ''), MAX_LINE),
  ];
}

/** Whatever changed the transfers on purpose, what of it met none, and what there is to warn of. */
function conditionLines({ conditions, transfers }: RunReport): string[] {
  const lines: string[] = [];
  if (conditions?.link != null) lines.push('', `Link: ${inertLine(conditions.link)}`);
  const met = conditions?.rules.filter(({ hits }) => hits > 0) ?? [];
  if (met.length > 0)
    lines.push('', `Rules: ${met.map(({ text, hits }) => `${inertLine(text)} ×${String(hits)}`).join(', ')}`);
  const idle = conditions?.rules.filter(({ hits }) => hits === 0) ?? [];
  if (idle.length > 0)
    lines.push('', `Met no transfer: ${idle.map(({ text }) => inertLine(text)).join(', ')}`);
  const counts = new Map<string, number>();
  for (const { rule } of transfers.flatMap(({ warnings }) => warnings))
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const warned = [...counts].map(([rule, count]) => `${rule} ×${String(count)}`);
  if (warned.length > 0) lines.push('', `Warnings: ${warned.join(', ')} (the texts are in --json)`);
  return lines;
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** What the compiler found: errors with their code, a few warnings by their line. */
function sourceLines(diagnostics: RunReport['diagnostics']): string[] {
  const lines: string[] = [];
  for (const { file, line, column, message, codeFrame } of diagnostics.filter(
    ({ severity }) => severity === 'error',
  )) {
    lines.push('', `${placeText(file, line, column)} ${message}`);
    if (codeFrame !== '') lines.push(codeFrame);
  }
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  if (warnings.length > 0) lines.push('', `${plural(warnings.length, 'warning')} about the source:`);
  for (const { file, line, column, message } of warnings.slice(0, SHOWN_WARNINGS)) {
    lines.push(`  ${placeText(file, line, column)} ${message}`);
  }
  if (warnings.length > SHOWN_WARNINGS)
    lines.push(`  and ${String(warnings.length - SHOWN_WARNINGS)} more (in --json)`);
  return lines;
}

function placeText(file: string, line: number, column: number): string {
  return line > 0 ? `${file}:${String(line)}:${String(column)}` : file;
}

function consoleCounts(records: RunReport['console']): string {
  const count = (level: string): number => records.filter((record) => record.level === level).length;
  return [[count('error'), 'error'] as const, [count('warn'), 'warning'] as const]
    .filter(([number]) => number > 0)
    .map(([number, noun]) => plural(number, noun))
    .join(', ');
}
