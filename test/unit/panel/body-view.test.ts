import { describe, expect, test } from 'vitest';
import { spansOf } from '../../../src-renderer/panel/transfers/details/body-map.ts';
import {
  byteFrom,
  bytesReader,
  familyOf,
  textOf,
} from '../../../src-renderer/panel/transfers/details/body-reader.ts';
import { HEADER_NOTES, headerNote } from '../../../src-renderer/panel/transfers/details/header-notes.ts';
import { requestHead, responseHead } from '../../../src-renderer/panel/transfers/details/wire-text.ts';
import { profileLines } from '../../../src-renderer/panel/transfers/details/profile-lines.ts';
import { isClipped, previewBytes } from '../../../src-renderer/panel/transfers/details/messages.ts';
import {
  sentBytesOf,
  sentShare,
  sentShareOf,
} from '../../../src-renderer/panel/transfers/details/sent-share.ts';
import { serverTimings } from '../../../src-renderer/panel/transfers/details/server-timing.ts';
import { hasLongLines, inPieces } from '../../../src-renderer/ui/code/pieces.ts';
import { WARNINGS } from '../../../src-main/transfers/warnings/warning-table.ts';
import { WARNING_LESSONS } from '../../../src-renderer/panel/texts/warning-lessons.ts';
import { uploadBody } from '../../support/details-fixtures.ts';
import { exchangeFixture, profileFixture } from '../../support/exchange-fixtures.ts';

describe('a body', () => {
  test.each([
    ['application/json', '{"a":1}', 'json'],
    ['application/problem+json', '{}', 'json'],
    ['text/plain', '[1,2]', 'json'],
    ['text/plain', '[not json', 'text'],
    ['text/html; charset=utf-8', '<p>', 'html'],
    [null, '<!DOCTYPE html><p>', 'html'],
    ['image/png', null, 'image'],
    ['audio/mpeg', null, 'audio'],
    ['application/octet-stream', null, 'binary'],
  ])('of the type %s that reads %s is shown as %s', (type, text, family) => {
    expect(familyOf(type, text)).toBe(family);
  });

  test('that ends within a character is text, one with other bytes is not', () => {
    expect(textOf(new TextEncoder().encode('西湖').subarray(0, 5))).toBe('西');
    expect(textOf(Uint8Array.of(0xff, 0xfe, 1))).toBeNull();
    expect(textOf(Uint8Array.of(65, 0, 66))).toBeNull();
  });

  test('at hand is read from any place', async () => {
    expect([...(await bytesReader(Uint8Array.of(1, 2, 3))(1, 9))]).toEqual([2, 3]);
  });
});

test.each([
  ['0', 0],
  ['900,000,000', 900_000_000],
  ['1 234', 1234],
  ['0x10', 16],
  [' 0XfF ', 255],
  ['1073741823', 1_073_741_823],
  ['1073741824', null],
  ['-1', null],
  ['12a', null],
  ['', null],
])('the place typed as %j is byte %j', (typed, place) => {
  expect(byteFrom(typed, 1024 ** 3)).toBe(place);
});

describe('what of a body went out', () => {
  test('is known while it goes and when it ended early, and is all of it once it was answered', () => {
    const upload = exchangeFixture('u', { kind: 'upload', statusCode: null, sentBytes: 40 });
    expect(sentBytesOf(upload, 100)).toBe(40);
    expect(sentBytesOf({ ...upload, sentBytes: 100 }, 100)).toBe(Infinity);
    expect(sentBytesOf({ ...upload, statusCode: 413 }, 100)).toBe(40);
    expect(sentBytesOf({ ...upload, origin: { kind: 'import', from: 'a.har' } }, 100)).toBe(Infinity);
  });

  test('is told by part, a part without content by its head', () => {
    expect([sentShare(10, 5, 15), sentShare(10, 5, 12), sentShare(10, 5, 10)]).toEqual([
      'whole',
      'begun',
      'none',
    ]);
    const part = uploadBody().parts.parts[0];
    if (!part) throw new Error('The fixture has no part.');
    expect(sentShareOf({ ...part, sizeBytes: 0 }, part.contentOffsetBytes)).toBe('whole');
  });
});

test('Server-Timing is read with its durations and descriptions, whatever stands in quotes', () => {
  expect(
    serverTimings([
      ['Server-Timing', 'db;dur=53.2, cache;desc="HIT, edge; 7";dur=1'],
      ['X', 'y'],
      ['server-timing', 'origin, ;dur=1,'],
    ]),
  ).toEqual([
    ['db', '53.2\u00a0ms'],
    ['cache', '1\u00a0ms · HIT, edge; 7'],
    ['origin', ''],
  ]);
});

