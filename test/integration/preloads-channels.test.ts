import path from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PanelBridge, WxBridge } from '#contract/bridge';
import { PANEL_BRIDGE_KEY, PANEL_EVENT_CHANNEL } from '#contract/panel';
import { WX_BRIDGE_KEY, WX_EVENT_CHANNEL } from '#contract/wx';
import { PANEL_SCHEMAS } from '../../src-main/ipc/panel-schemas.ts';
import { WX_SCHEMAS, WX_SYNC_SCHEMAS } from '../../src-main/ipc/wx-schemas.ts';

type Listener = (event: unknown, payload: unknown) => void;

/** What a preload did with Electron. */
interface Used {
  readonly exposed: Map<string, unknown>;
  readonly calls: (readonly [how: string, channel: string, message: unknown])[];
  readonly listeners: Map<string, Set<Listener>>;
}

/** Runs a preload as a sandboxed renderer does: bundled to CommonJS, with `require('electron')` and nothing else. */
async function runPreload(name: 'wx' | 'panel'): Promise<Used> {
  const { outputFiles } = await build({
    entryPoints: [path.resolve('src-preload', `${name}.ts`)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    external: ['electron'],
  });
  const used: Used = { exposed: new Map(), calls: [], listeners: new Map() };
  const listenersOf = (channel: string): Set<Listener> => {
    const own = used.listeners.get(channel) ?? new Set<Listener>();
    used.listeners.set(channel, own);
    return own;
  };
  const electron = {
    contextBridge: { exposeInMainWorld: (key: string, api: unknown) => used.exposed.set(key, api) },
    ipcRenderer: {
      invoke(channel: string, message: unknown) {
        used.calls.push(['invoke', channel, message]);
        return Promise.resolve({ ok: true, value: null });
      },
      sendSync(channel: string, message: unknown) {
        used.calls.push(['sendSync', channel, message]);
        return { ok: true, value: null };
      },
      on: (channel: string, listener: Listener) => listenersOf(channel).add(listener),
      off: (channel: string, listener: Listener) => listenersOf(channel).delete(listener),
    },
    webUtils: { getPathForFile: (file: { name: string }) => `/home/me/${file.name}` },
  };
  const sandbox = {
    module: { exports: {} },
    exports: {},
    navigation: new EventTarget(),
    require(id: string) {
      if (id !== 'electron') throw new Error(`A sandboxed preload cannot require ${id}.`);
      return electron;
    },
  };
  vm.runInNewContext(outputFiles[0]?.text ?? '', sandbox);
  return used;
}

/** A bridge that can be called on any channel, as a page could. */
interface AnyBridge {
  readonly call: (channel: string, message: unknown) => Promise<unknown>;
  readonly callSync: (channel: string, message: unknown) => unknown;
}

describe('the page’s preload', () => {
  let used: Used;
  let bridge: WxBridge;
  beforeEach(async () => {
    used = await runPreload('wx');
    bridge = used.exposed.get(WX_BRIDGE_KEY) as WxBridge;
  });

  it('exposes one bridge of three functions', () => {
    expect([[...used.exposed.keys()], Object.keys(bridge).sort()]).toEqual([
      [WX_BRIDGE_KEY],
      ['call', 'callSync', 'listen'],
    ]);
  });

  it('passes on exactly the calls main has a schema for', async () => {
    const { call } = bridge as unknown as AnyBridge;
    for (const channel of Object.keys(WX_SCHEMAS)) await call(channel, { generation: 1, request: {} });
    expect(used.calls).toEqual(
      Object.keys(WX_SCHEMAS).map((channel) => ['invoke', channel, { generation: 1, request: {} }]),
    );
  });

  it('passes on exactly the synchronous calls main has a schema for', () => {
    const { callSync } = bridge as unknown as AnyBridge;
    for (const channel of Object.keys(WX_SYNC_SCHEMAS)) callSync(channel, 1);
    expect(used.calls).toEqual(Object.keys(WX_SYNC_SCHEMAS).map((channel) => ['sendSync', channel, 1]));
  });

  it.each([
    ...Object.keys(PANEL_SCHEMAS),
    'wx:event',
    'wx:storage-sync',
    'wx:none',
    'ELECTRON_BROWSER_REQUIRE',
    '__proto__',
    '',
  ])('refuses to call %j', async (channel) => {
    await expect((bridge as unknown as AnyBridge).call(channel, {})).rejects.toThrow('No such call');
    expect(used.calls).toEqual([]);
  });

  it.each([...Object.keys(WX_SCHEMAS), 'panel:snapshot', 'constructor', ''])(
    'refuses to call %j synchronously',
    (channel) => {
      expect(() => (bridge as unknown as AnyBridge).callSync(channel, {})).toThrow('No such call');
      expect(used.calls).toEqual([]);
    },
  );

  it('lets a page hear its events and nothing of Electron’s, until it stops', () => {
    const heard: unknown[] = [];
    const off = bridge.listen((...args: unknown[]) => void heard.push(args));
    const own = used.listeners.get(WX_EVENT_CHANNEL) ?? new Set();
    for (const listener of own) listener({ sender: 'ipcRenderer' }, { kind: 'drive' });
    off();
    expect([heard, own.size, [...used.listeners.keys()]]).toEqual([
      [[{ kind: 'drive' }]],
      0,
      [WX_EVENT_CHANNEL],
    ]);
  });
});

describe('the panel’s preload', () => {
  let used: Used;
  let bridge: PanelBridge;
  beforeEach(async () => {
    used = await runPreload('panel');
    bridge = used.exposed.get(PANEL_BRIDGE_KEY) as PanelBridge;
  });

  it('passes on every call main has a schema for', async () => {
    const { call } = bridge as unknown as AnyBridge;
    for (const channel of Object.keys(PANEL_SCHEMAS)) await call(channel, {});
    expect(used.calls).toEqual(Object.keys(PANEL_SCHEMAS).map((channel) => ['invoke', channel, {}]));
  });

  it.each(['wx:boot', 'wx:storage', '', 'panel'])('refuses to call %j', async (channel) => {
    await expect((bridge as unknown as AnyBridge).call(channel, {})).rejects.toThrow('No such call');
    expect(used.calls).toEqual([]);
  });

  it('tells the path of a dropped file, and hears the panel’s events until it stops', () => {
    expect(bridge.pathOf({ name: 'album' })).toBe('/home/me/album');
    const off = bridge.listen(() => undefined);
    expect(used.listeners.get(PANEL_EVENT_CHANNEL)?.size).toBe(1);
    off();
    expect(used.listeners.get(PANEL_EVENT_CHANNEL)?.size).toBe(0);
  });
});
