import { describe, expect, it } from 'vitest';
import { createWxHarness, type WxCall } from './wx-harness.ts';

const FAILURE = (api: string) => ({ errMsg: `${api}:fail not supported in Ferry yet`, errno: 100 });

describe('names that Ferry does not have', () => {
  it('exist as functions, whatever they are', () => {
    const { wx } = createWxHarness();
    for (const name of ['openBluetoothAdapter', 'readFooSync', 'getBarManager', 'createBaz', 'onQux']) {
      expect(typeof wx[name], name).toBe('function');
      expect(wx[name], name).toBe(wx[name]);
    }
    expect(wx['then']).toBeUndefined();
    expect(wx['qy']).toBeUndefined();
    expect(Reflect.apply(Reflect.get(wx, 'hasOwnProperty') as WxCall, wx, ['request'])).toBe(true);
  });

  it('fail by callback, once counted', async () => {
    const page = createWxHarness();
    expect(page.call('openBluetoothAdapter')({ ...page.callbacks() })).toBeUndefined();
    expect(page.log).toEqual([]);
    await page.settle();
    expect(page.log).toEqual([
      ['fail', FAILURE('openBluetoothAdapter')],
      ['complete', FAILURE('openBluetoothAdapter')],
    ]);
    expect(page.reported.unsupported).toEqual(['wx.openBluetoothAdapter']);
  });

  it('reject when awaited, and make no noise when not', async () => {
    const page = createWxHarness();
    page.call('login')();
    await expect(page.call('login')({ timeout: 1 })).rejects.toEqual(FAILURE('login'));
    await expect(
      (page.call('getLocation')() as Promise<unknown>).catch((error: unknown) =>
        Promise.reject(error as Error),
      ),
    ).rejects.toMatchObject(FAILURE('getLocation'));
    expect(page.reported.unsupported).toEqual(['wx.login', 'wx.login', 'wx.getLocation']);
  });

  it('hand out a task where WeChat does, even to who waits by callback', async () => {
    const page = createWxHarness();
    const socket = page.call('connectSocket')({ url: 'wss://h', fail: page.listener('fail') });
    expect((socket as { onOpen(heard: () => void): unknown }).onOpen(() => undefined)).toBeUndefined();
    await page.settle();
    expect(page.log).toEqual([['fail', FAILURE('connectSocket')]]);
    expect(page.reported.unsupported).toEqual(['wx.connectSocket', 'wx.connectSocket.onOpen']);
  });

  it('throw when synchronous', () => {
    const page = createWxHarness();
    expect(() => page.call('getFooSync')()).toThrow('getFooSync:fail not supported in Ferry yet');
  });

  it('make objects whose members do the same', async () => {
    const page = createWxHarness();
    const manager = page.call('getUpdateManager')() as Record<string, (value?: unknown) => unknown>;
    expect(manager['onUpdateReady']?.(() => undefined)).toBeUndefined();
    manager['applyUpdate']?.({ fail: page.listener('fail') });
    expect(() => manager['readSync']?.()).toThrow('readSync:fail not supported in Ferry yet');
    await page.settle();
    expect(page.log).toEqual([['fail', FAILURE('applyUpdate')]]);
    expect(page.reported.unsupported).toEqual([
      'wx.getUpdateManager',
      'wx.getUpdateManager.onUpdateReady',
      'wx.getUpdateManager.applyUpdate',
      'wx.getUpdateManager.readSync',
    ]);
    expect(await Promise.resolve(manager)).toBe(manager);
  });

  it('make classes of names with a capital', () => {
    const page = createWxHarness();
    const system = page.call('getXrFrameSystem')() as Record<string, new () => object>;
    const Base = system['Component'];
    if (!Base) throw new Error('no class');
    class Own extends Base {
      readonly kind = 'own';
    }
    expect(new Own()).toMatchObject({ kind: 'own' });
    const worklet = page.wx['worklet'] as { Easing: { bezier(x: number): object } };
    expect(typeof worklet.Easing.bezier(1)).toBe('object');
    expect(page.reported.unsupported).toEqual([
      'wx.getXrFrameSystem',
      'wx.getXrFrameSystem.Component',
      'wx.worklet.Easing.bezier',
    ]);
  });

  it('hold for wx.cloud, chains included', () => {
    const page = createWxHarness();
    const cloud = page.wx['cloud'] as Record<string, (value?: unknown) => unknown>;
    expect(typeof cloud).toBe('object');
    expect(cloud['init']?.()).toBeDefined();
    const database = cloud['database']?.() as Record<string, (value?: unknown) => unknown>;
    expect(typeof database['collection']).toBe('function');
    expect(page.reported.unsupported).toEqual(['wx.cloud.init', 'wx.cloud.database']);
  });

  it('ignore listeners', () => {
    const page = createWxHarness();
    expect(page.call('onMemoryWarning')(() => undefined)).toBeUndefined();
    expect(page.call('offMemoryWarning')()).toBeUndefined();
    expect(page.reported.unsupported).toEqual(['wx.onMemoryWarning', 'wx.offMemoryWarning']);
  });

  it('let project code put its own function in their place', () => {
    const { wx } = createWxHarness();
    const own = (): void => undefined;
    wx['request'] = own;
    wx['foo'] = own;
    expect(wx['request']).toBe(own);
    expect(wx['foo']).toBe(own);
  });
});
