import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { quiet, seeingServer, table, valuesOf, type SeeingServer, type SpecRow } from './wire-rows.ts';
import { before } from './wx-harness.ts';

const { client } = shareWorker();

type Api = 'uploadFile' | 'downloadFile' | 'request';

/** A call that has ended, at one version of the base library. */
interface Called {
  readonly page: WirePage;
  readonly server: SeeingServer;
  readonly returned: unknown;
  /** What success or fail was given. */
  readonly result: Readonly<Record<string, unknown>>;
}

interface VersionRow extends SpecRow {
  readonly api: Api;
  readonly since: string;
  readonly options?: object;
  readonly answer?: 'closes';
  readonly sees: (called: Called) => unknown;
  /** At the version before `since`, and at `since`. */
  readonly seen: readonly [older: unknown, newer: unknown];
}

const members = ({ returned }: Called): unknown =>
  returned === undefined ? undefined : Object.keys(returned as object).sort();
const fields = ({ result }: Called): unknown => Object.keys(result).sort();
const profileFields =
  (...names: readonly string[]) =>
  ({ result }: Called): unknown =>
    names.filter((name) => Object.hasOwn(result['profile'] as object, name));
const rules = ({ page }: Called): unknown =>
  page
    .exchange()
    .warnings.map(({ rule }) => rule)
    .filter((rule) => rule === 'http2-unavailable');

const TASK = ['abort', 'onProgressUpdate'];
const TASK_2_1 = [
  'abort',
  'offHeadersReceived',
  'offProgressUpdate',
  'onHeadersReceived',
  'onProgressUpdate',
];

