import { once } from 'node:events';
import { fork } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openHome } from '../../src-main/home.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();

it('a finished transfer is read back in the next launch exactly as it was', async () => {
  const server = await withServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"渡口":1}');
  });
  const page = await withTransfers(worker);
  await page.request({
    url: `${server.origin}/a?token=1`,
    header: { 'X-Own': '1' },
  }).ended;
  const download = page.download({ url: server.origin });
  await download.ended;
  page.journal.addCallbacks(download.exchange().id, [
    {
      taskId: download.taskId,
      name: 'success',
      atMs: 3,
      argument: { a: [1, null] },
    },
  ]);
  await page.close();
  const before = page.journal.list();
  const again = createJournal(
    { table: page.home.tables.exchanges },
    { project: 'local-test', launch: page.home.launch },
  );
  expect(again.list()).toEqual(before);
  expect(before.map(({ state, callbacks }) => [state, callbacks.length])).toEqual([
    ['done', 0],
    ['done', 1],
  ]);
});

it('what a killed launch left alive has failed in the next one', async () => {
  const folder = path.join(await tempDir(), 'home');
  const child = fork(new URL('../support/journal-holder.ts', import.meta.url), [folder], {
    execArgv: [],
  });
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const home = openHome(folder, systemClock);
  const journal = createJournal({ table: home.tables.exchanges }, { project: 'a', launch: home.launch });
  expect(journal.list().map(({ id, state, durationMs }) => [id, state, durationMs !== null])).toEqual([
    ['waiting', 'failed', true],
    ['running', 'failed', true],
    ['done', 'done', true],
  ]);
  expect(journal.ofThisLaunch()).toEqual([]);
  home.close();
});
