import { describe, expect, it } from 'vitest';
import type { WireError } from '#contract/errors';
import { createWxHarness, failing } from './wx-harness.ts';

describe('images: input → request → result', () => {
  const info = { width: 4, height: 3, path: 'http://tmp/a.jpg', orientation: 'right', type: 'jpeg' };
  it.each<[string, object, string, object, unknown, object]>([
    [
      'getImageInfo',
      { src: '/a.jpg' },
      'wx:get-image-info',
      { src: '/a.jpg', page: 'pages/index/index' },
      info,
      info,
    ],
  ])('%s %j', async (api, options, channel, request, value, result) => {
    const page = createWxHarness({ answers: { [channel]: () => value } });
    page.call(api)({ ...options, success: page.listener('success') });
    await page.settle();
    expect(page.calls).toMatchObject([{ channel, request }]);
    expect(page.log).toEqual([['success', { ...result, errMsg: `${api}:ok` }]]);
  });

  it.each<[string, object, string, WireError, object]>([
    [
      'getImageInfo',
      { src: 'https://h/a' },
      'wx:get-image-info',
      { code: 'request.domain', message: '' },
      {
        errMsg: 'getImageInfo:fail download image fail. reason: downloadFile:fail url not in domain list',
        errno: 600002,
      },
    ],
  ])('%s fails in WeChat’s words', async (api, options, channel, error, failure) => {
    const page = createWxHarness({ answers: { [channel]: () => failing(error) } });
    page.call(api)({ ...options, fail: page.listener('fail') });
    await page.settle();
    expect(page.log).toEqual([['fail', failure]]);
  });

  it.each([
    ['by URL', { current: 'http://tmp/b.jpg' }, 1],
    ['by index', { current: 1 }, 1],
    ['at the first', {}, 0],
    ['at the first when unknown', { current: 'x' }, 0],
  ])('previewImage opens %s', async (_what, options, index) => {
    const shown: unknown[] = [];
    const page = createWxHarness({ overlays: { preview: { show: (wanted) => shown.push(wanted) } } });
    page.call('previewImage')({
      urls: ['/a.jpg', 'http://tmp/b.jpg'],
      ...options,
      success: page.listener('success'),
    });
    await page.settle();
    expect(shown).toEqual([
      { urls: ['resource:/a.jpg@pages/index/index', 'resource:http://tmp/b.jpg@pages/index/index'], index },
    ]);
  });
});
