import { forkModule } from './children.ts';
import type { LatencyOrder, LatencyReport } from './latency-main.ts';
import type { Variant } from './rounds.ts';
import { quantile } from './statistics.ts';

/** How quickly a process like Ferry's main process answers while transfers run. */
export interface Latency {
  /** Round trips of messages from another process, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly pings: number;
  /** Share of the time its event loop was busy, 0 to 1. */
  readonly loopBusy: number;
  /** Body bytes moved per second while it was pinged, both directions. */
  readonly bytesPerSecond: number;
}

export const LATENCY_NAMES: Readonly<Record<LatencyOrder['transfers'], string>> = {
  none: 'idle',
  'in the worker': 'Ferry: ten transfers in its worker',
  'in main': 'control: the same ten inside the process',
};

/** One variant for each place the transfers can be. */
export function latencyVariants(order: Omit<LatencyOrder, 'transfers'>): Variant<Latency>[] {
  const places: LatencyOrder['transfers'][] = ['none', 'in the worker', 'in main'];
  return places.map((transfers) => ({
    name: LATENCY_NAMES[transfers],
    async measure(signal) {
      const child = forkModule(new URL('./latency-main.ts', import.meta.url), signal);
      try {
        child.send({ ...order, transfers });
        const { roundTripsMs, loopBusy, bytesPerSecond } = (await child.next()) as LatencyReport;
        return {
          p50Ms: quantile(roundTripsMs, 0.5),
          p99Ms: quantile(roundTripsMs, 0.99),
          maxMs: Math.max(...roundTripsMs),
          pings: roundTripsMs.length,
          loopBusy,
          bytesPerSecond,
        };
      } finally {
        await child.end();
      }
    },
  }));
}
