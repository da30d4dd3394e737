import { readFile } from 'node:fs/promises';
import type http from 'node:http';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Fault } from '#contract/conditions';
import { DIRECT, type Job, type WorkerEvent } from '../../src-main/worker/protocol.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import {
  bookOf,
  bytesAt,
  errorOf,
  faulty,
  percentAt,
  sha256,
  withSeeingServer,
} from '../support/worker-faults.ts';
import { withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker, type WorkerHarness } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;
const BODY = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

const toFile = (worker: WorkerHarness): Pick<Job, 'sink'> => ({
  sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
});

const inMemory = (worker: WorkerHarness): Pick<Job, 'sink'> => ({
  sink: { kind: 'memory', inlineBytes: MIB, spillPath: worker.partPath('spill') },
});

/** A GET from a server that answers with BODY, and what came of it. */
async function get(faults: readonly Fault[], respond?: http.RequestListener, parts: Partial<Job> = {}) {
  const server = await withServer(respond ?? ((_request, response) => response.end(BODY)));
  const worker = await withWorker();
  const job = worker.job({ url: server.origin, ...toFile(worker), tampering: faulty(...faults), ...parts });
  const startedAt = performance.now();
  const ended = await worker.run(job);
  const tookMs = performance.now() - startedAt;
  const received = await readFile(worker.partPath()).catch(() => Buffer.alloc(0));
  const headers = worker.headersOf(job.id);
  await worker.close(ended.outcome.ok ? ['body.part'] : []);
  return { ended, headers, received, tookMs, connections: server.connections() };
}

describe('status', () => {
  it('is another for the page, with everything else as it was', async () => {
    const { ended, headers, received } = await get(
      [{ kind: 'status', statusCode: 503 }],
      (_request, response) => {
        response.writeHead(
          200,
          'Fine',
          [
            ['X-Case', 'Kept'],
            ['content-length', String(BODY.length)],
          ].flat(),
        );
        response.end(BODY);
      },
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 503 });
    expect(headers?.statusCode).toBe(503);
    expect(headers?.headers.slice(0, 2)).toEqual([
      ['X-Case', 'Kept'],
      ['content-length', String(BODY.length)],
    ]);
    expect(received).toEqual(BODY);
    expect(ended.counts).toMatchObject({ receivedBytes: BODY.length, expectedReceiveBytes: BODY.length });
  });

  it.each([204, 304])('of a response that comes as %i and so has no body', async (statusCode) => {
    const { ended, received } = await get([{ kind: 'status', statusCode: 200 }], (_request, response) => {
      response.writeHead(statusCode, statusCode === 304 ? { 'content-length': 5 } : {}).end();
    });
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 200 });
    expect(received.length).toBe(0);
  });

  it.each([204, 304])('%i in the place of 200 leaves no body', async (statusCode) => {
    const { ended, received } = await get([{ kind: 'status', statusCode }]);
    expect(ended.outcome).toMatchObject({ ok: true, statusCode });
    expect(received.length).toBe(0);
  });

  it('of an answer to HEAD, whose Content-Length stays', async () => {
    const { ended, headers } = await get(
      [{ kind: 'status', statusCode: 500 }],
      (_request, response) => response.writeHead(200, { 'content-length': 77 }).end(),
      { method: 'HEAD' },
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 500 });
    expect(new Map(headers?.headers).get('content-length')).toBe('77');
  });

  it('leaves an interim answer alone', async () => {
    const { ended } = await get([{ kind: 'status', statusCode: 500 }], (_request, response) => {
      response.writeContinue();
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end(BODY);
    });
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 500 });
    expect(ended.counts.receivedBytes).toBe(BODY.length);
  });
});

describe('content-length', () => {
  const chunked: http.RequestListener = (_request, response) => {
    response.write(BODY.subarray(0, 10));
    response.end(BODY.subarray(10));
  };
  it.each([
    ['a told length', undefined],
    ['chunks', chunked],
  ])('less than there is, of %s: what is promised arrives, the rest is not read', async (_name, respond) => {
    const { ended, received } = await get([{ kind: 'content-length', bytes: 1000 }], respond);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts).toMatchObject({ receivedBytes: 1000, expectedReceiveBytes: 1000 });
    expect(received).toEqual(BODY.subarray(0, 1000));
  });

  it.each([
    ['a told length', undefined],
    ['chunks', chunked],
  ])('more than there is, of %s: net.truncated after the last byte', async (_name, respond) => {
    const { ended } = await get([{ kind: 'content-length', bytes: BODY.length + 1 }], respond);
    expect(errorOf(ended)).toMatchObject({ code: 'net.truncated', details: { injected: true } });
    expect(ended.counts).toMatchObject({
      receivedBytes: BODY.length,
      expectedReceiveBytes: BODY.length + 1,
    });
  });

  it('does not change what a percentage is of', async () => {
    const { ended } = await get([
      { kind: 'content-length', bytes: 10_000_000 },
      { kind: 'reset', side: 'response', at: percentAt(50) },
    ]);
    expect(verdict(ended.outcome)).toBe('net.reset');
    expect(ended.counts.receivedBytes).toBe(BODY.length / 2);
  });
});

