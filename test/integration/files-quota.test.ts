import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FileSystemRequest } from '#contract/file-system';
import { deviceProfile } from '../../src-main/transfers/rules/device-profile.ts';
import {
  differencesOf,
  fateOf,
  inline,
  launchFileSystem,
  treeOf,
  type FileSystemLaunch,
  type FileSystemLaunchOptions,
} from '../support/file-system-launch.ts';
import { tempDir } from '../support/temp-dir.ts';
import { zipOf } from '../support/zip-bytes.ts';

const MIB = 1024 * 1024;
const TOO_MUCH = 1300202;
const USR = 'http://usr/';
const bytes = (count: number): string => 'x'.repeat(count);

async function launched(options: FileSystemLaunchOptions = {}): Promise<FileSystemLaunch> {
  const launch = await launchFileSystem(await tempDir(), { quotaBytes: 1000, ...options });
  onTestFinished(() => launch.end());
  return launch;
}

describe('the quota of saved and user files', () => {
  it('is 200 MB, and 10 MB on the oldest device', () => {
    expect(
      (['devtools', 'ios', 'android', 'windows', 'seed-1.4'] as const).map(
        (name) => deviceProfile(name).quotaBytes,
      ),
    ).toEqual([200, 200, 200, 200, 10].map((size) => size * MIB));
  });

  it.each([10, 100, 200])('of %i MB is taken to its last byte and not beyond', async (size) => {
    const launch = await launched({ quotaBytes: size * MIB });
    const fd = await launch.open(`${USR}a`, 'w+');
    expect(await launch.fate({ op: 'ftruncate', fd, length: size * MIB + 1 })).toBe(TOO_MUCH);
    await launch.run({ op: 'ftruncate', fd, length: size * MIB - 1 });
    expect(launch.files.quotaLeft()).toBe(1);
    expect([
      await fateOf(launch.write(`${USR}b`, '12')),
      await fateOf(launch.write(`${USR}b`, '1')),
      await fateOf(launch.append(`${USR}b`, '2')),
      launch.files.quotaLeft(),
    ]).toEqual([TOO_MUCH, 'ok', TOO_MUCH, 0]);
  });

  /** Work that would make files 401 bytes larger where 400 are left, and the same with one byte less. */
  const GROWING: Readonly<
    Record<string, (launch: FileSystemLaunch, more: number) => Promise<FileSystemRequest>>
  > = {
    writeFile: (_l, more) =>
      Promise.resolve({ op: 'writeFile', filePath: `${USR}new`, content: inline(bytes(more)) }),
    'writeFile of posted content': async (l, more) => ({
      op: 'writeFile',
      filePath: `${USR}new`,
      content: await l.posted(Buffer.from(bytes(more))),
    }),
    'writeFile over another': (_l, more) =>
      Promise.resolve({ op: 'writeFile', filePath: `${USR}b`, content: inline(bytes(300 + more)) }),
    appendFile: (_l, more) =>
      Promise.resolve({ op: 'appendFile', filePath: `${USR}b`, content: inline(bytes(more)) }),
    truncate: (_l, more) => Promise.resolve({ op: 'truncate', filePath: `${USR}b`, length: 300 + more }),
    copyFile: async (l, more) => ({
      op: 'copyFile',
      srcPath: await l.picked('t', bytes(more)),
      destPath: `${USR}new`,
    }),
    saveFile: async (l, more) => ({
      op: 'saveFile',
      tempFilePath: await l.picked('t', bytes(more)),
      filePath: null,
    }),
    'saveFile to a path': async (l, more) => ({
      op: 'saveFile',
      tempFilePath: await l.picked('t', bytes(300 + more)),
      filePath: `${USR}b`,
    }),
    'write at the end': async (l, more) => ({
      op: 'write',
      fd: await l.open(`${USR}b`, 'r+'),
      content: inline(bytes(more)),
      position: 300,
    }),
    'write far beyond the end': async (l, more) => ({
      op: 'write',
      fd: await l.open(`${USR}b`, 'r+'),
      content: inline('x'),
      position: 300 + more - 1,
    }),
    'write that appends': async (l, more) => ({
      op: 'write',
      fd: await l.open(`${USR}b`, 'a'),
      content: inline(bytes(more)),
      position: 0,
    }),
    ftruncate: async (l, more) => ({
      op: 'ftruncate',
      fd: await l.open(`${USR}b`, 'r+'),
      length: 300 + more,
    }),
    unzip: async (l, more) => ({
      op: 'unzip',
      zipFilePath: await l.picked(
        't.zip',
        zipOf([
          { name: 'c', content: bytes(100) },
          { name: 'd', content: bytes(more - 100) },
        ]),
      ),
      targetPath: `${USR}folder`,
    }),
  };

  it.each(Object.entries(GROWING))('is asked by %s before a byte is written', async (_name, request) => {
    const launch = await launched();
    await launch.write(`${USR}a`, bytes(300));
    await launch.write(`${USR}b`, bytes(300));
    const tooMuch = await request(launch, 401);
    const before = await treeOf(launch.dataFolder, (at) => !at.startsWith('parts'));
    const newPart = vi.spyOn(launch.space, 'newPart');
    expect(await launch.fate(tooMuch)).toBe(TOO_MUCH);
    expect([newPart.mock.calls.length, launch.files.quotaLeft(), await launch.parts()]).toEqual([0, 400, []]);
    expect(await treeOf(launch.dataFolder, (at) => !at.startsWith('parts'))).toEqual(before);
    expect(await launch.fate(await request(launch, 400))).toBe('ok');
    expect([launch.files.quotaLeft(), await differencesOf(launch)]).toEqual([0, []]);
  });

  it('holds for a download to a path', async () => {
    const launch = await launched();
    await launch.write(`${USR}a`, bytes(900));
    const target = await launch.files.newUserFile(`${USR}d`, 'transfer:x');
    await expect(target.commit(101)).rejects.toMatchObject({ code: 'quota.exceeded' });
  });

  it('holds for 20 pieces of work at once', async () => {
    const launch = await launched({ quotaBytes: 10_500 });
    const request = async (at: number): Promise<FileSystemRequest> => {
      const name =
        ['writeFile', 'writeFile of posted content', 'copyFile', 'saveFile', 'unzip'][at % 5] ?? '';
      const made = await GROWING[name]?.(launch, 1000);
      if (!made) throw new Error('No such work.');
      if (made.op === 'writeFile') return { ...made, filePath: `${USR}new-${String(at)}` };
      if (made.op === 'copyFile') return { ...made, destPath: `${USR}new-${String(at)}` };
      if (made.op === 'unzip') return { ...made, targetPath: `${USR}zip-${String(at)}` };
      return made;
    };
    const requests = await Promise.all(Array.from({ length: 20 }, (_, at) => request(at)));
    const fates = await Promise.all(requests.map((one) => launch.fate(one)));
    expect([fates.filter((fate) => fate === 'ok').length, new Set(fates)]).toEqual([
      10,
      new Set(['ok', TOO_MUCH]),
    ]);
    expect([launch.files.quotaLeft(), await differencesOf(launch), await launch.parts()]).toEqual([
      500,
      [],
      [],
    ]);
  });
});

