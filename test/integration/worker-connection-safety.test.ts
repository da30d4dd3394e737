import { readdir } from 'node:fs/promises';
import { Duplex, Transform } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpExchange, HttpRequest } from '../../src-main/worker/exchange.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src-main/worker/http.ts';
import { DIRECT, type JobConnection } from '../../src-main/worker/protocol.ts';
import { createTimingsRecorder } from '../../src-main/worker/timings.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import { withProxy } from '../support/proxy-server.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { textOf, verdict, withWorker } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;
const FREE = { bytesPerSecond: null, latencyMs: 0, jitterMs: 0, lossRatio: 0 };

const link = (id: string): JobConnection => ({
  ...DIRECT,
  link: { id, seed: 1, spec: { name: 'free', offline: false, up: FREE, down: FREE } },
});

function withClient(options: HttpClientOptions = {}): HttpClient {
  const client = createHttpClient(options);
  onTestFinished(() => {
    client.close();
  });
  return client;
}

function request(url: string, parts: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    url: new URL(url),
    headers: [],
    body: null,
    connection: DIRECT,
    wrapSocket: null,
    signal: new AbortController().signal,
    timings: createTimingsRecorder(() => performance.now()),
    ...parts,
  };
}

async function bodyOf(exchange: HttpExchange): Promise<string> {
  await exchange.answer;
  const chunks: Buffer[] = [];
  for await (const chunk of exchange.body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const openFiles = async () => (await readdir('/proc/self/fd')).length;

/** A head that must not go out. */
describe('what a page writes into a request', () => {
  it.each([
    ['a value with CR LF', ['X-Evil', 'a\r\nHost: evil.example']],
    ['a value with LF', ['X-Evil', 'a\nb']],
    ['a value with CR', ['X-Evil', 'a\rb']],
    ['a value with NUL', ['X-Evil', 'a\0b']],
    ['a value that is no Latin-1', ['X-Evil', '\u{10348}']],
    ['a name with CR LF', ['X\r\nHost', 'a']],
    ['a name with a space', ['X Evil', 'a']],
    ['a name with a colon', ['X:Evil', 'a']],
    ['an empty name', ['', 'a']],
    ['a name with NUL', ['X\0', 'a']],
  ] as const)(
    '%s is refused, and nothing goes out (directly, over a link, through a proxy)',
    async (_name, header) => {
      const server = await withServer((_request, response) => response.end());
      const proxy = await withProxy();
      const worker = await withWorker();
      for (const connection of [
        DIRECT,
        link('x'),
        { ...DIRECT, proxy: `http://127.0.0.1:${String(proxy.port)}` },
      ]) {
        const ended = await worker.run(
          worker.job({ url: server.origin, headers: [[header[0], header[1]]], connection }),
        );
        expect(verdict(ended.outcome)).toBe('request.invalid');
      }
      expect({ direct: server.connections(), proxied: proxy.asked }).toEqual({ direct: 0, proxied: [] });
      await worker.close();
    },
  );

  it.each(['GET / HTTP/1.1\r\nX: y', 'GE T', ''])('the method %j is refused', async (method) => {
    const server = await withServer((_request, response) => response.end());
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, method }));
    expect(verdict(ended.outcome)).toBe('request.invalid');
    expect(server.connections()).toBe(0);
    await worker.close();
  });

  it('line ends and NUL in a URL go out encoded or not at all', async () => {
    const heads: string[] = [];
    const server = await withRawServer((socket) => {
      void requestHead(socket).then((head) => {
        heads.push(head);
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({ url: `${server.origin}/a\r\nX-Evil: 1\n/\0?q=\r\nX-Evil: 2 HTTP/1.1#\r\nX: y` }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(heads).toEqual([
      `GET /aX-Evil:%201/%00?q=X-Evil:%202%20HTTP/1.1 HTTP/1.1\r\nHost: 127.0.0.1:${String(server.port)}\r\nConnection: keep-alive\r\n\r\n`,
    ]);
    await worker.close();
  });

  it('a user name and password in the URL are sent to nobody and told to nobody', async () => {
    const heads: string[] = [];
    const server = await withServer((incoming, response) => {
      heads.push(incoming.rawHeaders.join('\n'));
      response.end();
    });
    const certificate = await freeCertificate();
    const secure = await withServer((incoming, response) => {
      heads.push(incoming.rawHeaders.join('\n'));
      response.end();
    }, certificate);
    const proxy = await withProxy();
    const worker = await withWorker();
    const trusting = { ...DIRECT, extraCertificateAuthorities: [certificate.authorityPem] };
    const proxied = { ...trusting, proxy: `http://127.0.0.1:${String(proxy.port)}` };
    for (const connection of [
      trusting,
      { ...link('c'), ...{ extraCertificateAuthorities: trusting.extraCertificateAuthorities } },
      proxied,
      { ...trusting, http2: true },
    ]) {
      for (const { origin } of [server, secure]) {
        const url = origin.replace('://', '://user:passw0rd@');
        expect(verdict((await worker.run(worker.job({ url, connection }))).outcome)).toBe('ok');
      }
    }
    const refused = await worker.run(worker.job({ url: 'http://user:passw0rd@127.0.0.1:9/' }));
    expect(verdict(refused.outcome)).toBe('net.connect');
    expect(heads).toHaveLength(8);
    expect(JSON.stringify([heads, worker.events, proxy.asked, proxy.headers])).not.toMatch(
      /passw0rd|uthorization/,
    );
    await worker.close();
  });
});

describe('what a server does', () => {
  it.each([DIRECT, link('large')])(
    'headers larger than Node takes: net.protocol, said clearly',
    async (connection) => {
      const server = await withRawServer((socket) => {
        void requestHead(socket).then(() => {
          socket.write(`HTTP/1.1 200 OK\r\n${`X-Large: ${'x'.repeat(1000)}\r\n`.repeat(200)}\r\n`);
        });
      });
      const worker = await withWorker();
      const ended = await worker.run(worker.job({ url: server.origin, connection }));
      expect(ended.outcome).toMatchObject({ ok: false, error: { code: 'net.protocol' } });
      expect(ended.outcome).toHaveProperty(
        'error.message',
        `The response’s headers are too large: 127.0.0.1:${String(server.port)}, while waiting for the response (HPE_HEADER_OVERFLOW)`,
      );
      await worker.close();
      await server.drained();
    },
  );

  it('headers that drip in without an end: the time-out comes while waiting for the response', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.resume();
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('X: y\r\n'), 20);
        socket.on('close', () => {
          clearInterval(drip);
        });
      });
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, timeoutMs: 300 }));
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.timeout', details: { phase: 'wait' } },
    });
    await worker.close();
    await server.drained();
  });

  it('a million chunks of a byte: the loop stays free and the memory flat', async () => {
    const CHUNKS = 1_000_000;
    // In pieces as large as the system takes at once: the most that can arrive in one turn of the loop.
    const half = Buffer.from('1\r\nx\r\n'.repeat(CHUNKS / 2));
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.resume();
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        socket.write(half);
        socket.write(half);
        socket.end('0\r\n\r\n');
      });
    });
    const worker = await withWorker();
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
    // In processor time: on a busy machine a turn takes any time by the clock.
    const usedMs = () => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    };
    let longestMs = 0;
    let turnBeganMs = usedMs();
    let isOver = false;
    const measureTurns = () => {
      const ms = usedMs();
      longestMs = Math.max(longestMs, ms - turnBeganMs);
      turnBeganMs = ms;
      if (!isOver) setImmediate(measureTurns);
    };
    measureTurns();
    const startedAt = performance.now();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        timeoutMs: 60_000,
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
      }),
    );
    const ms = performance.now() - startedAt;
    isOver = true;
    clearInterval(watch);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts.receivedBytes).toBe(CHUNKS);
    const grownMib = (most - before) / MIB;
    process.stdout.write(
      `1e6 chunks: ${ms.toFixed(0)} ms, longest turn of the loop ${longestMs.toFixed(0)} ms, memory +${grownMib.toFixed(0)} MiB\n`,
    );
    expect(longestMs).toBeLessThan(100);
    expect(grownMib).toBeLessThan(150);
    await worker.close(['body.part']);
  }, 60_000);
});

