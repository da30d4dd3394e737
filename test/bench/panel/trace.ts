import type { CDPSession, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor; a machine that is busy otherwise does not lengthen it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: Readonly<Record<string, unknown>> };
}

/** How long the tasks of a page's main thread took. */
export interface TaskFigures {
  readonly count: number;
  /** By the clock. */
  readonly wall: Spread;
  /** Of the processor: what a machine busy with other things does not lengthen. */
  readonly processor: Spread;
  /** By the clock, of those alone that take a millisecond or more: most tasks do nothing and would hide the rest. */
  readonly longer: Spread & { readonly count: number };
}

export interface Spread {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly over16: number;
}

/** Marks the thread of the page that is looked at among all of the browser's. */
const MARK = 'ferry-bench-mark';

/** Records the tasks of a page's main thread while something is done with it. */
export async function traceTasks(page: Page, work: () => Promise<void>): Promise<TaskFigures> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing', '__metadata'] },
  });
  await page.evaluate((name) => {
    performance.mark(name);
  }, MARK);
  await work();
  await stop(session);
  return figuresOf(events);
}

async function stop(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => {
    session.once('Tracing.tracingComplete', () => {
      resolve();
    });
  });
  await session.send('Tracing.end');
  await complete;
  await session.detach();
}

function figuresOf(events: readonly TraceEvent[]): TaskFigures {
  const mark = events.find(({ name }) => name === MARK);
  if (!mark) throw new Error('The trace does not have the mark of the page.');
  const tasks = events.filter(
    ({ ph, pid, tid, name }) => ph === 'X' && pid === mark.pid && tid === mark.tid && isTask(name),
  );
  const timesMs = tasks.map(({ dur = 0 }) => dur / 1000);
  const longerMs = timesMs.filter((ms) => ms >= 1);
  return {
    count: tasks.length,
    wall: spreadOf(timesMs),
    longer: { ...spreadOf(longerMs), count: longerMs.length },
    processor: spreadOf(tasks.map(({ tdur = 0 }) => tdur / 1000)),
  };
}

function spreadOf(timesMs: readonly number[]): Spread {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return {
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: sorted.at(-1) ?? 0,
    over16: sorted.filter((ms) => ms > 16).length,
  };
}

function isTask(name: string): boolean {
  return name === 'ThreadControllerImpl::RunTask' || name === 'RunTask';
}
