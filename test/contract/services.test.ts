import { describe, expect, it, vi } from 'vitest';
import type { ModalOptions } from '../../src-renderer/page/overlays/modal.ts';
import { createWxHarness, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** A page whose boxes are answered at once, and what stood in them. */
function pageWith(
  options: HarnessOptions = {},
  confirmed = true,
): { page: WxHarness; boxes: ModalOptions[] } {
  const boxes: ModalOptions[] = [];
  const show = (wanted: ModalOptions) => {
    boxes.push(wanted);
    return Promise.resolve({ confirmed, content: '' });
  };
  return { page: createWxHarness({ ...options, overlays: { modal: { show } } }), boxes };
}

async function outcomeOf(page: WxHarness, api: string, options: object = {}): Promise<unknown> {
  page.log.length = 0;
  page.call(api)({ ...options, ...page.callbacks() });
  await page.settle();
  const [first, last] = page.log;
  expect(last).toEqual(['complete', first?.[1]]);
  return first;
}

const text = expect.any(String) as unknown;
const number = expect.any(Number) as unknown;
const bytes = expect.any(ArrayBuffer) as unknown;

describe('what Ferry plays', () => {
  it.each<[string, object, object]>([
    ['login', {}, { code: expect.stringMatching(/^0[\da-zA-Z]{31}$/) as unknown }],
    ['checkSession', {}, {}],
    ['getUserProfile', { desc: 'why' }, { rawData: text, signature: text, encryptedData: text, iv: text }],
    [
      'getUserInfo',
      { lang: 'zh_CN' },
      { userInfo: expect.objectContaining({ nickName: '微信用户' }) as unknown },
    ],
    ['getWeRunData', {}, { encryptedData: text, iv: text, cloudID: text }],
    ['getGroupEnterInfo', {}, { encryptedData: text, iv: text }],
    ['getShareInfo', { shareTicket: 't' }, { encryptedData: text, iv: text }],
    ['chooseAddress', {}, { userName: '张三', provinceName: '广东省', telNumber: '020-81167888' }],
    ['chooseInvoiceTitle', {}, { type: '0', title: '深圳市腾讯计算机系统有限公司' }],
    ['requestPayment', { timeStamp: '1', nonceStr: 'n', package: 'p', paySign: 's' }, {}],
    ['requestSubscribeMessage', { tmplIds: ['a', 'b'] }, { a: 'accept', b: 'accept' }],
    ['checkIsSupportSoterAuthentication', {}, { supportMode: ['fingerPrint'] }],
    [
      'startSoterAuthentication',
      { requestAuthModes: ['facial'], challenge: 'c' },
      { authMode: 'facial', errCode: 0 },
    ],
    ['getLocation', {}, { latitude: 23.099994, longitude: 113.32452, accuracy: 65 }],
    ['chooseLocation', {}, { name: 'T.I.T 创意园', latitude: 23.099994 }],
    ['chooseLocation', { latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2 }],
    ['getBatteryInfo', {}, { level: 100, isCharging: true }],
    ['vibrateShort', { type: 'heavy' }, {}],
    ['vibrateLong', {}, {}],
    ['scanCode', {}, { result: text, scanType: 'QR_CODE', charSet: 'utf-8' }],
    ['chooseContact', {}, { phoneNumber: text, displayName: text }],
    ['addPhoneContact', { firstName: '张' }, {}],
    ['getRandomValues', { length: 4 }, { randomValues: bytes }],
    ['getPrivacySetting', {}, { needAuthorization: false, privacyContractName: text }],
    ['requirePrivacyAuthorize', {}, {}],
    ['getExtConfig', {}, { extConfig: {} }],
    ['getChatToolInfo', {}, { encryptedData: text, iv: text }],
    ['selectGroupMembers', {}, { members: [] }],
    ['closeBluetoothAdapter', {}, {}],
    ['getDeviceBenchmarkInfo', {}, { benchmarkLevel: number, modelLevel: number }],
  ])('wx.%s %j succeeds', async (api, options, result) => {
    const { page } = pageWith();
    const outcome = (await outcomeOf(page, api, options)) as [string, object];
    expect(outcome[0]).toBe('success');
    expect(outcome[1]).toMatchObject({ ...result, errMsg: `${api}:ok` });
    expect(page.reported).toMatchObject({ unsupported: [], exceptions: [] });
    expect(page.call('canIUse')(api)).toBe(true);
  });

  it.each<[string, object, object]>([
    [
      'openBluetoothAdapter',
      {},
      { errMsg: 'openBluetoothAdapter:fail:not available', errCode: 10001, errno: 1500102 },
    ],
    ['getBluetoothDevices', {}, { errMsg: 'getBluetoothDevices:fail:not init', errCode: 10000 }],
    ['startWifi', {}, { errMsg: 'startWifi:fail:not support', errCode: 12001 }],
    ['getConnectedWifi', {}, { errMsg: 'getConnectedWifi:fail:not init', errCode: 12000 }],
    [
      'startHCE',
      { aid_list: [] },
      { errMsg: 'startHCE:fail:current platform is not supported', errCode: 13000 },
    ],
    ['startBeaconDiscovery', { uuids: [] }, { errCode: 11001 }],
    [
      'getUserProfile',
      {},
      { errMsg: expect.stringContaining('parameter.desc should be String') as unknown, errno: 1001 },
    ],
    ['vibrateShort', { type: 'soft' }, { errMsg: 'vibrateShort:fail style is not support' }],
    [
      'requestSubscribeMessage',
      { tmplIds: [] },
      { errMsg: 'requestSubscribeMessage:fail Templates list is empty' },
    ],
    ['getRandomValues', { length: 0 }, { errMsg: 'getRandomValues:fail length should be in [1, 1048576]' }],
    ['navigateToMiniProgram', {}, { errno: 1001 }],
    [
      'navigateBackMiniProgram',
      {},
      { errMsg: expect.stringContaining('navigateBackMiniProgram:fail') as unknown },
    ],
    [
      'getBackgroundFetchData',
      { fetchType: 'pre' },
      { errMsg: 'getBackgroundFetchData:fail record not found' },
    ],
  ])('wx.%s %j fails', async (api, options, failure) => {
    const { page } = pageWith();
    const outcome = (await outcomeOf(page, api, options)) as [string, object];
    expect(outcome[0]).toBe('fail');
    expect(outcome[1]).toMatchObject(failure);
    expect(page.reported.exceptions).toEqual([]);
  });

  it.each<[string, object]>([
    ['makePhoneCall', { phoneNumber: '10086' }],
    ['navigateToMiniProgram', { appId: 'wx1', path: 'pages/a' }],
    ['openEmbeddedMiniProgram', { appId: 'wx1' }],
  ])('wx.%s asks the person, who may say no', async (api, options) => {
    const yes = pageWith();
    expect(await outcomeOf(yes.page, api, options)).toEqual(['success', { errMsg: `${api}:ok` }]);
    expect(yes.boxes).toHaveLength(1);
    expect(yes.boxes[0]?.content).toContain(Object.values(options)[0]);
    const no = pageWith({}, false);
    expect(await outcomeOf(no.page, api, options)).toEqual(['fail', { errMsg: `${api}:fail cancel` }]);
  });

  it.each<[string, object]>([
    ['openLocation', { latitude: 1, longitude: 2, name: 'Here' }],
    ['openCustomerServiceChat', { corpId: 'c' }],
    ['openChannelsUserProfile', { finderUserName: 'f' }],
  ])('wx.%s tells what the phone would open, and succeeds', async (api, options) => {
    const { page, boxes } = pageWith();
    expect(await outcomeOf(page, api, options)).toEqual(['success', { errMsg: `${api}:ok` }]);
    expect(boxes).toMatchObject([{ showCancel: false }]);
  });

  it.each<[string, string, string, object]>([
    ['startAccelerometer', 'stopAccelerometer', 'AccelerometerChange', { x: 0, y: 0, z: -1 }],
    ['startCompass', 'stopCompass', 'CompassChange', { direction: 0, accuracy: 'high' }],
    ['startGyroscope', 'stopGyroscope', 'GyroscopeChange', { x: 0, y: 0, z: 0 }],
    [
      'startDeviceMotionListening',
      'stopDeviceMotionListening',
      'DeviceMotionChange',
      { alpha: 0, beta: 0, gamma: 0 },
    ],
  ])('%s tells one still reading, and none after %s or off', async (start, stop, event, reading) => {
    const page = createWxHarness();
    page.call(stop)();
    await page.settle();
    page.call(start)();
    await page.settle();
    page.call(`on${event}`)(page.listener('read'));
    await page.settle();
    expect(page.log).toEqual([['read', reading]]);
    page.call(`off${event}`)();
    page.call(start)();
    await page.settle();
    expect(page.log).toHaveLength(1);
  });

  it('tells one position for each start of location updates', async () => {
    const page = createWxHarness();
    page.call('onLocationChange')(page.listener('moved'));
    await page.settle();
    expect(page.log).toEqual([]);
    page.call('startLocationUpdate')();
    await page.settle();
    expect(page.log).toMatchObject([['moved', { latitude: 23.099994 }]]);
    page.call('stopLocationUpdate')();
    page.call('onLocationChange')(page.listener('late'));
    await page.settle();
    expect(page.log).toHaveLength(1);
  });

  it('returns at once where WeChat does', () => {
    const page = createWxHarness();
    expect(page.call('getBatteryInfoSync')()).toMatchObject({ level: 100 });
    expect(page.call('getExtConfigSync')()).toEqual({});
    expect(page.call('getExptInfoSync')(['a'])).toEqual({ a: null });
    expect(page.call('getApiCategory')()).toBe('default');
    expect(page.call('reportEvent')('e', {})).toBeUndefined();
    expect(page.call('reportAnalytics')('e', {})).toBeUndefined();
    const log = page.call('getRealtimeLogManager')() as Record<string, (value: string) => unknown>;
    expect(log['info']?.('x')).toBeUndefined();
    const tagged = log['tag']?.('t') as typeof log;
    expect(tagged['error']?.('x')).toBeUndefined();
    const nfc = page.call('getNFCAdapter')() as Record<string, () => unknown>;
    expect(nfc['getNdef']?.()).toMatchObject({ connect: expect.any(Function) as unknown });
    expect(page.reported.unsupported).toEqual([]);
  });

  it('says once on the console what it made up', async () => {
    const lines: unknown[] = [];
    const info = vi.spyOn(console, 'info').mockImplementation((...values) => void lines.push(...values));
    const page = createWxHarness();
    page.call('login')({ success: () => undefined });
    page.call('login')({ success: () => undefined });
    await page.settle();
    info.mockRestore();
    expect(lines).toEqual(['wx.login was answered by Ferry’s mock; set it in ferry.mock.json']);
  });

  it.each(['createRewardedVideoAd', 'createInterstitialAd'])('%s never has an advertisement', async (api) => {
    const page = createWxHarness();
    const ad = page.call(api)({ adUnitId: 'u' }) as Record<string, (value?: unknown) => unknown>;
    ad['onError']?.(page.listener('error'));
    await page.settle();
    expect(page.log).toEqual([['error', { errMsg: 'no advertisement', errCode: 1004 }]]);
    await expect(ad['load']?.()).rejects.toMatchObject({ errCode: 1004 });
    await expect(ad['show']?.()).rejects.toMatchObject({ errCode: 1004 });
    ad['destroy']?.();
    expect(() => page.call(api)({})).toThrow('parameter.adUnitId should be String');
  });
});

describe('wx.getUpdateManager', () => {
  it.each<[string, object | null, unknown[]]>([
    ['has none by default', null, [['checked', { hasUpdate: false }]]],
    [
      'is ready when the mock says so',
      { success: { hasUpdate: true } },
      [
        ['checked', { hasUpdate: true }],
        ['ready', {}],
      ],
    ],
    [
      'fails when the mock says so',
      { fail: {} },
      [
        ['checked', { hasUpdate: true }],
        ['failed', {}],
      ],
    ],
  ])('%s', async (_what, mock, told) => {
    const reLaunch = vi.fn(() => Promise.resolve());
    const page = createWxHarness({
      router: { reLaunch },
      ...(mock === null ? {} : { mocks: { apis: { getUpdateManager: mock as never } } }),
    });
    const manager = page.call('getUpdateManager')() as Record<string, (listener?: unknown) => void>;
    manager['onCheckForUpdate']?.(page.listener('checked'));
    manager['onUpdateReady']?.(page.listener('ready'));
    manager['onUpdateFailed']?.(page.listener('failed'));
    await vi.waitFor(async () => {
      await page.settle();
      expect(page.log).toEqual(told);
    });
    manager['applyUpdate']?.();
    expect(reLaunch.mock.calls).toHaveLength(told.some((line) => (line as unknown[])[0] === 'ready') ? 1 : 0);
  });
});

describe('what ferry.mock.json sets', () => {
  it('takes the place of anything, of APIs that Ferry does not have too', async () => {
    const page = createWxHarness({
      mocks: {
        apis: {
          login: { success: { code: 'mine' } },
          openPortal: { success: { gate: 1 } },
          scanCode: { fail: { errMsg: 'cancel', errno: 7 } },
          getLocation: { fail: { errMsg: 'getLocation:fail auth deny', errno: 103 }, delayMs: 1 },
          getBatteryInfoSync: { success: { level: 3 } },
          getFooSync: { fail: { errMsg: 'no foo' } },
          onLocationChange: { success: { latitude: 9 } },
          request: { success: { data: { ok: true }, statusCode: 200 } },
        },
      },
    });
    expect(await outcomeOf(page, 'login')).toEqual(['success', { code: 'mine', errMsg: 'login:ok' }]);
    expect(await outcomeOf(page, 'openPortal')).toEqual(['success', { gate: 1, errMsg: 'openPortal:ok' }]);
    expect(await outcomeOf(page, 'scanCode')).toEqual(['fail', { errMsg: 'scanCode:fail cancel', errno: 7 }]);
    expect(page.call('getBatteryInfoSync')()).toEqual({ level: 3 });
    expect(() => page.call('getFooSync')()).toThrow('getFooSync:fail no foo');
    const failing = page.call('getLocation')() as Promise<unknown>;
    failing.catch(() => undefined);
    const heard: unknown[] = [];
    page.call('onLocationChange')((value: unknown) => heard.push(value));
    await vi.waitFor(async () => {
      await page.settle();
      expect(heard).toEqual([{ latitude: 9 }]);
    });
    page.log.length = 0;
    const task = page.call('request')({ url: 'https://h', success: page.listener('success') }) as {
      abort(): void;
    };
    task.abort();
    await vi.waitFor(async () => {
      await page.settle();
      expect(page.log).toEqual([['success', { data: { ok: true }, statusCode: 200, errMsg: 'request:ok' }]]);
    });
    await vi.waitFor(() => page.settle());
    await expect(Promise.race([failing, page.settle().then(() => failing)])).rejects.toEqual({
      errMsg: 'getLocation:fail auth deny',
      errno: 103,
    });
    expect(page.calls.filter(({ channel }) => channel === 'wx:request')).toEqual([]);
  });
});

describe('app and phone', () => {
  it('tells listeners of errors, rejections and what befalls the phone, until they go', () => {
    const page = createWxHarness();
    const promise = Promise.resolve();
    const names = [
      'Error',
      'UnhandledRejection',
      'MemoryWarning',
      'UserCaptureScreen',
      'AudioInterruptionBegin',
      'AudioInterruptionEnd',
    ];
    for (const name of names) page.call(`on${name}`)(page.listener(name));
    const all = () => {
      page.emitUncaught({ kind: 'error', text: 'TypeError: x\n at a' });
      page.emitUncaught({ kind: 'rejection', reason: 'no', promise });
      page.emitPhone({ name: 'memory-warning', level: 10 });
      page.emitPhone({ name: 'screen-captured' });
      page.emitPhone({ name: 'audio-interrupted' });
      page.emitPhone({ name: 'audio-resumed' });
    };
    all();
    expect(page.log).toEqual([
      ['Error', 'TypeError: x\n at a'],
      ['UnhandledRejection', { reason: 'no', promise }],
      ['MemoryWarning', { level: 10 }],
      ['UserCaptureScreen', {}],
      ['AudioInterruptionBegin', {}],
      ['AudioInterruptionEnd', {}],
    ]);
    for (const name of names) page.call(`off${name}`)();
    all();
    expect(page.log).toHaveLength(names.length);
  });

  it('copies with a toast, and reads what was copied', async () => {
    const page = createWxHarness({ answers: { 'wx:clipboard-read': () => 'copied' } });
    expect(await outcomeOf(page, 'setClipboardData', { data: 'x' })).toEqual([
      'success',
      { errMsg: 'setClipboardData:ok' },
    ]);
    expect(page.calls).toMatchObject([{ channel: 'wx:clipboard-write', request: { text: 'x' } }]);
    expect(page.toasts).toMatchObject([{ title: '内容已复制', durationMs: 1500 }]);
    expect(await outcomeOf(page, 'getClipboardData')).toEqual([
      'success',
      { data: 'copied', errMsg: 'getClipboardData:ok' },
    ]);
    expect(await outcomeOf(page, 'setClipboardData', { data: 5 })).toMatchObject(['fail', { errno: 1001 }]);
    expect(await outcomeOf(page, 'setClipboardData', { data: 'x'.repeat(1_000_001) })).toMatchObject([
      'fail',
      {},
    ]);
  });
});
