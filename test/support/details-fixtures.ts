import fs from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { BodyParts } from '#contract/panel-bodies';
import type { ExchangeRow, ExchangeWindow } from '#contract/panel-exchanges';
import type { Exchange, PartRecord, ProgressSample } from '#contract/transfer';
import { exchangeFixture, LAB_ORIGIN, profileFixture } from './exchange-fixtures.ts';
import { MEDIA } from './ferry-cli.ts';

const BOUNDARY = '----FerryFormBoundary7MA4YWxkTrZu0gW';

/** A picture whose EXIF says that a “Ferry” camera took it. */
export function pictureWithExif(): Buffer {
  const name = fs.readdirSync(MEDIA).find((file) => file.endsWith('.jpg'));
  if (name === undefined) throw new Error('The sample album holds no JPEG.');
  const picture = fs.readFileSync(path.join(MEDIA, name));
  const make = Buffer.from('Ferry\0');
  const tiff = Buffer.alloc(26 + make.length);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x010f, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(make.length, 14);
  tiff.writeUInt32LE(26, 18);
  make.copy(tiff, 26);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xff_e1, 0);
  segment.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([picture.subarray(0, 2), segment, exif, picture.subarray(2)]);
}

export interface UploadBody {
  readonly bytes: Buffer;
  readonly parts: BodyParts;
}

