import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from '#contract/transfer';
import { wxErrorFrom } from '#contract/wx-errors';
import { createLab, type Lab } from '../../src-main/lab/lab.ts';
import { withServer } from '../support/with-server.ts';
import { shareWorker, storyOf, withTransfers, type TransferHarness } from '../support/transfer-harness.ts';

const worker = shareWorker();
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const REFERER = 'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html';

let lab: Lab;
let labFolder: string;
beforeAll(async () => {
  labFolder = await mkdtemp(path.join(tmpdir(), 'ferry-lab-'));
  lab = await createLab({
    host: '127.0.0.1',
    port: 0,
    https: 'both',
    dataDir: labFolder,
    samplesDir: path.resolve('assets/media'),
  });
});
afterAll(async () => {
  await lab.close();
  await rm(labFolder, { recursive: true, force: true });
});

type Success = Extract<TaskResult, { ok: true }>;

function succeeded(result: TaskResult): Success {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result;
}

function textOf(result: TaskResult): string {
  const { body } = succeeded(result);
  if (body?.kind !== 'text') throw new Error(`The body came as ${String(body?.kind)}.`);
  return body.text;
}

async function fetched(
  harness: TransferHarness,
  result: TaskResult,
): Promise<{ bytes: Buffer; mediaType: string }> {
  const { body } = succeeded(result);
  if (body?.kind !== 'url') throw new Error(`The body came as ${String(body?.kind)}.`);
  const offered = harness.bodies.open(body.url.replace('/body/', ''));
  if (!offered) throw new Error('The URL leads nowhere.');
  return { bytes: await readFile(offered.realPath), mediaType: offered.mediaType };
}

async function bytesAt(harness: TransferHarness, virtualPath: string): Promise<Buffer> {
  return readFile((await harness.files.open(virtualPath)).realPath);
}

