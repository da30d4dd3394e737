import type { Page } from 'playwright-core';

const ROW_PX = 28;
/** Four times what a hand reaches. */
const ROWS_A_SECOND = 440;

export interface FilterFigure {
  readonly filter: string;
  /** The call of the panel's bridge, there and back. */
  readonly callMs: number;
  /** Until the rows of the answer are drawn. */
  readonly screenMs: number;
}

/** Scrolls an element down and up, frame by frame, starting in the middle; returns the rows that passed. */
export function scroll(page: Page, selector: string, seconds: number): Promise<number> {
  return page.evaluate(
    ([chosen, endMs, pxPerMs]) =>
      new Promise<number>((resolve) => {
        const node = document.querySelector(chosen);
        if (!(node instanceof HTMLElement)) throw new Error(`There is no ${chosen}.`);
        const middle = node.scrollHeight / 2;
        node.scrollTop = middle;
        const start = performance.now();
        let last = start;
        let passedPx = 0;
        const step = (now: number): void => {
          const movedPx = (now - last) * pxPerMs;
          last = now;
          // Two seconds down, two seconds up.
          node.scrollTop += Math.floor((now - start) / 2000) % 2 === 0 ? movedPx : -movedPx;
          passedPx += Math.max(0, movedPx);
          if (now - start < endMs) requestAnimationFrame(step);
          else resolve(passedPx / 28);
        };
        requestAnimationFrame(step);
      }),
    [selector, seconds * 1000, (ROWS_A_SECOND * ROW_PX) / 1000] as const,
  );
}

const FILTERS = [
  'kind:upload',
  'status:>=400',
  'host:api7* slow:',
  'is:problem',
  'lighthouse',
  'harbour',
  '西湖',
  'qqzzxxvv',
];

/** Puts filters into the field, one after the other, and waits for each answer to be drawn. */
export async function measureFilters(page: Page): Promise<FilterFigure[]> {
  const field = page.getByRole('combobox').first();
  const figures: FilterFigure[] = [];
  for (const filter of FILTERS) {
    await field.fill('');
    await page.waitForTimeout(700);
    const callMs = await page.evaluate(async (text) => {
      const { ferryPanel } = globalThis as unknown as {
        ferryPanel: { call(channel: string, request: unknown): Promise<unknown> };
      };
      const query = { filter: `${text} `, sort: 'time', isDescending: false, isGroupedByPage: false };
      const start = performance.now();
      await ferryPanel.call('panel:list-exchanges', { query, from: 0, count: 100 });
      return performance.now() - start;
    }, filter);
    const height = await page.evaluate(() => document.querySelector('.list > .all')?.clientHeight ?? 0);
    const drawn = page.evaluate(
      (before) =>
        new Promise<number>((resolve) => {
          let start = 0;
          document.addEventListener('input', () => (start = performance.now()), {
            once: true,
            capture: true,
          });
          const look = (): void => {
            const now = document.querySelector('.list > .all')?.clientHeight ?? 0;
            const isDrawn = now !== before && !document.querySelector('.list .coming');
            if (start > 0 && isDrawn) resolve(performance.now() - start);
            else if (start > 0 && performance.now() - start > 5000) resolve(Number.NaN);
            else requestAnimationFrame(look);
          };
          look();
        }),
      height,
    );
    await field.fill(filter);
    figures.push({ filter, callMs, screenMs: await drawn });
  }
  await field.fill('');
  return figures;
}
