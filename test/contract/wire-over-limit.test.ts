import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import type { DeviceName } from '#contract/device';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage } from './wire-page.ts';
import { ending, quiet, table, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

type Api = 'uploadFile' | 'downloadFile' | 'request';

const UPLOAD_OVER = {
  errMsg: 'uploadFile:fail createUploadTask:fail exceed max upload connection count 10',
  errno: 600007,
};
const DOWNLOAD_OVER = {
  errMsg: 'downloadFile:fail createDownloadTask:fail exceed max download connection count 10',
  errno: 600007,
};

interface LimitRow extends SpecRow {
  readonly api: Api;
  readonly device: DeviceName;
  /** What an eleventh gets; null when it waits and succeeds. */
  readonly failure: { readonly errMsg: string; readonly errno?: number } | null;
  /** Changes how the device treats it. */
  readonly queues?: true;
}

/** UNCERTAIN: WeChat documents ten, and both answers. FERRY: an eleventh upload or download fails, a request waits. */
table<LimitRow>(
  'an eleventh transfer',
  [
    ...(['devtools', 'ios', 'android', 'windows'] as const).flatMap((device): LimitRow[] => [
      {
        ids: ['4.limit.ten', '8.errno.600007'],
        says: `${device}: an upload fails at once`,
        api: 'uploadFile',
        device,
        failure: UPLOAD_OVER,
      },
      {
        ids: ['5.limit.ten', '8.errno.600007'],
        says: `${device}: a download fails at once`,
        api: 'downloadFile',
        device,
        failure: DOWNLOAD_OVER,
      },
    ]),
    {
      // The base library of its time gives no errno.
      ids: ['4.limit.ten', '2.version.2.24.0.fail-errno'],
      says: 'the seed: an upload fails at once, without an errno',
      api: 'uploadFile',
      device: 'seed-1.4',
      failure: { errMsg: UPLOAD_OVER.errMsg },
    },
    {
      ids: ['5.limit.ten', '2.version.2.24.0.fail-errno'],
      says: 'the seed: a download fails at once, without an errno',
      api: 'downloadFile',
      device: 'seed-1.4',
      failure: { errMsg: DOWNLOAD_OVER.errMsg },
    },
    {
      ids: ['4.limit.queue'],
      says: 'an upload waits for a slot where the device is told to queue it',
      api: 'uploadFile',
      device: 'devtools',
      failure: null,
      queues: true,
    },
    {
      ids: ['5.limit.queue'],
      says: 'a download waits for a slot where the device is told to queue it',
      api: 'downloadFile',
      device: 'devtools',
      failure: null,
      queues: true,
    },
  ],
  async ({ api, device, failure, queues }) => {
    const asked: ServerResponse[] = [];
    const server = await withServer((request, response) => {
      request.resume().once('end', () => asked.push(response));
    });
    const page = await openWirePage({
      worker: client,
      settings: { device },
      ...(queues
        ? { profile: { overLimit: { upload: 'queue', download: 'queue', request: 'queue' } as const } }
        : {}),
    });
    const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
    const start = (which: Api, prefix: string): void => {
      page.call(which)({
        ...{ url: `${server.origin}/${prefix.trim()}`, ...(which === 'uploadFile' ? file : {}) },
        ...page.callbacks(prefix),
      });
    };
    for (let count = 1; count <= 10; count += 1) start(api, `${String(count)} `);
    await expect.poll(() => asked.length).toBe(10);
    start(api, '');
    // The pools are apart: one of another kind has a slot.
    start(api === 'uploadFile' ? 'downloadFile' : 'uploadFile', 'other ');
    await expect.poll(() => asked.length).toBe(11);
    const urls = (): (string | undefined)[] => asked.map(({ req }) => req.url);
    expect(urls()).not.toContain('/');
    if (failure) {
      await page.hears('complete');
      expect(page.heard).toEqual(ending('fail', failure));
      // A slot that is free again is for the next.
      asked[0]?.end();
      await expect.poll(() => page.transfers.live()).toBe(10);
      start(api, 'next ');
      await expect.poll(urls).toContain('/next');
    } else {
      expect(page.heard).toEqual([]);
      asked[0]?.end();
      await expect.poll(urls).toContain('/');
      asked.at(-1)?.end();
      await page.hears('complete');
      const { queueMs, warnings } =
        page.program.journal.ofThisLaunch().find(({ url }) => url.endsWith('/')) ?? {};
      expect(queueMs).toBeGreaterThan(0);
      expect(warnings?.map(({ rule }) => rule)).toContain('over-ten');
    }
    for (const response of asked) response.end();
    await quiet(page);
  },
);