describe('an upload', () => {
  it('arrives byte for byte, its fields in their order before the file, under the name of the temp path', async () => {
    const page = await withTransfers(worker);
    const content = randomBytes(3 * 1024 * 1024 + 17);
    const filePath = await page.picked('holiday.JPG', content);
    const task = page.upload({
      url: `${lab.origin}/upload?album=1`,
      filePath,
      name: 'photo',
      header: { 'X-Album': 'summer', Referer: 'https://forged.example/' },
      formData: [
        ['zeta', '1'],
        ['alpha', '西湖'],
        ['zeta', '2'],
      ],
    });
    const result = succeeded(await task.ended);
    const seen = JSON.parse(textOf(result)) as Record<string, unknown> & { headers: [string, string][] };
    const filename = path.posix.basename(filePath);
    const header = (name: string): string[] =>
      seen.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);

    expect(filename).toMatch(/^[0-9a-f]{32}\.jpg$/);
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/upload?album=1',
      fields: [
        ['zeta', '1'],
        ['alpha', '西湖'],
        ['zeta', '2'],
      ],
      files: [
        { name: 'photo', filename, contentType: 'image/jpeg', size: content.length, sha256: sha256(content) },
      ],
    });
    expect([header('referer'), header('x-album'), header('transfer-encoding')]).toEqual([
      [REFERER],
      ['summer'],
      [],
    ]);

    await page.close();
    const exchange = task.exchange();
    expect(exchange).toMatchObject({
      kind: 'upload',
      state: 'done',
      page: 'pages/index/index',
      calledFrom: 'pages/index/index.js:3:7',
      method: 'POST',
      url: `${lab.origin}/upload?album=1`,
      written: { url: 'as written' },
      statusCode: 200,
      httpVersion: '1.1',
      requestHeaders: seen.headers,
      sentBytes: seen['bytes'],
      expectedSendBytes: seen['bytes'],
      parts: [
        { name: 'zeta', filename: null, contentType: null, sizeBytes: 1, value: '1' },
        { name: 'alpha', filename: null, contentType: null, sizeBytes: 6, value: '西湖' },
        { name: 'zeta', filename: null, contentType: null, sizeBytes: 1, value: '2' },
        { name: 'photo', filename, contentType: 'image/jpeg', sizeBytes: content.length, value: null },
      ],
      file: { path: filePath, sizeBytes: content.length, sha256: sha256(content) },
      responseText: textOf(result),
      warnings: [{ rule: 'header-referer' }],
      errMsg: 'uploadFile:ok',
      errno: null,
    });
    expect(page.files.find(filePath)?.sha256).toBe(sha256(content));
    expect(exchange.profile).toEqual(result.profile);
  });

  it('tells rising progress that ends with one 100 of the whole body', async () => {
    const page = await withTransfers(worker);
    const task = page.upload({
      url: `${lab.origin}/upload`,
      filePath: await page.picked('big.bin', randomBytes(12 * 1024 * 1024)),
    });
    await task.ended;
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
    const last = told.at(-1);
    expect(told.map(({ progress }) => progress)).toEqual(
      [...new Set(told.map(({ progress }) => progress))].sort((a, b) => a - b),
    );
    expect(last).toMatchObject({ progress: 100, transferredBytes: last?.expectedBytes });
    expect(last?.expectedBytes).toBe(task.exchange().expectedSendBytes);
    expect(task.exchange().progressEvents).toBe(told.length);
    await page.close();
  });

  it('without a file of the program’s own does not reach the network', async () => {
    const server = await withServer((_request, response) => response.end());
    const page = await withTransfers(worker);
    const refused = [
      'http://tmp/0123.jpg',
      '/etc/passwd',
      '../x.jpg',
      'http://usr/none.txt',
      'file:///etc/passwd',
    ];
    const failures = [];
    for (const filePath of refused) {
      const result = await page.upload({ url: server.origin, filePath }).ended;
      failures.push(result.ok ? result : wxErrorFrom('uploadFile', result.error));
    }
    expect(failures).toEqual(
      refused.map(() => ({ errMsg: 'uploadFile:fail file not found', errno: 1300002 })),
    );
    expect(server.connections()).toBe(0);
    await page.close();
  });

  it('trusts the lab’s own authority over https, and nobody else does', async () => {
    const url = `${String(lab.httpsOrigin)}/upload`;
    const trusting = await withTransfers(worker, {
      extraCertificateAuthorities: [lab.certificateAuthorityPem ?? ''],
    });
    const result = await trusting.upload({ url, filePath: await trusting.picked('a.txt', 'a') }).ended;
    expect(succeeded(result).profile.SSLconnectionEnd).toBeGreaterThan(0);
    await trusting.close();

    const strict = await withTransfers(worker);
    const refused = await strict.upload({ url, filePath: await strict.picked('a.txt', 'a') }).ended;
    expect(refused.ok ? refused : wxErrorFrom('uploadFile', refused.error)).toEqual({
      errMsg: 'uploadFile:fail errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID',
      errno: 600001,
    });
    await strict.close();
  });
});

describe('a 404', () => {
  it('is a success of all three kinds, body and all', async () => {
    const page = await withTransfers(worker);
    const url = `${lab.origin}/status/404`;
    const uploaded = page.upload({ url, filePath: await page.picked('a.txt', 'content') });
    const downloaded = page.download({ url });
    const requested = page.request({ url });
    const results = [await uploaded.ended, await downloaded.ended, await requested.ended].map(succeeded);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);

    const body = textOf(results[2] as TaskResult);
    expect(JSON.parse(body)).toEqual({ status: 404 });
    expect(textOf(results[0] as TaskResult)).toBe(body);
    const tempFilePath = results[1]?.tempFilePath ?? '';
    expect(tempFilePath).toMatch(/^http:\/\/tmp\/[0-9a-f]{32}\.json$/);
    expect((await bytesAt(page, tempFilePath)).toString()).toBe(body);
    await page.close();
    expect(page.journal.list().map(({ state, errMsg }) => [state, errMsg])).toEqual([
      ['done', 'uploadFile:ok'],
      ['done', 'downloadFile:ok'],
      ['done', 'request:ok'],
    ]);
  });
});

