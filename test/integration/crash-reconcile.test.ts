import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { launchFiles, writeUserFile, type FileLaunch } from '../support/file-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROJECT = 'wx0123456789abcdef';
const NAME = `${'ab'.repeat(16)}.png`;

/** Folders of the program's lasting files, whichever launch looks. */
const placeOf = (folder: string, ...names: string[]): string =>
  path.join(folder, 'home', 'programs', PROJECT, ...names);

/** What a launch knows of lasting files: path, size, origin, hash. */
const known = ({ files }: FileLaunch): unknown[] =>
  files
    .list()
    .filter(({ kind }) => kind !== 'temp')
    .map((file) => [file.path, file.sizeBytes, file.origin, file.sha256]);

/** The same folder after a launch that left it in this state. */
async function after(folder: string, left: (launch: FileLaunch) => Promise<void>): Promise<FileLaunch> {
  const first = await launchFiles(folder);
  await left(first);
  first.end();
  return launchFiles(folder);
}

it('a saved file that got no row any more is kept as saved', async () => {
  const folder = await tempDir();
  const next = await after(folder, () => writeFile(placeOf(folder, 'saved', NAME), 'whole'));
  expect(known(next)).toEqual([[`http://store/${NAME}`, 5, `saved:http://tmp/${NAME}`, null]]);
  expect(await readFile((await next.files.open(`http://store/${NAME}`)).realPath, 'utf8')).toBe('whole');
  next.end();
});

it('a user file that got no row any more is kept under its path, in a folder of the page’s own too', async () => {
  const folder = await tempDir();
  const next = await after(folder, async () => {
    await mkdir(placeOf(folder, 'user', 'notes'));
    await writeFile(placeOf(folder, 'user', 'notes', '渡口.txt'), 'whole');
  });
  expect(known(next)).toEqual([['http://usr/notes/渡口.txt', 5, 'recovered', null]]);
  expect((await next.files.open('http://usr/notes/渡口.txt')).sizeBytes).toBe(5);
  next.end();
});

it('a removed file that was still on the disk is removed from it, and stays so', async () => {
  const folder = await tempDir();
  let saved = '';
  const next = await after(folder, async (launch) => {
    const { files } = launch;
    const file = await files.save(await launch.picked('a.txt', 'removed'));
    saved = (await files.open(file.path)).realPath;
    await files.removeSaved(file.path);
    await writeFile(saved, 'removed');
  });
  expect(known(next)).toEqual([]);
  await expect(readFile(saved)).rejects.toMatchObject({ code: 'ENOENT' });
  next.end();
});

it('a row whose file is gone ends; the file is taken back when it returns', async () => {
  const folder = await tempDir();
  let saved = '';
  const aside = path.join(folder, 'aside');
  const next = await after(folder, async (launch) => {
    const { files } = launch;
    const file = await files.save(await launch.picked('a.txt', 'content'));
    saved = (await files.open(file.path)).realPath;
    await rename(saved, aside);
  });
  expect(known(next)).toEqual([]);
  await rename(aside, saved);
  next.end();
  const last = await launchFiles(folder);
  expect(known(last)).toEqual([[`http://store/${path.basename(saved)}`, 7, expect.anything(), null]]);
  last.end();
});

it('content that came without its row gets the row’s size right and has no hash of the old one', async () => {
  const folder = await tempDir();
  const next = await after(folder, async ({ files }) => {
    await writeUserFile(files, 'http://usr/a.txt', 'old');
    files.setHash('http://usr/a.txt', 'ff'.repeat(32));
    await writeFile(placeOf(folder, 'user', 'a.txt'), 'longer than before');
  });
  expect(known(next)).toEqual([['http://usr/a.txt', 18, 'transfer:x', null]]);
  next.end();
});

it('what is in step is left as it is, hashes too', async () => {
  const folder = await tempDir();
  let before: unknown[] = [];
  const next = await after(folder, async (launch) => {
    const saved = await launch.files.save(await launch.picked('a.txt', 'a'));
    launch.files.setHash(saved.path, 'ff'.repeat(32));
    await writeUserFile(launch.files, 'http://usr/b.txt', 'b');
    before = known(launch);
  });
  expect([known(next), before.length]).toEqual([before, 2]);
  next.end();
});

it('what is none of ours among the saved files is neither listed nor touched', async () => {
  const folder = await tempDir();
  const strangers = ['.DS_Store', 'README', `${'ab'.repeat(16)}.tar.gz`];
  const next = await after(folder, async () => {
    for (const name of strangers) await writeFile(placeOf(folder, 'saved', name), name);
    await mkdir(placeOf(folder, 'saved', NAME));
  });
  expect(known(next)).toEqual([]);
  for (const name of strangers) expect(await readFile(placeOf(folder, 'saved', name), 'utf8')).toBe(name);
  next.end();
});

it('a registry that was lost costs no file: it is made again from them', async () => {
  const folder = await tempDir();
  const first = await launchFiles(folder);
  const saved = await first.files.save(await first.picked('a.txt', 'kept'));
  await writeUserFile(first.files, 'http://usr/b.txt', 'kept too');
  first.end();
  for (const end of ['', '-wal', '-shm'])
    await rm(path.join(folder, 'home', `ferry.db${end}`), { force: true });
  // Launches are counted from one again, so the first looks like the one that was running.
  (await launchFiles(folder)).end();
  const next = await launchFiles(folder);
  // In the order of their times, which may be the same.
  expect(known(next).toSorted()).toEqual([
    [saved.path, 4, saved.origin, null],
    ['http://usr/b.txt', 8, 'recovered', null],
  ]);
  next.end();
});

it('opening a program again in one launch judges nothing: a save may be half-way', async () => {
  const folder = await tempDir();
  const first = await launchFiles(folder);
  await writeFile(placeOf(folder, 'saved', NAME), 'on its way');
  const second = await launchFiles(folder, { home: first.home });
  expect(known(second)).toEqual([]);
  expect(await readFile(placeOf(folder, 'saved', NAME), 'utf8')).toBe('on its way');
  first.end();
});
