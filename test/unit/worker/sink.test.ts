import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeToDisk } from '../../../src-main/worker/batch-writer.ts';
import { openSink } from '../../../src-main/worker/sink.ts';
import { createYoungGarbage } from '../../../src-main/worker/young-garbage.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MIB = 1024 * 1024;
const deps = { liveJobs: 1, writev: writeToDisk, garbage: createYoungGarbage() };

it('keeps a million chunks of a byte in little more than their size, and in their order', async () => {
  const path = join(await tempDir(), 'body.part');
  const sink = await openSink({ kind: 'file', partPath: path, limitBytes: null }, deps);
  const before = process.memoryUsage().rss;
  let mostBytes = 0;
  for (let at = 0; at < 1_000_000; at += 1) {
    if (!sink.stream.write(Buffer.of(at % 251))) await once(sink.stream, 'drain');
    if (at % 10_000 === 0) mostBytes = Math.max(mostBytes, process.memoryUsage().rss - before);
  }
  sink.stream.end();
  await once(sink.stream, 'close');
  expect(mostBytes).toBeLessThan(100 * MIB);
  expect((await readFile(path)).every((byte, at) => byte === at % 251)).toBe(true);
  expect(sink.receivedBytes()).toBe(1_000_000);
});
