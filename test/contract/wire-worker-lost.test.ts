import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { holdingServer, NO_EXCEPTION, warnedOf } from './wire-request-kit.ts';
import { ending, masked, quiet, table, type SpecRow } from './wire-rows.ts';

/** What becomes of transfers when Ferry's own transfer process dies under them: `system error`, §8's 600006. */

const { client, workers } = shareWorker();
const APIS = ['request', 'uploadFile', 'downloadFile'] as const;

interface LostRow extends SpecRow {
  /** How many requests wait in the queue besides. */
  readonly queued: number;
}

/** Ten requests and one transfer of each other kind, which the server holds. */
async function started(page: WirePage, url: string): Promise<string[]> {
  const filePath = await page.picked('a.txt', 'a');
  const prefixes = Array.from({ length: 10 }, (_, index) => `request ${String(index)} `);
  for (const prefix of prefixes) page.call('request')({ url, ...page.callbacks(prefix) });
  page.call('uploadFile')({ url, filePath, name: 'f', ...page.callbacks('uploadFile ') });
  page.call('downloadFile')({ url, ...page.callbacks('downloadFile ') });
  return [...prefixes, 'uploadFile ', 'downloadFile '];
}

table<LostRow>(
  'a transfer process that is killed',
  [
    {
      ids: ['3.worker-lost', '8.errno.600006'],
      says: 'fails every transfer that was under way, once, and the next one works',
      queued: 0,
    },
    {
      ids: ['3.worker-lost', '8.errno.600006'],
      says: 'leaves those that waited in the queue to the next process',
      queued: 2,
    },
  ],
  async ({ queued }) => {
    const server = await holdingServer();
    const page = await openWirePage({ worker: client });
    const prefixes = await started(page, `${server.origin}/held`);
    await server.holds(12);
    const waiting = Array.from({ length: queued }, (_, index) => `queued ${String(index)} `);
    for (const prefix of waiting)
      page.call('request')({ url: `${server.origin}/queued`, ...page.callbacks(prefix) });
    const before = workers.started();

    await workers.crash();
    await Promise.all(prefixes.map((prefix) => page.hears(`${prefix}complete`)));
    server.release();
    await Promise.all(waiting.map((prefix) => page.hears(`${prefix}success`)));
    for (const api of APIS) {
      const upload = api === 'uploadFile' ? { filePath: await page.picked('b.txt', 'b'), name: 'f' } : {};
      page.call(api)({ url: server.origin, ...upload, ...page.callbacks(`next ${api} `) });
      await page.hears(`next ${api} success`);
    }
    await quiet(page);

    const heard = masked(page.heard);
    for (const prefix of prefixes) {
      const api = prefix.split(' ')[0] ?? '';
      const exception = api === 'request' ? { exception: NO_EXCEPTION } : {};
      const told = { errMsg: `${api}:fail system error`, errno: 600006, ...exception };
      const own = heard.filter(([name]) => name.startsWith(prefix));
      expect(own.map(([name, argument]) => [name.slice(prefix.length), argument])).toEqual(
        ending('fail', told),
      );
    }
    expect(heard).toHaveLength(2 * (prefixes.length + waiting.length + APIS.length));
    expect(workers.started()).toBe(before + 1);
    expect(page.transfers.live()).toBe(0);
    expect(workers.openJobs()).toEqual([]);
    const lost = page.program.journal.ofThisLaunch().filter(({ errno }) => errno === 600006);
    expect(lost.map(({ warnings }) => warnings.at(-1)?.rule)).toEqual(Array(12).fill('worker-lost'));
    expect(warnedOf(page)).not.toContain('worker-lost');
  },
);
