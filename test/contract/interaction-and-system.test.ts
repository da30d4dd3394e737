import { describe, expect, it } from 'vitest';
import type { ModalOptions } from '../../src-renderer/page/overlays/modal.ts';
import { createWxHarness } from './wx-harness.ts';

describe('toast and loading', () => {
  it.each([
    ['showToast', {}, { icon: 'success', durationMs: 1500, mask: false, imageUrl: null }],
    ['showToast', { icon: 'none', duration: 10, mask: true }, { icon: 'none', durationMs: 10, mask: true }],
    ['showToast', { icon: 'odd' }, { icon: 'success' }],
    ['showToast', { image: 'a.png' }, { imageUrl: 'resource:a.png@pages/index/index' }],
    ['showLoading', {}, { icon: 'loading', durationMs: null }],
  ])('%s %j', async (api, options, shown) => {
    const page = createWxHarness();
    page.call(api)({ title: 'Hi', ...options, success: page.listener('success') });
    await page.settle();
    expect(page.toasts).toMatchObject([{ title: 'Hi', ...shown }]);
    expect(page.log).toEqual([['success', { errMsg: `${api}:ok` }]]);
  });

  it('needs a title', async () => {
    const page = createWxHarness();
    page.call('showToast')({ fail: page.listener('fail') });
    await page.settle();
    expect(page.log).toEqual([
      [
        'fail',
        {
          errMsg: 'showToast:fail parameter error: parameter.title should be String instead of Undefined;',
          errno: 1001,
        },
      ],
    ]);
  });
});

describe('modal and action sheet', () => {
  it.each([
    [{ confirmed: true, content: '' }, {}, { confirm: true, cancel: false, content: null }],
    [{ confirmed: false, content: '' }, {}, { confirm: false, cancel: true, content: null }],
    [{ confirmed: true, content: 'x' }, { editable: true }, { confirm: true, cancel: false, content: 'x' }],
  ])('showModal %j', async (answer, options, result) => {
    const shown: ModalOptions[] = [];
    const show = (wanted: ModalOptions) => {
      shown.push(wanted);
      return Promise.resolve(answer);
    };
    const page = createWxHarness({ overlays: { modal: { show } } });
    page.call('showModal')({ title: 'T', ...options, success: page.listener('success') });
    await page.settle();
    expect(shown).toMatchObject([
      { title: 'T', showCancel: true, confirmColor: '#576B95', cancelColor: '#000000' },
    ]);
    expect(page.log).toEqual([['success', { ...result, errMsg: 'showModal:ok' }]]);
  });

  it.each<[string, unknown[], number | null, object]>([
    ['an item', ['a', 'b'], 1, { tapIndex: 1, errMsg: 'showActionSheet:ok' }],
    ['cancel', ['a'], null, { errMsg: 'showActionSheet:fail cancel', errno: 1 }],
    [
      'seven items',
      ['1', '2', '3', '4', '5', '6', '7'],
      0,
      { errMsg: 'showActionSheet:fail parameter error: itemList should not be large than 6', errno: 1001 },
    ],
    [
      'none',
      [],
      0,
      {
        errMsg: 'showActionSheet:fail parameter error: parameter.itemList should have at least 1 item;',
        errno: 1001,
      },
    ],
  ])('showActionSheet: %s', async (_what, itemList, tapped, argument) => {
    const show = () => Promise.resolve(tapped);
    const page = createWxHarness({ overlays: { actionSheet: { show } } });
    page.call('showActionSheet')({ itemList, complete: page.listener('complete') });
    await page.settle();
    expect(page.log).toEqual([['complete', argument]]);
  });
});

describe('system information and environment', () => {
  it('tells of the device, the window and the app', () => {
    const page = createWxHarness();
    expect(page.call('getSystemInfoSync')()).toMatchObject({
      brand: 'devtools',
      windowWidth: 390,
      windowHeight: 730,
      screenTop: 64,
      statusBarHeight: 20,
      SDKVersion: '3.17.0',
      platform: 'devtools',
      safeArea: { left: 0, top: 20, right: 390, bottom: 844, width: 390, height: 824 },
    });
    expect(page.call('getMenuButtonBoundingClientRect')()).toEqual({
      left: 295,
      top: 26,
      right: 382,
      bottom: 58,
      width: 87,
      height: 32,
    });
    expect(page.call('getLaunchOptionsSync')()).toMatchObject({
      path: 'pages/index/index',
      query: { from: 'test' },
      scene: 1001,
    });
    expect(page.call('getAccountInfoSync')()).toMatchObject({ miniProgram: { appId: 'wx1234567890abcdef' } });
  });

  it('names the user folder, and the lab only when it runs', () => {
    expect(createWxHarness().wx['env']).toEqual({ USER_DATA_PATH: 'http://usr' });
    expect(createWxHarness({ labOrigin: 'http://127.0.0.1:9' }).wx['env']).toEqual({
      USER_DATA_PATH: 'http://usr',
      FERRY_LAB: 'http://127.0.0.1:9',
    });
  });

  it('runs nextTick later, and turns bytes to base64 and back', async () => {
    const page = createWxHarness();
    page.call('nextTick')(page.listener('tick'));
    expect(page.log).toEqual([]);
    await page.settle();
    expect(page.log).toHaveLength(1);
    const { buffer } = Uint8Array.from([0, 255, 16]);
    expect(page.call('arrayBufferToBase64')(buffer)).toBe('AP8Q');
    expect(page.call('base64ToArrayBuffer')('AP8Q')).toEqual(buffer);
  });

  it('hands navigation bar and refresh on', async () => {
    const page = createWxHarness();
    page.call('setNavigationBarTitle')({ title: 'T' });
    page.call('setNavigationBarColor')({ frontColor: '#FFFFFF', backgroundColor: '#123456' });
    page.call('showNavigationBarLoading')();
    page.call('stopPullDownRefresh')();
    page.call('setNavigationBarColor')({
      frontColor: 'red',
      backgroundColor: '#123456',
      fail: page.listener('fail'),
    });
    await page.settle();
    expect(page.log).toEqual([
      ['setTitle', 'T'],
      ['setColor', ['#ffffff', '#123456']],
      ['setLoading', true],
      ['refresh', 'stop'],
      ['fail', { errMsg: 'setNavigationBarColor:fail invalid frontColor "red"', errno: 1001 }],
    ]);
  });
});
