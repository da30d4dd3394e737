import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ZipEntryAnswer } from '#contract/file-system';
import type { BodyRef } from '#contract/transfer';
import { launchFileSystem, type FileSystemLaunch } from '../support/file-system-launch.ts';
import { tempDir } from '../support/temp-dir.ts';
import { zipOf } from '../support/zip-bytes.ts';

const MIB = 1024 * 1024;
const usr = 'http://usr';

/** What a page fetches by the URL of an answer. */
async function fetched(fs: FileSystemLaunch, body: BodyRef): Promise<string> {
  const offered = body.kind === 'url' ? fs.bodies.open(body.url.replace('/body/', '')) : null;
  if (!offered) throw new Error('The answer offers nothing.');
  const bytes = await readFile(offered.realPath);
  const { start, sizeBytes } = offered.stretch ?? { start: 0, sizeBytes: bytes.length };
  await offered.done();
  return bytes.subarray(start, start + sizeBytes).toString();
}

const folders = (count: number, name: string): string => Array.from({ length: count }, () => name).join('/');

describe('a page that means harm', () => {
  it('does not hold main up by the names in an archive, nor by a target path', async () => {
    const fs = await launchFileSystem(await tempDir());
    const names = Array.from({ length: 4 }, (_, index) => `a${'/'.repeat(65_500)}x${String(index)}`);
    await fs.write(`${usr}/s.zip`, zipOf(names.map((name) => ({ name, content: '' }))));
    const began = performance.now();
    expect(await fs.fate({ op: 'unzip', zipFilePath: `${usr}/s.zip`, targetPath: `${usr}/out` })).toBe(
      1301103,
    );
    const target = `${usr}/out${'/'.repeat(99_000)}x`;
    expect(await fs.fate({ op: 'unzip', zipFilePath: `${usr}/s.zip`, targetPath: target })).toBe(1300036);
    // The quadratic way took six seconds a name.
    expect(performance.now() - began).toBeLessThan(3000);
    await fs.end();
  });

  it('cannot move a tree to where nobody could name what is in it', async () => {
    const folder = await tempDir();
    const fs = await launchFileSystem(folder);
    await fs.run({ op: 'mkdir', dirPath: `${usr}/${folders(400, 'a')}`, recursive: true });
    await fs.write(`${usr}/${folders(400, 'a')}/f.txt`, 'deep');
    await fs.run({ op: 'mkdir', dirPath: `${usr}/${folders(240, 'b')}`, recursive: true });
    const move = { op: 'rename', oldPath: `${usr}/a`, newPath: `${usr}/${folders(240, 'b')}/t` } as const;
    expect(await fs.fate(move)).toBe(1300036);
    expect(await fs.textAt(`${usr}/${folders(400, 'a')}/f.txt`)).toBe('deep');
    await fs.end();
    const next = await launchFileSystem(folder);
    expect(await next.textAt(`${usr}/${folders(400, 'a')}/f.txt`)).toBe('deep');
    await next.end();
  });

  it('opens again although a row has a path that nobody can name', async () => {
    const folder = await tempDir();
    const fs = await launchFileSystem(folder);
    await fs.write(`${usr}/a.txt`, 'kept');
    const path = `${usr}/${'b/'.repeat(600)}c`;
    fs.space.table.insert(
      fs.space.project,
      fs.space.newFile({ path, kind: 'user', sizeBytes: 1, origin: 'written' }),
    );
    await fs.end();
    const next = await launchFileSystem(folder);
    expect(next.files.list().map((file) => file.path)).toEqual([`${usr}/a.txt`]);
    await next.end();
  });

  it('posts no more than half a gigabyte that it does not use, and again what was used', async () => {
    const fs = await launchFileSystem(await tempDir());
    const post = (): Promise<string> =>
      fs.bodies.receive(Readable.from(Array.from({ length: 128 }, () => Buffer.alloc(MIB))));
    const ids = [await post(), await post(), await post(), await post()];
    await expect(post()).rejects.toMatchObject({ code: 'request.over-limit' });
    await fs.bodies.discard(ids[0] ?? '');
    expect(await post()).toMatch(/^[0-9a-f]{32}$/);
    await fs.bodies.clear();
    expect(await fs.parts()).toEqual([]);
    await fs.end();
  });

  it('unpacks an entry once for all ranges of it, and no more than 100 MB in one call', async () => {
    const fs = await launchFileSystem(await tempDir());
    const big = Buffer.alloc(60 * MIB);
    await fs.write(
      `${usr}/big.zip`,
      zipOf([
        { name: 'one', content: big, deflated: true },
        { name: 'two', content: big, deflated: true },
      ]),
    );
    const range = (path: string) => ({ path, position: 7, length: 1 });
    const answers = (await fs.run({
      op: 'readZipEntry',
      filePath: `${usr}/big.zip`,
      entries: [...Array.from({ length: 200 }, () => range('one')), range('two')],
    })) as ZipEntryAnswer[];
    expect(answers.slice(0, 200).every((answer) => 'content' in answer)).toBe(true);
    expect(answers[200]).toEqual({ path: 'two', errno: 1300202 });
    await fs.end();
  });
});

describe('a large file on its way to the page', () => {
  it.each([
    ['is replaced by a longer one', (fs: FileSystemLaunch) => fs.write(`${usr}/t`, 'B'.repeat(900_000))],
    ['is replaced by a shorter one', (fs: FileSystemLaunch) => fs.write(`${usr}/t`, 'B')],
    ['is removed', (fs: FileSystemLaunch) => fs.run({ op: 'unlink', filePath: `${usr}/t` })],
    ['is added to', (fs: FileSystemLaunch) => fs.append(`${usr}/t`, 'B')],
  ])('%s, and arrives as it was', async (_what, change) => {
    const fs = await launchFileSystem(await tempDir());
    await fs.write(`${usr}/t`, 'A'.repeat(300_000));
    const body = await fs.run(
      { op: 'readFile', filePath: `${usr}/t`, position: null, length: null },
      'by-url',
    );
    await change(fs);
    expect(await fetched(fs, body as BodyRef)).toBe('A'.repeat(300_000));
    expect(await fs.parts()).toEqual([]);
    await fs.end();
  });

  it('costs no second copy of it', async () => {
    const fs = await launchFileSystem(await tempDir());
    await fs.write(`${usr}/t`, 'A'.repeat(300_000));
    await fs.run({ op: 'readFile', filePath: `${usr}/t`, position: null, length: null }, 'by-url');
    expect((await stat((await fs.files.open(`${usr}/t`)).realPath)).nlink).toBe(2);
    await fs.end();
  });
});
