import { brotliCompressSync } from 'node:zlib';
import { FILE_SYSTEM_TEXTS, fileSystemError, type FileSystemErrno } from '#contract/file-system-errors';
import { expect } from 'vitest';
import { failure, failures, fileTable, USR } from './files-kit.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { createWxHarness, failing } from './wx-harness.ts';

const FILE = `${USR}/a.txt`;
const DIR = `${USR}/dir`;

failures('ranges and content', [
  {
    ids: ['11.errno.1301009', '11.readFile.range'],
    says: 'readFile: a position at the end of the file',
    method: 'readFile',
    options: { filePath: FILE, position: 7 },
    errMsg: 'value of position is out of range',
    errno: 1301009,
  },
  {
    ids: ['11.errno.1301009', '11.readFile.range'],
    says: 'readFile: a position before the file',
    method: 'readFile',
    options: { filePath: FILE, position: -1 },
    errMsg: 'value of position is out of range',
    errno: 1301009,
  },
  {
    ids: ['11.errno.1301006', '11.readFile.range'],
    says: 'readFile: a length of nothing',
    method: 'readFile',
    options: { filePath: FILE, length: 0 },
    errMsg: 'value of length is out of range',
    errno: 1301006,
  },
  {
    ids: ['11.errno.1301006', '11.readFile.range'],
    says: 'readFile: a length over that of the file',
    method: 'readFile',
    options: { filePath: FILE, length: 8 },
    errMsg: 'value of length is out of range',
    errno: 1301006,
  },
  {
    ids: ['11.parameter-error'],
    says: 'readFile: a position that is no number',
    method: 'readFile',
    options: { filePath: FILE, position: '1' },
    errMsg: 'parameter error: parameter.position should be Number instead of String;',
    errno: 1001,
  },
  {
    // UNCERTAIN: what counts as empty; an empty text makes an empty file.
    ids: ['11.errno.1301002', '11.map.empty-data'],
    says: 'writeFile: a buffer without bytes',
    method: 'writeFile',
    options: { filePath: FILE, data: new ArrayBuffer(0) },
    errMsg: 'data to write is empty',
    errno: 1301002,
  },
  {
    ids: ['11.parameter-error', '11.writeFile.data'],
    says: 'writeFile: data of another type',
    method: 'writeFile',
    options: { filePath: FILE, data: { text: 'x' } },
    errMsg: 'parameter error: parameter.data should be String instead of Object;',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error', '11.appendFile.data'],
    says: 'appendFile: no data',
    method: 'appendFile',
    options: { filePath: FILE },
    errMsg: 'parameter error: parameter.data should be String instead of Undefined;',
    errno: 1001,
  },
  {
    ids: ['11.errno.1301111', '11.readCompressedFile.compressionAlgorithm'],
    says: 'readCompressedFile: what is no brotli',
    method: 'readCompressedFile',
    options: { filePath: FILE, compressionAlgorithm: 'br' },
    errMsg: 'brotli decompress fail',
    errno: 1301111,
  },
  {
    ids: ['11.readCompressedFile.compressionAlgorithm'],
    says: 'readCompressedFile: an algorithm that there is not',
    method: 'readCompressedFile',
    options: { filePath: FILE, compressionAlgorithm: 'gzip' },
    errMsg: 'brotli decompress fail',
    errno: 1301111,
  },
  {
    ids: ['11.errno.1301102'],
    says: 'unzip: what is no zip',
    method: 'unzip',
    options: { zipFilePath: FILE, targetPath: DIR },
    errMsg: 'unzip open file fail',
    errno: 1301102,
  },
  {
    ids: ['11.errno.1301102'],
    says: 'readZipEntry: what is no zip',
    method: 'readZipEntry',
    options: { filePath: FILE, entries: 'all' },
    errMsg: 'unzip open file fail',
    errno: 1301102,
  },
  {
    ids: ['11.parameter-error', '11.readZipEntry.entries.list'],
    says: 'readZipEntry: entries of another type',
    method: 'readZipEntry',
    options: { filePath: FILE, entries: 'some' },
    errMsg: 'parameter error: parameter.entries should be Array instead of String;',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error', '11.readZipEntry.entries.list'],
    says: 'readZipEntry: an entry without a path',
    method: 'readZipEntry',
    options: { filePath: FILE, entries: [{ path: 'a' }, {}] },
    errMsg: 'parameter error: parameter.entries[1].path should be String instead of Undefined;',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error', '11.getFileInfo.digestAlgorithm.sha256'],
    says: 'getFileInfo: an algorithm that there is not',
    method: 'getFileInfo',
    options: { filePath: FILE, digestAlgorithm: 'sha512' },
    errMsg: 'parameter error: digestAlgorithm should be md5 or sha1 or sha256',
    errno: 1001,
  },
  {
    ids: ['11.parameter-error'],
    says: 'rename: both paths missing',
    method: 'rename',
    options: {},
    errMsg:
      'parameter error: parameter.oldPath should be String instead of Undefined; parameter.newPath should be String instead of Undefined;',
    errno: 1001,
  },
]);

