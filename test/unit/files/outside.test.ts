import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOut, extensionIn, plainStem } from '../../../src-main/files/outside/copy-out.ts';
import { createDiskSaver } from '../../../src-main/files/outside/disk-saver.ts';
import { createDocuments } from '../../../src-main/files/outside/documents.ts';
import { createPhotoAlbum } from '../../../src-main/files/outside/photo-album.ts';
import { createLogger } from '../../../src-main/lib/logger.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SHOWN = 'http://usr/a.png';
const PNG = Buffer.from('\u0089PNG\r\n\u001a\n, and more', 'latin1');

async function source(content: Uint8Array | string = PNG): Promise<string> {
  const file = path.join(await tempDir(), 'source');
  await writeFile(file, content);
  return file;
}

describe('the name of a copy', () => {
  it.each([
    ['http://usr/boat.png', 'boat', 'png'],
    ['wxfile://tmp_0a1b.JPG', 'tmp_0a1b', 'jpg'],
    ['http://usr/a/b/小船.tar.gz', '小船.tar', 'gz'],
    ['http://usr/.hidden.png', 'hidden', 'png'],
    ['http://usr/-rf.png', 'rf', 'png'],
    ['http://usr/a<b>:c|d?.png', 'abcd', 'png'],
    ['http://usr/..png', '', 'png'],
    ['http://usr/boat', 'boat', ''],
    ['http://usr/boat.png/', '', ''],
    ['a\\b\\boat.png', 'boat', 'png'],
    [`http://usr/${'x'.repeat(200)}.png`, 'x'.repeat(80), 'png'],
  ])('of %s is %s with .%s', (virtualPath, stem, extension) => {
    expect(plainStem(virtualPath)).toBe(stem);
    expect(extensionIn(virtualPath)).toBe(extension);
  });
});

describe('a copy', () => {
  it('takes the next free name, whoever else takes one at the same time', async () => {
    const folder = path.join(await tempDir(), 'new', 'folder');
    const file = await source();
    const copies = await Promise.all(Array.from({ length: 10 }, () => copyOut(file, folder, 'a.png', SHOWN)));
    expect(new Set(copies).size).toBe(10);
    expect((await readdir(folder)).sort()).toEqual(
      ['a.png', ...Array.from({ length: 9 }, (_none, index) => `a-${String(index + 1)}.png`)].sort(),
    );
  });

  it('leaves nothing behind when the source is gone', async () => {
    const folder = await tempDir();
    await expect(copyOut(path.join(folder, 'none'), folder, 'a.png', SHOWN)).rejects.toMatchObject({
      code: 'file.not-found',
      details: { path: SHOWN },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says where it failed by the virtual path alone', async () => {
    const folder = await source('a file where a folder should be');
    const error: unknown = await copyOut(await source(), folder, 'a.png', SHOWN).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).not.toContain(folder);
    expect(error).toMatchObject({ details: { path: SHOWN } });
  });
});

describe('the album', () => {
  it('names a copy by its kind where the path has no name that can be used', async () => {
    const folder = path.join(await tempDir(), 'album');
    await createPhotoAlbum(folder).save({ realPath: await source(), path: 'http://usr/..png' }, 'image');
    expect(await readdir(folder)).toEqual(['image.png']);
  });

  it('is not made for what it refuses', async () => {
    const folder = path.join(await tempDir(), 'album');
    const saving = createPhotoAlbum(folder).save(
      { realPath: await source('#!/bin/sh'), path: SHOWN },
      'image',
    );
    await expect(saving).rejects.toMatchObject({ code: 'file.type' });
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('counts what was saved and is still there, and tells when something is', async () => {
    const folder = path.join(await tempDir(), 'album');
    const album = createPhotoAlbum(folder);
    const totals: unknown[] = [await album.total()];
    const heard = Promise.withResolvers<undefined>();
    const off = album.onChange(() => {
      heard.resolve(undefined);
    });
    const realPath = await source();
    await album.save({ realPath, path: 'http://usr/a.png' }, 'image');
    await heard.promise;
    off();
    await album.save({ realPath, path: 'http://usr/a.png' }, 'image');
    await mkdir(path.join(folder, 'somebody’s own'));
    totals.push(await album.total());
    await rm(path.join(folder, 'a.png'));
    totals.push(await album.total());
    const { length } = await readFile(realPath);
    expect(totals).toEqual([
      { count: 0, sizeBytes: 0 },
      { count: 2, sizeBytes: 2 * length },
      { count: 1, sizeBytes: length },
    ]);
  });
});

describe('documents', () => {
  const logger = createLogger('documents', () => undefined, false);

  it('are copies that go when Ferry closes, and what a crash left goes at the next opening', async () => {
    const folder = path.join(await tempDir(), 'opened');
    await mkdir(path.join(folder, 'left'), { recursive: true });
    await writeFile(path.join(folder, 'left', 'old.pdf'), 'old');
    const opened: string[] = [];
    const documents = createDocuments(
      {
        openPath(file) {
          opened.push(file);
          return Promise.resolve('');
        },
        logger,
      },
      folder,
    );
    const file = { realPath: await source('content'), path: 'http://tmp/letter.pdf' };
    await Promise.all([documents.open(file, null), documents.open(file, null)]);
    expect(opened.map((copy) => path.basename(copy))).toEqual(['letter.pdf', 'letter.pdf']);
    expect(await readFile(opened[1] ?? '', 'utf8')).toBe('content');
    expect(await readdir(folder)).toHaveLength(2);
    await documents.close();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });
});

describe('a file that is saved to the disk', () => {
  it('is offered by its own name, and what was there stays when it cannot be copied', async () => {
    const folder = await tempDir();
    const target = path.join(folder, 'mine.txt');
    await writeFile(target, 'the person’s own');
    const names: string[] = [];
    const saver = createDiskSaver((name) => {
      names.push(name);
      return Promise.resolve(target);
    });
    const gone = { realPath: path.join(folder, 'none'), path: 'http://usr/letter.txt' };
    await expect(saver.save(gone)).rejects.toMatchObject({ code: 'file.not-found' });
    expect(names).toEqual(['letter.txt']);
    expect(await readdir(folder)).toEqual(['mine.txt']);
    expect(await readFile(target, 'utf8')).toBe('the person’s own');
  });
});