/** An upload's body byte for byte, with two fields and a picture, and what an X-ray of it finds. */
export function uploadBody(): UploadBody {
  const pieces: Buffer[] = [];
  const parts: PartRecord[] = [];
  let at = 0;
  const add = (bytes: Buffer): number => {
    pieces.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  const part = (
    head: string,
    content: Buffer,
    told: Pick<PartRecord, 'name' | 'filename' | 'contentType' | 'value'>,
  ): void => {
    add(Buffer.from(`--${BOUNDARY}\r\n`));
    const offsetBytes = add(Buffer.from(`${head}\r\n\r\n`));
    const contentOffsetBytes = add(content);
    add(Buffer.from('\r\n'));
    const sha256 = createHash('sha256').update(content).digest('hex');
    parts.push({ ...told, offsetBytes, contentOffsetBytes, sha256, sizeBytes: content.length });
  };
  const field = (name: string, value: string): void => {
    part(`Content-Disposition: form-data; name="${name}"`, Buffer.from(value), {
      name,
      filename: null,
      contentType: null,
      value,
    });
  };
  field('album', 'summer');
  field('note', '西湖边的下午，风很轻');
  const filename = '西湖_2026-03-14_a-very-long-name-as-phones-give-them_edited_final_v2.jpg';
  part(
    `Content-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: image/jpeg`,
    pictureWithExif(),
    { name: 'file', filename, contentType: 'image/jpeg', value: null },
  );
  add(Buffer.from(`--${BOUNDARY}--\r\n`));
  const bytes = Buffer.concat(pieces);
  return {
    bytes,
    parts: {
      boundary: BOUNDARY,
      parts,
      problems: [{ code: 'filename-not-ascii', part: 2, atBytes: parts[2]?.offsetBytes ?? 0 }],
      readBytes: bytes.length,
      sizeBytes: bytes.length,
    },
  };
}

/** Samples of an upload that stands still from 800 ms to 2 600 ms, then goes on and is full at 4 s. */
export function stalledSamples(totalBytes: number): readonly ProgressSample[] {
  const samples: ProgressSample[] = [];
  for (let atMs = 0; atMs <= 4000; atMs += 100) {
    const share =
      atMs <= 800 ? atMs / 2400 : atMs <= 2600 ? 1 / 3 : Math.min(1, 1 / 3 + (atMs - 2600) / 2100);
    const acceptedBytes = Math.round(share * totalBytes);
    const acknowledgedBytes = Math.max(0, acceptedBytes - Math.round(totalBytes / 12));
    samples.push({ atMs, acceptedBytes, acknowledgedBytes, receivedBytes: 0 });
  }
  return samples;
}

/** An upload with everything there is to know of one: queue, stack, samples, bodies, callbacks, warnings. */
export function richUpload(changes: Partial<Exchange> = {}): Exchange {
  const { bytes, parts } = uploadBody();
  const total = bytes.length;
  const told = (percent: number) => ({
    progress: percent,
    totalBytesSent: Math.round((percent / 100) * total),
    totalBytesExpectedToSend: total,
  });
  const success = { data: '{"ok":true}', statusCode: 200, errMsg: 'uploadFile:ok' };
  return exchangeFixture('rich', {
    kind: 'upload',
    method: 'POST',
    url: `${LAB_ORIGIN}/upload`,
    written: {
      url: `${LAB_ORIGIN}/upload`,
      filePath: 'http://tmp/tmp_9f86d081884c.jpg',
      name: 'file',
      formData: { album: 'summer', note: '西湖边的下午，风很轻' },
      header: { Referer: 'https://example.com', 'Content-Type': 'multipart/form-data', 'x-token': 'abc' },
    },
    stack: [
      { name: 'send', file: 'pages/album/index.js', line: 41, column: 8 },
      { name: 'onUpload', file: 'pages/album/index.js', line: 22, column: 10 },
      { name: 'retry', file: 'services/saved-photos.js', line: 7, column: 3 },
    ],
    queueMs: 120,
    durationMs: 12_400,
    slot: { index: 3, fromMs: 120, toMs: 12_400, freedBy: 'e1' },
    sentBytes: total,
    expectedSendBytes: total,
    requestHeaders: [
      ['host', '127.0.0.1:43817'],
      ['User-Agent', 'Mozilla/5.0 MicroMessenger/8.0.5'],
      ['Accept-Encoding', 'gzip, deflate, br'],
      ['X-Token', 'abc'],
      ['content-type', `multipart/form-data; boundary=${BOUNDARY}`],
      ['Referer', 'https://servicewechat.com/touristappid/devtools/page-frame.html'],
      ['content-length', String(total)],
    ],
    responseHeaders: [
      ['Content-Type', 'application/json; charset=utf-8'],
      ['Content-Length', '11'],
      ['X-Request-Id', '7f3c'],
      ['Cache-Control', 'no-store'],
    ],
    responseText: '{"ok":true}',
    receivedBytes: 11,
    decodedBytes: 11,
    timeout: { ms: 60_000, from: 'default' },
    rules: ['upload:delay=100ms'],
    parts: parts.parts,
    bodies: {
      request: { sizeBytes: total, mediaType: `multipart/form-data; boundary=${BOUNDARY}` },
      response: { sizeBytes: 11, mediaType: 'application/json; charset=utf-8' },
    },
    samples: stalledSamples(total),
    file: {
      path: 'http://tmp/tmp_9f86d081884c.jpg',
      sizeBytes: parts.parts[2]?.sizeBytes ?? 0,
      sha256: null,
    },
    phases: [
      { name: 'queue', startMs: 0, endMs: 120 },
      { name: 'dns', startMs: 121, endMs: 124 },
      { name: 'connect', startMs: 124, endMs: 126 },
      { name: 'send', startMs: 126, endMs: 4000 },
      { name: 'wait', startMs: 4000, endMs: 12_100 },
      { name: 'receive', startMs: 12_100, endMs: 12_101 },
    ],
    profile: profileFixture({
      invokeStart: 1000,
      queueStart: 1000,
      queueEnd: 1120,
      requestStart: 1126,
      requestEnd: 5000,
    }),
    callbacks: [
      { taskId: 'r', name: 'onProgressUpdate', atMs: 810, argument: told(34) },
      { taskId: 'r', name: 'onProgressUpdate', atMs: 3200, argument: told(64) },
      { taskId: 'r', name: 'onProgressUpdate', atMs: 4000, argument: told(100) },
      { taskId: 'r', name: 'onHeadersReceived', atMs: 12_101, argument: { header: {}, statusCode: 200 } },
      { taskId: 'r', name: 'success', atMs: 12_102, argument: success },
      { taskId: 'r', name: 'complete', atMs: 12_103, argument: success },
    ],
    warnings: [
      {
        rule: 'plain-http',
        text: 'A released mini-program may only use https; this http URL fails on a phone. Serve it over https.',
        source: 'https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html',
      },
      {
        rule: 'header-framing',
        text: 'content-length belongs to the connection.',
        source: null,
        facts: { name: 'content-length' },
      },
    ],
    errMsg: 'uploadFile:ok',
    ...changes,
  });
}

/** A download that was sent on once, with what its servers say of their time. */
export function redirected(): Exchange {
  return exchangeFixture('hops', {
    kind: 'download',
    url: 'http://photo.example.com/a.jpg',
    redirects: ['https://cdn.example.com/a.jpg'],
    hops: [
      {
        method: 'GET',
        url: 'http://photo.example.com/a.jpg',
        statusCode: 301,
        httpVersion: '1.1',
        requestHeaders: [['host', 'hop.example.com']],
        responseHeaders: [['location', 'https://cdn.example.com/a.jpg']],
        phases: [
          { name: 'connect', startMs: 1, endMs: 9 },
          { name: 'wait', startMs: 9, endMs: 40 },
        ],
      },
    ],
    responseHeaders: [['Server-Timing', 'cdn-cache;dur=12.5;desc="HIT, edge 7", origin']],
    durationMs: 90,
    phases: [
      { name: 'connect', startMs: 41, endMs: 50 },
      { name: 'wait', startMs: 50, endMs: 80 },
      { name: 'receive', startMs: 80, endMs: 89 },
    ],
  });
}

/** A WebSocket of which so many messages are kept, sent and received by turns, and 500 came before. */
export function socketExchange(
  count: number,
  changes: Partial<NonNullable<Exchange['socket']>> = {},
): Exchange {
  const isOver = changes.closeCode !== undefined;
  return exchangeFixture('socket', {
    kind: 'socket',
    state: isOver ? 'done' : 'running',
    durationMs: isOver ? 9000 : null,
    url: 'wss://chat.example.com/rooms/1',
    statusCode: 101,
    errMsg: isOver ? 'connectSocket:ok' : null,
    phases: [],
    responseText: null,
    socket: {
      sentMessages: 250 + Math.ceil(count / 2),
      receivedMessages: 250 + Math.floor(count / 2),
      messages: Array.from({ length: count }, (_, index) => ({
        direction: index % 2 === 0 ? 'sent' : 'received',
        atMs: index * 100,
        kind: 'text',
        sizeBytes: 8,
        preview: `{"n":${String(index)}}`,
      })),
      closeCode: null,
      closeReason: '',
      ...changes,
    },
  });
}

/** The list's line of an exchange. */
export function rowOf(exchange: Exchange): ExchangeRow {
  return {
    ...exchange,
    launch: 1,
    mediaType: exchange.bodies.response?.mediaType ?? null,
    warningCount: exchange.warnings.length,
    firstWarning: exchange.warnings[0] ?? null,
    marks: { isPinned: false, tags: [], note: '' },
  };
}

/** A list of these exchanges and no others. */
export function windowOf(exchanges: readonly Exchange[]): ExchangeWindow {
  return {
    count: exchanges.length,
    totalCount: exchanges.length,
    liveCount: 0,
    from: 0,
    rows: exchanges.map(rowOf),
    groups: [],
    problem: null,
    isSearching: false,
  };
}

/** Serves kept bodies to a page as main does, ranges and spans included. Returns the ranges that were asked for. */
export async function serveBodies(page: Page, bodies: Readonly<Record<string, Buffer>>): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/body/**', async (route) => {
    const url = new URL(route.request().url());
    const bytes = bodies[url.pathname.replace('/body/', '')];
    if (!bytes) return route.fulfill({ status: 404 });
    const from = Number(url.searchParams.get('from') ?? 0);
    const whole = bytes.subarray(from, from + Number(url.searchParams.get('length') ?? bytes.length));
    const contentType = url.searchParams.get('type') ?? 'application/octet-stream';
    const range = /^bytes=(\d+)-(\d+)$/u.exec(route.request().headers()['range'] ?? '');
    if (!range) return route.fulfill({ body: whole, contentType });
    asked.push(range[0]);
    const body = whole.subarray(Number(range[1]), Number(range[2]) + 1);
    return route.fulfill({ status: 206, body, contentType });
  });
  return asked;
}
