import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatBytesExact,
  formatDuration,
  formatDurationExact,
  formatQuota,
  formatUsed,
  lastSegment,
  percentOf,
} from '../../../src-renderer/lib/format.ts';

/** Numbers and units are joined by a no-break space; plain spaces read better in a table. */
const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9960, '10.0 kB'],
    [10_512, '10.5 kB'],
    [99_949, '99.9 kB'],
    [99_951, '100 kB'],
    [105_400, '105 kB'],
    [309_842, '310 kB'],
    [994_999, '995 kB'],
    [999_500, '1.0 MB'],
    [1_203_811, '1.2 MB'],
    [200_000_000, '200 MB'],
    [3.2e15, '3200 TB'],
  ])('%d bytes as %s', (sizeBytes, text) => {
    expect(spaced(formatBytes(sizeBytes))).toBe(text);
  });

  test('a quota is worded as WeChat words it', () => {
    expect(spaced(formatQuota(200 * 1024 * 1024))).toBe('200 MB');
  });

  test.each([
    [130_157, '130 kB'],
    [1024 * 1024, '1.0 MB'],
    [3.19 * 1024 * 1024, '3.1 MB'],
    [199.98 * 1024 * 1024, '199 MB'],
    [200 * 1024 * 1024, '200 MB'],
  ])('%d bytes of a quota as %s, in the quota’s megabytes', (sizeBytes, text) => {
    expect(spaced(formatUsed(sizeBytes))).toBe(text);
  });

  test('exact bytes are grouped as the locale groups them', () => {
    expect(spaced(formatBytesExact(1_203_811, 'en'))).toBe('1,203,811 B');
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [1, '1 ms'],
    [704.4, '704 ms'],
    [999.6, '1.0 s'],
    [2310, '2.3 s'],
    [59_400, '59 s'],
    [59_600, '1.0 min'],
    [125_000, '2.1 min'],
    [5_400_000, '1.5 h'],
  ])('%d ms as %s', (durationMs, text) => {
    expect(spaced(formatDuration(durationMs))).toBe(text);
  });

  test('exact spans keep a tenth of a millisecond', () => {
    expect(spaced(formatDurationExact(1234.56))).toBe('1234.6 ms');
  });
});

describe('formatAgo', () => {
  const now = 1_000_000_000_000;
  test.each([
    [now + 5000, 'now'],
    [now - 59_000, 'now'],
    [now - 61_000, '1 min. ago'],
    [now - 7_200_000, '2 hr. ago'],
    [now - 86_400_000, 'yesterday'],
  ])('%d', (epochMs, text) => {
    expect(formatAgo(epochMs, now, 'en')).toBe(text);
  });
});

test.each([
  ['/home/lin/相册', '相册'],
  ['C:\\code\\album\\', 'album'],
  ['/', '/'],
])('%s is called %s', (path, name) => {
  expect(lastSegment(path)).toBe(name);
});

test('percentOf is whole, within 0 and 100, and null without a total', () => {
  expect([percentOf(758_666, 1_204_233), percentOf(5, 4), percentOf(0, 10), percentOf(10, 0)]).toEqual([
    62,
    100,
    0,
    null,
  ]);
});
