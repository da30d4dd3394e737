import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPage, openFrameworkPage } from '../support/framework-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let run: RunningPage;
let session: CDPSession;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await openFrameworkPage(harness, 'list');
  session = await run.page.context().newCDPSession(run.page);
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

/** Opens the detail page and comes back, so many times; each time the other page has shown before it goes on. */
async function goAndReturn(times: number): Promise<void> {
  await run.page.evaluate(async (count) => {
    const shown = (): Record<string, (url?: string) => Promise<unknown>> => {
      const page = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
        __wxElement: { getMethodCaller(): Record<string, (url?: string) => Promise<unknown>> };
      };
      return page.__wxElement.getMethodCaller();
    };
    for (let turn = 0; turn < count; turn++) {
      await shown()['go']?.(`/pages/detail/index?id=${String(turn)}`);
      await shown()['back']?.();
    }
  }, times);
}

interface Weight {
  readonly nodes: number;
  readonly listeners: number;
  readonly bytes: number;
}

/** What the page holds after its garbage is gone. */
async function weigh(): Promise<Weight> {
  // The test's own record of the page's calls is no part of it.
  await run.page.evaluate(() => {
    (window as unknown as { ferryCalls: unknown[] }).ferryCalls.length = 0;
  });
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { nodes, listeners: jsEventListeners, bytes: usedSize };
}

describe('hundreds of navigations', () => {
  it('leave no more style sheets, nodes, listeners or memory than a few', async () => {
    await goAndReturn(30);
    const before = await weigh();
    const sheets = await run.page.locator('style').count();
    await goAndReturn(250);
    console.log('MID', JSON.stringify(await weigh()));
    await goAndReturn(250);
    const after = await weigh();
    console.log('WEIGH', JSON.stringify({ before, after }));
    expect(await run.page.locator('style').count()).toBe(sheets);
    expect(after.nodes).toBeLessThanOrEqual(before.nodes * 1.05);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners * 1.05);
    expect(after.bytes).toBeLessThanOrEqual(before.bytes * 1.05);
  }, 120_000);
});

describe('setData of one path in a list of 1,000 rows', () => {
  it('takes 5 ms at most, by the median', async () => {
    const median = await inPage(run, (page) => {
      page['fill'](1000);
      const times: number[] = [];
      for (let turn = 0; turn < 60; turn++) {
        const startedAt = performance.now();
        page['setData']({ [`rows[${String((turn * 37) % 1000)}].on`]: turn % 2 === 0 });
        times.push(performance.now() - startedAt);
      }
      return times.sort((one, other) => one - other)[30] ?? Number.NaN;
    });
    console.log('MEDIAN', median);
    expect(median).toBeLessThanOrEqual(5);
    expect(await run.page.locator('.on').count()).toBe(1000);
  });
});
