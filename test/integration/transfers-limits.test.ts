import { describe, expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareWorker, storyOf, withTransfers, type PageTask } from '../support/transfer-harness.ts';
import { withServer, type TestServer } from '../support/with-server.ts';

const worker = shareWorker();

/** A server that holds every request until it is opened, and counts how many it held at once. */
async function gatedServer(): Promise<TestServer & { open(): void; held(): number; most(): number }> {
  const gate = Promise.withResolvers<undefined>();
  let held = 0;
  let most = 0;
  const server = await withServer((request, response) => {
    held += 1;
    most = Math.max(most, held);
    request.resume();
    void gate.promise.then(() => {
      held -= 1;
      response.end('done');
    });
  });
  return { ...server, open: () => gate.resolve(undefined), held: () => held, most: () => most };
}

describe('ten at once', () => {
  it('an eleventh upload and an eleventh download fail at once; other kinds have slots of their own', async () => {
    const server = await gatedServer();
    const page = await withTransfers(worker);
    const url = server.origin;
    const filePath = await page.picked('a.txt', 'a');
    const uploads = Array.from({ length: 11 }, () => page.upload({ url, filePath }));
    const downloads = Array.from({ length: 11 }, () => page.download({ url }));
    const request = page.request({ url });
    const refused: [string, PageTask | undefined][] = [
      ['uploadFile', uploads[10]],
      ['downloadFile', downloads[10]],
    ];
    for (const [api, task] of refused) {
      const result = await task?.ended;
      expect(result?.ok === false && wxErrorFrom(api, result.error)).toEqual({
        errMsg:
          api === 'uploadFile'
            ? 'uploadFile:fail createUploadTask:fail exceed max upload connection count 10'
            : 'downloadFile:fail createDownloadTask:fail exceed max download connection count 10',
        errno: 600007,
      });
      expect(task && storyOf(task)).toEqual(['ended request.over-limit']);
      expect(task?.exchange()).toMatchObject({ state: 'failed', errno: 600007 });
    }
    server.open();
    const others = [...uploads.slice(0, 10), ...downloads.slice(0, 10), request];
    const results = await Promise.all(others.map((task) => task.ended));
    expect(results.map(({ ok }) => ok)).toEqual(others.map(() => true));

    const again = await page.upload({ url, filePath }).ended;
    expect(again.ok).toBe(true);
    await page.close();
  });

  it('an eleventh request waits its turn, runs, and says how long it waited', async () => {
    const server = await gatedServer();
    const page = await withTransfers(worker);
    const tasks = Array.from({ length: 13 }, (_, index) =>
      page.request({ url: `${server.origin}/${String(index)}` }),
    );
    expect(tasks.slice(10).map((task) => task.exchange().state)).toEqual(['waiting', 'waiting', 'waiting']);
    server.open();
    const results = await Promise.all(tasks.map((task) => task.ended));
    expect(results.map(({ ok }) => ok)).toEqual(tasks.map(() => true));
    expect(server.most()).toBeLessThanOrEqual(10);

    const waits = tasks.map((task) => task.exchange().queueMs);
    expect(waits.slice(0, 10)).toEqual(waits.slice(0, 10).map(() => 0));
    expect(waits.slice(10).every((ms) => ms > 0)).toBe(true);
    for (const task of tasks) {
      const { profile, queueMs, phases } = task.exchange();
      expect((profile?.queueEnd ?? 0) - (profile?.queueStart ?? 0)).toBeCloseTo(queueMs, 3);
      expect(phases.some(({ name }) => name === 'queue')).toBe(queueMs > 0);
    }
    await page.close();
  });

  it('the wait in the queue is not part of the time-out', async () => {
    const server = await gatedServer();
    const page = await withTransfers(worker);
    const running = Array.from({ length: 10 }, () => page.request({ url: server.origin, timeoutMs: 300 }));
    const queued = page.request({ url: server.origin, timeoutMs: 5000 });
    const early = page.request({ url: server.origin, timeoutMs: 200 });
    const ends = await Promise.all(running.map((task) => task.ended));
    expect(ends.map((end) => (end.ok ? 'ok' : end.error.code))).toEqual(ends.map(() => 'net.timeout'));
    // `early` has waited longer than its whole budget by now, and still gets all of it.
    server.open();
    expect([await queued.ended, await early.ended]).toMatchObject([{ ok: true }, { ok: true }]);
    await page.close();
  });

  it('a slot comes back however the transfer ended', async () => {
    const page = await withTransfers(worker);
    const server = await withServer((request) => request.socket.destroy());
    for (let round = 0; round < 3; round += 1) {
      const tasks = Array.from({ length: 10 }, (_, index) =>
        page.download({
          url: index % 2 === 0 ? server.origin : 'nonsense:',
          ...(index % 3 === 0 ? { filePath: '/not/writable' } : {}),
        }),
      );
      const codes = (await Promise.all(tasks.map((task) => task.ended))).map((end) =>
        end.ok ? 'ok' : end.error.code,
      );
      expect(codes).not.toContain('request.over-limit');
      expect(codes).not.toContain('ok');
    }
    await page.close();
  });
});
