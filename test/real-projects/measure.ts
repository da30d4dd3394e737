import type { RunReport } from '../../src-main/cli/run/report.ts';
import type { RealProject } from './projects.ts';

/** What one project came to. */
export interface Measure {
  readonly name: string;
  readonly pages: number;
  readonly opened: number;
  /** Pages without an exception that the project itself is to blame for. */
  readonly clean: number;
  /** Exceptions for which Ferry is to blame. */
  readonly ofFerry: readonly Blame[];
  readonly ofProject: readonly Blame[];
  /** Pages that were left out of the figures. */
  readonly aside: number;
  readonly holds: boolean;
  readonly openMs: { readonly p50: number; readonly p90: number };
}

/** One kind of exception on one page. */
export interface Blame {
  readonly page: string;
  readonly message: string;
  /** File, line and column in the project; null when none of its code is on the stack. */
  readonly location: string | null;
  readonly times: number;
}

/** The figures of a report of `ferry run --all-pages`. */
export function measure({ name, aside, leastClean }: RealProject, report: RunReport): Measure {
  const counted = report.pages.filter(({ path }) => !aside?.test(path));
  const exceptions = report.exceptions.filter(({ page }) => !aside?.test(page));
  const ofFerry = blames(exceptions.filter(({ cause }) => cause === 'ferry'));
  const ofProject = blames(exceptions.filter(({ cause }) => cause === 'project'));
  const dirty = new Set(ofProject.map(({ page }) => page));
  const clean = counted.filter(({ path }) => !dirty.has(path)).length;
  const opened = counted.filter((page) => page.opened).length;
  const times = counted.map(({ openMs }) => openMs).sort((a, b) => a - b);
  return {
    name,
    pages: counted.length,
    opened,
    clean,
    ofFerry,
    ofProject,
    aside: report.pages.length - counted.length,
    holds:
      opened === counted.length &&
      ofFerry.length === 0 &&
      (leastClean === null ? ofProject.length === 0 : clean / counted.length >= leastClean),
    openMs: { p50: percentile(times, 0.5), p90: percentile(times, 0.9) },
  };
}

function blames(exceptions: RunReport['exceptions']): Blame[] {
  const found = new Map<string, Blame>();
  for (const { page, message, location } of exceptions) {
    const key = JSON.stringify([page, message, location]);
    found.set(key, { page, message, location, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The table and, below it, each exception with its place. */
export function markdown(measures: readonly Measure[]): string {
  const rows = measures.map(
    ({ name, pages, opened, clean, ofFerry, aside, openMs, holds }) =>
      `| ${name} | ${String(pages)}${aside > 0 ? ` (and ${String(aside)} aside)` : ''} | ${String(opened)} | ${String(ofFerry.length)} | ${String(clean)} (${((100 * clean) / Math.max(1, pages)).toFixed(1)} %) | ${String(openMs.p50)} / ${String(openMs.p90)} ms | ${holds ? 'yes' : 'no'} |`,
  );
  const lists = measures.flatMap(({ name, ofFerry, ofProject }) => [
    ...listed(`${name}: cause ferry`, ofFerry),
    ...listed(`${name}: cause project`, ofProject),
  ]);
  return [
    '| project | pages | opened | exceptions of cause ferry | pages with none of cause project | page open p50 / p90 | holds |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...lists,
  ].join('\n');
}

function listed(title: string, list: readonly Blame[]): string[] {
  if (list.length === 0) return [];
  const lines = list.map(
    ({ page, message, location, times }) =>
      `- \`${page}\`: ${message.split('\n')[0] ?? ''} (${location ?? 'no place in the project'})${times > 1 ? ` ×${String(times)}` : ''}`,
  );
  return [`**${title}**`, '', ...lines, ''];
}
