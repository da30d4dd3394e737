/* eslint-disable @typescript-eslint/no-unsafe-call
   -- what runs in the browser looks at pages and components of the fixture, which no type describes */
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
}

/** What the page holds after its garbage is gone. */
async function weigh(): Promise<Weight> {
  // The test's own record of the page's calls is no part of it.
  await run.page.evaluate(() => {
    (window as unknown as { ferryCalls: unknown[] }).ferryCalls.length = 0;
  });
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { nodes, listeners: jsEventListeners };
}

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
}

/** What the engine and the browser keep for themselves: compiled code grows until every function is as fast as can be. */
const NOT_THE_PAGE: ReadonlySet<string> = new Set(['code', 'native', 'hidden', 'synthetic']);

/** Bytes of the page's own objects, strings, arrays and functions. */
async function heapBytes(): Promise<number> {
  const chunks: string[] = [];
  const heard = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', heard);
  await session.send('HeapProfiler.takeHeapSnapshot', {});
  session.off('HeapProfiler.addHeapSnapshotChunk', heard);
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (!NOT_THE_PAGE.has(types[0][nodes[at + type] ?? 0] ?? '')) bytes += nodes[at + size] ?? 0;
  }
  return bytes;
}

/** Listeners of the page that was left last, which the engine may hold on to; hundreds had been a leak. */
const ONE_PAGE = 40;

describe('hundreds of navigations', () => {
  it('leave no more style sheets, nodes, listeners or memory behind', async () => {
    await goAndReturn(100);
    // Counting first: what the test itself puts into the page to look for elements is there from here on.
    const sheets = await run.page.locator('style').count();
    const before = await weigh();
    const bytes = await heapBytes();
    await goAndReturn(500);
    expect(await run.page.locator('style').count()).toBe(sheets);
    // A page just left may still wait for its turn in the engine's own queues.
    await expect
      .poll(async () => (await weigh()).nodes, { timeout: 10_000 })
      .toBeLessThanOrEqual(before.nodes);
    await expect
      .poll(async () => (await weigh()).listeners, { timeout: 10_000 })
      .toBeLessThanOrEqual(before.listeners + ONE_PAGE);
    expect(await heapBytes()).toBeLessThanOrEqual(bytes * 1.05);
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
    expect(median).toBeLessThanOrEqual(5);
    expect(await run.page.locator('.on').count()).toBe(1000);
  });
});
