import { describe, expect, test } from 'vitest';
import { spansOf } from '../../../src-renderer/panel/transfers/details/body-map.ts';
import { bytesReader, familyOf, textOf } from '../../../src-renderer/panel/transfers/details/body-reader.ts';
import { HEADER_NOTES, headerNote } from '../../../src-renderer/panel/transfers/details/header-notes.ts';
import { requestHead, responseHead } from '../../../src-renderer/panel/transfers/details/wire-text.ts';
import { profileLines } from '../../../src-renderer/panel/transfers/details/profile-lines.ts';
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
