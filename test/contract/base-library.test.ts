import { describe, expect, it } from 'vitest';
import type { NetworkProfile, TaskResult } from '#contract/transfer';
import { before, createWxHarness } from './wx-harness.ts';

const task = { taskId: 't1', generation: 7 };
const ARGUMENTS = {
  uploadFile: { url: 'https://h/x', filePath: 'http://tmp/a.jpg', name: 'file' },
  downloadFile: { url: 'https://h/x' },
  request: { url: 'https://h/x' },
} as const;
type Api = keyof typeof ARGUMENTS;

const FULL_PROFILE = {
  invokeStart: 1,
  queueStart: 2,
  queueEnd: 3,
  fetchStart: 4,
  protocol: 'h2',
  usingHighPerformanceMode: false,
} as unknown as NetworkProfile;
const DONE: TaskResult = {
  ok: true,
  statusCode: 200,
  header: { a: 'b' },
  cookies: ['c=d'],
  profile: FULL_PROFILE,
  body: { kind: 'text', text: 'x' },
  tempFilePath: 'http://tmp/x',
};

function membersOf(value: unknown): string[] | undefined {
  return value === undefined ? undefined : Object.keys(value as object).sort();
}

/** Names of `wx`: first version that has them. wx-api.md §2, and WeChat's typings. */
describe('a function that came later is not there', () => {
  it.each([
    ['canIUse', '1.1.1'],
    ['getFileInfo', '1.4.0'],
    ['createSelectorQuery', '1.4.0'],
    ['getFileSystemManager', '1.9.9'],
    ['createInnerAudioContext', '1.6.0'],
    ['saveImageToPhotosAlbum', '1.2.0'],
    ['compressImage', '2.4.0'],
    ['chooseMessageFile', '2.5.0'],
    ['chooseMedia', '2.10.0'],
    ['onAppShow', '2.1.2'],
    ['offNetworkStatusChange', '2.9.3'],
    ['getSystemInfoAsync', '2.14.1'],
    ['getWindowInfo', '2.20.1'],
    ['cloud', '2.2.3'],
  ])('wx.%s before %s', (name, since) => {
    expect(createWxHarness({ library: before(since) }).wx[name]).toBeUndefined();
    expect(createWxHarness({ library: since }).wx[name]).toBeDefined();
  });

  it.each([
    'uploadFile',
    'downloadFile',
    'request',
    'chooseImage',
    'saveFile',
    'getSystemInfoSync',
    'playVoice',
  ])('wx.%s was always there', (name) => {
    expect(typeof createWxHarness({ library: '1.0.0' }).wx[name]).toBe('function');
  });

  it('and a name that nobody dates stays, as it may be newer than the table', () => {
    expect(typeof createWxHarness({ library: '1.0.0' }).wx['openSomethingNew']).toBe('function');
  });

  it('counts versions number by number', () => {
    expect(createWxHarness({ library: '2.9.90' }).wx['chooseMedia']).toBeUndefined();
    expect(createWxHarness({ library: '2.10' }).wx['chooseMedia']).toBeDefined();
  });

  it('has no folder for user files before 1.7.0, yet an env', () => {
    expect(createWxHarness({ library: '1.6.9' }).wx['env']).toEqual({});
    expect(createWxHarness({ library: '1.6.9', labOrigin: 'http://127.0.0.1:9' }).wx['env']).toEqual({
      FERRY_LAB: 'http://127.0.0.1:9',
    });
    expect(createWxHarness({ library: '1.7.0' }).wx['env']).toEqual({ USER_DATA_PATH: 'http://usr' });
  });
});

/** wx-api.md §2, §4, §5, §7. */
describe('task objects', () => {
  const BASIC = ['abort', 'onProgressUpdate'];
  const HEADERS = ['offHeadersReceived', 'onHeadersReceived'];
  it.each<[Api, string, string[] | undefined]>([
    ['uploadFile', '1.3.9', undefined],
    ['uploadFile', '1.4.0', BASIC],
    ['uploadFile', '2.0.9', BASIC],
    ['uploadFile', '2.1.0', [...BASIC, ...HEADERS, 'offProgressUpdate'].sort()],
    ['downloadFile', '1.3.9', undefined],
    ['downloadFile', '1.4.0', BASIC],
    ['downloadFile', '2.1.0', [...BASIC, ...HEADERS, 'offProgressUpdate'].sort()],
    ['request', '1.3.9', undefined],
    ['request', '1.4.0', ['abort']],
    ['request', '2.1.0', ['abort', ...HEADERS].sort()],
    ['request', '2.20.1', ['abort', ...HEADERS, 'offChunkReceived', 'onChunkReceived'].sort()],
  ])('of %s at %s: %j', (api, library, members) => {
    const page = createWxHarness({ library });
    expect(membersOf(page.call(api)(ARGUMENTS[api]))).toEqual(members);
    expect(page.calls).toHaveLength(1);
  });

  it('tell cookies from 2.10.0', () => {
    for (const [library, told] of [
      ['2.9.9', { header: {}, statusCode: 200 }],
      ['2.10.0', { header: {}, statusCode: 200, cookies: ['c=d'] }],
    ] as const) {
      const page = createWxHarness({ library });
      const request = page.call('request')(ARGUMENTS.request) as Record<string, (fn: unknown) => void>;
      request['onHeadersReceived']?.(page.listener('headers'));
      page.emit({ ...task, kind: 'headers', statusCode: 200, header: {}, cookies: ['c=d'] });
      expect(page.log).toEqual([['headers', told]]);
    }
  });
});

