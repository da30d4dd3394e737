import { expect } from 'vitest';
import { shareWorker } from '../support/transfer-harness.ts';
import { openWirePage, type Heard, type WirePage } from './wire-page.ts';
import {
  answers,
  headerOf,
  headServer,
  requestFailed,
  requestOk,
  started,
  type Task,
} from './wire-request-kit.ts';
import { ending, quiet, seeingServer, table, wholeStory, type SpecRow } from './wire-rows.ts';

/** wx-api.md §7, RequestTask. */

const { client } = shareWorker();

const COOKIE: readonly [string, string] = ['Set-Cookie', 'a=1'];
const HEADER = headerOf(2, { 'Set-Cookie': 'a=1' });

interface HeadersRow extends SpecRow {
  readonly device: 'devtools' | 'ios' | 'android' | 'windows';
  readonly told: object;
}

table<HeadersRow>(
  'RequestTask.onHeadersReceived',
  [
    {
      ids: ['7.task.onHeadersReceived'],
      says: 'is told header, statusCode and cookies on Android, before success',
      device: 'android',
      told: { header: HEADER, statusCode: 201, cookies: ['a=1'] },
    },
    {
      ids: ['7.task.onHeadersReceived'],
      says: 'is told the same on iOS',
      device: 'ios',
      told: { header: HEADER, statusCode: 201, cookies: ['a=1'] },
    },
    {
      ids: ['7.task.onHeadersReceived'],
      says: 'is told the same on Windows',
      device: 'windows',
      told: { header: HEADER, statusCode: 201, cookies: ['a=1'] },
    },
    {
      ids: ['7.task.onHeadersReceived.devtools'],
      says: 'is told no statusCode in DevTools',
      device: 'devtools',
      told: { header: HEADER, cookies: ['a=1'] },
    },
  ],
  async ({ device, told }) => {
    const server = await seeingServer(answers({ statusCode: 201, headers: [COOKIE], body: '{}' }));
    const page = await openWirePage({ worker: client, settings: { device } });
    const task = started(page, { url: server.origin, enableProfile: false });
    task['onHeadersReceived']?.(page.listener('headers'));
    task['onHeadersReceived']?.(page.listener('headers too'));
    const result = {
      statusCode: 201,
      header: HEADER,
      cookies: ['a=1'],
      exception: { retryCount: 0, reasons: [] },
    };
    expect(await wholeStory(page)).toEqual([
      ['headers', told],
      ['headers too', told],
      ...ending('success', { data: {}, ...result, errMsg: 'request:ok' }),
    ]);
  },
);

interface TaskRow extends SpecRow {
  readonly run: (page: WirePage) => Promise<readonly Heard[]>;
}

const DONE = ending('success', requestOk('', headerOf(0)));
const ABORTED = ending('fail', requestFailed('abort'));

