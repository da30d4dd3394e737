import type { JobCounts } from './protocol.ts';

/** With the first report, the one at the answer and the last it stays below ten a second. */
const PROGRESS_INTERVAL_MS = 120;

/** Reports a job's counts while it runs. */
export interface Meter {
  /** Reports at once, then every 120 ms when something moved. */
  start(): void;
  /** Reports at once if something has moved. */
  tell(): void;
  /** Reports the last change and nothing after it. */
  stop(): void;
}

/** `read` gives the counts as they are, `report` hears them. */
export function createMeter(read: () => JobCounts, report: (counts: JobCounts) => void): Meter {
  let timer: NodeJS.Timeout | null = null;
  let reported: JobCounts | null = null;

  const reportChange = () => {
    const counts = read();
    if (reported !== null && sameCounts(reported, counts)) return;
    reported = counts;
    report(counts);
  };

  return {
    start() {
      if (timer !== null) return;
      reportChange();
      timer = setInterval(reportChange, PROGRESS_INTERVAL_MS);
    },
    tell: reportChange,
    stop() {
      if (timer === null) return;
      clearInterval(timer);
      timer = null;
      reportChange();
    },
  };
}

function sameCounts(a: JobCounts, b: JobCounts): boolean {
  return (
    a.sentBytes === b.sentBytes &&
    a.acknowledgedBytes === b.acknowledgedBytes &&
    a.expectedSendBytes === b.expectedSendBytes &&
    a.receivedBytes === b.receivedBytes &&
    a.expectedReceiveBytes === b.expectedReceiveBytes &&
    a.decodedBytes === b.decodedBytes
  );
}
