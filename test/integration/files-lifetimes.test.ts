import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import type { ProjectFiles } from '../../src-main/files/project-files.ts';
import { openHome } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { launchFiles, writeUserFile } from '../support/file-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

const textAt = async (files: ProjectFiles, virtualPath: string): Promise<string> =>
  readFile((await files.open(virtualPath)).realPath, 'utf8');

/** What becomes of a call: its value, or the code it fails with. */
const fate = <T>(work: Promise<T>): Promise<T | string> =>
  work.catch((error: unknown) => (error as FerryError).code);

/** Every file below a folder, by its path there. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

describe('two launches on one home', () => {
  it('kill temp files and keep saved and user files', async () => {
    const folder = await tempDir();
    const first = await launchFiles(folder);
    const temp = await first.picked('temp.txt', 'temp');
    const saved = (await first.files.save(await first.picked('saved.txt', 'saved'))).path;
    await writeUserFile(first.files, 'http://usr/user.txt', 'user');
    expect([await textAt(first.files, temp), first.files.list().length]).toEqual(['temp', 3]);
    first.end();

    const second = await launchFiles(folder);
    expect(await fate(second.files.open(temp))).toBe('file.not-found');
    expect([await textAt(second.files, saved), await textAt(second.files, 'http://usr/user.txt')]).toEqual([
      'saved',
      'user',
    ]);
    expect(second.files.list().map(({ kind, path: at }) => [kind, at])).toEqual([
      ['saved', saved],
      ['user', 'http://usr/user.txt'],
    ]);
    second.end();

    const third = await launchFiles(folder);
    expect(await textAt(third.files, saved)).toBe('saved');
    expect(await filesBelow(third.home.dataFolder('wx0123456789abcdef'))).toEqual([
      path.join('saved', path.posix.basename(saved)),
      path.join('user', 'user.txt'),
    ]);
    third.end();
  });

  it('leave no part of a download that was under way', async () => {
    const folder = await tempDir();
    const first = await launchFiles(folder);
    const target = first.files.newTemp('transfer:x');
    await writeFile(target.partPath, 'half');
    const parts = path.dirname(target.partPath);
    expect(await readdir(parts)).toHaveLength(1);
    first.end();
    const second = await launchFiles(folder);
    expect(await fate(readdir(parts))).toBe('ENOENT');
    second.end();
  });

  it('never use a temp name twice', async () => {
    const folder = await tempDir();
    const names = new Set<string>();
    for (let launch = 0; launch < 3; launch += 1) {
      const running = await launchFiles(folder);
      for (let file = 0; file < 5; file += 1) names.add(await running.picked('a.txt', 'a'));
      running.end();
    }
    expect(names.size).toBe(15);
  });
});

describe('saveFile', () => {
  it('moves: the old path is dead, the content, the size and the hash are kept', async () => {
    const folder = await tempDir();
    const launch = await launchFiles(folder);
    const temp = await launch.picked('a.JPG', 'content');
    launch.files.setHash(temp, 'ff'.repeat(32));
    const saved = await launch.files.save(temp);
    expect(saved).toMatchObject({
      path: temp.replace('http://tmp/', 'http://store/'),
      kind: 'saved',
      sizeBytes: 7,
      origin: `saved:${temp}`,
      sha256: 'ff'.repeat(32),
      mediaType: 'image/jpeg',
    });
    expect([
      await fate(launch.files.open(temp)),
      launch.files.find(temp),
      await textAt(launch.files, saved.path),
      await fate(launch.files.save(temp)),
    ]).toEqual(['file.not-found', null, 'content', 'file.not-found']);
    launch.end();
  });

  it('refuses what is no temp file of this program', async () => {
    const folder = await tempDir();
    await mkdir(path.join(folder, 'package'));
    await writeFile(path.join(folder, 'package', 'a.txt'), 'package');
    const launch = await launchFiles(folder);
    const saved = (await launch.files.save(await launch.picked('a.txt', 'a'))).path;
    await writeUserFile(launch.files, 'http://usr/a.txt', 'user');
    const refused = [saved, 'http://usr/a.txt', 'a.txt', '/a.txt', 'http://tmp/none.txt', '/etc/passwd'];
    expect(await Promise.all(refused.map((one) => fate(launch.files.save(one))))).toEqual(
      refused.map(() => 'file.not-found'),
    );
    expect(await fate(launch.files.save('http://tmp/../store/a.txt'))).toBe('file.path');
    launch.end();
  });

  it('of one file twice at once saves it once', async () => {
    const launch = await launchFiles(await tempDir());
    const temp = await launch.picked('a.txt', 'content');
    const fates = await Promise.all([fate(launch.files.save(temp)), fate(launch.files.save(temp))]);
    expect(fates.filter((one) => one === 'file.not-found')).toHaveLength(1);
    expect(launch.files.list().map(({ kind }) => kind)).toEqual(['saved']);
    launch.end();
  });

  it('beyond the quota changes nothing', async () => {
    const launch = await launchFiles(await tempDir(), { quotaBytes: 10 });
    await launch.files.save(await launch.picked('a.txt', '123456'));
    const temp = await launch.picked('b.txt', '12345');
    const before = launch.files.list();
    expect(await fate(launch.files.save(temp))).toBe('quota.exceeded');
    expect([launch.files.list(), await textAt(launch.files, temp)]).toEqual([before, '12345']);
    launch.end();
  });

  it('counts saved and user files together, and neither temp files nor removed ones', async () => {
    const launch = await launchFiles(await tempDir(), { quotaBytes: 10 });
    const first = (await launch.files.save(await launch.picked('a.txt', '12345'))).path;
    await launch.picked('temp.txt', '12345678901234567890');
    await writeUserFile(launch.files, 'http://usr/a.txt', '12345');
    const temp = await launch.picked('b.txt', '1');
    expect(await fate(launch.files.save(temp))).toBe('quota.exceeded');
    expect(await fate(writeUserFile(launch.files, 'http://usr/b.txt', '1'))).toBe('quota.exceeded');
    await launch.files.removeSaved(first);
    expect((await launch.files.save(temp)).kind).toBe('saved');
    launch.end();
  });

  it('keeps the quota when several save at once', async () => {
    const launch = await launchFiles(await tempDir(), { quotaBytes: 10 });
    const temps = await Promise.all(['a', 'b', 'c'].map((name) => launch.picked(`${name}.txt`, '123456')));
    const fates = await Promise.all(temps.map((temp) => fate(launch.files.save(temp))));
    expect(fates.filter((one) => one === 'quota.exceeded')).toHaveLength(2);
    const bytes = launch.files
      .list()
      .filter(({ kind }) => kind === 'saved')
      .map(({ sizeBytes }) => sizeBytes);
    expect(bytes).toEqual([6]);
    launch.end();
  });
});

describe('a removed file', () => {
  it('is gone from the list and the disk, and cannot be removed twice', async () => {
    const launch = await launchFiles(await tempDir());
    const { path: saved } = await launch.files.save(await launch.picked('a.txt', 'a'));
    const { realPath } = await launch.files.open(saved);
    await launch.files.removeSaved(saved);
    expect([
      launch.files.list(),
      await fate(readFile(realPath)),
      await fate(launch.files.removeSaved(saved)),
      await fate(launch.files.open(saved)),
    ]).toEqual([[], 'ENOENT', 'file.not-found', 'file.not-found']);
    expect(() => launch.files.saved(saved)).toThrow(expect.objectContaining({ code: 'file.not-found' }));
    launch.end();
  });

  it('is a saved one: no temp, user or package file can be removed so', async () => {
    const launch = await launchFiles(await tempDir());
    const temp = await launch.picked('a.txt', 'a');
    await writeUserFile(launch.files, 'http://usr/a.txt', 'user');
    const fates = [temp, 'http://usr/a.txt', '/a.txt', 'http://store/none.txt'].map((one) =>
      fate(launch.files.removeSaved(one)),
    );
    expect(await Promise.all(fates)).toEqual(fates.map(() => 'file.not-found'));
    expect(launch.files.list()).toHaveLength(2);
    launch.end();
  });

  it('that somebody took from the disk is not found, and can still be removed', async () => {
    const launch = await launchFiles(await tempDir());
    const { path: saved } = await launch.files.save(await launch.picked('a.txt', 'a'));
    await rm((await launch.files.open(saved)).realPath);
    expect(await fate(launch.files.open(saved))).toBe('file.not-found');
    await launch.files.removeSaved(saved);
    expect(launch.files.list()).toEqual([]);
    launch.end();
  });
});

describe('a target', () => {
  it('is seen by nobody before its commit, and leaves nothing when it is discarded', async () => {
    const folder = await tempDir();
    const launch = await launchFiles(folder);
    const [kept, dropped] = [launch.files.newTemp('transfer:a'), launch.files.newTemp('transfer:b')];
    await Promise.all([writeFile(kept.partPath, 'kept'), writeFile(dropped.partPath, 'dropped')]);
    expect(launch.files.list()).toEqual([]);
    const file = await kept.commit(4, 'png');
    await dropped.discard();
    await dropped.discard();
    expect([await readdir(path.dirname(kept.partPath)), launch.files.list()]).toEqual([[], [file]]);
    launch.end();
  });

  it.each([
    ['JPG', 'jpg'],
    ['mp3', 'mp3'],
    ['', 'unknown'],
    ['../x', 'unknown'],
    ['a b', 'unknown'],
    ['x'.repeat(17), 'unknown'],
  ])('with the extension %j is named .%s', async (written, extension) => {
    const launch = await launchFiles(await tempDir());
    const target = launch.files.newTemp('transfer:a');
    await writeFile(target.partPath, '');
    expect((await target.commit(0, written)).path).toMatch(
      new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`),
    );
    launch.end();
  });

  it('at a user path takes the place of the file that was there', async () => {
    const launch = await launchFiles(await tempDir(), { quotaBytes: 10 });
    await writeUserFile(launch.files, 'http://usr/a.txt', '12345678');
    await writeUserFile(launch.files, 'http://usr/a.txt', '1234567890');
    expect([await textAt(launch.files, 'http://usr/a.txt'), launch.files.list().length]).toEqual([
      '1234567890',
      1,
    ]);
    expect(await fate(writeUserFile(launch.files, 'http://usr/a.txt', '12345678901'))).toBe('quota.exceeded');
    expect(await textAt(launch.files, 'http://usr/a.txt')).toBe('1234567890');
    launch.end();
  });
});

describe('a registry that has no room for the row', () => {
  it('costs neither the user file that was to be replaced nor the temp file that was to be saved', async () => {
    const folder = await tempDir();
    const home = openHome(path.join(folder, 'home'), systemClock);
    let isFull = false;
    const files: typeof home.tables.files = {
      ...home.tables.files,
      put(...args) {
        if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        home.tables.files.put(...args);
      },
    };
    const launch = await launchFiles(folder, { home: { ...home, tables: { ...home.tables, files } } });
    await writeUserFile(launch.files, 'http://usr/a.txt', 'acknowledged');
    const temp = await launch.picked('b.txt', 'picked');
    const before = await filesBelow(home.dataFolder('wx0123456789abcdef'));

    isFull = true;
    expect(await fate(writeUserFile(launch.files, 'http://usr/a.txt', 'told as failed'))).toBe(
      'file.no-space',
    );
    expect(await fate(writeUserFile(launch.files, 'http://usr/new.txt', 'new'))).toBe('file.no-space');
    expect(await fate(launch.files.save(temp))).toBe('file.no-space');
    expect(await textAt(launch.files, 'http://usr/a.txt')).toBe('acknowledged');
    expect(await textAt(launch.files, temp)).toBe('picked');
    expect(await filesBelow(home.dataFolder('wx0123456789abcdef'))).toEqual(before);

    isFull = false;
    await writeUserFile(launch.files, 'http://usr/a.txt', 'replaced');
    expect(await textAt(launch.files, 'http://usr/a.txt')).toBe('replaced');
    home.close();
  });
});

it('sweeping old launches follows no link that a prepared home may hold', async () => {
  const folder = await tempDir();
  const elsewhere = path.join(folder, 'elsewhere');
  await mkdir(path.join(elsewhere, '7'), { recursive: true });
  await writeFile(path.join(elsewhere, '7', 'mine.txt'), 'mine');
  const data = path.join(folder, 'home', 'programs', 'wx0123456789abcdef');
  await mkdir(data, { recursive: true });
  await symlink(elsewhere, path.join(data, 'temp'));
  await expect(launchFiles(folder)).rejects.toMatchObject({ code: 'file.denied' });
  expect(await readFile(path.join(elsewhere, '7', 'mine.txt'), 'utf8')).toBe('mine');
});

it('a fresh start has no files, and takes new ones', async () => {
  const launch = await launchFiles(await tempDir());
  const temp = await launch.picked('a.txt', 'a');
  await launch.files.save(await launch.picked('b.txt', 'b'));
  await writeUserFile(launch.files, 'http://usr/a.txt', 'user');
  let changes = 0;
  const off = launch.files.onChange(() => (changes += 1));
  await launch.files.clear();
  off();
  expect([launch.files.list(), await fate(launch.files.open(temp)), changes]).toEqual([
    [],
    'file.not-found',
    1,
  ]);
  expect(await filesBelow(launch.home.dataFolder('wx0123456789abcdef'))).toEqual([]);
  expect(await textAt(launch.files, await launch.picked('a.txt', 'again'))).toBe('again');
  launch.end();
});