describe('connections', () => {
  it('of a thousand different keys are bounded while they are kept, and gone after the close', async () => {
    const server = await withServer((incoming, response) => {
      incoming.resume();
      response.end('ok');
    });
    const proxy = await withProxy();
    const worker = await withWorker();
    await worker.run(worker.job({ url: server.origin }));
    const before = await openFiles();
    for (let at = 0; at < 1000; at += 1) {
      const connection =
        at % 2 === 0
          ? link(`link-${String(at)}`)
          : { ...DIRECT, proxy: `http://user-${String(at)}:secret@127.0.0.1:${String(proxy.port)}` };
      const ended = await worker.run(worker.job({ url: server.origin, connection }));
      expect(verdict(ended.outcome)).toBe('ok');
    }
    const open = await server.openConnections();
    const grown = (await openFiles()) - before;
    process.stdout.write(`after 1000 keys: ${String(open)} connections open, ${String(grown)} more files\n`);
    expect(open).toBeLessThanOrEqual(40);
    // Both ends are in this process, and the proxy's two.
    expect(grown).toBeLessThan(120);
    await worker.close();
    await server.drained();
  }, 60_000);

  it('a job’s own connection is wrapped, used once and closed: http and https', async () => {
    const certificate = await freeCertificate();
    for (const trust of [undefined, certificate]) {
      const server = await withServer((incoming, response) => incoming.pipe(response), trust);
      const client = withClient();
      const heard: string[] = [];
      const wrapSocket = (open: () => Duplex) => {
        const below = open();
        const upper = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            heard.push(chunk.toString('latin1'));
            done(null, chunk);
          },
        });
        upper.pipe(below);
        return Duplex.from({ writable: upper, readable: below });
      };
      const connection = { ...DIRECT, extraCertificateAuthorities: [certificate.authorityPem], http2: true };
      for (let at = 1; at <= 2; at += 1) {
        const exchange = client.send(request(`${server.origin}/${String(at)}`, { connection, wrapSocket }));
        const answer = await exchange.answer;
        expect(answer).toMatchObject({
          statusCode: 200,
          httpVersion: '1.1',
          socketReused: false,
          peer: { address: '127.0.0.1', port: server.port },
        });
        expect(await bodyOf(exchange)).toBe('');
        await exchange.close();
        expect(heard.join('')).toContain(`GET /${String(at)} HTTP/1.1\r\n`);
        expect(server.connections()).toBe(at);
      }
      await server.drained();
    }
  });

  it('a wrapper that fails without a connection is told as the real failure is', async () => {
    const client = withClient();
    for (const [properties, code, phase] of [
      [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'net.dns', 'dns'],
      [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'net.connect', 'connect'],
    ] as const) {
      const timings = createTimingsRecorder(() => performance.now());
      const wrapSocket = () => {
        const stream = new Duplex({
          read: () => undefined,
          write: (_chunk, _encoding, done) => {
            done();
          },
        });
        setImmediate(() => stream.destroy(Object.assign(new Error('on purpose'), properties)));
        return stream;
      };
      const exchange = client.send(request('http://a.example/', { wrapSocket, timings }));
      const error: unknown = await exchange.answer.catch((reason: unknown) => reason);
      expect(exchange.explain(error)).toMatchObject({ code, details: { host: 'a.example', phase } });
      await exchange.close();
    }
  });

  it.each(['http:', 'https:'])(
    'an abort ends a connection that is being made for a wrapper (%s)',
    async (scheme) => {
      const accepted = Promise.withResolvers<undefined>();
      const server = await withRawServer((socket) => {
        socket.resume();
        accepted.resolve(undefined);
      });
      const client = withClient();
      const controller = new AbortController();
      const exchange = client.send(
        request(`${scheme}//127.0.0.1:${String(server.port)}`, {
          wrapSocket: (open) => open(),
          signal: controller.signal,
        }),
      );
      await accepted.promise;
      controller.abort();
      await exchange.answer.catch(() => undefined);
      await exchange.close();
      await server.drained();
    },
  );

  it('a proxy that hangs is given up: net.proxy, naming it', async () => {
    const proxy = await withRawServer((socket) => {
      socket.resume();
    });
    const client = withClient({ stepTimeoutsMs: { proxy: 150 } });
    const exchange = client.send(
      request('https://a.example/', {
        connection: { ...DIRECT, proxy: `http://me:secret@127.0.0.1:${String(proxy.port)}` },
      }),
    );
    const error: unknown = await exchange.answer.catch((reason: unknown) => reason);
    const name = `127.0.0.1:${String(proxy.port)}`;
    expect(exchange.explain(error)).toMatchObject({
      code: 'net.proxy',
      message: `The proxy ${name} failed: it did not answer in time (ETIMEDOUT)`,
      details: { proxy: name },
    });
    await exchange.close();
    await proxy.drained();
  });

  it('the marks of plain exchanges are finer than a millisecond, and those of a reused socket begin with sending', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const first = await worker.run(worker.job({ url: server.origin.replace('127.0.0.1', 'localhost') }));
    const second = await worker.run(worker.job({ url: server.origin.replace('127.0.0.1', 'localhost') }));
    expect(textOf(second)).toBe('ok');
    const marks = Object.values(first.timings).filter((mark) => mark !== null);
    expect(first.timings.dnsEnd).toBeGreaterThanOrEqual(first.timings.dnsStart ?? Infinity);
    expect(marks.some((mark) => !Number.isInteger(mark))).toBe(true);
    expect(second.timings).toMatchObject({
      dnsStart: null,
      dnsEnd: null,
      connectStart: null,
      connectEnd: null,
    });
    const { sendStart, sendEnd, responseStart, responseEnd } = second.timings;
    const rest = [sendStart, sendEnd, responseStart, responseEnd];
    expect(rest).not.toContain(null);
    expect(rest).toEqual(rest.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    await worker.close();
  });
});
