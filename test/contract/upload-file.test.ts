import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#contract/transfer';
import { createWxHarness, failing, PROFILE } from './wx-harness.ts';

const OPTIONS = { url: 'https://host.example/upload', filePath: 'http://tmp/a.jpg', name: 'file' };
const DONE: TaskResult = {
  ok: true,
  statusCode: 200,
  header: { 'Content-Type': 'application/json' },
  cookies: [],
  profile: PROFILE,
  body: { kind: 'text', text: '{"id":1}' },
};
const task = { taskId: 't1', generation: 7 };

describe('wx.uploadFile', () => {
  it('sends one call with text headers and fields, and nothing before it returns', async () => {
    const page = createWxHarness();
    page.call('uploadFile')({
      ...OPTIONS,
      header: { token: 5, skipped: undefined },
      formData: {
        user: 'a',
        count: 2,
        yes: true,
        list: [1, 2],
        object: { a: 1 },
        nothing: null,
        gone: undefined,
      },
      timeout: 3000,
      ...page.callbacks(),
    });
    expect(page.log).toEqual([]);
    await page.settle();
    expect(page.calls).toHaveLength(1);
    expect(page.calls[0]).toMatchObject({
      channel: 'wx:upload-file',
      request: {
        taskId: 't1',
        url: OPTIONS.url,
        filePath: OPTIONS.filePath,
        name: 'file',
        header: { token: '5' },
        timeoutMs: 3000,
        formData: [
          ['user', 'a'],
          ['count', '2'],
          ['yes', 'true'],
          ['list', '1,2'],
          ['object', '[object Object]'],
          ['nothing', 'null'],
        ],
        formDataFindings: [
          { kind: 'not-text', field: 'count', type: 'Number' },
          { kind: 'not-text', field: 'yes', type: 'Boolean' },
          { kind: 'not-text', field: 'list', type: 'Array' },
          { kind: 'not-text', field: 'object', type: 'Object' },
          { kind: 'not-text', field: 'nothing', type: 'Null' },
        ],
        wantsHttp2: false,
        invokedAtEpochMs: 1_700_000_000_005,
        callSite: { page: 'pages/index/index' },
        written: { url: OPTIONS.url, timeout: 3000, header: { token: 5 } },
      },
    });
    expect(page.calls[0]?.request['written']).not.toHaveProperty('success');
  });

  it.each([
    ['a JSON string', '{"a":1}', [{ kind: 'not-an-object', type: 'String' }]],
    ['an array', ['a'], [{ kind: 'not-an-object', type: 'Array' }]],
    ['null', null, []],
    ['not there', undefined, []],
  ])('sends no fields when formData is %s, and says why', async (_what, formData, formDataFindings) => {
    const page = createWxHarness();
    page.call('uploadFile')({ ...OPTIONS, formData });
    await page.settle();
    expect(page.calls[0]?.request).toMatchObject({ formData: [], formDataFindings });
  });

  it('finds nothing to say of texts', async () => {
    const page = createWxHarness();
    page.call('uploadFile')({ ...OPTIONS, formData: { user: 'a', gone: undefined } });
    await page.settle();
    expect(page.calls[0]?.request['formDataFindings']).toEqual([]);
  });

  it('fires headers, progress, success and complete in order, with exact objects', async () => {
    const page = createWxHarness();
    const upload = page.call('uploadFile')({ ...OPTIONS, ...page.callbacks() }) as Record<
      string,
      (fn: unknown) => void
    >;
    upload['onProgressUpdate']?.(page.listener('progress'));
    upload['onHeadersReceived']?.(page.listener('headers'));
    page.emit({ ...task, kind: 'progress', progress: 40, transferredBytes: 400, expectedBytes: 1000 });
    page.emit({ ...task, kind: 'headers', statusCode: 200, header: { a: 'b' }, cookies: ['c=d'] });
    page.emit({ ...task, kind: 'progress', progress: 100, transferredBytes: 1000, expectedBytes: 1000 });
    page.emit({ ...task, kind: 'ended', result: DONE });
    await page.settle();
    const success = { data: '{"id":1}', statusCode: 200, profile: PROFILE, errMsg: 'uploadFile:ok' };
    expect(page.log).toEqual([
      ['progress', { progress: 40, totalBytesSent: 400, totalBytesExpectedToSend: 1000 }],
      ['headers', { header: { a: 'b' } }],
      ['progress', { progress: 100, totalBytesSent: 1000, totalBytesExpectedToSend: 1000 }],
      ['success', success],
      ['complete', success],
    ]);
    expect(page.reported.callbacks.map((record) => record.name)).toEqual([
      'onProgressUpdate',
      'onHeadersReceived',
      'onProgressUpdate',
      'success',
      'complete',
    ]);
  });

  it('says nothing after the end, whatever still arrives', async () => {
    const page = createWxHarness();
    const upload = page.call('uploadFile')({ ...OPTIONS, ...page.callbacks() }) as Record<
      string,
      (fn?: unknown) => void
    >;
    upload['onProgressUpdate']?.(page.listener('progress'));
    page.emit({ ...task, kind: 'ended', result: DONE });
    page.emit({ ...task, kind: 'progress', progress: 100, transferredBytes: 1, expectedBytes: 1 });
    page.emit({ ...task, kind: 'ended', result: { ok: false, error: { code: 'aborted', message: '' } } });
    await page.settle();
    upload['abort']?.();
    await page.settle();
    expect(page.log.map(([name]) => name)).toEqual(['success', 'complete']);
    expect(page.calls.map((call) => call.channel)).toEqual(['wx:upload-file']);
  });

  it('removes one listener by off(fn) and all by off()', () => {
    const page = createWxHarness();
    const upload = page.call('uploadFile')(OPTIONS) as Record<string, (fn?: unknown) => void>;
    const first = page.listener('first');
    upload['onProgressUpdate']?.(first);
    upload['onProgressUpdate']?.(page.listener('second'));
    upload['offProgressUpdate']?.(first);
    page.emit({ ...task, kind: 'progress', progress: 1, transferredBytes: 1, expectedBytes: 100 });
    upload['offProgressUpdate']?.();
    page.emit({ ...task, kind: 'progress', progress: 2, transferredBytes: 2, expectedBytes: 100 });
    expect(page.log.map(([name]) => name)).toEqual(['second']);
  });

  it('aborts through main, and fails with abort when main says so', async () => {
    const page = createWxHarness();
    const upload = page.call('uploadFile')({ ...OPTIONS, ...page.callbacks() }) as Record<string, () => void>;
    upload['abort']?.();
    expect(page.calls.map((call) => call.channel)).toEqual(['wx:upload-file', 'wx:abort-task']);
    page.emit({ ...task, kind: 'ended', result: { ok: false, error: { code: 'aborted', message: 'x' } } });
    await page.settle();
    expect(page.log).toEqual([
      ['fail', { errMsg: 'uploadFile:fail abort' }],
      ['complete', { errMsg: 'uploadFile:fail abort' }],
    ]);
  });

  it.each([
    [
      {},
      'parameter.url should be String instead of Undefined; parameter.filePath should be String instead of Undefined; parameter.name should be String instead of Undefined;',
    ],
    [{ ...OPTIONS, url: null }, 'parameter.url should be String instead of Null;'],
    [{ ...OPTIONS, filePath: 5 }, 'parameter.filePath should be String instead of Number;'],
    [{ ...OPTIONS, name: [] }, 'parameter.name should be String instead of Array;'],
  ])('refuses %j with WeChat’s words and returns no task', async (options, reason) => {
    const page = createWxHarness();
    const returned = page.call('uploadFile')({ ...options, ...page.callbacks() });
    expect(returned).toBeUndefined();
    expect(page.log).toEqual([]);
    await page.settle();
    const failure = { errMsg: `uploadFile:fail parameter error: ${reason}`, errno: 1001 };
    expect(page.log).toEqual([
      ['fail', failure],
      ['complete', failure],
    ]);
    expect(page.calls).toEqual([]);
  });

  it('fails when main refuses the call itself', async () => {
    const page = createWxHarness({
      answers: { 'wx:upload-file': () => failing({ code: 'request.over-limit', message: '' }) },
    });
    page.call('uploadFile')({ ...OPTIONS, ...page.callbacks() });
    await page.settle();
    expect(page.log[0]).toEqual([
      'fail',
      {
        errMsg: 'uploadFile:fail createUploadTask:fail exceed max upload connection count 10',
        errno: 600007,
      },
    ]);
  });

  it('reports a callback that throws and still calls the next', async () => {
    const page = createWxHarness();
    const thrown = new Error('in success');
    page.call('uploadFile')({
      ...OPTIONS,
      success: () => {
        throw thrown;
      },
      complete: page.listener('complete'),
    });
    page.emit({ ...task, kind: 'ended', result: DONE });
    await page.settle();
    expect(page.log.map(([name]) => name)).toEqual(['complete']);
    expect(page.reported.exceptions).toEqual([{ error: thrown, ours: false }]);
  });

  it('fetches a large answer from its own origin', async () => {
    const page = createWxHarness({ fetch: (url) => Promise.resolve(new Response(`body of ${url}`)) });
    page.call('uploadFile')({ ...OPTIONS, success: page.listener('success') });
    page.emit({ ...task, kind: 'ended', result: { ...DONE, body: { kind: 'url', url: '/body/9' } } });
    await page.settle();
    expect(page.log[0]?.[1]).toMatchObject({ data: 'body of body/9' });
  });

  it('gives no promise even without callbacks', () => {
    const page = createWxHarness();
    const upload = page.call('uploadFile')(OPTIONS);
    expect(upload).not.toBeInstanceOf(Promise);
    expect(Object.keys(upload as object).sort()).toEqual([
      'abort',
      'offHeadersReceived',
      'offProgressUpdate',
      'onHeadersReceived',
      'onProgressUpdate',
    ]);
  });
});

it('hears nothing more of its progress once it has aborted', async () => {
  const page = createWxHarness();
  const upload = page.call('uploadFile')({ ...OPTIONS, ...page.callbacks() }) as Record<
    string,
    (fn?: unknown) => void
  >;
  upload['onProgressUpdate']?.(page.listener('progress'));
  page.emit({ ...task, kind: 'progress', progress: 1, transferredBytes: 1, expectedBytes: 100 });
  upload['abort']?.();
  page.emit({ ...task, kind: 'progress', progress: 2, transferredBytes: 2, expectedBytes: 100 });
  page.emit({ ...task, kind: 'headers', statusCode: 200, header: {}, cookies: [] });
  page.emit({ ...task, kind: 'ended', result: { ok: false, error: { code: 'aborted', message: 'x' } } });
  await page.settle();
  expect(page.log.map(([name]) => name)).toEqual(['progress', 'fail', 'complete']);
});
