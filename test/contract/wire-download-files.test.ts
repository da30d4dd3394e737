import { readdir, readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders, RequestListener } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { DeviceName } from '#contract/device';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';
import { openWirePage, type WirePage } from './wire-page.ts';
import { ending, PROFILE, quiet, table, wholeStory, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

async function contentAt(page: WirePage, virtualPath: string): Promise<string> {
  return readFile((await page.program.files.open(virtualPath)).realPath, 'utf8');
}

interface AnswerRow extends SpecRow {
  readonly answer: RequestListener;
  readonly statusCode?: number;
  readonly content?: string;
  readonly warns?: readonly string[];
}

const status =
  (statusCode: number): RequestListener =>
  (_request, response) => {
    response.writeHead(statusCode, { 'content-type': 'text/html' }).end(`page ${String(statusCode)}`);
  };

/** Each row is run without filePath and with it. */
table<AnswerRow>(
  'what wx.downloadFile saves',
  [
    ...[200, 203, 206].map((statusCode): AnswerRow => ({
      ids: ['5.status.any'],
      says: `the body of ${String(statusCode)}`,
      answer: status(statusCode),
      statusCode,
      content: `page ${String(statusCode)}`,
    })),
    ...[400, 401, 403, 404, 500, 503].map((statusCode): AnswerRow => ({
      // §5: DevTools of 2018 gave 400 without a temp path; FERRY follows today's documentation.
      ids: ['5.status.any', '5.status.error-saved'],
      says: `the page of a ${String(statusCode)}, which is a success, with a warning`,
      answer: status(statusCode),
      statusCode,
      content: `page ${String(statusCode)}`,
      warns: ['error-saved'],
    })),
    {
      ids: ['5.status.no-body'],
      says: 'an empty file of 204',
      answer: (_request, response) => void response.writeHead(204, { 'content-type': 'text/html' }).end(),
      statusCode: 204,
      content: '',
    },
    {
      ids: ['5.status.no-body'],
      says: 'an empty file of an empty body',
      answer: (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(),
      content: '',
    },
    ...(
      [
        ['gzip', gzipSync],
        ['deflate', deflateSync],
        ['br', brotliCompressSync],
      ] as const
    ).map(([encoding, pack]): AnswerRow => ({
      ids: ['5.body.encoding'],
      says: `a body packed by ${encoding}, unpacked`,
      answer: (_request, response) => {
        const body = pack('unpacked');
        const headers = { 'content-type': 'text/html', 'content-encoding': encoding };
        response.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
      },
      content: 'unpacked',
    })),
    {
      // Text is a file like any other: its bytes are kept.
      ids: ['5.body.bytes'],
      says: 'the bytes as they came: no BOM goes',
      answer: (_request, response) =>
        void response
          .writeHead(200, { 'content-type': 'text/html; charset=gbk', 'content-length': 6 })
          .end('\uFEFFabc'),
      content: '\uFEFFabc',
    },
    {
      ids: ['5.redirect'],
      says: 'what the last of several redirects leads to',
      answer: (request, response) => {
        const next = { '/': '/one', '/one': '/two' }[request.url ?? ''];
        if (next === undefined) status(200)(request, response);
        else response.writeHead(302, { location: next }).end('moved');
      },
      content: 'page 200',
    },
    {
      // UNCERTAIN: a redirect that leads nowhere. FERRY: an answer like any other.
      ids: ['5.redirect'],
      says: 'the body of a redirect that leads nowhere',
      answer: (_request, response) =>
        void response.writeHead(302, { 'content-type': 'text/html', 'content-length': 5 }).end('moved'),
      statusCode: 302,
      content: 'moved',
    },
  ],
  async ({ answer, statusCode = 200, content, warns }) => {
    const server = await withServer(answer);
    const page = await openWirePage({ worker: client });
    page.call('downloadFile')({ url: server.origin, ...page.callbacks() });
    const tempFilePath: unknown = expect.stringMatching(/^http:\/\/tmp\/[0-9a-f]{32}\.html$/);
    const common = { statusCode, profile: PROFILE, errMsg: 'downloadFile:ok' };
    expect(await wholeStory(page)).toEqual(ending('success', { tempFilePath, ...common }));
    const result = page.heard[0]?.[1] as { tempFilePath: string };
    expect(await contentAt(page, result.tempFilePath)).toBe(content);
    page.heard.length = 0;

    const filePath = 'http://usr/answer.html';
    page.call('downloadFile')({ url: server.origin, filePath, ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending('success', { filePath, ...common }));
    expect(await contentAt(page, filePath)).toBe(content);
    const rules = page.exchange().warnings.map(({ rule }) => rule);
    const expected = ['plain-http', 'private-host', 'length-unknown', ...(warns ?? [])];
    expect(rules.filter((rule) => !expected.includes(rule))).toEqual([]);
    for (const rule of warns ?? []) expect(rules).toContain(rule);
  },
);

interface ExtensionRow extends SpecRow {
  readonly headers: OutgoingHttpHeaders;
  readonly extension: string;
  readonly warns?: true;
}

table<ExtensionRow>(
  'the extension of a temp file',
  [
    ...(
      [
        ['image/jpeg', 'jpg'],
        ['image/png', 'png'],
        ['image/gif', 'gif'],
        ['image/webp', 'webp'],
        ['image/svg+xml', 'svg'],
        ['video/mp4', 'mp4'],
        ['video/quicktime', 'mov'],
        ['audio/mpeg', 'mp3'],
        ['audio/aac', 'aac'],
        ['application/pdf', 'pdf'],
        ['application/msword', 'doc'],
        ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
        ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
        ['application/zip', 'zip'],
        ['application/json', 'json'],
        ['text/plain', 'txt'],
        ['text/html', 'html'],
      ] as const
    ).map(([type, extension]): ExtensionRow => ({
      ids: ['5.temp.extension'],
      says: `of ${type} is .${extension}`,
      headers: { 'content-type': type },
      extension,
    })),
    {
      ids: ['5.temp.extension'],
      says: 'does not mind parameters and capitals',
      headers: { 'content-type': 'Image/PNG; charset=utf-8' },
      extension: 'png',
    },
    {
      ids: ['5.temp.extension.bin'],
      says: 'of octet-stream is .bin, with a warning',
      headers: { 'content-type': 'application/octet-stream' },
      extension: 'bin',
      warns: true,
    },
    {
      ids: ['5.temp.extension.unknown'],
      says: 'of what nobody knows is .unknown, with a warning',
      headers: { 'content-type': 'application/x-klingon' },
      extension: 'unknown',
      warns: true,
    },
    {
      ids: ['5.temp.extension.unknown'],
      says: 'without a Content-Type is .unknown, with a warning',
      headers: {},
      extension: 'unknown',
      warns: true,
    },
    {
      ids: ['5.temp.extension.ignored'],
      says: 'comes neither from Content-Disposition nor from the URL',
      headers: { 'content-disposition': 'attachment; filename="report.pdf"', 'content-type': 'text/plain' },
      extension: 'txt',
    },
  ],
  async ({ headers, extension, warns = false }) => {
    const server = await withServer((_request, response) => response.writeHead(200, headers).end('content'));
    const page = await openWirePage({ worker: client });
    page.call('downloadFile')({ url: `${server.origin}/photo.jpg`, ...page.callbacks() });
    const { tempFilePath } = (await page.hears('success')) as { tempFilePath: string };
    expect(tempFilePath).toMatch(new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`));
    await quiet(page);
    expect(page.exchange().warnings.some(({ rule }) => rule === 'temp-extension')).toBe(warns);
    // A path that is written decides its own name.
    const filePath = 'http://usr/as-written.dat';
    page.call('downloadFile')({ url: server.origin, filePath, success: page.listener('written') });
    expect(await page.hears('written')).toMatchObject({ filePath });
  },
);

interface BrokenRow extends SpecRow {
  readonly answer: RequestListener;
  readonly device?: DeviceName;
  readonly failure: object;
}

const CLOSED: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': 100_000 });
  response.write(Buffer.alloc(50_000), () => response.destroy());
};

table<BrokenRow>(
  'a download that breaks off',
  [
    {
      ids: ['5.fail.no-part', '8.net.ERR_CONTENT_LENGTH_MISMATCH'],
      says: 'in the middle leaves nothing, and what was at filePath stays',
      answer: CLOSED,
      failure: {
        errMsg:
          'downloadFile:fail errcode:-354 cronet_error_code:-354 error_msg:net::ERR_CONTENT_LENGTH_MISMATCH',
        errno: 600001,
      },
    },
    {
      ids: ['5.fail.no-part', '8.text.devtools-hang-up'],
      says: 'before its headers: DevTools in the words of Node, without an errno',
      answer: (_request, response) => void response.destroy(),
      failure: { errMsg: 'downloadFile:fail Error: socket hang up' },
    },
    {
      ids: ['8.net.ERR_CONNECTION_CLOSED'],
      says: 'before its headers: a phone in the words of its network stack',
      device: 'android',
      answer: (_request, response) => void response.destroy(),
      failure: {
        errMsg: 'downloadFile:fail errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED',
        errno: 600001,
      },
    },
    {
      ids: ['5.body.encoding', '8.net.ERR_CONTENT_DECODING_FAILED'],
      says: 'since it is not packed as it says',
      answer: (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is no gzip');
      },
      failure: {
        errMsg:
          'downloadFile:fail errcode:-330 cronet_error_code:-330 error_msg:net::ERR_CONTENT_DECODING_FAILED',
        errno: 600001,
      },
    },
  ],
  async ({ answer, device = 'devtools', failure }) => {
    let breaks = false;
    const server = await withServer((request, response) => {
      if (breaks) answer(request, response);
      else response.end('before');
    });
    const page = await openWirePage({ worker: client, settings: { device } });
    const filePath = `${page.boot.userDataPath}/kept.txt`;
    page.call('downloadFile')({ url: server.origin, filePath, ...page.callbacks('first ') });
    await page.hears('first success');
    page.heard.length = 0;
    breaks = true;
    page.call('downloadFile')({ url: server.origin, filePath, ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending('fail', failure));
    expect(await contentAt(page, filePath)).toBe('before');
    page.heard.length = 0;
    page.call('downloadFile')({ url: server.origin, ...page.callbacks() });
    expect(await wholeStory(page)).toEqual(ending('fail', failure));
    const left = await readdir(path.join(page.folder, 'home'), { recursive: true });
    expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(page.program.files.list().map((file) => file.path)).toEqual([filePath]);
  },
);
