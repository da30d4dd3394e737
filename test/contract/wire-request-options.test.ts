import { expect } from 'vitest';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import {
  answers,
  headerOf,
  headServer,
  pageLines,
  requestFailed,
  requestOk,
  warnedOf,
  watched,
} from './wire-request-kit.ts';
import { ending, seeingServer, table, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §7, the options of wx.request; `data`, `dataType` and `responseType` have tables of their own. */

const { client } = shareWorker();
const HERE = ['plain-http', 'private-host'];
const REFERER: readonly [string, string] = [
  'Referer',
  'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html',
];

interface SentRow extends SpecRow {
  readonly options?: object;
  readonly method?: string;
  /** Lines of the request beside the connection's own. */
  readonly lines?: readonly (readonly [string, string])[];
  readonly warnings?: readonly string[];
}

const JSON_LINE: readonly [string, string] = ['content-type', 'application/json'];
const NO_BODY: readonly [string, string] = ['Content-Length', '0'];

const SENT: readonly SentRow[] = [
  {
    ids: [
      '7.option.url',
      '7.option.method',
      '7.method.GET',
      '7.option.header',
      '3.headers.content-type.request',
      '7.option.success',
      '7.option.complete',
    ],
    says: 'GET and application/json are the defaults',
  },
  {
    ids: ['7.method.OPTIONS'],
    says: 'OPTIONS',
    options: { method: 'OPTIONS' },
    method: 'OPTIONS',
  },
  { ids: ['7.method.HEAD'], says: 'HEAD', options: { method: 'HEAD' }, method: 'HEAD' },
  {
    ids: ['7.method.POST'],
    says: 'POST',
    options: { method: 'POST' },
    method: 'POST',
    lines: [NO_BODY, JSON_LINE, REFERER],
  },
  {
    ids: ['7.method.PUT'],
    says: 'PUT',
    options: { method: 'PUT' },
    method: 'PUT',
    lines: [NO_BODY, JSON_LINE, REFERER],
  },
  { ids: ['7.method.DELETE'], says: 'DELETE', options: { method: 'DELETE' }, method: 'DELETE' },
  { ids: ['7.method.TRACE'], says: 'TRACE', options: { method: 'TRACE' }, method: 'TRACE' },
  {
    // UNCERTAIN: methods are documented in capitals; Ferry takes them in any case, as apps on phones write them.
    ids: ['7.method.uppercase'],
    says: 'a method in small letters goes out in capitals',
    options: { method: 'post' },
    method: 'POST',
    lines: [NO_BODY, JSON_LINE, REFERER],
  },
  {
    ids: ['7.option.header'],
    says: 'header lines go out in their order and case, every value as text, undefined left out',
    options: { header: { 'X-b': 1, 'x-A': true, 'X-None': undefined, 'X-Null': null } },
    lines: [['X-b', '1'], ['x-A', 'true'], ['X-Null', 'null'], JSON_LINE, REFERER],
  },
  {
    ids: ['7.option.header', '3.headers.content-type.request'],
    says: 'a content-type that the page writes replaces the default, spelt as written',
    options: { header: { 'Content-Type': 'text/plain' } },
    lines: [['Content-Type', 'text/plain'], REFERER],
  },
  {
    ids: ['7.option.enableCache', '7.option.enableQuic', '7.option.forceCellularNetwork'],
    says: 'cache, QUIC and the cellular network have no effect, and a warning each',
    options: { enableCache: true, enableQuic: true, forceCellularNetwork: true },
    warnings: [...HERE, 'option-ignored', 'option-ignored', 'option-ignored'],
  },
  {
    ids: [
      '7.option.enableHttpDNS',
      '7.option.httpDNSServiceId',
      '7.option.httpDNSTimeout',
      '7.option.enableHttpDNSFallback',
      '7.result.useHttpDNS',
    ],
    says: 'httpDNS is not used: the name is looked up as ever, and no result has useHttpDNS',
    options: { enableHttpDNS: true, httpDNSServiceId: 'wx', httpDNSTimeout: 1, enableHttpDNSFallback: false },
    warnings: [...HERE, 'option-ignored'],
  },
  {
    ids: ['7.option.useHighPerformanceMode', '7.option.enableChunked'],
    says: 'high-performance mode and chunks have no effect',
    options: { useHighPerformanceMode: true, enableChunked: true },
    warnings: [...HERE, 'option-ignored', 'option-ignored'],
  },
  {
    ids: ['7.option.enableHttp2'],
    says: 'enableHttp2 over http stays HTTP/1.1, and says so',
    options: { enableHttp2: true },
    warnings: [...HERE, 'http2-unavailable'],
  },
];

table<SentRow>('an option of wx.request', SENT, async ({ options, method, lines, warnings }) => {
  const server = await seeingServer(answers());
  const page = await openWirePage({ worker: client });
  page.call('request')({ url: server.origin, ...options, ...page.callbacks() });
  expect(await wholeStory(page)).toEqual(ending('success', requestOk('', headerOf(0))));
  expect(server.last().method).toBe(method ?? 'GET');
  expect(pageLines(server.last().headers)).toEqual(lines ?? [JSON_LINE, REFERER]);
  expect(warnedOf(page)).toEqual(warnings ?? HERE);
});

interface TimeoutRow extends SpecRow {
  readonly options?: object;
  readonly harness?: ProgramHarnessOptions;
  readonly timeoutMs: number;
  readonly warnings?: readonly string[];
  readonly api?: 'uploadFile' | 'downloadFile';
}

const app = (networkTimeout: Record<string, number>): ProgramHarnessOptions => ({ app: { networkTimeout } });

const TIMEOUTS: readonly TimeoutRow[] = [
  { ids: ['7.option.timeout', '3.timeout.default'], says: 'a request has 60 000 ms', timeoutMs: 60_000 },
  {
    ids: ['16.networkTimeout.request', '3.timeout.precedence'],
    says: 'app.json’s networkTimeout.request counts where the call says nothing',
    harness: app({ request: 12_000, uploadFile: 1, downloadFile: 2, connectSocket: 3 }),
    timeoutMs: 12_000,
  },
  {
    ids: ['7.option.timeout', '3.timeout.precedence'],
    says: 'the option counts above app.json',
    options: { timeout: 3000 },
    harness: app({ request: 12_000 }),
    timeoutMs: 3000,
  },
  {
    ids: ['16.networkTimeout.uploadFile', '3.timeout.precedence'],
    says: 'networkTimeout.uploadFile is the upload’s',
    api: 'uploadFile',
    harness: app({ request: 1, uploadFile: 12_000 }),
    timeoutMs: 12_000,
  },
  {
    ids: ['16.networkTimeout.downloadFile', '3.timeout.precedence'],
    says: 'networkTimeout.downloadFile is the download’s',
    api: 'downloadFile',
    harness: app({ request: 1, downloadFile: 12_000 }),
    timeoutMs: 12_000,
  },
  {
    // Ferry has no sockets.
    ids: ['16.networkTimeout.connectSocket'],
    says: 'networkTimeout.connectSocket concerns no transfer',
    harness: app({ connectSocket: 5 }),
    timeoutMs: 60_000,
  },
  {
    ids: ['7.option.timeout'],
    says: 'what is no positive number counts as absent',
    options: { timeout: -1 },
    timeoutMs: 60_000,
  },
  {
    ids: ['7.option.timeout'],
    says: 'a text counts as absent',
    options: { timeout: '1000' },
    timeoutMs: 60_000,
  },
  {
    ids: ['3.timeout.over-60s'],
    says: 'DevTools and Android wait as long as they are told to, with a warning above 60 s',
    options: { timeout: 120_000 },
    timeoutMs: 120_000,
    warnings: ['plain-http', 'private-host', 'timeout-over-60s'],
  },
  {
    // UNCERTAIN: "60 s is the maximum" stood in older documents, and iPhones still keep to it.
    ids: ['3.timeout.cap'],
    says: 'iOS waits 60 s at most',
    options: { timeout: 120_000 },
    harness: { settings: { device: 'ios' } },
    timeoutMs: 60_000,
    warnings: ['plain-http', 'private-host', 'timeout-over-60s', 'timeout-capped'],
  },
  {
    ids: ['3.timeout.cap', '16.networkTimeout.request'],
    says: 'the cap holds for app.json as well',
    harness: { ...app({ request: 90_000 }), settings: { device: 'seed-1.4' } },
    timeoutMs: 60_000,
    warnings: ['plain-http', 'private-host', 'timeout-capped'],
  },
  {
    ids: ['7.since.timeout'],
    says: 'below 2.10.0 the option is not there, and app.json counts',
    options: { timeout: 3000 },
    harness: { ...app({ request: 12_000 }), settings: { baseLibrary: '2.9.9' } },
    timeoutMs: 12_000,
  },
  {
    ids: ['7.since.timeout'],
    says: 'from 2.10.0 on it is',
    options: { timeout: 3000 },
    harness: { settings: { baseLibrary: '2.10.0' } },
    timeoutMs: 3000,
  },
];

table<TimeoutRow>('how long a transfer may take', TIMEOUTS, async (row) => {
  const server = await seeingServer(answers());
  const spy = watched(client);
  const page = await openWirePage({ worker: spy.client, ...row.harness });
  const filePath = await page.picked('a.txt', 'a');
  page.call(row.api ?? 'request')({
    url: server.origin,
    ...(row.api === 'uploadFile' ? { filePath, name: 'f' } : {}),
    ...row.options,
    ...page.callbacks(),
  });
  expect((await wholeStory(page)).map(([name]) => name)).toEqual(['success', 'complete']);
  expect(spy.jobs.map(({ timeoutMs }) => timeoutMs)).toEqual([row.timeoutMs]);
  if (row.api === undefined) expect(warnedOf(page)).toEqual(row.warnings ?? HERE);
});

interface ExpiredRow extends SpecRow {
  /** What the server does after the request has come. */
  readonly wire: string;
  readonly headers: boolean;
  readonly timeoutMs: number;
}

table<ExpiredRow>(
  'a request that takes longer',
  [
    {
      ids: ['7.option.timeout', '7.option.fail', '8.text.timeout', '8.errno.5'],
      says: 'fails while the server says nothing',
      wire: '',
      headers: false,
      timeoutMs: 100,
    },
    {
      // UNCERTAIN: total or idle time; total, from dispatch.
      ids: ['3.timeout.total', '8.text.timeout'],
      says: 'fails within the body as well: the time is that of the whole transfer',
      wire: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nx',
      headers: true,
      // Long enough for the headers on a busy machine.
      timeoutMs: 1500,
    },
  ],
  async ({ wire, headers, timeoutMs }) => {
    const server = await headServer((socket) => {
      if (wire !== '') socket.write(wire);
    });
    const page = await openWirePage({ worker: client });
    const task = page.call('request')({ url: server.origin, timeout: timeoutMs, ...page.callbacks() });
    (task as Record<string, (listener: unknown) => void>)['onHeadersReceived']?.(page.listener('headers'));
    expect(await wholeStory(page)).toEqual([
      ...(headers ? [['headers', { header: { 'Content-Length': '3' }, cookies: [] }]] : []),
      ...ending('fail', requestFailed('timeout', 5)),
    ]);
  },
);

table<SpecRow>(
  'the method CONNECT',
  [
    {
      // UNCERTAIN: in the documentation's list, and a request for a tunnel that a mini-program has no use for.
      ids: ['7.method.CONNECT', '8.errno.100'],
      says: 'is taken for a method, and fails before anything is sent',
    },
  ],
  async () => {
    const server = await seeingServer(answers());
    const page = await openWirePage({ worker: client });
    page.call('request')({ url: server.origin, method: 'CONNECT', ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending('fail', requestFailed('not supported in Ferry yet', 100)));
    expect(server.seen).toEqual([]);
  },
);