describe('a download', () => {
  it.each([
    ['image/jpeg', 'jpg'],
    ['image/png; charset=binary', 'png'],
    ['IMAGE/GIF', 'gif'],
    ['audio/mpeg', 'mp3'],
    ['application/pdf', 'pdf'],
    ['application/octet-stream', 'bin'],
    ['application/x-no-such-thing', 'unknown'],
  ])('of %s becomes a temp file .%s, whatever the URL and the disposition say', async (type, extension) => {
    const page = await withTransfers(worker);
    const task = page.download({
      url: `${lab.origin}/download?size=1000&name=voice.silk&type=${encodeURIComponent(type)}`,
    });
    const result = succeeded(await task.ended);
    expect(result.tempFilePath).toMatch(new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`));
    expect(result).not.toHaveProperty('filePath');
    await page.close();
  });

  it('without a Content-Type is .unknown', async () => {
    const server = await withServer((_request, response) => response.end('bytes'));
    const page = await withTransfers(worker);
    const result = succeeded(await page.download({ url: server.origin }).ended);
    expect(result.tempFilePath).toMatch(/\.unknown$/);
    await page.close();
  });

  it('writes the bytes, registers the file and hashes it after the end', async () => {
    const page = await withTransfers(worker);
    const content = await readFile('assets/media/lighthouse.mp3');
    const task = page.download({ url: `${lab.origin}/samples/lighthouse.mp3` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    expect(await bytesAt(page, tempFilePath)).toEqual(content);
    await page.close();
    expect(page.files.list()).toMatchObject([
      {
        path: tempFilePath,
        kind: 'temp',
        sizeBytes: content.length,
        origin: `transfer:${task.exchange().id}`,
        sha256: sha256(content),
      },
    ]);
    expect(task.exchange()).toMatchObject({
      file: { path: tempFilePath, sizeBytes: content.length, sha256: sha256(content) },
      receivedBytes: content.length,
      expectedReceiveBytes: content.length,
      responseText: null,
    });
  });

  it('that is saved the moment it ends is hashed all the same', async () => {
    const page = await withTransfers(worker);
    const content = await readFile('assets/media/harbour-dawn.jpg');
    const task = page.download({ url: `${lab.origin}/samples/harbour-dawn.jpg` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    const saved = await page.files.save(tempFilePath);
    await page.close();
    expect([task.exchange().file?.sha256, page.files.find(saved.path)?.sha256]).toEqual([
      sha256(content),
      sha256(content),
    ]);
  });

  it('told 100 exactly once, last, when the file is there', async () => {
    const page = await withTransfers(worker);
    const task = page.download({ url: `${lab.origin}/download?size=3m&rate=12m` });
    await task.ended;
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
    expect(told.filter(({ progress }) => progress === 100)).toEqual([
      { ...told.at(-1), progress: 100, transferredBytes: 3 * 1024 * 1024, expectedBytes: 3 * 1024 * 1024 },
    ]);
    expect(told.length).toBeGreaterThan(1);
    expect(task.events.at(-1)?.kind).toBe('ended');
    await page.close();
  });

  it('of unknown length tells 0 of 0 until it ends', async () => {
    const page = await withTransfers(worker);
    const task = page.download({ url: `${lab.origin}/download?size=600k&rate=2m&chunked=1` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
    expect(told.map(({ expectedBytes }) => expectedBytes)).toEqual(told.map(() => 0));
    expect(told.map(({ progress }) => progress)).toEqual([...told.slice(1).map(() => 0), 100]);
    expect(told.at(-1)?.transferredBytes).toBe(600 * 1024);
    expect(page.files.find(tempFilePath)?.sizeBytes).toBe(600 * 1024);
    await page.close();
  });

  it('that never gets an answer tells no progress', async () => {
    const server = await withServer((request) => request.socket.destroy());
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    await task.ended;
    expect(storyOf(task)).toEqual(['ended net.closed']);
    await page.close();
  });

  it('decodes what came encoded and counts both sides', async () => {
    const content = Buffer.alloc(200_000, 'ferry ');
    const encoded = gzipSync(content);
    const server = await withServer((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.setHeader('content-type', 'text/plain');
      response.setHeader('x-asked', String(request.headers['accept-encoding']));
      response.end(encoded);
    });
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    const result = succeeded(await task.ended);
    expect(result.header['x-asked']).toBe('gzip, deflate, br');
    expect(await bytesAt(page, result.tempFilePath ?? '')).toEqual(content);
    expect(task.exchange()).toMatchObject({
      receivedBytes: encoded.length,
      file: { sizeBytes: content.length },
    });
    await page.close();
  });
});

it('a download whose files were cleared under it fails without a word of where they lay', async () => {
  const rest = Promise.withResolvers<undefined>();
  const server = await withServer((_request, response) => {
    response.writeHead(200, { 'content-length': '8' }).write('half');
    void rest.promise.then(() => response.end('half'));
  });
  const page = await withTransfers(worker);
  const task = page.download({ url: server.origin });
  await task.heard('headers');
  await page.files.clear();
  rest.resolve(undefined);
  const result = await task.ended;
  expect(result.ok ? result : result.error.code).toMatch(/^file\./);
  expect(JSON.stringify(task.events)).not.toContain(page.folder);
  await page.close();
});

describe('a download to filePath', () => {
  const target = 'http://usr/photo.jpg';

  it('writes there, echoes the path, makes no temp file, and replaces what was there', async () => {
    const page = await withTransfers(worker);
    const first = await page.download({ url: `${lab.origin}/samples/harbour-dawn.jpg`, filePath: target })
      .ended;
    const second = await page.download({ url: `${lab.origin}/samples/paper-dunes.jpg`, filePath: target })
      .ended;
    expect([first, second].map(succeeded)).toMatchObject([{ filePath: target }, { filePath: target }]);
    expect(first).not.toHaveProperty('tempFilePath');
    expect(await bytesAt(page, target)).toEqual(await readFile('assets/media/paper-dunes.jpg'));
    expect(page.files.list()).toMatchObject([{ path: target, kind: 'user' }]);
    await page.close();
  });

  it.each([
    ['http://usr/none/photo.jpg', 'no such file or directory, open "http://usr/none/photo.jpg"', 1300002],
    ['http://tmp/photo.jpg', 'permission denied can not open file filepath', 603303],
    ['http://store/photo.jpg', 'permission denied can not open file filepath', 603303],
    ['images/photo.jpg', 'permission denied can not open file filepath', 603303],
    ['http://usr/../photo.jpg', 'permission denied can not open file filepath', 603303],
    ['/tmp/photo.jpg', 'permission denied can not open file filepath', 603303],
  ])('refuses %s before the wire', async (filePath, reason, errno) => {
    const server = await withServer((_request, response) => response.end('x'));
    const page = await withTransfers(worker);
    const result = await page.download({ url: server.origin, filePath }).ended;
    expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
      errMsg: `downloadFile:fail ${reason}`,
      errno,
    });
    expect(server.connections()).toBe(0);
    await page.close();
  });

  it('leaves the old file as it was when the new one does not fit the quota', async () => {
    const page = await withTransfers(worker, { quotaBytes: 100_000 });
    const url = (size: number): string => `${lab.origin}/download?size=${String(size)}`;
    succeeded(await page.download({ url: url(60_000), filePath: target }).ended);
    const before = [await bytesAt(page, target), page.files.list().map((file) => file.sizeBytes)];
    const result = await page.download({ url: url(100_001), filePath: target }).ended;
    expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
      errMsg: 'downloadFile:fail the maximum size of the file storage limit is exceeded',
      errno: 1300202,
    });
    expect([await bytesAt(page, target), page.files.list().map((file) => file.sizeBytes)]).toEqual(before);
    succeeded(await page.download({ url: url(100_000), filePath: target }).ended);
    await page.close();
  });

  it('is refused beyond the profile’s size, and nothing of it stays', async () => {
    const page = await withTransfers(worker, { profile: { maxDownloadBytes: 50_000 } });
    for (const chunked of ['0', '1']) {
      const result = await page.download({ url: `${lab.origin}/download?size=60k&chunked=${chunked}` }).ended;
      expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
        errMsg: 'downloadFile:fail exceed max file size',
        errno: 603301,
      });
    }
    expect(page.files.list()).toEqual([]);
    await page.close();
  });
});

describe('a request', () => {
  it('sends text, small bytes and a posted body as they are, and the default content type', async () => {
    const page = await withTransfers(worker);
    const posted = Buffer.alloc(300_000, '渡口 ');
    const bodyId = await page.bodies.receive(Readable.from([posted]));
    const bodies = [
      { kind: 'none' },
      { kind: 'text', text: '{"名":1}' },
      { kind: 'bytes', bytes: Uint8Array.of(0, 255, 10) },
      { kind: 'posted', bodyId },
    ] as const;
    const seen = [];
    for (const body of bodies) {
      const result = await page.request({ url: `${lab.origin}/echo`, method: 'POST', body }).ended;
      const { body: echoed } = succeeded(result);
      const text = echoed?.kind === 'url' ? (await fetched(page, result)).bytes.toString() : textOf(result);
      const echo = JSON.parse(text) as {
        method: string;
        size: number;
        sha256: string;
        headers: [string, string][];
      };
      seen.push({
        method: echo.method,
        size: echo.size,
        sha256: echo.sha256,
        types: echo.headers
          .filter(([name]) => name.toLowerCase() === 'content-type')
          .map(([, value]) => value),
      });
    }
    const expected = (content: Uint8Array | string): unknown => ({
      method: 'POST',
      size: Buffer.byteLength(content),
      sha256: sha256(content),
      types: ['application/json'],
    });
    expect(seen).toEqual([
      expected(''),
      expected('{"名":1}'),
      expected(Uint8Array.of(0, 255, 10)),
      expected(posted),
    ]);
    expect(page.journal.list().map(({ requestText }) => requestText)).toEqual([null, '{"名":1}', null, null]);
    await page.close({ bodies: 2 });
  });

  it('cannot send a body another page posted', async () => {
    const page = await withTransfers(worker);
    const result = await page.request({
      url: `${lab.origin}/echo`,
      method: 'POST',
      body: { kind: 'posted', bodyId: 'f'.repeat(32) },
    }).ended;
    expect(result).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    await page.close();
  });

  it.each([
    ['65 536 bytes', 65_536, 'text'],
    ['65 537 bytes', 65_537, 'url'],
  ])('hands over a text of %s as it should', async (_what, size, kind) => {
    const content = 'é'.repeat(size).slice(0, Math.floor(size / 2)) + (size % 2 === 1 ? '.' : '');
    const server = await withServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end(content);
    });
    const page = await withTransfers(worker);
    const task = page.request({ url: server.origin });
    const result = succeeded(await task.ended);
    expect(Buffer.byteLength(content)).toBe(size);
    expect(result.body?.kind).toBe(kind);
    if (kind === 'text') expect(textOf(result)).toBe(content);
    else {
      expect(await fetched(page, result)).toEqual({
        bytes: Buffer.from(content),
        mediaType: 'text/plain; charset=utf-8',
      });
      expect(task.exchange().responseText?.slice(0, 30_000)).toBe(content.slice(0, 30_000));
    }
    await page.close({ bodies: kind === 'url' ? 1 : 0 });
  });

  it('hands over binary bodies as bytes, large ones by URL', async () => {
    const small = randomBytes(65_536);
    const large = randomBytes(65_537);
    const server = await withServer((request, response) => {
      response.setHeader('content-type', 'application/octet-stream');
      response.end(request.url === '/small' ? small : large);
    });
    const page = await withTransfers(worker);
    const first = succeeded(
      await page.request({ url: `${server.origin}/small`, responseType: 'arraybuffer' }).ended,
    );
    const second = await page.request({ url: `${server.origin}/large`, responseType: 'arraybuffer' }).ended;
    expect(first.body).toEqual({ kind: 'bytes', bytes: new Uint8Array(small) });
    expect(await fetched(page, second)).toEqual({ bytes: large, mediaType: 'application/octet-stream' });
    expect(page.journal.list().map(({ responseText }) => responseText)).toEqual([null, null]);
    await page.close({ bodies: 1 });
  });

  it.each([
    ['UTF-8 by default', 'text/plain', Buffer.from('渡口'), '渡口'],
    ['gbk as its charset says', 'text/html; charset=GBK', Buffer.from([0xb6, 0xc9, 0xbf, 0xda]), '渡口'],
    ['a quoted charset', 'text/plain; charset="gb18030"', Buffer.from([0xb6, 0xc9, 0xbf, 0xda]), '渡口'],
    ['an unknown charset as UTF-8', 'text/plain; charset=klingon', Buffer.from('渡口'), '渡口'],
    ['one leading BOM', 'application/json', Buffer.from('\uFEFF{"a":1}'), '{"a":1}'],
    ['only the first of two BOMs', 'text/plain', Buffer.from('\uFEFF\uFEFFx'), '\uFEFFx'],
    ['no BOM within', 'text/plain', Buffer.from('a\uFEFFb'), 'a\uFEFFb'],
  ])('reads %s', async (_what, contentType, bytes, text) => {
    const server = await withServer((_request, response) => {
      response.setHeader('content-type', contentType);
      response.end(bytes);
    });
    const page = await withTransfers(worker);
    expect(textOf(await page.request({ url: server.origin }).ended)).toBe(text);
    await page.close();
  });

  it('converts a large gbk text to UTF-8 before the page fetches it', async () => {
    const pair = Buffer.from([0xb6, 0xc9, 0xbf, 0xda]);
    const server = await withServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=gbk');
      response.end(Buffer.concat(Array.from({ length: 20_000 }, () => pair)));
    });
    const page = await withTransfers(worker);
    const result = await page.request({ url: server.origin }).ended;
    expect(await fetched(page, result)).toEqual({
      bytes: Buffer.from('渡口'.repeat(20_000)),
      mediaType: 'text/plain; charset=utf-8',
    });
    await page.close({ bodies: 1 });
  });

  it('gives headers with repeats joined, cookies apart, before the end', async () => {
    const page = await withTransfers(worker);
    const task = page.request({ url: `${lab.origin}/cookies/set?a=1&b=2` });
    const result = succeeded(await task.ended);
    expect(result.cookies).toEqual(['a=1; Path=/', 'b=2; Path=/']);
    expect(result.header['Set-Cookie']).toBe('a=1; Path=/,b=2; Path=/');
    expect(task.events[0]).toEqual({
      kind: 'headers',
      taskId: task.taskId,
      generation: 1,
      statusCode: 200,
      header: result.header,
      cookies: result.cookies,
    });
    expect(storyOf(task)).toEqual(['headers 200', 'ended ok']);
    await page.close();
  });

  it.each([
    ['not a url', 'request:fail invalid url', 600009],
    ['', 'request:fail invalid url', 600009],
    ['ftp://127.0.0.1/x', 'request:fail request protocol must be http or https', 600009],
    ['file:///etc/passwd', 'request:fail request protocol must be http or https', 600009],
  ])('to %j fails in WeChat’s words without the wire', async (url, errMsg, errno) => {
    const page = await withTransfers(worker);
    const task = page.request({ url });
    const result = await task.ended;
    expect(result.ok ? result : wxErrorFrom('request', result.error)).toEqual({ errMsg, errno });
    expect(storyOf(task)).toHaveLength(1);
    expect(task.exchange()).toMatchObject({
      state: 'failed',
      errMsg,
      errno,
      statusCode: null,
      requestHeaders: [],
    });
    await page.close();
  });

  it('with a header that cannot be sent fails as a bad parameter', async () => {
    const page = await withTransfers(worker);
    const result = await page.request({
      url: `${lab.origin}/headers`,
      header: { 'X-Bad': 'a\r\nX-Smuggled: 1' },
    }).ended;
    expect(result).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    await page.close();
  });
});

it('a task id can be used once in a page', async () => {
  const page = await withTransfers(worker);
  const url = `${lab.origin}/headers`;
  await page.request({ url, taskId: 'one' }).ended;
  expect(() => page.request({ url, taskId: 'one' })).toThrow(
    expect.objectContaining({ code: 'request.invalid' }),
  );
  await page.close();
});

it('a file name with folders of the computer in it never leaves with an upload', async () => {
  const page = await withTransfers(worker);
  await mkdir(path.join(page.folder, 'images'));
  await writeFile(path.join(page.folder, 'images', 'a.png'), 'png');
  const result = await page.upload({ url: `${lab.origin}/upload`, filePath: '/images/a.png' }).ended;
  const { files } = JSON.parse(textOf(result)) as { files: { filename: string }[] };
  expect(files.map(({ filename }) => filename)).toEqual(['a.png']);
  expect(textOf(result)).not.toContain(page.folder);
  await page.close();
});
