import { describe, expect, it } from 'vitest';
import type { BodyRef } from '#contract/transfer';
import { createWxHarness, PROFILE } from './wx-harness.ts';

const task = { taskId: 't1', generation: 7 };
const URL = 'https://host.example/api';

function ended(body: BodyRef) {
  const result = { ok: true, statusCode: 200, header: {}, cookies: ['a=b'], profile: PROFILE, body } as const;
  return { ...task, kind: 'ended', result } as const;
}

describe('wx.request: what is sent', () => {
  it.each<[string, object, object]>([
    [
      'GET data in the query',
      { data: { a: 1, b: 'x y&z', gone: undefined } },
      { method: 'GET', url: `${URL}?a=1&b=x%20y%26z`, body: { kind: 'none' } },
    ],
    ['GET data after a query', { url: `${URL}?k=v#top`, data: { a: 1 } }, { url: `${URL}?k=v&a=1#top` }],
    ['GET data with an object value', { data: { o: { p: 1 } } }, { url: `${URL}?o=%7B%22p%22%3A1%7D` }],
    ['GET without data', {}, { url: URL, body: { kind: 'none' } }],
    [
      'POST data as JSON',
      { method: 'POST', data: { a: [1] } },
      { method: 'POST', url: URL, body: { kind: 'text', text: '{"a":[1]}' } },
    ],
    [
      'POST data as a form',
      {
        method: 'post',
        header: { 'Content-Type': 'application/x-www-form-urlencoded' },
        data: { a: 1, b: '中' },
      },
      { method: 'POST', body: { kind: 'text', text: 'a=1&b=%E4%B8%AD' } },
    ],
    ['POST text as it is', { method: 'POST', data: 'raw=1' }, { body: { kind: 'text', text: 'raw=1' } }],
    [
      'PUT bytes',
      { method: 'PUT', data: new Uint8Array([1, 2]).buffer },
      { method: 'PUT', body: { kind: 'bytes', bytes: new Uint8Array([1, 2]) } },
    ],
    ['DELETE without data', { method: 'DELETE' }, { method: 'DELETE', body: { kind: 'none' } }],
    ['the wish for bytes', { responseType: 'arraybuffer' }, { responseType: 'arraybuffer' }],
  ])('sends %s', async (_what, options, request) => {
    const page = createWxHarness();
    page.call('request')({ url: URL, ...options });
    await page.settle();
    expect(page.calls[0]).toMatchObject({ channel: 'wx:request', request });
  });

  it('posts a body over 64 KiB first and sends its id', async () => {
    const posted: { url: string; size: number }[] = [];
    const page = createWxHarness({
      fetch: (url, init) => {
        posted.push({ url, size: (init?.body as Uint8Array).byteLength });
        return Promise.resolve(Response.json({ bodyId: 'b7' }));
      },
    });
    const request = page.call('request')({ url: URL, method: 'POST', data: 'x'.repeat(65_537) }) as Record<
      string,
      () => void
    >;
    request['abort']?.();
    await page.settle();
    expect(posted).toEqual([{ url: 'body/', size: 65_537 }]);
    expect(page.calls.map((call) => call.channel)).toEqual(['wx:request', 'wx:abort-task']);
    expect(page.calls[0]?.request['body']).toEqual({ kind: 'posted', bodyId: 'b7' });
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  it.each<[string, object, string, number]>([
    ['PATCH', { method: 'PATCH' }, 'request:fail method is invalid', 1001],
    ['a cyclic object', { method: 'POST', data: cyclic }, 'request:fail data serialise failed', 600010],
    ['a BigInt', { method: 'POST', data: { n: 1n } }, 'request:fail data serialise failed', 600010],
    ['a cyclic object in a query', { data: { cyclic } }, 'request:fail data serialise failed', 600010],
    [
      'a number for a url',
      { url: 5 },
      'request:fail parameter error: parameter.url should be String instead of Number;',
      1001,
    ],
  ])('refuses %s', async (_what, options, errMsg, errno) => {
    const page = createWxHarness();
    expect(page.call('request')({ url: URL, ...options, ...page.callbacks() })).toBeUndefined();
    await page.settle();
    expect(page.log).toEqual([
      ['fail', { errMsg, errno }],
      ['complete', { errMsg, errno }],
    ]);
    expect(page.calls).toEqual([]);
  });
});

describe('wx.request: what comes back', () => {
  const bytes = new TextEncoder().encode('{"a":1}');
  it.each<[string, object, BodyRef, unknown]>([
    ['JSON parsed', {}, { kind: 'text', text: '{"a":1}' }, { a: 1 }],
    ['text that is no JSON', {}, { kind: 'text', text: '<html>' }, '<html>'],
    [
      'JSON left alone with another dataType',
      { dataType: 'text' },
      { kind: 'text', text: '{"a":1}' },
      '{"a":1}',
    ],
    ['bytes', { responseType: 'arraybuffer' }, { kind: 'bytes', bytes }, bytes.slice().buffer],
    ['an empty body', {}, { kind: 'text', text: '' }, ''],
  ])('gives %s', async (_what, options, body, data) => {
    const page = createWxHarness();
    page.call('request')({ url: URL, ...options, ...page.callbacks() });
    page.emit(ended(body));
    await page.settle();
    const argument = {
      data,
      statusCode: 200,
      header: {},
      cookies: ['a=b'],
      exception: { retryCount: 0, reasons: [] },
      profile: PROFILE,
      errMsg: 'request:ok',
    };
    expect(page.log).toEqual([
      ['success', argument],
      ['complete', argument],
    ]);
  });

  it('hands status and cookies to onHeadersReceived and has no progress', () => {
    const page = createWxHarness();
    const request = page.call('request')({ url: URL }) as Record<string, (fn: unknown) => void>;
    expect(request).not.toHaveProperty('onProgressUpdate');
    request['onHeadersReceived']?.(page.listener('headers'));
    page.emit({ ...task, kind: 'headers', statusCode: 201, header: { h: '1' }, cookies: ['a=b'] });
    expect(page.log).toEqual([['headers', { header: { h: '1' }, statusCode: 201, cookies: ['a=b'] }]]);
  });
});
