import { expect, it } from 'vitest';
import { readBytesFor } from '../../../src-main/worker/upload-body.ts';

const MIB = 1024 * 1024;

it.each([
  [1, 1, 64 * 1024],
  [4 * MIB, 1, 64 * 1024],
  [4 * MIB + 1, 1, 2 * MIB],
  [4 * MIB + 1, 3, 2 * MIB],
  [4 * MIB + 1, 4, 512 * 1024],
  [1024 * MIB, 20, 512 * 1024],
])('a file of %i bytes among %i jobs is read %i bytes at a time', (sizeBytes, liveJobs, expected) => {
  expect(readBytesFor(sizeBytes, liveJobs)).toBe(expected);
});
