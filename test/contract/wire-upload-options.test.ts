import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type Heard } from './wire-page.ts';
import {
  ending,
  multipartOf,
  PROFILE,
  seeingServer,
  table,
  valuesOf,
  wholeStory,
  type SeenRequest,
  type SpecRow,
} from './wire-rows.ts';

const { client } = shareWorker();

const OK = { data: 'ok', statusCode: 200, profile: PROFILE, errMsg: 'uploadFile:ok' };

interface OptionRow extends SpecRow {
  readonly setting?: ProgramHarnessOptions;
  /** On top of url, filePath and name. */
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
const FILE_PART =
  '--B\r\nContent-Disposition: form-data; name="file"; filename="F"\r\nContent-Type: image/png\r\n\r\nbytes\r\n--B--\r\n';
const parts = (request: SeenRequest): string =>
  multipartOf(request).text.replace(/filename="[^"]*"/, 'filename="F"');
const PHONE = { settings: { device: 'android' } } as const;
const REFERER = 'https://servicewechat.com/wx0123456789abcdef';

table<OptionRow>(
  'wx.uploadFile’s options',
  [
    {
      ids: ['4.method', '4.option.url', '4.option.filePath', '4.option.name', '4.success.errMsg'],
      says: 'the three that are required are enough: one POST with one file',
      options: {},
      sent: (request) => [request.method, request.url, parts(request)],
      gets: ['POST', '/upload', FILE_PART],
    },
    {
      ids: ['4.option.header'],
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
      // UNCERTAIN: WeChat does not say what becomes of one that is no object; as formData it is ignored.
      ids: ['4.option.header'],
      says: 'header that is no object is ignored',
      options: { header: 'X-Token: a' },
      sent: header('x-token'),
      gets: [],
    },
    {
      ids: ['4.header.referer', '4.option.header'],
      says: 'Referer cannot be set: it is the program’s own',
      options: { header: { referer: 'https://elsewhere.example/' } },
      sent: header('referer'),
      gets: [`${REFERER}/devtools/page-frame.html`],
      warns: ['header-referer'],
    },
    {
      ids: ['4.header.referer'],
      says: 'Referer on a phone has version 0, as for develop and trial builds',
      setting: PHONE,
      options: {},
      heard: ending('success', OK),
      sent: header('referer'),
      gets: [`${REFERER}/0/page-frame.html`],
      warns: ['progress-jump'],
    },
    {
      ids: ['4.header.user-agent'],
      says: 'User-Agent cannot be set',
      options: { header: { 'User-Agent': 'mine' } },
      sent: (request) =>
        valuesOf(request, 'user-agent').map((value) =>
          /MicroMessenger\/[\d.]+ .* MiniProgramEnv\/devtools/.test(value),
        ),
      gets: [true],
      warns: ['header-user-agent'],
    },
    {
      ids: ['4.header.content-type'],
      says: 'content-type by hand is replaced by the one with the boundary',
      options: { header: { 'Content-Type': 'multipart/form-data' } },
      sent: (request) => [
        valuesOf(request, 'content-type').map((value) => value.replace(/=.*/, '=')),
        parts(request),
      ],
      gets: [['multipart/form-data; boundary='], FILE_PART],
      warns: ['header-content-type'],
    },
    {
      ids: ['4.header.content-type'],
      says: 'content-type of JSON is replaced too',
      options: { header: { 'content-type': 'application/json' } },
      sent: (request) => valuesOf(request, 'content-type').map((value) => value.replace(/=.*/, '=')),
      gets: ['multipart/form-data; boundary='],
      warns: ['header-content-type'],
    },
    {
      // FERRY: what frames the body and the connection is the device's, or the body could not be read.
      ids: ['4.header.framing'],
      says: 'Content-Length, Host and Transfer-Encoding by hand are not sent',
      options: { header: { 'Content-Length': '3', Host: 'a.example', 'transfer-encoding': 'chunked' } },
      sent: (request) => [
        valuesOf(request, 'content-length').map((value) => Number(value) === request.body.length),
        valuesOf(request, 'host').map((value) => value.replace(/\d+$/, 'P')),
        valuesOf(request, 'transfer-encoding'),
      ],
      gets: [[true], ['127.0.0.1:P'], []],
      warns: ['header-framing', 'header-framing', 'header-framing'],
    },
    {
      ids: ['4.header.cookie'],
      says: 'cookie by hand goes out: there is no jar that would send one',
      options: { header: { cookie: 'session=1' } },
      sent: header('cookie'),
      gets: ['session=1'],
    },
    {
      ids: ['4.header.ios-6.5.3', '2.client.6.5.3.header'],
      says: 'header is ignored whole by WeChat for iOS up to 6.5.3',
      setting: { settings: { device: 'seed-1.4', clientVersion: '6.5.3', baseLibrary: '3.17.0' } },
      options: { header: { 'X-Token': 'a', cookie: 'session=1' } },
      heard: ending('success', OK),
      sent: (request) => [valuesOf(request, 'x-token'), valuesOf(request, 'cookie')],
      gets: [[], []],
      warns: ['header-ignored', 'header-ignored'],
    },
    {
      ids: ['4.header.ios-6.5.3', '2.client.6.5.3.header'],
      says: 'header is sent by the next one',
      setting: { settings: { device: 'seed-1.4', clientVersion: '6.5.4', baseLibrary: '3.17.0' } },
      options: { header: { 'X-Token': 'a' } },
      heard: ending('success', OK),
      sent: header('x-token'),
      gets: ['a'],
    },
    {
      ids: ['4.option.enableProfile'],
      says: 'enableProfile is on by default, and true changes nothing',
      options: { enableProfile: true },
    },
    {
      ids: ['4.option.enableProfile'],
      says: 'enableProfile: false leaves profile out',
      options: { enableProfile: false },
      heard: ending('success', { data: 'ok', statusCode: 200, errMsg: 'uploadFile:ok' }),
    },
    {
      ids: ['4.success.profile', '4.option.enableProfile'],
      says: 'profile is for phones; WeChat for Windows has none',
      setting: { settings: { device: 'windows' } },
      options: { enableProfile: true },
      heard: ending('success', { data: 'ok', statusCode: 200, errMsg: 'uploadFile:ok' }),
    },
    {
      ids: ['4.option.enableHttp2'],
      says: 'enableHttp2 is off by default',
      options: {},
    },
    {
      // FERRY: over plain http there is no HTTP/2 to agree on; the transfer goes by HTTP/1.1 and says so.
      ids: ['4.option.enableHttp2'],
      says: 'enableHttp2 with a server that has none falls back',
      options: { enableHttp2: true },
      warns: ['http2-unavailable'],
    },
    {
      // FERRY: no QUIC; said by a warning and by canIUse.
      ids: ['4.option.enableQuic'],
      says: 'enableQuic is taken without effect',
      options: { enableQuic: true },
      warns: ['option-ignored'],
    },
    {
      ids: ['4.option.enableQuic'],
      says: 'enableQuic: false is nothing to warn of',
      options: { enableQuic: false },
    },
    {
      // Withdrawn from the documentation.
      ids: ['4.option.useHighPerformanceMode'],
      says: 'useHighPerformanceMode is taken without effect',
      options: { useHighPerformanceMode: true },
      warns: ['option-ignored'],
    },
    {
      ids: ['4.option.timeout'],
      says: 'timeout above 60 s is taken, with a warning that phones may not',
      options: { timeout: 90_000 },
      warns: ['timeout-over-60s'],
    },
    {
      ids: ['4.option.timeout', '4.timeout.cap'],
      says: 'timeout above 60 s is cut to that on iOS',
      setting: { settings: { device: 'ios' } },
      options: { timeout: 90_000 },
      heard: ending('success', OK),
      warns: ['timeout-over-60s', 'timeout-capped'],
    },
    {
      // UNCERTAIN: an option that WeChat does not know; ignored as unknown members of an options object are.
      ids: ['4.option.unknown'],
      says: 'an option nobody knows changes nothing',
      options: { method: 'PUT', data: { a: 1 } },
      sent: (request) => [request.method, parts(request)],
      gets: ['POST', FILE_PART],
    },
    {
      // UNCERTAIN: an empty name; the part then has an empty one.
      ids: ['4.option.name'],
      says: 'an empty name is sent as one',
      options: { name: '' },
      sent: (request) => /name="([^"]*)"; filename/.exec(multipartOf(request).text)?.[1],
      gets: '',
    },
    {
      ids: ['4.option.name', '4.body.injection'],
      says: 'a name cannot break out of its header line',
      options: { name: 'a"; filename="evil\r\nX-Evil: 1\nfile' },
      sent: (request) =>
        multipartOf(request)
          .text.split('\r\n')[1]
          ?.replace(/tmp_[^"]*|[^"/]+\.png/, 'F'),
      gets: 'Content-Disposition: form-data; name="a%22; filename=%22evil%0D%0AX-Evil: 1%0D%0Afile"; filename="F"',
    },
  ],
  async ({ setting, options, heard, sent, gets, warns }) => {
    const server = await seeingServer((_request, response) => response.end('ok'));
    const page = await openWirePage({ worker: client, ...setting });
    page.call('uploadFile')({
      url: `${server.origin}/upload`,
      filePath: await page.picked('cat.png', 'bytes'),
      name: 'file',
      ...options,
      ...page.callbacks(),
    });
    expect(page.heard).toEqual([]);
    expect(await wholeStory(page)).toEqual(heard ?? ending('success', OK));
    expect(server.seen).toHaveLength(1);
    if (sent) expect(sent(server.last())).toEqual(gets);
    const rules = page.exchange().warnings.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule !== 'plain-http' && rule !== 'private-host')).toEqual(warns ?? []);
  },
);
