import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ResendCall } from '#contract/panel-resend';
import type { Exchange } from '#contract/transfer';
import type { Program } from '../../src-main/program/program.ts';
import { withProgram, type ProgramHarness } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';

const { client: worker } = shareWorker();

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function recordingServer(): Promise<{ origin: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      });
      response.setHeader('content-type', 'text/plain').end('answered');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, received };
}

async function opened(): Promise<ProgramHarness> {
  const harness = await withProgram({ worker });
  await harness.program.boot();
  return harness;
}

function only(program: Program, id: string): Exchange {
  const exchange = program.journal.get(id);
  if (!exchange) throw new Error(`No record of ${id}`);
  return exchange;
}

const CALL = {
  header: { 'X-Album': 'summer' },
  timeoutMs: 5000,
  wantsHttp2: false,
  invokedAtEpochMs: 0,
  callSite: { page: 'pages/album/index', stack: '' },
} as const;

async function uploaded(
  { program, transfers, folder }: ProgramHarness,
  origin: string,
): Promise<{ id: string; virtualPath: string }> {
  const source = path.join(folder, 'boat.jpg');
  await fs.writeFile(source, Buffer.from([255, 216, 0, 1, 2, 13, 10, 45, 45]));
  const { path: virtualPath } = await program.files.importTemp(source, 'picked');
  const formData = { album: 'summer', note: 'a "quoted"\r\nnote' };
  const options = { url: `${origin}/upload`, filePath: virtualPath, name: 'file', formData };
  transfers.upload(program.owner(), {
    ...CALL,
    ...options,
    taskId: 'page-1',
    formData: Object.entries(formData),
    formDataFindings: [],
    written: { ...options, header: CALL.header, timeout: 5000 },
  });
  const id = transfers.exchangeOf(program.owner(), 'page-1') ?? '';
  await transfers.settled();
  return { id, virtualPath };
}

/** A body without the boundary, which is drawn anew each time. */
function plain({ body, headers }: Received): string {
  const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  return boundary === '' ? body : body.replaceAll(boundary, 'BOUNDARY');
}

