import { createHash, randomBytes } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { constants } from 'node:http2';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Socket } from 'node:net';
import { DIRECT, type JobConnection } from '../../src-main/worker/protocol.ts';
import { freeCertificate, type FreeCertificate } from '../support/free-certificate.ts';
import { withHttp2Server } from '../support/http2-server.ts';
import { textOf as text, verdict, withWorker, type WorkerHarness } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let certificate: FreeCertificate;
beforeAll(async () => {
  certificate = await freeCertificate();
});

const h2 = (connection: Partial<JobConnection> = {}): JobConnection => ({
  ...DIRECT,
  http2: true,
  extraCertificateAuthorities: [certificate.authorityPem],
  ...connection,
});

async function file(worker: WorkerHarness, bytes: Uint8Array) {
  const path = join(worker.folder, 'upload.bin');
  await writeFile(path, bytes);
  return { kind: 'file', path, sizeBytes: bytes.length } as const;
}

describe('HTTP/2', () => {
  it('is spoken when the server does: headers in order and lower case, version, peer and marks are told', async () => {
    const seen: string[][] = [];
    const server = await withHttp2Server(certificate, (stream, _headers, raw) => {
      seen.push([...raw]);
      stream.respond({
        ':status': 404,
        'x-zebra': '1',
        'set-cookie': ['a=1', 'b=2'],
        'x-apple': '2',
        'content-length': '4',
        date: 'today',
      });
      stream.end('gone');
    });
    const worker = await withWorker();
    const job = worker.job({
      method: 'GET',
      url: `${server.origin}/a?b=c`,
      headers: [
        ['X-Zebra', '1'],
        ['Referer', 'https://servicewechat.com/wx0/devtools/page-frame.html'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['Host', 'forged.example'],
        ['Transfer-Encoding', 'chunked'],
      ],
      connection: h2(),
    });
    const ended = await worker.run(job);
    const sent = [
      [':method', 'GET'],
      [':scheme', 'https'],
      [':authority', `localhost:${String(server.port)}`],
      [':path', '/a?b=c'],
      ['x-zebra', '1'],
      ['referer', 'https://servicewechat.com/wx0/devtools/page-frame.html'],
      ['x-twice', 'a'],
      ['x-twice', 'b'],
    ];
    expect(seen).toEqual([sent.flat()]);
    expect(worker.headersOf(job.id)).toMatchObject({
      statusCode: 404,
      httpVersion: '2.0',
      headers: [
        ['x-zebra', '1'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['x-apple', '2'],
        ['content-length', '4'],
        ['date', 'today'],
      ],
      requestHeaders: sent,
      peer: { address: '127.0.0.1', port: server.port },
      socketReused: false,
    });
    expect(text(ended)).toBe('gone');
    expect(ended.counts).toMatchObject({ receivedBytes: 4, expectedReceiveBytes: 4, decodedBytes: 4 });
    const { timings } = ended;
    const marks = [
      timings.dnsStart,
      timings.dnsEnd,
      timings.connectStart,
      timings.connectEnd,
      timings.tlsStart,
      timings.tlsEnd,
      timings.sendStart,
      timings.sendEnd,
      timings.responseStart,
      timings.responseEnd,
    ];
    expect(marks).not.toContain(null);
    expect(marks).toEqual(marks.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    await worker.close();
    await server.drained();
  });

  it('uses one session for 20 exchanges at once and for what follows, and lets it go on close', async () => {
    const bytes = randomBytes(MIB);
    const arrived = Promise.withResolvers<undefined>();
    let waiting = 0;
    const server = await withHttp2Server(certificate, (stream) => {
      waiting += 1;
      if (waiting === 20) arrived.resolve(undefined);
      void arrived.promise.then(() => {
        stream.respond({ ':status': 200 });
        stream.end(bytes);
      });
    });
    const worker = await withWorker();
    const jobs = Array.from({ length: 20 }, (_, at) =>
      worker.job({
        url: server.origin,
        connection: h2(),
        sink: { kind: 'file', partPath: worker.partPath(String(at)), limitBytes: null },
      }),
    );
    const ended = await Promise.all(jobs.map((job) => worker.run(job)));
    expect(ended.map(({ outcome }) => verdict(outcome))).toEqual(Array.from({ length: 20 }, () => 'ok'));
    expect(ended.map(({ counts }) => counts.receivedBytes)).toEqual(Array.from({ length: 20 }, () => MIB));
    const next = worker.job({
      url: server.origin,
      connection: h2(),
      sink: { kind: 'file', partPath: worker.partPath('20'), limitBytes: null },
    });
    const later = await worker.run(next);
    expect(worker.headersOf(next.id)?.socketReused).toBe(true);
    expect(later.timings).toMatchObject({ dnsStart: null, connectStart: null, tlsStart: null, tlsEnd: null });
    expect(later.timings.sendStart).not.toBeNull();
    expect(jobs.filter((job) => worker.headersOf(job.id)?.socketReused === false)).toHaveLength(1);
    expect(server.sessions()).toBe(1);
    await worker.close(Array.from({ length: 21 }, (_, at) => `${String(at)}.part`));
    await server.drained();
  });

  it.each([0, 1, 65_535, MIB, 5 * MIB + 3])(
    'uploads %i bytes unharmed to a slow reader, from two buffers that take turns',
    async (sizeBytes) => {
      const server = await withHttp2Server(certificate, (stream, headers) => {
        const hash = createHash('sha256');
        const readSome = () => {
          const chunk = stream.read() as Buffer | null;
          if (chunk !== null) hash.update(chunk);
          setImmediate(() => stream.once('readable', readSome));
        };
        stream.once('readable', readSome);
        stream.on('end', () => {
          stream.respond({ ':status': 200 });
          stream.end(`${String(headers['content-length'])} ${hash.digest('hex')}`);
        });
      });
      const worker = await withWorker();
      const bytes = randomBytes(sizeBytes);
      const ended = await worker.run(
        worker.job({
          method: 'POST',
          url: server.origin,
          body: await file(worker, bytes),
          connection: h2(),
          timeoutMs: 20_000,
        }),
      );
      expect(text(ended)).toBe(`${String(sizeBytes)} ${sha256(bytes)}`);
      expect(ended.counts).toMatchObject({ sentBytes: sizeBytes, expectedSendBytes: sizeBytes });
      await worker.close();
      await server.drained();
    },
    30_000,
  );

  it('decodes a body, and keeps to a slow sink’s pace', async () => {
    const plain = Buffer.from('ferry '.repeat(500_000));
    const server = await withHttp2Server(certificate, (stream) => {
      stream.respond({ ':status': 200, 'content-encoding': 'gzip' });
      stream.end(zlib.gzipSync(plain));
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        connection: h2(),
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
      }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts.decodedBytes).toBe(plain.length);
    await worker.close(['body.part']);
  });

  it.each(['HEAD', 'GET', 'POST'])('takes an answer to %s without a body', async (method) => {
    const server = await withHttp2Server(certificate, (stream) => {
      stream.respond(
        {
          ':status': method === 'HEAD' ? 200 : 204,
          ...(method === 'HEAD' ? { 'content-length': '5000' } : {}),
        },
        { endStream: true },
      );
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ method, url: server.origin, connection: h2() }));
    expect(ended.outcome).toMatchObject({ ok: true });
    expect(ended.counts.expectedReceiveBytes).toBe(0);
    await worker.close();
    await server.drained();
  });

  it('delivers an early 413 and stops sending', async () => {
    const server = await withHttp2Server(certificate, (stream) => {
      stream.respond({ ':status': 413 });
      stream.end('too big');
      stream.close(constants.NGHTTP2_NO_ERROR);
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: await file(worker, randomBytes(32 * MIB)),
        connection: h2(),
      }),
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 413 });
    expect(text(ended)).toBe('too big');
    expect(ended.counts.sentBytes).toBeLessThan(32 * MIB);
    await worker.close();
    await server.drained();
  });

  it.each(['before the answer', 'in the upload', 'in the body'])(
    'ends at an abort %s; the session carries on',
    async (when) => {
      const asked = Promise.withResolvers<undefined>();
      const cancelled = Promise.withResolvers<number>();
      let isFirst = true;
      const server = await withHttp2Server(certificate, (stream) => {
        if (!isFirst) {
          stream.respond({ ':status': 200 });
          stream.end('fine');
          return;
        }
        isFirst = false;
        stream.on('close', () => {
          cancelled.resolve(stream.rstCode);
        });
        if (when === 'in the body') {
          stream.respond({ ':status': 200, 'content-length': 100_000 });
          stream.write(randomBytes(50_000));
        }
        if (when === 'in the upload') stream.once('data', () => stream.pause());
        else stream.resume();
        asked.resolve(undefined);
      });
      const worker = await withWorker();
      const doomed = worker.job({
        method: 'POST',
        url: server.origin,
        connection: h2(),
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
        ...(when === 'in the upload' ? { body: await file(worker, randomBytes(8 * MIB)) } : {}),
      });
      worker.start(doomed);
      await asked.promise;
      if (when === 'in the body') {
        await worker.event(
          (event): event is typeof event => event.kind === 'progress' && event.receivedBytes > 0,
        );
      }
      worker.abort(doomed.id);
      expect(verdict((await worker.ended(doomed.id)).outcome)).toBe('aborted');
      expect(await cancelled.promise).toBe(constants.NGHTTP2_CANCEL);
      expect(text(await worker.run(worker.job({ url: server.origin, connection: h2() })))).toBe('fine');
      expect(server.sessions()).toBe(1);
      await worker.close();
      await server.drained();
    },
  );

  it('says file.changed when the file gets shorter under way', async () => {
    const server = await withHttp2Server(certificate, (stream) => {
      stream.once('data', () => {
        stream.pause();
        void truncate(path, 1000).then(() => stream.resume());
      });
    });
    const worker = await withWorker();
    const body = await file(worker, randomBytes(16 * MIB));
    const { path } = body;
    const ended = await worker.run(
      worker.job({ method: 'POST', url: server.origin, body, connection: h2() }),
    );
    expect(verdict(ended.outcome)).toBe('file.changed');
    await worker.close();
    await server.drained();
  });

  it.each([
    ['the stream is reset before the answer', 'reset', false, 'net.reset'],
    ['the stream is reset within the body', 'reset', true, 'net.reset'],
    ['the body is shorter than was promised', 'short', true, 'net.truncated'],
    ['the stream is refused', 'refuse', false, 'net.closed'],
    ['the connection is reset before the answer', 'rst', false, 'net.reset'],
    ['the connection is reset within the body', 'rst', true, 'net.reset'],
    ['the connection is closed before the answer', 'fin', false, 'net.closed'],
    ['the connection is closed within the body', 'fin', true, 'net.truncated'],
  ])('when %s: %s', async (_name, how, answers, code) => {
    const server = await withHttp2Server(certificate, (stream) => {
      const end = () => {
        if (how === 'reset') stream.destroy(new Error('on purpose'));
        else if (how === 'short') stream.end();
        else if (how === 'refuse') stream.close(constants.NGHTTP2_REFUSED_STREAM);
        else {
          for (const socket of sockets) {
            if (how === 'rst') socket.resetAndDestroy();
            else socket.end();
          }
        }
      };
      if (!answers) {
        end();
        return;
      }
      stream.respond({ ':status': 200, 'content-length': 100 });
      stream.write('half');
      worker
        .event((event): event is typeof event => event.kind === 'progress' && event.receivedBytes === 4)
        .then(end, () => undefined);
    });
    const sockets = new Set<Socket>();
    server.server.on('connection', (socket: Socket) => sockets.add(socket));
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        connection: h2(),
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
      }),
    );
    expect(verdict(ended.outcome)).toBe(code);
    await worker.close();
    await server.drained();
  });

  it('takes a new session after the server’s good-bye', async () => {
    const server = await withHttp2Server(certificate, (stream) => {
      stream.respond({ ':status': 200 });
      stream.end('ok');
      stream.session?.goaway();
    });
    const worker = await withWorker();
    for (let at = 0; at < 3; at += 1) {
      const ended = await worker.run(worker.job({ url: server.origin, connection: h2() }));
      expect(verdict(ended.outcome)).toBe('ok');
    }
    expect(server.sessions()).toBe(3);
    await worker.close();
    await server.drained();
  });

  it('times out at the budget, in the right phase', async () => {
    const server = await withHttp2Server(certificate, (stream) => {
      stream.resume();
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, connection: h2(), timeoutMs: 300 }));
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.timeout', details: { phase: 'wait' } },
    });
    await worker.close();
    await server.drained();
  });

  it('refuses headers that cannot be sent, and answers with too many', async () => {
    const server = await withHttp2Server(certificate, (stream) => {
      const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x-${String(at)}`, 'x']));
      stream.respond({ ':status': 200, ...many });
      stream.end();
    });
    const worker = await withWorker();
    for (const header of [
      ['x', 'a\r\nb'],
      ['x\r\ny', 'a'],
      ['x', 'a\0b'],
      [':path', '/other'],
    ] as const) {
      const ended = await worker.run(worker.job({ url: server.origin, connection: h2(), headers: [header] }));
      expect(verdict(ended.outcome)).toBe('request.invalid');
    }
    const ended = await worker.run(worker.job({ url: server.origin, connection: h2() }));
    expect(ended.outcome).toMatchObject({ ok: false, error: { code: 'net.protocol' } });
    expect(ended.outcome).toHaveProperty('error.message', expect.stringContaining('headers are too large'));
    await worker.close();
    await server.drained();
  });
});
