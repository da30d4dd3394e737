import type http from 'node:http';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Fault } from '#contract/conditions';
import type { WorkerEvent } from '../../src-main/worker/protocol.ts';
import {
  BODY,
  bytesAt,
  errorOf,
  faulty,
  getFaulty,
  percentAt,
  sha256,
  withSeeingServer,
} from '../support/worker-faults.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;

describe('status', () => {
  it('is another for the page, with everything else as it was', async () => {
    const { ended, headers, received } = await getFaulty(
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
    const { ended, received } = await getFaulty(
      [{ kind: 'status', statusCode: 200 }],
      (_request, response) => {
        response.writeHead(statusCode, statusCode === 304 ? { 'content-length': 5 } : {}).end();
      },
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 200 });
    expect(received.length).toBe(0);
  });

  it.each([204, 304])('%i in the place of 200 leaves no body', async (statusCode) => {
    const { ended, received } = await getFaulty([{ kind: 'status', statusCode }]);
    expect(ended.outcome).toMatchObject({ ok: true, statusCode });
    expect(received.length).toBe(0);
  });

  it('of an answer to HEAD, whose Content-Length stays', async () => {
    const { ended, headers } = await getFaulty(
      [{ kind: 'status', statusCode: 500 }],
      (_request, response) => response.writeHead(200, { 'content-length': 77 }).end(),
      { method: 'HEAD' },
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 500 });
    expect(new Map(headers?.headers).get('content-length')).toBe('77');
  });

  it('leaves an interim answer alone', async () => {
    const { ended } = await getFaulty([{ kind: 'status', statusCode: 500 }], (_request, response) => {
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
    const { ended, received } = await getFaulty([{ kind: 'content-length', bytes: 1000 }], respond);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts).toMatchObject({ receivedBytes: 1000, expectedReceiveBytes: 1000 });
    expect(received).toEqual(BODY.subarray(0, 1000));
  });

  it.each([
    ['a told length', undefined],
    ['chunks', chunked],
  ])('more than there is, of %s: net.truncated after the last byte', async (_name, respond) => {
    const { ended } = await getFaulty([{ kind: 'content-length', bytes: BODY.length + 1 }], respond);
    expect(errorOf(ended)).toMatchObject({ code: 'net.truncated', details: { injected: true } });
    expect(ended.counts).toMatchObject({
      receivedBytes: BODY.length,
      expectedReceiveBytes: BODY.length + 1,
    });
  });

  it('does not change what a percentage is of', async () => {
    const { ended } = await getFaulty([
      { kind: 'content-length', bytes: 10_000_000 },
      { kind: 'reset', side: 'response', at: percentAt(50) },
    ]);
    expect(verdict(ended.outcome)).toBe('net.reset');
    expect(ended.counts.receivedBytes).toBe(BODY.length / 2);
  });
});

describe('garbage-header', () => {
  it('is against the protocol, as a page sees it from a real server', async () => {
    const { ended, headers } = await getFaulty([{ kind: 'garbage-header' }]);
    expect(errorOf(ended)).toMatchObject({
      code: 'net.protocol',
      details: { phase: 'wait', cause: 'HPE_INVALID_HEADER_TOKEN', injected: true },
    });
    expect(headers).toBeUndefined();
  });
});

describe('drip', () => {
  it('a response comes byte by byte at its rate, with progress on the way', async () => {
    const { ended, received, tookMs } = await getFaulty(
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
    const { tookMs } = await getFaulty([{ kind: 'drip', side: 'response', bytesPerSecond: 200_000 }]);
    expect(tookMs).toBeGreaterThan(490);
    expect(tookMs).toBeLessThan(1500);
  });

  it('counts against the time-out, which says that it was injected', async () => {
    const { ended, tookMs } = await getFaulty(
      [{ kind: 'drip', side: 'response', bytesPerSecond: 10 }],
      undefined,
      {
        timeoutMs: 350,
      },
    );
    expect(errorOf(ended)).toMatchObject({
      code: 'net.timeout',
      details: { phase: 'receive', injected: true },
    });
    expect(tookMs).toBeLessThan(800);
    expect(ended.counts.receivedBytes).toBeGreaterThan(0);
    expect(ended.counts.receivedBytes).toBeLessThanOrEqual(4);
  });
});

describe('a stall for a while', () => {
  it.each(['request', 'response'] as const)('of the %s: everything comes, so much later', async (side) => {
    const { ended, tookMs } = await getFaulty(
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
    expect(performance.now() - abortedAt).toBeLessThan(200);
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
    const { ended } = await getFaulty([
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
    const both = await getFaulty([stall, close]);
    expect(verdict(both.ended.outcome)).toBe('net.truncated');
    expect(both.tookMs).toBeGreaterThan(249);
    const other = await getFaulty([close, stall]);
    expect(verdict(other.ended.outcome)).toBe('net.truncated');
    expect(other.tookMs).toBeLessThan(249);
  });

  it('on both sides: a corrupt request, another status, a response cut short', async () => {
    const received: Buffer[] = [];
    const { ended, headers } = await getFaulty(
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
    const { received } = await getFaulty([corrupt, corrupt]);
    expect(sha256(received)).toBe(sha256(BODY));
  });

  it('a corrupt gzip is against the protocol, counted as it was on the wire', async () => {
    const packed = zlib.gzipSync(BODY);
    const { ended } = await getFaulty(
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
    const { ended } = await getFaulty(
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
    const second = worker.job({
      url: server.origin,
      tampering: { delayMs: 0, faults: [], answer: null, sparesRedirects: false },
    });
    await worker.run(second);
    expect(worker.headersOf(second.id)?.socketReused).toBe(true);
    await worker.close();
  });
});