describe('an open file that has lost its path', () => {
  const GONE: Readonly<Record<string, (launch: FileSystemLaunch) => Promise<unknown>>> = {
    unlink: (l) => l.run({ op: 'unlink', filePath: `${USR}dir/open` }),
    rmdir: (l) => l.run({ op: 'rmdir', dirPath: `${USR}dir`, recursive: true }),
    'rename over it': async (l) => {
      await l.write(`${USR}other`, '');
      return l.run({ op: 'rename', oldPath: `${USR}other`, newPath: `${USR}dir/open` });
    },
  };

  it.each(Object.entries(GONE))('by %s takes its room until it is closed', async (_name, goes) => {
    const launch = await launched();
    await launch.run({ op: 'mkdir', dirPath: `${USR}dir`, recursive: false });
    await launch.write(`${USR}dir/open`, bytes(600));
    const fds = [await launch.open(`${USR}dir/open`, 'r+'), await launch.open(`${USR}dir/open`, 'r')];
    await goes(launch);
    // Open twice, and one file all the same.
    expect(launch.files.quotaLeft()).toBe(400);
    expect(await fateOf(launch.write(`${USR}new`, bytes(401)))).toBe(TOO_MUCH);
    const [fd = '', other = ''] = fds;
    const write = (count: number): Promise<number | 'ok'> =>
      launch.fate({ op: 'write', fd, content: inline(bytes(count)), position: 600 });
    expect([await write(401), await write(400), launch.files.quotaLeft()]).toEqual([TOO_MUCH, 'ok', 0]);
    await launch.run({ op: 'ftruncate', fd, length: 100 });
    expect(launch.files.quotaLeft()).toBe(900);
    await launch.run({ op: 'close', fd });
    expect(launch.files.quotaLeft()).toBe(900);
    await launch.run({ op: 'close', fd: other });
    expect([launch.files.quotaLeft(), await launch.parts()]).toEqual([1000, []]);
    expect(await fateOf(launch.write(`${USR}new`, bytes(1000)))).toBe('ok');
  });

  it('takes no room any more when its page is gone', async () => {
    const launch = await launched();
    await launch.write(`${USR}a`, bytes(1000));
    await launch.open(`${USR}a`, 'r');
    await launch.run({ op: 'unlink', filePath: `${USR}a` });
    expect(launch.files.quotaLeft()).toBe(0);
    await launch.fileSystem.closeAll();
    expect(launch.files.quotaLeft()).toBe(1000);
  });
});