describe('options that came later are ignored', () => {
  it.each<[Api, object, string, object, object]>([
    ['uploadFile', { timeout: 3000 }, '2.10.0', { timeoutMs: null }, { timeoutMs: 3000 }],
    ['downloadFile', { timeout: 3000 }, '2.10.0', { timeoutMs: null }, { timeoutMs: 3000 }],
    ['request', { timeout: 3000 }, '2.10.0', { timeoutMs: null }, { timeoutMs: 3000 }],
    ['uploadFile', { enableHttp2: true }, '2.10.4', { wantsHttp2: false }, { wantsHttp2: true }],
    ['downloadFile', { filePath: 'http://usr/a' }, '1.8.0', { filePath: null }, { filePath: 'http://usr/a' }],
    [
      'request',
      { responseType: 'arraybuffer' },
      '1.7.0',
      { responseType: 'text' },
      { responseType: 'arraybuffer' },
    ],
    ['request', { redirect: 'manual' }, '3.2.2', { followsRedirects: true }, { followsRedirects: false }],
  ])('%s %j before %s', async (api, options, since, older, newer) => {
    for (const [library, request] of [
      [before(since), older],
      [since, newer],
    ] as const) {
      const page = createWxHarness({ library });
      page.call(api)({ ...ARGUMENTS[api], ...options });
      await page.settle();
      expect(page.calls[0]?.request, library).toMatchObject(request);
      // The panel shows what the project wrote.
      expect(page.calls[0]?.request['written'], library).toMatchObject(options);
    }
  });

  it('in other functions too', async () => {
    const voices = await Promise.all(
      ['1.5.9', '1.6.0'].map(async (library) => {
        const page = createWxHarness({ library });
        page.call('playVoice')({
          filePath: 'http://tmp/a.mp3',
          duration: 1,
          complete: page.listener('complete'),
        });
        const [voice] = page.audio.elements;
        voice?.fire('playing');
        if (voice) voice.currentTime = 2;
        voice?.fire('timeupdate');
        await page.settle();
        return page.log.length;
      }),
    );
    expect(voices).toEqual([0, 1]);
  });

  it('but required parameters are checked as ever', async () => {
    const page = createWxHarness({ library: '1.0.0' });
    page.call('uploadFile')({ fail: page.listener('fail') });
    await page.settle();
    const failure = page.log[0]?.[1] as { readonly errMsg: string };
    expect(failure.errMsg).toContain('parameter.url should be String');
  });
});

