import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { BodySide } from '#contract/transfer';
import { parseLink } from '../../src-main/transfers/conditions/parse-link.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import { withHttp2Server } from '../support/http2-server.ts';
import { sha256Of, succeeded } from '../support/task-results.ts';
import { shareWorker, withTransfers, type TransferHarness } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();

/** A server that takes what it gets and answers with it. */
async function echoServer() {
  const bodies: Buffer[] = [];
  const server = await withServer((request: IncomingMessage, response) => {
    void buffer(request).then((body) => {
      bodies.push(body);
      response.setHeader('content-type', request.headers['content-type'] ?? 'text/plain');
      response.end(body);
    });
  });
  return { ...server, bodies };
}

async function keptOf(page: TransferHarness, id: string, side: BodySide): Promise<Buffer | null> {
  const stream = await page.kept.read(id, side);
  return stream && (await buffer(stream));
}

describe('what is laid by of a transfer', () => {
  it('is the whole body of an upload, byte for byte as it was sent, and where each part lies in it', async () => {
    const server = await echoServer();
    const page = await withTransfers(worker);
    const content = randomBytes(700_000);
    const task = page.upload({
      url: `${server.origin}/up`,
      filePath: await page.picked('猫.png', content),
      formData: [
        ['title', '西湖'],
        ['empty', ''],
      ],
    });
    succeeded(await task.ended);
    await page.transfers.settled();
    const { id, parts, bodies, requestHeaders } = task.exchange();
    const [sent = Buffer.alloc(0)] = server.bodies;
    expect((await keptOf(page, id, 'request'))?.equals(sent)).toBe(true);
    expect((await keptOf(page, id, 'response'))?.equals(sent)).toBe(true);
    expect(bodies).toEqual({
      request: {
        sizeBytes: sent.length,
        mediaType: requestHeaders.find(([name]) => /content-type/i.test(name))?.[1],
      },
      response: { sizeBytes: sent.length, mediaType: bodies.request?.mediaType },
    });
    const contents = parts.map((part) =>
      sent.subarray(part.contentOffsetBytes, part.contentOffsetBytes + part.sizeBytes),
    );
    expect(contents.map((bytes) => sha256Of(bytes))).toEqual(parts.map(({ sha256 }) => sha256));
    expect([contents[0]?.toString(), contents[1]?.length, contents[2]?.equals(content)]).toEqual([
      '西湖',
      0,
      true,
    ]);
    for (const { offsetBytes } of parts) {
      expect(sent.subarray(offsetBytes, offsetBytes + 19).toString()).toBe('Content-Disposition');
    }
    await page.close({ bodies: 1 });
  });

  it('is what a request sent and was answered, small and large, and outlives what the page does with it', async () => {
    const server = await echoServer();
    const page = await withTransfers(worker);
    const small = page.request({
      url: `${server.origin}/small`,
      method: 'POST',
      body: { kind: 'text', text: '{"a":"水"}' },
    });
    const large = page.request({
      url: `${server.origin}/large`,
      method: 'PUT',
      responseType: 'arraybuffer',
      body: { kind: 'bytes', bytes: new Uint8Array(randomBytes(300_000)) },
    });
    succeeded(await small.ended);
    succeeded(await large.ended);
    await page.bodies.clear();
    for (const task of [small, large]) {
      const { id } = task.exchange();
      const sent = await keptOf(page, id, 'request');
      expect(server.bodies.some((body) => sent?.equals(body))).toBe(true);
      expect((await keptOf(page, id, 'response'))?.equals(sent ?? Buffer.alloc(0))).toBe(true);
    }
    const empty = page.request({ url: `${server.origin}/none` });
    succeeded(await empty.ended);
    expect(empty.exchange().bodies).toEqual({ request: null, response: null });
  });

  it('is the file of a download as it came, also when the page removes it', async () => {
    const content = randomBytes(500_000);
    const server = await withServer((_request, response) => response.end(content));
    const page = await withTransfers(worker);
    const task = page.download({ url: `${server.origin}/file.bin` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    await page.transfers.settled();
    await page.files.clear(['temp']);
    expect(page.files.find(tempFilePath)).toBeNull();
    expect((await keptOf(page, task.exchange().id, 'response'))?.equals(content)).toBe(true);
  });

  it('is what came of an answer that broke off, in memory or on the disk, and nothing else of it stays', async () => {
    const content = randomBytes(3_000_000);
    const server = await withServer((request, response) => {
      const sizeBytes = request.url === '/small' ? 300 : content.length - 1;
      response.setHeader('content-type', 'image/png').setHeader('content-length', content.length);
      response.write(content.subarray(0, sizeBytes), () => setTimeout(() => response.destroy(), 50));
    });
    const page = await withTransfers(worker);
    const tasks = [
      page.download({ url: `${server.origin}/large` }),
      page.download({ url: `${server.origin}/small` }),
      page.request({ url: `${server.origin}/large`, responseType: 'arraybuffer' }),
      page.request({ url: `${server.origin}/small` }),
    ];
    for (const task of tasks) expect((await task.ended).ok).toBe(false);
    await page.kept.settled();
    for (const task of tasks) {
      const { id, bodies, decodedBytes, url } = task.exchange();
      const kept = await keptOf(page, id, 'response');
      expect(bodies.response, url).toEqual({
        sizeBytes: decodedBytes,
        mediaType: 'image/png',
        isPartial: true,
      });
      expect(decodedBytes).toBeGreaterThan(0);
      expect(kept?.equals(content.subarray(0, decodedBytes)), url).toBe(true);
    }
    expect(page.files.list()).toEqual([]);
    await page.close();
  });

  it('of a transfer that is aborted is what had come until then', async () => {
    const server = await withServer((_request, response) => response.write('the beginning'));
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    await expect.poll(() => task.exchange().receivedBytes).toBe(13);
    task.abort();
    expect((await task.ended).ok).toBe(false);
    const { id, bodies } = task.exchange();
    expect(bodies.response?.isPartial).toBe(true);
    expect((await keptOf(page, id, 'response'))?.toString()).toBe('the beginning');
  });

  it('is the text as its server wrote it, whatever letters the page is given', async () => {
    const latin = Buffer.from('caf\xe9 '.repeat(20_000), 'latin1');
    const server = await withServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=iso-8859-1');
      response.end(latin);
    });
    const page = await withTransfers(worker);
    const task = page.request({ url: server.origin });
    succeeded(await task.ended);
    expect((await keptOf(page, task.exchange().id, 'response'))?.equals(latin)).toBe(true);
  });

  it('goes, and is said to be gone, when there is no room for it', async () => {
    const server = await echoServer();
    const page = await withTransfers(worker, { keptBytes: 50_000 });
    const tasks = [];
    for (let count = 0; count < 3; count += 1) {
      const body = { kind: 'bytes', bytes: new Uint8Array(randomBytes(10_000)) } as const;
      const task = page.request({ url: server.origin, method: 'POST', body });
      succeeded(await task.ended);
      tasks.push(task);
    }
    await page.kept.settled();
    expect(page.kept.totals().sizeBytes).toBeLessThanOrEqual(50_000);
    expect(tasks.map((task) => task.exchange().bodies.request?.sizeBytes ?? null)).toEqual([
      null,
      10_000,
      10_000,
    ]);
  });

  it('names the slot, who freed it, the time-out and where it is from, and the stack in the project’s files', async () => {
    const release: (() => void)[] = [];
    const server = await withServer((_request, response) => release.push(() => response.end('ok')));
    const page = await withTransfers(worker, { networkTimeout: { request: 30_000 } });
    const stack =
      'Error\n    at tap (pages/a.js:3:7)\n    at runtime/x.js:1:1\n    at pages/b.js:9:1\n    at https://x/y.js:1:1';
    const tasks = Array.from({ length: 11 }, (_none, index) =>
      page.request({
        url: server.origin,
        callSite: { page: 'pages/a', stack },
        timeoutMs: index === 0 ? 20_000 : null,
      }),
    );
    await expect.poll(() => release.length).toBe(10);
    expect(tasks.map((task) => task.exchange().slot?.index ?? null)).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      null,
    ]);
    tasks[3]?.abort();
    await expect.poll(() => release.length).toBe(11);
    for (const end of release) end();
    await Promise.all(tasks.map((task) => task.ended));
    const last = tasks[10]?.exchange();
    expect(last?.slot).toMatchObject({ index: 3, freedBy: tasks[3]?.exchange().id });
    expect(last?.slot?.fromMs).toBe(last?.queueMs);
    expect(last?.slot?.toMs).toBeLessThanOrEqual(last?.durationMs ?? 0);
    expect([tasks[0]?.exchange().timeout, last?.timeout]).toEqual([
      { ms: 20_000, from: 'option' },
      { ms: 30_000, from: 'app.json' },
    ]);
    expect(last?.stack).toEqual([
      { name: 'tap', file: 'pages/a.js', line: 3, column: 7 },
      { name: '', file: 'pages/b.js', line: 9, column: 1 },
    ]);
  });

  it('tells each redirect with its status, headers and times', async () => {
    const server = await withServer((request, response) => {
      if (request.url === '/end') response.end('there');
      else
        response
          .writeHead(request.url === '/a' ? 301 : 302, {
            location: request.url === '/a' ? '/b' : '/end',
            'x-hop': request.url,
          })
          .end();
    });
    const page = await withTransfers(worker);
    const task = page.request({ url: `${server.origin}/a` });
    succeeded(await task.ended);
    const { hops = [] } = task.exchange();
    expect(hops.map(({ statusCode, url, method }) => [statusCode, new URL(url).pathname, method])).toEqual([
      [301, '/a', 'GET'],
      [302, '/b', 'GET'],
    ]);
    expect(hops[1]?.responseHeaders).toContainEqual(['x-hop', '/b']);
    expect(hops[0]?.requestHeaders.some(([name]) => name.toLowerCase() === 'host')).toBe(true);
    expect(hops[0]?.phases.map(({ name }) => name)).toContain('wait');
    expect(hops[0]?.phases[0]?.startMs).toBeLessThanOrEqual(hops[1]?.phases[0]?.startMs ?? 0);
  });

  it('shows an upload stall, and what the other side had of it by then', async () => {
    const sizeBytes = 24 * 1024 * 1024;
    let resume: () => void = () => undefined;
    const server = await withServer((request, response) => {
      request.pause();
      resume = () => {
        request.resume().on('end', () => response.end('ok'));
      };
    });
    const page = await withTransfers(worker);
    const task = page.upload({
      url: server.origin,
      filePath: await page.picked('a.bin', randomBytes(sizeBytes)),
    });
    // Stalled: what was accepted stays as it is while time goes on.
    let before = -1;
    let stillCount = 0;
    await expect
      .poll(
        () => {
          const { sentBytes } = task.exchange();
          stillCount = sentBytes > 0 && sentBytes === before ? stillCount + 1 : 0;
          before = sentBytes;
          return stillCount;
        },
        { interval: 400, timeout: 20_000 },
      )
      .toBe(3);
    resume();
    succeeded(await task.ended);
    const { samples, expectedSendBytes } = task.exchange();
    expect(samples.length).toBeLessThanOrEqual(200);
    expect(samples.at(-1)).toMatchObject({ acceptedBytes: expectedSendBytes });
    const gaps = samples.slice(1).map((sample, index) => {
      const last = samples[index];
      return last?.acceptedBytes === sample.acceptedBytes ? sample.atMs - last.atMs : 0;
    });
    expect(Math.max(...gaps)).toBeGreaterThan(250);
    for (const [index, sample] of samples.entries()) {
      const last = samples[index - 1];
      if (last) expect(sample.atMs).toBeGreaterThanOrEqual(last.atMs);
      if (sample.acknowledgedBytes !== null)
        expect(sample.acknowledgedBytes).toBeLessThanOrEqual(sample.acceptedBytes);
    }
    const stalled = samples.findLast(({ acceptedBytes }) => acceptedBytes === before);
    if (process.platform === 'linux') {
      expect(stalled?.acknowledgedBytes).toBeGreaterThan(0);
      // The reader stopped long before what the connection took.
      expect(stalled?.acknowledgedBytes).toBeLessThan(stalled?.acceptedBytes ?? 0);
      expect(samples.at(-1)?.acknowledgedBytes).toBeGreaterThan(stalled?.acknowledgedBytes ?? 0);
    }
  });

  it('follows an upload over a slow link with what was acknowledged behind what was accepted', async () => {
    const server = await echoServer();
    const link = parseLink('up=500k,rtt=40ms');
    const page = await withTransfers(worker, { settings: { link } });
    const task = page.upload({
      url: server.origin,
      filePath: await page.picked('a.bin', randomBytes(80_000)),
    });
    succeeded(await task.ended);
    const { samples, expectedSendBytes } = task.exchange();
    expect(samples.length).toBeGreaterThan(3);
    expect(samples.at(-1)?.acceptedBytes).toBe(expectedSendBytes);
    const known = samples.flatMap(({ acknowledgedBytes }) => acknowledgedBytes ?? []);
    expect(known).toEqual([...known].sort((a, b) => a - b));
  });

  it('follows an upload by HTTP/2, and keeps it byte for byte', async () => {
    const certificate = await freeCertificate();
    const bodies: Buffer[] = [];
    const server = await withHttp2Server(certificate, (stream) => {
      void buffer(stream).then((body) => {
        bodies.push(body);
        stream.respond({ ':status': 200 });
        stream.end('ok');
      });
    });
    const page = await withTransfers(worker, {
      extraCertificateAuthorities: [certificate.authorityPem],
      settings: { link: parseLink('up=20m,rtt=20ms') },
    });
    const task = page.upload({
      url: `${server.origin}/up`,
      filePath: await page.picked('a.bin', randomBytes(1_500_000)),
      wantsHttp2: true,
    });
    succeeded(await task.ended);
    const { id, samples, httpVersion, expectedSendBytes } = task.exchange();
    expect(httpVersion).toBe('2.0');
    expect(samples.at(-1)?.acceptedBytes).toBe(expectedSendBytes);
    expect(samples.length).toBeGreaterThan(3);
    expect((await keptOf(page, id, 'request'))?.equals(bodies[0] ?? Buffer.alloc(0))).toBe(true);
    for (const { acceptedBytes, acknowledgedBytes } of samples)
      expect(acknowledgedBytes ?? 0).toBeLessThanOrEqual(acceptedBytes);
  });
});
