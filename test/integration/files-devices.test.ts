import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import { PATH_SCHEMES } from '../../src-main/files/path-scheme.ts';
import type { ProjectFiles } from '../../src-main/files/project-files.ts';
import { launchFiles, writeUserFile } from '../support/file-launch.ts';
import { SPELLINGS } from '../support/path-spellings.ts';
import { tempDir } from '../support/temp-dir.ts';

const SHA = 'ff'.repeat(32);

const textAt = async (files: ProjectFiles, virtualPath: string): Promise<string> =>
  readFile((await files.open(virtualPath)).realPath, 'utf8');

const errorOf = (work: Promise<unknown>): Promise<Partial<FerryError>> =>
  work.then(
    () => ({}),
    (error: unknown) => error as FerryError,
  );

/** The part of a path that no device spells otherwise. */
const hashOf = (virtualPath: string): string => /[0-9a-f]{32}\.[a-z0-9]+$/.exec(virtualPath)?.[0] ?? '';

const pathsOf = (files: ProjectFiles): string[] => files.list().map((file) => file.path);

describe.each(SPELLINGS)('a program on a device that spells paths as $scheme', (device) => {
  const paths = PATH_SCHEMES[device.scheme];

  it('is told every path so: picked, downloaded, saved, written, in lists and origins', async () => {
    const launch = await launchFiles(await tempDir(), { paths });
    const { files } = launch;
    const picked = await launch.picked('a.jpg', 'picked');
    expect(picked).toBe(`${device.temp}${hashOf(picked)}`);

    const target = files.newTemp('transfer:x');
    await writeFile(target.partPath, 'downloaded');
    const downloaded = await target.commit(10, 'mp3');
    expect(downloaded).toMatchObject({
      path: `${device.temp}${hashOf(downloaded.path)}`,
      origin: 'transfer:x',
    });

    const saved = await files.save(picked);
    expect(saved).toMatchObject({ path: `${device.saved}${hashOf(picked)}`, origin: `saved:${picked}` });

    const user = await files.newUserFile(`${device.usr}//notes.txt`, 'transfer:y');
    await writeFile(user.partPath, 'user');
    expect([user.path, await user.commit(4)]).toEqual([
      `${device.usr}/notes.txt`,
      expect.objectContaining({ path: `${device.usr}/notes.txt`, origin: 'transfer:y' }),
    ]);

    expect(files.list()).toEqual([downloaded, saved, files.find(user.path)]);
    expect([files.saved(saved.path), files.follow(picked), files.follow(saved.path)]).toEqual([
      saved,
      saved,
      saved,
    ]);
    expect([
      (await files.open(saved.path)).path,
      (await files.open(`${device.usr}//notes.txt`)).path,
    ]).toEqual([saved.path, user.path]);
    expect((await files.open(user.path)).sizeBytes).toBe(4);
    files.setHash(saved.path, SHA);
    expect(files.find(saved.path)?.sha256).toBe(SHA);
    await files.removeSaved(saved.path);
    expect(pathsOf(files)).toEqual([downloaded.path, user.path]);
    launch.end();
  });

  it('hears of its own spelling in errors', async () => {
    const launch = await launchFiles(await tempDir(), { paths });
    const { files } = launch;
    const none = [`${device.temp}none.txt`, `${device.saved}none.txt`, `${device.usr}/none.txt`];
    for (const text of none) {
      expect(await errorOf(files.open(text))).toMatchObject({
        code: 'file.not-found',
        message: `No such file: ${text}`,
        details: { path: text },
      });
    }
    const unwritten = files.newTemp('transfer:x');
    const notMoved = await errorOf(unwritten.commit(1, 'txt'));
    expect(notMoved.details?.['path']).toBe(`${device.temp}${hashOf(String(notMoved.details?.['path']))}`);
    const target = await files.newUserFile(`${device.usr}/a.txt`, 'transfer:x');
    expect(await errorOf(target.commit(1))).toMatchObject({ details: { path: `${device.usr}/a.txt` } });
    expect(await errorOf(files.newUserFile(`${device.saved}a.txt`, 'x'))).toMatchObject({
      code: 'file.denied',
      message: `Only paths below ${device.usr}/ can be written: ${device.saved}a.txt`,
    });
    launch.end();
  });

  it('has URLs where others have local paths', async () => {
    const launch = await launchFiles(await tempDir(), { paths });
    const { files } = launch;
    const temp = await launch.picked('a.txt', 'a');
    expect(files.owns(temp)).toBe(true);
    for (const other of SPELLINGS.filter(({ scheme }) => scheme !== device.scheme)) {
      const foreign = `${other.temp}${hashOf(temp)}`;
      expect([foreign, files.owns(foreign), files.find(foreign), files.follow(foreign)]).toEqual([
        foreign,
        false,
        null,
        null,
      ]);
      for (const work of [files.open(foreign), files.save(foreign), files.removeSaved(foreign)]) {
        expect(await errorOf(work)).toMatchObject({ code: 'file.path', details: { path: foreign } });
      }
      expect(await errorOf(files.open(foreign))).toMatchObject({ code: 'file.path' });
    }
    launch.end();
  });
});

