import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker } from '../support/worker-harness.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const MIB = 1024 * 1024;

describe('what goes out', () => {
  it('sends the job’s headers in their order and case after Host, Connection and Content-Length', async () => {
    const heads: string[] = [];
    const server = await withRawServer((socket) => {
      void requestHead(socket).then((head) => {
        heads.push(head);
        socket.resume();
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
    });
    const worker = await withWorker();
    const job = worker.job({
      method: 'POST',
      url: `${server.origin}/a?b=c`,
      headers: [
        ['X-Zebra', '1'],
        ['Referer', 'https://servicewechat.com/wx0/devtools/page-frame.html'],
        ['User-Agent', 'ferry'],
        ['accept-encoding', 'gzip, deflate, br'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['Host', 'forged.example'],
        ['Transfer-Encoding', 'chunked'],
      ],
      body: { kind: 'bytes', bytes: Buffer.from('hello') },
    });
    const ended = await worker.run(job);

    expect(verdict(ended.outcome)).toBe('ok');
    const lines = [
      ['Host', `127.0.0.1:${String(server.port)}`],
      ['Connection', 'keep-alive'],
      ['Content-Length', '5'],
      ['X-Zebra', '1'],
      ['Referer', 'https://servicewechat.com/wx0/devtools/page-frame.html'],
      ['User-Agent', 'ferry'],
      ['accept-encoding', 'gzip, deflate, br'],
      ['X-Twice', 'a'],
      ['X-Twice', 'b'],
    ];
    expect(heads).toEqual([
      `POST /a?b=c HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`,
    ]);
    expect(worker.headersOf(job.id)?.requestHeaders).toEqual(lines);
    await worker.close();
    await server.drained();
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE'])(
    'sends a %s without a body and ends',
    async (method) => {
      const heads: string[] = [];
      const server = await withRawServer((socket) => {
        void requestHead(socket).then((head) => {
          heads.push(head);
          socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        });
      });
      const worker = await withWorker();
      const ended = await worker.run(worker.job({ method, url: server.origin }));
      expect(verdict(ended.outcome)).toBe('ok');
      const saysEmpty = ['POST', 'PUT', 'PATCH'].includes(method) ? 'Content-Length: 0\r\n' : '';
      expect(heads).toEqual([
        `${method} / HTTP/1.1\r\nHost: 127.0.0.1:${String(server.port)}\r\nConnection: keep-alive\r\n${saysEmpty}\r\n`,
      ]);
      await worker.close();
    },
  );

  it.each([0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB])(
    'uploads %i bytes unharmed to a slow reader',
    async (sizeBytes) => {
      const server = await withServer((request, response) => {
        const hash = createHash('sha256');
        // Reads a little, waits for the loop to turn, reads again: the sender has to wait.
        const readSome = () => {
          const chunk = request.read() as Buffer | null;
          if (chunk !== null) hash.update(chunk);
          setImmediate(() => request.once('readable', readSome));
        };
        request.once('readable', readSome);
        request.on('end', () => response.end(hash.digest('hex')));
      });
      const worker = await withWorker();
      const path = join(worker.folder, 'upload.bin');
      const bytes = randomBytes(sizeBytes);
      await writeFile(path, bytes);
      const ended = await worker.run(
        worker.job({ method: 'POST', url: server.origin, body: { kind: 'file', path, sizeBytes } }),
      );
      expect(ended.outcome).toMatchObject({ ok: true, statusCode: 200 });
      expect(ended.outcome.ok && Buffer.from(ended.outcome.inlineBody ?? []).toString()).toBe(sha256(bytes));
      expect(ended.counts).toMatchObject({ sentBytes: sizeBytes, expectedSendBytes: sizeBytes });
      await worker.close();
      await server.drained();
    },
  );
});

describe('what comes back', () => {
  it('reports status, raw header lines, peer, timings and counts', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.end(
          'HTTP/1.1 404 Nope\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 4\r\n\r\ngone',
        );
      });
    });
    const worker = await withWorker();
    const job = worker.job({ url: server.origin });
    const ended = await worker.run(job);
    expect(worker.headersOf(job.id)).toEqual({
      kind: 'headers',
      id: job.id,
      statusCode: 404,
      httpVersion: '1.1',
      headers: [
        ['Set-Cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['Content-Length', '4'],
      ],
      requestHeaders: [
        ['Host', `127.0.0.1:${String(server.port)}`],
        ['Connection', 'keep-alive'],
      ],
      peer: { address: '127.0.0.1', port: server.port },
      socketReused: false,
      staleConnections: 0,
    });
    expect(ended).toMatchObject({
      outcome: { ok: true, statusCode: 404 },
      counts: {
        sentBytes: 0,
        expectedSendBytes: 0,
        receivedBytes: 4,
        expectedReceiveBytes: 4,
        decodedBytes: 4,
      },
    });
    const { timings } = ended;
    expect([timings.dnsStart, timings.dnsEnd, timings.tlsStart, timings.tlsEnd]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    const marks = [
      timings.connectStart,
      timings.connectEnd,
      timings.sendStart,
      timings.sendEnd,
      timings.responseStart,
      timings.responseEnd,
    ];
    expect(marks).not.toContain(null);
    expect(marks).toEqual(marks.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    await worker.close();
  });

  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nContent-Encoding: gzip\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n'],
    [
      'GET',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    ],
    ['GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ])('takes an answer without a body: %s %j', async (method, answer) => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => socket.write(answer));
    });
    const worker = await withWorker();
    const partPath = worker.partPath();
    const ended = await worker.run(
      worker.job({ method, url: server.origin, sink: { kind: 'file', partPath, limitBytes: 100 } }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts).toMatchObject({ receivedBytes: 0, expectedReceiveBytes: 0, decodedBytes: 0 });
    expect((await readFile(partPath)).length).toBe(0);
    await worker.close(['body.part']);
    await server.drained();
  });

  it('does not follow a redirect', async () => {
    const server = await withServer((_request, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end('moved');
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin }));
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 302 });
    expect(server.connections()).toBe(1);
    await worker.close();
  });

  const text = Buffer.from('ferry '.repeat(50_000));
  it.each([
    ['gzip', zlib.gzipSync(text)],
    ['x-gzip', zlib.gzipSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['Deflate', zlib.deflateRawSync(text)],
    ['br', zlib.brotliCompressSync(text)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(text))],
    ['identity', text],
  ])('decodes %s and counts both sides', async (encoding, wire) => {
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': wire.length }).end(wire);
    });
    const worker = await withWorker();
    const partPath = worker.partPath();
    const ended = await worker.run(
      worker.job({ url: server.origin, sink: { kind: 'file', partPath, limitBytes: null } }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts).toMatchObject({
      receivedBytes: wire.length,
      expectedReceiveBytes: wire.length,
      decodedBytes: text.length,
    });
    expect(sha256(await readFile(partPath))).toBe(sha256(text));
    await worker.close(['body.part']);
  });

  it.each([0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB])(
    'downloads %i chunked bytes to a file',
    async (sizeBytes) => {
      const bytes = randomBytes(sizeBytes);
      const server = await withServer((_request, response) => {
        response.write('');
        for (let at = 0; at < bytes.length; at += 10_007) response.write(bytes.subarray(at, at + 10_007));
        response.end();
      });
      const worker = await withWorker();
      const partPath = worker.partPath();
      const ended = await worker.run(
        worker.job({ url: server.origin, sink: { kind: 'file', partPath, limitBytes: null } }),
      );
      expect(ended.outcome).toEqual({ ok: true, statusCode: 200, inlineBody: null });
      expect(ended.counts).toMatchObject({
        receivedBytes: sizeBytes,
        expectedReceiveBytes: 0,
        decodedBytes: sizeBytes,
      });
      expect(sha256(await readFile(partPath))).toBe(sha256(bytes));
      await worker.close(['body.part']);
    },
  );

  it.each([
    [99, true],
    [100, true],
    [101, false],
    [3 * MIB, false],
  ])('keeps %i bytes of a 100-byte memory sink inline: %s', async (sizeBytes, isInline) => {
    const bytes = randomBytes(sizeBytes);
    const server = await withServer((_request, response) => response.end(bytes));
    const worker = await withWorker();
    const spillPath = join(worker.folder, 'spill.part');
    const ended = await worker.run(
      worker.job({ url: server.origin, sink: { kind: 'memory', inlineBytes: 100, spillPath } }),
    );
    if (!ended.outcome.ok) throw new Error(ended.outcome.error.message);
    expect(ended.outcome.inlineBody === null).toBe(!isInline);
    const body = ended.outcome.inlineBody ?? (await readFile(spillPath));
    expect(sha256(body)).toBe(sha256(bytes));
    await worker.close(isInline ? [] : ['spill.part']);
  });

  it('gathers a body that drips in, and reports on the way', async () => {
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-length': 40 });
      let left = 40;
      const drip = setInterval(() => {
        response.write('.');
        left -= 1;
        if (left === 0) {
          clearInterval(drip);
          response.end();
        }
      }, 10);
    });
    const worker = await withWorker();
    const job = worker.job({ url: server.origin });
    const ended = await worker.run(job);
    expect(ended.outcome.ok && ended.outcome.inlineBody?.length).toBe(40);
    const progress = worker.events.filter((event) => event.kind === 'progress');
    expect(progress.length).toBeGreaterThanOrEqual(3);
    // 400 ms of dripping at ten a second, with the first and the last, on a machine that may be slow.
    expect(progress.length).toBeLessThanOrEqual(3 + ((ended.timings.responseEnd ?? 0) + 100) / 100);
    expect(progress.at(-1)).toMatchObject({ receivedBytes: 40, decodedBytes: 40 });
    await worker.close();
  });
});

