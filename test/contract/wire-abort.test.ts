import { readdir } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import { expect } from 'vitest';
import type { ProgramHarnessOptions } from '../support/program-harness.ts';
import { shareWorker } from '../support/transfer-harness.ts';
import { withServer, type TestServer } from '../support/with-server.ts';
import { openWirePage, type Heard, type WirePage } from './wire-page.ts';
import { ending, quiet, table, type SpecRow } from './wire-rows.ts';

const { client } = shareWorker();

type Task = Readonly<Record<string, (...values: unknown[]) => unknown>>;
type Api = 'uploadFile' | 'downloadFile';

/** A call under way, and the server it goes to. */
interface Scene {
  readonly page: WirePage;
  readonly server: TestServer;
  readonly task: Task;
  /** Requests that have come in, whole. */
  readonly asked: ServerResponse[];
  start(prefix?: string): Promise<Task>;
}

interface AbortRow extends SpecRow {
  readonly api: Api;
  readonly setting?: ProgramHarnessOptions;
  /** What the server does with a request; by default it never answers. */
  readonly answer?: RequestListener;
  /** Aborts, when it is time to. */
  readonly abort: (scene: Scene) => Promise<void> | void;
  readonly heard: (scene: Scene) => readonly Heard[];
}

const aborted = (api: Api): Heard[] => ending('fail', { errMsg: `${api}:fail abort` });
/** Heard first, then what abort gives. */
const after =
  (api: Api, ...names: readonly string[]) =>
  ({ page }: Scene): Heard[] => [
    ...names.map((name): Heard => [name, page.heard.find(([heard]) => heard === name)?.[1]]),
    ...aborted(api),
  ];
const only = (api: Api) => (): Heard[] => aborted(api);
const QUEUES: ProgramHarnessOptions = {
  profile: { overLimit: { upload: 'queue', download: 'queue', request: 'queue' } },
};
const half: RequestListener = (_request, response) => {
  response.setHeader('content-length', 200_000);
  response.write(Buffer.alloc(100_000));
};
const whole: RequestListener = (_request, response) => response.end('done');

/** The rows of both APIs: what they differ in is their ids. */
table<AbortRow>(
  'abort()',
  [
    {
      ids: ['4.abort.at-once', '4.task.abort', '8.text.abort'],
      says: 'of an upload right after the call: nothing has happened yet, nothing does',
      api: 'uploadFile',
      abort: ({ task }) => void task['abort']?.(),
      heard: only('uploadFile'),
    },
    {
      ids: ['5.abort.at-once', '5.task.abort', '8.text.abort'],
      says: 'of a download right after the call',
      api: 'downloadFile',
      abort: ({ task }) => void task['abort']?.(),
      heard: only('downloadFile'),
    },
    {
      ids: ['4.abort.returns-nothing'],
      says: 'twice is once, and it returns nothing',
      api: 'uploadFile',
      abort: ({ task }) => {
        expect(task['abort']?.()).toBeUndefined();
        expect(task['abort']?.()).toBeUndefined();
      },
      heard: only('uploadFile'),
    },
    {
      ids: ['5.abort.returns-nothing'],
      says: 'twice is once for a download too',
      api: 'downloadFile',
      abort: ({ task }) => {
        expect(task['abort']?.()).toBeUndefined();
        expect(task['abort']?.()).toBeUndefined();
      },
      heard: only('downloadFile'),
    },
    {
      ids: ['4.abort.before-headers'],
      says: 'of an upload that has been sent whole, before its answer',
      api: 'uploadFile',
      async abort({ task, asked }) {
        await expect.poll(() => asked.length).toBe(1);
        task['abort']?.();
      },
      heard: ({ page }) => [...page.heard.filter(([name]) => name === 'progress'), ...aborted('uploadFile')],
    },
    {
      ids: ['5.abort.before-headers'],
      says: 'of a download before its headers',
      api: 'downloadFile',
      async abort({ task, asked }) {
        await expect.poll(() => asked.length).toBe(1);
        task['abort']?.();
      },
      heard: only('downloadFile'),
    },
    {
      ids: ['4.abort.mid-body'],
      says: 'of an upload whose answer has begun',
      api: 'uploadFile',
      answer: half,
      async abort({ task, page }) {
        await page.hears('headers');
        task['abort']?.();
      },
      heard: ({ page }) => [
        ...page.heard.filter(([name]) => name === 'progress' || name === 'headers'),
        ...aborted('uploadFile'),
      ],
    },
    {
      ids: ['5.abort.mid-body'],
      says: 'of a download in the middle of its body',
      api: 'downloadFile',
      answer: half,
      async abort({ task, page }) {
        await expect
          .poll(() => (page.heard.at(-1)?.[1] as { progress?: number } | undefined)?.progress)
          .toBe(50);
        task['abort']?.();
      },
      heard: ({ page }) => [
        ['headers', page.heard[0]?.[1]],
        ...page.heard.filter(([name]) => name === 'progress'),
        ...aborted('downloadFile'),
      ],
    },
    {
      ids: ['5.abort.in-listener'],
      says: 'from within a listener',
      api: 'downloadFile',
      answer: half,
      abort({ task }) {
        task['offProgressUpdate']?.();
        task['onHeadersReceived']?.(() => task['abort']?.());
      },
      heard: after('downloadFile', 'headers'),
    },
    {
      ids: ['4.abort.after-end'],
      says: 'after the end of an upload does nothing',
      api: 'uploadFile',
      answer: whole,
      async abort({ task, page }) {
        await page.hears('complete');
        task['abort']?.();
      },
      heard: ({ page }) => {
        expect(page.heard.filter(([name]) => name !== 'progress').map(([name]) => name)).toEqual([
          'headers',
          'success',
          'complete',
        ]);
        return page.heard;
      },
    },
    {
      ids: ['5.abort.after-end'],
      says: 'after the end of a download does nothing',
      api: 'downloadFile',
      answer: whole,
      async abort({ task, page }) {
        await page.hears('complete');
        task['abort']?.();
      },
      heard: ({ page }) => {
        expect(page.heard.filter(([name]) => name !== 'progress').map(([name]) => name)).toEqual([
          'headers',
          'success',
          'complete',
        ]);
        return page.heard;
      },
    },
  ],
  async ({ api, setting, answer, abort, heard }) => {
    const scene = await sceneOf(api, { setting, answer });
    const { page, server, task } = scene;
    await abort(scene);
    expect(page.heard.some(([name]) => name === 'fail')).toBe(false);
    await page.hears('complete');
    await quiet(page);
    expect(page.heard).toEqual(heard(scene));
    expect(page.exchange()).toMatchObject({ state: answer === whole ? 'done' : 'aborted', errno: null });
    // UNCERTAIN: what becomes of a partial file. FERRY removes it.
    expect(await partsOf(page)).toEqual([]);
    // Another does what it should, over the same line: so nothing was still to come.
    const before = page.heard.length;
    expect(page.transfers.live()).toBe(0);
    (await scene.start('next '))['abort']?.();
    task['abort']?.();
    await page.hears('next complete');
    expect(page.heard.slice(before).map(([name]) => name)).toEqual(['next fail', 'next complete']);
    if (answer !== whole) await server.drained();
  },
);

