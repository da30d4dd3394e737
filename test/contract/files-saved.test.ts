import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { fileTable, USR, type FilesPage } from './files-kit.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { createWxHarness } from './wx-harness.ts';

const NONE = 'http://store/none.txt';
const STORED: unknown = expect.stringMatching(/^http:\/\/store\/.+\.txt$/);
const NOW_SECONDS: unknown = expect.toSatisfy(
  (time: unknown) => Number.isInteger(time) && Math.abs(Number(time) - Date.now() / 1000) < 60,
);
const digest = (algorithm: string, content: string): string =>
  createHash(algorithm).update(content).digest('hex');

async function saved(page: FilesPage, content = 'saved'): Promise<string> {
  const { savedFilePath } = await page.ask('saveFile', { tempFilePath: await page.picked('a.txt', content) });
  return String(savedFilePath);
}

fileTable('the saved-file functions of wx', [
  {
    ids: ['10.saveFile', '10.saveFile.tempFilePath', '10.saveFile.savedFilePath', '9.saveFile.moves'],
    says: 'saveFile: moves the temp file to a path that the caller cannot choose',
    async does(page) {
      const tempFilePath = await page.picked('a.txt', 'saved');
      const told = await page.ask('saveFile', { tempFilePath, filePath: `${USR}/mine.txt` });
      return [
        told,
        await page.textOf(String(told['savedFilePath'])),
        (await page.textOf(tempFilePath)) === `readFile:fail no such file or directory, open ${tempFilePath}`,
        (await page.run('readdir', { dirPath: USR }))['files'],
      ];
    },
    told: [{ savedFilePath: STORED, errMsg: 'saveFile:ok' }, 'saved', true, []],
  },
  {
    ids: ['10.getSavedFileList', '10.getSavedFileList.fileList', '10.createTime'],
    says: 'getSavedFileList: path, size and time, which counts whole seconds',
    async does(page) {
      await saved(page, 'first');
      await saved(page, 'second!');
      return page.ask('getSavedFileList');
    },
    told: {
      fileList: [
        { filePath: STORED, size: 5, createTime: NOW_SECONDS },
        { filePath: STORED, size: 7, createTime: NOW_SECONDS },
      ],
      errMsg: 'getSavedFileList:ok',
    },
  },
  {
    ids: [
      '10.getSavedFileInfo',
      '10.getSavedFileInfo.filePath',
      '10.getSavedFileInfo.saved-only',
      '10.createTime',
    ],
    says: 'getSavedFileInfo: of saved files alone',
    async does(page) {
      const temp = await page.picked('b.txt', 'temp');
      return [
        await page.ask('getSavedFileInfo', { filePath: await saved(page) }),
        await page.ask('getSavedFileInfo', { filePath: temp }),
        await page.ask('getSavedFileInfo', { filePath: await page.has('c.txt') }),
        await page.ask('getSavedFileInfo', { filePath: NONE }),
      ];
    },
    told: [
      { size: 5, createTime: NOW_SECONDS, errMsg: 'getSavedFileInfo:ok' },
      ...Array.from({ length: 3 }, () => ({
        errMsg: 'getSavedFileInfo:fail file not exist',
        errno: 1300002,
      })),
    ],
  },
  {
    ids: ['10.removeSavedFile', '10.removeSavedFile.filePath'],
    says: 'removeSavedFile: the file is gone; a second time it does not exist',
    async does(page) {
      const filePath = await saved(page);
      return [
        await page.ask('removeSavedFile', { filePath }),
        await page.ask('removeSavedFile', { filePath }),
        (await page.ask('getSavedFileList'))['fileList'],
      ];
    },
    told: [
      { errMsg: 'removeSavedFile:ok' },
      { errMsg: 'removeSavedFile:fail file not exist', errno: 1300002 },
      [],
    ],
  },
  {
    ids: [
      '10.getFileInfo',
      '10.getFileInfo.filePath',
      '10.getFileInfo.digestAlgorithm.default',
      '10.getFileInfo.digestAlgorithm.md5',
      '10.getFileInfo.digestAlgorithm.sha1',
      '10.getFileInfo.file-not-exist',
    ],
    says: 'getFileInfo: size and digest, md5 unless sha1; sha256 is of FileSystemManager alone',
    async does(page) {
      const filePath = await page.picked('a.txt', 'ferry');
      const info = (options: object): Promise<unknown> => page.ask('getFileInfo', { filePath, ...options });
      return [
        await info({}),
        await info({ digestAlgorithm: 'md5' }),
        await info({ digestAlgorithm: 'sha1' }),
        await info({ digestAlgorithm: 'sha256' }),
        await info({ filePath: 'http://tmp/none.txt' }),
      ];
    },
    told: [
      ...['md5', 'md5', 'sha1'].map((algorithm) => ({
        size: 5,
        digest: digest(algorithm, 'ferry'),
        errMsg: 'getFileInfo:ok',
      })),
      { errMsg: 'getFileInfo:fail parameter error: digestAlgorithm should be md5 or sha1', errno: 1001 },
      { errMsg: 'getFileInfo:fail file not exist', errno: 1300002 },
    ],
  },
  {
    ids: ['10.saveFile.temp-missing', '11.errno.1301112'],
    says: 'saveFile: what is no living temp file, whatever it is',
    does: async (page) => [
      await page.ask('saveFile', { tempFilePath: 'http://tmp/none.txt' }),
      await page.ask('saveFile', { tempFilePath: await page.has('a.txt') }),
      await page.ask('saveFile', { tempFilePath: await saved(page) }),
      await page.ask('saveFile', { tempFilePath: '../a.txt' }),
    ],
    told: Array.from({ length: 4 }, () => ({
      errMsg: 'saveFile:fail tempFilePath file not exist',
      errno: 1301112,
    })),
  },
  {
    ids: ['10.saveFile.denied', '10.saveFile.no-parent'],
    says: 'saveFile of FileSystemManager: a path that cannot be written, a directory that is not there; the temp file stays',
    async does(page) {
      const tempFilePath = await page.picked('a.txt', 'temp');
      const save = async (filePath: string): Promise<unknown> => {
        const { errMsg, errno } = await page.run('saveFile', { tempFilePath, filePath });
        return [errMsg, errno];
      };
      return [
        await save('http://store/b.txt'),
        await save(`${USR}/none/b.txt`),
        await page.textOf(tempFilePath),
      ];
    },
    told: [
      ['saveFile:fail permission denied, open "http://store/b.txt"', 1300013],
      [`saveFile:fail no such file or directory "${USR}/none"`, 1300002],
      'temp',
    ],
  },
  {
    ids: ['10.saveFile.quota', '9.quota'],
    says: 'saveFile: saved and user files share one limit; the temp file stays',
    on: { profile: { quotaBytes: 10 } },
    async does(page) {
      await page.has('a.txt', '12345');
      const tempFilePath = await page.picked('b.txt', '123456');
      return [await page.ask('saveFile', { tempFilePath }), await page.textOf(tempFilePath)];
    },
    told: [
      { errMsg: 'saveFile:fail the maximum size of the file storage limit is exceeded', errno: 1300202 },
      '123456',
    ],
  },
  {
    ids: ['10.promise', '1.promise.given'],
    says: 'all of them answer by a promise where no callback is given',
    async does(page) {
      const tempFilePath = await page.picked('a.txt', 'x');
      const { savedFilePath: filePath } = (await page.call('saveFile')({ tempFilePath })) as {
        savedFilePath: string;
      };
      return [
        ((await page.call('getSavedFileList')({})) as { fileList: unknown[] }).fileList.length,
        ((await page.call('getSavedFileInfo')({ filePath })) as { size: number }).size,
        ((await page.call('getFileInfo')({ filePath })) as { size: number }).size,
        await page.call('removeSavedFile')({ filePath }),
        await (page.call('removeSavedFile')({ filePath }) as Promise<unknown>).catch(
          (error: unknown) => error,
        ),
      ];
    },
    told: [
      1,
      1,
      1,
      { errMsg: 'removeSavedFile:ok' },
      { errMsg: 'removeSavedFile:fail file not exist', errno: 1300002 },
    ],
  },
]);

table<SpecRow>(
  'the saved-file functions in old base libraries',
  [{ ids: ['10.getFileInfo.since'], says: 'getFileInfo is there from 1.4.0 on, the others always were' }],
  () => {
    const kinds = (library: string): unknown[] => {
      const { wx } = createWxHarness({ library });
      return ['getFileInfo', 'saveFile', 'getSavedFileList', 'getSavedFileInfo', 'removeSavedFile'].map(
        (api) => typeof wx[api],
      );
    };
    expect(kinds('1.3.0')).toEqual(['undefined', 'function', 'function', 'function', 'function']);
    expect(kinds('1.4.0')).toEqual(Array.from({ length: 5 }, () => 'function'));
  },
);
