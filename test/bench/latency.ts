import { askModule } from './children.ts';
import type { LatencyOrder, LatencyReport, Phase } from './latency-main.ts';
import type { Variant } from './rounds.ts';
import { quantile } from './statistics.ts';

/** How quickly a process that does the work of Ferry's main process answers its page. */
export interface Latency {
  /** Round trips of messages from another process, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of those answered while the transfers ran, and while their files were hashed; null where nothing was. */
  readonly p99InTransfersMs: number | null;
  readonly p99InHashesMs: number | null;
  readonly pings: number;
  /** Share of the time its event loop was busy, 0 to 1: of the whole window, and while the transfers ran. */
  readonly loopBusy: number;
  readonly loopBusyInTransfers: number | null;
  /** Body bytes moved per second while the transfers ran, both directions. */
  readonly bytesPerSecond: number;
  /** How long the hashes took after the last transfer. */
  readonly hashSeconds: number;
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
      const main = new URL('./latency-main.ts', import.meta.url);
      const { roundTrips, ...report } = (await askModule(
        main,
        { ...order, transfers },
        signal,
      )) as LatencyReport;
      const all = roundTrips.map(({ ms }) => ms);
      const p99In = (phase: Phase): number | null => {
        const own = roundTrips.filter((trip) => trip.phase === phase).map(({ ms }) => ms);
        return own.length === 0 ? null : quantile(own, 0.99);
      };
      return {
        p50Ms: quantile(all, 0.5),
        p99Ms: quantile(all, 0.99),
        maxMs: Math.max(...all),
        p99InTransfersMs: p99In('transfers'),
        p99InHashesMs: p99In('hashes'),
        pings: all.length,
        ...report,
      };
    },
  }));
}
