import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#contract/transfer';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareLab } from '../support/shared-lab.ts';
import { bytesAt, fetched, sha256Of, succeeded, textOf } from '../support/task-results.ts';
import { shareWorker, storyOf, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const lab = shareLab();

describe('a 404', () => {
  it('is a success of all three kinds, body and all', async () => {
    const page = await withTransfers(worker);
    const url = `${lab().origin}/status/404`;
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
      const result = await page.request({ url: `${lab().origin}/echo`, method: 'POST', body }).ended;
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
      sha256: sha256Of(content),
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
      url: `${lab().origin}/echo`,
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
    const task = page.request({ url: `${lab().origin}/cookies/set?a=1&b=2` });
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
      url: `${lab().origin}/headers`,
      header: { 'X-Bad': 'a\r\nX-Smuggled: 1' },
    }).ended;
    expect(result).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    await page.close();
  });
});

it('a task id can be used once in a page', async () => {
  const page = await withTransfers(worker);
  const url = `${lab().origin}/headers`;
  await page.request({ url, taskId: 'one' }).ended;
  expect(() => page.request({ url, taskId: 'one' })).toThrow(
    expect.objectContaining({ code: 'request.invalid' }),
  );
  await page.close();
});
