import { describe, expect, it } from 'vitest';
import { createWxHarness } from './wx-harness.ts';

async function networkTypeOf(page: ReturnType<typeof createWxHarness>): Promise<unknown> {
  page.call('getNetworkType')({ success: page.listener('type') });
  await page.settle();
  return page.log.at(-1)?.[1];
}

describe('the network', () => {
  it('is Wi-Fi at first, then what it was last told to be', async () => {
    const page = createWxHarness();
    expect(await networkTypeOf(page)).toEqual({ networkType: 'wifi', errMsg: 'getNetworkType:ok' });
    page.emitApp({ kind: 'network', isConnected: true, networkType: '4g' });
    expect(await networkTypeOf(page)).toEqual({ networkType: '4g', errMsg: 'getNetworkType:ok' });
    page.emitApp({ kind: 'network', isConnected: false, networkType: 'none' });
    expect(await networkTypeOf(page)).toEqual({ networkType: 'none', errMsg: 'getNetworkType:ok' });
  });

  it('is told to every listener, in order, until it is taken off', () => {
    const page = createWxHarness();
    const first = page.listener('first');
    page.call('onNetworkStatusChange')(first);
    page.call('onNetworkStatusChange')(page.listener('second'));
    page.emitApp({ kind: 'network', isConnected: true, networkType: '3g' });
    page.call('offNetworkStatusChange')(first);
    page.emitApp({ kind: 'network', isConnected: false, networkType: 'none' });
    page.call('offNetworkStatusChange')();
    page.emitApp({ kind: 'network', isConnected: true, networkType: 'wifi' });
    expect(page.log).toEqual([
      ['first', { isConnected: true, networkType: '3g' }],
      ['second', { isConnected: true, networkType: '3g' }],
      ['second', { isConnected: false, networkType: 'none' }],
    ]);
  });
});

describe('the app in the background and back', () => {
  it('is told with how the mini-program was entered', () => {
    const page = createWxHarness();
    page.call('onAppHide')(page.listener('hide'));
    page.call('onAppShow')(page.listener('show'));
    page.emitApp({ kind: 'app', state: 'hidden' });
    page.emitApp({ kind: 'app', state: 'shown' });
    expect(page.log).toEqual([
      ['hide', {}],
      ['show', { path: 'pages/index/index', query: { from: 'test' }, scene: 1001, referrerInfo: {} }],
    ]);
  });

  it('is told to nobody who went away', () => {
    const page = createWxHarness();
    const hide = page.listener('hide');
    page.call('onAppHide')(hide);
    page.call('offAppHide')(hide);
    page.call('onAppShow')(page.listener('show'));
    page.call('offAppShow')();
    page.emitApp({ kind: 'app', state: 'hidden' });
    page.emitApp({ kind: 'app', state: 'shown' });
    expect(page.log).toEqual([]);
  });

  it('reports a listener that throws, and tells the next', () => {
    const page = createWxHarness();
    const thrown = new Error('in onAppHide');
    page.call('onAppHide')(() => {
      throw thrown;
    });
    page.call('onAppHide')(page.listener('hide'));
    page.emitApp({ kind: 'app', state: 'hidden' });
    expect(page.log).toEqual([['hide', {}]]);
    expect(page.reported.exceptions).toEqual([{ error: thrown, ours: false }]);
  });
});
