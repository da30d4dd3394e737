import type http from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Fault } from '#contract/conditions';
import { DIRECT } from '../../src-main/worker/protocol.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import {
  BODY,
  bookOf,
  bytesAt,
  errorOf,
  faulty,
  inMemory,
  percentAt,
  toFile,
} from '../support/worker-faults.ts';
import { withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;

describe('what the server has when it feels a reset', () => {
  it('is all that passed, though it reads slowly', async () => {
    const books: ReturnType<typeof bookOf>[] = [];
    const server = await withRawServer((socket) => {
      books.push(bookOf(socket));
      // Slow in taking each piece, so that this system's buffers are far ahead of it. Not by pausing the stream: what
      // a paused one has already read is lost to it when a reset comes.
      socket.on('data', () => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
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
    // What the system tells of acknowledgements depends on the moment it is asked.
    expect({ ...other.counts, acknowledgedBytes: null }).toEqual({ ...one.counts, acknowledgedBytes: null });
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
    const tampering = { delayMs: 200, faults: [], answer: null, sparesRedirects: false };
    const ended = await worker.run(worker.job({ url: server.origin, tampering }));
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.timings.connectStart).toBeGreaterThan(199);
    await worker.close();
  });

  it('counts against the time-out, and nothing is sent', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const tampering = { delayMs: 60_000, faults: [], answer: null, sparesRedirects: false };
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
      tampering: { delayMs: 60_000, faults: [], answer: null, sparesRedirects: false },
    });
    worker.start(job);
    await new Promise(setImmediate);
    const abortedAt = performance.now();
    worker.abort(job.id);
    expect(verdict((await worker.ended(job.id)).outcome)).toBe('aborted');
    expect(performance.now() - abortedAt).toBeLessThan(200);
    await worker.close();
  });
});
