import { expect } from 'vitest';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type Heard } from './wire-page.ts';
import {
  ending,
  PROFILE,
  seeingServer,
  table,
  valuesOf,
  wholeStory,
  type SeenRequest,
  type SpecRow,
} from './wire-rows.ts';

const { client } = shareWorker();

/** A temp path as DevTools spells it. */
const TEMP: unknown = expect.stringMatching(/^http:\/\/tmp\/[0-9a-f]{32}\.txt$/);
const PHONE_TEMP: unknown = expect.stringMatching(/^wxfile:\/\/tmp_[0-9a-f]{32}\.txt$/);
const OK = { tempFilePath: TEMP, statusCode: 200, profile: PROFILE, errMsg: 'downloadFile:ok' };

interface OptionRow extends SpecRow {
  readonly setting?: ProgramHarnessOptions;
  /** On top of url. */
  readonly options: object;
  readonly heard?: readonly Heard[];
  /** What the server got, in a few words. */
  readonly sent?: (request: SeenRequest) => unknown;
  readonly gets?: unknown;
  /** Rules that warn, besides the two that any server on this machine gives rise to. */
  readonly warns?: readonly string[];
}

const header =
  (name: string) =>
  (request: SeenRequest): unknown =>
    valuesOf(request, name);
const REFERER = 'https://servicewechat.com/wx0123456789abcdef';

