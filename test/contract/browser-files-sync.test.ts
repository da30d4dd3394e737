import { expect } from 'vitest';
import { useFilesApp, type InPage } from '../support/files-app.ts';
import { table, type SpecRow } from './wire-rows.ts';

const files = useFilesApp();

/** A row of a synchronous method: what the page does, and what comes of it; `DIR` is the row's own user folder. */
interface SyncRow extends SpecRow {
  readonly does: (inPage: InPage) => unknown;
  readonly told: unknown;
}

function syncTable(title: string, rows: readonly SyncRow[]): void {
  table(title, rows, async ({ does, told }) => {
    expect(await files().run(does)).toEqual(told);
  });
}

/** What a `*Sync` method throws (wx-api.md §1). */
function thrown(errMsg: string, errno: number): object {
  return { isError: true, message: errMsg, errMsg, errno, errCode: errno };
}

syncTable('each *Sync method, when it goes well', [
  {
    ids: ['11.accessSync'],
    says: 'accessSync: returns nothing where the file is',
    does: ({ fs, dir }) => [fs.accessSync(dir), fs.accessSync('packaged.txt')],
    told: [undefined, undefined],
  },
  {
    ids: ['11.writeFileSync', '11.appendFileSync', '11.readFileSync'],
    says: 'writeFileSync, appendFileSync, readFileSync: arguments by their place',
    does({ fs, dir, buffer }) {
      const file = `${dir}/a.txt`;
      return [
        fs.writeFileSync(file, 'one é'),
        fs.appendFileSync(file, 'IQ==', 'base64'),
        fs.appendFileSync(file, buffer([0x3f])),
        fs.readFileSync(file, 'utf8'),
        fs.readFileSync(file),
        fs.readFileSync(file, 'hex', 1, 3),
        fs.readFileSync(file, undefined, 7),
        fs.writeFileSync(file, '6869', 'hex'),
        fs.readFileSync(file, 'latin1'),
      ];
    },
    told: [
      undefined,
      undefined,
      undefined,
      'one é!?',
      '<ArrayBuffer 6f6e6520c3a9213f>',
      '6e6520',
      '<ArrayBuffer 3f>',
      undefined,
      'hi',
    ],
  },
  {
    ids: ['11.writeFileSync', '11.readFileSync'],
    says: 'writeFileSync and readFileSync: 3 MB there and back, and the part of a buffer that a view shows',
    does({ fs, dir }) {
      const whole = new Uint8Array(3_000_000).map((_byte, index) => (index * 7) % 251);
      fs.writeFileSync(`${dir}/big`, whole.buffer);
      const back = new Uint8Array(fs.readFileSync(`${dir}/big`) as ArrayBuffer);
      fs.writeFileSync(`${dir}/part`, whole.subarray(5, 8));
      return [
        back.length,
        back.every((byte, index) => byte === whole[index]),
        fs.readFileSync(`${dir}/part`, 'hex'),
      ];
    },
    told: [3_000_000, true, '232a31'],
  },
  {
    ids: ['11.copyFileSync', '11.renameSync', '11.unlinkSync'],
    says: 'copyFileSync, renameSync, unlinkSync',
    does({ fs, dir }) {
      fs.writeFileSync(`${dir}/a`, 'x');
      return [
        fs.copyFileSync(`${dir}/a`, `${dir}/b`),
        fs.renameSync(`${dir}/a`, `${dir}/c`),
        fs.readdirSync(dir),
        fs.unlinkSync(`${dir}/b`),
        fs.readdirSync(dir),
        fs.readFileSync(`${dir}/c`, 'utf8'),
      ];
    },
    told: [undefined, undefined, ['b', 'c'], undefined, ['c'], 'x'],
  },
  {
    ids: ['11.mkdirSync', '11.rmdirSync', '11.readdirSync'],
    says: 'mkdirSync, rmdirSync, readdirSync: recursive is the second argument',
    does: ({ fs, dir }) => [
      fs.mkdirSync(`${dir}/a`),
      fs.mkdirSync(`${dir}/b/c`, true),
      fs.readdirSync(dir),
      fs.rmdirSync(`${dir}/a`),
      fs.rmdirSync(`${dir}/b`, true),
      fs.readdirSync(dir),
    ],
    told: [undefined, undefined, ['a', 'b'], undefined, undefined, []],
  },
  {
    ids: ['11.statSync', '11.Stats.isFile', '11.Stats.isDirectory'],
    says: 'statSync: one Stats, or a list of a directory',
    does({ fs, dir }) {
      fs.writeFileSync(`${dir}/a`, 'four');
      const one = fs.statSync(`${dir}/a`) as { size: number; isFile(): boolean };
      const list = fs.statSync(dir, true) as {
        path: string;
        stats: { size: number; isFile(): boolean };
      }[];
      return [
        [one.size, one.isFile()],
        (fs.statSync(dir) as { isDirectory(): boolean }).isDirectory(),
        list.map(({ path, stats }) => [path, stats.isFile()]),
      ];
    },
    told: [
      [4, true],
      true,
      [
        ['/', false],
        ['/a', true],
      ],
    ],
  },
  {
    ids: ['11.saveFileSync', '9.saveFile.moves'],
    says: 'saveFileSync: returns the path, which may be given; the temp path is dead then',
    async does({ fs, dir, temp, thrown }) {
      const [first, second] = [await temp('first'), await temp('second')];
      const named = fs.saveFileSync(first, `${dir}/saved.txt`);
      const free = String(fs.saveFileSync(second));
      const gone = thrown(() => fs.accessSync(first)) as { errno: number };
      return [
        named,
        fs.readFileSync(named, 'utf8'),
        free.slice(0, 13),
        fs.readFileSync(free, 'utf8'),
        gone.errno,
      ];
    },
    told: ['DIR/saved.txt', 'first', 'http://store/', 'second', 1300002],
  },
  {
    ids: ['11.openSync', '11.readSync', '11.writeSync', '11.fstatSync', '11.ftruncateSync', '11.closeSync'],
    says: 'openSync, writeSync, readSync, fstatSync, ftruncateSync, closeSync: one options object each',
    does({ fs, dir, buffer }) {
      const fd = fs.openSync({ filePath: `${dir}/a`, flag: 'w+' });
      const arrayBuffer = buffer([1, 1, 1, 1, 1, 1]);
      const written = fs.writeSync({ fd, data: 'héllo' });
      const part = fs.writeSync({
        fd,
        data: buffer([0x61, 0x62, 0x63]),
        offset: 1,
        length: 1,
        position: 0,
      });
      const read = fs.readSync({ fd, arrayBuffer, offset: 1, length: 3, position: 0 }) as {
        arrayBuffer: ArrayBuffer;
      };
      const nothing = fs.readSync({ fd, arrayBuffer: buffer([9]) });
      const truncated = fs.ftruncateSync({ fd, length: 2 });
      const { size } = fs.fstatSync({ fd }) as { size: number };
      return [
        typeof fd,
        written,
        part,
        read,
        read.arrayBuffer === arrayBuffer,
        nothing,
        truncated,
        size,
        fs.closeSync({ fd }),
      ];
    },
    told: [
      'string',
      { bytesWritten: 6 },
      { bytesWritten: 1 },
      { bytesRead: 3, arrayBuffer: '<ArrayBuffer 0162c3a90101>' },
      true,
      { bytesRead: 0, arrayBuffer: '<ArrayBuffer 09>' },
      undefined,
      2,
      undefined,
    ],
  },
  {
    ids: ['11.openSync', '11.readSync'],
    says: 'openSync, readSync: r by default, and the pointer goes on between calls',
    does({ fs, dir }) {
      fs.writeFileSync(`${dir}/a`, '0123456789');
      const fd = fs.openSync({ filePath: `${dir}/a` });
      const read = (options: object): string => {
        const arrayBuffer = new ArrayBuffer(4);
        fs.readSync({ fd, arrayBuffer, length: 4, ...options });
        return new TextDecoder().decode(arrayBuffer);
      };
      const said = [read({}), read({ position: 0 }), read({}), read({ position: null })];
      fs.closeSync({ fd });
      return said;
    },
    told: ['0123', '0123', '4567', '89\0\0'],
  },
  {
    ids: ['11.truncateSync', '11.truncate.length.default'],
    says: 'truncateSync: one options object',
    does({ fs, dir }) {
      const filePath = `${dir}/a`;
      fs.writeFileSync(filePath, '12345');
      return [
        fs.truncateSync({ filePath, length: 2 }),
        fs.readFileSync(filePath, 'utf8'),
        fs.truncateSync({ filePath }),
        fs.readFileSync(filePath, 'utf8'),
      ];
    },
    told: [undefined, '12', undefined, ''],
  },
  {
    ids: ['11.readCompressedFileSync'],
    says: 'readCompressedFileSync: an ArrayBuffer',
    does: ({ fs }) => fs.readCompressedFileSync({ filePath: 'packaged.br', compressionAlgorithm: 'br' }),
    told: '<ArrayBuffer 636f6d70726573736564>',
  },
]);

