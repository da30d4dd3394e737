import { randomBytes } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DIRECT, type JobSink } from '../../src-main/worker/protocol.ts';
import { freeCertificate } from '../support/free-certificate.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { verdict, withWorker, type WorkerHarness } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;

/** A file sink of the harness. */
function toFile(worker: WorkerHarness, limitBytes: number | null = null): JobSink {
  return { kind: 'file', partPath: worker.partPath(), limitBytes };
}

async function fileToUpload(worker: WorkerHarness, sizeBytes: number) {
  const path = join(worker.folder, 'upload.bin');
  await writeFile(path, randomBytes(sizeBytes));
  return { kind: 'file', path, sizeBytes } as const;
}

describe('a server that answers before it has read the upload', () => {
  it.each([413, 200])('delivers an early %i although the connection is then reset', async (statusCode) => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        const head = `HTTP/1.1 ${String(statusCode)} Early\r\nContent-Length: 7\r\nConnection: close\r\n\r\n`;
        socket.write(`${head}too big`, () => {
          // Closing with unread data in the way makes the system send a reset after the answer.
          socket.destroy();
        });
      });
    });
    const worker = await withWorker();
    const body = await fileToUpload(worker, 32 * MIB);
    const ended = await worker.run(worker.job({ method: 'POST', url: server.origin, body }));
    expect(ended.outcome).toEqual({
      ok: true,
      statusCode,
      inlineBody: new Uint8Array(Buffer.from('too big')),
    });
    expect(ended.counts.sentBytes).toBeLessThan(32 * MIB);
    await worker.close();
    await server.drained();
  });

  it('does so over TLS', async () => {
    const certificate = await freeCertificate();
    const server = await withServer((request, response) => {
      response.writeHead(413, { 'content-length': 7, connection: 'close' });
      response.end('too big', () => request.socket.destroy());
    }, certificate);
    const worker = await withWorker();
    const body = await fileToUpload(worker, 32 * MIB);
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: server.origin,
        body,
        connection: { ...DIRECT, extraCertificateAuthorities: [certificate.authorityPem] },
      }),
    );
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 413 });
    expect(ended.counts.sentBytes).toBeLessThan(32 * MIB);
    await worker.close();
    await server.drained();
  });

  it('delivers an early 413 of a server that stays and reads nothing', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.write('HTTP/1.1 413 Too Big\r\nContent-Length: 7\r\n\r\ntoo big');
        socket.once('error', () => socket.destroy());
      });
    });
    const worker = await withWorker();
    const body = await fileToUpload(worker, 32 * MIB);
    const ended = await worker.run(worker.job({ method: 'POST', url: server.origin, body }));
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 413 });
    expect(ended.counts.sentBytes).toBeLessThan(32 * MIB);
    await worker.close();
  });

  it('sends the whole body to a server that said 200 early', async () => {
    let receivedBytes = 0;
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        socket.on('data', (chunk: Buffer) => {
          receivedBytes += chunk.length;
        });
        socket.resume();
      });
    });
    const worker = await withWorker();
    const body = await fileToUpload(worker, 16 * MIB);
    const ended = await worker.run(worker.job({ method: 'POST', url: server.origin, body }));
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 200 });
    expect(ended.counts.sentBytes).toBe(16 * MIB);
    await worker.close();
    await server.drained();
    expect(receivedBytes).toBe(16 * MIB);
  });

  it('fails with net.reset when there is no answer to read', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => socket.resetAndDestroy());
    });
    const worker = await withWorker();
    const body = await fileToUpload(worker, 16 * MIB);
    const ended = await worker.run(worker.job({ method: 'POST', url: server.origin, body }));
    expect(verdict(ended.outcome)).toBe('net.reset');
    await worker.close();
    await server.drained();
  });
});

describe('a file that is not what it was', () => {
  it('fails with file.changed and closes the socket when the file shrinks under way', async () => {
    const started = Promise.withResolvers<net.Socket>();
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        started.resolve(socket);
      });
    });
    const worker = await withWorker();
    const body = await fileToUpload(worker, 64 * MIB);
    const job = worker.job({ method: 'POST', url: server.origin, body });
    worker.start(job);
    const socket = await started.promise;
    // The server reads nothing yet, so the sender is held up far before the end.
    await truncate(body.path, MIB);
    socket.resume();
    const ended = await worker.ended(job.id);
    expect(verdict(ended.outcome)).toBe('file.changed');
    await worker.close();
    await server.drained();
  });

  it('fails before it connects when the size is already another', async () => {
    const server = await withServer((_request, response) => response.end());
    const worker = await withWorker();
    const body = await fileToUpload(worker, 10);
    const ended = await worker.run(
      worker.job({ method: 'POST', url: server.origin, body: { ...body, sizeBytes: 11 } }),
    );
    expect(ended.outcome).toEqual({
      ok: false,
      error: {
        code: 'file.changed',
        message: 'The file changed while it was being uploaded: 11 bytes expected, 10 found',
        details: { expectedBytes: 11, foundBytes: 10 },
      },
    });
    expect(server.connections()).toBe(0);
    await worker.close();
  });

  it.each([
    ['missing.bin', 'file.not-found'],
    ['.', 'file.type'],
  ])('cannot upload %s: %s', async (name, code) => {
    const worker = await withWorker();
    const path = join(worker.folder, name);
    const ended = await worker.run(
      worker.job({ method: 'POST', url: 'http://127.0.0.1:9/', body: { kind: 'file', path, sizeBytes: 1 } }),
    );
    expect(verdict(ended.outcome)).toBe(code);
    expect(JSON.stringify(ended)).not.toContain(worker.folder);
    await worker.close();
  });
});

