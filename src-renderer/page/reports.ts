import type { PageReport } from '#contract/wx';
import { logError } from './errors/console.ts';

/** What the page tells main of itself, in batches. */
export interface Reports {
  readonly add: (report: PageReport) => void;
  /** Sends what waits; for the moment before the page goes. */
  readonly flush: () => void;
}

const BATCH_MS = 30;
const LARGEST_BATCH = 200;

/** @param send delivers a batch; reports are best effort, so its failure is only logged */
export function createReports(send: (reports: readonly PageReport[]) => Promise<unknown>): Reports {
  let waiting: PageReport[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    send(batch).catch((error: unknown) => {
      logError('A report did not reach Ferry:', error);
    });
  };

  return {
    add(report) {
      waiting.push(report);
      if (waiting.length >= LARGEST_BATCH) flush();
      else timer ??= setTimeout(flush, BATCH_MS);
    },
    flush,
  };
}