describe('garbage-header', () => {
  it('is against the protocol, as a page sees it from a real server', async () => {
    const { ended, headers } = await get([{ kind: 'garbage-header' }]);
    expect(errorOf(ended)).toMatchObject({
      code: 'net.protocol',
      details: { phase: 'wait', cause: 'HPE_INVALID_HEADER_TOKEN', injected: true },
    });
    expect(headers).toBeUndefined();
  });
});

describe('drip', () => {
  it('a response comes byte by byte at its rate, with progress on the way', async () => {
    const { ended, received, tookMs } = await get(
      [{ kind: 'drip', side: 'response', bytesPerSecond: 500 }],
      (_r, response) => response.end(BODY.subarray(0, 300)),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(received).toEqual(BODY.subarray(0, 300));
    expect(tookMs).toBeGreaterThan(590);
    expect(tookMs).toBeLessThan(1500);
  });

  it('a request goes byte by byte at its rate, and what is told as sent has been', async () => {
    const server = await withSeeingServer(300, (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
    );
    const worker = await withWorker();
    const job = worker.job({
      method: 'POST',
      url: server.origin,
      body: { kind: 'bytes', bytes: BODY.subarray(0, 300) },
      tampering: faulty({ kind: 'drip', side: 'request', bytesPerSecond: 500 }),
    });
    const ended = await worker.run(job);
    expect(verdict(ended.outcome)).toBe('ok');
    const { sendStart, sendEnd } = ended.timings;
    expect((sendEnd ?? 0) - (sendStart ?? 0)).toBeGreaterThan(590);
    const progress = worker.events.flatMap((event) => (event.kind === 'progress' ? [event.sentBytes] : []));
    expect(progress.filter((sent) => sent > 0 && sent < 300).length).toBeGreaterThanOrEqual(3);
    await worker.close();
    const [seen] = await server.seen();
    expect(seen?.body).toEqual(BODY.subarray(0, 300));
  });

  it('at a high rate is as fast as it says', async () => {
    const { tookMs } = await get([{ kind: 'drip', side: 'response', bytesPerSecond: 200_000 }]);
    expect(tookMs).toBeGreaterThan(490);
    expect(tookMs).toBeLessThan(1500);
  });

  it('counts against the time-out, which says that it was injected', async () => {
    const { ended, tookMs } = await get([{ kind: 'drip', side: 'response', bytesPerSecond: 10 }], undefined, {
      timeoutMs: 350,
    });
    expect(errorOf(ended)).toMatchObject({
      code: 'net.timeout',
      details: { phase: 'receive', injected: true },
    });
    expect(tookMs).toBeLessThan(450);
    expect(ended.counts.receivedBytes).toBeGreaterThan(0);
    expect(ended.counts.receivedBytes).toBeLessThanOrEqual(4);
  });
});

describe('a stall for a while', () => {
  it.each(['request', 'response'] as const)('of the %s: everything comes, so much later', async (side) => {
    const { ended, tookMs } = await get(
      [{ kind: 'stall', side, at: percentAt(50), forMs: 300 }],
      (request, response) => {
        request.resume().on('end', () => response.end(BODY));
      },
      { method: 'POST', body: { kind: 'bytes', bytes: BODY } },
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts).toMatchObject({ sentBytes: BODY.length, receivedBytes: BODY.length });
    expect(tookMs).toBeGreaterThan(299);
    expect(tookMs).toBeLessThan(1500);
  });

  it('is ended by an abort at once', async () => {
    const server = await withServer((_request, response) => response.end(BODY));
    const worker = await withWorker();
    const job = worker.job({
      url: server.origin,
      timeoutMs: 60_000,
      tampering: faulty({ kind: 'stall', side: 'response', at: bytesAt(10), forMs: null }),
    });
    worker.start(job);
    await worker.event(
      (event): event is Extract<WorkerEvent, { kind: 'progress' }> =>
        event.kind === 'progress' && event.receivedBytes === 10,
    );
    const abortedAt = performance.now();
    worker.abort(job.id);
    const { outcome } = await worker.ended(job.id);
    expect(outcome).toEqual({ ok: false, error: { code: 'aborted', message: 'The transfer was aborted' } });
    expect(performance.now() - abortedAt).toBeLessThan(50);
    await worker.close();
    await server.drained();
  });

  it('stops the server’s sending, for the response is not read', async () => {
    let writtenBytes = 0;
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-length': 256 * MIB });
      const piece = Buffer.alloc(MIB);
      const write = () => {
        while (writtenBytes < 256 * MIB) {
          writtenBytes += MIB;
          if (!response.write(piece)) break;
        }
      };
      response.on('drain', write);
      write();
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        timeoutMs: 1000,
        tampering: faulty({ kind: 'stall', side: 'response', at: bytesAt(10), forMs: null }),
      }),
    );
    expect(verdict(ended.outcome)).toBe('net.timeout');
    expect(ended.counts.receivedBytes).toBe(10);
    expect(writtenBytes).toBeLessThan(64 * MIB);
    await worker.close();
  });
});

