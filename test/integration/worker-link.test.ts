import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LinkDirection } from '#contract/conditions';
import { DIRECT, type JobConnection } from '../../src-main/worker/protocol.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker, type EndedEvent, type WorkerHarness } from '../support/worker-harness.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const FREE: LinkDirection = { bytesPerSecond: null, latencyMs: 0, jitterMs: 0, lossRatio: 0 };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Directions {
  readonly up?: Partial<LinkDirection>;
  readonly down?: Partial<LinkDirection>;
}

let linkNumber = 0;

/** A connection over a link of its own, unless one is named. */
function over(
  { up, down }: Directions,
  parts: { id?: string; seed?: number; offline?: boolean } = {},
): JobConnection {
  const { id = `link-${String((linkNumber += 1))}`, seed = 1, offline = false } = parts;
  return {
    ...DIRECT,
    link: { id, seed, spec: { name: 'test', offline, up: { ...FREE, ...up }, down: { ...FREE, ...down } } },
  };
}

async function file(worker: WorkerHarness, bytes: Uint8Array) {
  const path = join(worker.folder, `upload-${sha256(bytes)}.bin`);
  await writeFile(path, bytes);
  return { kind: 'file', path, sizeBytes: bytes.length } as const;
}

const took = ({ timings }: EndedEvent, from: keyof EndedEvent['timings'], to: keyof EndedEvent['timings']) =>
  (timings[to] ?? NaN) - (timings[from] ?? NaN);

/** Within so many percent, with the figure printed. */
function expectAbout(what: string, found: number, wanted: number, percent: number): void {
  process.stdout.write(`${what}: ${found.toFixed(1)}, wanted ${String(wanted)} ± ${String(percent)} %\n`);
  expect(found).toBeGreaterThanOrEqual(wanted * (1 - percent / 100));
  expect(found).toBeLessThanOrEqual(wanted * (1 + percent / 100));
}

/** None is quicker than the link, and the quickest within 5 %: a busy machine adds to the others. */
function expectRoundTrip(what: string, foundMs: readonly number[], wantedMs: number): void {
  expectAbout(`${what}, ms`, Math.min(...foundMs), wantedMs, 5);
  expect(Math.min(...foundMs)).toBeGreaterThanOrEqual(wantedMs - 1);
}

/** A server that answers any path with so many bytes and hashes what it is sent. */
async function withMeasuringServer(downBytes: Uint8Array) {
  const uploads: { bytes: number; ms: number; hash: string }[] = [];
  const server = await withServer((request, response) => {
    if (request.method === 'GET') {
      response.end(downBytes);
      return;
    }
    const hash = createHash('sha256');
    const startedAt = performance.now();
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      hash.update(chunk);
    });
    request.on('end', () => {
      uploads.push({ bytes, ms: performance.now() - startedAt, hash: hash.digest('hex') });
      response.end();
    });
  });
  return { ...server, uploads };
}