describe('the limit of temp files', () => {
  const drawn = (launch: FileSystemLaunch, count: number): Promise<unknown> =>
    launch.fileSystem.importTemp(inline(bytes(count)), 'png', { kind: 'drawn' });

  it('is taken to its last byte, also by 20 at once, and nothing is left of what was refused', async () => {
    const launch = await launched({ tempLimitBytes: 1050 });
    const ended = await Promise.allSettled(Array.from({ length: 20 }, () => drawn(launch, 100)));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const one of ended) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'quota.exceeded' });
    }
    await expect(drawn(launch, 51)).rejects.toMatchObject({ code: 'quota.exceeded' });
    await drawn(launch, 50);
    const folder = path.join(launch.dataFolder, 'temp', String(launch.home.launch));
    expect([(await readdir(folder)).length, await launch.parts()]).toEqual([11, []]);
  });

  it('is free again of what was saved, and has nothing of the quota', async () => {
    const launch = await launched({ tempLimitBytes: 100 });
    const temp = await launch.picked('t', bytes(100));
    await expect(launch.picked('t', '1')).rejects.toMatchObject({ code: 'quota.exceeded' });
    expect(launch.files.quotaLeft()).toBe(1000);
    await launch.run({ op: 'saveFile', tempFilePath: temp, filePath: null });
    await launch.picked('t', bytes(100));
    expect(launch.files.quotaLeft()).toBe(900);
  });

  it('refuses a picked file before it is copied', async () => {
    const launch = await launched({ tempLimitBytes: 10 });
    // Nothing can be copied there now.
    await rm(launch.space.folders.parts, { recursive: true });
    await expect(launch.picked('t', bytes(11))).rejects.toMatchObject({ code: 'quota.exceeded' });
  });
});

describe('one read or write', () => {
  it('takes 100 MB at most', async () => {
    const launch = await launched({ quotaBytes: 200 * MIB });
    const filePath = `${USR}large`;
    const fd = await launch.open(filePath, 'w+');
    const read = async (position: number | null, length: number | null): Promise<unknown> => {
      const body = await launch
        .run({ op: 'readFile', filePath, position, length }, 'by-url')
        .catch((error: unknown) => (error as { details: { errno: number } }).details.errno);
      return typeof body === 'number' ? body : (body as { kind: string }).kind;
    };
    await launch.run({ op: 'ftruncate', fd, length: 100 * MIB });
    expect(await read(null, null)).toBe('url');
    await launch.run({ op: 'ftruncate', fd, length: 100 * MIB + 1 });
    expect([
      await read(null, null),
      await read(1, null),
      await read(0, 100 * MIB),
      await read(99 * MIB, 9),
    ]).toEqual([TOO_MUCH, 'url', 'url', 'bytes']);
    expect(await fateOf(launch.write(`${USR}b`, new Uint8Array(100 * MIB + 1)))).toBe(TOO_MUCH);
    expect(
      await launch.fate({ op: 'write', fd, content: await launch.posted(new Uint8Array(9)), position: null }),
    ).toBe('ok');
  }, 30_000);
});
