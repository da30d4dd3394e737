import type { Measured, RoundOptions } from './rounds.ts';
import type { SyncApp } from './sync-calls.ts';
import type { SyncCase, SyncSample } from './sync-cases.ts';
import { sizeText } from './tables.ts';

/** One row for each case; a round is one start of the app, which measures them all. */
export async function syncRows(
  app: SyncApp,
  cases: readonly SyncCase[],
  { rounds, timeLimitMs, onMeasure, calls }: RoundOptions & { readonly calls: number },
): Promise<Measured<SyncSample>[]> {
  const samples = cases.map((): SyncSample[] => []);
  const failures: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    onMeasure(`Ferry: ${String(cases.length)} calls`, round);
    try {
      const found = await app.measure({ cases, calls }, AbortSignal.timeout(2 * timeLimitMs));
      found.forEach((sample, at) => samples[at]?.push(sample));
    } catch (error) {
      failures.push(String(error));
    }
  }
  return cases.map(({ name, sizeBytes }, at) => ({
    name: `Ferry: ${name}${sizeBytes > 0 ? ` ${sizeText(sizeBytes)}` : ''}`,
    samples: samples[at] ?? [],
    failures,
  }));
}
