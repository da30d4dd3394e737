import { describe, expect, it } from 'vitest';
import type { DeviceTraits } from '#contract/device';
import type { TaskResult } from '#contract/transfer';
import { createWxHarness, PROFILE } from './wx-harness.ts';

const task = { taskId: 't1', generation: 7 };
const ARGUMENTS = {
  uploadFile: { url: 'https://h/x', filePath: 'http://tmp/a.jpg', name: 'file' },
  downloadFile: { url: 'https://h/x' },
  request: { url: 'https://h/x' },
} as const;
const APIS = ['uploadFile', 'downloadFile', 'request'] as const;
const DONE: TaskResult = {
  ok: true,
  statusCode: 200,
  header: { a: 'b' },
  cookies: [],
  profile: PROFILE,
  body: { kind: 'text', text: 'x' },
  tempFilePath: 'http://tmp/x',
};

/** What success gets. */
async function resultOf(
  api: (typeof APIS)[number],
  options: object,
  traits: Partial<DeviceTraits> = {},
): Promise<unknown> {
  const page = createWxHarness({ traits });
  page.call(api)({ ...ARGUMENTS[api], ...options, success: page.listener('success') });
  page.emit({ ...task, kind: 'ended', result: DONE });
  await page.settle();
  return page.log[0]?.[1];
}

/** What is sent to main. */
async function callOf(
  api: (typeof APIS)[number],
  options: object,
  traits: Partial<DeviceTraits> = {},
): Promise<unknown> {
  const page = createWxHarness({ traits });
  page.call(api)({ ...ARGUMENTS[api], ...options });
  await page.settle();
  return page.calls[0]?.request;
}

/** wx-api.md §4, §5, §7. */
describe.each(APIS)('the options of wx.%s', (api) => {
  it('give profile unless enableProfile is false', async () => {
    expect(await resultOf(api, {})).toHaveProperty('profile', PROFILE);
    expect(await resultOf(api, { enableProfile: true })).toHaveProperty('profile', PROFILE);
    expect(await resultOf(api, { enableProfile: false })).not.toHaveProperty('profile');
  });

  it('ask for HTTP/2 where enableHttp2 is true', async () => {
    expect(await callOf(api, {})).toMatchObject({ wantsHttp2: false });
    expect(await callOf(api, { enableHttp2: true })).toMatchObject({ wantsHttp2: true });
  });

  it('say when the call was made', async () => {
    expect(await callOf(api, {})).toMatchObject({ invokedAtEpochMs: 1_700_000_000_005 });
  });

  it('take those without effect, and hand them on as written', async () => {
    const options = { enableQuic: true, useHighPerformanceMode: true, enableCache: true };
    expect(await callOf(api, options)).toMatchObject({ written: options });
  });

  it('leave profile out on devices that have none', async () => {
    expect(await resultOf(api, {}, { tellsProfile: false })).not.toHaveProperty('profile');
  });
});

describe('what devices tell', () => {
  it('is header of a download on Android alone', async () => {
    expect(await resultOf('downloadFile', {})).toHaveProperty('header', { a: 'b' });
    expect(await resultOf('downloadFile', {}, { tellsDownloadHeader: false })).toEqual({
      tempFilePath: 'http://tmp/x',
      statusCode: 200,
      profile: PROFILE,
      errMsg: 'downloadFile:ok',
    });
  });

  it.each([
    [true, { header: {}, statusCode: 201, cookies: [] }],
    [false, { header: {}, cookies: [] }],
  ])('is statusCode in onHeadersReceived of a request, or is not (%s)', (tellsHeadersStatus, told) => {
    const page = createWxHarness({ traits: { tellsHeadersStatus } });
    const request = page.call('request')(ARGUMENTS.request) as Record<string, (fn: unknown) => void>;
    request['onHeadersReceived']?.(page.listener('headers'));
    page.emit({ ...task, kind: 'headers', statusCode: 201, header: {}, cookies: [] });
    expect(page.log).toEqual([['headers', told]]);
  });

  it('is a failure in their own words', async () => {
    const page = createWxHarness({ traits: { name: 'ios', wording: 'ios' } });
    page.call('downloadFile')({ ...ARGUMENTS.downloadFile, fail: page.listener('fail') });
    page.emit({ ...task, kind: 'ended', result: { ok: false, error: { code: 'net.timeout', message: '' } } });
    await page.settle();
    expect(page.log).toEqual([['fail', { errMsg: 'downloadFile:fail 请求超时。', errno: 5 }]]);
  });
});

describe('wx.request’s own options', () => {
  it.each<[string, object, Partial<DeviceTraits>, boolean]>([
    ['follow by default', {}, {}, true],
    ['follow', { redirect: 'follow' }, {}, true],
    ['manual', { redirect: 'manual' }, {}, false],
    ['manual on Windows, which has none', { redirect: 'manual' }, { name: 'windows' }, true],
  ])('redirect: %s', async (_what, options, traits, followsRedirects) => {
    expect(await callOf('request', options, traits)).toMatchObject({ followsRedirects });
  });

  it('count enableChunked as not supported, once a call', async () => {
    const page = createWxHarness();
    page.call('request')({ ...ARGUMENTS.request, enableChunked: true });
    await page.settle();
    expect(page.reported.unsupported).toEqual(['wx.request.enableChunked']);
  });

  it('give exception with a failure too: nothing was tried again', async () => {
    const page = createWxHarness();
    page.call('request')({ ...ARGUMENTS.request, fail: page.listener('fail') });
    page.emit({ ...task, kind: 'ended', result: { ok: false, error: { code: 'aborted', message: '' } } });
    await page.settle();
    expect(page.log).toEqual([
      ['fail', { errMsg: 'request:fail abort', exception: { retryCount: 0, reasons: [] } }],
    ]);
  });
});
