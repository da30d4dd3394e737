import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBatchWriter, writeToDisk, type WriteDoor } from '../../../src-main/worker/batch-writer.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A disk that takes at most three bytes at a time. */
const shortWrites: WriteDoor = (fd, buffers, position) => {
  const first = buffers.find((buffer) => buffer.length > 0) ?? new Uint8Array();
  return writeToDisk(fd, [first.subarray(0, 3)], position);
};

it('writes everything, in order, when the system writes less than asked', async () => {
  const path = join(await tempDir(), 'out');
  const writer = await openBatchWriter(path, shortWrites);
  await writer.append([Buffer.from('abcde'), Buffer.alloc(0), Buffer.from('fghijkl')]);
  await writer.append([Buffer.from('mnopq')]);
  await writer.close();
  expect(await readFile(path, 'utf8')).toBe('abcdefghijklmnopq');
});

it('removes what it discards, also twice and after closing', async () => {
  const path = join(await tempDir(), 'out');
  const writer = await openBatchWriter(path, writeToDisk);
  await writer.append([Buffer.from('x')]);
  await writer.close();
  await writer.discard();
  await writer.discard();
  await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('does not write after closing', async () => {
  const writer = await openBatchWriter(join(await tempDir(), 'out'), writeToDisk);
  await writer.close();
  await expect(writer.append([Buffer.from('x')])).rejects.toMatchObject({ code: 'file.io' });
});
