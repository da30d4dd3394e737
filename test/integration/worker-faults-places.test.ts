import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Fault, FaultPlace } from '#contract/conditions';
import {
  bytesAt,
  errorOf,
  faulty,
  percentAt,
  sha256,
  withSeeingServer,
  type SeenConnection,
} from '../support/worker-faults.ts';
import { verdict, withWorker, type EndedEvent } from '../support/worker-harness.ts';

const KIB = 1024;
/** Enough for all that comes before a stall. */
const STALL_TIMEOUT_MS = 700;
const BODY_BYTES = 200_000;
const BODY = randomBytes(BODY_BYTES);
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Where in a body of 200,000 bytes, and how many bytes pass; null when the place is never reached. */
const PLACES: readonly (readonly [name: string, at: FaultPlace, passes: number | null])[] = [
  ['byte 0', bytesAt(0), 0],
  ['byte 1', bytesAt(1), 1],
  ['byte 65,535', bytesAt(64 * KIB - 1), 64 * KIB - 1],
  ['byte 65,536', bytesAt(64 * KIB), 64 * KIB],
  ['byte 65,537', bytesAt(64 * KIB + 1), 64 * KIB + 1],
  ['the last byte', bytesAt(BODY_BYTES - 1), BODY_BYTES - 1],
  ['the end', bytesAt(BODY_BYTES), BODY_BYTES],
  ['beyond the end', bytesAt(BODY_BYTES + 1), null],
  ['0 %', percentAt(0), 0],
  ['33.3333 %, rounded down', percentAt(33.3333), 66_666],
  ['100 %', percentAt(100), BODY_BYTES],
  ['101 %', percentAt(101), null],
];

async function upload(...faults: Fault[]): Promise<{ ended: EndedEvent; seen: SeenConnection }> {
  const server = await withSeeingServer(BODY_BYTES, (socket) => socket.write(OK));
  const worker = await withWorker();
  const ended = await worker.run(
    worker.job({
      method: 'POST',
      url: server.origin,
      body: { kind: 'bytes', bytes: BODY },
      tampering: faulty(...faults),
      timeoutMs: faults.some(({ kind }) => kind === 'stall') ? STALL_TIMEOUT_MS : 10_000,
    }),
  );
  await worker.close();
  const [seen] = await server.seen();
  if (seen === undefined) throw new Error('The server saw no connection');
  return { ended, seen };
}

describe.each(PLACES)('of a request body at %s', (_name, at, passes) => {
  it.each([
    ['reset', 'net.reset', 'reset'],
    ['close', 'net.closed', 'fin'],
  ] as const)('%s: the server has exactly these bytes, and feels it', async (kind, code, end) => {
    const { ended, seen } = await upload({ kind, side: 'request', at });
    const expectedBytes = passes ?? BODY_BYTES;
    expect(seen.body.length).toBe(expectedBytes);
    expect(sha256(seen.body)).toBe(sha256(BODY.subarray(0, expectedBytes)));
    expect(ended.counts.sentBytes).toBe(expectedBytes);
    if (passes === null) {
      expect(verdict(ended.outcome)).toBe('ok');
      return;
    }
    expect(seen.end).toBe(end);
    expect(errorOf(ended)).toMatchObject({
      code,
      details: { injected: true, phase: passes === BODY_BYTES ? 'wait' : 'send' },
    });
  });

  it('stall: these bytes, then nothing until the time-out', async () => {
    const { ended, seen } = await upload({ kind: 'stall', side: 'request', at, forMs: null });
    const expectedBytes = passes ?? BODY_BYTES;
    expect(sha256(seen.body)).toBe(sha256(BODY.subarray(0, expectedBytes)));
    expect(ended.counts.sentBytes).toBe(expectedBytes);
    if (passes === null) {
      expect(verdict(ended.outcome)).toBe('ok');
      return;
    }
    expect(errorOf(ended)).toMatchObject({
      code: 'net.timeout',
      details: {
        injected: true,
        timeoutMs: STALL_TIMEOUT_MS,
        phase: passes === BODY_BYTES ? 'wait' : 'send',
      },
    });
  });

  it('corrupt: one byte arrives inverted, and all the others as they were', async () => {
    const { ended, seen } = await upload({ kind: 'corrupt', side: 'request', at, bytes: 1 });
    expect(verdict(ended.outcome)).toBe('ok');
    const expected = Buffer.from(BODY);
    if (passes !== null && passes < BODY_BYTES) expected[passes] = (expected[passes] ?? 0) ^ 0xff;
    expect(sha256(seen.body)).toBe(sha256(expected));
  });
});

type Framing = 'length' | 'chunked' | 'close';

