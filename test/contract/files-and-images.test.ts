import { describe, expect, it } from 'vitest';
import type { WireError } from '#contract/errors';
import { createWxHarness, failing } from './wx-harness.ts';

const NOT_FOUND: WireError = { code: 'file.not-found', message: '' };

describe('files and images: input → request → result', () => {
  const info = { width: 4, height: 3, path: 'http://tmp/a.jpg', orientation: 'right', type: 'jpeg' };
  it.each<[string, object, string, object, unknown, object]>([
    [
      'saveFile',
      { tempFilePath: 't' },
      'wx:save-file',
      { tempFilePath: 't' },
      { savedFilePath: 's' },
      { savedFilePath: 's' },
    ],
    ['getSavedFileList', {}, 'wx:get-saved-file-list', {}, { fileList: [] }, { fileList: [] }],
    [
      'getSavedFileInfo',
      { filePath: 's' },
      'wx:get-saved-file-info',
      { filePath: 's' },
      { size: 1, createTime: 2 },
      { size: 1, createTime: 2 },
    ],
    ['removeSavedFile', { filePath: 's' }, 'wx:remove-saved-file', { filePath: 's' }, null, {}],
    [
      'getFileInfo',
      { filePath: 's' },
      'wx:get-file-info',
      { filePath: 's', digestAlgorithm: 'md5' },
      { size: 1, digest: 'd' },
      { size: 1, digest: 'd' },
    ],
    [
      'getFileInfo',
      { filePath: 's', digestAlgorithm: 'sha1' },
      'wx:get-file-info',
      { digestAlgorithm: 'sha1' },
      { size: 1, digest: 'd' },
      { size: 1, digest: 'd' },
    ],
    [
      'getImageInfo',
      { src: '/a.jpg' },
      'wx:get-image-info',
      { src: '/a.jpg', page: 'pages/index/index' },
      info,
      info,
    ],
    [
      'chooseImage',
      { count: 99, sizeType: 'original' },
      'wx:choose-image',
      { count: 9, sizeType: ['original'], sourceType: ['album', 'camera'] },
      { kind: 'picked', tempFiles: [{ path: 'http://tmp/a.jpg', size: 5 }] },
      { tempFilePaths: ['http://tmp/a.jpg'], tempFiles: [{ path: 'http://tmp/a.jpg', size: 5 }] },
    ],
    [
      'chooseImage',
      { count: 0 },
      'wx:choose-image',
      { count: 1, sizeType: ['original', 'compressed'] },
      { kind: 'picked', tempFiles: [] },
      { tempFilePaths: [], tempFiles: [] },
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
      'saveFile',
      { tempFilePath: 't' },
      'wx:save-file',
      { code: 'quota.exceeded', message: '' },
      { errMsg: 'saveFile:fail the maximum size of the file storage limit is exceeded', errno: 1300202 },
    ],
    [
      'getFileInfo',
      { filePath: 's' },
      'wx:get-file-info',
      NOT_FOUND,
      { errMsg: 'getFileInfo:fail file not exist', errno: 1300002 },
    ],
    [
      'removeSavedFile',
      { filePath: 's' },
      'wx:remove-saved-file',
      NOT_FOUND,
      { errMsg: 'removeSavedFile:fail file not exist', errno: 1300002 },
    ],
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
    [
      'chooseImage',
      {},
      'wx:choose-image',
      { code: 'picker.cancelled', message: '' },
      { errMsg: 'chooseImage:fail cancel', errno: 1 },
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
