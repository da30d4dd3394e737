import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareWorker, storyOf, withTransfers, type PageTask } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const BIG = 8 * 1024 * 1024;

/** Checks the one end of an aborted task: the words, the record, and that nothing was said after it. */
async function expectAborted(task: PageTask, api: string): Promise<void> {
  const result = await task.ended;
  expect(result.ok ? result : wxErrorFrom(api, result.error)).toEqual({ errMsg: `${api}:fail abort` });
  expect(storyOf(task).filter((line) => line.startsWith('ended'))).toEqual(['ended aborted']);
  expect(task.events.at(-1)?.kind).toBe('ended');
  expect(task.exchange()).toMatchObject({ state: 'aborted', errMsg: `${api}:fail abort`, errno: null });
  expect(task.exchange().durationMs).not.toBeNull();
}

describe('an abort', () => {
  it('in the same turn as the call never reaches the network', async () => {
    const server = await withServer((_request, response) => response.end());
    const page = await withTransfers(worker);
    const filePath = await page.picked('a.txt', 'a');
    const url = server.origin;
    const tasks = [
      ['uploadFile', page.upload({ url, filePath })],
      ['downloadFile', page.download({ url })],
      ['request', page.request({ url })],
    ] as const;
    for (const [, task] of tasks) task.abort();
    for (const [api, task] of tasks) await expectAborted(task, api);
    await page.close();
    expect(server.connections()).toBe(0);
  });

  it('of a request that waits for a slot takes it out of the queue', async () => {
    const gate = Promise.withResolvers<undefined>();
    const urls: string[] = [];
    const server = await withServer((request, response) => {
      urls.push(request.url ?? '');
      void gate.promise.then(() => response.end());
    });
    const page = await withTransfers(worker);
    const running = Array.from({ length: 10 }, () => page.request({ url: `${server.origin}/running` }));
    const queued = page.request({ url: `${server.origin}/aborted` });
    const last = page.request({ url: `${server.origin}/last` });
    queued.abort();
    await expectAborted(queued, 'request');
    expect(queued.exchange().profile).toBeNull();
    gate.resolve(undefined);
    await Promise.all([...running, last].map((task) => task.ended));
    expect([urls.includes('/aborted'), urls.includes('/last')]).toEqual([false, true]);
    await page.close();
  });

  it('before the headers closes the connection', async () => {
    const reached = Promise.withResolvers<undefined>();
    const server = await withServer(() => {
      reached.resolve(undefined);
    });
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    await reached.promise;
    task.abort();
    await expectAborted(task, 'downloadFile');
    await server.drained();
    await page.close();
  });

  it('in the middle of a download removes what came', async () => {
    const server = await withServer((_request, response) => {
      response.writeHead(200, { 'content-length': String(BIG) });
      response.write(randomBytes(BIG / 2));
    });
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    await task.heard('headers');
    task.abort();
    await expectAborted(task, 'downloadFile');
    expect(storyOf(task)).toContain('headers 200');
    expect(page.files.list()).toEqual([]);
    await server.drained();
    await page.close();
  });

  it('in the middle of an upload lets go of the file and the connection', async () => {
    const reached = Promise.withResolvers<IncomingMessage>();
    const server = await withServer((request) => {
      // Reads the head only: the sender has to wait with its body half sent.
      reached.resolve(request.pause());
    });
    const page = await withTransfers(worker);
    const filePath = await page.picked('a.bin', randomBytes(BIG));
    const task = page.upload({ url: server.origin, filePath });
    const request = await reached.promise;
    task.abort();
    await expectAborted(task, 'uploadFile');
    request.resume();
    expect(task.exchange().sentBytes).toBeLessThan(BIG);
    await server.drained();
    await page.close();
  });

  it('after the end changes nothing', async () => {
    const server = await withServer((_request, response) => response.end('done'));
    const page = await withTransfers(worker);
    const task = page.request({ url: server.origin });
    const result = await task.ended;
    const before = [...task.events];
    task.abort();
    task.abort();
    await page.close();
    expect([task.events, task.exchange().state, result.ok]).toEqual([before, 'done', true]);
  });

  it('of a task nobody knows is no error', async () => {
    const server = await withServer((_request, response) => response.end('done'));
    const page = await withTransfers(worker);
    const task = page.request({ url: server.origin });
    expect(() => {
      page.transfers.abort(
        { generation: 1, context: null as never, isSuspended: () => false, emit: () => undefined },
        task.taskId,
      );
    }).not.toThrow();
    expect(await task.ended).toMatchObject({ ok: true });
    await page.close();
  });
});

describe('a page that is gone', () => {
  it('hears nothing more; its transfers end and their sockets close', async () => {
    const uploads: IncomingMessage[] = [];
    let reached = 0;
    const everybody = Promise.withResolvers<undefined>();
    const server = await withServer((request, response) => {
      if (request.method === 'POST') uploads.push(request.pause());
      else response.writeHead(200, { 'content-length': '1000' }).write('half');
      reached += 1;
      if (reached === 3) everybody.resolve(undefined);
    });
    const page = await withTransfers(worker);
    const url = server.origin;
    const filePath = await page.picked('a.bin', randomBytes(BIG));
    const tasks = [page.upload({ url, filePath }), page.download({ url }), page.request({ url })];
    await Promise.all([everybody.promise, tasks[1]?.heard('progress'), tasks[2]?.heard('headers')]);
    const heard = tasks.map((task) => [...task.events]);
    page.release();
    // A reader that does not read would not notice that nobody sends any more.
    for (const upload of uploads) upload.resume();
    await server.drained();
    await page.close();
    expect(tasks.map((task) => task.events)).toEqual(heard);
    expect(page.journal.list().map(({ state }) => state)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(page.files.list().map(({ kind, path }) => [kind, path])).toEqual([['temp', filePath]]);
  });
});
