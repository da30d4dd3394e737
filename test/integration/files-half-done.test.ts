import { cpSync, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileSystemRequest } from '#contract/file-system';
import type { FileTable } from '../../src-main/registry/file-table.ts';
import {
  differencesOf,
  inline,
  launchFileSystem,
  type FileSystemLaunch,
} from '../support/file-system-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

const USR = 'http://usr/';

/** A program whose table does something else for a moment, and the home as a crash at that moment would leave it. */
async function crashing(
  watch: (table: FileTable, crash: () => void) => Partial<FileTable>,
): Promise<{ readonly launch: FileSystemLaunch; readonly next: () => Promise<FileSystemLaunch> }> {
  const folder = await tempDir();
  const left = path.join(folder, 'left');
  const crash = (): void => {
    if (!existsSync(left)) cpSync(path.join(folder, 'home'), path.join(left, 'home'), { recursive: true });
  };
  const launch = await launchFileSystem(folder, { watch: (table) => ({ ...table, ...watch(table, crash) }) });
  onTestFinished(() => launch.end());
  return {
    launch,
    async next() {
      const second = await launchFileSystem(left);
      onTestFinished(() => second.end());
      return second;
    },
  };
}

/** Crashes when the bytes are in the file and the row has not been told of it. */
const beforeTheRow = (table: FileTable, crash: () => void): Partial<FileTable> => {
  let isGrowing = false;
  return {
    grows(...row) {
      isGrowing = true;
      table.grows(...row);
    },
    contentChanged(...row) {
      if (isGrowing) crash();
      isGrowing = false;
      table.contentChanged(...row);
    },
  };
};

describe('what was being added when a launch died', () => {
  const ADDING: Readonly<Record<string, (launch: FileSystemLaunch) => Promise<FileSystemRequest>>> = {
    appendFile: () =>
      Promise.resolve({ op: 'appendFile', filePath: `${USR}a.txt`, content: inline(' and more') }),
    'appendFile of posted content': async (l) => ({
      op: 'appendFile',
      filePath: `${USR}a.txt`,
      content: await l.posted(Buffer.alloc(200_000, 'm')),
    }),
    truncate: () => Promise.resolve({ op: 'truncate', filePath: `${USR}a.txt`, length: 9000 }),
    'write by a descriptor': async (l) => ({
      op: 'write',
      fd: await l.open(`${USR}a.txt`, 'r+'),
      content: inline('more'),
      position: 5,
    }),
    ftruncate: async (l) => ({ op: 'ftruncate', fd: await l.open(`${USR}a.txt`, 'a'), length: 9000 }),
  };

  it.each(Object.entries(ADDING))('by %s is taken back at the next start', async (_name, request) => {
    const { launch, next } = await crashing(beforeTheRow);
    await launch.write(`${USR}a.txt`, 'whole');
    await launch.run(await request(launch));
    const second = await next();
    expect(await second.textAt(`${USR}a.txt`)).toBe('whole');
    expect([await differencesOf(second), second.home.tables.files.growing('wx0123456789abcdef')]).toEqual([
      [],
      [],
    ]);
    // What came after the crash in the first launch is there all the same.
    expect(launch.home.tables.files.growing('wx0123456789abcdef')).toEqual([]);
    await second.append(`${USR}a.txt`, ', again');
    expect(await second.textAt(`${USR}a.txt`)).toBe('whole, again');
  });

  it('had really been in the file', async () => {
    const { launch, next } = await crashing(beforeTheRow);
    await launch.write(`${USR}a.txt`, 'whole');
    await launch.append(`${USR}a.txt`, ' and more');
    const left = path.join(path.dirname(launch.home.folder), 'left', 'home');
    const file = path.join(left, path.relative(launch.home.folder, launch.userFolder), 'a.txt');
    expect(await readFile(file, 'utf8')).toBe('whole and more');
    await next();
    expect(await readFile(file, 'utf8')).toBe('whole');
  });

  it('stays when it was acknowledged', async () => {
    const folder = await tempDir();
    const launch = await launchFileSystem(folder);
    await launch.write(`${USR}a.txt`, 'whole');
    await launch.append(`${USR}a.txt`, ' and more');
    await launch.end();
    const second = await launchFileSystem(folder);
    onTestFinished(() => second.end());
    expect(await second.textAt(`${USR}a.txt`)).toBe('whole and more');
  });
});

describe('what is removed', () => {
  const REMOVING: Readonly<Record<string, FileSystemRequest>> = {
    unlink: { op: 'unlink', filePath: `${USR}dir/a.txt` },
    'rmdir of all below': { op: 'rmdir', dirPath: `${USR}dir`, recursive: true },
  };
  const prepared = async (launch: FileSystemLaunch): Promise<void> => {
    await launch.run({ op: 'mkdir', dirPath: `${USR}dir/deep`, recursive: true });
    for (const name of ['a.txt', 'deep/b.txt']) await launch.write(`${USR}dir/${name}`, name);
  };

  it.each(Object.entries(REMOVING))(
    'by %s is moved aside in one step before its rows end, and is back when they cannot',
    async (_name, request) => {
      let isFull = false;
      const seen: unknown[] = [];
      const meet = (): void => {
        const at = request.op === 'unlink' ? 'dir/a.txt' : 'dir';
        seen.push(existsSync(path.join(launch.userFolder, at)));
        if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      };
      const { launch, next } = await crashing((table, crash) => ({
        end(...row) {
          crash();
          meet();
          return table.end(...row);
        },
        endBelow(...row) {
          crash();
          meet();
          table.endBelow(...row);
        },
      }));
      await prepared(launch);
      isFull = true;
      expect(await launch.fate(request)).toBe(1300005);
      expect([await launch.textAt(`${USR}dir/a.txt`), await launch.textAt(`${USR}dir/deep/b.txt`)]).toEqual([
        'a.txt',
        'deep/b.txt',
      ]);
      expect([await differencesOf(launch), await launch.parts()]).toEqual([[], []]);
      isFull = false;
      expect(await launch.fate(request)).toBe('ok');
      expect([await launch.fate({ op: 'access', path: `${USR}dir/a.txt` }), seen]).toEqual([
        1300002,
        [false, false],
      ]);
      expect([await differencesOf(launch), await launch.parts()]).toEqual([[], []]);

      // Died between the two: it is gone whole, rows included, and nothing is left aside.
      const second = await next();
      expect(await second.fate({ op: 'access', path: `${USR}dir/a.txt` })).toBe(1300002);
      expect(second.files.find(`${USR}dir/a.txt`)).toBeNull();
      expect(await differencesOf(second)).toEqual([]);
      expect(await readdir(path.join(second.dataFolder, 'parts'))).toEqual([String(second.home.launch)]);
    },
  );

  it('by an rmdir without all below stays when there is something in it', async () => {
    const launch = await launchFileSystem(await tempDir());
    onTestFinished(() => launch.end());
    await prepared(launch);
    expect(await launch.fate({ op: 'rmdir', dirPath: `${USR}dir`, recursive: false })).toBe(1300066);
    expect(await launch.textAt(`${USR}dir/a.txt`)).toBe('a.txt');
  });
});
