import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { FileContent, FileSystemRequest } from '#contract/file-system';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import { CRASH_PROJECT, launchServices, type CrashLaunch } from './crash-launch.ts';
import {
  contentOf,
  FILE_WORKS,
  randomFrom,
  type CrashFilesTask,
  type CrashLine,
  type FileEffect,
  type FileWork,
} from './crash-lines.ts';
import { stepsOfDisk, stepsOfTables } from './crash-steps.ts';
import { createForkedWorkers } from './forked-worker.ts';

// A launch of Ferry without its window that works with files, one piece of work after the other, until it is killed:
// `node crash-files-child.ts <task as JSON>`. Before each it says what that will make of which path.
const task = JSON.parse(process.argv[2] ?? '') as CrashFilesTask;
const random = randomFrom(task.seed);
const upTo = (limit: number): number => Math.floor(random() * limit);
const say = (line: CrashLine): void => void fs.writeSync(1, `${JSON.stringify(line)}\n`);

const USR = 'http://usr/';
/** Inline, by a posted body, and in many writes. */
const SIZES = [0, 1, 700, 20_000, 65_536, 65_537, 300_000, 1_200_000];
const MOST_FILES = 24;

let stepCount = 0;
/** Whether this piece of work is the one to die in. */
let isCounting = false;
function beforeStep(): void {
  if (!isCounting) return;
  if (stepCount === task.dieBeforeStep) process.kill(process.pid, 'SIGKILL');
  stepCount += 1;
}

/** What lies where: contents of user files, and of saved files by their paths. */
const user = new Map<string, Buffer>();
const saved = new Map<string, Buffer>();
let nameCount = 0;
/** Names in the user folder itself where files have been. */
const freeNames: string[] = [];

/** A path where nothing is; one of three times, one where something was. */
function newName(): string {
  const again = random() < 0.3 ? freeNames.pop() : undefined;
  return again ?? `${USR}f-${String(task.seed)}-${String((nameCount += 1))}`;
}

function forget(of: Map<string, Buffer>, at: string): void {
  of.delete(at);
  if (of === user && !at.slice(USR.length).includes('/')) freeNames.push(at);
}
let contentCount = 0;

function newContent(sizeBytes = SIZES[upTo(SIZES.length)] ?? 0): Buffer {
  const length = Math.floor(sizeBytes * (sizeBytes > 70_000 ? 0.5 + random() : 1));
  return contentOf(`${String(task.seed)}-${String((contentCount += 1))}`, length);
}

/** Content that the server has too, at its path. */
function servedContent(): { readonly pathname: string; readonly content: Buffer } {
  const sizeBytes = 300 + upTo(random() < 0.3 ? 600_000 : 20_000);
  const pathname = `/${String(task.seed)}-${String((contentCount += 1))}/${String(sizeBytes)}`;
  return { pathname, content: contentOf(pathname, sizeBytes) };
}

const hashOf = (content: Buffer | undefined): string | null =>
  content ? createHash('sha256').update(content).digest('hex') : null;
const anyOf = (of: ReadonlyMap<string, Buffer>): string | undefined => [...of.keys()][upTo(of.size)];

interface Change {
  readonly request: () => Promise<string | null>;
  readonly effects: readonly FileEffect[];
  readonly saves?: Buffer;
  /** Keeps what is known in step once it is done. */
  readonly done: (savedPath: string | null) => void;
}

async function live(): Promise<never> {
  const workers = createForkedWorkers();
  const worker = createWorkerClient(workers.fork);
  stepsOfDisk(beforeStep);
  const launch = await launchServices(task.home, {
    worker,
    watchTables: (tables) => stepsOfTables(tables, beforeStep),
  });
  await worker.hash(import.meta.filename);
  await look(launch);
  say({ kind: 'ready' });
  for (;;) {
    for (const work of ['writeFile', 'saveFile'] as const) if (random() < 0.3) await doWork(launch, work);
    const other = FILE_WORKS[upTo(FILE_WORKS.length)] ?? 'writeFile';
    await doWork(launch, random() < 0.7 ? task.focus : other);
    while (user.size + saved.size > MOST_FILES)
      await doWork(launch, user.size > saved.size ? 'unlink' : 'removeSavedFile');
  }
}

