import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  barText,
  bytesText,
  durationText,
  middleCut,
  tableText,
} from '../../../src-main/cli/run/terminal-text.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [12_345, '12.3 kB'],
  [123_456, '123 kB'],
  [999_499, '999 kB'],
  [999_999, '1.0 MB'],
  [1_234_567, '1.2 MB'],
  [5_000_000_000, '5.0 GB'],
  [5_000_000_000_000, '5000 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [999.7, '1.0 s'],
  [1000, '1.0 s'],
  [12_345, '12.3 s'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

it.each([
  [0, '░░░░'],
  [0.5, '▓▓░░'],
  [1, '▓▓▓▓'],
  [-1, '░░░░'],
  [7, '▓▓▓▓'],
])('a share of %d is %s', (share, bar) => {
  expect(barText(share, 4)).toBe(bar);
});

describe('a table', () => {
  it('has columns of equal width, as a terminal draws them', () => {
    const text = tableText([
      ['✓ ↑', '渡口', 'end'],
      ['!', 'abc', ''],
      ['', 'x', 'end'],
    ]);
    expect(text.split('\n')).toEqual(['✓ ↑  渡口  end', '!    abc', '     x     end']);
  });

  it('of nothing is nothing', () => {
    expect(tableText([])).toBe('');
  });
});

describe('a text cut in its middle', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['http://host/a/very/long/path.jpg', 15, 'http://…ath.jpg'],
  ])('%s to %i columns is %s', (text, columns, cut) => {
    expect(middleCut(text, columns)).toBe(cut);
  });

  it.each([
    ['https://host/渡口渡口渡口渡口渡口渡口渡口.jpg', 20],
    ['🛶🛶🛶🛶🛶🛶🛶🛶🛶🛶🛶🛶', 9],
    ['渡口', 3],
  ])('%s fits into %i columns of a terminal, with no half character', (text, columns) => {
    const cut = middleCut(text, columns);
    expect(stringWidth(cut)).toBeLessThanOrEqual(columns);
    expect(cut.isWellFormed()).toBe(true);
  });
});