fileTable('what a file system failure costs', [
  {
    ids: ['11.errno.1300202', '9.quota', '11.map.quota-before-commit'],
    says: 'the quota is looked at first; what was there stays',
    on: { profile: { quotaBytes: 10 } },
    async does(page) {
      await page.has('a.txt', '12345');
      const filePath = FILE;
      const tempFilePath = await page.picked('b.txt', '1234567');
      const fd = await page.open('a.txt', 'r+');
      return [
        await page.run('writeFile', { filePath, data: '12345678901' }),
        await page.run('appendFile', { filePath, data: '678901' }),
        await page.run('truncate', { filePath, length: 11 }),
        await page.run('copyFile', { srcPath: tempFilePath, destPath: `${USR}/b.txt` }),
        await page.run('saveFile', { tempFilePath }),
        await page.run('saveFile', { tempFilePath, filePath: `${USR}/b.txt` }),
        await page.run('write', { fd, data: '12345678901' }),
        await page.run('ftruncate', { fd, length: 11 }),
        await page.run('unzip', {
          zipFilePath: await page.zip({ 'a.txt': '123456' }),
          targetPath: `${USR}/out`,
        }),
        await page.textOf(FILE),
        await page.textOf(tempFilePath),
        (await page.run('readdir', { dirPath: USR }))['files'],
      ];
    },
    told: [
      ...[
        'writeFile',
        'appendFile',
        'truncate',
        'copyFile',
        'saveFile',
        'saveFile',
        'write',
        'ftruncate',
        'unzip',
      ].map((api) => failure(`${api}:fail the maximum size of the file storage limit is exceeded`, 1300202)),
      '12345',
      '1234567',
      ['a.txt'],
    ],
  },
  {
    ids: ['11.errno.1300202', '11.readFile.100MB', '11.writeFile.100MB'],
    says: 'more than 100 MB is neither written nor read at once',
    async does(page) {
      await page.has('a.txt');
      const tooMuch = 100 * 1024 * 1024 + 1;
      const written = await page.run('writeFile', { filePath: FILE, data: new ArrayBuffer(tooMuch) });
      await page.run('truncate', { filePath: FILE, length: tooMuch });
      const part = await page.run('readFile', { filePath: FILE, length: 3, encoding: 'utf8' });
      return [written, await page.run('readFile', { filePath: FILE }), part['data']];
    },
    told: [
      failure('writeFile:fail the maximum size of the file storage limit is exceeded', 1300202),
      failure('readFile:fail the maximum size of the file storage limit is exceeded', 1300202),
      'con',
    ],
  },
  {
    ids: ['11.errno.1301103', '11.errno.1301104'],
    says: 'unzip: an entry that leads out of the folder, or too many of them; nothing is unpacked',
    async does(page) {
      const many = Object.fromEntries(Array.from({ length: 10_001 }, (_one, index) => [String(index), '']));
      const targetPath = `${USR}/out`;
      const bad = await page.zip({ 'good.txt': 'x', 'bad/..x/x': 'y' });
      // The archive maker refuses such a name; its letters are put in afterwards.
      const bytes = Buffer.from((await page.run('readFile', { filePath: bad }))['data'] as ArrayBuffer);
      const text = bytes.toString('latin1').replaceAll('bad/..x/x', 'x/../../x');
      const leading = await page.picked('bad.zip', Buffer.from(text, 'latin1'));
      return [
        await page.run('unzip', { zipFilePath: leading, targetPath }),
        await page.run('unzip', { zipFilePath: await page.zip(many), targetPath }),
        (await page.run('readdir', { dirPath: USR }))['files'],
      ];
    },
    told: [failure('unzip:fail unzip entry fail', 1301103), failure('unzip:fail unzip fail', 1301104), []],
  },
  {
    ids: ['11.errno.1301000', '11.readCompressedFile.filePath'],
    says: 'readCompressedFile: only of the user folder and of the package',
    async does(page) {
      const filePath = await page.picked('a.br', brotliCompressSync('x'));
      return page.run('readCompressedFile', { filePath, compressionAlgorithm: 'br' });
    },
    told: failure('readCompressedFile:fail permission denied, cannot access file path', 1301000),
  },
]);

interface NumberRow extends SpecRow {
  readonly errno: FileSystemErrno;
}

