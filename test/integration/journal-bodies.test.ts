import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { BodySide } from '#contract/transfer';
import { createBodyStore } from '../../src-main/files/body-store.ts';
import { openFileSpace } from '../../src-main/files/file-space.ts';
import { createFileSystem } from '../../src-main/files/file-system/file-system.ts';
import { createProjectFiles } from '../../src-main/files/project-files.ts';
import { openHome } from '../../src-main/home.ts';
import { createKeptBodies, type KeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Kept {
  readonly kept: KeptBodies;
  readonly folder: string;
  readonly own: string;
  readonly missing: Set<string>;
  readonly pinned: Set<string>;
}

async function withKept(options: { folder?: string; limitBytes?: number } = {}): Promise<Kept> {
  const folder = options.folder ?? (await tempDir());
  const own = path.join(folder, 'own');
  await mkdir(own, { recursive: true });
  const missing = new Set<string>();
  const pinned = new Set<string>();
  const kept = createKeptBodies(
    { missing: (ids) => ids.filter((id) => missing.has(id)), pinned: () => pinned },
    {
      folder: path.join(folder, 'bodies'),
      ownFolders: [own],
      ...(options.limitBytes === undefined ? {} : { limitBytes: options.limitBytes }),
    },
  );
  return { kept, folder, own, missing, pinned };
}

async function bytesOf(
  kept: KeptBodies,
  id: string,
  side: BodySide = 'request',
  from?: number,
  length?: number,
) {
  const stretch = from === undefined || length === undefined ? undefined : { start: from, sizeBytes: length };
  const stream = await kept.read(id, side, stretch);
  return stream && (await buffer(stream)).toString();
}

function keepText(kept: KeptBodies, id: string, text: string) {
  const pieces = [{ kind: 'bytes', bytes: Buffer.from(text) } as const];
  return kept.keep({ exchangeId: id, side: 'request', project: 'p', pieces, mediaType: 'text/plain' });
}

describe('kept bodies', () => {
  it('join their pieces, whole and by stretches over the joints', async () => {
    const { kept, own } = await withKept();
    const realPath = path.join(own, 'file');
    await writeFile(realPath, 'FILE');
    const told = kept.keep({
      exchangeId: 'a',
      side: 'request',
      project: 'p',
      pieces: [
        { kind: 'bytes', bytes: Buffer.from('head-') },
        { kind: 'file', realPath, sizeBytes: 4 },
        { kind: 'bytes', bytes: Buffer.from('-tail') },
      ],
      mediaType: null,
    });
    expect(told).toEqual({ sizeBytes: 14, mediaType: null });
    expect(await bytesOf(kept, 'a')).toBe('head-FILE-tail');
    expect(await bytesOf(kept, 'a', 'request', 4, 6)).toBe('-FILE-');
    expect(await bytesOf(kept, 'a', 'request', 5, 4)).toBe('FILE');
    expect(await bytesOf(kept, 'a', 'response')).toBeNull();
    const whole = await kept.fileOf('a', 'request', () => path.join(own, 'whole'));
    expect(await readFile(whole ?? '', 'utf8')).toBe('head-FILE-tail');
  });

  it('take no second copy of a file of Ferry’s own, and outlive it', async () => {
    const { kept, own, folder } = await withKept();
    const realPath = path.join(own, 'file');
    await writeFile(realPath, 'content');
    kept.keep({
      exchangeId: 'a',
      side: 'response',
      project: 'p',
      pieces: [{ kind: 'file', realPath, sizeBytes: 7 }],
      mediaType: null,
    });
    kept.keep({
      exchangeId: 'b',
      side: 'response',
      project: 'p',
      pieces: [{ kind: 'file', realPath, sizeBytes: 7 }],
      mediaType: null,
    });
    const [name = ''] = await readdir(path.join(folder, 'bodies'));
    expect((await stat(path.join(folder, 'bodies', name))).ino).toBe((await stat(realPath)).ino);
    expect(kept.totals()).toEqual({ count: 2, sizeBytes: 7 });
    await rm(realPath);
    expect(await bytesOf(kept, 'a', 'response')).toBe('content');
  });

  it('stay as they were when the file is changed where it lies', async () => {
    const folder = await tempDir();
    const home = openHome(path.join(folder, 'home'), systemClock);
    const { kept } = await withKept({ folder });
    const dataFolder = path.join(folder, 'own');
    const space = await openFileSpace(
      { table: home.tables.files, clock: systemClock, guard: (file, change) => kept.guard(file, change) },
      { project: 'p', dataFolder, packageRoot: folder, launch: home.launch },
    );
    const files = createProjectFiles(space);
    const bodies = await createBodyStore(path.join(dataFolder, 'parts', 'bodies'));
    const fileSystem = createFileSystem(space, { files, bodies });
    const filePath = 'http://usr/log.txt';
    const content = (text: string) => ({ kind: 'bytes' as const, bytes: new Uint8Array(Buffer.from(text)) });
    await fileSystem.run({ op: 'writeFile', filePath, content: content('first') }, 'inline');
    const { realPath } = await files.open(filePath);
    const keep = (id: string, sizeBytes: number) =>
      kept.keep({
        exchangeId: id,
        side: 'request',
        project: 'p',
        pieces: [{ kind: 'file', realPath, sizeBytes }],
        mediaType: null,
      });
    keep('one', 5);
    keep('same', 5);
    await fileSystem.run({ op: 'appendFile', filePath, content: content(' second') }, 'inline');
    keep('two', 12);
    const fd = await opened(fileSystem, filePath);
    await fileSystem.run({ op: 'write', fd, content: content('FIRST'), position: 0 }, 'inline');
    await fileSystem.run({ op: 'ftruncate', fd, length: 2 }, 'inline');
    await fileSystem.run({ op: 'close', fd }, 'inline');
    expect(await readFile(realPath, 'utf8')).toBe('FI');
    keep('three', 2);
    await fileSystem.run({ op: 'open', filePath, flag: 'w' }, 'inline');
    expect(await readFile(realPath, 'utf8')).toBe('');
    expect([
      await bytesOf(kept, 'one'),
      await bytesOf(kept, 'same'),
      await bytesOf(kept, 'two'),
      await bytesOf(kept, 'three'),
    ]).toEqual(['first', 'first', 'first second', 'FI']);
    await fileSystem.closeAll();
    await kept.settled();
    home.close();
  });

  it('are not kept of a file that is being changed at that moment', async () => {
    const { kept, own } = await withKept();
    const realPath = path.join(own, 'file');
    await writeFile(realPath, 'content');
    const told = await kept.guard(await stat(realPath), () =>
      Promise.resolve(
        kept.keep({
          exchangeId: 'a',
          side: 'request',
          project: 'p',
          pieces: [{ kind: 'file', realPath, sizeBytes: 7 }],
          mediaType: null,
        }),
      ),
    );
    expect(told).toBeNull();
    expect(await bytesOf(kept, 'a')).toBeNull();
  });

  it('of files elsewhere are copies: their owner may write into them', async () => {
    const { kept, folder } = await withKept();
    const realPath = path.join(folder, 'elsewhere');
    await writeFile(realPath, 'content');
    kept.keep({
      exchangeId: 'a',
      side: 'request',
      project: 'p',
      pieces: [{ kind: 'file', realPath, sizeBytes: 7 }],
      mediaType: null,
    });
    expect(await bytesOf(kept, 'a')).toBe('content');
    await writeFile(realPath, 'CHANGED');
    expect(await bytesOf(kept, 'a')).toBe('content');
  });

  it('say that they are gone when what was to be copied could not be', async () => {
    const { kept, folder } = await withKept();
    const dropped: unknown[] = [];
    kept.onDropped('p', (one) => dropped.push(one));
    const realPath = path.join(folder, 'not-there');
    kept.keep({
      exchangeId: 'a',
      side: 'request',
      project: 'p',
      pieces: [{ kind: 'file', realPath, sizeBytes: 7 }],
      mediaType: null,
    });
    await kept.settled();
    expect(dropped).toEqual([{ exchangeId: 'a', side: 'request' }]);
    expect(kept.sizeOf('a', 'request')).toBeNull();
  });

  it('give way when there are too many bytes: the oldest first, the pinned last', async () => {
    const { kept, pinned, folder } = await withKept({ limitBytes: 1000 });
    const dropped: string[] = [];
    kept.onDropped('p', ({ exchangeId }) => dropped.push(exchangeId));
    pinned.add('a');
    for (const id of ['a', 'b', 'c', 'd']) keepText(kept, id, id.repeat(300));
    expect(dropped).toEqual(['b']);
    expect(keepText(kept, 'huge', 'x'.repeat(1001))).toBeNull();
    await kept.settled();
    expect(kept.totals()).toEqual({ count: 3, sizeBytes: 900 });
    const names = await readdir(path.join(folder, 'bodies'));
    expect(names.map((name) => name.split('.')[0]).sort()).toEqual(['a', 'c', 'd']);
  });

  it('are there in the next launch; what no record speaks of and what a crash cut short is not', async () => {
    const first = await withKept();
    const pieces = [
      { kind: 'bytes', bytes: Buffer.from('one') },
      { kind: 'bytes', bytes: Buffer.from('two') },
    ] as const;
    for (const exchangeId of ['kept', 'orphan', 'torn', 'lacking'])
      first.kept.keep({ exchangeId, side: 'response', project: 'p', pieces, mediaType: null });
    await first.kept.settled();
    const bodies = path.join(first.folder, 'bodies');
    await writeFile(path.join(bodies, 'torn.response.1.2.3'), 't');
    await rm(path.join(bodies, 'lacking.response.0.2.3'));
    await writeFile(path.join(bodies, 'stray.tmp'), 'x');
    const missing = new Set(['orphan']);
    const kept = createKeptBodies(
      { missing: (ids) => ids.filter((id) => missing.has(id)), pinned: () => new Set() },
      { folder: bodies, ownFolders: [] },
    );
    await kept.settled();
    expect((await readdir(bodies)).sort()).toEqual(['kept.response.0.2.3', 'kept.response.1.2.3']);
    expect(await bytesOf(kept, 'kept', 'response')).toBe('onetwo');
    kept.forget(['kept']);
    await kept.settled();
    expect(await readdir(bodies)).toEqual([]);
  });

  it('of any content come back byte for byte', async () => {
    const { kept } = await withKept();
    const bytes = randomBytes(3_000_000);
    kept.keep({
      exchangeId: 'a',
      side: 'request',
      project: 'p',
      pieces: [{ kind: 'bytes', bytes }],
      mediaType: null,
    });
    const stream = await kept.read('a', 'request');
    expect(stream && bytes.equals(await buffer(stream))).toBe(true);
  });
});

async function opened(fileSystem: ReturnType<typeof createFileSystem>, filePath: string): Promise<string> {
  return (await fileSystem.run({ op: 'open', filePath, flag: 'r+' }, 'inline')) as string;
}
