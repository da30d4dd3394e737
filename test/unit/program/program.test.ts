import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PageReport } from '#contract/wx';
import { withProgram, type ProgramHarness } from '../../support/program-harness.ts';
import { withServer } from '../../support/with-server.ts';

const call = (url: string, taskId: string) => ({
  taskId,
  url,
  header: {},
  timeoutMs: null,
  wantsHttp2: false,
  invokedAtEpochMs: 0,
  followsRedirects: true,
  callSite: { page: 'pages/a/a', stack: '' },
  written: {},
  method: 'GET',
  body: { kind: 'none' } as const,
  responseType: 'text' as const,
});

const endsOf = ({ sent }: ProgramHarness): unknown[] =>
  sent.flatMap((event) =>
    event.kind === 'task' && event.event.kind === 'ended'
      ? [[event.event.taskId, event.event.generation, event.event.result.ok]]
      : [],
  );

describe('a boot', () => {
  it('begins a generation and tells the page who it is', async () => {
    const { program } = await withProgram();
    expect(await program.boot()).toMatchObject({
      generation: 1,
      appid: 'touristappid',
      entry: null,
      userDataPath: 'http://usr',
    });
    expect((await program.boot()).generation).toBe(2);
  });

  it('ends what the one before had under way, and its late answers go nowhere', async () => {
    const reached = Promise.withResolvers<undefined>();
    const server = await withServer((request, response) => {
      if (request.url === '/held') reached.resolve(undefined);
      else response.end('fresh');
    });
    const harness = await withProgram();
    const { program, transfers } = harness;
    await program.boot();
    transfers.request(program.owner(), call(`${server.origin}/held`, 't1'));
    await reached.promise;
    await program.boot();
    transfers.request(program.owner(), call(`${server.origin}/fresh`, 't1'));
    await transfers.settled();
    expect(endsOf(harness)).toEqual([['t1', 2, true]]);
    expect(program.journal.list().map(({ state }) => state)).toEqual(['aborted', 'done']);
  });

  it('drops the bodies of the one before', async () => {
    const { program, transfers, home } = await withProgram();
    const server = await withServer((_request, response) => response.end('x'.repeat(100_000)));
    const folder = path.join(home.dataFolder('local-test'), 'parts', String(home.launch));
    await program.boot();
    transfers.request(program.owner(), call(server.origin, 't1'));
    await transfers.settled();
    const files = async (): Promise<number> =>
      (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).length;
    const during = await files();
    await program.boot();
    expect([during, await files()]).toEqual([1, 0]);
  });
});

