import { brotliCompressSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { buffer, fileTable, USR } from './files-kit.ts';

const A = `${USR}/a.txt`;
const B = `${USR}/b.txt`;
const DIR = `${USR}/dir`;
const OK = (api: string): object => ({ errMsg: `${api}:ok` });
const SECONDS: unknown = expect.toSatisfy(
  (time: unknown) => typeof time === 'number' && Math.abs(time - Date.now() / 1000) < 3600,
);
const digest = (algorithm: string, content: string): string =>
  createHash(algorithm).update(content).digest('hex');

fileTable('each asynchronous method, when it goes well', [
  {
    ids: ['11.access', '11.access.path'],
    says: 'access: a file and a directory are there',
    async does(page) {
      await page.has('a.txt');
      return [await page.run('access', { path: A }), await page.run('access', { path: USR })];
    },
    told: [OK('access'), OK('access')],
  },
  {
    ids: ['11.appendFile', '11.appendFile.filePath', '11.appendFile.data', '11.appendFile.encoding.default'],
    says: 'appendFile: text in UTF-8, then bytes',
    async does(page) {
      await page.has('a.txt', 'one ');
      return [
        await page.run('appendFile', { filePath: A, data: 'zwö' }),
        await page.run('appendFile', { filePath: A, data: buffer('!') }),
        await page.textOf(A),
      ];
    },
    told: [OK('appendFile'), OK('appendFile'), 'one zwö!'],
  },
  {
    ids: ['11.copyFile', '11.copyFile.srcPath', '11.copyFile.destPath', '9.copyFile.keeps'],
    says: 'copyFile: a temp file into the user folder; both are there afterwards',
    async does(page) {
      const srcPath = await page.picked('a.txt', 'copied');
      return [
        await page.run('copyFile', { srcPath, destPath: B }),
        await page.textOf(B),
        await page.textOf(srcPath),
      ];
    },
    told: [OK('copyFile'), 'copied', 'copied'],
  },
  {
    ids: ['11.copyFile'],
    says: 'copyFile: a file that is there is replaced',
    async does(page) {
      await page.has('b.txt', 'a longer text that was there');
      await page.run('copyFile', { srcPath: await page.has('a.txt', 'new'), destPath: B });
      return page.textOf(B);
    },
    told: 'new',
  },
  {
    ids: [
      '11.getFileInfo',
      '11.getFileInfo.filePath',
      '11.getFileInfo.digestAlgorithm.default',
      '11.getFileInfo.digestAlgorithm.md5',
      '11.getFileInfo.digestAlgorithm.sha1',
      '11.getFileInfo.digestAlgorithm.sha256',
      '11.getFileInfo.size',
      '11.getFileInfo.digest',
    ],
    says: 'getFileInfo: size and digest, md5 unless said otherwise',
    async does(page) {
      await page.has('a.txt', 'ferry');
      const info = (options: object): Promise<unknown> =>
        page.run('getFileInfo', { filePath: A, ...options });
      return [
        await info({}),
        await info({ digestAlgorithm: 'md5' }),
        await info({ digestAlgorithm: 'sha1' }),
        await info({ digestAlgorithm: 'sha256' }),
      ];
    },
    told: ['md5', 'md5', 'sha1', 'sha256'].map((algorithm) => ({
      size: 5,
      digest: digest(algorithm, 'ferry'),
      errMsg: 'getFileInfo:ok',
    })),
  },
  {
    ids: ['11.getSavedFileList', '11.getSavedFileList.fileList'],
    says: 'getSavedFileList: what was saved, user files not among it; an empty list before',
    async does(page) {
      await page.has('a.txt');
      const before = await page.run('getSavedFileList');
      await page.run('saveFile', { tempFilePath: await page.picked('b.txt', 'saved') });
      return [before, await page.run('getSavedFileList')];
    },
    told: [
      { fileList: [], errMsg: 'getSavedFileList:ok' },
      {
        fileList: [
          {
            filePath: expect.stringMatching(/^http:\/\/store\/.+\.txt$/) as unknown,
            size: 5,
            createTime: SECONDS,
          },
        ],
        errMsg: 'getSavedFileList:ok',
      },
    ],
  },
  {
    ids: [
      '11.mkdir',
      '11.mkdir.dirPath',
      '11.mkdir.recursive',
      '11.readdir',
      '11.readdir.dirPath',
      '11.readdir.names-only',
    ],
    says: 'mkdir: one directory, or with recursive all above it too; readdir tells names alone',
    does: async (page) => [
      await page.run('mkdir', { dirPath: DIR }),
      await page.run('mkdir', { dirPath: `${DIR}/x/y/z`, recursive: true }),
      await page.run('mkdir', { dirPath: `${DIR}/x/y/z`, recursive: true }),
      await page.run('writeFile', { filePath: `${DIR}/x/file.txt`, data: 'x' }),
      await page.run('readdir', { dirPath: `${DIR}/x` }),
      await page.run('readdir', { dirPath: USR }),
    ],
    told: [
      OK('mkdir'),
      OK('mkdir'),
      OK('mkdir'),
      OK('writeFile'),
      { files: ['file.txt', 'y'], errMsg: 'readdir:ok' },
      { files: ['dir'], errMsg: 'readdir:ok' },
    ],
  },
  {
    ids: [
      '11.readCompressedFile',
      '11.readCompressedFile.filePath',
      '11.readCompressedFile.compressionAlgorithm',
      '11.readCompressedFile.data',
    ],
    says: 'readCompressedFile: brotli of a user file and of the code package, as an ArrayBuffer',
    async does(page) {
      const compressed = brotliCompressSync('compressed');
      await page.packaged('b.br', compressed);
      await page.has('a.br', new Uint8Array(compressed).buffer);
      return [
        await page.run('readCompressedFile', { filePath: `${USR}/a.br`, compressionAlgorithm: 'br' }),
        await page.run('readCompressedFile', { filePath: 'b.br', compressionAlgorithm: 'br' }),
      ];
    },
    told: [
      { data: buffer('compressed'), errMsg: 'readCompressedFile:ok' },
      { data: buffer('compressed'), errMsg: 'readCompressedFile:ok' },
    ],
  },
  {
    ids: ['11.readFile', '11.readFile.filePath', '11.readFile.no-encoding', '11.readFile.encoding'],
    says: 'readFile: an ArrayBuffer, or with an encoding a text; an empty encoding is none',
    async does(page) {
      await page.has('a.txt', 'text');
      return [
        await page.run('readFile', { filePath: A }),
        await page.run('readFile', { filePath: A, encoding: 'utf-8' }),
        await page.run('readFile', { filePath: A, encoding: '' }),
      ];
    },
    told: [
      { data: buffer('text'), errMsg: 'readFile:ok' },
      { data: 'text', errMsg: 'readFile:ok' },
      { data: buffer('text'), errMsg: 'readFile:ok' },
    ],
  },
  {
    ids: ['11.readFile.no-encoding'],
    says: 'readFile and writeFile: 200 kB, which no message carries',
    async does(page) {
      const bytes = new Uint8Array(200_000).map((_byte, index) => index % 251);
      await page.has('a.bin', bytes.buffer);
      const { data } = await page.run('readFile', { filePath: `${USR}/a.bin` });
      const part = await page.run('readFile', { filePath: `${USR}/a.bin`, position: 50, length: 120_000 });
      return [
        Buffer.from(data as ArrayBuffer).equals(bytes),
        Buffer.from(part['data'] as ArrayBuffer).equals(bytes.subarray(50, 120_050)),
      ];
    },
    told: [true, true],
  },
  {
    ids: ['11.readFile.position', '11.readFile.length', '11.readFile.range'],
    says: 'readFile: the range [position, position + length), to the end where it reaches over it',
    async does(page) {
      await page.has('a.txt', '0123456789');
      const read = async (range: object): Promise<unknown> =>
        (await page.run('readFile', { filePath: A, encoding: 'utf8', ...range }))['data'];
      return [
        await read({ position: 2, length: 3 }),
        await read({ position: 9 }),
        await read({ length: 1 }),
        await read({ length: 10 }),
        await read({ position: 8, length: 10 }),
        await read({ position: null, length: undefined }),
      ];
    },
    told: ['234', '9', '0', '0123456789', '89', '0123456789'],
  },
  {
    ids: ['11.removeSavedFile', '11.removeSavedFile.filePath'],
    says: 'removeSavedFile: the file is gone',
    async does(page) {
      const { savedFilePath } = await page.run('saveFile', { tempFilePath: await page.picked('a', 'x') });
      return [
        await page.run('removeSavedFile', { filePath: savedFilePath }),
        (await page.run('getSavedFileList'))['fileList'],
      ];
    },
    told: [OK('removeSavedFile'), []],
  },
  {
    ids: ['11.rename', '11.rename.oldPath', '11.rename.newPath'],
    says: 'rename: moves a file, and a directory with what is in it',
    async does(page) {
      await page.has('a.txt', 'moved');
      await page.run('mkdir', { dirPath: DIR });
      return [
        await page.run('rename', { oldPath: A, newPath: `${DIR}/c.txt` }),
        await page.run('rename', { oldPath: DIR, newPath: `${USR}/other` }),
        await page.textOf(`${USR}/other/c.txt`),
        (await page.run('readdir', { dirPath: USR }))['files'],
      ];
    },
    told: [OK('rename'), OK('rename'), 'moved', ['other']],
  },
  {
    ids: ['11.rmdir', '11.rmdir.dirPath', '11.rmdir.recursive'],
    says: 'rmdir: an empty directory, or with recursive all that is in it',
    async does(page) {
      await page.run('mkdir', { dirPath: `${DIR}/x`, recursive: true });
      await page.has('dir/a.txt');
      return [
        await page.run('rmdir', { dirPath: `${DIR}/x` }),
        await page.run('rmdir', { dirPath: DIR, recursive: true }),
        (await page.run('readdir', { dirPath: USR }))['files'],
      ];
    },
    told: [OK('rmdir'), OK('rmdir'), []],
  },
  {
    ids: [
      '11.saveFile',
      '11.saveFile.tempFilePath',
      '11.saveFile.filePath',
      '11.saveFile.savedFilePath',
      '9.saveFile.moves',
    ],
    says: 'saveFile: to a full name in the user folder, or to one of Ferry’s; the temp path is dead then',
    async does(page) {
      const first = await page.picked('a.txt', 'first');
      const second = await page.picked('b.txt', 'second');
      const saved = await page.run('saveFile', { tempFilePath: second });
      return [
        await page.run('saveFile', { tempFilePath: first, filePath: A }),
        await page.textOf(A),
        saved,
        await page.textOf(String(saved['savedFilePath'])),
        (await page.textOf(first)) === `readFile:fail no such file or directory, open ${first}`,
        (await page.textOf(second)) === `readFile:fail no such file or directory, open ${second}`,
      ];
    },
    told: [
      { savedFilePath: A, errMsg: 'saveFile:ok' },
      'first',
      { savedFilePath: expect.stringMatching(/^http:\/\/store\/.+\.txt$/) as unknown, errMsg: 'saveFile:ok' },
      'second',
      true,
      true,
    ],
  },
  {
    ids: [
      '11.truncate',
      '11.truncate.filePath',
      '11.truncate.length',
      '11.truncate.length.default',
      '11.truncate.pads',
    ],
    says: 'truncate: shorter, longer with NUL bytes, and nothing by default',
    async does(page) {
      await page.has('a.txt', '123456');
      return [
        await page.run('truncate', { filePath: A, length: 3 }),
        await page.textOf(A),
        await page.run('truncate', { filePath: A, length: 5 }),
        await page.textOf(A),
        await page.run('truncate', { filePath: A }),
        await page.textOf(A),
      ];
    },
    told: [OK('truncate'), '123', OK('truncate'), '123\0\0', OK('truncate'), ''],
  },
  {
    ids: ['11.unlink', '11.unlink.filePath'],
    says: 'unlink: the file is gone',
    async does(page) {
      await page.has('a.txt');
      return [await page.run('unlink', { filePath: A }), (await page.run('access', { path: A })).errMsg];
    },
    told: [OK('unlink'), `access:fail no such file or directory ${A}`],
  },
  {
    ids: ['11.unzip', '11.unzip.zipFilePath', '11.unzip.targetPath'],
    says: 'unzip: files and folders, below a folder that is made',
    does: async (page) => [
      await page.run('unzip', {
        zipFilePath: await page.zip({ 'one.txt': '1', 'in/two.txt': '2', 'empty/': null }),
        targetPath: `${USR}/out`,
      }),
      await page.textOf(`${USR}/out/one.txt`),
      await page.textOf(`${USR}/out/in/two.txt`),
      (await page.run('readdir', { dirPath: `${USR}/out` }))['files'],
    ],
    told: [OK('unzip'), '1', '2', ['empty', 'in', 'one.txt']],
  },
  {
    ids: ['11.writeFile', '11.writeFile.filePath', '11.writeFile.data', '11.writeFile.encoding.default'],
    says: 'writeFile: text in UTF-8, bytes in place of it, an empty text',
    async does(page) {
      const write = async (data: unknown): Promise<unknown> => [
        await page.run('writeFile', { filePath: A, data }),
        (await page.run('readFile', { filePath: A }))['data'],
      ];
      return [await write('ä'), await write(buffer([1, 2, 3])), await write('')];
    },
    told: [
      [OK('writeFile'), buffer([0xc3, 0xa4])],
      [OK('writeFile'), buffer([1, 2, 3])],
      [OK('writeFile'), buffer([])],
    ],
  },
  {
    // Ferry's own: WeChat takes an ArrayBuffer alone, and what is meant by a view is not in doubt.
    ids: ['11.writeFile.data'],
    says: 'writeFile: of a view of a buffer its exact bytes',
    async does(page) {
      const whole = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]);
      const written = async (data: unknown): Promise<unknown> => {
        await page.run('writeFile', { filePath: A, data });
        return (await page.run('readFile', { filePath: A }))['data'];
      };
      return [
        await written(whole.subarray(2, 5)),
        await written(new Uint16Array(whole.buffer, 2, 1)),
        await written(new DataView(whole.buffer, 7)),
      ];
    },
    told: [buffer([2, 3, 4]), buffer([2, 3]), buffer([7])],
  },
]);
