import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FerryError } from '#contract/errors';
import type { Reply } from '#contract/reply';
import type { StorageAnswer, StorageOperation } from '#contract/storage';
import type { WxCalls } from '#contract/wx';
import type { Logger } from '../../../src-main/lib/logger.ts';
import { createSenderPolicy, type IpcSender } from '../../../src-main/ipc/sender-policy.ts';
import { serveCalls, serveSyncCalls, type HandlersOf } from '../../../src-main/ipc/serve.ts';
import { WX_SCHEMAS, WX_SYNC_SCHEMAS } from '../../../src-main/ipc/wx-schemas.ts';

type Handle = (event: IpcSender, message: unknown) => Promise<Reply<unknown>>;
type SyncEvent = IpcSender & { returnValue?: Reply<unknown> };
type Listen = (event: SyncEvent, message: unknown) => void;

/** Electron's side of the line: what `ipcMain` keeps. */
const main = vi.hoisted(() => ({
  handlers: new Map<string, unknown>(),
  listeners: new Map<string, unknown>(),
}));
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: unknown) => main.handlers.set(channel, handler),
    removeHandler: (channel: string) => main.handlers.delete(channel),
    on: (channel: string, listener: unknown) => main.listeners.set(channel, listener),
    off: (channel: string, listener: unknown) => {
      if (main.listeners.get(channel) === listener) main.listeners.delete(channel);
    },
  },
}));

const PAGE: IpcSender = { sender: { id: 7 }, senderFrame: { url: 'ferry://page/', parent: null } };
const STRANGER: IpcSender = { sender: { id: 8 }, senderFrame: { url: 'ferry://page/', parent: null } };
const ANSWER: StorageAnswer = { json: '1', jsons: [], keys: [], currentSize: 0, limitSize: 1 };

const logged: string[] = [];
const logger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (event, error) => void logged.push(`${event}: ${String(error)}`),
};
let called: unknown[] = [];

/** Every handler answers with what it was called with. */
const handlers = new Proxy({} as HandlersOf<WxCalls, string>, {
  get:
    (_target, channel) =>
    (identity: string, request: unknown): unknown => {
      called.push([channel, identity, request]);
      if (channel === 'wx:map-stack') throw new Error("ENOENT: '/home/me/secret'");
      if (channel === 'wx:fs') return Promise.reject(new FerryError('file.not-found', 'Gone.'));
      return null;
    },
});

const policy = createSenderPolicy<string>();
policy.admit(7, 'ferry://page', 'album');
const options = {
  policy,
  unwrap: (_identity: string, message: unknown) => (message as { request: unknown }).request,
  expose: (error: FerryError) => ({
    code: error.code,
    message: error.code === 'internal' ? 'hidden' : error.message,
  }),
  logger,
};

beforeEach(() => {
  called = [];
  logged.length = 0;
});

function serveAll(): () => void {
  const ends = [
    serveCalls(handlers, { ...options, schemas: WX_SCHEMAS }),
    serveSyncCalls(
      {
        'wx:storage-sync': (identity: string, request: StorageOperation) => {
          called.push(['wx:storage-sync', identity, request]);
          return ANSWER;
        },
        'wx:fs-sync': () => null,
      },
      { ...options, schemas: WX_SYNC_SCHEMAS },
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const call = (channel: string, message: unknown, event: IpcSender = PAGE): Promise<Reply<unknown>> =>
  (main.handlers.get(channel) as Handle)(event, message);

describe('served calls', () => {
  it('reach their handler with the identity of the sender', async () => {
    const end = serveAll();
    expect(await call('wx:abort-task', { request: { taskId: 't1' } })).toEqual({ ok: true, value: null });
    expect(called).toEqual([['wx:abort-task', 'album', { taskId: 't1' }]]);
    end();
  });

  it('are served on every channel of the map, and on none after the end', () => {
    const end = serveAll();
    expect([[...main.handlers.keys()].sort(), [...main.listeners.keys()]]).toEqual([
      Object.keys(WX_SCHEMAS).sort(),
      Object.keys(WX_SYNC_SCHEMAS),
    ]);
    end();
    expect([main.handlers.size, main.listeners.size]).toEqual([0, 0]);
  });

  it('of a stranger are refused before anything is read', async () => {
    const end = serveAll();
    for (const channel of Object.keys(WX_SCHEMAS)) {
      expect(await call(channel, { request: {} }, STRANGER)).toMatchObject({
        ok: false,
        error: { code: 'request.invalid' },
      });
    }
    expect(called).toEqual([]);
    end();
  });

  it('that are malformed never reach a handler; the log names the place and never the content', async () => {
    const end = serveAll();
    for (const channel of Object.keys(WX_SCHEMAS)) {
      const reply = await call(channel, { request: { unexpected: 'S3CRET' } });
      expect(reply).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
      expect(JSON.stringify(reply)).not.toContain('S3CRET');
    }
    expect(called).toEqual([]);
    expect(logged).toHaveLength(Object.keys(WX_SCHEMAS).length);
    expect(logged.join()).not.toContain('S3CRET');
    end();
  });

  it('never reject: what a handler throws is a reply', async () => {
    const end = serveAll();
    expect(await call('wx:map-stack', { request: { stack: '' } })).toEqual({
      ok: false,
      error: { code: 'internal', message: 'hidden' },
    });
    expect(await call('wx:fs', { request: { op: 'access', path: 'x' } })).toEqual({
      ok: false,
      error: { code: 'file.not-found', message: 'Gone.' },
    });
    expect(logged).toHaveLength(1);
    end();
  });

  it('that are synchronous answer by their return value, and are checked alike', async () => {
    const end = serveAll();
    const listen = main.listeners.get('wx:storage-sync') as Listen;
    const answers = [
      [PAGE, { request: { op: 'info' } }],
      [PAGE, { request: { op: 'drop' } }],
      [STRANGER, { request: { op: 'info' } }],
    ].map(([sender, message]) => {
      const event: SyncEvent = { ...(sender as IpcSender) };
      listen(event, message);
      return event;
    });
    await new Promise((resolve) => setImmediate(resolve));
    const replies = answers.map(({ returnValue }) => returnValue);
    expect(replies).toMatchObject([
      { ok: true, value: ANSWER },
      { ok: false, error: { code: 'request.invalid' } },
      { ok: false, error: { code: 'request.invalid' } },
    ]);
    end();
  });
});
