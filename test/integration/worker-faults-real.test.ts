import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Fault } from '#contract/conditions';
import type { Job } from '../../src-main/worker/protocol.ts';
import { withRawServer } from '../support/raw-server.ts';
import { bookOf, bytesAt, errorOf, faulty } from '../support/worker-faults.ts';
import { withWorker, type EndedEvent } from '../support/worker-harness.ts';

const BODY = Buffer.alloc(100_000, 'x');
const HEAD = `HTTP/1.1 200 OK\r\nContent-Length: ${String(BODY.length)}\r\n\r\n`;
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const UNTOLD = 'HTTP/1.1 200 OK\r\nX: y\r\n\r\n';
const CHUNKS = Buffer.concat([Buffer.from('186a0\r\n'), BODY, Buffer.from('\r\n0\r\n\r\n')]);
/** The server's half of a handshake that comes to nothing: the alert `handshake_failure`. */
const ALERT = Buffer.from('15030300020228', 'hex');

type Serve = (socket: net.Socket) => void;

interface Row {
  readonly name: string;
  readonly fault: Fault;
  /** What a server does by itself. */
  readonly real: Serve;
  /** A server that does nothing wrong, for the fault to happen to. */
  readonly good: Serve;
  readonly job?: Partial<Job>;
  readonly scheme?: 'https';
}

const POST: Partial<Job> = { method: 'POST', body: { kind: 'bytes', bytes: BODY } };

/** Does `then` once so many bytes of a request body have come. */
const afterBody =
  (bytes: number, then: Serve): Serve =>
  (socket) => {
    const book = bookOf(socket);
    const look = () => {
      const { head, body } = book.read();
      if (!head.endsWith('\r\n\r\n') || body.length < bytes) return;
      socket.off('data', look);
      then(socket);
    };
    socket.on('data', look);
  };

const answers = (head: string, body: Uint8Array): Serve =>
  afterBody(0, (socket) => {
    socket.write(head);
    socket.write(body);
  });

const takesAll = afterBody(BODY.length, (socket) =>
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
);

/** Writes what there is, and ends the connection once the client must have read it. */
const writesThen = (text: string, body: Uint8Array, end: Serve): Serve =>
  afterBody(0, (socket) => {
    socket.write(text);
    socket.write(body, () => setTimeout(() => end(socket), 50));
  });

const resets: Serve = (socket) => socket.resetAndDestroy();
const closes: Serve = (socket) => socket.end();
const stays: Serve = () => undefined;
const half = BODY.subarray(0, 50_000);
const halfChunk = Buffer.concat([Buffer.from('c350\r\n'), half, Buffer.from('\r\n')]);

const ROWS: readonly Row[] = [
  {
    name: 'the TLS handshake fails',
    fault: { kind: 'tls' },
    real: (socket) => socket.once('data', () => socket.end(ALERT)),
    good: (socket) => bookOf(socket),
    scheme: 'https',
  },
  {
    name: 'reset while the request is sent',
    fault: { kind: 'reset', side: 'request', at: bytesAt(0) },
    // A body that the server does not take, so that it is still being sent.
    real: afterBody(0, (socket) => {
      socket.pause();
      setTimeout(() => socket.resetAndDestroy(), 50);
    }),
    good: takesAll,
    job: { method: 'POST', body: { kind: 'bytes', bytes: Buffer.alloc(32 * 1024 * 1024) } },
  },
  {
    name: 'reset when the request is sent',
    fault: { kind: 'reset', side: 'request', at: bytesAt(BODY.length) },
    real: afterBody(BODY.length, resets),
    good: takesAll,
    job: POST,
  },
  {
    name: 'closed while the request is sent',
    fault: { kind: 'close', side: 'request', at: bytesAt(0) },
    real: afterBody(0, (socket) => {
      socket.pause();
      setTimeout(() => socket.end(), 50);
    }),
    good: takesAll,
    job: { method: 'POST', body: { kind: 'bytes', bytes: Buffer.alloc(32 * 1024 * 1024) } },
  },
  {
    name: 'closed when the request is sent',
    fault: { kind: 'close', side: 'request', at: bytesAt(BODY.length) },
    real: afterBody(BODY.length, closes),
    good: takesAll,
    job: POST,
  },
  {
    name: 'the response is dropped',
    fault: { kind: 'drop-response' },
    real: afterBody(BODY.length, closes),
    good: takesAll,
    job: POST,
  },
  {
    name: 'no answer comes to a request without a body',
    fault: { kind: 'drop-response' },
    real: afterBody(0, closes),
    good: answers(HEAD, BODY),
  },
  {
    name: 'the sending stalls',
    fault: { kind: 'stall', side: 'request', at: bytesAt(0), forMs: null },
    real: (socket) => {
      socket.pause();
    },
    good: takesAll,
    job: { method: 'POST', body: { kind: 'bytes', bytes: Buffer.alloc(32 * 1024 * 1024) }, timeoutMs: 400 },
  },
  {
    name: 'the answer does not come',
    fault: { kind: 'stall', side: 'request', at: bytesAt(BODY.length), forMs: null },
    real: afterBody(BODY.length, stays),
    good: takesAll,
    job: { ...POST, timeoutMs: 400 },
  },
  {
    name: 'the response stalls',
    fault: { kind: 'stall', side: 'response', at: bytesAt(half.length), forMs: null },
    real: writesThen(HEAD, half, stays),
    good: answers(HEAD, BODY),
    job: { timeoutMs: 400 },
  },
  ...(
    [
      ['a told length', HEAD, half, BODY],
      ['chunks', CHUNKED, halfChunk, CHUNKS],
      ['no told length', UNTOLD, half, BODY],
    ] as const
  ).map(([name, head, part, whole]): Row => ({
    name: `reset within a response of ${name}`,
    fault: { kind: 'reset', side: 'response', at: bytesAt(half.length) },
    real: writesThen(head, part, resets),
    good: answers(head, whole),
  })),
  ...(
    [
      ['a told length', HEAD, half, BODY],
      ['chunks', CHUNKED, halfChunk, CHUNKS],
    ] as const
  ).map(([name, head, part, whole]): Row => ({
    name: `closed within a response of ${name}`,
    fault: { kind: 'close', side: 'response', at: bytesAt(half.length) },
    real: writesThen(head, part, closes),
    good: answers(head, whole),
  })),
  {
    name: 'the response is truncated',
    fault: { kind: 'truncate', at: bytesAt(half.length) },
    real: writesThen(HEAD, half, closes),
    good: answers(HEAD, BODY),
  },
  {
    name: 'the response promises more than it has',
    fault: { kind: 'content-length', bytes: 123_456 },
    real: writesThen('HTTP/1.1 200 OK\r\nContent-Length: 123456\r\n\r\n', BODY, closes),
    good: answers(HEAD, BODY),
  },
  {
    name: 'a header of the response is garbage',
    fault: { kind: 'garbage-header' },
    real: answers(HEAD.replace('\r\n', '\r\nthis line is no header\r\n'), BODY),
    good: answers(HEAD, BODY),
  },
];