describe('a response that goes wrong', () => {
  const start = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this';

  it.each([
    ['fewer bytes than promised', start, 'net.truncated'],
    [
      'chunks without the last',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      'net.truncated',
    ],
    ['no answer at all', '', 'net.closed'],
    ['half a header', 'HTTP/1.1 200 OK\r\nContent-Le', 'net.closed'],
    ['something else than HTTP', 'SSH-2.0-OpenSSH_9.0\r\n\r\n', 'net.protocol'],
    [
      'protocols switched unasked',
      'HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
      'net.protocol',
    ],
    [
      'an unknown encoding',
      'HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 1\r\n\r\nx',
      'net.protocol',
    ],
    ...['constructor', '__proto__', 'tostring'].map((encoding): [string, string, string] => [
      `the encoding ${encoding}`,
      `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: 1\r\n\r\nx`,
      'net.protocol',
    ]),
    [
      'a broken gzip',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnotgzip',
      'net.protocol',
    ],
    [
      'a broken br',
      'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 7\r\n\r\n\xffnotbr\xff',
      'net.protocol',
    ],
    [
      'a broken deflate',
      'HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 7\r\n\r\nxotzlib',
      'net.protocol',
    ],
  ])('%s', async (_name, answer, code) => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => socket.end(answer, 'latin1'));
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, sink: toFile(worker) }));
    expect(verdict(ended.outcome)).toBe(code);
    await worker.close();
    await server.drained();
  });

  it('fails with net.protocol when a gzip ends too early in a whole response', async () => {
    const cut = zlib.gzipSync(randomBytes(10_000)).subarray(0, 5000);
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(cut);
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, sink: toFile(worker) }));
    expect(verdict(ended.outcome)).toBe('net.protocol');
    await worker.close();
  });

  it('fails with net.reset when the connection is reset within the body', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.write(start);
      });
      worker
        .event((event) => event.kind === 'headers')
        .then(
          () => socket.resetAndDestroy(),
          () => undefined,
        );
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, sink: toFile(worker) }));
    expect(verdict(ended.outcome)).toBe('net.reset');
    await worker.close();
    await server.drained();
  });

  it.each([
    ['wait', ''],
    ['receive', start],
  ])('times out in phase %s at the budget when the server stalls', async (phase, answer) => {
    const server = await withRawServer((socket) => {
      void requestHead(socket).then(() => {
        socket.resume();
        socket.write(answer);
      });
    });
    const worker = await withWorker();
    const startedAt = performance.now();
    const ended = await worker.run(worker.job({ url: server.origin, sink: toFile(worker), timeoutMs: 150 }));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(149);
    expect(ended.outcome).toMatchObject({ ok: false, error: { code: 'net.timeout', details: { phase } } });
    await worker.close();
    await server.drained();
  });

  it('times out while sending to a server that does not read', async () => {
    const server = await withRawServer((socket) => {
      void requestHead(socket);
    });
    const worker = await withWorker();
    const body = await fileToUpload(worker, 64 * MIB);
    const ended = await worker.run(worker.job({ method: 'POST', url: server.origin, body, timeoutMs: 300 }));
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.timeout', details: { phase: 'send' } },
    });
    await worker.close();
  });

  it.each([
    ['Content-Length says so', { 'content-length': 2 * MIB }, 0],
    ['the body says so', {}, 1],
  ])('refuses more than the limit as soon as %s', async (_name, headers, leastBytes) => {
    const server = await withServer((_request, response) => {
      response.writeHead(200, headers);
      response.end(randomBytes(2 * MIB));
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, sink: toFile(worker, MIB) }));
    expect(verdict(ended.outcome)).toBe('file.too-large');
    expect(ended.counts.decodedBytes).toBeGreaterThanOrEqual(leastBytes * MIB);
    await worker.close();
    await server.drained();
  });

  it('accepts exactly the limit', async () => {
    const server = await withServer((_request, response) => response.end(randomBytes(MIB)));
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin, sink: toFile(worker, MIB) }));
    expect(verdict(ended.outcome)).toBe('ok');
    await worker.close(['body.part']);
  });

  it.each(['file', 'memory'] as const)('says file.no-space when the disk is full (%s sink)', async (kind) => {
    const server = await withServer((_request, response) => response.end(randomBytes(3 * MIB)));
    const worker = await withWorker(() =>
      Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })),
    );
    const sink: JobSink =
      kind === 'file' ? toFile(worker) : { kind, inlineBytes: 10, spillPath: worker.partPath('spill') };
    const ended = await worker.run(worker.job({ url: server.origin, sink }));
    expect(ended.outcome).toEqual({
      ok: false,
      error: {
        code: 'file.no-space',
        message: 'Could not write the response: the disk is full',
        details: { cause: 'ENOSPC' },
      },
    });
    await worker.close();
    await server.drained();
  });

  it('says file.not-found when the folder of the sink is missing, before it connects', async () => {
    const server = await withServer((_request, response) => response.end());
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        sink: { kind: 'file', partPath: join(worker.folder, 'no', 'such.part'), limitBytes: null },
      }),
    );
    expect(verdict(ended.outcome)).toBe('file.not-found');
    expect(server.connections()).toBe(0);
    await worker.close();
  });
});