async function download(
  framing: Framing,
  faults: readonly Fault[],
): Promise<{ ended: EndedEvent; seen: SeenConnection; received: Buffer }> {
  const header = {
    length: `Content-Length: ${String(BODY_BYTES)}`,
    chunked: 'Transfer-Encoding: chunked',
    close: 'X: y',
  };
  const server = await withSeeingServer(0, (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${header[framing]}\r\n\r\n`);
    if (framing === 'chunked') {
      for (let at = 0; at < BODY_BYTES; at += 7001) {
        const chunk = BODY.subarray(at, at + 7001);
        socket.write(`${chunk.length.toString(16)};x=y\r\n`);
        socket.write(chunk);
        socket.write('\r\n');
      }
      socket.write('0\r\nX-Trailer: z\r\n\r\n');
    } else {
      socket.write(BODY);
    }
    if (framing === 'close') socket.end();
  });
  const worker = await withWorker();
  const job = worker.job({
    url: server.origin,
    sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
    tampering: faulty(...faults),
    timeoutMs: faults.some(({ kind }) => kind === 'stall') ? STALL_TIMEOUT_MS : 10_000,
  });
  const ended = await worker.run(job);
  // Of a failed job nothing is left.
  const received = await readFile(worker.partPath()).catch(() => Buffer.alloc(0));
  await worker.close(ended.outcome.ok ? ['body.part'] : []);
  const [seen] = await server.seen();
  if (seen === undefined) throw new Error('The server saw no connection');
  return { ended, seen, received };
}

describe.each(PLACES)('of a response body at %s', (_name, at, passes) => {
  it.each([
    ['reset', 'net.reset'],
    ['close', 'net.truncated'],
  ] as const)('%s: exactly these bytes reach the file', async (kind, code) => {
    const { ended, received, seen } = await download('length', [{ kind, side: 'response', at }]);
    const expectedBytes = passes ?? BODY_BYTES;
    expect(ended.counts).toMatchObject({ receivedBytes: expectedBytes, decodedBytes: expectedBytes });
    if (expectedBytes === BODY_BYTES) {
      // All has come that was promised, so nothing is missing.
      expect(verdict(ended.outcome)).toBe('ok');
      expect(sha256(received)).toBe(sha256(BODY));
    } else {
      expect(errorOf(ended)).toMatchObject({ code, details: { injected: true, phase: 'receive' } });
    }
    if (passes !== null) expect(seen.end).toBe(kind === 'reset' ? 'reset' : 'fin');
  });

  it('stall: these bytes, then nothing until the time-out', async () => {
    const { ended } = await download('length', [{ kind: 'stall', side: 'response', at, forMs: null }]);
    const expectedBytes = passes ?? BODY_BYTES;
    expect(ended.counts).toMatchObject({ receivedBytes: expectedBytes, decodedBytes: expectedBytes });
    if (expectedBytes === BODY_BYTES) {
      expect(verdict(ended.outcome)).toBe('ok');
    } else {
      expect(errorOf(ended)).toMatchObject({
        code: 'net.timeout',
        details: { injected: true, phase: 'receive' },
      });
    }
  });

  it('truncate: net.truncated where a length was promised', async () => {
    const { ended } = await download('length', [{ kind: 'truncate', at }]);
    const expectedBytes = passes ?? BODY_BYTES;
    expect(ended.counts).toMatchObject({ receivedBytes: expectedBytes, decodedBytes: expectedBytes });
    if (expectedBytes === BODY_BYTES) expect(verdict(ended.outcome)).toBe('ok');
    else expect(errorOf(ended)).toMatchObject({ code: 'net.truncated', details: { injected: true } });
  });

  it('corrupt: one byte arrives inverted, and all the others as they were', async () => {
    const { ended, received } = await download('length', [
      { kind: 'corrupt', side: 'response', at, bytes: 1 },
    ]);
    expect(verdict(ended.outcome)).toBe('ok');
    const expected = Buffer.from(BODY);
    if (passes !== null && passes < BODY_BYTES) expected[passes] = (expected[passes] ?? 0) ^ 0xff;
    expect(sha256(received)).toBe(sha256(expected));
  });
});

describe.each(['chunked', 'close'] as const)('of a response body of untold length (%s)', (framing) => {
  it.each([0, 1, 7001, 7002, 64 * KIB + 1, BODY_BYTES - 1])(
    'truncate at byte %i: shorter, and whole',
    async (bytes) => {
      const { ended, received } = await download(framing, [{ kind: 'truncate', at: bytesAt(bytes) }]);
      expect(verdict(ended.outcome)).toBe('ok');
      expect(ended.counts).toMatchObject({ receivedBytes: bytes, expectedReceiveBytes: 0 });
      expect(sha256(received)).toBe(sha256(BODY.subarray(0, bytes)));
    },
  );

  it.each([0, 7001, 7002, BODY_BYTES - 1])('reset at byte %i', async (bytes) => {
    const { ended, seen } = await download(framing, [
      { kind: 'reset', side: 'response', at: bytesAt(bytes) },
    ]);
    expect(errorOf(ended)).toMatchObject({ code: 'net.reset', details: { injected: true } });
    expect(ended.counts).toMatchObject({ receivedBytes: bytes, decodedBytes: bytes });
    if (framing === 'chunked') expect(seen.end).toBe('reset');
  });

  it.each([percentAt(0), percentAt(50), percentAt(100), bytesAt(BODY_BYTES + 1)])(
    'never gets to $percent % ($bytes bytes)',
    async (at) => {
      const { ended, received } = await download(framing, [{ kind: 'reset', side: 'response', at }]);
      expect(verdict(ended.outcome)).toBe('ok');
      expect(sha256(received)).toBe(sha256(BODY));
    },
  );

  it('corrupt over the ends of its pieces', async () => {
    const { received } = await download(framing, [
      { kind: 'corrupt', side: 'response', at: bytesAt(6990), bytes: 30 },
    ]);
    const expected = Buffer.from(BODY);
    for (let at = 6990; at < 7020; at += 1) expected[at] = (expected[at] ?? 0) ^ 0xff;
    expect(sha256(received)).toBe(sha256(expected));
  });
});

it('a close within a body in chunks cuts it short: net.truncated', async () => {
  const { ended } = await download('chunked', [{ kind: 'close', side: 'response', at: bytesAt(7002) }]);
  expect(errorOf(ended)).toMatchObject({ code: 'net.truncated', details: { injected: true } });
  expect(ended.counts.receivedBytes).toBe(7002);
});
