import { expect } from 'vitest';
import { openStoragePage, type StoragePage } from './storage-page.ts';
import { table, type SpecRow } from './wire-rows.ts';

const MIB = 1024 * 1024;

interface StorageRow extends SpecRow {
  readonly run: (page: StoragePage) => void | Promise<void>;
}

const runRow = ({ run }: StorageRow): void | Promise<void> => run(openStoragePage());

table<StorageRow>(
  'storage by callbacks',
  [
    {
      ids: ['20.setStorage.key', '20.setStorage.data', '20.getStorage.key', '20.getStorage.data'],
      says: 'setStorage stores under a key, getStorage reads it as data',
      async run(page) {
        expect(await page.told('setStorage', { key: 'a', data: { n: [1] } })).toEqual([
          'success',
          { errMsg: 'setStorage:ok' },
        ]);
        expect(await page.told('getStorage', { key: 'a' })).toEqual([
          'success',
          { data: { n: [1] }, errMsg: 'getStorage:ok' },
        ]);
      },
    },
    {
      ids: ['20.setStorage.overwrites'],
      says: 'what was under the key is replaced',
      async run(page) {
        await page.told('setStorage', { key: 'a', data: 'first' });
        await page.told('setStorage', { key: 'a', data: 2 });
        expect(await page.told('getStorage', { key: 'a' })).toEqual([
          'success',
          { data: 2, errMsg: 'getStorage:ok' },
        ]);
        expect(page.call('getStorageInfoSync')()).toMatchObject({ keys: ['a'] });
      },
    },
    {
      ids: ['20.setStorage.data.absent'],
      says: 'UNCERTAIN: without data the value is undefined',
      async run(page) {
        expect(await page.told('setStorage', { key: 'a' })).toEqual(['success', { errMsg: 'setStorage:ok' }]);
        expect(await page.told('getStorage', { key: 'a' })).toEqual([
          'success',
          { data: undefined, errMsg: 'getStorage:ok' },
        ]);
      },
    },
    {
      ids: ['20.getStorage.text.not-found'],
      says: 'getStorage of an absent key fails with WeChat’s words and no errno',
      async run(page) {
        expect(await page.told('getStorage', { key: 'none' })).toEqual([
          'fail',
          { errMsg: 'getStorage:fail data not found' },
        ]);
      },
    },
    {
      ids: ['20.removeStorage.key'],
      says: 'removeStorage removes one key; an absent one is no failure',
      async run(page) {
        page.call('setStorageSync')('a', 1);
        page.call('setStorageSync')('b', 2);
        const ok = ['success', { errMsg: 'removeStorage:ok' }];
        expect(await page.told('removeStorage', { key: 'a' })).toEqual(ok);
        expect(await page.told('removeStorage', { key: 'a' })).toEqual(ok);
        expect(page.call('getStorageInfoSync')()).toMatchObject({ keys: ['b'] });
      },
    },
    {
      ids: ['20.clearStorage'],
      says: 'clearStorage leaves no key',
      async run(page) {
        page.call('setStorageSync')('a', 1);
        page.call('setStorageSync')('b', 2);
        expect(await page.told('clearStorage', {})).toEqual(['success', { errMsg: 'clearStorage:ok' }]);
        expect(page.call('getStorageInfoSync')()).toEqual({ keys: [], currentSize: 0, limitSize: 10_240 });
      },
    },
    {
      ids: [
        '20.getStorageInfo.keys',
        '20.getStorageInfo.currentSize',
        '20.getStorageInfo.limitSize',
        '20.getStorageInfoSync',
      ],
      says: 'getStorageInfo tells keys, kB taken and the limit in kB; UNCERTAIN: keys sorted, kB rounded up',
      async run(page) {
        page.call('setStorageSync')('b', 'x'.repeat(1500));
        page.call('setStorageSync')('a', 'x');
        const info = { keys: ['a', 'b'], currentSize: 2, limitSize: 10_240 };
        expect(await page.told('getStorageInfo', {})).toEqual([
          'success',
          { ...info, errMsg: 'getStorageInfo:ok' },
        ]);
        expect(page.call('getStorageInfoSync')()).toEqual(info);
      },
    },
    {
      ids: ['20.isolation'],
      says: 'one program never sees the storage of another',
      run(page) {
        const other = openStoragePage({ db: page.db, project: 'other' });
        page.call('setStorageSync')('a', 'own');
        other.call('setStorageSync')('a', 'other');
        other.call('clearStorageSync')();
        expect(page.call('getStorageSync')('a')).toBe('own');
        expect(other.call('getStorageSync')('a')).toBe('');
      },
    },
    ...(['setStorage', 'getStorage', 'removeStorage'] as const).map((api): StorageRow => ({
      ids: ['20.text.parameter.key'],
      says: `${api} without a key is a parameter error`,
      async run(page) {
        const told = (type: string): unknown => [
          'fail',
          {
            errMsg: `${api}:fail parameter error: parameter.key should be String instead of ${type};`,
            errno: 1001,
          },
        ];
        expect(await page.told(api, {})).toEqual(told('Undefined'));
        expect(await page.told(api, { key: 5 })).toEqual(told('Number'));
        expect(page.calls).toEqual([]);
      },
    })),
  ],
  runRow,
);

