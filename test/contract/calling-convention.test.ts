import { describe, expect, it } from 'vitest';
import { fileSystemError } from '#contract/file-system-errors';
import { createWxHarness, failing } from './wx-harness.ts';

const SAVED = 'http://store/a.jpg';
const OK = { savedFilePath: SAVED, errMsg: 'saveFile:ok' };
const MISSING = { errMsg: 'saveFile:fail tempFilePath file not exist', errno: 1301112 };
const succeeding = { 'wx:fs': () => SAVED };
const missing = { 'wx:fs': () => failing(fileSystemError(1301112).toWire()) };
const PATH = { tempFilePath: 'http://tmp/a.jpg' };

/** wx-api.md §1, on an ordinary asynchronous API. */
describe('the calling convention', () => {
  it.each([
    ['success, then complete', succeeding, ['success', 'complete'], OK],
    ['fail, then complete', missing, ['fail', 'complete'], MISSING],
  ])('fires %s with one and the same object', async (_what, answers, names, argument) => {
    const page = createWxHarness({ answers });
    expect(page.call('saveFile')({ ...PATH, ...page.callbacks() })).toBeUndefined();
    expect(page.log).toEqual([]);
    await page.settle();
    expect(page.log.map(([name]) => name)).toEqual(names);
    expect(page.log[0]?.[1]).toEqual(argument);
    expect(page.log[1]?.[1]).toBe(page.log[0]?.[1]);
  });

  it('gives a promise only when none of the three is given', async () => {
    const page = createWxHarness({ answers: succeeding });
    expect(page.call('saveFile')({ ...PATH, complete: () => undefined })).toBeUndefined();
    const promise = page.call('saveFile')({ ...PATH, success: undefined });
    await page.settle();
    await expect(promise).resolves.toEqual(OK);
  });

  it('rejects the promise with the plain fail object', async () => {
    const page = createWxHarness({ answers: missing });
    const promise = page.call('saveFile')(PATH) as Promise<unknown>;
    const caught = promise.catch((error: unknown) => error);
    await page.settle();
    expect(await caught).toEqual(MISSING);
    expect(await caught).not.toBeInstanceOf(Error);
  });

  it.each([
    [{}, 'parameter.tempFilePath should be String instead of Undefined;'],
    [{ tempFilePath: null }, 'parameter.tempFilePath should be String instead of Null;'],
    [{ tempFilePath: true }, 'parameter.tempFilePath should be String instead of Boolean;'],
    [{ tempFilePath: {} }, 'parameter.tempFilePath should be String instead of Object;'],
    [{ tempFilePath: () => 1 }, 'parameter.tempFilePath should be String instead of Function;'],
  ])('checks parameters before anything is sent', async (options, reason) => {
    const page = createWxHarness();
    page.call('saveFile')({ ...options, fail: page.listener('fail') });
    await page.settle();
    expect(page.log).toEqual([['fail', { errMsg: `saveFile:fail parameter error: ${reason}`, errno: 1001 }]]);
    expect(page.calls).toEqual([]);
  });

  it('rejects when there is no options object at all', async () => {
    const page = createWxHarness();
    const caught = (page.call('saveFile')() as Promise<unknown>).catch((error: unknown) => error);
    await page.settle();
    expect(await caught).toEqual({
      errMsg: 'saveFile:fail parameter error: parameter should be Object instead of Undefined;',
      errno: 1001,
    });
  });

  it('shows a defect of its own as its own', async () => {
    const page = createWxHarness({
      answers: {
        'wx:fs': () => {
          throw new TypeError('a defect');
        },
      },
    });
    page.call('saveFile')({ ...PATH, fail: page.listener('fail') });
    await page.settle();
    expect(page.log).toEqual([['fail', { errMsg: 'saveFile:fail a defect', errno: 4 }]]);
    expect(page.reported.exceptions).toMatchObject([{ ours: true }]);
  });

  it('passes the words of a failed route through', async () => {
    const refusal = { errMsg: 'navigateTo:fail page "pages/none" is not found' };
    // A route call rejects with plain words.
    const { promise, reject } = Promise.withResolvers<never>();
    reject(refusal);
    const page = createWxHarness({ router: { navigateTo: () => promise } });
    page.call('navigateTo')({ url: '/pages/none', fail: page.listener('fail') });
    await page.settle();
    expect(page.log).toEqual([['fail', refusal]]);
  });
});
