import { expect } from 'vitest';
import { buffer, fileTable, USR } from './files-kit.ts';

const A = `${USR}/a.txt`;
const DIR = `${USR}/dir`;
const SECONDS: unknown = expect.toSatisfy(
  (time: unknown) => typeof time === 'number' && Math.abs(time - Date.now() / 1000) < 3600,
);

fileTable('stat', [
  {
    ids: [
      '11.stat',
      '11.stat.path',
      '11.stat.recursive.default',
      '11.Stats.mode',
      '11.Stats.size',
      '11.Stats.times',
      '11.Stats.isFile',
      '11.Stats.isDirectory',
    ],
    says: 'stat: one Stats of a file and of a directory; times in seconds (UNCERTAIN: WeChat says UNIX timestamp)',
    async does(page) {
      await page.has('a.txt', '12345');
      const seen = async (path: string): Promise<unknown> => {
        const { stats } = (await page.run('stat', { path })) as unknown as { stats: WeChatStats };
        return { ...stats, file: stats.isFile(), directory: stats.isDirectory() };
      };
      return [await seen(A), await seen(USR)];
    },
    told: [
      {
        mode: 0o100644,
        size: 5,
        lastAccessedTime: SECONDS,
        lastModifiedTime: SECONDS,
        file: true,
        directory: false,
      },
      expect.objectContaining({ lastModifiedTime: SECONDS, file: false, directory: true }),
    ],
  },
  {
    // UNCERTAIN: "/" for the directory itself, and the slash before the names below it.
    ids: ['11.stat.recursive', '11.stat.recursive.file'],
    says: 'stat: with recursive a list of {path, stats} of a directory, one Stats of a file',
    async does(page) {
      await page.run('mkdir', { dirPath: `${DIR}/in`, recursive: true });
      await page.has('dir/a.txt', '1');
      await page.has('dir/in/b.txt', '22');
      const list = (await page.run('stat', { path: DIR, recursive: true }))['stats'] as {
        path: string;
        stats: WeChatStats;
      }[];
      const one = (await page.run('stat', { path: `${DIR}/a.txt`, recursive: true }))['stats'] as WeChatStats;
      return [
        list.map(({ path, stats }) => [path, stats.isDirectory() ? 'directory' : stats.size]),
        one.isFile(),
      ];
    },
    told: [
      [
        ['/', 'directory'],
        ['/a.txt', 1],
        ['/in', 'directory'],
        ['/in/b.txt', 2],
      ],
      true,
    ],
  },
]);

interface WeChatStats {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

fileTable('readZipEntry', [
  {
    ids: [
      '11.readZipEntry',
      '11.readZipEntry.filePath',
      '11.readZipEntry.entries.all',
      '11.readZipEntry.encoding',
    ],
    says: 'all entries, as bytes or in the one encoding',
    async does(page) {
      const filePath = await page.zip({ 'a.txt': 'one', 'in/b.txt': 'two', 'in/': null });
      return [
        await page.run('readZipEntry', { filePath, entries: 'all' }),
        await page.run('readZipEntry', { filePath, entries: 'all', encoding: 'utf8' }),
      ];
    },
    told: [
      {
        entries: {
          'a.txt': { data: buffer('one'), errMsg: 'readZipEntry:ok' },
          'in/b.txt': { data: buffer('two'), errMsg: 'readZipEntry:ok' },
        },
        errMsg: 'readZipEntry:ok',
      },
      {
        entries: {
          'a.txt': { data: 'one', errMsg: 'readZipEntry:ok' },
          'in/b.txt': { data: 'two', errMsg: 'readZipEntry:ok' },
        },
        errMsg: 'readZipEntry:ok',
      },
    ],
  },
  {
    ids: [
      '11.readZipEntry.entries.list',
      '11.readZipEntry.entry.encoding',
      '11.readZipEntry.entry.position',
      '11.readZipEntry.entry.length',
      '11.readZipEntry.encoding',
    ],
    says: 'a list, each entry with its encoding and range; the common encoding counts for all alone',
    async does(page) {
      const filePath = await page.zip({ 'a.txt': 'abcdef', 'b.txt': 'ghi', 'c.txt': 'no' });
      return page.run('readZipEntry', {
        filePath,
        encoding: 'base64',
        entries: [
          { path: 'a.txt', encoding: 'utf8', position: 1, length: 3 },
          { path: 'b.txt', encoding: 'hex' },
          { path: 'b.txt' },
        ],
      });
    },
    told: {
      entries: {
        'a.txt': { data: 'bcd', errMsg: 'readZipEntry:ok' },
        'b.txt': { data: buffer('ghi'), errMsg: 'readZipEntry:ok' },
      },
      errMsg: 'readZipEntry:ok',
    },
  },
  {
    // UNCERTAIN: what of an entry that cannot be read; WeChat's Entry has a message of its own.
    ids: ['11.readZipEntry.entry.errMsg'],
    says: 'an entry that is not there, or a range that is not in it, fails alone',
    async does(page) {
      const filePath = await page.zip({ 'a.txt': 'abc' });
      return page.run('readZipEntry', {
        filePath,
        entries: [
          { path: 'none.txt' },
          { path: 'a.txt', position: 3 },
          { path: './a.txt', length: 0 },
          { path: '../a.txt', position: -1 },
        ],
      });
    },
    told: {
      entries: {
        'none.txt': { errMsg: 'readZipEntry:fail no such file or directory' },
        'a.txt': { errMsg: 'readZipEntry:fail value of position is out of range' },
        './a.txt': { errMsg: 'readZipEntry:fail value of length is out of range' },
        '../a.txt': { errMsg: 'readZipEntry:fail value of position is out of range' },
      },
      errMsg: 'readZipEntry:ok',
    },
  },
]);