syncTable('each *Sync method, when it fails', [
  {
    ids: ['11.accessSync', '1.sync.throws', '11.sync.error-shape'],
    says: 'accessSync: an Error whose message is its errMsg, with the number twice',
    does: ({ fs, dir, thrown }) => thrown(() => fs.accessSync(`${dir}/none`)),
    told: thrown('accessSync:fail no such file or directory DIR/none', 1300002),
  },
  {
    ids: ['11.text.readSync.no-buffer', '11.errno.1302005', '11.readSync'],
    says: 'readSync: no buffer',
    does({ fs, dir, thrown }) {
      const fd = fs.openSync({ filePath: `${dir}/a`, flag: 'a+' });
      return thrown(() => fs.readSync({ fd, length: 1 }));
    },
    told: thrown('readSync:fail array buffer does not exist', 1302005),
  },
  {
    ids: [
      '11.sync.error-shape',
      '11.readFileSync',
      '11.writeFileSync',
      '11.appendFileSync',
      '11.copyFileSync',
      '11.renameSync',
    ],
    says: 'methods that open files',
    does: ({ fs, dir, thrown }) => [
      thrown(() => fs.readFileSync(`${dir}/none`)),
      thrown(() => fs.readFileSync(dir)),
      thrown(() => fs.readFileSync('packaged.txt', 'utf8', 8)),
      thrown(() => fs.readFileSync('packaged.txt', 'gbk')),
      thrown(() => fs.writeFileSync('packaged.txt', 'x')),
      thrown(() => fs.writeFileSync(`${dir}/a`, 'data:text/plain;base64,eA==', 'base64')),
      thrown(() => fs.writeFileSync(`${dir}/a`, new ArrayBuffer(0))),
      thrown(() => fs.appendFileSync(`${dir}/none`, 'x')),
      thrown(() => fs.copyFileSync(`${dir}/none`, `${dir}/b`)),
      thrown(() => fs.renameSync(`${dir}/none`, `${dir}/b`)),
    ],
    told: [
      thrown('readFileSync:fail no such file or directory, open DIR/none', 1300002),
      thrown('readFileSync:fail illegal operation on a directory, open "DIR"', 1301003),
      thrown('readFileSync:fail value of position is out of range', 1301009),
      thrown('readFileSync:fail Invalid argument', 1300022),
      thrown('writeFileSync:fail illegal operation on a package directory', 1301004),
      thrown('writeFileSync:fail base64 encode error', 1300203),
      thrown('writeFileSync:fail data to write is empty', 1301002),
      thrown('appendFileSync:fail no such file or directory, open DIR/none', 1300002),
      thrown('copyFileSync:fail no such file or directory, copyFile DIR/none -> DIR/b', 1300002),
      thrown('renameSync:fail no such file or directory, rename DIR/none -> DIR/b', 1300002),
    ],
  },
  {
    ids: ['11.mkdirSync', '11.rmdirSync', '11.readdirSync', '11.statSync', '11.unlinkSync'],
    says: 'methods of directories',
    does({ fs, dir, thrown }) {
      fs.mkdirSync(`${dir}/a/b`, true);
      fs.writeFileSync(`${dir}/file`, 'x');
      return [
        thrown(() => fs.mkdirSync(`${dir}/a`)),
        thrown(() => fs.mkdirSync(`${dir}/none/b`)),
        thrown(() => fs.rmdirSync(`${dir}/a`)),
        thrown(() => fs.readdirSync(`${dir}/file`)),
        thrown(() => fs.statSync(`${dir}/none`)),
        thrown(() => fs.unlinkSync(`${dir}/a`)),
        thrown(() => fs.unlinkSync('http://tmp/none.txt')),
      ];
    },
    told: [
      thrown('mkdirSync:fail file already exists DIR/a', 1301005),
      thrown('mkdirSync:fail no such file or directory DIR/none/b', 1300002),
      thrown('rmdirSync:fail directory not empty', 1300066),
      thrown('readdirSync:fail not a directory DIR/file', 1300020),
      thrown('statSync:fail no such file or directory DIR/none', 1300002),
      thrown('unlinkSync:fail operation not permitted, unlink DIR/a', 1300001),
      thrown('unlinkSync:fail permission denied, open http://tmp/none.txt', 1300013),
    ],
  },
  {
    ids: [
      '11.openSync',
      '11.closeSync',
      '11.fstatSync',
      '11.ftruncateSync',
      '11.writeSync',
      '11.truncateSync',
    ],
    says: 'methods of descriptors',
    does: ({ fs, dir, thrown }) => [
      thrown(() => fs.openSync({ filePath: `${dir}/none` })),
      thrown(() => fs.openSync({ filePath: `${dir}/none`, flag: 'q' })),
      thrown(() => fs.openSync({ filePath: 'packaged.txt', flag: 'w' })),
      thrown(() => fs.closeSync({ fd: '999999' })),
      thrown(() => fs.fstatSync({ fd: '999999' })),
      thrown(() => fs.ftruncateSync({ fd: '999999', length: 0 })),
      thrown(() => fs.writeSync({ fd: '999999', data: 'x' })),
      thrown(() => fs.truncateSync({ filePath: `${dir}/none` })),
    ],
    told: [
      thrown('openSync:fail no such file or directory, open DIR/none', 1300002),
      thrown('openSync:fail invalid flag', 1302003),
      thrown('openSync:fail permission denied when open using flag', 1302004),
      thrown('closeSync:fail bad file descriptor', 1300009),
      thrown('fstatSync:fail bad file descriptor', 1300009),
      thrown('ftruncateSync:fail bad file descriptor', 1300009),
      thrown('writeSync:fail bad file descriptor', 1300009),
      thrown('truncateSync:fail no such file or directory, open DIR/none', 1300002),
    ],
  },
  {
    ids: ['11.saveFileSync', '11.readCompressedFileSync', '11.errno.1301112'],
    says: 'saveFileSync, readCompressedFileSync',
    does: ({ fs, dir, thrown }) => [
      thrown(() => fs.saveFileSync('http://tmp/none.txt', `${dir}/a`)),
      thrown(() => fs.readCompressedFileSync({ filePath: 'packaged.txt', compressionAlgorithm: 'br' })),
    ],
    told: [
      thrown('saveFileSync:fail tempFilePath file not exist', 1301112),
      thrown('readCompressedFileSync:fail brotli decompress fail', 1301111),
    ],
  },
  {
    // UNCERTAIN: the words where the whole argument is wrong.
    ids: ['11.parameter-error', '11.sync.parameter-error'],
    says: 'parameters of another type, by place and in an object',
    does: ({ fs, thrown }) => [
      thrown(() => fs.readFileSync()),
      thrown(() => fs.copyFileSync('a', null)),
      thrown(() => fs.openSync()),
      thrown(() => fs.readCompressedFileSync({ filePath: 'packaged.br' })),
    ],
    told: [
      thrown(
        'readFileSync:fail parameter error: parameter.filePath should be String instead of Undefined;',
        1001,
      ),
      thrown('copyFileSync:fail parameter error: parameter.destPath should be String instead of Null;', 1001),
      thrown('openSync:fail parameter error: parameter should be Object instead of Undefined;', 1001),
      thrown(
        'readCompressedFileSync:fail parameter error: parameter.compressionAlgorithm should be String instead of Undefined;',
        1001,
      ),
    ],
  },
]);

