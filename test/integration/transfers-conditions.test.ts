import { describe, expect, it } from 'vitest';
import type { RuleAction, RuleMatch } from '#contract/conditions';
import { faultRule } from '../../src-main/transfers/conditions/parse-fault.ts';
import { linkRule } from '../../src-main/transfers/conditions/parse-link.ts';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const rule = (match: RuleMatch, action: RuleAction) => ({
  id: 'r',
  text: 'rule',
  enabled: true,
  match,
  action,
});

/** Redirects `/from` to `/file` with a body of its own. */
function redirecting() {
  return withServer((request, response) => {
    if (request.url === '/from') {
      response.writeHead(302, { location: '/file' });
      response.end('m'.repeat(1000));
    } else response.end('x'.repeat(10_000));
  });
}

describe('a rule for what lies behind a redirect', () => {
  it('breaks the body that counts, not the redirect’s own', async () => {
    const server = await redirecting();
    const page = await withTransfers(worker, {
      settings: { rules: [faultRule('f', 'download:truncate@50%')] },
    });
    const task = page.download({ url: `${server.origin}/from` });
    expect(await task.ended).toMatchObject({ ok: false, error: { code: 'net.truncated' } });
    expect(task.exchange()).toMatchObject({
      statusCode: 200,
      receivedBytes: 5000,
      expectedReceiveBytes: 10_000,
      redirects: [`${server.origin}/file`],
      reason: expect.stringContaining('ended early') as string,
    });
    await page.close();
  });

  it('sends its target elsewhere, and by the link of its host', async () => {
    const target = await withServer((_request, response) => response.end('elsewhere'));
    const server = await withServer((_request, response) => {
      response.writeHead(302, { location: 'http://files.example.com/a' }).end();
    });
    const offline = linkRule('l', 'offline@down.example.com');
    const page = await withTransfers(worker, {
      settings: {
        rules: [
          rule({ host: 'files.example.com' }, { kind: 'send-to', origin: target.origin }),
          ...(offline ? [offline] : []),
        ],
      },
    });
    expect(await page.request({ url: server.origin }).ended).toMatchObject({
      ok: true,
      body: { kind: 'text', text: 'elsewhere' },
    });
    const down = await withServer((_request, response) => {
      response.writeHead(302, { location: 'http://down.example.com/a' }).end();
    });
    expect(await page.request({ url: down.origin }).ended).toMatchObject({
      ok: false,
      error: { code: 'net.offline' },
    });
    await page.close();
  });
});

it('headers and redirects in UTF-8 are what they say', async () => {
  const seen: (string | undefined)[] = [];
  const server = await withServer((request, response) => {
    seen.push(request.url);
    if (request.url !== '/') return void response.end('there');
    // Node takes a header's text byte by byte.
    const location = Buffer.from('/渡口?x=é', 'utf8').toString('latin1');
    response.writeHead(302, { location }).end();
  });
  const page = await withTransfers(worker);
  expect(await page.request({ url: `${server.origin}/` }).ended).toMatchObject({ ok: true });
  expect(seen).toEqual(['/', '/%E6%B8%A1%E5%8F%A3?x=%C3%A9']);
  await page.close();
});

it('a fast drip keeps its rate, and holds up nobody else', async () => {
  const server = await withServer((_request, response) => response.end(Buffer.alloc(400_000)));
  const page = await withTransfers(worker, {
    settings: { rules: [faultRule('f', 'download(*/slow):drip,400000')] },
  });
  const slow = page.download({ url: `${server.origin}/slow` });
  await slow.heard('headers');
  const plain = page.download({ url: `${server.origin}/plain` });
  await plain.ended;
  // The one without the rule does not wait for the one with it.
  expect(slow.events.some(({ kind }) => kind === 'ended')).toBe(false);
  await slow.ended;
  const tookMs = slow.exchange().durationMs ?? 0;
  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(4000);
  await page.close();
});
