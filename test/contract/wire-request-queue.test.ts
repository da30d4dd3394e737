import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { holdingServer, requestFailed, started, warnedOf } from './wire-request-kit.ts';
import { ending, masked, quiet, seeingServer, table, type SpecRow } from './wire-rows.ts';

/** wx-api.md §3, concurrency, for requests. */

const { client } = shareWorker();
const ABORTED = ending('fail', requestFailed('abort'));

const TEN = Array.from({ length: 10 }, (_, index) => `${String(index)} `);
const namesOf = (page: WirePage): string[] => page.heard.map(([name]) => name);

/** Ten requests that the server holds. */
async function withTen(device: 'devtools' | 'seed-1.4' = 'devtools') {
  const server = await holdingServer();
  const page = await openWirePage({ worker: client, settings: { device } });
  for (const prefix of TEN) started(page, { url: `${server.origin}/${prefix.trim()}` }, prefix);
  await server.holds(10);
  return { server, page };
}

table<SpecRow & { readonly run: () => Promise<void> }>(
  'the eleventh request',
  [
    {
      ids: ['3.concurrency.request-queue', '3.concurrency.ten'],
      says: 'waits until one of the ten has ended, and is then carried',
      async run() {
        const { server, page } = await withTen();
        started(page, { url: `${server.origin}/10` }, 'eleventh ');
        expect(page.exchange()).toMatchObject({ url: `${server.origin}/10`, state: 'waiting' });
        expect(page.heard).toEqual([]);
        server.release();
        await page.hears('eleventh complete');
        await quiet(page);
        expect(warnedOf(page)).toContain('over-ten');
        expect(namesOf(page).filter((name) => name.endsWith('success'))).toHaveLength(11);
        expect(page.exchange().queueMs).toBeGreaterThan(0);
      },
    },
    {
      // UNCERTAIN: the order in which the queue drains; first come, first served.
      ids: ['3.concurrency.drain-order'],
      says: 'goes before the twelfth',
      async run() {
        const { server, page } = await withTen();
        const later = await holdingServer();
        for (const path of ['/11', '/12', '/13']) started(page, { url: `${later.origin}${path}` }, path);
        for (const count of [1, 2, 3]) {
          server.releaseOne();
          await later.holds(count);
        }
        expect(later.came).toEqual(['/11', '/12', '/13']);
        later.release();
        server.release();
        await Promise.all(['/11', '/12', '/13', '9 '].map((prefix) => page.hears(`${prefix}complete`)));
      },
    },
    {
      // UNCERTAIN: abort in the queue; as any abort, and nothing is sent.
      ids: ['3.concurrency.abort-queued', '8.text.abort'],
      says: 'can be aborted while it waits, and is never sent',
      async run() {
        const { server, page } = await withTen();
        const task = started(page, { url: `${server.origin}/10` });
        task['abort']?.();
        await page.hears('complete');
        expect(masked(page.heard)).toEqual(ABORTED);
        expect(page.exchange()).toMatchObject({ state: 'aborted', requestHeaders: [] });
        server.release();
        await page.hears('9 complete');
      },
    },
    {
      ids: ['3.concurrency.request-error', '8.errno.600007'],
      says: 'fails at once on a device of the base library 1.4.0',
      async run() {
        const { server, page } = await withTen('seed-1.4');
        started(page, { url: `${server.origin}/10` });
        await page.hears('complete');
        // 600007 is a number of later libraries: at 1.4.0 fail carries the text alone.
        expect(page.heard).toEqual(ending('fail', { errMsg: 'request:fail exceed max task count' }));
        expect(page.exchange()).toMatchObject({ state: 'failed', errno: 600007 });
        server.release();
        await page.hears('9 complete');
      },
    },
    {
      ids: ['3.concurrency.per-api'],
      says: 'does not keep an upload and a download from running: each API has its own ten',
      async run() {
        const { server, page } = await withTen();
        const other = await seeingServer((_request, response) => response.end());
        const filePath = await page.picked('a.txt', 'a');
        page.call('uploadFile')({ url: other.origin, filePath, name: 'f', ...page.callbacks('upload ') });
        page.call('downloadFile')({ url: other.origin, ...page.callbacks('download ') });
        await Promise.all([page.hears('upload success'), page.hears('download success')]);
        server.release();
        await page.hears('9 complete');
      },
    },
  ],
  ({ run }) => run(),
);
