import { expect, vi } from 'vitest';
import { failure, openFiles, USR, type FilesPage } from './files-kit.ts';
import { before, createWxHarness } from './wx-harness.ts';
import { table, type SpecRow } from './wire-rows.ts';

interface SinceRow extends SpecRow {
  readonly since: string;
  readonly methods: readonly string[];
}

const always = [
  ...[
    'access',
    'accessSync',
    'copyFile',
    'copyFileSync',
    'getFileInfo',
    'getSavedFileList',
    'mkdir',
    'mkdirSync',
  ],
  ...[
    'readFile',
    'readFileSync',
    'readdir',
    'readdirSync',
    'removeSavedFile',
    'rename',
    'renameSync',
    'rmdir',
  ],
  ...[
    'rmdirSync',
    'saveFile',
    'saveFileSync',
    'stat',
    'statSync',
    'unlink',
    'unlinkSync',
    'unzip',
    'writeFile',
  ],
  'writeFileSync',
];
const descriptors = [
  ...['close', 'closeSync', 'fstat', 'fstatSync', 'ftruncate', 'ftruncateSync', 'open', 'openSync', 'read'],
  ...['readSync', 'truncate', 'truncateSync', 'write', 'writeSync'],
];

function methodsAt(library: string): string[] {
  const page = createWxHarness({ library });
  return 'getFileSystemManager' in page.wx ? Object.keys(page.call('getFileSystemManager')() as object) : [];
}

table<SinceRow>(
  'FileSystemManager came by and by',
  [
    { ids: ['11.manager.since', '11.since.1-9-9'], says: 'the manager', since: '1.9.9', methods: always },
    {
      ids: ['11.since.appendFile'],
      says: 'appendFile',
      since: '2.1.0',
      methods: ['appendFile', 'appendFileSync'],
    },
    {
      ids: ['11.since.descriptors'],
      says: 'descriptors and truncate',
      since: '2.16.1',
      methods: descriptors,
    },
    { ids: ['11.since.readZipEntry'], says: 'readZipEntry', since: '2.17.3', methods: ['readZipEntry'] },
    {
      ids: ['11.since.readCompressedFile'],
      says: 'readCompressedFile',
      since: '2.21.1',
      methods: ['readCompressedFile', 'readCompressedFileSync'],
    },
  ],
  ({ since, methods }) => {
    const earlier = methodsAt(before(since));
    expect(
      methodsAt(since)
        .filter((name) => !earlier.includes(name))
        .sort(),
    ).toEqual([...methods].sort());
  },
);

interface MannerRow extends SpecRow {
  readonly library?: string;
  readonly shows: (page: FilesPage) => Promise<void>;
}

