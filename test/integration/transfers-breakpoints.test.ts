import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import type { PausedEdit } from '#contract/panel-conditions';
import type { Rule } from '#contract/conditions';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { parseRule } from '../../src-main/transfers/conditions/rule-text.ts';
import { parseLink } from '../../src-main/transfers/conditions/parse-link.ts';
import { createProgramNetwork, type NetworkSettings } from '../../src-main/transfers/network.ts';
import { DEVTOOLS } from '../../src-main/transfers/rules/device-profile.ts';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const rules = (...lines: readonly string[]): { readonly rules: readonly Rule[] } => ({
  rules: lines.map((line, index) => parseRule(String(index), line, { labOrigin: null, folder: '.' })),
});

/** Answers every request with what it was sent, and remembers it. */
async function echo() {
  const seen: { method: string; url: string; header: string | undefined; body: string }[] = [];
  const server = await withServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        header: request.headers['x-edited'] as string | undefined,
        body: Buffer.concat(chunks).toString('latin1'),
      });
      response.setHeader('content-type', 'application/json; charset=gbk');
      response.end('{"from":"server"}');
    });
  });
  return { ...server, seen };
}

async function stopped(page: Awaited<ReturnType<typeof withTransfers>>, count = 1) {
  await vi.waitFor(() => {
    expect(page.breakpoints.list()).toHaveLength(count);
  });
  return page.breakpoints.list();
}

it('a request is changed on its way out: method, address, headers and body', async () => {
  const server = await echo();
  const page = await withTransfers(worker, { settings: rules('--break request:request') });
  const task = page.request({
    url: `${server.origin}/a`,
    method: 'POST',
    body: { kind: 'text', text: 'old' },
  });
  const [held] = await stopped(page);
  expect(task.exchange().pausedAt).toBe('request');
  const content = await page.breakpoints.content(held?.exchangeId ?? '');
  expect(content).toMatchObject({ method: 'POST', url: `${server.origin}/a`, text: 'old', fields: null });
  expect(server.seen).toEqual([]);
  page.breakpoints.resume(held?.exchangeId ?? '', {
    method: 'PUT',
    url: `${server.origin}/b?c=1`,
    headers: [...(content?.headers ?? []), ['X-Edited', 'yes']],
    text: '渡口',
  });
  expect(await task.ended).toMatchObject({ ok: true });
  const body = Buffer.from('渡口').toString('latin1');
  expect(server.seen).toEqual([{ method: 'PUT', url: '/b?c=1', header: 'yes', body }]);
  expect(task.exchange()).toMatchObject({
    url: `${server.origin}/b?c=1`,
    method: 'PUT',
    requestText: '渡口',
    pausedAt: null,
    pauses: [{ side: 'request', edited: ['method', 'url', 'headers', 'body'] }],
  });
  await page.close();
});

it('form fields of an upload are changed; its file goes out as it is', async () => {
  const server = await echo();
  const page = await withTransfers(worker, { settings: rules('--break upload:request') });
  const filePath = await page.picked('a.txt', 'the file');
  const task = page.upload({ url: server.origin, filePath, formData: [['old', '1']] });
  const [held] = await stopped(page);
  page.breakpoints.resume(held?.exchangeId ?? '', {
    fields: [
      ['new', '2'],
      ['more', '3'],
    ],
  });
  expect(await task.ended).toMatchObject({ ok: true });
  const [{ body } = { body: '' }] = server.seen;
  expect(body).toContain('name="new"');
  expect(body).toContain('name="more"');
  expect(body).not.toContain('name="old"');
  expect(body).toContain('the file');
  expect(
    task
      .exchange()
      .parts.map(({ name, sizeBytes }) => [name, sizeBytes])
      .slice(0, 2),
  ).toEqual([
    ['new', 1],
    ['more', 1],
  ]);
  await page.close();
});

it('an answer is changed before the page hears of it: status, headers, and a body as text', async () => {
  const server = await echo();
  const page = await withTransfers(worker, { settings: rules('--break request:response') });
  const task = page.request({ url: server.origin });
  const [held] = await stopped(page);
  expect(task.events.map(({ kind }) => kind)).not.toContain('headers');
  expect(await page.breakpoints.content(held?.exchangeId ?? '')).toMatchObject({
    statusCode: 200,
    text: '{"from":"server"}',
  });
  page.breakpoints.resume(held?.exchangeId ?? '', { statusCode: 418, text: '{"from":"开发者"}' });
  expect(await task.ended).toMatchObject({
    ok: true,
    statusCode: 418,
    body: { kind: 'text', text: '{"from":"开发者"}' },
  });
  expect(task.events.find(({ kind }) => kind === 'headers')).toMatchObject({ statusCode: 418 });
  expect(task.exchange()).toMatchObject({ statusCode: 418, responseText: '{"from":"开发者"}' });
  await page.close();
});