/** The transfer itself goes at every version: each row ends with its call. */
table<VersionRow>(
  'a transfer at the version before, and at',
  [
    {
      ids: ['2.version.1.4.0.tasks', '4.task.since'],
      says: '1.4.0: uploadFile returns a task',
      api: 'uploadFile',
      since: '1.4.0',
      sees: members,
      seen: [undefined, TASK],
    },
    {
      ids: ['2.version.1.4.0.tasks', '5.task.since'],
      says: '1.4.0: downloadFile returns a task',
      api: 'downloadFile',
      since: '1.4.0',
      sees: members,
      seen: [undefined, TASK],
    },
    {
      ids: ['2.version.1.4.0.tasks'],
      says: '1.4.0: request returns a task',
      api: 'request',
      since: '1.4.0',
      sees: members,
      seen: [undefined, ['abort']],
    },
    {
      ids: ['2.version.2.1.0.task-methods', '4.task.since'],
      says: '2.1.0: an UploadTask has the other three',
      api: 'uploadFile',
      since: '2.1.0',
      sees: members,
      seen: [TASK, TASK_2_1],
    },
    {
      ids: ['2.version.2.1.0.task-methods', '5.task.since'],
      says: '2.1.0: a DownloadTask has the other three',
      api: 'downloadFile',
      since: '2.1.0',
      sees: members,
      seen: [TASK, TASK_2_1],
    },
    {
      ids: ['2.version.2.1.0.task-methods'],
      says: '2.1.0: a RequestTask has on- and offHeadersReceived',
      api: 'request',
      since: '2.1.0',
      sees: members,
      seen: [['abort'], ['abort', 'offHeadersReceived', 'onHeadersReceived']],
    },
    {
      ids: ['2.version.1.2.0.request-header'],
      says: '1.2.0: request gives header',
      api: 'request',
      since: '1.2.0',
      sees: fields,
      seen: [
        ['data', 'errMsg', 'statusCode'],
        ['data', 'errMsg', 'header', 'statusCode'],
      ],
    },
    {
      ids: ['2.version.1.7.0.responseType'],
      says: '1.7.0: request takes responseType',
      api: 'request',
      since: '1.7.0',
      options: { responseType: 'arraybuffer' },
      sees: ({ result }) => (result['data'] instanceof ArrayBuffer ? 'bytes' : typeof result['data']),
      seen: ['string', 'bytes'],
    },
    {
      ids: ['2.version.1.8.0.filePath', '5.option.filePath'],
      says: '1.8.0: downloadFile takes filePath',
      api: 'downloadFile',
      since: '1.8.0',
      options: { filePath: 'http://usr/a.txt' },
      sees: fields,
      seen: [
        ['errMsg', 'statusCode', 'tempFilePath'],
        ['errMsg', 'filePath', 'statusCode'],
      ],
    },
    {
      ids: ['2.version.2.10.0.cookies'],
      says: '2.10.0: request gives cookies',
      api: 'request',
      since: '2.10.0',
      sees: ({ result }) => result['cookies'],
      seen: [undefined, ['a=1', 'b=2']],
    },
    ...(['uploadFile', 'downloadFile', 'request'] as const).map((api): VersionRow => ({
      ids: ['2.version.2.10.4.enableHttp2'],
      says: `2.10.4: ${api} takes enableHttp2`,
      api,
      since: '2.10.4',
      options: { enableHttp2: true },
      sees: rules,
      seen: [[], ['http2-unavailable']],
    })),
    ...(['downloadFile', 'request'] as const).map((api): VersionRow => ({
      ids: ['2.version.2.10.4.profile'],
      says: `2.10.4: ${api} gives profile`,
      api,
      since: '2.10.4',
      sees: ({ result }) => Object.hasOwn(result, 'profile'),
      seen: [false, true],
    })),
    {
      ids: ['2.version.3.5.0.upload-profile', '4.success.profile'],
      says: '3.5.0: uploadFile gives profile',
      api: 'uploadFile',
      since: '3.5.0',
      sees: ({ result }) => Object.hasOwn(result, 'profile'),
      seen: [false, true],
    },
    {
      ids: ['2.version.3.5.0.upload-profile', '4.option.enableProfile'],
      says: '3.5.0: uploadFile takes enableProfile',
      api: 'uploadFile',
      since: '3.5.0',
      options: { enableProfile: false },
      sees: ({ result }) => Object.hasOwn(result, 'profile'),
      seen: [false, false],
    },
    ...(['uploadFile', 'downloadFile', 'request'] as const).map((api): VersionRow => ({
      ids: ['2.version.2.24.0.fail-errno'],
      says: `2.24.0: ${api} fails with errno`,
      api,
      since: '2.24.0',
      options: { url: 'nowhere' },
      sees: ({ result }) => Object.hasOwn(result, 'errno'),
      seen: [false, true],
    })),
    {
      ids: ['2.version.3.0.0.request-exception'],
      says: '3.0.0: request gives exception',
      api: 'request',
      since: '3.0.0',
      sees: ({ result }) => result['exception'],
      seen: [undefined, { retryCount: 0, reasons: [] }],
    },
    {
      ids: ['2.version.3.8.10.fail-exception'],
      says: '3.8.10: request fails with exception',
      api: 'request',
      since: '3.8.10',
      answer: 'closes',
      sees: ({ result }) => result['exception'],
      seen: [undefined, { retryCount: 0, reasons: [] }],
    },
    ...(['downloadFile', 'request'] as const).map((api): VersionRow => ({
      ids: ['2.version.3.3.4.usingHighPerformanceMode'],
      says: `3.3.4: profile of ${api} has usingHighPerformanceMode`,
      api,
      since: '3.3.4',
      sees: profileFields('usingHighPerformanceMode', 'fetchStart'),
      seen: [['fetchStart'], ['usingHighPerformanceMode', 'fetchStart']],
    })),
    ...(['uploadFile', 'downloadFile', 'request'] as const).map((api): VersionRow => ({
      ids: ['2.version.3.8.10.queue-marks'],
      says: `3.8.10: profile of ${api} has invokeStart and the queue`,
      api,
      since: '3.8.10',
      sees: profileFields('invokeStart', 'queueStart', 'queueEnd'),
      seen: [[], ['invokeStart', 'queueStart', 'queueEnd']],
    })),
    {
      ids: ['2.version.3.2.2.redirect'],
      says: '3.2.2: request takes redirect',
      api: 'request',
      since: '3.2.2',
      options: { redirect: 'manual', path: '/moved' },
      sees: ({ result }) => result['statusCode'],
      seen: [200, 302],
    },
    {
      ids: ['2.version.2.20.1.chunks'],
      says: '2.20.1: a RequestTask has on- and offChunkReceived',
      api: 'request',
      since: '2.20.1',
      sees: members,
      seen: [
        ['abort', 'offHeadersReceived', 'onHeadersReceived'],
        ['abort', 'offChunkReceived', 'offHeadersReceived', 'onChunkReceived', 'onHeadersReceived'],
      ],
    },
    ...(['uploadFile', 'downloadFile', 'request'] as const).map((api): VersionRow => ({
      ids: ['2.version.ever.header'],
      says: `ever: ${api} sends header`,
      api,
      since: '1.0.1',
      options: { header: { 'X-Token': 'a' } },
      sees: ({ server }) => valuesOf(server.last(), 'x-token'),
      seen: [['a'], ['a']],
    })),
    {
      ids: ['2.version.ever.formData'],
      says: 'ever: uploadFile sends formData',
      api: 'uploadFile',
      since: '1.0.1',
      options: { formData: { user: 'me' } },
      sees: ({ server }) => server.last().body.includes('name="user"\r\n\r\nme'),
      seen: [true, true],
    },
  ],
  async ({ api, since, options = {}, answer, sees, seen }) => {
    const server = await seeingServer((request, response) => {
      if (answer === 'closes') response.destroy();
      else if (request.url === '/moved') response.writeHead(302, { location: '/' }).end();
      else response.setHeader('set-cookie', ['a=1', 'b=2']).end('done');
    });
    const { path = '', ...rest } = options as { readonly path?: string };
    for (const [index, baseLibrary] of [before(since), since].entries()) {
      const page = await openWirePage({ worker: client, settings: { baseLibrary } });
      const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
      const returned = page.call(api)({
        ...{ url: `${server.origin}${path}`, ...(api === 'uploadFile' ? file : {}), ...rest },
        ...page.callbacks(),
      });
      const result = (await page.hears('complete')) as Record<string, unknown>;
      expect(sees({ page, server, returned, result }), baseLibrary).toEqual(seen[index]);
    }
  },
);