/** What an earlier launch has left. */
async function look({ home }: CrashLaunch): Promise<void> {
  const data = home.dataFolder(CRASH_PROJECT);
  for (const name of await readdir(path.join(data, 'saved'))) {
    saved.set(`http://store/${name}`, await readFile(path.join(data, 'saved', name)));
  }
  const folder = path.join(data, 'user');
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const realPath = path.join(entry.parentPath, entry.name);
    user.set(USR + path.relative(folder, realPath).split(path.sep).join('/'), await readFile(realPath));
  }
}

async function doWork(launch: CrashLaunch, work: FileWork): Promise<void> {
  const change = await WORKS[work](launch);
  if (!change) return;
  say({ kind: 'will', work, effects: change.effects, saves: hashOf(change.saves) });
  stepCount = 0;
  isCounting = work === task.focus && task.dieBeforeStep !== null;
  const savedPath = await change.request();
  isCounting = false;
  say({ kind: 'did', savedPath });
  change.done(savedPath);
}

const run = async (launch: CrashLaunch, request: FileSystemRequest): Promise<string | null> => {
  const answer = await launch.fileSystem.run(request, 'by-url');
  return typeof answer === 'string' ? answer : null;
};

async function contentFor({ bodies }: CrashLaunch, content: Buffer): Promise<FileContent> {
  if (content.length > 65_536) {
    return { kind: 'posted', bodyId: await bodies.receive(Readable.from([content])) };
  }
  return { kind: 'bytes', bytes: new Uint8Array(content) };
}

/** A temp file, as a download leaves it. */
async function tempFile(launch: CrashLaunch, content: Buffer): Promise<string> {
  const posted = await contentFor(launch, content);
  return (await launch.fileSystem.importTemp(posted, 'bin', { kind: 'drawn' })).path;
}

function put(at: string, content: Buffer): Pick<Change, 'effects' | 'done'> {
  return {
    effects: [{ path: at, before: hashOf(user.get(at)), after: hashOf(content) }],
    done: () => void user.set(at, content),
  };
}

function movedFrom(
  moves: readonly (readonly [from: string, to: string])[],
): Pick<Change, 'effects' | 'done'> {
  return {
    effects: moves.flatMap(([from, to]) => [
      { path: from, before: hashOf(user.get(from)), after: null },
      { path: to, before: hashOf(user.get(to)), after: hashOf(user.get(from)) },
    ]),
    done() {
      for (const [from, to] of moves) {
        const content = user.get(from);
        if (content) user.set(to, content);
        forget(user, from);
      }
    },
  };
}

function removed(of: Map<string, Buffer>, paths: readonly string[]): Pick<Change, 'effects' | 'done'> {
  return {
    effects: paths.map((at) => ({ path: at, before: hashOf(of.get(at)), after: null })),
    done() {
      for (const at of paths) forget(of, at);
    },
  };
}

/** A new folder with files in it, made before the work that is counted. */
async function folder(
  launch: CrashLaunch,
): Promise<{ readonly at: string; readonly files: readonly string[] }> {
  const at = newName();
  const files = [`${at}/a`, `${at}/b`, `${at}/below/c`];
  await run(launch, { op: 'mkdir', dirPath: `${at}/below`, recursive: true });
  for (const file of files) await writeNow(launch, file, newContent(700));
  return { at, files };
}

/** Written and told, as work that is not counted. */
async function writeNow(launch: CrashLaunch, filePath: string, content: Buffer): Promise<void> {
  const { effects, done } = put(filePath, content);
  say({ kind: 'will', work: 'writeFile', effects, saves: null });
  await run(launch, { op: 'writeFile', filePath, content: await contentFor(launch, content) });
  say({ kind: 'did', savedPath: null });
  done(null);
}