describe('a change of device', () => {
  const changes = SPELLINGS.flatMap((from) =>
    SPELLINGS.filter((to) => to !== from).map((to) => ({ from, to, name: `${from.scheme} to ${to.scheme}` })),
  );

  it.each(changes)('from $name keeps saved and user files, under their new paths', async ({ from, to }) => {
    const folder = await tempDir();
    const first = await launchFiles(folder, { paths: PATH_SCHEMES[from.scheme] });
    const temp = await first.picked('a.jpg', 'saved');
    first.files.setHash(temp, SHA);
    const name = hashOf((await first.files.save(temp)).path);
    await writeUserFile(first.files, `${from.usr}/deep.txt`, 'user');
    first.end();

    const second = await launchFiles(folder, { paths: PATH_SCHEMES[to.scheme] });
    const { files } = second;
    expect(files.list()).toMatchObject([
      { path: `${to.saved}${name}`, origin: `saved:${to.temp}${name}`, sha256: SHA, kind: 'saved' },
      { path: `${to.usr}/deep.txt`, kind: 'user' },
    ]);
    expect([await textAt(files, `${to.saved}${name}`), await textAt(files, `${to.usr}/deep.txt`)]).toEqual([
      'saved',
      'user',
    ]);
    expect(files.follow(`${to.temp}${name}`)?.path).toBe(`${to.saved}${name}`);
    await writeUserFile(files, `${to.usr}/deep.txt`, 'again');
    await files.removeSaved(`${to.saved}${name}`);
    second.end();

    const third = await launchFiles(folder, { paths: PATH_SCHEMES[from.scheme] });
    expect(pathsOf(third.files)).toEqual([`${from.usr}/deep.txt`]);
    expect(await textAt(third.files, `${from.usr}/deep.txt`)).toBe('again');
    third.end();
  });

  it('in one launch keeps temp files too', async () => {
    const folder = await tempDir();
    const first = await launchFiles(folder);
    const temp = await first.picked('a.txt', 'temp');
    const onPhone = await launchFiles(folder, { home: first.home, paths: PATH_SCHEMES.phone });
    expect(pathsOf(onPhone.files)).toEqual([`wxfile://tmp_${hashOf(temp)}`]);
    const saved = await onPhone.files.save(`wxfile://tmp_${hashOf(temp)}`);
    expect([saved.path, await textAt(onPhone.files, saved.path)]).toEqual([
      `wxfile://store_${hashOf(temp)}`,
      'temp',
    ]);
    first.end();
  });

  it('leaves what a crash left unrecorded to be found under its new path', async () => {
    const folder = await tempDir();
    const first = await launchFiles(folder);
    const data = first.home.dataFolder('wx0123456789abcdef');
    first.end();
    const name = `${'0a'.repeat(16)}.jpg`;
    await writeFile(path.join(data, 'saved', name), 'saved');
    await writeFile(path.join(data, 'user', 'a.txt'), 'user');

    const second = await launchFiles(folder, { paths: PATH_SCHEMES.desktop });
    const { files } = second;
    expect(pathsOf(files).sort()).toEqual([`wxfile://store/${name}`, 'wxfile://usr/a.txt']);
    expect(files.find(`wxfile://store/${name}`)?.origin).toBe(`saved:wxfile://temp/${name}`);
    expect(files.find('wxfile://usr/a.txt')?.origin).toBe('recovered');
    second.end();
  });

  it('to one with a smaller quota keeps what is there, and takes nothing more until there is room', async () => {
    const folder = await tempDir();
    const first = await launchFiles(folder, { quotaBytes: 20 });
    const [one, other] = [
      (await first.files.save(await first.picked('a.txt', '12345678'))).path,
      (await first.files.save(await first.picked('b.txt', '12345'))).path,
    ];
    await writeUserFile(first.files, 'http://usr/c.txt', '12345');
    first.end();

    const second = await launchFiles(folder, { quotaBytes: 10, paths: PATH_SCHEMES.phone });
    const { files } = second;
    expect([files.list().length, files.quotaLeft()]).toEqual([3, 0]);
    const temp = await second.picked('d.txt', '1');
    expect(await errorOf(files.save(temp))).toMatchObject({
      code: 'quota.exceeded',
      message: 'The maximum size of the file storage limit is exceeded.',
      details: { usedBytes: 18, addedBytes: 1, quotaBytes: 10 },
    });
    expect(await errorOf(writeUserFile(files, 'wxfile://usr/c.txt', '123456'))).toMatchObject({
      code: 'quota.exceeded',
    });
    expect(await textAt(files, 'wxfile://usr/c.txt')).toBe('12345');
    // What makes a file no larger needs no room.
    await writeUserFile(files, 'wxfile://usr/c.txt', '1234');
    expect(await textAt(files, 'wxfile://usr/c.txt')).toBe('1234');

    for (const saved of [one, other]) await files.removeSaved(`wxfile://store_${hashOf(saved)}`);
    expect([(await files.save(temp)).kind, files.quotaLeft()]).toEqual(['saved', 5]);
    second.end();
  });
});
