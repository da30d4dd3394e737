import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#contract/transfer';
import { createWxHarness, PROFILE } from './wx-harness.ts';

const task = { taskId: 't1', generation: 7 };
const BASE = {
  ok: true,
  statusCode: 404,
  header: { 'Content-Type': 'text/html' },
  cookies: [],
  profile: PROFILE,
} as const;

describe('wx.downloadFile', () => {
  it.each<[string, object, TaskResult, object]>([
    [
      'a temp file',
      {},
      { ...BASE, tempFilePath: 'http://tmp/x.html' },
      { tempFilePath: 'http://tmp/x.html', statusCode: 404, header: BASE.header, profile: PROFILE },
    ],
    [
      'filePath, echoed, without tempFilePath',
      { filePath: 'http://usr/x.html' },
      { ...BASE, filePath: 'http://usr/x.html' },
      { filePath: 'http://usr/x.html', statusCode: 404, header: BASE.header, profile: PROFILE },
    ],
  ])('succeeds at any status with %s', async (_what, options, result, expected) => {
    const page = createWxHarness();
    page.call('downloadFile')({ url: 'https://host.example/x', ...options, ...page.callbacks() });
    page.emit({ ...task, kind: 'ended', result });
    await page.settle();
    const argument = { ...expected, errMsg: 'downloadFile:ok' };
    expect(page.log).toEqual([
      ['success', argument],
      ['complete', argument],
    ]);
  });

  it('tells progress in the words of a download', () => {
    const page = createWxHarness();
    const download = page.call('downloadFile')({ url: 'https://h/x' }) as Record<
      string,
      (fn: unknown) => void
    >;
    download['onProgressUpdate']?.(page.listener('progress'));
    page.emit({ ...task, kind: 'progress', progress: 0, transferredBytes: 10, expectedBytes: 0 });
    expect(page.log).toEqual([
      ['progress', { progress: 0, totalBytesWritten: 10, totalBytesExpectedToWrite: 0 }],
    ]);
  });

  it('sends a null filePath and time-out where none is written', async () => {
    const page = createWxHarness();
    page.call('downloadFile')({ url: 'https://h/x', timeout: -1 });
    await page.settle();
    expect(page.calls[0]).toMatchObject({
      channel: 'wx:download-file',
      request: { filePath: null, timeoutMs: null, header: {} },
    });
  });

  it('refuses a missing url', async () => {
    const page = createWxHarness();
    expect(page.call('downloadFile')({ ...page.callbacks() })).toBeUndefined();
    await page.settle();
    expect(page.log[0]).toEqual([
      'fail',
      {
        errMsg: 'downloadFile:fail parameter error: parameter.url should be String instead of Undefined;',
        errno: 1001,
      },
    ]);
  });
});
