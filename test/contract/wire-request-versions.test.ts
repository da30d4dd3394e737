import { expect } from 'vitest';
import { createLibrary } from '../../src-renderer/page/wx/library.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { answers, headerOf, NO_EXCEPTION } from './wire-request-kit.ts';
import { ending, PROFILE, seeingServer, table, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §2 and §7: what wx.request has at each base library, and what it lacks one version before. */

const { client } = shareWorker();

interface VersionRow extends SpecRow {
  readonly version: string;
  readonly options?: object;
  /** `/missing` is answered by nobody: the request fails. */
  readonly fails?: boolean;
  /** Methods of the task; null where the call returns nothing. */
  readonly task: readonly string[] | null;
  readonly told: object;
  /** What onHeadersReceived is told; absent where it is not there. */
  readonly headers?: object;
}

const HEADER = headerOf(7, { 'Set-Cookie': 'a=1' });
const DATA = { data: { a: 1 }, statusCode: 200, errMsg: 'request:ok' };
const COOKIES = { ...DATA, header: HEADER, cookies: ['a=1'] };
const LISTENED = ['abort', 'offHeadersReceived', 'onHeadersReceived'];
const CHUNKS = ['abort', 'offChunkReceived', 'offHeadersReceived', 'onChunkReceived', 'onHeadersReceived'];
const TOLD = { header: HEADER, statusCode: 200 };
const FAILED = { errMsg: 'request:fail invalid url' };

const ROWS: readonly VersionRow[] = [
  {
    ids: ['7.since.header'],
    says: '1.1.9 has no res.header',
    version: '1.1.9',
    task: null,
    told: DATA,
  },
  {
    ids: ['7.since.header'],
    says: '1.2.0 has it',
    version: '1.2.0',
    task: null,
    told: { ...DATA, header: HEADER },
  },
  {
    ids: ['7.since.task', '7.since.abort'],
    says: '1.3.9 returns no task',
    version: '1.3.9',
    task: null,
    told: { ...DATA, header: HEADER },
  },
  {
    ids: ['7.since.task', '7.since.abort'],
    says: '1.4.0 returns one that can be aborted, and nothing else',
    version: '1.4.0',
    task: ['abort'],
    told: { ...DATA, header: HEADER },
  },
  {
    ids: ['7.since.responseType'],
    says: '1.6.9 has no responseType: data is what it would be without',
    version: '1.6.9',
    options: { responseType: 'arraybuffer' },
    task: ['abort'],
    told: { ...DATA, header: HEADER },
  },
  {
    ids: ['7.since.responseType'],
    says: '1.7.0 has it',
    version: '1.7.0',
    options: { responseType: 'arraybuffer' },
    task: ['abort'],
    told: { ...DATA, data: new TextEncoder().encode('{"a":1}').buffer, header: HEADER },
  },
  {
    ids: ['7.since.headers-events'],
    says: '2.0.9 has no onHeadersReceived',
    version: '2.0.9',
    task: ['abort'],
    told: { ...DATA, header: HEADER },
  },
  {
    ids: ['7.since.headers-events', '7.since.cookies'],
    says: '2.1.0 has it, without cookies',
    version: '2.1.0',
    task: LISTENED,
    told: { ...DATA, header: HEADER },
    headers: TOLD,
  },
  {
    ids: ['7.since.cookies'],
    says: '2.9.9 has no cookies',
    version: '2.9.9',
    task: LISTENED,
    told: { ...DATA, header: HEADER },
    headers: TOLD,
  },
  {
    ids: ['7.since.cookies', '7.since.profile'],
    says: '2.10.0 has cookies, in success and in the event, and no profile',
    version: '2.10.0',
    task: LISTENED,
    told: COOKIES,
    headers: { ...TOLD, cookies: ['a=1'] },
  },
  {
    ids: ['7.since.profile'],
    says: '2.10.4 has profile',
    version: '2.10.4',
    task: LISTENED,
    told: { ...COOKIES, profile: PROFILE },
  },
  {
    ids: ['7.since.chunks'],
    says: '2.20.0 has no chunks',
    version: '2.20.0',
    task: LISTENED,
    told: { ...COOKIES, profile: PROFILE },
  },
  {
    ids: ['7.since.chunks'],
    says: '2.20.1 has',
    version: '2.20.1',
    task: CHUNKS,
    told: { ...COOKIES, profile: PROFILE },
  },
  {
    ids: ['7.since.errno'],
    says: '2.23.9 fails without errno',
    version: '2.23.9',
    fails: true,
    task: CHUNKS,
    told: FAILED,
  },
  {
    ids: ['7.since.errno'],
    says: '2.24.0 has errno',
    version: '2.24.0',
    fails: true,
    task: CHUNKS,
    told: { ...FAILED, errno: 600009 },
  },
  {
    ids: ['7.since.exception'],
    says: '2.99.9 has no exception',
    version: '2.99.9',
    task: CHUNKS,
    told: { ...COOKIES, profile: PROFILE },
  },
  {
    ids: ['7.since.exception', '7.result.exception'],
    says: '3.0.0 has it in success',
    version: '3.0.0',
    task: CHUNKS,
    told: { ...COOKIES, exception: NO_EXCEPTION, profile: PROFILE },
  },
  {
    ids: ['7.since.fail-exception'],
    says: '3.8.9 has none in fail',
    version: '3.8.9',
    fails: true,
    task: CHUNKS,
    told: { ...FAILED, errno: 600009 },
  },
  {
    ids: ['7.since.fail-exception', '7.result.fail.exception'],
    says: '3.8.10 has',
    version: '3.8.10',
    fails: true,
    task: CHUNKS,
    told: { ...FAILED, errno: 600009, exception: NO_EXCEPTION },
  },
];

table<VersionRow>('wx.request at a base library', ROWS, async (row) => {
  const server = await seeingServer(answers({ headers: [['Set-Cookie', 'a=1']], body: '{"a":1}' }));
  const settings = { device: 'android', baseLibrary: row.version } as const;
  const page = await openWirePage({ worker: client, settings });
  const url = row.fails ? 'nowhere' : server.origin;
  const task = page.call('request')({ url, ...row.options, ...page.callbacks() });
  if (row.task === null) expect(task).toBeUndefined();
  else expect(Object.keys(task as object).sort()).toEqual(row.task);
  if (row.headers)
    (task as Record<string, (listener: unknown) => void>)['onHeadersReceived']?.(page.listener('headers'));
  expect(await wholeStory(page)).toEqual([
    ...(row.headers ? [['headers', row.headers]] : []),
    ...ending(row.fails ? 'fail' : 'success', row.told),
  ]);
});

interface RedirectRow extends SpecRow {
  readonly version: string;
  readonly statusCode: number;
}

table<RedirectRow>(
  'the option redirect',
  [
    { ids: ['7.since.redirect'], says: 'is not there at 3.2.1', version: '3.2.1', statusCode: 200 },
    { ids: ['7.since.redirect'], says: 'is there at 3.2.2', version: '3.2.2', statusCode: 302 },
  ],
  async ({ version, statusCode }) => {
    const server = await seeingServer((request, response) => {
      const isStart = request.url === '/';
      answers(isStart ? { statusCode: 302, headers: [['Location', '/end']] } : {})(request, response);
    });
    const page = await openWirePage({ worker: client, settings: { baseLibrary: version } });
    page.call('request')({ url: server.origin, redirect: 'manual', ...page.callbacks() });
    expect(await page.hears('success')).toMatchObject({ statusCode });
  },
);

interface OptionRow extends SpecRow {
  readonly option: string;
  readonly before: string;
  readonly since: string;
}

/** Most have no effect in Ferry, so it is their being looked at that is seen. */
table<OptionRow>(
  'an option that came later',
  [
    {
      ids: ['7.since.timeout'],
      says: 'timeout, 2.10.0',
      option: 'timeout',
      before: '2.9.9',
      since: '2.10.0',
    },
    {
      ids: ['7.since.enableHttp2'],
      says: 'enableHttp2, 2.10.4',
      option: 'enableHttp2',
      before: '2.10.3',
      since: '2.10.4',
    },
    {
      ids: ['7.since.enableQuic'],
      says: 'enableQuic, 2.10.4',
      option: 'enableQuic',
      before: '2.10.3',
      since: '2.10.4',
    },
    {
      ids: ['7.since.enableCache'],
      says: 'enableCache, 2.10.4',
      option: 'enableCache',
      before: '2.10.3',
      since: '2.10.4',
    },
    {
      ids: ['7.since.enableHttpDNS'],
      says: 'enableHttpDNS, 2.19.1',
      option: 'enableHttpDNS',
      before: '2.19.0',
      since: '2.19.1',
    },
    {
      ids: ['7.since.enableHttpDNS'],
      says: 'httpDNSServiceId, 2.19.1',
      option: 'httpDNSServiceId',
      before: '2.19.0',
      since: '2.19.1',
    },
    {
      ids: ['7.since.enableChunked'],
      says: 'enableChunked, 2.20.2',
      option: 'enableChunked',
      before: '2.20.1',
      since: '2.20.2',
    },
    {
      ids: ['7.since.forceCellularNetwork'],
      says: 'forceCellularNetwork, 2.21.0',
      option: 'forceCellularNetwork',
      before: '2.20.9',
      since: '2.21.0',
    },
    {
      ids: ['7.since.redirect'],
      says: 'redirect, 3.2.2',
      option: 'redirect',
      before: '3.2.1',
      since: '3.2.2',
    },
    {
      ids: ['7.since.useHighPerformanceMode'],
      says: 'useHighPerformanceMode, 3.3.3',
      option: 'useHighPerformanceMode',
      before: '3.3.2',
      since: '3.3.3',
    },
    {
      ids: ['7.since.httpDNSTimeout'],
      says: 'httpDNSTimeout, 3.8.9',
      option: 'httpDNSTimeout',
      before: '3.8.8',
      since: '3.8.9',
    },
    {
      ids: ['7.since.enableHttpDNSFallback'],
      says: 'enableHttpDNSFallback, 3.16.2',
      option: 'enableHttpDNSFallback',
      before: '3.16.1',
      since: '3.16.2',
    },
  ],
  ({ option, before, since }) => {
    const optionsAt = (version: string): unknown =>
      createLibrary(version).optionsOf('request', { url: 'u', [option]: 1 });
    expect(optionsAt(before)).toEqual({ url: 'u' });
    expect(optionsAt(since)).toEqual({ url: 'u', [option]: 1 });
  },
);