table<StorageRow>(
  'storage by *Sync',
  [
    {
      ids: ['20.setStorageSync', '20.getStorageSync', '20.removeStorageSync', '20.clearStorageSync'],
      says: 'set, get, remove and clear answer at once; set, remove and clear return nothing',
      run(page) {
        expect(page.call('setStorageSync')('a', 'v')).toBeUndefined();
        expect(page.call('getStorageSync')('a')).toBe('v');
        expect(page.call('removeStorageSync')('a')).toBeUndefined();
        expect(page.call('getStorageSync')('a')).toBe('');
        page.call('setStorageSync')('a', 'v');
        expect(page.call('clearStorageSync')()).toBeUndefined();
        expect(page.call('getStorageSync')('a')).toBe('');
      },
    },
    {
      ids: ['20.getStorageSync.absent'],
      says: 'an absent key reads as empty text and throws nothing',
      run(page) {
        expect(page.call('getStorageSync')('none')).toBe('');
      },
    },
    ...(['setStorageSync', 'getStorageSync', 'removeStorageSync'] as const).map((api): StorageRow => ({
      ids: ['20.text.parameter.key.sync'],
      says: `${api} with a key that is no text throws an Error that carries errMsg`,
      run(page) {
        const error = page.thrown(api, 5, 'v');
        const message = `${api}:fail parameter error: parameter should be String instead of Number;`;
        expect(error).toBeInstanceOf(Error);
        expect(error).toMatchObject({ message, errMsg: message, errno: 1001 });
        expect(page.calls).toEqual([]);
      },
    })),
  ],
  runRow,
);

interface TypeRow extends SpecRow {
  readonly value: unknown;
  /** Where it does not come back as it went. */
  readonly back?: unknown;
}

table<TypeRow>(
  'a value of type',
  [
    { ids: ['20.type.string'], says: 'text', value: 'a' },
    { ids: ['20.type.string'], says: 'empty text', value: '' },
    { ids: ['20.type.string'], says: 'text with what JSON escapes', value: '"\\\n\u0000渡😀' },
    { ids: ['20.type.string'], says: 'half a surrogate pair', value: '\ud83d' },
    { ids: ['20.type.number'], says: 'number', value: 1.5 },
    { ids: ['20.type.number'], says: 'NaN', value: NaN },
    { ids: ['20.type.number'], says: 'infinity', value: -Infinity },
    { ids: ['20.type.boolean'], says: 'boolean', value: false },
    { ids: ['20.type.null'], says: 'null', value: null },
    { ids: ['20.type.undefined'], says: 'undefined', value: undefined },
    { ids: ['20.type.date'], says: 'Date', value: new Date(1_700_000_000_000) },
    { ids: ['20.type.date'], says: 'a Date without a time', value: new Date(NaN) },
    { ids: ['20.type.array'], says: 'list', value: [1, 'a', null, [true]] },
    { ids: ['20.type.object'], says: 'object', value: { a: { b: [1] } } },
    {
      ids: ['20.type.object'],
      says: 'object that looks like Ferry’s own form of a Date',
      value: { 'ferry:type': 'Date', value: 5 },
    },
    {
      ids: ['20.type.nested'],
      says: 'object whose members follow JSON: a Date becomes text, NaN null, undefined and functions go',
      value: { date: new Date(0), nan: NaN, gone: undefined, f: () => 1, list: [undefined] },
      back: { date: '1970-01-01T00:00:00.000Z', nan: null, list: [null] },
    },
  ],
  async ({ value, back = value }) => {
    const page = openStoragePage();
    page.call('setStorageSync')('k', value);
    expect(page.call('getStorageSync')('k')).toStrictEqual(back);
    expect(page.call('batchGetStorageSync')(['k'])).toStrictEqual([back]);
    await page.told('setStorage', { key: 'locked', data: value, encrypt: true });
    expect(await page.told('getStorage', { key: 'locked', encrypt: true })).toStrictEqual([
      'success',
      { data: back, errMsg: 'getStorage:ok' },
    ]);
  },
);