/** A server that answers with a head, and with the body never. */
const headOnly = () =>
  headServer((socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123'));

const TASK: readonly TaskRow[] = [
  {
    ids: ['7.task.offHeadersReceived'],
    says: 'offHeadersReceived(listener) removes that listener alone',
    async run(page) {
      const server = await seeingServer(answers());
      const task = started(page, { url: server.origin });
      const gone = page.listener('gone');
      task['onHeadersReceived']?.(gone);
      task['onHeadersReceived']?.(page.listener('stays'));
      task['offHeadersReceived']?.(gone);
      return [['stays', { header: headerOf(0), cookies: [] }], ...DONE];
    },
  },
  {
    ids: ['7.task.offHeadersReceived'],
    says: 'offHeadersReceived() removes all',
    async run(page) {
      const server = await seeingServer(answers());
      const task = started(page, { url: server.origin });
      task['onHeadersReceived']?.(page.listener('gone'));
      task['onHeadersReceived']?.(page.listener('gone too'));
      task['offHeadersReceived']?.();
      return DONE;
    },
  },
  {
    // Ferry has no chunks: the listeners are taken, and never told.
    ids: ['7.task.onChunkReceived', '7.task.offChunkReceived', '7.option.enableChunked'],
    says: 'onChunkReceived takes listeners and tells them nothing; the body comes whole with success',
    async run(page) {
      const server = await seeingServer(answers({ body: '{"a":1}' }));
      const task = started(page, { url: server.origin, enableChunked: true });
      const listener = page.listener('chunk');
      expect(task['onChunkReceived']?.(listener)).toBeUndefined();
      expect(task['offChunkReceived']?.(listener)).toBeUndefined();
      task['onChunkReceived']?.(listener);
      return ending('success', requestOk({ a: 1 }, headerOf(7)));
    },
  },
  {
    ids: ['7.task.no-progress'],
    says: 'a RequestTask has no progress',
    async run(page) {
      const server = await seeingServer(answers());
      const task = started(page, { url: server.origin });
      expect(Object.keys(task).sort()).toEqual([
        'abort',
        'offChunkReceived',
        'offHeadersReceived',
        'onChunkReceived',
        'onHeadersReceived',
      ]);
      return DONE;
    },
  },
  {
    ids: ['7.task.abort', '8.text.abort'],
    says: 'abort at once: fail and complete, nothing before the call returns',
    async run(page) {
      const server = await headServer();
      const task = started(page, { url: server.origin });
      task['abort']?.();
      expect(page.heard).toEqual([]);
      return ABORTED;
    },
  },
  {
    ids: ['7.task.abort', '8.text.abort'],
    says: 'abort before the headers',
    async run(page) {
      const asked = Promise.withResolvers<undefined>();
      const server = await headServer(() => {
        asked.resolve(undefined);
      });
      const task = started(page, { url: server.origin });
      task['onHeadersReceived']?.(page.listener('headers'));
      await asked.promise;
      task['abort']?.();
      return ABORTED;
    },
  },
  {
    ids: ['7.task.abort', '8.text.abort'],
    says: 'abort within the body: what was told stays told',
    async run(page) {
      const server = await headOnly();
      const task = started(page, { url: server.origin });
      task['onHeadersReceived']?.(page.listener('headers'));
      await page.hears('headers');
      task['abort']?.();
      return [['headers', { header: { 'Content-Length': '10' }, cookies: [] }], ...ABORTED];
    },
  },
  {
    ids: ['7.task.abort', '8.text.abort'],
    says: 'abort twice is one abort',
    async run(page) {
      const server = await headServer();
      const task = started(page, { url: server.origin });
      task['abort']?.();
      task['abort']?.();
      return ABORTED;
    },
  },
  {
    ids: ['7.task.abort'],
    says: 'abort after the end is nothing',
    async run(page) {
      const server = await seeingServer(answers());
      const task = started(page, { url: server.origin });
      await page.hears('complete');
      task['abort']?.();
      return DONE;
    },
  },
  {
    ids: ['7.task.abort'],
    says: 'abort within success is nothing: complete still has the success',
    async run(page) {
      const server = await seeingServer(answers());
      const { success, ...others } = page.callbacks();
      const task = page.call('request')({
        url: server.origin,
        ...others,
        success(result: unknown) {
          task['abort']?.();
          success(result);
        },
      }) as Task;
      return DONE;
    },
  },
];

table<TaskRow>('a RequestTask', TASK, async ({ run }) => {
  const page = await openWirePage({ worker: client });
  const expected = await run(page);
  expect(await wholeStory(page)).toEqual(expected);
});

table<SpecRow>(
  'what a promise would be',
  [{ ids: ['7.no-promise'], says: 'request returns its task with or without callbacks, never a promise' }],
  async () => {
    const server = await seeingServer(answers());
    const page = await openWirePage({ worker: client });
    const task = page.call('request')({ url: server.origin }) as Record<string, unknown>;
    expect(task['then']).toBeUndefined();
    expect(task['abort']).toBeTypeOf('function');
    await quiet(page);
    expect(page.exchange()).toMatchObject({ state: 'done' });
    expect(page.heard).toEqual([]);
  },
);