describe('fields that came later are left out', () => {
  it.each<[Api, string, string[]]>([
    ['uploadFile', '3.4.9', ['data', 'errMsg', 'statusCode']],
    ['uploadFile', '3.5.0', ['data', 'errMsg', 'profile', 'statusCode']],
    ['downloadFile', '2.10.3', ['errMsg', 'header', 'statusCode', 'tempFilePath']],
    ['downloadFile', '2.10.4', ['errMsg', 'header', 'profile', 'statusCode', 'tempFilePath']],
    ['request', '1.1.9', ['data', 'errMsg', 'statusCode']],
    ['request', '1.2.0', ['data', 'errMsg', 'header', 'statusCode']],
    ['request', '2.10.0', ['cookies', 'data', 'errMsg', 'header', 'statusCode']],
    ['request', '2.10.4', ['cookies', 'data', 'errMsg', 'header', 'profile', 'statusCode']],
    ['request', '3.0.0', ['cookies', 'data', 'errMsg', 'exception', 'header', 'profile', 'statusCode']],
  ])('of %s at %s: %j', async (api, library, fields) => {
    const page = createWxHarness({ library });
    page.call(api)({ ...ARGUMENTS[api], ...page.callbacks() });
    page.emit({ ...task, kind: 'ended', result: DONE });
    await page.settle();
    expect(membersOf(page.log[0]?.[1])).toEqual(fields);
    expect(page.log[1]).toEqual(['complete', page.log[0]?.[1]]);
  });

  it.each([
    ['3.3.3', ['fetchStart', 'protocol']],
    ['3.3.4', ['fetchStart', 'protocol', 'usingHighPerformanceMode']],
    ['3.8.9', ['fetchStart', 'protocol', 'usingHighPerformanceMode']],
    [
      '3.8.10',
      ['fetchStart', 'invokeStart', 'protocol', 'queueEnd', 'queueStart', 'usingHighPerformanceMode'],
    ],
  ])('inside profile too, at %s', async (library, fields) => {
    const page = createWxHarness({ library });
    page.call('request')({ ...ARGUMENTS.request, success: page.listener('success') });
    page.emit({ ...task, kind: 'ended', result: DONE });
    await page.settle();
    expect(membersOf((page.log[0]?.[1] as { profile: object }).profile)).toEqual(fields);
  });

  it.each<[Api, string, string[]]>([
    ['uploadFile', '2.23.9', ['errMsg']],
    ['uploadFile', '2.24.0', ['errMsg', 'errno']],
    ['request', '2.23.9', ['errMsg']],
    ['request', '2.24.0', ['errMsg', 'errno']],
    ['request', '3.8.10', ['errMsg', 'errno', 'exception']],
  ])('of a failure of %s at %s: %j', async (api, library, fields) => {
    const page = createWxHarness({ library });
    page.call(api)({ ...ARGUMENTS[api], fail: page.listener('fail') });
    page.emit({ ...task, kind: 'ended', result: { ok: false, error: { code: 'net.reset', message: '' } } });
    await page.settle();
    expect(membersOf(page.log[0]?.[1])).toEqual(fields);
  });

  it('of chooseImage: tempFiles before 1.2.0', async () => {
    const answers = {
      'wx:choose-files': () => ({ kind: 'picked', files: [{ path: 'http://tmp/a.jpg', size: 3 }] }),
    };
    for (const [library, result] of [
      ['1.1.9', { tempFilePaths: ['http://tmp/a.jpg'] }],
      ['1.2.0', { tempFilePaths: ['http://tmp/a.jpg'], tempFiles: [{ path: 'http://tmp/a.jpg', size: 3 }] }],
    ] as const) {
      const page = createWxHarness({ library, answers });
      page.call('chooseImage')({ success: page.listener('success') });
      await page.settle();
      expect(page.log[0]?.[1]).toEqual({ ...result, errMsg: 'chooseImage:ok' });
    }
  });

  it.each([
    ['1.0.9', 'SDKVersion', false],
    ['1.1.0', 'SDKVersion', true],
    ['1.0.9', 'screenWidth', false],
    ['1.1.0', 'screenHeight', true],
    ['1.4.9', 'fontSizeSetting', false],
    ['1.8.0', 'benchmarkLevel', true],
    ['1.8.9', 'statusBarHeight', false],
    ['1.9.0', 'statusBarHeight', true],
    ['2.5.9', 'albumAuthorized', false],
    ['2.7.0', 'safeArea', true],
    ['2.10.9', 'theme', false],
    ['2.12.3', 'host', true],
    ['2.14.9', 'enableDebug', false],
    ['1.0.0', 'windowWidth', true],
  ])('of SystemInfo: at %s, %s is there: %s', async (library, field, isThere) => {
    const page = createWxHarness({ library });
    expect(Object.hasOwn(page.call('getSystemInfoSync')() as object, field)).toBe(isThere);
    page.call('getSystemInfo')({ success: page.listener('success') });
    await page.settle();
    expect(Object.hasOwn(page.log[0]?.[1] as object, field)).toBe(isThere);
  });

  it('of navigateTo: no event channel before 2.7.3, when it had no member yet', async () => {
    const nothing = (): void => undefined;
    const eventChannel = { on: nothing, once: nothing, off: nothing, emit: nothing };
    for (const [library, fields] of [
      ['2.7.2', ['errMsg']],
      ['2.7.3', ['errMsg', 'eventChannel']],
    ] as const) {
      const page = createWxHarness({
        library,
        router: { navigateTo: () => Promise.resolve({ eventChannel }) },
      });
      page.call('navigateTo')({ url: '/a', success: page.listener('success') });
      await page.settle();
      expect(membersOf(page.log[0]?.[1]), library).toEqual(fields);
    }
  });
});

/** wx-api.md §1: promises from 2.10.2. */
describe('promises', () => {
  it('are not given before 2.10.2', async () => {
    const older = createWxHarness({ library: '2.10.1' });
    expect(older.call('getSystemInfo')({})).toBeUndefined();
    expect(older.call('openGate')()).toBeUndefined();
    expect(older.reported.unsupported).toEqual(['wx.openGate']);

    const newer = createWxHarness({ library: '2.10.2' });
    const promise = newer.call('getSystemInfo')({});
    await newer.settle();
    await expect(promise).resolves.toMatchObject({ errMsg: 'getSystemInfo:ok' });
    await expect(newer.call('openGate')()).rejects.toMatchObject({ errno: 100 });
  });

  it('or not, callbacks are called', async () => {
    const page = createWxHarness({ library: '1.0.0' });
    page.call('getSystemInfo')({ ...page.callbacks() });
    await page.settle();
    expect(page.log.map(([name]) => name)).toEqual(['success', 'complete']);
  });
});