describe('a report of a page', () => {
  it('goes where its kind belongs', async () => {
    const { program } = await withProgram();
    await program.boot();
    program.report([
      { kind: 'page-opening', route: 'pages/a/a', query: 'x=1' },
      { kind: 'page-ready', route: 'pages/a/a', openMs: 12 },
      { kind: 'stack', routes: ['pages/a/a'] },
      { kind: 'unsupported', api: 'wx.login' },
      { kind: 'page-opening', route: 'pages/b/b', query: '' },
      { kind: 'page-failed', route: 'pages/b/b', message: 'no' },
    ]);
    expect([program.log.state(), program.log.visits, program.log.unsupported()]).toEqual([
      { route: 'pages/a/a', routes: ['pages/a/a'], loading: false },
      [
        { path: 'pages/a/a', query: 'x=1', opened: true, failure: null, openMs: 12 },
        { path: 'pages/b/b', query: '', opened: false, failure: 'no', openMs: 0 },
      ],
      [{ api: 'wx.login', calls: 1 }],
    ]);
  });

  it('of a callback is kept with its transfer, also after the end', async () => {
    const server = await withServer((_request, response) => response.end());
    const { program, transfers } = await withProgram();
    await program.boot();
    transfers.request(program.owner(), call(server.origin, 't1'));
    await transfers.settled();
    const callback = { taskId: 't1', name: 'success', atMs: 3, argument: { a: 1 } };
    program.report([
      { kind: 'callback', callback },
      { kind: 'callback', callback: { ...callback, taskId: 'nobody' } },
    ]);
    expect(program.journal.list().map(({ callbacks }) => callbacks)).toEqual([[callback]]);
  });

  it('of a callback finds its transfer among the latest two thousand that ended', async () => {
    const server = await withServer((_request, response) => response.end());
    const { program, transfers } = await withProgram();
    await program.boot();
    const owner = program.owner();
    for (let count = 1; count <= 2001; count += 1)
      transfers.request(owner, call('nowhere', `t${String(count)}`));
    transfers.request(owner, call(server.origin, 'last'));
    await transfers.settled();
    expect(['t1', 't2', 't3', 'last'].map((id) => transfers.exchangeOf(owner, id) !== null)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(transfers.live()).toBe(0);
  });

  it('of an exception has its stack mapped and its cause told', async () => {
    const { program, transfers } = await withProgram({
      mapStack: (stack) => ({
        stack: `mapped ${stack}`,
        location: 'pages/a/a.js:3:7',
        codeFrame: '',
      }),
    });
    const report = (page: string, ours: boolean): PageReport => ({
      kind: 'exception',
      page,
      message: 'x is not a function',
      stack: 'raw',
      ours,
    });
    await program.boot();
    program.report([report('pages/a/a', false), report('pages/a/a', true)]);
    // Nobody listens on port 1: a transfer of pages/a/a that fails.
    transfers.request(program.owner(), call('http://127.0.0.1:1/', 't1'));
    await transfers.settled();
    program.report([report('pages/a/a', false), report('pages/a/a', true), report('pages/b/b', false)]);
    expect(program.log.exceptions.map(({ page, cause }) => [page, cause])).toEqual([
      ['pages/a/a', 'project'],
      ['pages/a/a', 'ferry'],
      ['pages/a/a', 'after-failed-request'],
      ['pages/a/a', 'ferry'],
      ['pages/b/b', 'project'],
    ]);
    expect(program.log.exceptions[0]).toMatchObject({ stack: 'mapped raw', location: 'pages/a/a.js:3:7' });
  });

  it('has no request of an earlier run of the page to blame', async () => {
    const { program, transfers } = await withProgram();
    await program.boot();
    transfers.request(program.owner(), call('http://127.0.0.1:1/', 't1'));
    await transfers.settled();
    await program.boot();
    program.report([{ kind: 'exception', page: 'pages/a/a', message: 'x', stack: '', ours: false }]);
    // cli.md: a request of that page had failed in the same generation.
    expect(program.log.exceptions.map(({ cause }) => cause)).toEqual(['project']);
  });
});

describe('a command to the page', () => {
  it('is sent under its own number and resolves with that answer', async () => {
    const { program, sent } = await withProgram();
    await program.boot();
    const first = program.drive({ kind: 'stack' }, 5000);
    const second = program.drive({ kind: 'locate', selector: '.a' }, 5000);
    const numbers = sent.flatMap((event) => (event.kind === 'drive' ? [event.commandId] : []));
    program.driven(numbers[1] ?? 0, { kind: 'located', rect: null, coveredBy: null });
    program.driven(numbers[0] ?? 0, { kind: 'stack', routes: ['pages/a/a'] });
    program.driven(numbers[0] ?? 0, { kind: 'relaunched' });
    program.driven(999, { kind: 'relaunched' });
    expect(await Promise.all([first, second])).toEqual([
      { kind: 'stack', routes: ['pages/a/a'] },
      { kind: 'located', rect: null, coveredBy: null },
    ]);
  });

  it('that is not answered in time is rejected', async () => {
    const { program } = await withProgram();
    await program.boot();
    await expect(program.drive({ kind: 'stack' }, 20)).rejects.toMatchObject({ code: 'page.gone' });
  });

  it('fails at once when the page is reloaded or closed', async () => {
    const { program } = await withProgram();
    await program.boot();
    const reloaded = program.drive({ kind: 'stack' }, 60_000);
    await program.boot();
    const closed = program.drive({ kind: 'stack' }, 60_000);
    await program.close();
    expect(await Promise.all([reloaded, closed])).toMatchObject([
      { kind: 'failed', error: { code: 'page.gone' } },
      { kind: 'failed', error: { code: 'page.gone' } },
    ]);
  });
});

describe('a page whose process is gone', () => {
  it('ends its run, says so with what to do, and can be booted again', async () => {
    const { program, transfers } = await withProgram();
    const server = await withServer(() => undefined);
    const { generation } = await program.boot();
    const owner = program.owner(generation);
    transfers.request(owner, call(server.origin, 't1'));
    program.report([{ kind: 'stack', routes: ['pages/a/a'] }]);
    const asked = program.drive({ kind: 'stack' }, 60_000);
    program.pageLost('killed');
    expect(await asked).toMatchObject({ kind: 'failed', error: { code: 'page.gone' } });
    await expect(program.drive({ kind: 'stack' }, 60_000)).rejects.toMatchObject({ code: 'page.gone' });
    expect(() => program.owner(generation)).toThrow(expect.objectContaining({ code: 'page.gone' }));
    expect(program.log.exceptions).toMatchObject([
      { page: 'pages/a/a', cause: 'ferry', message: expect.stringMatching(/\(killed\).*Reload/) as string },
    ]);
    await transfers.settled();
    expect(program.journal.list().map(({ state }) => state)).toEqual(['aborted']);
    expect((await program.boot()).generation).toBeGreaterThan(generation);
  });
});

describe('two boots at once', () => {
  it('end one after the other: the last is the run, the first is gone', async () => {
    const { program } = await withProgram();
    const [first, second] = await Promise.all([program.boot(), program.boot()]);
    expect([first.generation, second.generation]).toEqual([1, 2]);
    expect(program.owner().generation).toBe(2);
    expect(() => program.owner(1)).toThrow('gone');
  });
});