async function archive(contents: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of contents) zip.addBuffer(content, name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A path of a file that is there half of the time. */
const target = (): string => (random() < 0.5 ? anyOf(user) : undefined) ?? newName();

async function download(launch: CrashLaunch, pathname: string, filePath: string | null): Promise<void> {
  const { ended } = launch.download(task.origin + pathname, filePath);
  const result = await ended;
  if (!result.ok) throw new Error(result.error.message);
  if (result.statusCode !== 200) throw new Error(`The server answered ${String(result.statusCode)}.`);
}

const WORKS: Readonly<Record<FileWork, (launch: CrashLaunch) => Promise<Change | null>>> = {
  download(launch) {
    const { pathname } = servedContent();
    return Promise.resolve({
      request: () => download(launch, pathname, null).then(() => null),
      effects: [],
      done: () => undefined,
    });
  },
  downloadTo(launch) {
    const [at, { pathname, content }] = [target(), servedContent()];
    return Promise.resolve({
      request: () => download(launch, pathname, at).then(() => null),
      ...put(at, content),
    });
  },
  async saveFile(launch) {
    const content = newContent();
    const tempFilePath = await tempFile(launch, content);
    return {
      request: () => run(launch, { op: 'saveFile', tempFilePath, filePath: null }),
      effects: [],
      saves: content,
      done: (savedPath) => void saved.set(savedPath ?? '', content),
    };
  },
  async saveFileTo(launch) {
    const [filePath, content] = [target(), newContent()];
    const tempFilePath = await tempFile(launch, content);
    return {
      request: () => run(launch, { op: 'saveFile', tempFilePath, filePath }).then(() => null),
      ...put(filePath, content),
    };
  },
  async writeFile(launch) {
    const [filePath, data] = [target(), newContent()];
    const content = await contentFor(launch, data);
    return { request: () => run(launch, { op: 'writeFile', filePath, content }), ...put(filePath, data) };
  },
  async appendFile(launch) {
    const filePath = anyOf(user);
    if (filePath === undefined) return null;
    const before = user.get(filePath) ?? Buffer.alloc(0);
    const added = newContent();
    const content = await contentFor(launch, added);
    return {
      request: () => run(launch, { op: 'appendFile', filePath, content }),
      ...put(filePath, Buffer.concat([before, added])),
    };
  },
  rename(launch) {
    const [oldPath, newPath] = [anyOf(user), newName()];
    if (oldPath === undefined) return Promise.resolve(null);
    return Promise.resolve({
      request: () => run(launch, { op: 'rename', oldPath, newPath }),
      ...movedFrom([[oldPath, newPath]]),
    });
  },
  async renameOver(launch) {
    const newPath = newName();
    // As long as the other: by its size alone nobody could tell which is there.
    await writeNow(launch, newPath, newContent(700));
    const oldPath = newName();
    await writeNow(launch, oldPath, newContent(700));
    return {
      request: () => run(launch, { op: 'rename', oldPath, newPath }),
      ...movedFrom([[oldPath, newPath]]),
    };
  },
  async renameFolder(launch) {
    const { at, files } = await folder(launch);
    const newPath = newName();
    return {
      request: () => run(launch, { op: 'rename', oldPath: at, newPath }),
      ...movedFrom(files.map((file) => [file, newPath + file.slice(at.length)] as const)),
    };
  },
  copyFile(launch) {
    const [srcPath, destPath] = [anyOf(user), target()];
    const content = srcPath === undefined ? undefined : user.get(srcPath);
    if (srcPath === undefined || !content) return Promise.resolve(null);
    return Promise.resolve({
      request: () => run(launch, { op: 'copyFile', srcPath, destPath }),
      ...put(destPath, content),
    });
  },
  async unzip(launch) {
    const { at, files } = await folder(launch);
    const contents = new Map([
      ...files.slice(1).map((file) => [file, newContent(700)] as const),
      ...[1, 2, 3].map((count) => [`${at}/new/${String(count)}`, newContent(5000)] as const),
    ]);
    const names = new Map([...contents].map(([file, content]) => [file.slice(at.length + 1), content]));
    const zipFilePath = await tempFile(launch, await archive(names));
    const puts = [...contents].map(([file, content]) => put(file, content));
    return {
      request: () => run(launch, { op: 'unzip', zipFilePath, targetPath: at }),
      effects: puts.flatMap(({ effects }) => effects),
      done(savedPath) {
        for (const { done } of puts) done(savedPath);
      },
    };
  },
  unlink(launch) {
    const filePath = anyOf(user);
    if (filePath === undefined) return Promise.resolve(null);
    return Promise.resolve({
      request: () => run(launch, { op: 'unlink', filePath }),
      ...removed(user, [filePath]),
    });
  },
  async rmdir(launch) {
    const { at, files } = await folder(launch);
    return {
      request: () => run(launch, { op: 'rmdir', dirPath: at, recursive: true }),
      ...removed(user, files),
    };
  },
  async removeSavedFile(launch) {
    if (saved.size === 0) await doWork(launch, 'saveFile');
    const filePath = anyOf(saved) ?? '';
    return {
      request: () => run(launch, { op: 'removeSavedFile', filePath }),
      ...removed(saved, [filePath]),
    };
  },
};

live().catch((error: unknown) => {
  say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
});
