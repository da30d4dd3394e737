import { performance } from 'node:perf_hooks';

/** The one source of time, so that tests can hand in their own. */
export interface Clock {
  /** Milliseconds since the epoch with sub-millisecond digits; never goes back within a process. */
  now(): number;
}

/** The system's monotonic clock, anchored to the epoch at process start. */
export const systemClock: Clock = { now: () => performance.timeOrigin + performance.now() };