describe('faults of one transfer', () => {
  it('combine: corrupt at byte 10, then reset at 50 %', async () => {
    const { ended } = await get([
      { kind: 'corrupt', side: 'response', at: bytesAt(10), bytes: 1 },
      { kind: 'reset', side: 'response', at: percentAt(50) },
    ]);
    expect(verdict(ended.outcome)).toBe('net.reset');
    expect(ended.counts).toMatchObject({ receivedBytes: BODY.length / 2, decodedBytes: BODY.length / 2 });
  });

  it('of one place happen in the order they were given', async () => {
    const at = bytesAt(10);
    const stall: Fault = { kind: 'stall', side: 'response', at, forMs: 250 };
    const close: Fault = { kind: 'close', side: 'response', at };
    const both = await get([stall, close]);
    expect(verdict(both.ended.outcome)).toBe('net.truncated');
    expect(both.tookMs).toBeGreaterThan(249);
    const other = await get([close, stall]);
    expect(verdict(other.ended.outcome)).toBe('net.truncated');
    expect(other.tookMs).toBeLessThan(249);
  });

  it('on both sides: a corrupt request, another status, a response cut short', async () => {
    const received: Buffer[] = [];
    const { ended, headers } = await get(
      [
        { kind: 'corrupt', side: 'request', at: percentAt(100 / 3), bytes: 3 },
        { kind: 'status', statusCode: 418 },
        { kind: 'truncate', at: bytesAt(7) },
      ],
      (request, response) => {
        request.on('data', (chunk: Buffer) => received.push(chunk)).on('end', () => response.end(BODY));
      },
      { method: 'POST', body: { kind: 'bytes', bytes: BODY } },
    );
    expect(verdict(ended.outcome)).toBe('net.truncated');
    expect(headers?.statusCode).toBe(418);
    expect(ended.counts.receivedBytes).toBe(7);
    const sent = Buffer.concat(received);
    expect(Array.from(BODY.keys()).filter((at) => sent[at] !== BODY[at])).toEqual([33_333, 33_334, 33_335]);
  });

  it('corrupted twice is as it was', async () => {
    const corrupt: Fault = { kind: 'corrupt', side: 'response', at: bytesAt(100), bytes: 5000 };
    const { received } = await get([corrupt, corrupt]);
    expect(sha256(received)).toBe(sha256(BODY));
  });

  it('a corrupt gzip is against the protocol, counted as it was on the wire', async () => {
    const packed = zlib.gzipSync(BODY);
    const { ended } = await get(
      [{ kind: 'corrupt', side: 'response', at: bytesAt(0), bytes: 2 }],
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
      },
    );
    expect(errorOf(ended)).toMatchObject({
      code: 'net.protocol',
      details: { encoding: 'gzip', injected: true },
    });
  });

  it('a reset at half of a gzip is a reset, at half of its bytes on the wire', async () => {
    const packed = zlib.gzipSync(BODY, { level: 0 });
    const { ended } = await get(
      [{ kind: 'reset', side: 'response', at: percentAt(50) }],
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
      },
    );
    expect(errorOf(ended)).toMatchObject({ code: 'net.reset', details: { injected: true } });
    expect(ended.counts.receivedBytes).toBe(Math.floor(packed.length / 2));
    expect(ended.counts.decodedBytes).toBeGreaterThan(0);
  });

  it('duplicated progress is none of the worker’s: the connection is one of the pool', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const first = worker.job({ url: server.origin, tampering: faulty({ kind: 'duplicate-progress' }) });
    await worker.run(first);
    const second = worker.job({ url: server.origin, tampering: { delayMs: 0, faults: [], answer: null } });
    await worker.run(second);
    expect(worker.headersOf(second.id)?.socketReused).toBe(true);
    await worker.close();
  });
});

