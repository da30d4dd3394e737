import { describe, expect, it, vi } from 'vitest';
import { createWxHarness, type WxCall } from './wx-harness.ts';

const FAILURE = (api: string) => ({ errMsg: `${api}:fail not supported in Ferry yet`, errno: 100 });

describe('names that Ferry does not have', () => {
  it('exist as functions, whatever they are', () => {
    const { wx } = createWxHarness();
    for (const name of ['openPortal', 'readFooSync', 'getBarManager', 'createBaz', 'onQux']) {
      expect(typeof wx[name], name).toBe('function');
      expect(wx[name], name).toBe(wx[name]);
    }
    expect(wx['then']).toBeUndefined();
    expect(wx['qy']).toBeUndefined();
    expect(Reflect.apply(Reflect.get(wx, 'hasOwnProperty') as WxCall, wx, ['request'])).toBe(true);
  });

  it('fail by callback, once counted', async () => {
    const page = createWxHarness();
    expect(page.call('openPortal')({ ...page.callbacks() })).toBeUndefined();
    expect(page.log).toEqual([]);
    await page.settle();
    expect(page.log).toEqual([
      ['fail', FAILURE('openPortal')],
      ['complete', FAILURE('openPortal')],
    ]);
    expect(page.reported.unsupported).toEqual(['wx.openPortal']);
  });

  it('reject when awaited, and make no noise when not', async () => {
    const page = createWxHarness();
    page.call('openGate')();
    await expect(page.call('openGate')({ timeout: 1 })).rejects.toEqual(FAILURE('openGate'));
    await expect(
      (page.call('findGate')() as Promise<unknown>).catch((error: unknown) => Promise.reject(error as Error)),
    ).rejects.toMatchObject(FAILURE('findGate'));
    expect(page.reported.unsupported).toEqual(['wx.openGate', 'wx.openGate', 'wx.findGate']);
  });

  it('throw when synchronous', () => {
    const page = createWxHarness();
    expect(() => page.call('getFooSync')()).toThrow('getFooSync:fail not supported in Ferry yet');
  });

  it('make objects whose members do the same', async () => {
    const page = createWxHarness();
    const manager = page.call('getGateManager')() as Record<string, (value?: unknown) => unknown>;
    expect(manager['onGateReady']?.(() => undefined)).toBeUndefined();
    manager['applyGate']?.({ fail: page.listener('fail') });
    expect(() => manager['readSync']?.()).toThrow('readSync:fail not supported in Ferry yet');
    await page.settle();
    expect(page.log).toEqual([['fail', FAILURE('applyGate')]]);
    expect(page.reported.unsupported).toEqual([
      'wx.getGateManager',
      'wx.getGateManager.onGateReady',
      'wx.getGateManager.applyGate',
      'wx.getGateManager.readSync',
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
    expect(page.reported.unsupported).toEqual(['wx.getXrFrameSystem', 'wx.getXrFrameSystem.Component']);
  });

  it('hold for members of wx.cloud that Ferry does not have', () => {
    const page = createWxHarness();
    const cloud = page.wx['cloud'] as Record<string, (value?: unknown) => unknown>;
    expect(typeof cloud['getOpenData']?.()).toBe('object');
    expect(page.reported.unsupported).toEqual(['wx.cloud.getOpenData']);
  });

  it('are told on the console once each, in the language of Ferry', () => {
    const lines: unknown[] = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation((...values) => void lines.push(...values));
    const page = createWxHarness();
    page.call('onQux')(() => undefined);
    page.call('onQux')(() => undefined);
    page.call('openPortal')();
    warn.mockRestore();
    expect(lines).toEqual([
      'wx.onQux is not supported in Ferry yet: it fails. ferry.mock.json can set what it answers.',
      'wx.openPortal is not supported in Ferry yet: it fails. ferry.mock.json can set what it answers.',
    ]);
    expect(page.reported.unsupported).toHaveLength(3);
  });

  it('ignore listeners', () => {
    const page = createWxHarness();
    expect(page.call('onGateWarning')(() => undefined)).toBeUndefined();
    expect(page.call('offGateWarning')()).toBeUndefined();
    expect(page.reported.unsupported).toEqual(['wx.onGateWarning', 'wx.offGateWarning']);
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