describe('no connection', () => {
  it('refused: net.connect, with host and phase in one line', async () => {
    const closed = net.createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as net.AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const worker = await withWorker();
    const host = `127.0.0.1:${String(port)}`;
    const ended = await worker.run(worker.job({ url: `http://${host}/`, sink: toFile(worker) }));
    expect(ended.outcome).toEqual({
      ok: false,
      error: {
        code: 'net.connect',
        message: `The connection was refused: ${host}, while connecting (ECONNREFUSED)`,
        details: { host, phase: 'connect', cause: 'ECONNREFUSED' },
      },
    });
    await worker.close();
  });

  it('an unknown host: net.dns', async () => {
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: 'http://x.invalid/', sink: toFile(worker) }));
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.dns', details: { host: 'x.invalid', phase: 'dns' } },
    });
    await worker.close();
  });

  it('a certificate of an unknown authority: net.tls with OpenSSL’s code; trusted when the authority is given', async () => {
    const certificate = await freeCertificate();
    const server = await withServer((_request, response) => response.end('secret'), certificate);
    const worker = await withWorker();
    const refused = await worker.run(worker.job({ url: server.origin, sink: toFile(worker) }));
    expect(refused.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.tls', details: { phase: 'tls', tls: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } },
    });
    const accepted = await worker.run(
      worker.job({
        url: server.origin,
        connection: { ...DIRECT, extraCertificateAuthorities: [certificate.authorityPem] },
      }),
    );
    expect(accepted.outcome).toMatchObject({ ok: true, statusCode: 200 });
    expect(accepted.timings.tlsEnd).toBeGreaterThan(accepted.timings.tlsStart ?? Infinity);
    // What one job trusts, the next does not.
    const again = await worker.run(worker.job({ url: server.origin }));
    expect(verdict(again.outcome)).toBe('net.tls');
    await worker.close();
    await server.drained();
  });

  it('a certificate for another host: net.tls', async () => {
    const certificate = await freeCertificate(['elsewhere.example']);
    const server = await withServer((_request, response) => response.end(), certificate);
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        url: server.origin,
        connection: { ...DIRECT, extraCertificateAuthorities: [certificate.authorityPem] },
      }),
    );
    expect(ended.outcome).toMatchObject({
      ok: false,
      error: { code: 'net.tls', details: { tls: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
    });
    await worker.close();
  });

  it('plain HTTP where TLS was expected: net.tls', async () => {
    const server = await withRawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: server.origin.replace('http:', 'https:') }));
    expect(verdict(ended.outcome)).toBe('net.tls');
    await worker.close();
  });

  it.each([
    ['not a url', 'GET', 'request.url'],
    ['ftp://127.0.0.1/', 'GET', 'request.scheme'],
    ['http://127.0.0.1:9/', 'CONNECT', 'unsupported'],
  ])('refuses %s (%s): %s', async (url, method, code) => {
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url, method, sink: toFile(worker) }));
    expect(verdict(ended.outcome)).toBe(code);
    await worker.close();
  });

  it('refuses a header that cannot be sent', async () => {
    const worker = await withWorker();
    const ended = await worker.run(worker.job({ url: 'http://127.0.0.1:9/', headers: [['x', 'a\nb']] }));
    expect(verdict(ended.outcome)).toBe('request.invalid');
    await worker.close();
  });
});
