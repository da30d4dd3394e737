import { expect } from 'vitest';
import { openRegistry } from '../../src-main/registry/open.ts';
import { openStoragePage, type StoragePage } from './storage-page.ts';
import { table, type SpecRow } from './wire-rows.ts';

const MIB = 1024 * 1024;

interface StorageRow extends SpecRow {
  readonly run: (page: StoragePage) => void | Promise<void>;
}

const runRow = ({ run }: StorageRow): void | Promise<void> => run(openStoragePage());

table<StorageRow>(
  'encrypt',
  [
    {
      ids: ['20.setStorage.encrypt', '20.getStorage.encrypt'],
      says: 'a value set and got with it comes back, and is not in plain in the registry',
      async run(page) {
        expect(await page.told('setStorage', { key: 'k', data: 'secret word', encrypt: true })).toEqual([
          'success',
          { errMsg: 'setStorage:ok' },
        ]);
        expect(await page.told('getStorage', { key: 'k', encrypt: true })).toEqual([
          'success',
          { data: 'secret word', errMsg: 'getStorage:ok' },
        ]);
        expect(page.db.serialize().includes('secret word')).toBe(false);
        await page.told('setStorage', { key: 'plain', data: 'plain word' });
        expect(page.db.serialize().includes('plain word')).toBe(true);
      },
    },
    {
      ids: ['20.encrypt.default'],
      says: 'without it nothing is encrypted',
      async run(page) {
        await page.told('setStorage', { key: 'k', data: 1 });
        expect(page.call('getStorageSync')('k')).toBe(1);
      },
    },
    {
      ids: ['20.encrypt.both'],
      says: 'both calls need it; UNCERTAIN: the words, which are Ferry’s own',
      async run(page) {
        await page.told('setStorage', { key: 'locked', data: 1, encrypt: true });
        await page.told('setStorage', { key: 'plain', data: 1 });
        const locked = 'data was stored with encrypt: true, read it with encrypt: true';
        expect(await page.told('getStorage', { key: 'locked' })).toEqual([
          'fail',
          { errMsg: `getStorage:fail ${locked}` },
        ]);
        expect(await page.told('getStorage', { key: 'plain', encrypt: true })).toEqual([
          'fail',
          { errMsg: 'getStorage:fail data was stored without encrypt, read it without encrypt' },
        ]);
        expect(page.thrown('getStorageSync', 'locked')).toMatchObject({
          message: `getStorageSync:fail ${locked}`,
        });
        expect(await page.told('batchGetStorage', { keyList: ['plain', 'locked'] })).toEqual([
          'fail',
          { errMsg: `batchGetStorage:fail ${locked}` },
        ]);
        expect(await page.told('getStorage', { key: 'none', encrypt: true })).toEqual([
          'fail',
          { errMsg: 'getStorage:fail data not found' },
        ]);
      },
    },
    {
      ids: ['20.encrypt.limit'],
      says: 'takes 1.4 times the room: 0.7 MB for a key, 7.1 MB for all',
      async run(page) {
        const most = Math.floor((MIB - 1) / 1.4);
        const set = (key: string, length: number): Promise<readonly [string, unknown]> =>
          page.told('setStorage', { key, data: 'x'.repeat(length), encrypt: true });
        expect((await set('k', most))[0]).toBe('success');
        expect(await set('k', most + 1)).toEqual([
          'fail',
          { errMsg: 'setStorage:fail entry size limit reached' },
        ]);
        for (let index = 0; index < 9; index += 1) await set(String(index), most);
        expect(await set('x', 10)).toEqual([
          'fail',
          { errMsg: 'setStorage:fail exceed storage max size 10Mb' },
        ]);
      },
    },
    {
      ids: ['20.encrypt.since'],
      says: 'came with 2.21.3: a library before it takes no notice',
      async run() {
        const page = openStoragePage({ library: '2.21.2' });
        await page.told('setStorage', { key: 'k', data: 'seen', encrypt: true });
        expect(page.call('getStorageSync')('k')).toBe('seen');
        const schemas = ['setStorage.object.encrypt', 'getStorage.object.encrypt'];
        const known = (library: string): unknown[] =>
          schemas.map((schema) => openStoragePage({ library }).call('canIUse')(schema));
        expect([known('2.21.2'), known('2.21.3')]).toEqual([
          [false, false],
          [true, true],
        ]);
      },
    },
    {
      ids: ['20.encrypt.key'],
      says: 'FERRY: the key is the home’s; another home’s registry does not read the value',
      async run(page) {
        await page.told('setStorage', { key: 'k', data: 'v', encrypt: true });
        const other = openStoragePage({ db: openRegistry(':memory:') });
        const { json } = page.db.prepare('SELECT json FROM storage').get() as { json: string };
        other.db.prepare("INSERT INTO storage VALUES ('own', 'k', ?)").run(json);
        expect(await other.told('getStorage', { key: 'k', encrypt: true })).toEqual([
          'fail',
          { errMsg: 'getStorage:fail data cannot be decrypted' },
        ]);
        other.db.close();
      },
    },
  ],
  runRow,
);

