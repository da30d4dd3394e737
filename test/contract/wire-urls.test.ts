import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage } from './wire-page.ts';
import { ending, PROFILE, seeingServer, table, valuesOf, wholeStory, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

type Api = 'uploadFile' | 'downloadFile';

interface UrlRow extends SpecRow {
  readonly api: Api;
  /** After the origin. */
  readonly path: string;
  /** What the server is asked for. */
  readonly asked: string;
  readonly warns: readonly string[];
}

/** UNCERTAIN: devices differ (invalid url, 401, 404). FERRY encodes what a browser would, once, and warns. */
table<UrlRow>(
  'a url that ought to be encoded',
  [
    {
      ids: ['5.url.unencoded'],
      says: 'download: Chinese',
      api: 'downloadFile',
      path: '/报告?名=值',
      asked: '/%E6%8A%A5%E5%91%8A?%E5%90%8D=%E5%80%BC',
      warns: ['url-unencoded'],
    },
    {
      ids: ['5.url.unencoded'],
      says: 'download: a space',
      api: 'downloadFile',
      path: '/a b',
      asked: '/a%20b',
      warns: ['url-unencoded'],
    },
    {
      ids: ['5.url.unencoded'],
      says: 'download: a bar',
      api: 'downloadFile',
      path: '/a|b',
      asked: '/a|b',
      warns: ['url-unencoded'],
    },
    {
      ids: ['5.url.unencoded'],
      says: 'download: what is encoded is not encoded again',
      api: 'downloadFile',
      path: '/a%20b?c=%E5%90%8D',
      asked: '/a%20b?c=%E5%90%8D',
      warns: [],
    },
    {
      ids: ['5.url.invisible'],
      says: 'download: a character that cannot be seen',
      api: 'downloadFile',
      path: '/a\u200bb',
      asked: '/a%E2%80%8Bb',
      warns: ['url-invisible'],
    },
    {
      ids: ['5.url.fragment'],
      says: 'download: a fragment is not sent',
      api: 'downloadFile',
      path: '/a#b',
      asked: '/a',
      warns: [],
    },
    {
      ids: ['4.url.unencoded'],
      says: 'upload: Chinese',
      api: 'uploadFile',
      path: '/上传',
      asked: '/%E4%B8%8A%E4%BC%A0',
      warns: ['url-unencoded'],
    },
    {
      ids: ['4.url.fragment'],
      says: 'upload: a fragment is not sent, the query is',
      api: 'uploadFile',
      path: '/a?b=c#d',
      asked: '/a?b=c',
      warns: [],
    },
  ],
  async ({ api, path, asked, warns }) => {
    const server = await seeingServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('x'),
    );
    const page = await openWirePage({ worker: client });
    const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
    page.call(api)({
      ...{ url: `${server.origin}${path}`, ...(api === 'uploadFile' ? file : {}) },
      ...page.callbacks(),
    });
    const common = { statusCode: 200, profile: PROFILE, errMsg: `${api}:ok` };
    const own: object =
      api === 'uploadFile'
        ? { data: 'x' }
        : { tempFilePath: expect.stringMatching(/^http:\/\/tmp\/\w+\.txt$/) as unknown };
    expect(await wholeStory(page)).toEqual(ending('success', { ...own, ...common }));
    expect(server.last().url).toBe(asked);
    const rules = page.exchange().warnings.map(({ rule }) => rule);
    expect(rules.filter((rule) => !['plain-http', 'private-host', 'length-unknown'].includes(rule))).toEqual(
      warns,
    );
  },
);

interface CredentialRow extends SpecRow {
  readonly api: Api;
}

table<CredentialRow>(
  'user name and password in a url',
  [
    { ids: ['4.url.credentials'], says: 'are not sent with an upload', api: 'uploadFile' },
    { ids: ['5.url.credentials'], says: 'are not sent with a download', api: 'downloadFile' },
  ],
  async ({ api }) => {
    const server = await seeingServer((_request, response) => response.end('x'));
    const page = await openWirePage({ worker: client });
    const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
    page.call(api)({
      url: server.origin.replace('://', '://me:secret@'),
      ...(api === 'uploadFile' ? file : {}),
      ...page.callbacks(),
    });
    expect((await wholeStory(page)).map(([name]) => name)).toEqual(['success', 'complete']);
    expect(valuesOf(server.last(), 'authorization')).toEqual([]);
    expect(page.exchange().warnings.map(({ rule }) => rule)).toContain('url-credentials');
  },
);