table<SpecRow & { readonly api: Api }>(
  'abort() in the queue',
  [
    // UNCERTAIN: undocumented. FERRY: the waiting task leaves the queue at once, the others keep their order.
    {
      ids: ['4.abort.in-queue'],
      says: 'of an eleventh upload, where the device queues it',
      api: 'uploadFile',
    },
    {
      ids: ['5.abort.in-queue'],
      says: 'of an eleventh download, where the device queues it',
      api: 'downloadFile',
    },
  ],
  async ({ api }) => {
    const scene = await sceneOf(api, { setting: QUEUES });
    const { page, asked } = scene;
    for (let count = 2; count <= 10; count += 1) await scene.start(`${String(count)} `);
    await expect.poll(() => asked.length).toBe(10);
    const waiting = await scene.start('eleventh ');
    await scene.start('twelfth ');
    waiting['abort']?.();
    await page.hears('eleventh complete');
    expect(page.heard.filter(([name]) => name.startsWith('eleventh'))).toEqual([
      ['eleventh fail', { errMsg: `${api}:fail abort` }],
      ['eleventh complete', { errMsg: `${api}:fail abort` }],
    ]);
    expect(asked).toHaveLength(10);
    asked[0]?.end('done');
    await expect.poll(() => asked.length).toBe(11);
    for (const response of asked.slice(1)) response.end('done');
    await page.hears('twelfth complete');
    expect(page.heard.find(([name]) => name === 'twelfth success')).toBeDefined();
    await quiet(page);
    expect(asked).toHaveLength(11);
  },
);

async function sceneOf(
  api: Api,
  options: {
    readonly setting?: ProgramHarnessOptions | undefined;
    readonly answer?: RequestListener | undefined;
  },
): Promise<Scene> {
  const asked: ServerResponse[] = [];
  const server = await withServer((request, response) => {
    request.resume().once('end', () => {
      asked.push(response);
      options.answer?.(request, response);
    });
  });
  const page = await openWirePage({ worker: client, ...options.setting });
  const filePath = await page.picked('a.txt', 'bytes');
  const start = (prefix = ''): Promise<Task> => {
    const file = api === 'uploadFile' ? { filePath, name: 'file' } : {};
    return Promise.resolve(
      page.call(api)({ url: server.origin, ...file, ...page.callbacks(prefix) }) as Task,
    );
  };
  const task = await start();
  task['onHeadersReceived']?.(page.listener('headers'));
  task['onProgressUpdate']?.(page.listener('progress'));
  return { page, server, task, asked, start };
}

/** Files that are half there. */
async function partsOf(page: WirePage): Promise<string[]> {
  const all = await readdir(path.join(page.folder, 'home'), { recursive: true });
  return all.filter((name) => name.endsWith('.part'));
}
