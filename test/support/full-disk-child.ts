import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import { errorFromErrno } from '../../src-main/files/disk.ts';
import { openRegistry } from '../../src-main/registry/open.ts';
import {
  differencesOf,
  inline,
  launchFileSystem,
  sha256,
  treeOf,
  type FileSystemLaunch,
} from './file-system-launch.ts';
import type { FullDiskLine } from './full-disk-run.ts';
import { zipOf } from './zip-bytes.ts';

// Every way of writing, on a small disk of this process alone, with no page of it left, then one, then two, until
// three times in a row there was enough: `node full-disk-child.ts <folder the disk is mounted at>`. A line for each.
const folder = process.argv[2] ?? '';
const PAGE_BYTES = 4096;
const ENOUGH_IN_A_ROW = 3;
const MOST_PAGES = 80;
const USR = 'http://usr/';

const OLD = 'o'.repeat(30_000);
const NEW = 'n'.repeat(40_000);

/** What is there before, and one piece of work that has been brought to where it needs the disk. */
interface WritePath {
  readonly name: string;
  /** Done while there is room; may be done again after a failure. */
  readonly arm: (launch: FileSystemLaunch) => Promise<() => Promise<unknown>>;
  /** What a user file is afterwards; null for one that is gone. */
  readonly makes?: Readonly<Record<string, string | null>>;
}

const run =
  (launch: FileSystemLaunch, request: Parameters<FileSystemLaunch['run']>[0]): (() => Promise<unknown>) =>
  () =>
    launch.run(request);

/** Work through a descriptor that is opened while there is room, and closed when all is over. */
const byDescriptor =
  (
    filePath: string,
    flag: Parameters<FileSystemLaunch['open']>[1],
    request: (fd: string) => Parameters<FileSystemLaunch['run']>[0],
  ): WritePath['arm'] =>
  async (launch) =>
    run(launch, request(await launch.open(filePath, flag)));