describe('what the server has when it feels a reset', () => {
  it('is all that passed, though it reads slowly', async () => {
    const books: ReturnType<typeof bookOf>[] = [];
    const server = await withRawServer((socket) => {
      books.push(bookOf(socket));
      // A pause after every piece: the sender's system is far ahead of the reader.
      socket.on('data', () => {
        socket.pause();
        setTimeout(() => socket.resume(), 2);
      });
    });
    const worker = await withWorker();
    const bytes = Buffer.alloc(12 * MIB, 'y');
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: { kind: 'bytes', bytes },
        tampering: faulty({ kind: 'reset', side: 'request', at: bytesAt(11 * MIB + 7) }),
        timeoutMs: 30_000,
      }),
    );
    expect(verdict(ended.outcome)).toBe('net.reset');
    const [book] = books;
    await book?.over;
    expect(book?.read()).toMatchObject({ end: 'reset' });
    expect(book?.read().body.length).toBe(11 * MIB + 7);
    await worker.close();
  });
});

describe('through a slow link', () => {
  it.each(['http', 'https'])('a reset lets exactly these bytes arrive (%s)', async (scheme) => {
    const certificate = scheme === 'https' ? await freeCertificate() : undefined;
    let receivedBytes = 0;
    const felt = Promise.withResolvers<string>();
    const server = await withServer((request) => {
      request.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length;
      });
      request.on('error', () => undefined);
      request.socket.on('error', (error: NodeJS.ErrnoException) => {
        felt.resolve(error.code ?? '');
      });
    }, certificate);
    const worker = await withWorker();
    const way = { bytesPerSecond: 200_000, latencyMs: 40, jitterMs: 0, lossRatio: 0 };
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: { kind: 'bytes', bytes: BODY },
        connection: {
          ...DIRECT,
          extraCertificateAuthorities: certificate === undefined ? [] : [certificate.authorityPem],
          link: { id: 'slow', seed: 1, spec: { name: 'slow', offline: false, up: way, down: way } },
        },
        tampering: faulty({ kind: 'reset', side: 'request', at: bytesAt(70_001) }),
      }),
    );
    expect(errorOf(ended)).toMatchObject({ code: 'net.reset', details: { injected: true } });
    expect(await felt.promise).toBe('ECONNRESET');
    expect(receivedBytes).toBe(70_001);
    await worker.close();
    await server.drained();
  });
});

describe('over https', () => {
  it.each([
    ['reset', 'request', 'net.reset', 65_537],
    ['close', 'request', 'net.closed', 65_537],
    ['reset', 'response', 'net.reset', 50_001],
    ['close', 'response', 'net.truncated', 50_001],
  ] as const)('%s within the %s: %s', async (kind, side, code, bytes) => {
    const certificate = await freeCertificate();
    const felt = Promise.withResolvers<string>();
    let receivedBytes = 0;
    const server = await withServer((request, response) => {
      request.socket.on('error', (error: NodeJS.ErrnoException) => {
        felt.resolve(error.code ?? '');
      });
      request.socket.on('end', () => {
        felt.resolve('end');
      });
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length;
      });
      request.on('end', () => response.end(BODY));
    }, certificate);
    const worker = await withWorker();
    const job = worker.job({
      method: 'POST',
      url: server.origin,
      body: { kind: 'bytes', bytes: BODY },
      connection: { ...DIRECT, http2: true, extraCertificateAuthorities: [certificate.authorityPem] },
      tampering: faulty({ kind, side, at: bytesAt(bytes) }),
      ...toFile(worker),
    });
    const ended = await worker.run(job);
    expect(errorOf(ended)).toMatchObject({ code, details: { injected: true } });
    expect(await felt.promise).toBe(kind === 'reset' ? 'ECONNRESET' : 'end');
    if (side === 'request') expect(receivedBytes).toBe(bytes);
    else
      expect(ended.counts).toMatchObject({
        sentBytes: BODY.length,
        receivedBytes: bytes,
        decodedBytes: bytes,
      });
    expect(ended.timings.tlsEnd).toBeGreaterThan(ended.timings.tlsStart ?? Infinity);
    await worker.close();
    await server.drained();
  });
});

