import { describe, expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const NEVER = 60_000;

/** A server that takes requests and never answers. */
const silent = () => withServer(() => undefined);

describe('the time a transfer may take', () => {
  it.each([
    ['the option goes before app.json and the default', 120, { request: NEVER }, NEVER, 120],
    ['app.json goes before the default', null, { request: 130 }, NEVER, 130],
    ['the default holds where nothing was said', null, { uploadFile: 1 }, 140, 140],
    ['an option of 0 counts as absent', 0, { request: 150 }, NEVER, 150],
    ['a negative option counts as absent', -5, {}, 160, 160],
    ['nonsense in app.json counts as absent', null, { request: Number.NaN }, 170, 170],
  ])('%s', async (_what, timeoutMs, networkTimeout, defaultTimeoutMs, expected) => {
    const server = await silent();
    const page = await withTransfers(worker, { networkTimeout, profile: { defaultTimeoutMs } });
    const task = page.request({ url: server.origin, timeoutMs });
    const result = await task.ended;
    expect(result.ok ? result : wxErrorFrom('request', result.error)).toEqual({
      errMsg: 'request:fail timeout',
      errno: 5,
    });
    // WeChat's words name no time; the record does.
    expect(result).toMatchObject({ error: { code: 'net.timeout', details: { timeoutMs: expected } } });
    await page.close();
    await server.drained();
  });

  it.each([
    ['uploadFile', 'upload'],
    ['downloadFile', 'download'],
    ['request', 'request'],
  ] as const)('is read from networkTimeout.%s for that API', async (api, kind) => {
    const server = await silent();
    const page = await withTransfers(worker, { networkTimeout: { [api]: 100 } });
    const url = server.origin;
    const task =
      kind === 'upload'
        ? page.upload({ url, filePath: await page.picked('a.txt', 'a') })
        : kind === 'download'
          ? page.download({ url })
          : page.request({ url });
    const result = await task.ended;
    expect(result.ok ? result : wxErrorFrom(api, result.error).errMsg).toBe(`${api}:fail timeout`);
    await page.close();
  });

  it('is one budget over all hops of a redirect', async () => {
    const server = await withServer((request, response) => {
      if (request.url === '/end') return;
      setTimeout(() => response.writeHead(302, { location: '/end' }).end(), 150);
    });
    const page = await withTransfers(worker);
    const task = page.request({ url: server.origin, timeoutMs: 400 });
    const result = await task.ended;
    expect(result).toMatchObject({ ok: false, error: { code: 'net.timeout' } });
    const { durationMs } = task.exchange();
    expect(durationMs).toBeGreaterThanOrEqual(390);
    expect(durationMs).toBeLessThan(1500);
    await page.close();
  });

  it('longer than a timer can count is no time-out at all', async () => {
    const server = await withServer((_request, response) => {
      setTimeout(() => response.end('late, but there'), 100);
    });
    const page = await withTransfers(worker);
    const result = await page.request({ url: server.origin, timeoutMs: 3_000_000_000 }).ended;
    expect(result).toMatchObject({ ok: true, body: { text: 'late, but there' } });
    await page.close();
  });

  it('leaves nothing of a body that stalls', async () => {
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('half');
    });
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin, timeoutMs: 200 });
    expect(await task.ended).toMatchObject({
      ok: false,
      error: { code: 'net.timeout', details: { phase: 'receive' } },
    });
    expect(page.files.list()).toEqual([]);
    await page.close();
  });
});