interface InjectionRow extends SpecRow {
  readonly api: Api;
  readonly header: Readonly<Record<string, string>>;
}

/** UNCERTAIN: WeChat's words for it. FERRY: an invalid parameter, and nothing is sent. */
table<InjectionRow>(
  'a header that would break out of its line',
  [
    {
      ids: ['4.header.injection'],
      says: 'upload: by its value',
      api: 'uploadFile',
      header: { 'X-A': 'a\r\nX-Evil: 1' },
    },
    {
      ids: ['4.header.injection'],
      says: 'upload: by its name',
      api: 'uploadFile',
      header: { 'X-A: 1\r\nX-Evil': '1' },
    },
    {
      ids: ['5.header.injection'],
      says: 'download: by its value',
      api: 'downloadFile',
      header: { 'X-A': 'a\nX-Evil: 1' },
    },
    {
      ids: ['5.header.injection'],
      says: 'download: by its name',
      api: 'downloadFile',
      header: { 'X A': '1' },
    },
  ],
  async ({ api, header }) => {
    const server = await seeingServer((_request, response) => response.end('x'));
    const page = await openWirePage({ worker: client });
    const file = { filePath: await page.picked('a.txt', 'bytes'), name: 'file' };
    page.call(api)({
      ...{ url: server.origin, header, ...(api === 'uploadFile' ? file : {}) },
      ...page.callbacks(),
    });
    const [[, failure] = []] = await wholeStory(page);
    expect(failure).toMatchObject({
      errMsg: expect.stringMatching(new RegExp(`^${api}:fail parameter error: `)) as unknown,
      errno: 1001,
    });
    expect(page.heard.map(([name]) => name)).toEqual(['fail', 'complete']);
    expect(server.seen).toEqual([]);
  },
);

interface BadUrlRow extends SpecRow {
  readonly api: Api;
  readonly url: unknown;
  readonly reason: string;
  readonly errno: number;
}

const upload = { filePath: 'http://tmp/a.png', name: 'file' };

table<BadUrlRow>(
  'a url that cannot be asked for',
  [
    ...(
      [
        ['Undefined', undefined],
        ['Null', null],
        ['Number', 5],
        ['Boolean', false],
        ['Object', {}],
        ['Array', []],
        ['Function', () => 'a'],
      ] as const
    ).map(([type, url]): BadUrlRow => ({
      ids: ['5.option.url', '1.parameter.types'],
      says: `download: one of type ${type}`,
      api: 'downloadFile',
      url,
      reason: `parameter error: parameter.url should be String instead of ${type};`,
      errno: 1001,
    })),
    {
      ids: ['5.option.url', '8.text.bad-url'],
      says: 'download: no URL at all',
      api: 'downloadFile',
      url: 'cat.png',
      reason: 'createDownloadTask:fail invalid url',
      errno: 600009,
    },
    {
      ids: ['5.option.url', '8.text.bad-url'],
      says: 'download: an empty one',
      api: 'downloadFile',
      url: '',
      reason: 'createDownloadTask:fail invalid url',
      errno: 600009,
    },
    {
      ids: ['8.text.bad-scheme'],
      says: 'download: another scheme',
      api: 'downloadFile',
      url: 'ftp://host.example/a',
      reason: 'downloadFile protocol must be http or https',
      errno: 600009,
    },
    {
      ids: ['8.text.bad-scheme'],
      says: 'download: the local path of a phone',
      api: 'downloadFile',
      url: 'wxfile://tmp_a.png',
      reason: 'downloadFile protocol must be http or https',
      errno: 600009,
    },
    {
      ids: ['4.option.url', '8.text.bad-url'],
      says: 'upload: no URL at all',
      api: 'uploadFile',
      url: '/upload',
      reason: 'createUploadTask:fail invalid url',
      errno: 600009,
    },
    {
      ids: ['8.text.bad-scheme'],
      says: 'upload: another scheme',
      api: 'uploadFile',
      url: 'file:///etc/passwd',
      reason: 'uploadFile protocol must be http or https',
      errno: 600009,
    },
  ],
  async ({ api, url, reason, errno }) => {
    const page = await openWirePage({ worker: client });
    page.call(api)({ url, ...(api === 'uploadFile' ? upload : {}), ...page.callbacks() });
    expect(page.heard).toEqual([]);
    expect(await wholeStory(page)).toEqual(ending('fail', { errMsg: `${api}:fail ${reason}`, errno }));
  },
);