table<StorageRow>(
  'a value that cannot be stored',
  [
    {
      ids: ['20.type.none'],
      says: 'FERRY: a function, a symbol, a bigint and a circle are refused; UNCERTAIN: what WeChat keeps of them',
      async run(page) {
        const circle: Record<string, unknown> = {};
        circle['self'] = circle;
        for (const value of [() => 1, Symbol('s'), 1n, circle]) {
          expect(page.thrown('setStorageSync', 'k', value)).toMatchObject({
            message: 'setStorageSync:fail data cannot be stored: it has no JSON form',
          });
          expect(await page.told('setStorage', { key: 'k', data: value })).toEqual([
            'fail',
            { errMsg: 'setStorage:fail data cannot be stored: it has no JSON form' },
          ]);
        }
        expect(page.call('getStorageInfoSync')()).toMatchObject({ keys: [] });
      },
    },
  ],
  runRow,
);

table<StorageRow>(
  'the limits of storage',
  [
    {
      ids: ['20.limit.entry', '20.text.entry-limit'],
      says: '1 MB for one key and its value together; the old value stays. UNCERTAIN: bytes, the key counted',
      async run(page) {
        const fits = 'x'.repeat(MIB - 1);
        page.call('setStorageSync')('k', fits);
        expect(page.thrown('setStorageSync', 'k', `${fits}x`)).toMatchObject({
          message: 'setStorageSync:fail entry size limit reached',
        });
        expect(await page.told('setStorage', { key: 'k', data: '渡'.repeat(MIB / 3 + 1) })).toEqual([
          'fail',
          { errMsg: 'setStorage:fail entry size limit reached' },
        ]);
        expect(page.call('getStorageSync')('k')).toBe(fits);
      },
    },
    {
      ids: ['20.limit.entry'],
      says: 'a text counts as itself, whatever JSON makes of it',
      run(page) {
        const escaped = '"'.repeat(MIB - 1);
        page.call('setStorageSync')('k', escaped);
        expect(page.call('getStorageSync')('k')).toBe(escaped);
        expect(page.call('getStorageInfoSync')()).toMatchObject({ currentSize: 1024 });
      },
    },
    {
      ids: ['20.text.entry-limit'],
      says: 'a value too long to be sent at all is told by the same words',
      run(page) {
        expect(page.thrown('setStorageSync', 'k', 'x'.repeat(9_000_000))).toMatchObject({
          message: 'setStorageSync:fail entry size limit reached',
        });
        expect(page.calls).toEqual([]);
      },
    },
    {
      ids: ['20.limit.total', '20.text.total-limit'],
      says: '10 MB for all; what was there stays, and room made is room again',
      async run(page) {
        for (let index = 0; index < 10; index += 1) {
          page.call('setStorageSync')(String(index), 'x'.repeat(MIB - 1));
        }
        expect(page.call('getStorageInfoSync')()).toMatchObject({ currentSize: 10_240 });
        expect(page.thrown('setStorageSync', 'k', '')).toMatchObject({
          message: 'setStorageSync:fail exceed storage max size 10Mb',
        });
        expect(await page.told('setStorage', { key: 'k', data: 1 })).toEqual([
          'fail',
          { errMsg: 'setStorage:fail exceed storage max size 10Mb' },
        ]);
        page.call('setStorageSync')('0', 'y'.repeat(MIB - 1));
        page.call('setStorageSync')('0', 'y');
        page.call('setStorageSync')('k', 1);
        expect(page.call('getStorageSync')('k')).toBe(1);
      },
    },
    {
      ids: ['20.text.not-written'],
      says: 'a full disk is WeChat’s “write DB data fail”, and the old value stays',
      async run(page) {
        page.call('setStorageSync')('k', 'old');
        page.db.pragma(`max_page_count = ${String(page.db.pragma('page_count', { simple: true }))}`);
        expect(page.thrown('setStorageSync', 'k', 'x'.repeat(100_000))).toMatchObject({
          message: 'setStorageSync:fail write DB data fail',
        });
        expect(await page.told('setStorage', { key: 'k', data: 'x'.repeat(100_000) })).toEqual([
          'fail',
          { errMsg: 'setStorage:fail write DB data fail' },
        ]);
        expect(page.call('getStorageSync')('k')).toBe('old');
        expect(page.call('getStorageInfoSync')()).toMatchObject({ currentSize: 1 });
      },
    },
  ],
  runRow,
);
