import type { ProgressSample } from '#contract/transfer';
import type { JobCounts } from '../worker/protocol.ts';

/** How far a transfer was, over time, within bounds. */
export interface ProgressSamples {
  take(counts: JobCounts): void;
  list(): readonly ProgressSample[];
}

const MAX_SAMPLES = 200;
/** The worker tells of changes alone, about every 120 ms: a longer silence is a stall. */
const STALL_MS = 250;

/** @param now milliseconds since the `wx` call */
export function createProgressSamples(now: () => number): ProgressSamples {
  let samples: ProgressSample[] = [];
  /** Grows as the samples are thinned out. */
  let spacingMs = 0;

  const add = (sample: ProgressSample): void => {
    const last = samples.at(-1);
    const before = samples.at(-2);
    // The latest always stands; one that is too near to the one before it goes.
    if (last && before && last.atMs - before.atMs < spacingMs) samples.pop();
    samples.push(sample);
    if (samples.length <= MAX_SAMPLES) return;
    const latest = samples.length - 1;
    samples = samples.filter((_sample, index) => index % 2 === 0 || index === latest);
    const [first] = samples;
    spacingMs = first ? (sample.atMs - first.atMs) / (MAX_SAMPLES / 2) : 0;
  };

  return {
    take({ sentBytes, acknowledgedBytes, receivedBytes }) {
      const atMs = Math.max(0, Math.round(now()));
      const last = samples.at(-1);
      const sample = { atMs, acceptedBytes: sentBytes, acknowledgedBytes, receivedBytes };
      // Nothing moved until just now.
      if (last && atMs - last.atMs > Math.max(STALL_MS, 2 * spacingMs)) {
        const stillMs = atMs - Math.min(120, (atMs - last.atMs) / 2);
        add({ ...last, atMs: Math.round(stillMs) });
      }
      const isNews =
        last?.acceptedBytes !== sentBytes ||
        last.acknowledgedBytes !== acknowledgedBytes ||
        last.receivedBytes !== receivedBytes ||
        last.atMs !== atMs;
      if (isNews) add(sample);
    },
    list: () => [...samples],
  };
}
