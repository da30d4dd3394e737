import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileSystemRequest } from '#contract/file-system';
import { PATH_SCHEMES } from '../../src-main/files/path-scheme.ts';
import { projectKey } from '../../src-main/program/project-key.ts';
import { inline, launchFileSystem, treeOf, type FileSystemLaunch } from '../support/file-system-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

const A = 'wx000000000000000a';
const B = 'wx000000000000000b';

/** Everything a page could try on a path, and a descriptor. */
function attemptsOn(at: string, fd: string): FileSystemRequest[] {
  const content = inline('stolen');
  return [
    { op: 'access', path: at },
    { op: 'appendFile', filePath: at, content },
    { op: 'copyFile', srcPath: at, destPath: 'wxfile://usr/copy' },
    { op: 'copyFile', srcPath: at, destPath: 'http://usr/copy' },
    { op: 'getFileInfo', filePath: at, digestAlgorithm: 'md5' },
    { op: 'getSavedFileInfo', filePath: at },
    { op: 'open', filePath: at, flag: 'r' },
    { op: 'open', filePath: at, flag: 'r+' },
    { op: 'readCompressedFile', filePath: at },
    { op: 'readFile', filePath: at, position: null, length: null },
    { op: 'readZipEntry', filePath: at, entries: 'all' },
    { op: 'readdir', dirPath: at },
    { op: 'removeSavedFile', filePath: at },
    { op: 'rename', oldPath: at, newPath: 'http://usr/moved' },
    { op: 'rmdir', dirPath: at, recursive: true },
    { op: 'saveFile', tempFilePath: at, filePath: null },
    { op: 'saveFile', tempFilePath: at, filePath: 'http://usr/saved' },
    { op: 'stat', path: at, recursive: true },
    { op: 'truncate', filePath: at, length: 0 },
    { op: 'unlink', filePath: at },
    { op: 'unzip', zipFilePath: at, targetPath: 'http://usr/zip' },
    { op: 'close', fd },
    { op: 'fstat', fd },
    { op: 'ftruncate', fd, length: 0 },
    { op: 'read', fd, length: 9, position: 0 },
    { op: 'write', fd, content, position: 0 },
  ];
}

describe('two programs on one home', () => {
  it.each(['devtools', 'phone', 'desktop'] as const)(
    'never see each other’s files by any path, nor by a descriptor or a posted body (%s)',
    async (scheme) => {
      const folder = await tempDir();
      const paths = PATH_SCHEMES[scheme];
      const a = await launchFileSystem(folder, { project: A, paths });
      const b = await launchFileSystem(folder, { project: B, paths, home: a.home });
      onTestFinished(() => a.end());
      const usr = paths.userDataPath;
      const user = `${usr}/own.txt`;
      await a.write(user, 'user of a');
      const temp = await a.picked('temp.txt', 'temp of a');
      const saved = (await a.files.save(await a.picked('saved.txt', 'saved of a'))).path;
      const fd = await a.open(user, 'r+');
      const posted = await a.posted(Buffer.alloc(70_000, 'p'));
      const before = [await treeOf(a.dataFolder), a.files.list()];

      const known = [user, temp, saved].flatMap((at) => [at, at.replace(/:\/\//, ':///')]);
      const byName = [`${A}/user/own.txt`, `../${A}/user/own.txt`, `../../${A}/user/own.txt`].flatMap(
        (at) => [`${usr}/${at}`, at, path.join(a.userFolder, 'own.txt'), `file://${a.userFolder}/own.txt`],
      );
      let count = 0;
      for (const at of [...known, ...byName]) {
        for (const request of attemptsOn(at, fd)) {
          count += 1;
          expect([request, await b.fate(request)]).toEqual([request, expect.any(Number)]);
        }
      }
      expect(await b.fate({ op: 'writeFile', filePath: `${usr}/x`, content: posted })).not.toBe('ok');

      await b.write(user, 'user of b');
      expect([await a.textAt(user), await b.textAt(user)]).toEqual(['user of a', 'user of b']);
      expect(b.files.list().map((row) => row.path)).toEqual([user]);
      expect(await b.run({ op: 'getSavedFileList' })).toEqual([]);
      expect([await treeOf(a.dataFolder), a.files.list()]).toEqual(before);
      // Each has its own quota.
      expect(a.files.quotaLeft() + 'user of asaved of a'.length).toBe(b.files.quotaLeft() + 9);
      await b.files.clear();
      expect([await treeOf(a.dataFolder), a.files.list()]).toEqual(before);
      process.stdout.write(`      isolation (${scheme}): ${String(count)} attempts, none came through\n`);
    },
  );

  it('have nothing in common where they have no appid', async () => {
    const folder = await tempDir();
    const [one, other] = ['one', 'other'].map((name) => projectKey('touristappid', path.join(folder, name)));
    const first = await launchFileSystem(folder, { project: one ?? '' });
    const second = await launchFileSystem(folder, { project: other ?? '', home: first.home });
    onTestFinished(() => first.end());
    await first.write('http://usr/a.txt', 'a');
    expect(await second.fate({ op: 'access', path: 'http://usr/a.txt' })).toBe(1300002);
  });
});

it('two folders with one appid share saved and user files, as in WeChat, but not their code packages', async () => {
  const folder = await tempDir();
  const roots = ['one', 'other'].map((name) => path.join(folder, name));
  for (const root of roots) {
    await mkdir(root);
    await writeFile(path.join(root, 'name.txt'), path.basename(root));
  }
  const launched = (root: string | undefined): Promise<FileSystemLaunch> =>
    launchFileSystem(folder, { project: projectKey(A.toUpperCase(), root ?? ''), packageRoot: root ?? '' });

  const first = await launched(roots[0]);
  await first.write('http://usr/a.txt', 'shared');
  const saved = (await first.files.save(await first.picked('s.txt', 'saved'))).path;
  expect(await first.textAt('name.txt')).toBe('one');
  await first.end();

  const second = await launched(roots[1]);
  expect([await second.textAt('http://usr/a.txt'), await second.textAt(saved)]).toEqual(['shared', 'saved']);
  expect(await second.textAt('name.txt')).toBe('other');
  await second.end();
});