it.each<[string, (folder: string) => Promise<PausedEdit>]>([
  ['text', () => Promise.resolve({ text: 'typed here' })],
  [
    'a file',
    async (folder) => {
      const bodyFile = path.join(folder, 'other.bin');
      await writeFile(bodyFile, 'typed here');
      return { bodyFile };
    },
  ],
])('a download’s content is replaced by %s, and its hash is of that', async (_name, makeEdit) => {
  const server = await withServer((_request, response) => {
    response.setHeader('content-type', 'image/png').end(Buffer.alloc(5000, 1));
  });
  const page = await withTransfers(worker, { settings: rules('--break download:response') });
  const task = page.download({ url: server.origin });
  const [held] = await stopped(page);
  expect(await page.breakpoints.content(held?.exchangeId ?? '')).toMatchObject({
    text: null,
    sizeBytes: 5000,
  });
  page.breakpoints.resume(held?.exchangeId ?? '', await makeEdit(page.folder));
  const result = await task.ended;
  const { realPath } = await page.files.open(result.ok ? (result.tempFilePath ?? '') : '');
  expect(await readFile(realPath, 'utf8')).toBe('typed here');
  await vi.waitFor(() => {
    expect(task.exchange().file).toMatchObject({
      sizeBytes: 10,
      sha256: createHash('sha256').update('typed here').digest('hex'),
    });
  });
  await page.close();
});

it('the time at a breakpoint is no part of the time-out', async () => {
  const server = await echo();
  const page = await withTransfers(worker, { settings: rules('--break request') });
  const task = page.request({ url: server.origin, timeoutMs: 400 });
  for (const side of ['request', 'response'] as const) {
    await vi.waitFor(
      () => {
        expect(page.breakpoints.list()[0]).toMatchObject({ side });
        expect(Date.now() - (page.breakpoints.list()[0]?.sinceEpochMs ?? Infinity)).toBeGreaterThan(500);
      },
      { timeout: 4000 },
    );
    page.breakpoints.resumeAll();
  }
  expect(await task.ended).toMatchObject({ ok: true });
  expect(task.exchange().pauses?.map(({ side, edited }) => [side, edited])).toEqual([
    ['request', []],
    ['response', []],
  ]);
  await page.close();
});

it('many stand at once; each is aborted by itself, by its page, or when the page goes, and leaves nothing', async () => {
  const server = await echo();
  const page = await withTransfers(worker, { settings: rules('--break any') });
  const tasks = ['a', 'b', 'c'].map((name) => page.download({ url: `${server.origin}/${name}` }));
  const [first] = await stopped(page, 3);
  page.breakpoints.abort(first?.exchangeId ?? '');
  expect(await tasks[0]?.ended).toMatchObject({ ok: false, error: { code: 'aborted' } });
  tasks[1]?.abort();
  expect(await tasks[1]?.ended).toMatchObject({ ok: false, error: { code: 'aborted' } });
  page.breakpoints.resumeAll();
  await vi.waitFor(() => {
    expect(page.breakpoints.list()).toMatchObject([{ side: 'response' }]);
  });
  page.release();
  await vi.waitFor(() => {
    expect(page.breakpoints.list()).toEqual([]);
  });
  await page.transfers.settled();
  expect(tasks[2]?.exchange()).toMatchObject({ state: 'aborted', pausedAt: null });
  await page.close();
});

it('an address that is changed to an illegal one fails as the page’s own would', async () => {
  const server = await echo();
  const domains = {
    request: ['https://a.example'],
    socket: [],
    uploadFile: [],
    downloadFile: [],
    udp: [],
    tcp: [],
  };
  const own = { ...domains, request: [server.origin] };
  const page = await withTransfers(worker, {
    settings: { ...rules('--break request:request'), domains: own },
  });
  const task = page.request({ url: server.origin });
  const [held] = await stopped(page);
  page.breakpoints.resume(held?.exchangeId ?? '', { url: 'https://elsewhere.example/' });
  expect(await task.ended).toMatchObject({ ok: false, error: { code: 'request.domain' } });
  await page.close();
});

it('settings that change while a program runs hold from the next transfer on', async () => {
  let now: NetworkSettings = { ...DEFAULT_SETTINGS, proxy: 'none' };
  const hits: (string | null)[] = [];
  const network = createProgramNetwork(
    {
      systemProxy: () => Promise.resolve(null),
      ownNetworks: () => [],
      lab: () => ({ origins: [], authorities: [] }),
    },
    {
      settings: new Proxy(now, { get: (_target, name) => now[name as keyof NetworkSettings] }),
      onRuleHit: (_rule, exchangeId) => hits.push(exchangeId),
      profile: DEVTOOLS,
      baseLibrary: '3.0.0',
      urlCheck: true,
    },
  );
  const facts = { kind: 'request', url: new URL('https://api.example.com/'), page: 'a' } as const;
  const ways = async () => {
    const treatment = network.rules.treat(facts, 'x');
    return network.connectionTo(facts, treatment, false);
  };
  expect(await ways()).toMatchObject({ proxy: null, link: null, sendTo: null, verifiesCertificates: true });
  expect(network.judge('request', facts.url.href).error).toBeNull();
  now = {
    ...now,
    ...rules('--map api.example.com=http://127.0.0.1:1'),
    proxy: 'http://127.0.0.1:8080/',
    link: parseLink('3g'),
    certificateCheck: 'off',
    domains: { ...DEFAULT_SETTINGS.domains, request: ['https://other.example.com'] },
  };
  expect(await ways()).toMatchObject({
    proxy: null,
    link: { spec: { name: '3g' } },
    sendTo: 'http://127.0.0.1:1',
    verifiesCertificates: false,
  });
  expect(hits).toEqual(['x']);
  expect(network.judge('request', facts.url.href).error).toMatchObject({ code: 'request.domain' });
  now = { ...now, domainCheck: 'off', rules: [] };
  expect(network.judge('request', facts.url.href).error).toBeNull();
  expect(await ways()).toMatchObject({ proxy: 'http://127.0.0.1:8080/', sendTo: null });
});