describe('the pool', () => {
  it('gets no tampered connection and lends none', async () => {
    const server = await withServer((request, response) => {
      request.resume().on('end', () => response.end(BODY));
    });
    const worker = await withWorker();
    const plain = () => worker.job({ url: server.origin, ...inMemory(worker) });
    await worker.run(plain());
    const faults: Fault[] = [
      { kind: 'reset', side: 'response', at: bytesAt(5) },
      { kind: 'status', statusCode: 500 },
      { kind: 'reset', side: 'response', at: percentAt(100) },
      { kind: 'content-length', bytes: 10 },
      { kind: 'stall', side: 'response', at: percentAt(100), forMs: null },
    ];
    for (const fault of faults) {
      const tampered = worker.job({ url: server.origin, ...inMemory(worker), tampering: faulty(fault) });
      await worker.run(tampered);
      expect(worker.headersOf(tampered.id)?.socketReused).toBe(false);
      const after = plain();
      const ended = await worker.run(after);
      expect(ended.outcome).toMatchObject({ ok: true, statusCode: 200 });
      expect(ended.counts.receivedBytes).toBe(BODY.length);
      expect(worker.headersOf(after.id)?.socketReused).toBe(true);
    }
    expect(server.connections()).toBe(1 + faults.length);
    expect(await server.openConnections()).toBe(1);
    await worker.close();
    await server.drained();
  });
});

describe('a tampered exchange that goes well', () => {
  it('tells what any exchange tells', async () => {
    const respond: http.RequestListener = (request, response) => {
      request.resume().on('end', () => response.end(BODY));
    };
    const server = await withServer(respond);
    const worker = await withWorker();
    const parts = {
      method: 'POST',
      url: server.origin,
      body: { kind: 'bytes', bytes: BODY },
      ...inMemory(worker),
    } as const;
    const plain = worker.job(parts);
    const tampered = worker.job({
      ...parts,
      tampering: faulty({ kind: 'reset', side: 'response', at: percentAt(200) }),
    });
    const [one, other] = [await worker.run(plain), await worker.run(tampered)];
    expect(other.counts).toEqual(one.counts);
    const plainHeaders = worker.headersOf(plain.id);
    expect(worker.headersOf(tampered.id)).toEqual({
      ...plainHeaders,
      id: tampered.id,
      headers: worker.headersOf(tampered.id)?.headers,
    });
    const names = (id: string) => worker.headersOf(id)?.headers.map(([name]) => name);
    expect(names(tampered.id)).toEqual(names(plain.id));
    const marks = Object.keys(one.timings) as (keyof typeof one.timings)[];
    for (const mark of marks)
      expect([mark, other.timings[mark] === null]).toEqual([mark, one.timings[mark] === null]);
    const inOrder = marks.map((mark) => other.timings[mark]).filter((at) => at !== null);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    await worker.close();
  });

  it('reads an answer that comes before the upload is sent, though the connection is then reset', async () => {
    const server = await withRawServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 Early\r\nContent-Length: 7\r\nConnection: close\r\n\r\ntoo big', () => {
          socket.destroy();
        });
      });
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: { kind: 'bytes', bytes: Buffer.alloc(32 * MIB) },
        tampering: faulty({ kind: 'corrupt', side: 'response', at: bytesAt(0), bytes: 1 }),
      }),
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 413 });
    await worker.close();
    await server.drained();
  });
});

describe('a delay', () => {
  it('comes before the first step, and counts towards the time', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const tampering = { delayMs: 200, faults: [], answer: null };
    const ended = await worker.run(worker.job({ url: server.origin, tampering }));
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.timings.connectStart).toBeGreaterThan(199);
    await worker.close();
  });

  it('counts against the time-out, and nothing is sent', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const tampering = { delayMs: 60_000, faults: [], answer: null };
    const ended = await worker.run(worker.job({ url: server.origin, timeoutMs: 100, tampering }));
    expect(errorOf(ended)).toMatchObject({
      code: 'net.timeout',
      details: { timeoutMs: 100, injected: true },
    });
    expect(server.connections()).toBe(0);
    await worker.close();
  });

  it('is ended by an abort at once', async () => {
    const worker = await withWorker();
    const job = worker.job({
      url: 'http://127.0.0.1:9/',
      tampering: { delayMs: 60_000, faults: [], answer: null },
    });
    worker.start(job);
    await new Promise(setImmediate);
    const abortedAt = performance.now();
    worker.abort(job.id);
    expect(verdict((await worker.ended(job.id)).outcome)).toBe('aborted');
    expect(performance.now() - abortedAt).toBeLessThan(50);
    await worker.close();
  });
});
