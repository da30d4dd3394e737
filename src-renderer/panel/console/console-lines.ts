import type { Evaluation } from '#contract/panel-inspect';
import type { ConsoleRecord, Diagnostic, ExceptionRecord } from '#contract/project';
import { placeOfFinding } from '../app/findings.ts';

/** A line typed into the console, and what came of it: an outcome, or why there is none; null while it runs. */
export interface TypedLine {
  readonly id: number;
  readonly atEpochMs: number;
  readonly code: string;
  readonly outcome: Evaluation | { readonly problem: string } | null;
}

/** One entry of the console: a finding of the compiler, a line logged, an exception, or code typed with its result. */
export type ConsoleLine =
  | { readonly kind: 'diagnostic'; readonly key: string; readonly diagnostic: Diagnostic }
  | { readonly kind: 'log'; readonly key: string; readonly record: ConsoleRecord }
  | { readonly kind: 'exception'; readonly key: string; readonly record: ExceptionRecord }
  | { readonly kind: 'typed'; readonly key: string; readonly typed: TypedLine };

/** A line with how often it came one after the other. */
export interface ShownLine {
  readonly line: ConsoleLine;
  readonly times: number;
}

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

/** What was typed stands among what was logged, by time. */
export function withTyped(
  lines: readonly ConsoleLine[],
  typed: readonly TypedLine[],
): readonly ConsoleLine[] {
  if (typed.length === 0) return lines;
  const all: ConsoleLine[] = [];
  let next = 0;
  for (const line of lines) {
    const atEpochMs = line.kind === 'log' || line.kind === 'exception' ? line.record.atEpochMs : -Infinity;
    for (let one = typed[next]; one && one.atEpochMs < atEpochMs; one = typed[next]) {
      all.push({ kind: 'typed', key: `typed ${String(one.id)}`, typed: one });
      next += 1;
    }
    all.push(line);
  }
  for (const one of typed.slice(next))
    all.push({ kind: 'typed', key: `typed ${String(one.id)}`, typed: one });
  return all;
}

/** Puts lines that say the same, one after the other, into one. */
export function groupRepeats(lines: readonly ConsoleLine[], isOn: boolean): readonly ShownLine[] {
  const shown: ShownLine[] = [];
  for (const line of lines) {
    const last = shown.at(-1);
    if (isOn && last && saysTheSame(last.line, line)) {
      // The newest stands for all, under the key of the first, so that the row stays where it is.
      shown[shown.length - 1] = { line: { ...line, key: last.line.key }, times: last.times + 1 };
    } else shown.push({ line, times: 1 });
  }
  return shown;
}

function saysTheSame(one: ConsoleLine, other: ConsoleLine): boolean {
  if (one.kind === 'typed' || one.kind === 'diagnostic' || one.kind !== other.kind) return false;
  if (levelOf(one) !== levelOf(other) || pageOf(one) !== pageOf(other)) return false;
  if (placeOf(one) !== placeOf(other)) return false;
  return textOf(one) === textOf(other);
}

/** Route of the page a line comes from; empty where it comes from none. */
export function pageOf(line: ConsoleLine): string {
  return line.kind === 'log' || line.kind === 'exception' ? line.record.page : '';
}

/** `pages/index/index.js:12:5` of a line that has a place; null otherwise. */
export function placeOf(line: ConsoleLine): string | null {
  if (line.kind === 'typed') return null;
  if (line.kind === 'diagnostic') return placeOfFinding(line.diagnostic);
  return line.record.location ?? null;
}

/** The level a line counts as. */
export function levelOf(line: ConsoleLine): ConsoleRecord['level'] {
  if (line.kind === 'typed') return isFailed(line.typed) ? 'error' : 'log';
  if (line.kind === 'log') return line.record.level;
  if (line.kind === 'exception') return 'error';
  return line.diagnostic.severity === 'error' ? 'error' : 'warn';
}

/** Everything a line says, for search and copying. */
export function textOf(line: ConsoleLine): string {
  if (line.kind === 'typed') return line.typed.code;
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

/** Whether typed code threw or could not be run. */
export function isFailed({ outcome }: TypedLine): boolean {
  return outcome !== null && ('problem' in outcome || !outcome.isOk);
}

/** The lines of a level, and of one page unless `page` is empty, that contain the words as written, in any case. */
export function filterConsole(
  lines: readonly ConsoleLine[],
  filter: LevelFilter,
  words: string,
  page = '',
): readonly ConsoleLine[] {
  const wanted = words.trim().toLowerCase();
  if (filter === 'all' && wanted === '' && page === '') return lines;
  return lines.filter(
    (line) =>
      (page === '' || pageOf(line) === page) &&
      isOfLevel(line, filter) &&
      (wanted === '' || textOf(line).toLowerCase().includes(wanted)),
  );
}