table<OptionRow>(
  'wx.downloadFile’s options',
  [
    {
      ids: ['5.method', '5.option.url', '5.success.tempFilePath', '5.success.statusCode', '5.success.errMsg'],
      says: 'url is enough: one GET without a body, and a temp file',
      options: {},
      sent: ({ method, url, body }) => [method, url, body.length],
      gets: ['GET', '/file?a=1', 0],
    },
    {
      // §5: there is no such option.
      ids: ['5.method', '5.option.unknown'],
      says: 'method and data change nothing: GET only',
      options: { method: 'POST', data: { a: 1 } },
      sent: ({ method, url, body }) => [method, url, body.length],
      gets: ['GET', '/file?a=1', 0],
    },
    {
      ids: ['5.option.header'],
      says: 'header goes out with its names in the case they were written in, its values as text',
      options: { header: { 'X-Token': 'a b', 'x-count': 5, 'X-Yes': true, gone: undefined } },
      sent: (request) => request.headers.filter(([name]) => /^x-|gone/i.test(name)),
      gets: [
        ['X-Token', 'a b'],
        ['x-count', '5'],
        ['X-Yes', 'true'],
      ],
    },
    {
      ids: ['5.option.header'],
      says: 'by default there is none of the page’s, nor a content-type',
      options: {},
      sent: (request) => request.headers.map(([name]) => name.toLowerCase()).sort(),
      gets: ['accept-encoding', 'connection', 'host', 'referer', 'user-agent'],
    },
    {
      // UNCERTAIN: WeChat does not say what becomes of one that is no object.
      ids: ['5.option.header'],
      says: 'header that is no object is ignored',
      options: { header: ['X-Token: a'] },
      sent: header('x-token'),
      gets: [],
    },
    {
      ids: ['5.header.content-type'],
      says: 'content-type by hand goes out as it is',
      options: { header: { 'Content-Type': 'application/json' } },
      sent: header('content-type'),
      gets: ['application/json'],
    },
    {
      ids: ['5.header.referer'],
      says: 'Referer cannot be set: it is the program’s own',
      options: { header: { Referer: 'https://elsewhere.example/' } },
      sent: header('referer'),
      gets: [`${REFERER}/devtools/page-frame.html`],
      warns: ['header-referer'],
    },
    {
      ids: ['5.header.referer'],
      says: 'Referer on a phone has version 0, as for develop and trial builds',
      setting: { settings: { device: 'ios' } },
      options: {},
      heard: ending('success', { ...OK, tempFilePath: PHONE_TEMP }),
      sent: header('referer'),
      gets: [`${REFERER}/0/page-frame.html`],
    },
    {
      ids: ['5.header.user-agent'],
      says: 'User-Agent cannot be set',
      options: { header: { 'user-agent': 'mine' } },
      sent: (request) =>
        valuesOf(request, 'user-agent').map((value) => value.includes(' MiniProgramEnv/devtools')),
      gets: [true],
      warns: ['header-user-agent'],
    },
    {
      ids: ['5.header.framing'],
      says: 'Accept-Encoding and Connection by hand are not sent',
      options: { header: { 'accept-encoding': 'identity', Connection: 'close' } },
      sent: (request) => [valuesOf(request, 'accept-encoding'), valuesOf(request, 'connection')],
      gets: [['gzip, deflate, br'], ['keep-alive']],
      warns: ['header-framing', 'header-framing'],
    },
    {
      ids: ['5.header.ios-6.5.3', '2.client.6.5.3.header'],
      says: 'header is ignored whole by WeChat for iOS up to 6.5.3',
      setting: { settings: { device: 'ios', clientVersion: '6.5.3' } },
      options: { header: { 'X-Token': 'a' } },
      heard: ending('success', { ...OK, tempFilePath: PHONE_TEMP }),
      sent: header('x-token'),
      gets: [],
      warns: ['header-ignored'],
    },
    {
      ids: ['5.header.ios-6.5.3', '2.client.6.5.3.header'],
      says: 'header is sent by an Android client as old',
      setting: { settings: { device: 'android', clientVersion: '6.5.3' } },
      options: { header: { 'X-Token': 'a' } },
      heard: ending('success', {
        ...OK,
        tempFilePath: PHONE_TEMP,
        header: expect.objectContaining({ 'Content-Type': 'text/plain' }) as unknown,
      }),
      sent: header('x-token'),
      gets: ['a'],
    },
    {
      ids: ['5.option.enableProfile'],
      says: 'enableProfile is on by default',
      options: { enableProfile: true },
    },
    {
      ids: ['5.option.enableProfile', '5.success.profile'],
      says: 'enableProfile: false leaves profile out',
      options: { enableProfile: false },
      heard: ending('success', { tempFilePath: TEMP, statusCode: 200, errMsg: 'downloadFile:ok' }),
    },
    {
      ids: ['5.success.profile'],
      says: 'profile is for phones; WeChat for Windows has none',
      setting: { settings: { device: 'windows' } },
      options: {},
      heard: ending('success', {
        tempFilePath: expect.stringMatching(/^wxfile:\/\/temp\/[0-9a-f]{32}\.txt$/) as unknown,
        statusCode: 200,
        errMsg: 'downloadFile:ok',
      }),
    },
    {
      // §5: Android adds it; the documentation does not have it.
      ids: ['5.success.header'],
      says: 'header is in the result on Android alone',
      setting: { settings: { device: 'android' } },
      options: {},
      heard: ending('success', {
        ...OK,
        tempFilePath: PHONE_TEMP,
        header: {
          'Content-Type': 'text/plain',
          'X-Twice': 'a,b',
          Date: expect.any(String) as unknown,
          Connection: 'keep-alive',
          'Keep-Alive': expect.any(String) as unknown,
          'Content-Length': '7',
        },
      }),
    },
    {
      ids: ['5.option.filePath', '5.success.filePath'],
      says: 'filePath is echoed, and there is no tempFilePath',
      options: { filePath: 'http://usr/a.dat' },
      heard: ending('success', {
        filePath: 'http://usr/a.dat',
        statusCode: 200,
        profile: PROFILE,
        errMsg: 'downloadFile:ok',
      }),
    },
    {
      // UNCERTAIN: an empty path. FERRY takes it as not written.
      ids: ['5.option.filePath'],
      says: 'an empty filePath counts as none',
      options: { filePath: '' },
    },
    {
      // UNCERTAIN: optional parameters of another type are not known to be refused.
      ids: ['5.option.filePath'],
      says: 'a filePath that is no text counts as none',
      options: { filePath: { path: 'http://usr/a' } },
    },
    {
      // FERRY: over plain http there is no HTTP/2 to agree on.
      ids: ['5.option.enableHttp2'],
      says: 'enableHttp2 with a server that has none falls back',
      options: { enableHttp2: true },
      warns: ['http2-unavailable'],
    },
    {
      ids: ['5.option.enableQuic'],
      says: 'enableQuic is taken without effect',
      options: { enableQuic: true },
      warns: ['option-ignored'],
    },
    {
      // UNCERTAIN: whether a download ever had it.
      ids: ['5.option.useHighPerformanceMode'],
      says: 'useHighPerformanceMode is taken without effect',
      options: { useHighPerformanceMode: true },
      warns: ['option-ignored'],
    },
    {
      ids: ['5.option.timeout'],
      says: 'timeout above 60 s is taken, with a warning that phones may not',
      options: { timeout: 60_001 },
      warns: ['timeout-over-60s'],
    },
    {
      ids: ['5.option.timeout'],
      says: 'timeout of 60 s is nothing to warn of',
      options: { timeout: 60_000 },
    },
  ],
  async ({ setting, options, heard, sent, gets, warns }) => {
    const server = await seeingServer((_request, response) =>
      response
        .writeHead(200, { 'Content-Type': 'text/plain', 'X-Twice': ['a', 'b'], 'Content-Length': 7 })
        .end('content'),
    );
    const page = await openWirePage({ worker: client, ...setting });
    page.call('downloadFile')({ url: `${server.origin}/file?a=1`, ...options, ...page.callbacks() });
    expect(page.heard).toEqual([]);
    expect(await wholeStory(page)).toEqual(heard ?? ending('success', OK));
    expect(server.seen).toHaveLength(1);
    if (sent) expect(sent(server.last())).toEqual(gets);
    const rules = page.exchange().warnings.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule !== 'plain-http' && rule !== 'private-host')).toEqual(warns ?? []);
  },
);