/** A saved file that is there before. */
let savedPath = '';
const [old, fresh] = [`${USR}old.txt`, `${USR}fresh.txt`];
const WRITE_PATHS: readonly WritePath[] = [
  {
    name: 'writeFile, a new file',
    arm: (l) => Promise.resolve(run(l, { op: 'writeFile', filePath: fresh, content: inline(NEW) })),
    makes: { 'fresh.txt': NEW },
  },
  {
    name: 'writeFile over another',
    arm: (l) => Promise.resolve(run(l, { op: 'writeFile', filePath: old, content: inline(NEW) })),
    makes: { 'old.txt': NEW },
  },
  {
    name: 'writeFile of posted content',
    arm: async (l) => run(l, { op: 'writeFile', filePath: old, content: await l.posted(Buffer.from(NEW)) }),
    makes: { 'old.txt': NEW },
  },
  {
    name: 'appendFile',
    arm: (l) => Promise.resolve(run(l, { op: 'appendFile', filePath: old, content: inline(NEW) })),
    makes: { 'old.txt': OLD + NEW },
  },
  {
    name: 'appendFile of posted content',
    arm: async (l) => run(l, { op: 'appendFile', filePath: old, content: await l.posted(Buffer.from(NEW)) }),
    makes: { 'old.txt': OLD + NEW },
  },
  {
    name: 'truncate to more',
    arm: (l) => Promise.resolve(run(l, { op: 'truncate', filePath: old, length: 70_000 })),
    makes: { 'old.txt': OLD + '\0'.repeat(40_000) },
  },
  {
    name: 'truncate to less',
    arm: (l) => Promise.resolve(run(l, { op: 'truncate', filePath: old, length: 10 })),
    makes: { 'old.txt': OLD.slice(0, 10) },
  },
  {
    name: 'copyFile, a new file',
    arm: (l) => Promise.resolve(run(l, { op: 'copyFile', srcPath: old, destPath: fresh })),
    makes: { 'fresh.txt': OLD },
  },
  {
    name: 'copyFile over another',
    arm: (l) => Promise.resolve(run(l, { op: 'copyFile', srcPath: old, destPath: `${USR}dir/a.txt` })),
    makes: { 'dir/a.txt': OLD },
  },
  {
    name: 'saveFile',
    arm: async (l) => run(l, { op: 'saveFile', tempFilePath: await l.picked('t.txt', NEW), filePath: null }),
  },
  {
    name: 'saveFile to a path',
    arm: async (l) => run(l, { op: 'saveFile', tempFilePath: await l.picked('t.txt', NEW), filePath: old }),
    makes: { 'old.txt': NEW },
  },
  {
    name: 'write by a descriptor, at the end',
    arm: byDescriptor(old, 'r+', (fd) => ({ op: 'write', fd, content: inline(NEW), position: 30_000 })),
    makes: { 'old.txt': OLD + NEW },
  },
  {
    name: 'write by a descriptor that appends',
    arm: byDescriptor(old, 'a', (fd) => ({ op: 'write', fd, content: inline(NEW), position: null })),
    makes: { 'old.txt': OLD + NEW },
  },
  {
    name: 'ftruncate to more',
    arm: byDescriptor(old, 'r+', (fd) => ({ op: 'ftruncate', fd, length: 70_000 })),
    makes: { 'old.txt': OLD + '\0'.repeat(40_000) },
  },
  {
    name: 'open of a new file',
    arm: (l) => Promise.resolve(run(l, { op: 'open', filePath: fresh, flag: 'w' })),
    makes: { 'fresh.txt': '' },
  },
  {
    name: 'open that empties',
    arm: (l) => Promise.resolve(run(l, { op: 'open', filePath: old, flag: 'w+' })),
    makes: { 'old.txt': '' },
  },
  {
    name: 'unzip',
    arm: async (l) => {
      const zip = zipOf([
        { name: 'deep/fresh.txt', content: NEW },
        { name: 'old.txt', content: NEW },
        { name: 'empty/', content: '' },
      ]);
      return run(l, {
        op: 'unzip',
        zipFilePath: await l.picked('a.zip', zip),
        targetPath: 'http://usr',
      });
    },
    makes: { 'old.txt': NEW, 'deep/fresh.txt': NEW },
  },
  {
    name: 'a temp file the page made',
    arm: (l) =>
      Promise.resolve(() => l.fileSystem.importTemp(inline(NEW), 'png', { kind: 'drawn' as const })),
  },
  {
    name: 'a temp file of posted content',
    arm: async (l) => {
      const content = await l.posted(Buffer.from(NEW));
      return () => l.fileSystem.importTemp(content, 'png', { kind: 'drawn' });
    },
  },
  {
    name: 'a picked file',
    arm: async (l) => {
      const source = path.join(folder, 'source.txt');
      await writeFile(source, NEW);
      return () => l.files.importTemp(source, 'picked');
    },
  },
  {
    name: 'a download to a path',
    arm: (l) =>
      Promise.resolve(async () => {
        const target = await l.files.newUserFile(old, 'transfer:x');
        try {
          await writeFile(target.partPath, NEW);
          await target.commit(NEW.length);
        } catch (error) {
          throw errorFromErrno(error, old);
        } finally {
          await target.discard();
        }
      }),
    makes: { 'old.txt': NEW },
  },
  {
    name: 'rename',
    arm: (l) => Promise.resolve(run(l, { op: 'rename', oldPath: old, newPath: fresh })),
    makes: { 'old.txt': null, 'fresh.txt': OLD },
  },
  {
    name: 'rename over another',
    arm: (l) => Promise.resolve(run(l, { op: 'rename', oldPath: old, newPath: `${USR}dir/a.txt` })),
    makes: { 'old.txt': null, 'dir/a.txt': OLD },
  },
  {
    name: 'rename of a folder',
    arm: (l) => Promise.resolve(run(l, { op: 'rename', oldPath: `${USR}dir`, newPath: `${USR}other` })),
    makes: { 'dir/a.txt': null, 'other/a.txt': 'a', 'other/b.txt': 'b' },
  },
  {
    name: 'unlink',
    arm: (l) => Promise.resolve(run(l, { op: 'unlink', filePath: old })),
    makes: { 'old.txt': null },
  },
  {
    name: 'rmdir of all below',
    arm: (l) => Promise.resolve(run(l, { op: 'rmdir', dirPath: `${USR}dir`, recursive: true })),
    makes: { 'dir/a.txt': null, 'dir/b.txt': null },
  },
  {
    name: 'removeSavedFile',
    arm: (l) => Promise.resolve(run(l, { op: 'removeSavedFile', filePath: savedPath })),
  },
];

