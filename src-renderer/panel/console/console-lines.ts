import type { Evaluation } from '#contract/panel-inspect';
import type { ConsoleRecord, Diagnostic, ExceptionRecord } from '#contract/project';
import { placeOfFinding } from '../app/findings.ts';
import type { EarlierRun } from '../app/panel-store.svelte.ts';
import { viewShape } from '../values/value-views.ts';

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
  | { readonly kind: 'typed'; readonly key: string; readonly typed: TypedLine }
  /** From here on the program runs anew. */
  | { readonly kind: 'restart'; readonly key: string; readonly atEpochMs: number };

/** A line with how often it came one after the other. */
export interface ShownLine {
  readonly line: ConsoleLine;
  readonly times: number;
  /** Of the head of a group: whether what is in it shows. */
  readonly isOpen: boolean;
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
    const atEpochMs = timeOf(line) ?? -Infinity;
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

/** Lines with those of earlier runs before them, and where each of those ended; the compiler's findings stay first. */
export function withEarlierRuns(
  lines: readonly ConsoleLine[],
  runs: readonly EarlierRun[],
): readonly ConsoleLine[] {
  if (runs.length === 0) return lines;
  const earlier = runs.flatMap(({ endedAtEpochMs, console: logs, exceptions }): readonly ConsoleLine[] => {
    const run = `run ${String(endedAtEpochMs)}`;
    const said = mergeConsole([], logs, exceptions).map((line) => ({ ...line, key: `${run} ${line.key}` }));
    return [...said, { kind: 'restart', key: run, atEpochMs: endedAtEpochMs }];
  });
  const isFinding = ({ kind }: ConsoleLine): boolean => kind === 'diagnostic';
  return [...lines.filter(isFinding), ...earlier, ...lines.filter((line) => !isFinding(line))];
}

/** What came after the page cleared its console or began anew; the compiler's findings hold on. */
export function sinceClear(lines: readonly ConsoleLine[]): readonly ConsoleLine[] {
  const last = lines.findLastIndex(
    (line) => line.kind === 'restart' || (line.kind === 'log' && line.record.form === 'clear'),
  );
  if (last < 0) return lines;
  const first = lines[last]?.kind === 'restart' ? last + 1 : last;
  return [...lines.filter(({ kind }) => kind === 'diagnostic'), ...lines.slice(first)];
}

/** Whether a line is the head of a group. */
export function isGroupHead(line: ConsoleLine): boolean {
  return line.kind === 'log' && (line.record.form === 'group' || line.record.form === 'collapsed-group');
}

/** How many groups a line stands in. */
export function depthOf(line: ConsoleLine): number {
  return line.kind === 'log' ? (line.record.depth ?? 0) : 0;
}

/**
 * Leaves out what stands in closed groups.
 *
 * @param toggled keys of heads that are not as the page made them: open, or closed for `groupCollapsed`
 */
export function foldGroups(lines: readonly ShownLine[], toggled: ReadonlySet<string>): readonly ShownLine[] {
  const shown: ShownLine[] = [];
  /** The group that is closed around what follows. */
  let closedDepth: number | null = null;
  for (const one of lines) {
    const { line } = one;
    if (line.kind === 'log' && closedDepth !== null) {
      if (depthOf(line) > closedDepth) continue;
      closedDepth = null;
    }
    if (!isGroupHead(line)) {
      shown.push(one);
      continue;
    }
    const isMadeOpen = line.kind === 'log' && line.record.form === 'group';
    const isOpen = isMadeOpen !== toggled.has(line.key);
    if (!isOpen) closedDepth = depthOf(line);
    shown.push({ ...one, isOpen });
  }
  return shown;
}

/** How many lines are errors, and how many warnings. */
export function countLevels(lines: readonly ConsoleLine[]): Readonly<Record<'error' | 'warn', number>> {
  const counts = { error: 0, warn: 0 };
  for (const line of lines) {
    const level = levelOf(line);
    if (level === 'error' || level === 'warn') counts[level] += 1;
  }
  return counts;
}

/** Puts lines that say the same, one after the other, into one. */
export function groupRepeats(lines: readonly ConsoleLine[], isOn: boolean): readonly ShownLine[] {
  const shown: ShownLine[] = [];
  for (const line of lines) {
    const last = shown.at(-1);
    if (isOn && last && saysTheSame(last.line, line)) {
      // The newest stands for all, under the key of the first, so that the row stays where it is.
      shown[shown.length - 1] = { ...last, line: { ...line, key: last.line.key }, times: last.times + 1 };
    } else shown.push({ line, times: 1, isOpen: true });
  }
  return shown;
}

function saysTheSame(one: ConsoleLine, other: ConsoleLine): boolean {
  if (one.kind !== other.kind || (one.kind !== 'log' && one.kind !== 'exception')) return false;
  if (isGroupHead(one) || depthOf(one) !== depthOf(other)) return false;
  if (levelOf(one) !== levelOf(other) || pageOf(one) !== pageOf(other)) return false;
  if (placeOf(one) !== placeOf(other)) return false;
  return textOf(one) === textOf(other);
}

/** Route of the page a line comes from; empty where it comes from none. */
export function pageOf(line: ConsoleLine): string {
  return line.kind === 'log' || line.kind === 'exception' ? line.record.page : '';
}

/** The pages that lines come from, each once. */
export function pagesOf(lines: readonly ConsoleLine[]): readonly string[] {
  return [...new Set(lines.map(pageOf))].filter((page) => page !== '');
}

/** `pages/index/index.js:12:5` of a line that has a place; null otherwise. */
export function placeOf(line: ConsoleLine): string | null {
  if (line.kind === 'typed' || line.kind === 'restart') return null;
  if (line.kind === 'diagnostic') return placeOfFinding(line.diagnostic);
  return line.record.location ?? null;
}

/** The level a line counts as. */
export function levelOf(line: ConsoleLine): ConsoleRecord['level'] {
  if (line.kind === 'typed') return isFailed(line.typed) ? 'error' : 'log';
  if (line.kind === 'log') return line.record.level;
  if (line.kind === 'restart') return 'info';
  if (line.kind === 'exception') return 'error';
  return line.diagnostic.severity === 'error' ? 'error' : 'warn';
}

/** Everything a line says, for search and copying. */
export function textOf(line: ConsoleLine): string {
  if (line.kind === 'typed')
    return [line.typed.code, resultText(line.typed)].filter((part) => part !== '').join('\n');
  if (line.kind === 'restart') return '';
  if (line.kind === 'log') return line.record.text;
  if (line.kind === 'exception') return `${line.record.message}\n${line.record.stack}`;
  const { message, codeFrame } = line.diagnostic;
  return [`${placeOfFinding(line.diagnostic)} ${message}`, codeFrame]
    .filter((part) => part !== '')
    .join('\n');
}

/** When a line was said; null for what holds for the whole run. */
export function timeOf(line: ConsoleLine): number | null {
  switch (line.kind) {
    case 'log':
    case 'exception':
      return line.record.atEpochMs;
    case 'typed':
      return line.typed.atEpochMs;
    case 'restart':
      return line.atEpochMs;
    case 'diagnostic':
      return null;
  }
}

function isOfLevel(line: ConsoleLine, filter: LevelFilter): boolean {
  if (filter === 'all') return true;
  const level = levelOf(line);
  return filter === 'info' ? level === 'info' || level === 'log' : level === filter;
}

/** What came of typed code, as text; empty while it runs. */
export function resultText({ outcome }: TypedLine): string {
  if (outcome === null) return '';
  return 'problem' in outcome ? outcome.problem : viewShape(outcome.value).copied();
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
      line.kind !== 'restart' &&
      (page === '' || pageOf(line) === page) &&
      isOfLevel(line, filter) &&
      (wanted === '' || textOf(line).toLowerCase().includes(wanted)),
  );
}