describe('the rate', () => {
  it.each([1, 4])(
    'holds for more than 10 s both ways at once, with %i transfers each way that share it',
    async (transfers) => {
      const RATE = 200_000;
      const bytes = randomBytes((RATE * 10.5) / transfers);
      const server = await withMeasuringServer(bytes);
      const worker = await withWorker();
      const connection = over({ up: { bytesPerSecond: RATE }, down: { bytesPerSecond: RATE } });
      const body = await file(worker, bytes);
      const startedAt = performance.now();
      const common = { url: server.origin, timeoutMs: 30_000, connection };
      const uploads = Array.from({ length: transfers }, () =>
        worker.run(worker.job({ ...common, method: 'POST', body })).then((ended) => {
          expect(verdict(ended.outcome)).toBe('ok');
          return performance.now() - startedAt;
        }),
      );
      const downloads = Array.from({ length: transfers }, (_, at) =>
        worker
          .run(
            worker.job({
              ...common,
              sink: { kind: 'file', partPath: worker.partPath(String(at)), limitBytes: null },
            }),
          )
          .then((ended) => {
            expect(verdict(ended.outcome)).toBe('ok');
            expect(ended.counts.receivedBytes).toBe(bytes.length);
            return performance.now() - startedAt;
          }),
      );
      const total = bytes.length * transfers;
      const upMs = Math.max(...(await Promise.all(uploads)));
      const downTimes = await Promise.all(downloads);
      expect(upMs).toBeGreaterThan(10_000);
      expectAbout(`${String(transfers)} up, bytes/s`, (total / upMs) * 1000, RATE, 5);
      expectAbout(`${String(transfers)} down, bytes/s`, (total / Math.max(...downTimes)) * 1000, RATE, 5);
      // Shared fairly, equal transfers end together.
      expect(Math.min(...downTimes) / Math.max(...downTimes)).toBeGreaterThan(0.95);
      expect(new Set(server.uploads.map(({ hash }) => hash))).toEqual(new Set([sha256(bytes)]));
      await worker.close(downloads.map((_, at) => `${String(at)}.part`));
      await server.drained();
    },
    40_000,
  );

  it('of a fast link is as true, over TLS', async () => {
    const RATE = 8 * MIB;
    const bytes = randomBytes(3 * RATE);
    const certificate = await freeCertificate();
    const server = await withServer((_request, response) => response.end(bytes), certificate);
    const worker = await withWorker();
    const connection = {
      ...over({ down: { bytesPerSecond: RATE } }),
      extraCertificateAuthorities: [certificate.authorityPem],
    };
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        connection,
        timeoutMs: 30_000,
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
      }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    const perSecond = (bytes.length / took(ended, 'sendEnd', 'responseEnd')) * 1000;
    expectAbout('over TLS, MiB/s', perSecond / MIB, 8, 5);
    await worker.close(['body.part']);
  }, 40_000);

  it('is each link’s own: another id is not slowed down', async () => {
    const server = await withMeasuringServer(randomBytes(50_000));
    const worker = await withWorker();
    const slow = worker.job({ url: server.origin, connection: over({ down: { bytesPerSecond: 1000 } }) });
    worker.start(slow);
    const quick = await worker.run(
      worker.job({ url: server.origin, connection: over({ down: { bytesPerSecond: 10 * MIB } }) }),
    );
    expect(verdict(quick.outcome)).toBe('ok');
    expect(took(quick, 'connectStart', 'responseEnd')).toBeLessThan(1000);
    worker.abort(slow.id);
    expect(verdict((await worker.ended(slow.id)).outcome)).toBe('aborted');
    await worker.close();
    await server.drained();
  });

  it('counts nothing as sent that lies in Ferry’s own memory: at most 64 KiB ahead of the server', async () => {
    let received = 0;
    let mostAhead = 0;
    const worker = await withWorker();
    const job = worker.job({
      method: 'POST',
      url: '',
      timeoutMs: 30_000,
      body: await file(worker, randomBytes(8 * MIB)),
      connection: over({ up: { bytesPerSecond: 2 * MIB } }),
    });
    const server = await withServer((request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
        const progress = worker.events.findLast((event) => event.kind === 'progress');
        mostAhead = Math.max(mostAhead, (progress?.sentBytes ?? 0) - received);
      });
      request.on('end', () => response.end());
    });
    const ended = await worker.run({ ...job, url: server.origin });
    expect(verdict(ended.outcome)).toBe('ok');
    process.stdout.write(`most ahead: ${String(mostAhead)} bytes\n`);
    expect(mostAhead).toBeLessThanOrEqual(64 * KIB);
    const steps = worker.events.filter((event) => event.kind === 'progress').length;
    expect(steps).toBeGreaterThan(20);
    await worker.close();
  });

  it('stops with a server that does not read: nothing piles up, and the time-out comes while sending', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket);
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: await file(worker, randomBytes(64 * MIB)),
        timeoutMs: 1500,
        connection: over({ up: { bytesPerSecond: 400 * MIB } }),
      }),
    );
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.timeout', details: { phase: 'send' } },
    });
    // What the system's own buffers hold, not what the rate would allow.
    expect(ended.counts.sentBytes).toBeLessThan(16 * MIB);
    await worker.close();
  });
});