test('lines beyond twenty thousand characters are shown in pieces that join to the same', () => {
  const text = `short\n${'x'.repeat(20_000)}\n${'西'.repeat(20_001)}`;
  expect([hasLongLines('a\nb'), hasLongLines('x'.repeat(20_000)), hasLongLines(text)]).toEqual([
    false,
    false,
    true,
  ]);
  const pieces = inPieces(text).text.split('\n');
  expect(Math.max(...pieces.slice(2).map(({ length }) => length))).toBe(2000);
  expect(pieces.slice(2).join('')).toBe('西'.repeat(20_001));
});

test('a message of a WebSocket knows its bytes, and whether more of them came', () => {
  const text = { direction: 'sent', atMs: 0, kind: 'text', sizeBytes: 3, preview: '西' } as const;
  expect([isClipped(text), isClipped({ ...text, sizeBytes: 4 })]).toEqual([false, true]);
  const bytes = { ...text, kind: 'bytes', preview: '00ff80' } as const;
  expect([...previewBytes(bytes)]).toEqual([0, 255, 128]);
  expect([isClipped(bytes), isClipped({ ...bytes, sizeBytes: 4 })]).toEqual([false, true]);
});

test('the map of a body covers every byte once, and no span is too thin to hit', () => {
  const { bytes, parts } = uploadBody();
  const spans = spansOf(parts.parts, bytes.length);
  let at = 0;
  for (const span of spans) {
    expect(span.fromBytes).toBe(at);
    at += span.lengthBytes;
  }
  expect(at).toBe(bytes.length);
  expect(Math.min(...spans.map(({ sharePercent }) => sharePercent))).toBeGreaterThanOrEqual(1.5);
  expect(spans.reduce((sum, { sharePercent }) => sum + sharePercent, 0)).toBeCloseTo(100);
  expect(spans.map(({ kind }) => kind)).toEqual(['head', 'part', 'head', 'part', 'head', 'part', 'tail']);
});

test('a thousand parts still share the whole width', () => {
  const [part] = uploadBody().parts.parts;
  if (!part) throw new Error('The fixture has no part.');
  const many = Array.from({ length: 1000 }, (_, index) => ({
    ...part,
    contentOffsetBytes: index * 10 + 4,
    sizeBytes: 6,
  }));
  expect(spansOf(many, 10_000).reduce((sum, { sharePercent }) => sum + sharePercent, 0)).toBeCloseTo(100);
});

test('at least eighty headers are explained in both languages, whatever their letters', () => {
  expect(Object.keys(HEADER_NOTES).length).toBeGreaterThanOrEqual(80);
  for (const [name, note] of Object.entries(HEADER_NOTES)) {
    expect(name).toBe(name.toLowerCase());
    expect(note.en).toMatch(/[.]$/u);
    expect(note['zh-CN']).toMatch(/。$/u);
  }
  expect(headerNote('CONTENT-Type', 'en')).toContain('boundary');
  expect(headerNote('x-of-nobody', 'en')).toBeNull();
});

test('every warning has its reason and what to change in both languages, and no lesson is of a rule that is gone', () => {
  expect(Object.keys(WARNING_LESSONS).sort()).toEqual(Object.keys(WARNINGS).sort());
  for (const lessons of Object.values(WARNING_LESSONS)) {
    for (const { why, change } of Object.values(lessons)) {
      expect(why).toMatch(/[.。]$/u);
      expect(change).toMatch(/[.。]$/u);
    }
  }
});

test('heads stand as on the wire, of a redirected one as it was sent last', () => {
  const exchange = exchangeFixture('t', {
    url: 'http://a.test/x',
    redirects: ['http://b.test/y?z=1'],
    requestHeaders: [['Host', 'b.test']],
    responseHeaders: [['A', '1']],
  });
  expect(requestHead(exchange)).toBe('GET /y?z=1 HTTP/1.1\r\nHost: b.test\r\n\r\n');
  expect(responseHead(exchange)).toBe('HTTP/1.1 200\r\nA: 1\r\n\r\n');
});

test('moments of res.profile are told from the call on, counts as they are', () => {
  const lines = new Map(profileLines(profileFixture({ invokeStart: 1000, requestStart: 1126 })));
  expect(lines.get('requestStart')).toBe('1126  (+126 ms)');
  expect(lines.get('peerIP')).toBe('127.0.0.1');
  expect(lines.get('SSLconnectionStart')).toBe('0');
});
