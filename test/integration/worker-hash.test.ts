import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { WorkerEvent } from '../../src-main/worker/protocol.ts';
import { withServer } from '../support/with-server.ts';
import { withWorker } from '../support/worker-harness.ts';

type HashedEvent = Extract<WorkerEvent, { kind: 'hashed' }>;
const hashed =
  (id: string) =>
  (event: WorkerEvent): event is HashedEvent =>
    event.kind === 'hashed' && event.id === id;

it.each([0, 1, 3 * 1024 * 1024 + 1])('hashes a file of %i bytes', async (sizeBytes) => {
  const worker = await withWorker();
  const path = join(worker.folder, 'file.bin');
  const bytes = randomBytes(sizeBytes);
  await writeFile(path, bytes);
  worker.hash('h', path);
  const event = await worker.event(hashed('h'));
  expect(event.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  await worker.close();
});

it('says null of a file it cannot read', async () => {
  const worker = await withWorker();
  worker.hash('gone', join(worker.folder, 'gone'));
  worker.hash('folder', worker.folder);
  expect((await worker.event(hashed('gone'))).sha256).toBeNull();
  expect((await worker.event(hashed('folder'))).sha256).toBeNull();
  await worker.close();
});

it('waits while a transfer runs', async () => {
  const asked = Promise.withResolvers<() => void>();
  const server = await withServer((_request, response) => {
    asked.resolve(() => response.end());
  });
  const worker = await withWorker();
  const path = join(worker.folder, 'file.bin');
  await writeFile(path, 'content');
  const job = worker.job({ url: server.origin });
  worker.start(job);
  worker.hash('h', path);
  const answer = await asked.promise;
  // A second exchange has come and gone: there was time to hash.
  const other = await withServer((_request, response) => response.end());
  await worker.run(worker.job({ url: other.origin }));
  expect(worker.events.some(hashed('h'))).toBe(false);
  answer();
  await worker.event(hashed('h'));
  const order = worker.events.map((event) => event.kind);
  expect(order.indexOf('hashed')).toBeGreaterThan(order.lastIndexOf('ended'));
  await worker.close();
});
