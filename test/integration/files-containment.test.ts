import { chmod, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FerryError } from '#contract/errors';
import { PATH_SCHEMES } from '../../src-main/files/path-scheme.ts';
import { exposedError } from '../../src-main/lib/exposed-error.ts';
import {
  launchFiles,
  writeUserFile,
  type FileLaunch,
  type FileLaunchOptions,
} from '../support/file-launch.ts';
import { SPELLINGS } from '../support/path-spellings.ts';
import { tempDir } from '../support/temp-dir.ts';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error as FerryError).code,
  );

describe.each(SPELLINGS)('where paths are spelt as by $scheme', (device) => {
  const start = (folder: string, options: FileLaunchOptions = {}): Promise<FileLaunch> =>
    launchFiles(folder, { paths: PATH_SCHEMES[device.scheme], ...options });

  describe('two programs on one home', () => {
    it('never see each other’s files', async () => {
      const folder = await tempDir();
      const album = await start(folder, { project: 'wxaaaaaaaaaaaaaaaa' });
      const voice = await start(folder, { project: 'local-0123456789abcdef', home: album.home });
      const temp = await album.picked('a.txt', 'of the album');
      const saved = (await album.files.save(await album.picked('b.txt', 'saved'))).path;
      await writeUserFile(album.files, `${device.usr}/a.txt`, 'user');

      expect([voice.files.list(), voice.files.find(temp)]).toEqual([[], null]);
      const attempts = [temp, saved, `${device.usr}/a.txt`].flatMap((one) => [codeOf(voice.files.open(one))]);
      expect(await Promise.all(attempts)).toEqual(attempts.map(() => 'file.not-found'));
      expect([await codeOf(voice.files.save(temp)), await codeOf(voice.files.removeSaved(saved))]).toEqual([
        'file.not-found',
        'file.not-found',
      ]);

      await writeUserFile(voice.files, `${device.usr}/a.txt`, 'of the voice');
      await voice.files.clear();
      expect(album.files.list()).toHaveLength(3);
      expect(await readFile((await album.files.open(`${device.usr}/a.txt`)).realPath, 'utf8')).toBe('user');
      album.end();
    });

    it('have quotas of their own', async () => {
      const folder = await tempDir();
      const album = await start(folder, { project: 'wxaaaaaaaaaaaaaaaa', quotaBytes: 10 });
      const voice = await start(folder, {
        project: 'wxbbbbbbbbbbbbbbbb',
        quotaBytes: 10,
        home: album.home,
      });
      await album.files.save(await album.picked('a.txt', '1234567890'));
      expect(await codeOf(voice.files.save(await voice.picked('b.txt', '1234567890')))).toBe('accepted');
      album.end();
    });
  });

  describe('the code package', () => {
    async function withPackage(): Promise<FileLaunch & { readonly root: string; readonly outside: string }> {
      const outside = await tempDir();
      const root = path.join(outside, 'package');
      await mkdir(path.join(root, 'images'), { recursive: true });
      await writeFile(path.join(root, 'images', 'a.png'), 'png');
      await writeFile(path.join(outside, 'secret.txt'), 'secret');
      return { ...(await start(outside)), root, outside };
    }

    it('is read from its root, with or without a slash before', async () => {
      const launch = await withPackage();
      for (const name of ['/images/a.png', 'images/a.png', 'images//a.png']) {
        expect((await launch.files.open(name)).sizeBytes).toBe(3);
      }
      expect(await codeOf(launch.files.open('images'))).toBe('file.type');
      expect(await codeOf(launch.files.open('images/none.png'))).toBe('file.not-found');
      launch.end();
    });

    it('leads nowhere through a link', async () => {
      const launch = await withPackage();
      const { root, outside } = launch;
      await symlink(path.join(outside, 'secret.txt'), path.join(root, 'file-link.txt'));
      await symlink(outside, path.join(root, 'folder-link'));
      await symlink('../../secret.txt', path.join(root, 'images', 'relative-link.txt'));
      await symlink('/etc', path.join(root, 'etc'));
      await symlink(path.join(root, 'images'), path.join(root, 'within'));
      const refused = ['file-link.txt', 'folder-link/secret.txt', 'images/relative-link.txt', 'etc/hostname'];
      for (const name of refused)
        expect([name, await codeOf(launch.files.open(name))]).toEqual([name, 'file.path']);
      expect(await codeOf(launch.files.open('within/a.png'))).toBe('accepted');
      launch.end();
    });

    it('opened through a link is the package all the same', async () => {
      const outside = await tempDir();
      await mkdir(path.join(outside, 'real'));
      await writeFile(path.join(outside, 'real', 'a.txt'), 'a');
      await symlink(path.join(outside, 'real'), path.join(outside, 'package'));
      const launch = await start(outside);
      expect(await codeOf(launch.files.open('a.txt'))).toBe('accepted');
      launch.end();
    });
  });

  describe('the user folder', () => {
    it('takes a file only where its parent is', async () => {
      const launch = await start(await tempDir());
      expect(await codeOf(writeUserFile(launch.files, `${device.usr}/none/a.txt`, 'a'))).toBe(
        'file.not-found',
      );
      await writeUserFile(launch.files, `${device.usr}/a.txt`, 'a');
      expect(await codeOf(writeUserFile(launch.files, `${device.usr}/a.txt/b.txt`, 'b'))).toBe(
        'file.not-found',
      );
      expect(launch.files.list().map(({ path: at }) => at)).toEqual([`${device.usr}/a.txt`]);
      launch.end();
    });

    it('leads nowhere through a link either', async () => {
      const folder = await tempDir();
      const launch = await start(folder);
      const user = path.join(launch.home.dataFolder('wx0123456789abcdef'), 'user');
      const outside = path.join(folder, 'outside');
      await mkdir(outside);
      await writeFile(path.join(outside, 'kept.txt'), 'kept');
      await symlink(outside, path.join(user, 'folder'));
      await symlink(path.join(outside, 'kept.txt'), path.join(user, 'file.txt'));
      expect(await codeOf(launch.files.open(`${device.usr}/folder/kept.txt`))).toBe('file.path');
      expect(await codeOf(launch.files.open(`${device.usr}/file.txt`))).toBe('file.path');
      expect(await codeOf(writeUserFile(launch.files, `${device.usr}/folder/new.txt`, 'x'))).toBe(
        'file.path',
      );
      expect(await codeOf(writeUserFile(launch.files, `${device.usr}/file.txt`, 'x'))).toBe('file.path');
      expect(await readFile(path.join(outside, 'kept.txt'), 'utf8')).toBe('kept');
      launch.end();
    });

    it('is the only one that can be written', async () => {
      const launch = await start(await tempDir());
      for (const target of [`${device.temp}a.txt`, `${device.saved}a.txt`, 'a.txt', '/a.txt']) {
        expect([target, await codeOf(launch.files.newUserFile(target, 'x'))]).toEqual([
          target,
          'file.denied',
        ]);
      }
      expect(await codeOf(launch.files.newUserFile(`${device.usr}/../a.txt`, 'x'))).toBe('file.path');
      launch.end();
    });

    it('has folders that are no files to be written over', async () => {
      const folder = await tempDir();
      const launch = await start(folder);
      await mkdir(path.join(launch.home.dataFolder('wx0123456789abcdef'), 'user', 'folder'));
      expect(await codeOf(writeUserFile(launch.files, `${device.usr}/folder`, 'x'))).toBe('file.type');
      expect(launch.files.list()).toEqual([]);
      launch.end();
    });
  });

  it('an imported file is a copy: a later change of the original is not seen', async () => {
    const folder = await tempDir();
    const launch = await start(folder);
    const temp = await launch.picked('a.txt', 'before');
    await link(path.join(folder, 'a.txt'), path.join(folder, 'same.txt'));
    await writeFile(path.join(folder, 'same.txt'), 'after!');
    expect(await readFile((await launch.files.open(temp)).realPath, 'utf8')).toBe('before');
    launch.end();
  });

  describe('no error names a real path', () => {
    it('whatever goes wrong on the disk', async () => {
      const folder = await tempDir();
      await mkdir(path.join(folder, 'package'));
      const launch = await start(folder);
      const { files } = launch;
      const data = launch.home.dataFolder('wx0123456789abcdef');
      const gone = await launch.picked('gone.txt', 'x');
      await rm((await files.open(gone)).realPath);
      const saved = (await files.save(await launch.picked('saved.txt', 'x'))).path;
      const taken = files.newTemp('transfer:x');
      await writeFile(path.join(folder, 'unreadable.txt'), 'x');
      await chmod(path.join(folder, 'unreadable.txt'), 0o000);
      await writeFile(path.join(folder, 'package', 'file'), 'x');

      const failing: Promise<unknown>[] = [
        files.open(`${device.temp}none.txt`),
        files.open(gone),
        files.save(gone),
        files.open('file/below.txt'),
        files.open(`${device.usr}/${'a'.repeat(255)}/b`),
        files.importTemp(path.join(folder, 'none.txt'), 'picked'),
        files.importTemp(folder, 'picked'),
        // Nothing was written where the target said.
        taken.commit(5, 'txt'),
        writeUserFile(files, `${device.usr}/none/a.txt`, 'x'),
        files.newUserFile(`${device.usr}/a.txt`, 'x').then((target) => target.commit(5)),
      ];
      const errors = await Promise.all(
        failing.map((work) =>
          work.then(
            () => null,
            (error: unknown) => error,
          ),
        ),
      );
      expect(errors.map((error) => error instanceof FerryError)).toEqual(errors.map(() => true));
      const told = errors.map((error) =>
        JSON.stringify([FerryError.from(error).toWire(), exposedError(FerryError.from(error).toWire())]),
      );
      expect(told.filter((text) => text.includes(folder) || text.includes(data))).toEqual([]);
      // Nor does one speak of a path as another device spells it.
      const foreign = device.scheme === 'devtools' ? 'wxfile://' : 'http://';
      expect(told.filter((text) => text.includes(foreign))).toEqual([]);
      expect((await files.open(saved)).sizeBytes).toBe(1);
      launch.end();
    });
  });
});
