import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Fault, LocalAnswer } from '#contract/conditions';
import { DIRECT, type Job, type JobTampering } from '../../src-main/worker/protocol.ts';
import { withServer } from '../support/with-server.ts';
import { bytesAt, errorOf, percentAt } from '../support/worker-faults.ts';
import { verdict, withWorker, type EndedEvent, type WorkerHarness } from '../support/worker-harness.ts';

/** Nobody listens there, and nobody is asked. */
const NOWHERE = 'https://nowhere.invalid/path?query';
const MIB = 1024 * 1024;

const text = (body: string, parts: Partial<LocalAnswer> = {}): LocalAnswer => ({
  statusCode: 200,
  headers: [],
  body: { kind: 'text', text: body },
  ...parts,
});

const answering = (answer: LocalAnswer, ...faults: Fault[]): JobTampering => ({
  delayMs: 0,
  faults,
  answer,
  sparesRedirects: false,
});

const ask = (worker: WorkerHarness, answer: LocalAnswer, parts: Partial<Job> = {}): Promise<EndedEvent> =>
  worker.run(worker.job({ url: NOWHERE, tampering: answering(answer), ...parts }));

function bodyOf({ outcome }: EndedEvent): string {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return Buffer.from(outcome.inlineBody ?? []).toString();
}

