import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AddressInfo } from 'node:net';
import { DIRECT, type JobConnection } from '../../src-main/worker/protocol.ts';
import { freeCertificate, type FreeCertificate } from '../support/free-certificate.ts';
import { withHttp2Server } from '../support/http2-server.ts';
import { withProxy } from '../support/proxy-server.ts';
import { withServer } from '../support/with-server.ts';
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

const SLOW_LINK = (up: number | null, latencyMs: number) => {
  const direction = { bytesPerSecond: up, latencyMs, jitterMs: 0, lossRatio: 0 };
  return {
    id: `h2-${String(up)}-${String(latencyMs)}`,
    seed: 1,
    spec: { name: 'slow', offline: false, up: direction, down: direction },
  };
};

describe('without HTTP/2', () => {
  it('a server that speaks HTTP/1.1 gets it on the connection that was made to ask, and on it what follows', async () => {
    const alpn: (string | false | null)[] = [];
    const server = await withServer((request, response) => {
      if (request.socket instanceof tls.TLSSocket) alpn.push(request.socket.alpnProtocol);
      response.end(request.httpVersion);
    }, certificate);
    const worker = await withWorker();
    const url = server.origin.replace('127.0.0.1', 'localhost');
    const jobs = [0, 1, 2].map(() => worker.job({ url, connection: h2() }));
    for (const job of jobs) {
      const ended = await worker.run(job);
      expect(text(ended)).toBe('1.1');
      expect(ended.timings.sendStart).not.toBeNull();
    }
    expect(jobs.map((job) => worker.headersOf(job.id)?.socketReused)).toEqual([false, true, true]);
    expect({ connections: server.connections(), alpn }).toEqual({
      connections: 1,
      alpn: ['http/1.1', 'http/1.1', 'http/1.1'],
    });
    await worker.close();
    await server.drained();
  });

  it('http is not asked, and a server without ALPN speaks HTTP/1.1', async () => {
    const plain = await withServer((request, response) => response.end(request.httpVersion));
    const silent = tls.createServer(
      { cert: certificate.certificatePem, key: certificate.keyPem },
      (socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n1.1'));
      },
    );
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const worker = await withWorker();
    const port = String((silent.address() as AddressInfo).port);
    for (const url of [plain.origin, `https://localhost:${port}/`]) {
      expect(text(await worker.run(worker.job({ url, connection: h2() })))).toBe('1.1');
    }
    await worker.close();
  });

  it('a failure to connect or to trust is told as ever, to each that asked', async () => {
    const server = await withHttp2Server(certificate, (stream) => {
      stream.respond({ ':status': 200 });
      stream.end();
    });
    const worker = await withWorker();
    const distrust = h2({ extraCertificateAuthorities: [] });
    const jobs = [0, 1, 2].map(() => worker.job({ url: server.origin, connection: distrust }));
    for (const ended of await Promise.all(jobs.map((job) => worker.run(job)))) {
      expect(ended.outcome).toMatchObject({
        ok: false,
        error: { code: 'net.tls', details: { phase: 'tls', tls: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } },
      });
    }
    await worker.close();
    await server.drained();
  });
});

describe('HTTP/2 on other ways', () => {
  it('through a proxy, over a link and to another server: bytes are right, marks are the link’s', async () => {
    const server = await withHttp2Server(certificate, (stream, headers) => {
      const hash = createHash('sha256');
      stream.on('data', (chunk: Buffer) => hash.update(chunk));
      stream.on('end', () => {
        stream.respond({ ':status': 200 });
        stream.end(`${String(headers[':authority'])} ${hash.digest('hex')}`);
      });
    });
    const proxy = await withProxy();
    const worker = await withWorker();
    const bytes = randomBytes(2 * MIB + 1);
    const job = worker.job({
      method: 'POST',
      url: 'https://shop.example/',
      body: await file(worker, bytes),
      timeoutMs: 20_000,
      connection: h2({
        sendTo: server.origin,
        proxy: `http://127.0.0.1:${String(proxy.port)}`,
        link: SLOW_LINK(null, 25),
      }),
    });
    const ended = await worker.run(job);
    expect(text(ended)).toBe(`shop.example ${sha256(bytes)}`);
    expect(worker.headersOf(job.id)).toMatchObject({ httpVersion: '2.0', peer: { port: proxy.port } });
    expect(proxy.asked).toEqual([`CONNECT localhost:${String(server.port)}`]);
    const { connectStart, connectEnd, tlsStart, tlsEnd } = ended.timings;
    // A round trip to the proxy, and one for the tunnel.
    expect((connectEnd ?? 0) - (connectStart ?? 0)).toBeGreaterThan(99);
    expect((tlsEnd ?? 0) - (tlsStart ?? 0)).toBeGreaterThan(49);
    await worker.close();
    await server.drained();
  });

  it('over a long link a download does not wait for a round trip every 64 KiB', async () => {
    const bytes = randomBytes(8 * MIB);
    const server = await withHttp2Server(certificate, (stream) => {
      stream.respond({ ':status': 200 });
      stream.end(bytes);
    });
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        timeoutMs: 20_000,
        sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
        connection: h2({ link: SLOW_LINK(null, 50) }),
      }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    expect(ended.counts.receivedBytes).toBe(bytes.length);
    const ms = (ended.timings.responseEnd ?? NaN) - (ended.timings.responseStart ?? NaN);
    process.stdout.write(`8 MiB over a round trip of 100 ms: ${ms.toFixed(0)} ms\n`);
    // With 64 KiB a round trip it would take 12.8 s.
    expect(ms).toBeLessThan(3000);
    await worker.close(['body.part']);
    await server.drained();
  });

  it('over a slow link an upload is at most 64 KiB ahead of what has arrived', async () => {
    let received = 0;
    let mostAhead = 0;
    const worker = await withWorker();
    const server = await withHttp2Server(certificate, (stream) => {
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length;
        const progress = worker.events.findLast((event) => event.kind === 'progress');
        mostAhead = Math.max(mostAhead, (progress?.sentBytes ?? 0) - received);
      });
      stream.on('end', () => {
        stream.respond({ ':status': 200 });
        stream.end();
      });
    });
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body: await file(worker, randomBytes(4 * MIB)),
        timeoutMs: 20_000,
        connection: h2({ link: SLOW_LINK(2 * MIB, 0) }),
      }),
    );
    expect(verdict(ended.outcome)).toBe('ok');
    process.stdout.write(`most ahead: ${String(mostAhead)} bytes\n`);
    expect(mostAhead).toBeLessThanOrEqual(64 * 1024);
    await worker.close();
    await server.drained();
  });
});