async function failing(serve: Serve, row: Row, faults: readonly Fault[] | null) {
  const server = await withRawServer(serve);
  const worker = await withWorker();
  const origin = row.scheme === 'https' ? server.origin.replace('http:', 'https:') : server.origin;
  const ended = await worker.run(
    worker.job({ url: origin, ...row.job, tampering: faults === null ? null : faulty(...faults) }),
  );
  await worker.close();
  return { ...withoutPort(errorOf(ended), server.port), marks: marksOf(ended) };
}

function withoutPort(error: ReturnType<typeof errorOf>, port: number): ReturnType<typeof errorOf> {
  return JSON.parse(JSON.stringify(error).replaceAll(String(port), 'PORT')) as ReturnType<typeof errorOf>;
}

/** Which steps were taken. */
function marksOf({ timings }: EndedEvent): string[] {
  return Object.entries(timings).flatMap(([mark, at]) => (at === null ? [] : [mark]));
}

describe('an injected fault fails as the real thing does', () => {
  it.each(ROWS)('$name', async (row) => {
    const real = await failing(row.real, row, null);
    const injected = await failing(row.good, row, [row.fault]);
    expect(injected).toEqual({ ...real, details: { ...real.details, injected: true } });
  });

  it('the connection is refused', async () => {
    const closed = net.createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as net.AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const worker = await withWorker();
    const job = { url: `http://127.0.0.1:${String(port)}/` };
    const realEnd = await worker.run(worker.job(job));
    const real = errorOf(realEnd);
    let connections = 0;
    const server = await withRawServer(() => {
      connections += 1;
    });
    const refused = await worker.run(
      worker.job({ url: server.origin, tampering: faulty({ kind: 'refuse' }) }),
    );
    await worker.close();
    expect(connections).toBe(0);
    expect(marksOf(refused)).toEqual(marksOf(realEnd));
    const injected = withoutPort(errorOf(refused), server.port);
    expect(injected).toEqual({
      ...withoutPort(real, port),
      details: { ...withoutPort(real, port).details, injected: true },
    });
  });

  it.each(['http', 'https'])('the name has no address (%s)', async (scheme) => {
    const worker = await withWorker();
    const url = `${scheme}://nowhere.invalid/`;
    const real = await worker.run(worker.job({ url }));
    const injected = await worker.run(worker.job({ url, tampering: faulty({ kind: 'dns' }) }));
    await worker.close();
    expect(errorOf(injected)).toEqual({
      ...errorOf(real),
      details: { ...errorOf(real).details, injected: true },
    });
    expect(marksOf(injected)).toEqual(marksOf(real));
  });

  it('so does a name that has one, or is an address', async () => {
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({ url: 'http://127.0.0.1:9/', tampering: faulty({ kind: 'dns' }) }),
    );
    await worker.close();
    expect(errorOf(ended)).toMatchObject({
      code: 'net.dns',
      message: 'Could not find the address: 127.0.0.1:9, while looking up the host (ENOTFOUND)',
      details: { phase: 'dns' },
    });
  });
});
