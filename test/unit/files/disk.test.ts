import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FerryError } from '#contract/errors';
import {
  errorFromErrno,
  fileSize,
  isInside,
  makeFolderDurably,
  moveDurably,
  realPathInside,
} from '../../../src-main/files/disk.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SHOWN = 'http://usr/a.txt';

describe('what the file system threw', () => {
  it.each([
    ['ENOENT', 'file.not-found'],
    ['ENOTDIR', 'file.not-found'],
    ['EACCES', 'file.denied'],
    ['EPERM', 'file.denied'],
    ['EROFS', 'file.denied'],
    ['EISDIR', 'file.type'],
    ['ENOSPC', 'file.no-space'],
    ['EDQUOT', 'file.no-space'],
    ['ENAMETOOLONG', 'file.path'],
    ['ELOOP', 'file.path'],
    ['EMFILE', 'file.io'],
    ['EIO', 'file.io'],
  ])('%s becomes %s and names the virtual path alone', (code, expected) => {
    const real = '/home/somebody/.config/Ferry/programs/x/user/a.txt';
    const foreign = Object.assign(new Error(`${code}: something, open '${real}'`), { code, path: real });
    const error = errorFromErrno(foreign, SHOWN);
    expect(error.toWire()).toMatchObject({ code: expected, details: { path: SHOWN } });
    expect(JSON.stringify(error.toWire())).not.toContain('somebody');
    expect(error.cause).toBe(foreign);
  });

  it('ours passes through', () => {
    const ours = new FerryError('quota.exceeded', 'Full.');
    expect(errorFromErrno(ours, SHOWN)).toBe(ours);
  });

  it('what has no code is told without a real path', () => {
    const error = errorFromErrno(new TypeError("Cannot read '/home/somebody/x'"), SHOWN);
    expect(error.code).toBe('file.io');
    expect(JSON.stringify(error.toWire())).not.toContain('somebody');
  });
});

describe('inside a folder', () => {
  it.each([
    ['/a/b', '/a/b/c', true],
    ['/a/b', '/a/b/c/d', true],
    ['/a/b', '/a/b/..c', true],
    ['/a/b', '/a/b', false],
    ['/a/b', '/a', false],
    ['/a/b', '/a/bc', false],
    ['/a/b', '/a/b/../c', false],
    ['/', '/etc', true],
  ])('of %s is %s: %s', (root, candidate, inside) => {
    expect(isInside(root, candidate)).toBe(inside);
  });

  it('a link is where it leads to', async () => {
    const folder = await tempDir();
    const root = path.join(folder, 'root');
    await mkdir(path.join(root, 'real'), { recursive: true });
    await writeFile(path.join(folder, 'secret.txt'), 'secret');
    await writeFile(path.join(root, 'real', 'a.txt'), 'a');
    await symlink(path.join(root, 'real'), path.join(root, 'within'));
    await symlink(folder, path.join(root, 'out'));
    await symlink('../secret.txt', path.join(root, 'secret.txt'));
    await symlink('loop', path.join(root, 'loop'));

    expect(await realPathInside(root, ['within', 'a.txt'], 'within/a.txt')).toBe(
      path.join(root, 'real', 'a.txt'),
    );
    const refused = [['out', 'secret.txt'], ['secret.txt'], ['loop'], ['none']];
    const codes = await Promise.all(
      refused.map((segments) =>
        realPathInside(root, segments, segments.join('/')).then(
          () => 'accepted',
          (error: unknown) => {
            const { code, message, details } = error as FerryError;
            return [code, JSON.stringify([message, details]).includes(folder)];
          },
        ),
      ),
    );
    expect(codes).toEqual([
      ['file.path', false],
      ['file.path', false],
      ['file.path', false],
      ['file.not-found', false],
    ]);
  });
});

it('the size of a folder or of nothing is refused', async () => {
  const folder = await tempDir();
  await expect(fileSize(folder, SHOWN)).rejects.toMatchObject({ code: 'file.type' });
  await expect(fileSize(path.join(folder, 'none'), SHOWN)).rejects.toMatchObject({ code: 'file.not-found' });
});

it('a durable move takes the place of what was there', async () => {
  const folder = await tempDir();
  const [from, to] = [path.join(folder, 'from'), path.join(folder, 'to')];
  await writeFile(from, 'new');
  await writeFile(to, 'old one');
  await moveDurably(from, to);
  expect(await fileSize(to, 'to')).toBe(3);
  await expect(fileSize(from, 'from')).rejects.toMatchObject({ code: 'file.not-found' });
});

it('a folder and those above it are made, once', async () => {
  const folder = path.join(await tempDir(), 'a', 'b');
  await makeFolderDurably(folder);
  await writeFile(path.join(folder, 'file'), '');
  await makeFolderDurably(folder);
  expect(await readdir(folder)).toEqual(['file']);
});