table<MannerRow>(
  'FileSystemManager and its options',
  [
    {
      ids: ['11.manager.methods', '11.manager.singleton'],
      says: 'one object, however often it is asked for, with 45 methods',
      shows(page) {
        const again = page.call('getFileSystemManager')();
        expect(again).toBe(page.fs);
        expect(Object.keys(page.fs)).toHaveLength(45);
        return Promise.resolve();
      },
    },
    {
      ids: ['11.recursive.since', '2.version.2.3.0.fs-recursive'],
      says: 'recursive is not looked at before 2.3.0',
      library: '2.2.9',
      async shows(page) {
        expect(await page.run('mkdir', { dirPath: `${USR}/a/b`, recursive: true })).toEqual(
          failure(`mkdir:fail no such file or directory ${USR}/a/b`, 1300002),
        );
        await page.run('mkdir', { dirPath: `${USR}/a` });
        await page.has('a/b.txt');
        expect(await page.run('rmdir', { dirPath: `${USR}/a`, recursive: true })).toEqual(
          failure('rmdir:fail directory not empty', 1300066),
        );
        const { stats } = await page.run('stat', { path: USR, recursive: true });
        expect(Array.isArray(stats)).toBe(false);
      },
    },
    {
      ids: ['11.recursive.since', '2.version.2.3.0.fs-recursive'],
      says: 'recursive is looked at from 2.3.0 on',
      library: '2.3.0',
      async shows(page) {
        expect(await page.run('mkdir', { dirPath: `${USR}/a/b`, recursive: true })).toEqual({
          errMsg: 'mkdir:ok',
        });
        const { stats } = await page.run('stat', { path: USR, recursive: true });
        expect(stats).toHaveLength(3);
        expect(await page.run('rmdir', { dirPath: `${USR}/a`, recursive: true })).toEqual({
          errMsg: 'rmdir:ok',
        });
      },
    },
    {
      ids: ['11.readFile.range.since', '2.version.2.10.0.fs-readFile-range'],
      says: 'position and length are not looked at before 2.10.0',
      library: '2.9.9',
      async shows(page) {
        const filePath = await page.has('a.txt', '0123');
        const told = await page.run('readFile', { filePath, encoding: 'utf8', position: 99, length: 0 });
        expect(told).toEqual({ data: '0123', errMsg: 'readFile:ok' });
      },
    },
    {
      ids: ['11.readFile.range.since', '2.version.2.10.0.fs-readFile-range'],
      says: 'position and length are looked at from 2.10.0 on',
      library: '2.10.0',
      async shows(page) {
        const filePath = await page.has('a.txt', '0123');
        const told = await page.run('readFile', { filePath, encoding: 'utf8', position: 1, length: 2 });
        expect(told).toEqual({ data: '12', errMsg: 'readFile:ok' });
      },
    },
    {
      ids: ['1.promise.file-system', '11.no-promise'],
      says: 'asynchronous methods return nothing, and say so once to who seems to wait',
      async shows(page) {
        const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
        try {
          const options = { path: USR };
          expect(page.fs['access']?.(options)).toBeUndefined();
          expect(page.fs['access']?.(options)).toBeUndefined();
          expect(page.fs['stat']?.(options)).toBeUndefined();
          expect(await page.run('access', options)).toEqual({ errMsg: 'access:ok' });
          expect(warn.mock.calls).toEqual([
            ['FileSystemManager.access returns no promise in WeChat: hand in success and fail.'],
            ['FileSystemManager.stat returns no promise in WeChat: hand in success and fail.'],
          ]);
        } finally {
          warn.mockRestore();
        }
      },
    },
    {
      ids: ['11.callbacks', '11.errCode'],
      says: 'success or fail, then complete with the same object; a failure has errno and errCode',
      async shows(page) {
        page.fs['access']?.({ path: USR, ...page.callbacks('there ') });
        page.fs['access']?.({ path: `${USR}/a`, ...page.callbacks() });
        // Nothing before the calls return.
        expect(page.heard).toEqual([]);
        await page.hears('complete');
        await page.hears('there complete');
        const gone = failure(`access:fail no such file or directory ${USR}/a`, 1300002);
        const heard = new Map(page.heard);
        expect([...heard.keys()].sort()).toEqual(['complete', 'fail', 'there complete', 'there success']);
        expect(heard.get('fail')).toEqual(gone);
        expect(heard.get('complete')).toBe(heard.get('fail'));
        expect(heard.get('there success')).toEqual({ errMsg: 'access:ok' });
        expect(heard.get('there complete')).toBe(heard.get('there success'));
      },
    },
    {
      ids: ['11.parameter-error'],
      says: 'required options are checked before anything is done',
      async shows(page) {
        expect(await page.run('copyFile', { srcPath: null, destPath: 5 })).toEqual(
          failure(
            'copyFile:fail parameter error: parameter.srcPath should be String instead of Null; parameter.destPath should be String instead of Number;',
            1001,
          ),
        );
        expect(await page.run('close', { fd: 3 })).toEqual(
          failure('close:fail parameter error: parameter.fd should be String instead of Number;', 1001),
        );
      },
    },
  ],
  async ({ library, shows }) => {
    await shows(await openFiles(library === undefined ? {} : { settings: { baseLibrary: library } }));
  },
);
