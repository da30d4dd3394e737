import type { ConsoleRecord, Diagnostic, ExceptionRecord } from '#contract/project';
import { placeOfFinding } from '../app/findings.ts';

/** One entry of the console: a finding of the compiler, a line logged, or an exception. */
export type ConsoleLine =
  | { readonly kind: 'diagnostic'; readonly key: string; readonly diagnostic: Diagnostic }
  | { readonly kind: 'log'; readonly key: string; readonly record: ConsoleRecord }
  | { readonly kind: 'exception'; readonly key: string; readonly record: ExceptionRecord };

/** `info` stands for `console.info` and `console.log`. */
export type LevelFilter = 'all' | 'error' | 'warn' | 'info' | 'debug';

/**
 * The compiler's findings first, for they hold for the whole run, then logged lines and exceptions merged in
 * time order. Both lists come in time order, so one pass does.
 */
export function mergeConsole(
  diagnostics: readonly Diagnostic[],
  logs: readonly ConsoleRecord[],
  exceptions: readonly ExceptionRecord[],
): readonly ConsoleLine[] {
  const lines: ConsoleLine[] = diagnostics.map((diagnostic, index) => ({
    kind: 'diagnostic',
    key: `diagnostic ${String(index)}`,
    diagnostic,
  }));
  let next = 0;
  for (const record of logs) {
    for (let exception = exceptions[next]; exception; exception = exceptions[next]) {
      if (exception.atEpochMs > record.atEpochMs) break;
      lines.push({ kind: 'exception', key: `exception ${String(exception.id)}`, record: exception });
      next += 1;
    }
    lines.push({ kind: 'log', key: `log ${String(record.id)}`, record });
  }
  for (const record of exceptions.slice(next)) {
    lines.push({ kind: 'exception', key: `exception ${String(record.id)}`, record });
  }
  return lines;
}

/** The level a line counts as. */
export function levelOf(line: ConsoleLine): ConsoleRecord['level'] {
  if (line.kind === 'log') return line.record.level;
  if (line.kind === 'exception') return 'error';
  return line.diagnostic.severity === 'error' ? 'error' : 'warn';
}

/** Everything a line says, for search and copying. */
export function textOf(line: ConsoleLine): string {
  if (line.kind === 'log') return line.record.text;
  if (line.kind === 'exception') return `${line.record.message}\n${line.record.stack}`;
  const { message, codeFrame } = line.diagnostic;
  return [`${placeOfFinding(line.diagnostic)} ${message}`, codeFrame]
    .filter((part) => part !== '')
    .join('\n');
}

function isOfLevel(line: ConsoleLine, filter: LevelFilter): boolean {
  if (filter === 'all') return true;
  const level = levelOf(line);
  return filter === 'info' ? level === 'info' || level === 'log' : level === filter;
}

/** The lines of a level that contain the words as written, in any case. */
export function filterConsole(
  lines: readonly ConsoleLine[],
  filter: LevelFilter,
  words: string,
): readonly ConsoleLine[] {
  const wanted = words.trim().toLowerCase();
  if (filter === 'all' && wanted === '') return lines;
  return lines.filter(
    (line) => isOfLevel(line, filter) && (wanted === '' || textOf(line).toLowerCase().includes(wanted)),
  );
}
