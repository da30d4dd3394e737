import { expect, test } from 'vitest';
import type { QuotaFill } from '#contract/panel-drill';
import { roomToFill } from '../../../src-main/program/drill.ts';

test.each<readonly [string, QuotaFill, number, number]>([
  ['nothing', { kind: 'none' }, 40, 0],
  ['up to a mark', { kind: 'take', sizeBytes: 90 }, 40, 50],
  ['up to a mark that is passed already', { kind: 'take', sizeBytes: 30 }, 40, 0],
  ['no more than there is', { kind: 'take', sizeBytes: 500 }, 40, 60],
  ['all but a rest', { kind: 'leave', sizeBytes: 10 }, 40, 50],
  ['all', { kind: 'leave', sizeBytes: 0 }, 40, 60],
  ['nothing where less is left', { kind: 'leave', sizeBytes: 70 }, 40, 0],
  ['nothing in a quota that is passed', { kind: 'leave', sizeBytes: 0 }, 140, 0],
])('fillers of a quota of 100 take %s', (_words, fill, keptBytes, room) => {
  expect(roomToFill(fill, keptBytes, 100)).toBe(room);
});