syncTable('both forms on one file, in a real page', [
  {
    ids: ['11.read', '11.write', '11.readFile.no-encoding'],
    says: 'large bytes go by the page’s origin, and come back the same',
    async does({ fs, dir }) {
      const call = (
        method: 'readFile' | 'writeFile' | 'read',
        options: object,
      ): Promise<Record<string, unknown>> =>
        new Promise((resolve) => void fs[method]({ ...options, complete: resolve }));
      const whole = new Uint8Array(1_000_000).map((_byte, index) => (index * 13) % 253);
      const filePath = `${dir}/big`;
      const written = await call('writeFile', { filePath, data: whole.buffer });
      const { data } = await call('readFile', { filePath });
      const fd = fs.openSync({ filePath });
      const arrayBuffer = new ArrayBuffer(1_000_000);
      const read = await call('read', { fd, arrayBuffer, length: 1_000_000 });
      fs.closeSync({ fd });
      const same = (bytes: ArrayBuffer): boolean =>
        bytes.byteLength === whole.length &&
        new Uint8Array(bytes).every((byte, index) => byte === whole[index]);
      return [written['errMsg'], same(data as ArrayBuffer), read['bytesRead'], same(arrayBuffer)];
    },
    told: ['writeFile:ok', true, 1_000_000, true],
  },
]);
