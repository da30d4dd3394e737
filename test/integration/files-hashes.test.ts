import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  differencesOf,
  inline,
  launchFileSystem,
  sha256,
  textOf,
  type FileSystemLaunch,
  type FileSystemLaunchOptions,
} from '../support/file-system-launch.ts';
import type { BodyRef } from '#contract/transfer';
import { tempDir } from '../support/temp-dir.ts';

const A = 'http://usr/a.bin';
const B = 'http://usr/b.bin';
/** More than is hashed while it is written. */
const LARGE = 1024 * 1024 + 1;

/** Hashes that come when the test lets them, each with the content the file had when it was begun. */
function lateHashes(): {
  readonly hash: (realPath: string) => Promise<string | null>;
  /** Gives out every hash that was begun so far. */
  readonly come: () => Promise<void>;
  readonly count: () => number;
} {
  const waiting: (() => void)[] = [];
  let begun = 0;
  return {
    count: () => begun,
    async hash(realPath) {
      begun += 1;
      const content = await readFile(realPath).catch(() => null);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return content === null ? null : sha256(content);
    },
    async come() {
      // What was begun last has to reach its wait.
      await expect.poll(() => waiting.length).toBe(begun);
      for (const resolve of waiting.splice(0)) resolve();
      begun = 0;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function launched(options: FileSystemLaunchOptions = {}): Promise<FileSystemLaunch> {
  return launchFileSystem(await tempDir(), options);
}

const hashAt = ({ files }: FileSystemLaunch, at: string): string | null | undefined => files.find(at)?.sha256;

describe('a hash that was begun before the content changed is not kept', () => {
  const CHANGES: readonly (readonly [string, (fs: FileSystemLaunch) => Promise<unknown>, string])[] = [
    ['appended to', (fs) => fs.append(A, 'more'), A],
    ['truncated', (fs) => fs.run({ op: 'truncate', filePath: A, length: 10 }), A],
    [
      'written over in place, as long as before',
      async (fs) => {
        const fd = await fs.open(A, 'r+');
        await fs.run({ op: 'write', fd, content: inline('other'), position: 0 });
        await fs.run({ op: 'close', fd });
      },
      A,
    ],
    ['replaced', (fs) => fs.write(A, new Uint8Array(LARGE).fill(2)), A],
    ['emptied by opening', async (fs) => fs.run({ op: 'close', fd: await fs.open(A, 'w') }), A],
    [
      'removed and made anew',
      async (fs) => {
        await fs.run({ op: 'unlink', filePath: A });
        const fd = await fs.open(A, 'w');
        await fs.run({ op: 'write', fd, content: inline('anew'), position: 0 });
        await fs.run({ op: 'close', fd });
      },
      A,
    ],
    [
      'given another path, where it is hashed again',
      (fs) => fs.run({ op: 'rename', oldPath: A, newPath: B }),
      B,
    ],
  ];

  it.each(CHANGES)('%s', async (_name, change, at) => {
    const late = lateHashes();
    const fs = await launched({ hash: late.hash });
    await fs.write(A, new Uint8Array(LARGE).fill(1));
    expect(late.count()).toBe(1);
    await change(fs);
    await late.come();
    // Whatever was begun since is of what lies there now.
    await late.come();
    expect(await differencesOf(fs)).toEqual([]);
    expect(hashAt(fs, at)).toMatch(/^[0-9a-f]{64}$/);
    await fs.end();
  });

  it('of a temp file that has been saved meanwhile; it is hashed where it is now', async () => {
    const late = lateHashes();
    const fs = await launched({ hash: late.hash });
    const saved = await fs.run({
      op: 'saveFile',
      tempFilePath: await fs.picked('a.bin', 'picked'),
      filePath: null,
    });
    await late.come();
    await expect.poll(() => hashAt(fs, saved as string)).toBe(sha256('picked'));
    await fs.end();
  });
});

it('a row has no hash while its file is being changed in place', async () => {
  const late = lateHashes();
  const seen: unknown[] = [];
  const fs: FileSystemLaunch = await launched({
    hash: late.hash,
    watch: (table) => ({
      ...table,
      contentChanged(...args) {
        // Told after the change: what a crash would find is the row as it is now.
        seen.push(table.find(args[0], args[1])?.sha256);
        table.contentChanged(...args);
      },
    }),
  });
  await fs.write(A, 'twelve bytes');
  expect(hashAt(fs, A)).toBe(sha256('twelve bytes'));
  const fd = await fs.open(A, 'r+');
  await fs.run({ op: 'write', fd, content: inline('TWELVE'), position: 0 });
  await fs.run({ op: 'close', fd });
  expect(seen).toEqual([sha256('twelve bytes'), null]);
  await fs.end();
});

it('a hash that the registry has no room for costs nothing but the hash', async () => {
  const failures: unknown[] = [];
  const heard = (reason: unknown): void => void failures.push(reason);
  process.on('unhandledRejection', heard);
  const fs = await launched({
    hash: () => Promise.resolve('ff'.repeat(32)),
    watch: (table) => ({
      ...table,
      setHash() {
        throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      },
    }),
  });
  const temp = await fs.picked('a.txt', 'picked');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', heard);
  expect([failures, hashAt(fs, temp)]).toEqual([[], null]);
  await fs.end();
});

it('files that a crash left without a hash get one at the next start', async () => {
  const folder = await tempDir();
  const first = await launchFileSystem(folder);
  await first.write(A, new Uint8Array(LARGE));
  await writeFile(path.join(first.userFolder, 'laid.txt'), 'laid');
  expect(hashAt(first, A)).toBeNull();
  await first.end();
  const next = await launchFileSystem(folder, { hash: async (at) => sha256(await readFile(at)) });
  await expect
    .poll(() => [hashAt(next, A), hashAt(next, 'http://usr/laid.txt')])
    .toEqual([sha256(new Uint8Array(LARGE)), sha256('laid')]);
  await next.end();
});

describe('a descriptor', () => {
  const read = async (fs: FileSystemLaunch, fd: string): Promise<string> =>
    textOf((await fs.run({ op: 'read', fd, length: 100, position: 0 })) as BodyRef);
  const put = (fs: FileSystemLaunch, fd: string, text: string): Promise<unknown> =>
    fs.run({ op: 'write', fd, content: inline(text), position: null });

  it('reads and writes what a later writeFile put at its path, and the row is that file’s', async () => {
    const fs = await launched();
    await fs.write(A, 'the first content');
    const [reader, writer] = [await fs.open(A, 'r'), await fs.open(A, 'a')];
    await fs.write(A, 'new');
    await put(fs, writer, ', longer');
    expect([await read(fs, reader), await fs.textAt(A)]).toEqual(['new, longer', 'new, longer']);
    expect(await differencesOf(fs)).toEqual([]);
    await fs.end();
  });

  it('of a removed file writes to that file alone, not to the one that took its path', async () => {
    const fs = await launched();
    await fs.write(A, 'removed');
    const fd = await fs.open(A, 'r+');
    await fs.run({ op: 'unlink', filePath: A });
    await fs.write(A, 'new');
    await put(fs, fd, 'REMOVED, and longer than the new one');
    expect([await read(fs, fd), await fs.textAt(A)]).toEqual(['REMOVED, and longer than the new one', 'new']);
    expect(await differencesOf(fs)).toEqual([]);
    await fs.end();
  });

  it('of a file cleared with all others does not touch one of the same path', async () => {
    const fs = await launched();
    await fs.write(A, 'cleared');
    const fd = await fs.open(A, 'r+');
    await fs.files.clear(['user']);
    await fs.write(A, 'new');
    await put(fs, fd, 'CLEARED, and longer');
    expect([await fs.textAt(A), await differencesOf(fs)]).toEqual(['new', []]);
    await fs.end();
  });

  it('follows its file to another path, and the file is hashed there, not what came to lie where it was', async () => {
    const late = lateHashes();
    const fs = await launched({ hash: late.hash });
    await fs.run({ op: 'mkdir', dirPath: 'http://usr/one', recursive: false });
    await fs.write('http://usr/one/a.txt', 'moved');
    const fd = await fs.open('http://usr/one/a.txt', 'a+');
    await fs.run({ op: 'rename', oldPath: 'http://usr/one', newPath: 'http://usr/two' });
    await fs.run({ op: 'mkdir', dirPath: 'http://usr/one', recursive: false });
    await fs.write('http://usr/one/a.txt', 'another');
    await put(fs, fd, ' on');
    await fs.run({ op: 'close', fd });
    await late.come();
    expect([await fs.textAt('http://usr/two/a.txt'), hashAt(fs, 'http://usr/two/a.txt')]).toEqual([
      'moved on',
      sha256('moved on'),
    ]);
    expect(await differencesOf(fs)).toEqual([]);
    await fs.end();
  });

  it('that adds stands at the end of the file after it has', async () => {
    const fs = await launched();
    await fs.write(A, '0123456789');
    const fd = await fs.open(A, 'a+');
    await put(fs, fd, 'abc');
    expect(textOf((await fs.run({ op: 'read', fd, length: 100, position: null })) as BodyRef)).toBe('');
    await fs.end();
  });

  it('that the registry has no room for leaves no file and none open', async () => {
    let isFull = false;
    const fs = await launched({
      watch: (table) => ({
        ...table,
        insert(...args) {
          if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
          table.insert(...args);
        },
      }),
    });
    isFull = true;
    expect(await fs.fate({ op: 'open', filePath: A, flag: 'w' })).toBe(1300005);
    expect(await differencesOf(fs)).toEqual([]);
    isFull = false;
    await fs.run({ op: 'close', fd: await fs.open(A, 'wx') });
    expect(await differencesOf(fs)).toEqual([]);
    await fs.end();
  });
});

describe('a posted body', () => {
  const BYTES = new Uint8Array(100_000).fill(7);

  it.each([
    ['writeFile', 'ok'],
    ['appendFile', 'ok'],
    ['write', 'ok'],
    ['writeFile where no folder is', 1300002],
    ['appendFile to no file', 1300002],
    ['write to no descriptor', 1300009],
    ['writeFile over the quota', 1300202],
  ] as const)('is gone from the parts after %s', async (what, told) => {
    const fs = await launched({ quotaBytes: what.endsWith('quota') ? 10 : 1_000_000 });
    if (what === 'appendFile' || what === 'write') await fs.write(A, 'a');
    const content = await fs.posted(BYTES);
    const fd = what === 'write' ? await fs.open(A, 'a') : '99';
    const filePath = what.endsWith('is') ? 'http://usr/none/a' : what.endsWith('no file') ? B : A;
    const op = what.split(' ')[0] as 'writeFile' | 'appendFile' | 'write';
    expect(
      await fs.fate(op === 'write' ? { op, fd, content, position: null } : { op, filePath, content }),
    ).toBe(told);
    expect(await fs.parts()).toEqual([]);
    await fs.end();
  });

  it('made a temp file of is gone too, and so is one that could not be', async () => {
    const fs = await launched({ tempLimitBytes: 150_000 });
    const make = async () => fs.fileSystem.importTemp(await fs.posted(BYTES), 'png', { kind: 'drawn' });
    expect(await make()).toMatchObject({ sizeBytes: 100_000, origin: 'drawn' });
    await expect(make()).rejects.toMatchObject({ code: 'quota.exceeded' });
    expect(await fs.parts()).toEqual([]);
    await fs.end();
  });
});

it('a copy of a file that nobody may write can be written, and saved where it was picked', async () => {
  const folder = await tempDir();
  await mkdir(path.join(folder, 'package'));
  await writeFile(path.join(folder, 'package', 'read-only.txt'), 'text');
  await chmod(path.join(folder, 'package', 'read-only.txt'), 0o444);
  const fs = await launchFileSystem(folder);
  await fs.run({ op: 'copyFile', srcPath: 'read-only.txt', destPath: A });
  const picked = await fs.files.importTemp(path.join(folder, 'package', 'read-only.txt'), 'picked');
  const places = await Promise.all([A, picked.path].map((at) => fs.space.locate(at)));
  const modes = await Promise.all(places.map(async ({ realPath }) => (await stat(realPath)).mode & 0o777));
  expect(modes).toEqual([0o644, 0o644]);
  await fs.append(A, ' added');
  expect(await fs.textAt(A)).toBe('text added');
  await fs.end();
});

it('a temp file can be read when the registry has no room for when it was', async () => {
  const fs = await launched({
    watch: (table) => ({
      ...table,
      touch() {
        throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      },
    }),
  });
  const temp = await fs.picked('a.txt', 'read');
  expect([await fs.textAt(temp), (await fs.files.open(temp)).sizeBytes]).toEqual(['read', 4]);
  await fs.end();
});

it('a laid file that is renamed over another takes its row’s place', async () => {
  const fs = await launched();
  await fs.write(A, 'replaced');
  await writeFile(path.join(fs.userFolder, 'laid.txt'), 'laid');
  await fs.run({ op: 'rename', oldPath: 'http://usr/laid.txt', newPath: A });
  expect([await fs.textAt(A), await differencesOf(fs), fs.files.list().length]).toEqual(['laid', [], 1]);
  await fs.end();
});
