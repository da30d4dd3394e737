import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { ERROR_HEADS } from '#contract/transfer';
import { shareWorker, storyOf, withTransfers, type TransferHarness } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const partsFolder = ({ home }: TransferHarness): string =>
  path.join(home.dataFolder('local-test'), 'parts', String(home.launch));

it('a killed worker fails ten live tasks of each kind once, and what waited or comes next has a new one', async () => {
  let reached = 0;
  const everybody = Promise.withResolvers<undefined>();
  const server = await withServer((request, response) => {
    if (request.url === '/next') {
      response.end('fine');
      return;
    }
    request.pause();
    if (request.method === 'GET') response.writeHead(200, { 'content-length': '1000' }).write('half');
    reached += 1;
    if (reached === 30) everybody.resolve(undefined);
  });
  const page = await withTransfers(worker);
  const url = `${server.origin}/held`;
  const filePath = await page.picked('a.bin', randomBytes(4 * 1024 * 1024));
  const tasks = Array.from({ length: 10 }, () => [
    page.upload({ url, filePath }),
    page.download({ url }),
    page.request({ url }),
  ]).flat();
  const waiting = page.request({ url: `${server.origin}/next` });
  await everybody.promise;
  await Promise.all(
    tasks.filter((task) => task.exchange().kind === 'download').map((task) => task.heard('progress')),
  );
  const parts = await readdir(partsFolder(page));
  expect(parts.filter((name) => name.endsWith('.part'))).toHaveLength(10);
  const before = worker.workers.started();
  await worker.workers.crash();

  for (const task of tasks) {
    const result = await task.ended;
    const { kind } = task.exchange();
    const api = ERROR_HEADS[kind];
    expect(result.ok ? result : wxErrorFrom(api, result.error)).toEqual({
      errMsg: `${api}:fail system error`,
      errno: 600006,
    });
    expect(storyOf(task).filter((line) => line.startsWith('ended'))).toEqual(['ended net.worker-lost']);
    expect(task.exchange()).toMatchObject({
      state: 'failed',
      errMsg: `${api}:fail system error`,
      // What had come is still told.
      ...(api === 'downloadFile' ? { receivedBytes: 'half'.length } : {}),
      warnings: expect.arrayContaining([
        expect.objectContaining({
          rule: 'worker-lost',
          text: expect.stringContaining('try again') as string,
        }),
      ]) as unknown,
    });
  }
  expect(await waiting.ended).toMatchObject({ ok: true, statusCode: 200 });
  const next = page.download({ url: `${server.origin}/next` });
  expect(await next.ended).toMatchObject({ ok: true, statusCode: 200 });
  await page.close();
  expect(worker.workers.started()).toBe(before + 1);
  expect(next.exchange().file?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

it('a worker that dies in the turn of the call is a failed transfer, not a hanging one', async () => {
  const server = await withServer((_request, response) => response.end('fine'));
  const page = await withTransfers(worker);
  worker.workers.current().kill('SIGKILL');
  const lost = await page.request({ url: server.origin }).ended;
  expect(lost).toMatchObject({ ok: false, error: { code: 'net.worker-lost' } });
  expect(await page.request({ url: server.origin }).ended).toMatchObject({ ok: true });
  await page.close();
});
