import { expect, it } from 'vitest';
import { bytesParameter, flagParameter, numberParameter } from '../../../src-main/lab/parameters.ts';

const GIB = 1024 ** 3;
const query = (text: string) => new URLSearchParams(text);

it.each([
  ['size=0', 0],
  ['size=500', 500],
  ['size=1k', 1024],
  ['size=64K', 65_536],
  ['size=2m', 2 * 1024 ** 2],
  ['size=2MB', 2 * 1024 ** 2],
  ['size=8g', 8 * GIB],
  ['', 7],
])('%j is %i bytes', (text, expected) => {
  expect(bytesParameter(query(text), 'size', { min: 0, max: 8 * GIB, fallback: 7 })).toBe(expected);
});

it('says what is allowed and what was found', () => {
  expect(() => numberParameter(query('ms=soon'), 'ms', { min: 0, max: 10, fallback: 1 })).toThrow(
    'ms must be a whole number from 0 to 10; “soon” is not',
  );
  expect(() => numberParameter(query(''), 'ms', { min: 0, max: 10, fallback: null })).toThrow(
    'ms must be a whole number from 0 to 10; it is missing',
  );
});

it.each([
  ['', false],
  ['chunked', true],
  ['chunked=1', true],
  ['chunked=true', true],
  ['chunked=0', false],
  ['chunked=false', false],
])('%j is %s', (text, expected) => {
  expect(flagParameter(query(text), 'chunked')).toBe(expected);
});