describe('an answer in the server’s place', () => {
  it('is told as a server’s is, and comes from nowhere', async () => {
    const worker = await withWorker();
    const job = worker.job({
      url: NOWHERE,
      tampering: answering(
        text('{"a":"猫"}', {
          statusCode: 201,
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Twice', 'a'],
            ['X-Twice', 'b'],
          ],
        }),
      ),
    });
    const ended = await worker.run(job);
    expect(ended.outcome).toMatchObject({ ok: true, statusCode: 201 });
    expect(bodyOf(ended)).toBe('{"a":"猫"}');
    expect(worker.headersOf(job.id)).toEqual({
      kind: 'headers',
      id: job.id,
      statusCode: 201,
      httpVersion: '1.1',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['Content-Length', '11'],
      ],
      requestHeaders: [
        ['Host', 'nowhere.invalid'],
        ['Connection', 'keep-alive'],
      ],
      peer: null,
      socketReused: false,
      staleConnections: 0,
    });
    expect(ended.counts).toEqual({
      sentBytes: 0,
      acknowledgedBytes: null,
      expectedSendBytes: 0,
      receivedBytes: 11,
      expectedReceiveBytes: 11,
      decodedBytes: 11,
    });
    const { sendStart, sendEnd, responseStart, responseEnd, ...connecting } = ended.timings;
    expect(Object.values(connecting)).toEqual([null, null, null, null, null, null]);
    const inOrder = [sendStart, sendEnd, responseStart, responseEnd].map((at) => at ?? Infinity);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(inOrder[3]).toBeLessThan(Infinity);
    await worker.close();
  });

  it('touches no server, even one that is there', async () => {
    const server = await withServer((_request, response) => response.end('the server’s'));
    const worker = await withWorker();
    expect(bodyOf(await ask(worker, text('the rule’s'), { url: server.origin }))).toBe('the rule’s');
    expect(server.connections()).toBe(0);
    await worker.close();
  });

  it('needs neither the proxy nor the link of its job', async () => {
    const worker = await withWorker();
    const dead = { bytesPerSecond: null, latencyMs: 0, jitterMs: 0, lossRatio: 0 };
    const connection = {
      ...DIRECT,
      sendTo: 'http://127.0.0.1:9',
      proxy: 'socks5://127.0.0.1:9',
      http2: true,
      link: { id: 'l', seed: 1, spec: { name: 'offline', offline: true, up: dead, down: dead } },
    };
    expect(bodyOf(await ask(worker, text('here'), { connection }))).toBe('here');
    await worker.close();
  });

  it('comes when the upload is read through, and the progress of that is told', async () => {
    const worker = await withWorker();
    const path = join(worker.folder, 'upload.bin');
    await writeFile(path, Buffer.alloc(9 * MIB));
    const job = worker.job({
      method: 'POST',
      url: NOWHERE,
      body: {
        kind: 'multipart',
        boundary: 'B',
        fields: [],
        file: { name: 'f', filename: 'f.bin', contentType: 'x/y', path, sizeBytes: 9 * MIB },
      },
      tampering: answering(text('thanks')),
    });
    const ended = await worker.run(job);
    expect(bodyOf(ended)).toBe('thanks');
    expect(ended.counts.expectedSendBytes).toBeGreaterThan(9 * MIB);
    expect(ended.counts.sentBytes).toBe(ended.counts.expectedSendBytes);
    const kinds = worker.events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('progress');
    expect(kinds.at(-1)).toBe('ended');
    const last = worker.events.findLast((event) => event.kind === 'progress');
    expect(last).toMatchObject({ sentBytes: ended.counts.sentBytes, receivedBytes: 6 });
    await worker.close();
  });

  it('that is a file goes to the file of a download, whole', async () => {
    const worker = await withWorker();
    const path = join(worker.folder, 'answer.bin');
    const bytes = Buffer.from(Array.from({ length: 3 * MIB }, (_, at) => at % 253));
    await writeFile(path, bytes);
    const ended = await ask(
      worker,
      { statusCode: 200, headers: [['Content-Type', 'image/png']], body: { kind: 'file', path } },
      { sink: { kind: 'memory', inlineBytes: 4 * MIB, spillPath: worker.partPath('spill') } },
    );
    expect(Buffer.from(bodyOf(ended)).length).toBeGreaterThan(0);
    expect(ended.counts).toMatchObject({ receivedBytes: 3 * MIB, expectedReceiveBytes: 3 * MIB });
    expect(ended.outcome.ok && Buffer.from(ended.outcome.inlineBody ?? []).equals(bytes)).toBe(true);
    await worker.close();
  });

  it.each([
    ['gzip', zlib.gzipSync('unpacked')],
    ['deflate', zlib.deflateSync('unpacked')],
    ['br', zlib.brotliCompressSync('unpacked')],
  ])('in %s is decoded', async (encoding, packed) => {
    const worker = await withWorker();
    const path = join(worker.folder, 'packed');
    await writeFile(path, packed);
    const ended = await ask(worker, {
      statusCode: 200,
      headers: [['Content-Encoding', encoding]],
      body: { kind: 'file', path },
    });
    expect(bodyOf(ended)).toBe('unpacked');
    expect(ended.counts).toMatchObject({
      receivedBytes: packed.length,
      expectedReceiveBytes: packed.length,
      decodedBytes: 8,
    });
    await worker.close();
  });

  it('that says gzip and is none fails as a server’s would', async () => {
    const worker = await withWorker();
    const ended = await ask(worker, text('plain', { headers: [['content-encoding', 'gzip']] }));
    expect(errorOf(ended)).toMatchObject({ code: 'net.protocol', details: { encoding: 'gzip' } });
    expect(errorOf(ended).details).not.toHaveProperty('injected');
    await worker.close();
  });

  it.each([
    ['3', 'ok', 3],
    ['10', 'ok', 10],
    ['11', 'net.truncated', 10],
  ])('is held to the Content-Length it says: %s', async (length, code, receivedBytes) => {
    const worker = await withWorker();
    const ended = await ask(worker, text('ten bytes!', { headers: [['Content-Length', length]] }));
    expect(verdict(ended.outcome)).toBe(code);
    expect(ended.counts).toMatchObject({ receivedBytes, expectedReceiveBytes: Number(length) });
    await worker.close();
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('to %s with %i has no body', async (method, statusCode) => {
    const worker = await withWorker();
    const ended = await ask(worker, text('body', { statusCode }), { method });
    expect(ended.outcome).toMatchObject({ ok: true, statusCode });
    expect(ended.counts.receivedBytes).toBe(0);
    await worker.close();
  });

  it('recorded from a server that spoke in chunks, or wanted to upgrade, is still an answer', async () => {
    const worker = await withWorker();
    const ended = await ask(
      worker,
      text('body', {
        headers: [
          ['Transfer-Encoding', 'chunked'],
          ['Connection', 'Upgrade'],
          ['Upgrade', 'h2c'],
          ['Keep-Alive', 'timeout=5'],
          ['X-Kept', 'yes'],
        ],
      }),
    );
    expect(bodyOf(ended)).toBe('body');
    const headers = worker.events.find((event) => event.kind === 'headers');
    expect(headers?.headers).toEqual([
      ['X-Kept', 'yes'],
      ['Content-Length', '4'],
    ]);
    await worker.close();
  });

  it('too large for the sink of a download is refused', async () => {
    const worker = await withWorker();
    const ended = await ask(worker, text('x'.repeat(100)), {
      sink: { kind: 'file', partPath: worker.partPath(), limitBytes: 99 },
    });
    expect(verdict(ended.outcome)).toBe('file.too-large');
    await worker.close();
  });
});

