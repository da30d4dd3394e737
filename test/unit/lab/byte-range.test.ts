import { expect, it } from 'vitest';
import { rangeFromHeader } from '../../../src-main/lab/byte-range.ts';

it.each([
  [undefined, 10, null],
  ['bytes=0-4', 10, { start: 0, end: 5 }],
  ['bytes=5-', 10, { start: 5, end: 10 }],
  ['bytes=5-99', 10, { start: 5, end: 10 }],
  ['bytes=-3', 10, { start: 7, end: 10 }],
  ['bytes=-99', 10, { start: 0, end: 10 }],
  ['bytes=9-9', 10, { start: 9, end: 10 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=5-4', 10, null],
  ['bytes=-', 10, null],
  ['bytes=0-1,3-4', 10, null],
  ['lines=0-1', 10, null],
] as const)('%s of %i bytes', (header, sizeBytes, expected) => {
  expect(rangeFromHeader(header, sizeBytes)).toEqual(expected);
});
