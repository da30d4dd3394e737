import { describe, expect, it } from 'vitest';
import type { StorageAnswer, StorageOperation } from '#contract/wx';
import { createWxHarness, failing, type WxHarness } from './wx-harness.ts';

/** A store as main keeps it, behind both channels. */
function pageWithStore(): WxHarness {
  const store = new Map<string, string>();
  const answer = (request: unknown): StorageAnswer => {
    const operation = request as StorageOperation;
    if (operation.op === 'set') store.set(operation.key, operation.json);
    if (operation.op === 'remove') store.delete(operation.key);
    if (operation.op === 'clear') store.clear();
    const json = operation.op === 'get' ? (store.get(operation.key) ?? null) : null;
    return { json, keys: [...store.keys()], currentSize: 1, limitSize: 10_240 };
  };
  return createWxHarness({ answers: { 'wx:storage': answer, 'wx:storage-sync': answer } });
}

describe('storage', () => {
  it.each<[string, unknown]>([
    ['text', 'a'],
    ['empty text', ''],
    ['a number', 1.5],
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['true', true],
    ['null', null],
    ['undefined', undefined],
    ['a list', [1, 'a', null]],
    ['an object', { a: { b: [1] } }],
    ['a date', new Date(1_700_000_000_000)],
  ])('keeps the type of %s', (_what, value) => {
    const page = pageWithStore();
    page.call('setStorageSync')('k', value);
    expect(page.call('getStorageSync')('k')).toStrictEqual(value);
  });

  it('reads an absent key as empty text, synchronously, and fails otherwise', async () => {
    const page = pageWithStore();
    expect(page.call('getStorageSync')('none')).toBe('');
    page.call('getStorage')({ key: 'none', ...page.callbacks() });
    await page.settle();
    expect(page.log).toEqual([
      ['fail', { errMsg: 'getStorage:fail data not found' }],
      ['complete', { errMsg: 'getStorage:fail data not found' }],
    ]);
  });

  it('sets, lists, removes and clears asynchronously', async () => {
    const page = pageWithStore();
    page.call('setStorage')({ key: 'a', data: { n: 1 }, success: page.listener('set') });
    page.call('getStorage')({ key: 'a', success: page.listener('get') });
    page.call('getStorageInfo')({ success: page.listener('info') });
    page.call('removeStorage')({ key: 'a', success: page.listener('remove') });
    page.call('clearStorage')({ success: page.listener('clear') });
    await page.settle();
    expect(page.log).toEqual([
      ['set', { errMsg: 'setStorage:ok' }],
      ['get', { data: { n: 1 }, errMsg: 'getStorage:ok' }],
      ['info', { keys: ['a'], currentSize: 1, limitSize: 10_240, errMsg: 'getStorageInfo:ok' }],
      ['remove', { errMsg: 'removeStorage:ok' }],
      ['clear', { errMsg: 'clearStorage:ok' }],
    ]);
    expect(page.call('getStorageInfoSync')()).toEqual({ keys: [], currentSize: 1, limitSize: 10_240 });
  });

  it('throws an Error that carries errMsg', () => {
    const page = createWxHarness({
      answers: {
        'wx:storage-sync': () => failing({ code: 'storage.too-large', message: 'entry size limit reached' }),
      },
    });
    const thrown = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    const tooLarge = thrown(() => page.call('setStorageSync')('k', 'v'));
    expect(tooLarge).toBeInstanceOf(Error);
    expect(tooLarge).toMatchObject({ message: 'setStorageSync:fail entry size limit reached' });
    expect(thrown(() => page.call('setStorageSync')(5, 'v'))).toMatchObject({
      errMsg: 'setStorageSync:fail parameter error: parameter.key should be String instead of Number;',
      errno: 1001,
    });
    expect(thrown(() => page.call('setStorageSync')('k', () => 1))).toMatchObject({
      message: 'setStorageSync:fail data cannot be stored: it has no JSON form',
    });
  });
});