describe('an answer that cannot be given', () => {
  it('names its file, for the developer wrote it', async () => {
    const worker = await withWorker();
    const path = join(worker.folder, 'gone.json');
    const ended = await ask(worker, { statusCode: 200, headers: [], body: { kind: 'file', path } });
    expect(errorOf(ended)).toEqual({
      code: 'file.not-found',
      message: `Could not read the file that a rule answers with, ${path}: there is no such file`,
      details: { cause: 'ENOENT' },
    });
    await worker.close();
  });

  it('is a folder', async () => {
    const worker = await withWorker();
    const path = join(worker.folder, 'folder');
    await mkdir(path);
    const ended = await ask(worker, { statusCode: 200, headers: [], body: { kind: 'file', path } });
    expect(errorOf(ended)).toMatchObject({
      code: 'file.type',
      message: expect.stringContaining(path) as string,
    });
    await worker.close();
  });

  it.each([
    [text('x', { headers: [['X-A', 'a\r\nX-B: b']] }), 'the header “X-A”'],
    [text('x', { headers: [['X A', 'a']] }), 'the header “X A”'],
    [text('x', { headers: [['X-A', '猫']] }), 'the header “X-A”'],
    [text('x', { statusCode: 101 }), 'the status 101'],
    [text('x', { statusCode: 200.5 }), 'the status 200.5'],
  ])('has what no server could send: %#', async (answer, what) => {
    const worker = await withWorker();
    expect(errorOf(await ask(worker, answer))).toEqual({
      code: 'request.invalid',
      message: `A rule answers with ${what}, which no server could send`,
      details: {},
    });
    await worker.close();
  });
});

describe('with faults', () => {
  it.each([
    [{ kind: 'refuse' }, 'net.connect', 0],
    [{ kind: 'dns' }, 'net.dns', 0],
    [{ kind: 'tls' }, 'net.tls', 0],
    [{ kind: 'reset', side: 'request', at: percentAt(50) }, 'net.reset', 0],
    [{ kind: 'drop-response' }, 'net.closed', 0],
    [{ kind: 'reset', side: 'response', at: bytesAt(4) }, 'net.reset', 4],
    [{ kind: 'truncate', at: percentAt(50) }, 'net.truncated', 5],
    [{ kind: 'garbage-header' }, 'net.protocol', 0],
    [{ kind: 'content-length', bytes: 77 }, 'net.truncated', 10],
  ] as const)('%j: %s', async (fault, code, receivedBytes) => {
    const worker = await withWorker();
    const ended = await worker.run(
      worker.job({
        method: 'POST',
        url: NOWHERE,
        body: { kind: 'bytes', bytes: Buffer.alloc(1000) },
        tampering: answering(text('ten bytes!'), fault),
      }),
    );
    expect(errorOf(ended)).toMatchObject({ code, details: { injected: true, host: 'nowhere.invalid' } });
    expect(ended.counts.receivedBytes).toBe(receivedBytes);
    await worker.close();
  });

  it('a TLS handshake that fails is told in its phase, over http as a reset', async () => {
    const worker = await withWorker();
    const tampering = answering(text('x'), { kind: 'tls' });
    const secure = await worker.run(worker.job({ url: NOWHERE, tampering }));
    expect(errorOf(secure)).toMatchObject({ code: 'net.tls', details: { phase: 'tls' } });
    const plain = await worker.run(worker.job({ url: 'http://nowhere.invalid/', tampering }));
    expect(errorOf(plain)).toMatchObject({ code: 'net.reset', details: { phase: 'send' } });
    await worker.close();
  });

  it('waits its delay first, and stalls as it is told', async () => {
    const worker = await withWorker();
    const stall: Fault = { kind: 'stall', side: 'response', at: bytesAt(4), forMs: 150 };
    const ended = await worker.run(
      worker.job({
        url: NOWHERE,
        tampering: { delayMs: 150, faults: [stall], answer: text('ten bytes!'), sparesRedirects: false },
      }),
    );
    expect(bodyOf(ended)).toBe('ten bytes!');
    expect(ended.timings.sendStart).toBeGreaterThan(149);
    expect(ended.timings.responseEnd).toBeGreaterThan(299);
    await worker.close();
  });
});