table<SpecRow & { readonly api: Api }>(
  'the time-out of a call, from 2.10.0',
  [
    { ids: ['2.version.2.10.0.timeout', '4.option.timeout'], says: 'uploadFile', api: 'uploadFile' },
    { ids: ['2.version.2.10.0.timeout', '5.option.timeout'], says: 'downloadFile', api: 'downloadFile' },
    { ids: ['2.version.2.10.0.timeout'], says: 'request', api: 'request' },
  ],
  async ({ api }) => {
    for (const [baseLibrary, ends] of [
      ['2.9.99', 'success'],
      ['2.10.0', 'fail'],
    ] as const) {
      const asked: ServerResponse[] = [];
      const server = await withServer((request, response) => {
        request.resume().once('end', () => asked.push(response));
      });
      // The clock of this row: another kind of call that ends by app.json's time, later than the option says.
      const other = api === 'request' ? 'downloadFile' : 'request';
      const page = await openWirePage({
        worker: client,
        settings: { baseLibrary },
        app: { networkTimeout: { [other]: 600 } },
      });
      const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
      page.call(api)({
        ...{ url: server.origin, timeout: 100, ...(api === 'uploadFile' ? file : {}) },
        ...page.callbacks(),
      });
      page.call(other)({ url: server.origin, fail: page.listener('other') });
      await page.hears('other');
      for (const response of asked) response.end('done');
      await page.hears('complete');
      await quiet(page);
      const names = page.heard.map(([name]) => name);
      expect(names).toEqual(
        ends === 'success' ? ['other', 'success', 'complete'] : ['fail', 'complete', 'other'],
      );
    }
  },
);
