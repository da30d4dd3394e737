import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { descriptorsOf } from '../support/open-files.ts';
import { shareLab } from '../support/shared-lab.ts';
import { shareWorker, withTransfers, type PageTask } from '../support/transfer-harness.ts';

const COUNT = 100;
const AT_ONCE = 10;
const SIZE = 40_000;

const worker = shareWorker();
const lab = shareLab();

/** Runs `COUNT` tasks, never more than ten at once. */
async function runAll(start: (index: number) => PageTask): Promise<PageTask[]> {
  const tasks: PageTask[] = [];
  const lane = async (): Promise<void> => {
    while (tasks.length < COUNT) {
      const task = start(tasks.length);
      tasks.push(task);
      await task.ended;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return tasks;
}

/** Open descriptors by what they are; sockets in the pool are told apart by the caller. */
async function ledgerOf(pid: number | 'self'): Promise<{ readonly files: number; readonly sockets: number }> {
  const targets = await descriptorsOf(pid);
  const sockets = targets.filter((target) => target.startsWith('socket:')).length;
  return { files: targets.length - sockets, sockets };
}

it('a hundred uploads and a hundred downloads leave the books at zero and a full record of each', async () => {
  const page = await withTransfers(worker);
  const content = Buffer.alloc(SIZE, 'ferry');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const filePath = await page.picked('photo.jpg', content);
  // The first transfer brings the worker's look-ups and pools into being.
  await page.upload({ url: `${lab().origin}/upload`, filePath }).ended;
  await page.transfers.settled();
  await page.journal.clear();
  const child = worker.workers.current();
  const before = { here: await ledgerOf('self'), there: await ledgerOf(child.pid) };
  const listeners = { message: child.listenerCount('message'), exit: child.listenerCount('exit') };

  const uploads = await runAll((index) =>
    page.upload({
      url: `${lab().origin}/upload?n=${String(index)}`,
      filePath,
      formData: [['n', String(index)]],
    }),
  );
  const downloads = await runAll((index) =>
    page.download({ url: `${lab().origin}/download?size=${String(SIZE)}&type=image/png&n=${String(index)}` }),
  );
  for (const task of [...uploads, ...downloads]) {
    page.journal.addCallbacks(task.exchange().id, [
      {
        taskId: task.taskId,
        name: 'success',
        atMs: 1,
        argument: {},
      },
    ]);
  }
  await page.close();

  const after = { here: await ledgerOf('self'), there: await ledgerOf(child.pid) };
  expect({ here: after.here.files, there: after.there.files, listeners }).toEqual({
    here: before.here.files,
    there: before.there.files,
    listeners: { message: child.listenerCount('message'), exit: child.listenerCount('exit') },
  });
  // The worker's idle connections stay within its pool of ten for the one host.
  expect(after.there.sockets - before.there.sockets).toBeLessThan(AT_ONCE);

  const downloadHash = page.files.list().findLast((file) => file.mediaType === 'image/png')?.sha256;
  expect(downloadHash).toMatch(/^[0-9a-f]{64}$/);
  const phaseNames = new Set(['queue', 'connect', 'send', 'wait', 'receive']);
  const stories = [...uploads, ...downloads].map((task) => {
    const exchange = task.exchange();
    return {
      ends: task.events.filter((event) => event.kind === 'ended').length,
      state: exchange.state,
      statusCode: exchange.statusCode,
      headers: exchange.requestHeaders.length > 3 && exchange.responseHeaders.length > 1,
      parts: exchange.parts.map(({ name, sizeBytes }) => [name, sizeBytes > 0]),
      phases: exchange.phases.every(
        ({ name, startMs, endMs }) => phaseNames.has(name) && startMs >= 0 && startMs <= endMs,
      ),
      last: exchange.phases.at(-1)?.name,
      callbacks: exchange.callbacks.map(({ name }) => name),
      sha256: exchange.file?.sha256,
    };
  });
  const story = {
    ends: 1,
    state: 'done',
    statusCode: 200,
    headers: true,
    phases: true,
    last: 'receive',
    callbacks: ['success'],
  };
  expect(stories).toEqual([
    ...uploads.map(() => ({
      ...story,
      parts: [
        ['n', true],
        ['file', true],
      ],
      sha256,
    })),
    ...downloads.map(() => ({ ...story, parts: [], sha256: downloadHash })),
  ]);
  expect(new Set(page.journal.list().map(({ id }) => id)).size).toBe(2 * COUNT);
  expect(page.files.list()).toHaveLength(COUNT + 1);
});
