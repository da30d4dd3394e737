import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareWorker, storyOf, withTransfers } from '../support/transfer-harness.ts';
import { withServer, type TestServer } from '../support/with-server.ts';

const worker = shareWorker();

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sha256: string;
  readonly bytes: number;
}

/** What of a request a test looks at, its body read to the end. */
async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const names = ['authorization', 'cookie', 'x-own', 'referer', 'content-type', 'content-length'];
  const headers = names.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    sha256: hash.digest('hex'),
    bytes,
  };
}

/** A server that answers every request from a table of paths, and keeps what it saw. */
async function tableServer(
  table: Readonly<Record<string, readonly [status: number, location: string | null, body: string]>>,
): Promise<TestServer & { readonly seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const listener: RequestListener = (request, response) => {
    void seenOf(request).then((one) => {
      seen.push(one);
      const [status, location, body] = table[one.url] ?? [404, null, 'nothing here'];
      response.writeHead(status, location === null ? {} : { location });
      response.end(body);
    });
  };
  return { ...(await withServer(listener)), seen };
}

const CREDENTIALS = { Authorization: 'Bearer secret', Cookie: 'session=secret', 'X-Own': 'kept' };
const REFERER = 'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html';

describe('a redirect', () => {
  it('within a host keeps every header, and the page hears only of the last answer', async () => {
    const server = await tableServer({
      '/start': [302, '/next', 'not the answer'],
      '/next': [301, 'end?a=1', 'not the answer'],
      '/end?a=1': [200, null, 'the answer'],
    });
    const page = await withTransfers(worker);
    const task = page.request({ url: `${server.origin}/start`, header: CREDENTIALS });
    const result = await task.ended;
    expect(storyOf(task)).toEqual(['headers 200', 'ended ok']);
    expect(result).toMatchObject({ statusCode: 200, body: { kind: 'text', text: 'the answer' } });
    expect(server.seen.map(({ url, headers }) => [url, headers['authorization'], headers['cookie']])).toEqual(
      [
        ['/start', 'Bearer secret', 'session=secret'],
        ['/next', 'Bearer secret', 'session=secret'],
        ['/end?a=1', 'Bearer secret', 'session=secret'],
      ],
    );
    expect(task.exchange()).toMatchObject({
      url: `${server.origin}/start`,
      redirects: [`${server.origin}/next`, `${server.origin}/end?a=1`],
    });
    const { redirectStart = 0, redirectEnd = 0, fetchStart = 0 } = task.exchange().profile ?? {};
    expect([redirectStart > 0, redirectStart <= redirectEnd, redirectEnd <= fetchStart]).toEqual([
      true,
      true,
      true,
    ]);
    await page.close();
  });

  it('to another host leaves credentials behind and keeps the rest; they do not come back', async () => {
    const home = await tableServer({ '/back': [200, null, 'home again'] });
    const other = await tableServer({ '/over': [302, `${home.origin}/back`, ''] });
    const start = await tableServer({ '/': [302, `${other.origin}/over`, ''] });
    const page = await withTransfers(worker);
    const task = page.request({ url: start.origin, header: CREDENTIALS });
    await task.ended;
    const [own, foreign, last] = [start, other, home].map(({ seen }) => seen[0]?.headers);
    expect(own).toMatchObject({ authorization: 'Bearer secret', cookie: 'session=secret' });
    expect([foreign, last].map((headers) => [headers?.['x-own'], headers?.['referer']])).toEqual([
      ['kept', REFERER],
      ['kept', REFERER],
    ]);
    for (const headers of [foreign, last]) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
    }
    await page.close();
  });

  it('to another host has no redirect times: WeChat tells them of the same domain only', async () => {
    const other = await tableServer({ '/': [200, null, 'over here'] });
    const start = await tableServer({ '/': [302, other.origin.replace('127.0.0.1', 'localhost'), ''] });
    const page = await withTransfers(worker);
    const task = page.request({ url: start.origin });
    expect(await task.ended).toMatchObject({ ok: true, profile: { redirectStart: 0, redirectEnd: 0 } });
    await page.close();
  });

  it('of a download writes only the last body, however long the one before was', async () => {
    const server = await tableServer({
      '/start': [302, '/file', 'x'.repeat(3_000_000)],
      '/file': [200, null, 'short'],
    });
    const page = await withTransfers(worker);
    const task = page.download({ url: `${server.origin}/start` });
    const result = await task.ended;
    const tempFilePath = result.ok ? (result.tempFilePath ?? '') : '';
    expect(await readFile((await page.files.open(tempFilePath)).realPath, 'utf8')).toBe('short');
    expect(task.exchange()).toMatchObject({ receivedBytes: 5, file: { sizeBytes: 5 } });
    await page.close();
  });

  it('of an upload by 302 becomes a GET without its body and its content type', async () => {
    const server = await tableServer({ '/start': [302, '/end', ''], '/end': [200, null, 'ok'] });
    const page = await withTransfers(worker);
    await page.upload({ url: `${server.origin}/start`, filePath: await page.picked('a.txt', 'content') })
      .ended;
    expect(server.seen.map(({ method, bytes }) => [method, bytes > 0])).toEqual([
      ['POST', true],
      ['GET', false],
    ]);
    expect(server.seen[1]?.headers).toEqual({ referer: REFERER });
    await page.close();
  });

  it('of an upload by 307 sends the whole body again; progress rises and ends once', async () => {
    const server = await tableServer({ '/start': [307, '/end', ''], '/end': [200, null, 'ok'] });
    const page = await withTransfers(worker);
    const task = page.upload({
      url: `${server.origin}/start`,
      filePath: await page.picked('a.bin', randomBytes(2_000_000)),
    });
    await task.ended;
    const [first, second] = server.seen;
    expect(second).toEqual({ ...first, url: '/end' });
    expect(first?.bytes).toBeGreaterThan(2_000_000);
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event.progress] : []));
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(100);
    await page.close();
  });

  it('of a PUT keeps method and body on 302, as browsers do', async () => {
    const server = await tableServer({ '/start': [302, '/end', ''], '/end': [200, null, 'ok'] });
    const page = await withTransfers(worker);
    await page.request({
      url: `${server.origin}/start`,
      method: 'PUT',
      body: { kind: 'text', text: 'content' },
    }).ended;
    expect(server.seen.map(({ method, bytes }) => [method, bytes])).toEqual([
      ['PUT', 7],
      ['PUT', 7],
    ]);
    await page.close();
  });

  it.each([
    ['without a Location', undefined],
    ['to another scheme', 'weixin://dl/business'],
    ['to what is no URL', 'http://'],
  ])('%s is an answer like any other', async (_what, location) => {
    const server = await withServer((_request, response) => {
      response.writeHead(302, location === undefined ? {} : { location });
      response.end('here');
    });
    const page = await withTransfers(worker);
    const task = page.request({ url: server.origin });
    expect(await task.ended).toMatchObject({ ok: true, statusCode: 302, body: { text: 'here' } });
    expect(storyOf(task)).toEqual(['headers 302', 'ended ok']);
    await page.close();
  });
});

describe('twenty redirects', () => {
  const chain = async (hops: number): Promise<TestServer> =>
    withServer((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${String(left - 1)}` }).end();
    }).then((server) => ({ ...server, origin: `${server.origin}/${String(hops)}` }));

  it('are followed, for every kind', async () => {
    const server = await chain(20);
    const page = await withTransfers(worker);
    const url = server.origin;
    const results = await Promise.all([
      page.request({ url }).ended,
      page.download({ url }).ended,
      page.upload({ url, filePath: await page.picked('a.txt', 'a') }).ended,
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    await page.close();
  });

  it('and one more fail with 600008, and nothing is left of them', async () => {
    const server = await chain(21);
    const page = await withTransfers(worker);
    const tasks = [page.request({ url: server.origin }), page.download({ url: server.origin })];
    for (const task of tasks) {
      const result = await task.ended;
      expect(storyOf(task).filter((line) => line !== 'progress 0')).toEqual(['ended request.redirects']);
      expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
        errMsg: 'downloadFile:fail errcode:-310 cronet_error_code:-310 error_msg:net::ERR_TOO_MANY_REDIRECTS',
        errno: 600008,
      });
      expect(task.exchange().redirects).toHaveLength(20);
    }
    await page.close();
  });
});