describe('sending again', () => {
  test('an upload goes out as it was, ten times if asked, and its page hears nothing', async () => {
    const { origin, received } = await recordingServer();
    const harness = await opened();
    const { program, transfers, sent } = harness;
    const { id } = await uploaded(harness, origin);
    const heard = sent.length;
    const answer = await program.resender.replay([id], 10);
    await transfers.settled();
    expect(answer.refused).toEqual([]);
    expect(answer.started).toHaveLength(10);
    expect(received).toHaveLength(11);
    const [first, ...others] = received;
    if (!first) throw new Error('Nothing was received.');
    for (const other of others) {
      expect(plain(other)).toBe(plain(first));
      expect(other.headers['x-album']).toBe('summer');
      expect(other.headers.referer).toBe(first.headers.referer);
    }
    expect(sent).toHaveLength(heard);
    const again = only(program, answer.started[0] ?? '');
    expect(again).toMatchObject({
      state: 'done',
      kind: 'upload',
      page: 'pages/album/index',
      origin: { kind: 'resend', of: id },
      callbacks: [],
      timeout: { ms: 5000, from: 'option' },
    });
  });

  test('an upload whose file is gone takes its bytes from what was kept', async () => {
    const { origin, received } = await recordingServer();
    const harness = await opened();
    const { program, transfers } = harness;
    const { id } = await uploaded(harness, origin);
    expect(only(program, id).bodies.request).not.toBeNull();
    await program.files.clear(['temp']);
    const answer = await program.resender.replay([id], 1);
    await transfers.settled();
    expect(answer.refused).toEqual([]);
    const [first, second] = received;
    if (!first || !second) throw new Error('Two uploads were expected.');
    expect(plain(second)).toBe(plain(first));
    // And once more from the copy, whose record names no file of the mini-program.
    const third = await program.resender.replay(answer.started, 1);
    await transfers.settled();
    expect(third.refused).toEqual([]);
    expect(received[2] && plain(received[2])).toBe(plain(first));
  });

  test('an upload with fields longer than are recorded goes out with them whole', async () => {
    const { origin, received } = await recordingServer();
    const harness = await opened();
    const { program, transfers, folder } = harness;
    const source = path.join(folder, 'boat.jpg');
    await fs.writeFile(source, 'boat');
    const { path: filePath } = await program.files.importTemp(source, 'picked');
    const long = `\ufeff${'西湖 '.repeat(20_000)}end`;
    const formData = [
      ['long', long],
      ['short', 'a'],
      ['long again', 'x'.repeat(1500)],
    ] as const;
    const token = 'k'.repeat(3000);
    const options = { url: `${origin}/upload`, filePath, name: 'file' };
    transfers.upload(program.owner(), {
      ...CALL,
      ...options,
      taskId: 'page-3',
      header: { 'X-Token': token },
      formData,
      formDataFindings: [],
      // As the page records its options: long texts are clipped.
      written: {
        ...options,
        header: { 'X-Token': `${token.slice(0, 2000)}…` },
        formData: { long: `${long.slice(0, 2000)}…`, short: 'a' },
      },
    });
    const id = transfers.exchangeOf(program.owner(), 'page-3') ?? '';
    await transfers.settled();
    expect((await program.resender.replay([id], 1)).refused).toEqual([]);
    await transfers.settled();
    const [first, second] = received;
    if (!first || !second) throw new Error('Two uploads were expected.');
    expect(plain(second)).toBe(plain(first));
    expect(second.headers['x-token']).toBe(token);

    program.journal.update(id, { bodies: { request: null, response: null } });
    expect((await program.resender.replay([id], 1)).refused).toEqual([{ of: id, why: 'body', what: 'POST' }]);
    expect(received).toHaveLength(2);
  });

  test('an upload whose file is gone and was not kept is refused with the path of the file', async () => {
    const { origin, received } = await recordingServer();
    const harness = await opened();
    const { program } = harness;
    const { id, virtualPath } = await uploaded(harness, origin);
    await program.files.clear(['temp']);
    program.journal.update(id, { bodies: { request: null, response: null } });
    const answer = await program.resender.replay([id, 'no such'], 3);
    expect(answer).toEqual({
      started: [],
      refused: [
        { of: id, why: 'file', what: virtualPath },
        { of: 'no such', why: 'gone', what: 'no such' },
      ],
    });
    expect(received).toHaveLength(1);
  });

  test('an upload read from a file takes what came with it, never a file of this computer', async () => {
    const { origin, received } = await recordingServer();
    const harness = await opened();
    const { program, transfers } = harness;
    const { id, virtualPath } = await uploaded(harness, origin);
    const own = only(program, id);
    const origins = { kind: 'import', from: 'a-stranger.ferry' } as const;
    const without = { ...own, id: 'stranger', origin: origins, file: null };
    program.journal.adopt({ ...without, bodies: { request: null, response: null } });
    expect((await program.resender.replay(['stranger'], 1)).refused).toEqual([
      { of: 'stranger', why: 'file', what: own.url },
    ]);
    expect(received).toHaveLength(1);

    const [part] = own.parts.slice(-1);
    if (!part) throw new Error('The upload has no file.');
    const theirs = Buffer.concat([Buffer.alloc(part.contentOffsetBytes), Buffer.from('their bytes')]);
    program.journal.adopt({
      ...without,
      id: 'stranger-2',
      file: { path: virtualPath, sizeBytes: 11, sha256: null },
      parts: [...own.parts.slice(0, -1), { ...part, sizeBytes: 11 }],
    });
    const pieces = [{ kind: 'bytes', bytes: theirs }] as const;
    const { kept } = harness;
    const body = kept.keep({ exchangeId: 'stranger-2', side: 'request', pieces, mediaType: null });
    program.journal.update('stranger-2', { bodies: { request: body, response: null } });
    expect((await program.resender.replay(['stranger-2'], 1)).refused).toEqual([]);
    await transfers.settled();
    expect(received[1]?.body).toContain('their bytes');
  });

  test('a request of bytes goes out with the very bytes that were kept', async () => {
    const { origin, received } = await recordingServer();
    const { program, transfers } = await opened();
    const bytes = new Uint8Array([0, 255, 10, 13, 128, 7]);
    transfers.request(program.owner(), {
      ...CALL,
      taskId: 'page-2',
      url: `${origin}/bytes?a=1&a=2`,
      method: 'PUT',
      body: { kind: 'bytes', bytes },
      responseType: 'arraybuffer',
      followsRedirects: false,
      written: { url: `${origin}/bytes?a=1&a=2`, method: 'PUT', header: CALL.header },
    });
    const id = transfers.exchangeOf(program.owner(), 'page-2') ?? '';
    await transfers.settled();
    const { refused } = await program.resender.replay([id], 1);
    await transfers.settled();
    expect(refused).toEqual([]);
    expect(received.map(({ method, url, body }) => ({ method, url, body }))).toEqual(
      [1, 2].map(() => ({
        method: 'PUT',
        url: '/bytes?a=1&a=2',
        body: Buffer.from(bytes).toString('latin1'),
      })),
    );
  });
});

