import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { deviceProfile } from '../../src-main/transfers/rules/device-profile.ts';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage } from './wire-page.ts';
import { ending, table, wholeStory, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();
const MIB = 1024 * 1024;

interface CapRow extends SpecRow {
  readonly setting: ProgramHarnessOptions['settings'];
  /** Largest file, in MiB; null where there is no cap. */
  readonly capMib: number | null;
}

const TOO_LARGE = { errMsg: 'downloadFile:fail exceed max file size', errno: 603301 };

/** The server only says how large it is, which is enough to be refused; what is not refused is aborted. */
table<CapRow>(
  'the largest file of a device',
  [
    // FERRY: none but what temp files may take together; a warning above 200 MB.
    {
      ids: ['5.size.cap', '5.size.devtools'],
      says: 'DevTools: none',
      setting: { device: 'devtools' },
      capMib: null,
    },
    { ids: ['5.size.cap', '8.errno.603301'], says: 'iOS: 200 MB', setting: { device: 'ios' }, capMib: 200 },
    {
      ids: ['5.size.cap', '8.errno.603301'],
      says: 'Android: 200 MB',
      setting: { device: 'android' },
      capMib: 200,
    },
    {
      ids: ['5.size.cap', '8.errno.603301'],
      says: 'Windows: 200 MB',
      setting: { device: 'windows' },
      capMib: 200,
    },
    {
      ids: ['5.size.old-client'],
      says: 'Android client 8.0.6: 50 MB',
      setting: { device: 'android', clientVersion: '8.0.6' },
      capMib: 50,
    },
    {
      ids: ['5.size.old-client'],
      says: 'Android client 8.0.7: 200 MB',
      setting: { device: 'android', clientVersion: '8.0.7' },
      capMib: 200,
    },
    {
      ids: ['5.size.old-client'],
      says: 'iOS client 6.7.4: 10 MB',
      setting: { device: 'ios', clientVersion: '6.7.4' },
      capMib: 10,
    },
    {
      ids: ['5.size.old-client'],
      says: 'iOS client 7.0.0: 50 MB',
      setting: { device: 'ios', clientVersion: '7.0.0' },
      capMib: 50,
    },
    {
      ids: ['5.size.cap'],
      says: 'the seed: 10 MB',
      setting: { device: 'seed-1.4', baseLibrary: '3.17.0' },
      capMib: 10,
    },
  ],
  async ({ setting, capMib }) => {
    const capBytes = (capMib ?? 201) * MIB;
    const server = await withServer((request, response) => {
      response.setHeader('content-length', capBytes + (request.url === '/over' ? 1 : 0));
      response.flushHeaders();
    });
    const page = await openWirePage({ worker: client, settings: setting ?? {} });
    const within = page.call('downloadFile')({ url: server.origin, ...page.callbacks('within ') }) as {
      abort(): void;
      onHeadersReceived(listener: unknown): void;
    };
    within.onHeadersReceived(page.listener('within headers'));
    const over = page.call('downloadFile')({
      url: `${server.origin}/over`,
      ...page.callbacks(),
    }) as typeof within;
    over.onHeadersReceived(page.listener('headers'));
    await page.hears('within headers');
    await page.hears('headers');
    if (capMib === null) {
      over.abort();
      expect(await page.hears('fail')).toEqual({ errMsg: 'downloadFile:fail abort' });
    } else {
      expect(await page.hears('complete')).toEqual(TOO_LARGE);
    }
    within.abort();
    // It was still under way: nothing had refused it.
    expect(await page.hears('within fail')).toEqual({ errMsg: 'downloadFile:fail abort' });
    const profile = deviceProfile(setting?.device ?? 'devtools', setting?.clientVersion ?? null);
    expect(profile.maxDownloadBytes).toBe(capMib === null ? 4096 * MIB : capBytes);
  },
);

table<SpecRow & { readonly answer: RequestListener }>(
  'a body that turns out larger than the device takes',
  [
    {
      ids: ['5.size.cap', '8.errno.603301'],
      says: 'without a length is stopped at the cap',
      answer: (_request, response) => {
        response.flushHeaders();
        response.end(Buffer.alloc(10 * MIB + 1));
      },
    },
    {
      ids: ['5.size.cap', '5.size.bomb'],
      says: 'once it is unpacked is stopped at the cap',
      answer: (_request, response) => {
        response.setHeader('content-encoding', 'gzip');
        response.end(gzipSync(Buffer.alloc(40 * MIB)));
      },
    },
  ],
  async ({ answer }) => {
    const server = await withServer(answer);
    const page = await openWirePage({
      worker: client,
      settings: { device: 'seed-1.4', baseLibrary: '3.17.0' },
    });
    page.call('downloadFile')({ url: server.origin, ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending('fail', TOO_LARGE));
    expect(page.program.files.list()).toEqual([]);
  },
);

table<SpecRow & { readonly sizeBytes: number; readonly warns: boolean }>(
  'a file above 200 MB in DevTools',
  [
    {
      ids: ['5.size.devtools'],
      says: 'is not there at 200 MB: no warning',
      sizeBytes: 200 * MIB,
      warns: false,
    },
    {
      ids: ['5.size.devtools'],
      says: 'is saved whole, with a warning',
      sizeBytes: 200 * MIB + 1,
      warns: true,
    },
  ],
  async ({ sizeBytes, warns }) => {
    const packed = gzipSync(Buffer.alloc(sizeBytes), { level: 1 });
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    });
    const page = await openWirePage({ worker: client });
    page.call('downloadFile')({ url: server.origin, ...page.callbacks() });
    expect((await wholeStory(page)).map(([name]) => name)).toEqual(['success', 'complete']);
    expect(page.program.files.list().map((file) => file.sizeBytes)).toEqual([sizeBytes]);
    expect(page.exchange().warnings.some(({ rule }) => rule === 'large-download')).toBe(warns);
  },
);
