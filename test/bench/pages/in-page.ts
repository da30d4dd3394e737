/// <reference lib="dom" />
/** These run in the page's own world: nothing outside of each function is at hand. */

/** Milliseconds of each `setData` of one path in a long list, and of the bare change of the same text beside it. */
export interface SetDataSample {
  readonly callMs: readonly number[];
  readonly bareMs: readonly number[];
}

interface BenchGlobals {
  readonly benchWx: {
    navigateTo(options: { url: string }): Promise<unknown>;
    navigateBack(): Promise<unknown>;
    reLaunch(options: { url: string }): Promise<unknown>;
  };
  readonly benchPages: () => readonly { setData(data: object): void }[];
  benchReady?: (() => void) | undefined;
  benchListReady?: boolean;
}
export type { BenchGlobals };

export function measureSetData(times: number): SetDataSample {
  const { benchPages } = Array as unknown as BenchGlobals;
  const page = benchPages().at(-1);
  const texts = document.querySelectorAll('.name');
  const callMs: number[] = [];
  const bareMs: number[] = [];
  const timed = (work: () => void): number => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  };
  for (let round = 0; round < times; round += 1) {
    const row = (round * 37) % 1000;
    callMs.push(timed(() => page?.setData({ [`rows[${String(row)}].name`]: `changed ${String(round)}` })));
    const text = texts[row]?.firstChild;
    if (texts[row]?.textContent !== `changed ${String(round)}`)
      throw new Error(`Row ${String(row)} did not change`);
    bareMs.push(
      timed(() => {
        if (text) text.textContent = `bare ${String(round)}`;
      }),
    );
    if (text) text.textContent = `changed ${String(round)}`;
  }
  return { callMs, bareMs };
}

/** Opens a page so many times, goes back and rests; milliseconds from the call to `onReady` of each. */
export async function measureOpening({
  times,
  restMs,
}: {
  times: number;
  restMs: number;
}): Promise<readonly number[]> {
  const bench = Array as unknown as BenchGlobals;
  const openMs: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const ready = new Promise<void>((resolve) => {
      bench.benchReady = resolve;
    });
    const startedAt = performance.now();
    await bench.benchWx.navigateTo({ url: '/pages/detail/detail' });
    await ready;
    openMs.push(performance.now() - startedAt);
    bench.benchReady = undefined;
    await bench.benchWx.navigateBack();
    // Pages slide, and nobody opens one while another still moves.
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
  return openMs;
}