describe('the latency', () => {
  it('takes a round trip to connect, two more with TLS, and one for the answer', async () => {
    const certificate = await freeCertificate();
    const server = await withServer((_request, response) => response.end('ok'), certificate);
    const worker = await withWorker();
    const connection = {
      ...over({ up: { latencyMs: 40 }, down: { latencyMs: 80 } }),
      extraCertificateAuthorities: [certificate.authorityPem],
    };
    // The first one pays for the parsing of the authorities.
    await worker.run(worker.job({ url: server.origin, connection: { ...connection, link: null } }));
    const connects: number[] = [];
    const handshakes: number[] = [];
    const answers: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      const id = `round-trip-${String(at)}`;
      const own = { ...connection, ...over({ up: { latencyMs: 40 }, down: { latencyMs: 80 } }, { id }) };
      const trusting = { ...own, extraCertificateAuthorities: connection.extraCertificateAuthorities };
      const ended = await worker.run(worker.job({ url: server.origin, connection: trusting }));
      expect(verdict(ended.outcome)).toBe('ok');
      connects.push(took(ended, 'connectStart', 'connectEnd'));
      handshakes.push(took(ended, 'tlsStart', 'tlsEnd'));
      const again = worker.job({ url: server.origin, connection: trusting });
      const second = await worker.run(again);
      expect(worker.headersOf(again.id)).toMatchObject({
        socketReused: true,
        peer: { address: '127.0.0.1', port: server.port },
      });
      expect(second.timings).toMatchObject({ connectStart: null, connectEnd: null, tlsStart: null });
      answers.push(took(ended, 'sendStart', 'responseStart'), took(second, 'sendStart', 'responseStart'));
    }
    expectRoundTrip('connect', connects, 120);
    expectRoundTrip('TLS 1.3', handshakes, 120);
    expectRoundTrip('answer', answers, 120);
    await worker.close();
    await server.drained();
  });

  it('varies by the jitter, differently for another seed and alike for the same', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const connectTimes = async (seed: number) => {
      const times = [];
      for (let at = 0; at < 5; at += 1) {
        const connection = over({ down: { latencyMs: 60, jitterMs: 50 } }, { seed: seed + at });
        const ended = await worker.run(worker.job({ url: server.origin, connection }));
        times.push(took(ended, 'connectStart', 'connectEnd'));
      }
      return times;
    };
    const first = await connectTimes(10);
    const second = await connectTimes(10);
    const other = await connectTimes(1000);
    const differences = (a: number[], b: number[]) => a.map((ms, at) => Math.abs(ms - (b[at] ?? 0)));
    // The middle one: a busy machine adds to some.
    const middle = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[2] ?? NaN;
    expect(middle(differences(first, second))).toBeLessThan(10);
    expect(middle(differences(first, other))).toBeGreaterThan(10);
    for (const ms of [...first, ...other]) expect(ms).toBeGreaterThanOrEqual(9);
    await worker.close();
  });
});

describe('loss', () => {
  it('holds up the same bytes for the same seed, and harms none', async () => {
    const bytes = randomBytes(300_000);
    const server = await withMeasuringServer(bytes);
    const worker = await withWorker();
    const run = async (seed: number, lossRatio: number) => {
      const connection = over({ up: { lossRatio }, down: { lossRatio } }, { seed });
      const job = worker.job({
        method: 'POST',
        url: server.origin,
        body: await file(worker, bytes),
        timeoutMs: 30_000,
        connection,
      });
      const ended = await worker.run(job);
      expect(verdict(ended.outcome)).toBe('ok');
      return took(ended, 'connectStart', 'responseEnd');
    };
    const none = await run(1, 0);
    const some = [await run(3, 0.02), await run(3, 0.02)];
    const heavy = await run(3, 0.15);
    process.stdout.write(
      `loss: none ${none.toFixed(0)} ms, 2 % ${some.map((ms) => ms.toFixed(0)).join(' and ')} ms, 15 % ${heavy.toFixed(0)} ms\n`,
    );
    expect(Math.abs((some[0] ?? 0) - (some[1] ?? 0))).toBeLessThan(100);
    expect(some[0]).toBeGreaterThan(none + 150);
    expect(heavy).toBeGreaterThan((some[0] ?? 0) + 150);
    expect(server.uploads.map(({ hash }) => hash)).toEqual(Array.from({ length: 4 }, () => sha256(bytes)));
    await worker.close();
  }, 30_000);

  it('of everything lets nothing through: the time-out ends it while connecting', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({ url: server.origin, timeoutMs: 300, connection: over({ up: { lossRatio: 1 } }) }),
    );
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.timeout', details: { phase: 'connect' } },
    });
    await worker.close();
    await server.drained();
  });
});