const launch = await launchFileSystem(folder);
const registry = path.join(launch.home.folder, 'ferry.db');
const filler = path.join(folder, 'filler');

/** Takes every byte but these pages. */
function fill(pagesLeft: number): void {
  const file = openSync(filler, 'w');
  const page = Buffer.alloc(PAGE_BYTES);
  let pages = 0;
  try {
    for (; ; pages += 1) writeSync(file, page);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    ftruncateSync(file, Math.max(0, pages - pagesLeft) * PAGE_BYTES);
  } finally {
    closeSync(file);
  }
}

/** The registry's log begins anew: what is written to it next takes room. */
function emptyLog(): void {
  const db = openRegistry(registry);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** All that a failure must leave as it was: lasting files, folders, rows (but for hashes), figures, parts. */
async function state(): Promise<string> {
  return JSON.stringify({
    files: [...(await treeOf(launch.dataFolder, (at) => !at.startsWith('parts')))].sort(),
    rows: launch.files
      .list()
      .map((row) => `${row.path} ${String(row.sizeBytes)} ${row.origin}`)
      .sort(),
    left: launch.files.quotaLeft(),
    parts: (await launch.parts()).filter((name) => !name.endsWith('.body')),
  });
}

async function fateOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    if (!(error instanceof FerryError)) return String((error as Error).stack);
    return error.code === 'file.system' ? String(error.details['errno']) : error.code;
  }
}

/** What is not as it ought to be after success. */
async function shortOf({ makes = {} }: WritePath): Promise<string[]> {
  const tree = await treeOf(launch.userFolder);
  return Object.entries(makes).flatMap(([name, content]) => {
    const expected = content === null ? undefined : sha256(content);
    return tree.get(name) === expected ? [] : [`content of ${name}`];
  });
}

async function tryWith(one: WritePath, freePages: number): Promise<FullDiskLine> {
  await launch.fileSystem.closeAll();
  await launch.files.clear();
  await launch.write(old, OLD);
  await launch.run({ op: 'mkdir', dirPath: `${USR}dir`, recursive: false });
  for (const name of ['a', 'b']) await launch.write(`${USR}dir/${name}.txt`, name);
  savedPath = (await launch.files.save(await launch.picked('s.txt', OLD))).path;

  const work = await one.arm(launch);
  emptyLog();
  const before = await state();
  fill(freePages);
  const fate = await fateOf(work);
  const after = await state();
  rmSync(filler);
  const problems: string[] = [];
  if (fate !== 'ok') {
    if (after !== before) problems.push(`was ${before}, is ${after}`);
    problems.push(...(await differencesOf(launch)));
    const again = await fateOf(await one.arm(launch));
    if (again !== 'ok') problems.push(`with room again: ${again}`);
  }
  problems.push(...(await shortOf(one)), ...(await differencesOf(launch)));
  const parts = await launch.parts();
  if (parts.length > 0) problems.push(`parts: ${parts.join()}`);
  return { name: one.name, freePages, fate, problems };
}

const say = (line: FullDiskLine): void => void writeSync(1, `${JSON.stringify(line)}\n`);
for (const one of WRITE_PATHS) {
  let enough = 0;
  for (let freePages = 0; freePages < MOST_PAGES && enough < ENOUGH_IN_A_ROW; freePages += 1) {
    const line = await tryWith(one, freePages);
    enough = line.fate === 'ok' ? enough + 1 : 0;
    say(line);
  }
}
await launch.end();