/** Numbers of §11, all of them: what a page is told when main fails with one. */
table<NumberRow>(
  'every number has its text',
  [
    { ids: ['11.errno.1300001'], says: '1300001', errno: 1300001 },
    { ids: ['11.errno.1300002'], says: '1300002', errno: 1300002 },
    { ids: ['11.errno.1300005'], says: '1300005: a full or broken disk', errno: 1300005 },
    { ids: ['11.errno.1300009'], says: '1300009', errno: 1300009 },
    { ids: ['11.errno.1300013'], says: '1300013', errno: 1300013 },
    { ids: ['11.errno.1300014'], says: '1300014: Ferry has 1300013 and 1301000 for it', errno: 1300014 },
    { ids: ['11.errno.1300020'], says: '1300020', errno: 1300020 },
    { ids: ['11.errno.1300021'], says: '1300021', errno: 1300021 },
    { ids: ['11.errno.1300022'], says: '1300022', errno: 1300022 },
    { ids: ['11.errno.1300036'], says: '1300036', errno: 1300036 },
    { ids: ['11.errno.1300066'], says: '1300066', errno: 1300066 },
    { ids: ['11.errno.1300201'], says: '1300201: what nobody foresaw', errno: 1300201 },
    { ids: ['11.errno.1300202'], says: '1300202', errno: 1300202 },
    { ids: ['11.errno.1300203'], says: '1300203', errno: 1300203 },
    { ids: ['11.errno.1300300'], says: '1300300: no computer has an sdcard', errno: 1300300 },
    { ids: ['11.errno.1300301'], says: '1300301: openDocument’s', errno: 1300301 },
    { ids: ['11.errno.1301000'], says: '1301000', errno: 1301000 },
    { ids: ['11.errno.1301002'], says: '1301002', errno: 1301002 },
    { ids: ['11.errno.1301003'], says: '1301003', errno: 1301003 },
    { ids: ['11.errno.1301004'], says: '1301004', errno: 1301004 },
    { ids: ['11.errno.1301005'], says: '1301005', errno: 1301005 },
    { ids: ['11.errno.1301006'], says: '1301006', errno: 1301006 },
    { ids: ['11.errno.1301007'], says: '1301007', errno: 1301007 },
    {
      ids: ['11.errno.1301008'],
      says: '1301008: a descriptor is a text, so Ferry never says that it has to be a number',
      errno: 1301008,
    },
    { ids: ['11.errno.1301009'], says: '1301009', errno: 1301009 },
    { ids: ['11.errno.1301100'], says: '1301100: an empty list is no failure in Ferry', errno: 1301100 },
    { ids: ['11.errno.1301102'], says: '1301102', errno: 1301102 },
    { ids: ['11.errno.1301103'], says: '1301103', errno: 1301103 },
    { ids: ['11.errno.1301104'], says: '1301104', errno: 1301104 },
    { ids: ['11.errno.1301111'], says: '1301111', errno: 1301111 },
    { ids: ['11.errno.1301112'], says: '1301112', errno: 1301112 },
    { ids: ['11.errno.1302001'], says: '1302001', errno: 1302001 },
    { ids: ['11.errno.1302002'], says: '1302002', errno: 1302002 },
    { ids: ['11.errno.1302003'], says: '1302003', errno: 1302003 },
    { ids: ['11.errno.1302004'], says: '1302004', errno: 1302004 },
    { ids: ['11.errno.1302005'], says: '1302005', errno: 1302005 },
    { ids: ['11.errno.1302100'], says: '1302100', errno: 1302100 },
  ],
  async ({ errno }) => {
    const error = fileSystemError(errno).toWire();
    const page = createWxHarness({
      answers: { 'wx:fs': () => failing(error), 'wx:fs-sync': () => failing(error) },
    });
    const fs = page.call('getFileSystemManager')() as Record<string, (...values: unknown[]) => unknown>;
    fs['access']?.({ path: FILE, ...page.callbacks() });
    await page.settle();
    const told = failure(`access:fail ${FILE_SYSTEM_TEXTS[errno]}`, errno);
    expect(page.log).toEqual([
      ['fail', told],
      ['complete', told],
    ]);
    expect(() => fs['accessSync']?.(FILE)).toThrow(
      expect.objectContaining({
        message: `accessSync:fail ${FILE_SYSTEM_TEXTS[errno]}`,
        ...failure(`accessSync:fail ${FILE_SYSTEM_TEXTS[errno]}`, errno),
      }) as Error,
    );
  },
);

interface LostRow extends SpecRow {
  readonly method: string;
  readonly options: object;
}

table<LostRow>(
  'bytes that cannot be carried are a failure of input and output',
  [
    {
      ids: ['11.errno.1300005'],
      says: 'writeFile',
      method: 'writeFile',
      options: { filePath: FILE, data: new ArrayBuffer(100_000) },
    },
  ],
  async ({ method, options }) => {
    const page = createWxHarness({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    const fs = page.call('getFileSystemManager')() as Record<string, (...values: unknown[]) => unknown>;
    fs[method]?.({ ...options, fail: page.listener('fail') });
    // The next call is not held up by it.
    fs['unlink']?.({ filePath: FILE, success: page.listener('success') });
    await page.settle();
    expect(page.calls).toMatchObject([{ channel: 'wx:fs', request: { op: 'unlink' } }]);
    expect(page.log).toEqual([
      ['fail', failure(`${method}:fail Input/output error`, 1300005)],
      ['success', { errMsg: 'unlink:ok' }],
    ]);
  },
);