describe('connections', () => {
  it('uses one connection for 200 requests in a row', async () => {
    const server = await withServer((request, response) => {
      request.resume();
      request.on('end', () => response.end('ok'));
    });
    const worker = await withWorker();
    let reused = 0;
    for (let at = 0; at < 200; at += 1) {
      const job = worker.job({
        method: at % 2 === 0 ? 'GET' : 'POST',
        url: server.origin,
        body: at % 2 === 0 ? { kind: 'none' } : { kind: 'bytes', bytes: Buffer.from('body') },
      });
      const ended = await worker.run(job);
      expect(verdict(ended.outcome)).toBe('ok');
      if (worker.headersOf(job.id)?.socketReused === true) {
        reused += 1;
        expect(ended.timings.connectStart).toBeNull();
      }
    }
    expect({ connections: server.connections(), reused }).toEqual({ connections: 1, reused: 199 });
    await worker.close();
    await server.drained();
  });

  it.each(['GET', 'POST'])(
    'sends a %s again that met a kept connection its server had closed',
    async (method) => {
      let kept = 0;
      const server = await withRawServer((socket) => {
        void requestHead(socket).then((head) => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
          socket.resume();
          if (!head.includes('/before')) return;
          // The connection is kept, and gone the moment another request comes on it.
          socket.once('data', () => {
            kept += 1;
            socket.destroy();
          });
        });
      });
      const worker = await withWorker();
      const body =
        method === 'GET'
          ? { kind: 'none' as const }
          : { kind: 'bytes' as const, bytes: Buffer.alloc(70_000, 'x') };
      const before = worker.job({ url: `${server.origin}/before` });
      const meeting = worker.job({ method, url: server.origin, body });
      expect(verdict((await worker.run(before)).outcome)).toBe('ok');
      const ended = await worker.run(meeting);

      expect(verdict(ended.outcome)).toBe('ok');
      expect(kept).toBe(1);
      expect(ended.counts.sentBytes).toBe(method === 'GET' ? 0 : 70_000);
      expect(ended.timings.connectStart).not.toBeNull();
      expect([before, meeting].map((job) => worker.headersOf(job.id)?.staleConnections)).toEqual([0, 1]);
      await worker.close();
      await server.drained();
    },
  );

  it('does not send again what failed on a connection of its own', async () => {
    let requests = 0;
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        requests += 1;
        socket.destroy();
      });
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin }));
    expect([verdict(ended.outcome), requests]).toEqual(['net.closed', 1]);
    await worker.close();
    await server.drained();
  });

  it('runs 20 transfers at once', async () => {
    const bytes = randomBytes(MIB);
    const arrived = Promise.withResolvers<undefined>();
    let waiting = 0;
    const server = await withServer((_request, response) => {
      // Nobody is answered before everybody has asked.
      waiting += 1;
      if (waiting === 20) arrived.resolve(undefined);
      void arrived.promise.then(() => response.end(bytes));
    });
    const worker = await withWorker();
    const jobs = Array.from({ length: 20 }, (_, at) =>
      worker.job({
        url: server.origin,
        sink: { kind: 'file', partPath: worker.partPath(String(at)), limitBytes: null },
      }),
    );
    const outcomes = await Promise.all(jobs.map((job) => worker.run(job)));
    expect(outcomes.map((ended) => verdict(ended.outcome))).toEqual(Array.from({ length: 20 }, () => 'ok'));
    const hashes = await Promise.all(
      jobs.map(async (_, at) => sha256(await readFile(worker.partPath(String(at))))),
    );
    expect(new Set(hashes)).toEqual(new Set([sha256(bytes)]));
    await worker.close(jobs.map((_, at) => `${String(at)}.part`));
    await server.drained();
  });
});
