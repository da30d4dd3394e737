import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Job, WorkerEvent } from '../../src-main/worker/protocol.ts';
import { requestHead, withRawServer } from '../support/raw-server.ts';
import { withServer } from '../support/with-server.ts';
import { withWorker, type WorkerHarness } from '../support/worker-harness.ts';

const MIB = 1024 * 1024;
const aborted = { ok: false, error: { code: 'aborted', message: 'The transfer was aborted' } };

const toFile = (worker: WorkerHarness): Pick<Job, 'sink'> => ({
  sink: { kind: 'file', partPath: worker.partPath(), limitBytes: null },
});

it('at once, before anything has happened', async () => {
  const server = await withServer((_request, response) => response.end());
  const worker = await withWorker();
  const job = worker.job({ url: server.origin, ...toFile(worker) });
  worker.start(job);
  worker.abort(job.id);
  expect((await worker.ended(job.id)).outcome).toEqual(aborted);
  expect(server.connections()).toBe(0);
  await worker.close();
});

it('while it waits for an answer', async () => {
  const asked = Promise.withResolvers<undefined>();
  const server = await withRawServer((socket) => {
    void requestHead(socket).then(() => {
      socket.resume();
      asked.resolve(undefined);
    });
  });
  const worker = await withWorker();
  const job = worker.job({ url: server.origin, ...toFile(worker) });
  worker.start(job);
  await asked.promise;
  worker.abort(job.id);
  expect((await worker.ended(job.id)).outcome).toEqual(aborted);
  await worker.close();
  await server.drained();
});

it('in the middle of an upload', async () => {
  const asked = Promise.withResolvers<undefined>();
  const server = await withRawServer((socket) => {
    void requestHead(socket).then(() => {
      asked.resolve(undefined);
    });
  });
  const worker = await withWorker();
  const path = join(worker.folder, 'upload.bin');
  await writeFile(path, randomBytes(32 * MIB));
  const job = worker.job({
    method: 'POST',
    url: server.origin,
    body: { kind: 'file', path, sizeBytes: 32 * MIB },
  });
  worker.start(job);
  await asked.promise;
  worker.abort(job.id);
  const ended = await worker.ended(job.id);
  expect(ended.outcome).toEqual(aborted);
  expect(ended.counts.sentBytes).toBeLessThan(32 * MIB);
  await worker.close();
});

it('in the middle of a download', async () => {
  const server = await withServer((_request, response) => {
    response.writeHead(200, { 'content-length': 10 * MIB });
    response.write(randomBytes(3 * MIB));
  });
  const worker = await withWorker();
  const job = worker.job({ url: server.origin, ...toFile(worker) });
  worker.start(job);
  await worker.event(
    (event): event is Extract<WorkerEvent, { kind: 'progress' }> =>
      event.kind === 'progress' && event.receivedBytes > 0,
  );
  worker.abort(job.id);
  expect((await worker.ended(job.id)).outcome).toEqual(aborted);
  await worker.close();
  await server.drained();
});

it('after the end: nothing', async () => {
  const server = await withServer((_request, response) => response.end('done'));
  const worker = await withWorker();
  const job = worker.job({ url: server.origin, ...toFile(worker) });
  const ended = await worker.run(job);
  expect(ended.outcome).toMatchObject({ ok: true });
  worker.abort(job.id);
  worker.abort('never-was');
  await worker.close(['body.part']);
  await server.drained();
});

it('of one leaves the others alone', async () => {
  const bothCame = Promise.withResolvers<undefined>();
  let came = 0;
  const server = await withServer((request, response) => {
    came += 1;
    if (came === 2) bothCame.resolve(undefined);
    if (request.url === '/ends') void aborting.promise.then(() => response.end('fine'));
  });
  const aborting = Promise.withResolvers<undefined>();
  const worker = await withWorker();
  const doomed = worker.job({ url: `${server.origin}/hangs` });
  const lucky = worker.job({ url: `${server.origin}/ends` });
  worker.start(doomed);
  worker.start(lucky);
  await bothCame.promise;
  worker.abort(doomed.id);
  expect((await worker.ended(doomed.id)).outcome).toEqual(aborted);
  aborting.resolve(undefined);
  expect((await worker.ended(lucky.id)).outcome).toMatchObject({ ok: true });
  await worker.close();
  await server.drained();
});

it('when the worker closes, every job ends', async () => {
  const allCame = Promise.withResolvers<undefined>();
  let came = 0;
  const server = await withServer(() => {
    came += 1;
    if (came === 3) allCame.resolve(undefined);
  });
  const worker = await withWorker();
  const jobs = [1, 2, 3].map(() => worker.job({ url: server.origin }));
  for (const job of jobs) worker.start(job);
  await allCame.promise;
  await worker.close();
  const outcomes = await Promise.all(jobs.map(async (job) => (await worker.ended(job.id)).outcome));
  expect(outcomes).toEqual([aborted, aborted, aborted]);
  await server.drained();
});