describe('a link', () => {
  it('that is offline fails at once and touches nothing', async () => {
    const server = await withServer((_request, response) => response.end('ok'));
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({ url: server.origin, connection: over({}, { offline: true }) }),
    );
    expect(ended.outcome).toEqual({
      ok: false,
      error: { code: 'net.offline', message: 'The network is offline (link test)' },
    });
    expect(server.connections()).toBe(0);
    await worker.close();
  });

  it('carries every way: up and down bytes are right through TLS, latency, jitter and loss', async () => {
    const bytes = randomBytes(3 * MIB + 7);
    const certificate = await freeCertificate();
    const server = await withServer((request, response) => request.pipe(response), certificate);
    const worker = await withWorker();
    const direction = { bytesPerSecond: 4 * MIB, latencyMs: 30, jitterMs: 20, lossRatio: 0.001 };
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: await file(worker, bytes),
        timeoutMs: 30_000,
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
        connection: {
          ...over({ up: direction, down: direction }),
          extraCertificateAuthorities: [certificate.authorityPem],
        },
      }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(sha256(await readFile(worker.partPath()))).toBe(sha256(bytes));
    await worker.close(['body.part']);
  }, 30_000);

  it('takes on another rate in the middle of a transfer when a job brings one', async () => {
    const server = await withMeasuringServer(randomBytes(500_000));
    const worker = await withWorker();
    const slow = worker.job({
      url: server.origin,
      timeoutMs: 60_000,
      sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
      connection: over({ down: { bytesPerSecond: 2000 } }, { id: 'changing' }),
    });
    worker.start(slow);
    await worker.event((event): event is typeof event => event.kind === 'headers' && event.id === slow.id);
    const quick = await worker.run(
      worker.job({
        url: server.origin,
        sink: { kind: 'file', partPath: worker.partPath('quick'), limitBytes: null },
        connection: over({ down: { bytesPerSecond: 10 * MIB } }, { id: 'changing' }),
      }),
    );
    expect(verdict(quick.outcome)).toBe('ok');
    const ended = await worker.ended(slow.id);
    expect(verdict(ended.outcome)).toBe('ok');
    expect(took(ended, 'responseStart', 'responseEnd')).toBeLessThan(5000);
    await worker.close(['body.part', 'quick.part']);
  });

  it('delivers an early 413 although the connection is then reset', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
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
        body: await file(worker, randomBytes(32 * MIB)),
        connection: over({ up: { latencyMs: 20 }, down: { latencyMs: 20 } }),
      }),
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 413 });
    await worker.close();
    await server.drained();
  });

  it('tells of a reset after what had arrived, and of a truncated body', async () => {
    for (const [end, code] of [
      ['reset', 'net.reset'],
      ['close', 'net.truncated'],
    ] as const) {
      const server = await withRawServer((socket) => {
        void requestHead(socket).then(() => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => {
            worker
              .event((event): event is typeof event => event.kind === 'headers')
              .then(
                () => {
                  if (end === 'reset') socket.resetAndDestroy();
                  else socket.end();
                },
                () => undefined,
              );
          });
        });
      });
      const worker = await withWorker();
      const ended = await worker.run(
        worker.job({ url: server.origin, connection: over({ down: { latencyMs: 30 } }) }),
      );
      expect(verdict(ended.outcome)).toBe(code);
      expect(ended.counts.receivedBytes).toBe(4);
      await worker.close();
      await server.drained();
    }
  });

  it('lets go at once when a transfer on it is aborted, whatever is on its way', async () => {
    const server = await withRawServer((socket) => {
      socket.resume();
    });
    const worker = await withWorker();
    const job = worker.job({
      method: 'POST',
      url: server.origin,
      body: await file(worker, randomBytes(8 * MIB)),
      connection: over({ up: { bytesPerSecond: 100_000, latencyMs: 500 } }),
    });
    worker.start(job);
    await worker.event(
      (event): event is Extract<typeof event, { kind: 'progress' }> =>
        event.kind === 'progress' && event.sentBytes > 20_000,
    );
    const abortedAt = performance.now();
    worker.abort(job.id);
    expect(verdict((await worker.ended(job.id)).outcome)).toBe('aborted');
    await server.drained();
    const ms = performance.now() - abortedAt;
    process.stdout.write(`abort to closed socket: ${ms.toFixed(1)} ms\n`);
    expect(ms).toBeLessThan(50);
    await worker.close();
  });

  it('does not take what a server says on an idle connection for an answer', async () => {
    let connections = 0;
    const closed = Promise.withResolvers<undefined>();
    const server = await withRawServer((socket) => {
      connections += 1;
      const isFirst = connections === 1;
      socket.on('close', () => {
        if (isFirst) closed.resolve(undefined);
      });
      void requestHead(socket).then(() => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal');
        if (isFirst) {
          void worker.ended('first').then(() => {
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake');
            socket.resume();
          });
        }
      });
    });
    const worker = await withWorker();
    const connection = over({ down: { latencyMs: 1 } }, { id: 'idle' });
    await worker.run(worker.job({ id: 'first', url: server.origin, connection }));
    await closed.promise;
    const second = await worker.run(worker.job({ url: server.origin, connection }));
    expect(second.outcome).toMatchObject({ ok: true, inlineBody: new Uint8Array(Buffer.from('real')) });
    expect(connections).toBe(2);
    await worker.close();
  });
});