describe('sending what was worked out', () => {
  const upload = (origin: string, file: Extract<ResendCall, { kind: 'upload' }>['file']): ResendCall => ({
    kind: 'upload',
    of: null,
    url: `${origin}/upload`,
    headers: [['X-Mine', 'yes']],
    timeoutMs: null,
    wantsHttp2: false,
    fields: [
      ['token', 'a'],
      ['token', 'b'],
    ],
    file,
  });

  test('an upload sends fields twice, a picked file under another name, or a text that was typed', async () => {
    const { origin, received } = await recordingServer();
    const { program, transfers, folder } = await opened();
    const local = path.join(folder, 'on my disk.png');
    await fs.writeFile(local, 'picture');
    const { token, name, sizeBytes, mediaType } = await program.resender.admit(local);
    expect({ name, sizeBytes, mediaType }).toEqual({
      name: 'on my disk.png',
      sizeBytes: 7,
      mediaType: 'image/png',
    });
    await program.resender.send(
      upload(origin, {
        name: 'photo',
        filename: 'a"b.png',
        contentType: 'image/x-odd',
        source: { kind: 'picked', token },
      }),
    );
    await transfers.settled();
    const hashOf = (exchange: Exchange) => exchange.parts.find(({ filename }) => filename !== null)?.sha256;
    const pickedId = program.journal.list().at(-1)?.id ?? '';
    expect(hashOf(only(program, pickedId))).toBe(createHash('sha256').update('picture').digest('hex'));
    const typed = await program.resender.send(
      upload(origin, {
        name: 'notes',
        filename: null,
        contentType: null,
        source: { kind: 'text', text: '你好' },
      }),
    );
    await transfers.settled();
    expect(received[0] && plain(received[0])).toBe(
      [
        '--BOUNDARY\r\nContent-Disposition: form-data; name="token"\r\n\r\na\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="token"\r\n\r\nb\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="photo"; filename="a%22b.png"\r\n',
        'Content-Type: image/x-odd\r\n\r\npicture\r\n--BOUNDARY--\r\n',
      ].join(''),
    );
    expect(received[1]?.body).toContain(`filename="text.txt"\r\nContent-Type: text/plain\r\n\r\n`);
    expect(received[1]?.body).toContain(Buffer.from('你好').toString('latin1'));
    expect(only(program, typed)).toMatchObject({ origin: { kind: 'resend', of: null }, file: null });
    expect(hashOf(only(program, typed))).toBe(createHash('sha256').update('你好').digest('hex'));
    const { started } = await program.resender.replay([pickedId], 1);
    await transfers.settled();
    expect(hashOf(only(program, started[0] ?? ''))).toBe(hashOf(only(program, pickedId)));
  });

  test('a download makes a file only if asked, and its answer can be looked at either way', async () => {
    const { origin } = await recordingServer();
    const { program, transfers } = await opened();
    const call = { of: null, url: `${origin}/d`, headers: [], timeoutMs: null, wantsHttp2: false } as const;
    const look = await program.resender.send({ ...call, kind: 'download', filePath: null, keepsFile: false });
    await transfers.settled();
    expect(program.files.list()).toEqual([]);
    expect(only(program, look)).toMatchObject({ state: 'done', file: null, responseText: 'answered' });
    expect(only(program, look).bodies.response?.sizeBytes).toBe(8);
    const kept = await program.resender.send({ ...call, kind: 'download', filePath: null, keepsFile: true });
    await transfers.settled();
    expect(program.files.list()).toHaveLength(1);
    expect(only(program, kept).file?.path).toBe(program.files.list()[0]?.path);
  });

  test('nothing is begun for a path that is not the mini-program’s, or a file nobody picked', async () => {
    const { origin, received } = await recordingServer();
    const { program } = await opened();
    const file = { name: 'f', filename: null, contentType: null } as const;
    for (const source of [
      { kind: 'virtual', path: '/etc/hostname' },
      { kind: 'virtual', path: 'http://tmp/../../x' },
      { kind: 'picked', token: 'guessed' },
      { kind: 'kept', exchangeId: 'unknown' },
    ] as const) {
      await expect(program.resender.send(upload(origin, { ...file, source }))).rejects.toThrow();
    }
    expect(received).toEqual([]);
  });

  test('it goes on while the page is loaded anew, and ends with the project', async () => {
    let answer: (() => void) | null = null;
    const server = createServer((_request, response) => {
      answer = () => {
        response.end('late');
      };
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const harness = await opened();
    const { program, transfers } = harness;
    const call: ResendCall = {
      kind: 'request',
      of: null,
      url: origin,
      headers: [],
      timeoutMs: null,
      wantsHttp2: false,
      method: 'GET',
      body: { kind: 'none' },
      responseType: 'text',
      followsRedirects: true,
    };
    const first = await program.resender.send(call);
    await expect.poll(() => answer !== null).toBe(true);
    await program.boot();
    (answer as (() => void) | null)?.();
    await transfers.settled();
    expect(only(program, first)).toMatchObject({ state: 'done', responseText: 'late' });

    answer = null;
    const second = await program.resender.send(call);
    await expect.poll(() => answer !== null).toBe(true);
    program.resender.abort(second);
    await transfers.settled();
    expect(only(program, second).state).toBe('aborted');
    await program.resender.send(call);
    await harness.end();
    expect(transfers.live()).toBe(0);
  });
});