table<StorageRow>(
  'several keys at once',
  [
    {
      ids: ['20.batchSetStorage.kvList', '20.batchGetStorage.keyList', '20.batchGetStorage.dataList'],
      says: 'by callbacks: values by key; UNCERTAIN: dataList, and empty text for an absent key',
      async run(page) {
        const kvList = [{ key: 'a', value: { n: 1 } }, { key: 'b', value: new Date(5) }, { key: 'c' }];
        expect(await page.told('batchSetStorage', { kvList })).toEqual([
          'success',
          { errMsg: 'batchSetStorage:ok' },
        ]);
        expect(await page.told('batchGetStorage', { keyList: ['b', 'none', 'a', 'c'] })).toEqual([
          'success',
          { dataList: [new Date(5), '', { n: 1 }, undefined], errMsg: 'batchGetStorage:ok' },
        ]);
      },
    },
    {
      ids: ['20.batchGetStorage.repeated'],
      says: 'a key that is asked for ten thousand times is read once, and stands in every place',
      async run(page) {
        page.call('setStorageSync')('k', 'x'.repeat(1_000_000));
        page.call('setStorageSync')('l', 'other');
        const keyList = ['l', ...Array<string>(9_999).fill('k'), 'l'];
        const from = page.calls.length;
        const values = page.call('batchGetStorageSync')(keyList) as string[];
        const [, told] = (await page.told('batchGetStorage', { keyList })) as [
          string,
          { dataList: string[] },
        ];
        for (const list of [values, told.dataList]) {
          expect(list).toHaveLength(10_001);
          expect([list[0], list[10_000]]).toEqual(['other', 'other']);
          expect(list.slice(1, 10_000).every((value) => value.length === 1_000_000)).toBe(true);
        }
        expect(page.calls.slice(from).map(({ request }) => request['keys'])).toEqual([
          ['l', 'k'],
          ['l', 'k'],
        ]);
      },
    },
    {
      ids: ['20.batchSetStorageSync', '20.batchGetStorageSync'],
      says: 'by *Sync: the list itself goes in, the list of values comes out',
      run(page) {
        expect(
          page.call('batchSetStorageSync')([
            { key: 'a', value: 1 },
            { key: 'b', value: '2' },
          ]),
        ).toBeUndefined();
        expect(page.call('batchGetStorageSync')(['b', 'none', 'a'])).toEqual(['2', '', 1]);
        expect(page.call('batchGetStorageSync')([])).toEqual([]);
      },
    },
    {
      ids: ['20.batch.atomic'],
      says: 'all or none: one entry too large, and nothing is set',
      async run(page) {
        page.call('setStorageSync')('a', 'old');
        const kvList = [
          { key: 'a', value: 'new' },
          { key: 'b', value: 'x'.repeat(MIB) },
        ];
        expect(await page.told('batchSetStorage', { kvList })).toEqual([
          'fail',
          { errMsg: 'batchSetStorage:fail entry size limit reached' },
        ]);
        expect(page.thrown('batchSetStorageSync', kvList)).toMatchObject({
          message: 'batchSetStorageSync:fail entry size limit reached',
        });
        expect(page.call('batchGetStorageSync')(['a', 'b'])).toEqual(['old', '']);
      },
    },
    {
      ids: ['20.batch.total'],
      says: 'a batch that together passes 10 MB sets nothing',
      run(page) {
        const kvList = Array.from({ length: 11 }, (_, index) => ({
          key: String(index),
          value: 'x'.repeat(1_000_000),
        }));
        expect(page.thrown('batchSetStorageSync', kvList)).toMatchObject({
          message: 'batchSetStorageSync:fail exceed storage max size 10Mb',
        });
        expect(page.call('getStorageInfoSync')()).toMatchObject({ keys: [], currentSize: 0 });
        page.call('batchSetStorageSync')(kvList.slice(0, 10));
        expect(page.call('getStorageInfoSync')()).toMatchObject({ currentSize: 9766 });
      },
    },
    {
      ids: ['20.batch.repeated'],
      says: 'of a key that stands there twice the last counts, once',
      run(page) {
        page.call('batchSetStorageSync')([
          { key: 'k', value: 'x'.repeat(1_000_000) },
          { key: 'k', value: 'last' },
        ]);
        expect(page.call('getStorageSync')('k')).toBe('last');
        expect(page.call('getStorageInfoSync')()).toMatchObject({ keys: ['k'], currentSize: 1 });
      },
    },
    {
      ids: ['20.batch.text.parameter'],
      says: 'parameter errors name the place; UNCERTAIN: the words within the list',
      async run(page) {
        const error = (api: string, words: string): unknown => [
          'fail',
          { errMsg: `${api}:fail parameter error: ${words};`, errno: 1001 },
        ];
        expect(await page.told('batchSetStorage', {})).toEqual(
          error('batchSetStorage', 'parameter.kvList should be Array instead of Undefined'),
        );
        expect(await page.told('batchSetStorage', { kvList: [{ value: 1 }] })).toEqual(
          error('batchSetStorage', 'parameter.kvList[0].key should be String instead of Undefined'),
        );
        expect(await page.told('batchSetStorage', { kvList: ['a'] })).toEqual(
          error('batchSetStorage', 'parameter.kvList[0] should be Object instead of String'),
        );
        expect(await page.told('batchGetStorage', { keyList: 'a' })).toEqual(
          error('batchGetStorage', 'parameter.keyList should be Array instead of String'),
        );
        expect(await page.told('batchGetStorage', { keyList: ['a', 5] })).toEqual(
          error('batchGetStorage', 'parameter.keyList[1] should be String instead of Number'),
        );
        expect(page.thrown('batchSetStorageSync', { key: 'k' })).toMatchObject({
          message: 'batchSetStorageSync:fail parameter error: parameter should be Array instead of Object;',
        });
        expect(page.thrown('batchGetStorageSync')).toMatchObject({
          message:
            'batchGetStorageSync:fail parameter error: parameter should be Array instead of Undefined;',
        });
        expect(page.calls).toEqual([]);
      },
    },
    {
      ids: ['20.batch.since'],
      says: 'came with 2.25.0',
      run() {
        const names = ['batchSetStorage', 'batchSetStorageSync', 'batchGetStorage', 'batchGetStorageSync'];
        const there = (library: string): boolean[] =>
          names.map((name) => typeof openStoragePage({ library }).wx[name] === 'function');
        const known = (library: string): unknown[] =>
          names.map((name) => openStoragePage({ library }).call('canIUse')(name));
        expect([there('2.24.7'), known('2.24.7')]).toEqual([
          [false, false, false, false],
          [false, false, false, false],
        ]);
        expect([there('2.25.0'), known('2.25.0')]).toEqual([
          [true, true, true, true],
          [true, true, true, true],
        ]);
      },
    },
  ],
  runRow,
);
