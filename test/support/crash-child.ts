import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import type { TaskResult } from '#contract/transfer';
import type { Home } from '../../src-main/home.ts';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import { launchServices, type CrashLaunch } from './crash-launch.ts';
import { randomFrom, type CrashLine, type CrashTask } from './crash-lines.ts';
import { createForkedWorkers } from './forked-worker.ts';

// A launch of Ferry without its window that lives to be killed: `node crash-child.ts <task as JSON>`. What it says
// on stdout is true when it is said: the line is in the pipe before the next thing is done.
const task = JSON.parse(process.argv[2] ?? '') as CrashTask;
const random = randomFrom(task.seed);
const say = (line: CrashLine): void => void fs.writeSync(1, `${JSON.stringify(line)}\n`);

let stepCount = 0;
/** Whether steps are counted: in a script only those of the story itself. */
let isCounting = task.work !== 'script';
/** Stands before everything done to the disk and the registry. */
function beforeStep(): void {
  if (!isCounting) return;
  if (stepCount === task.dieBeforeStep) process.kill(process.pid, 'SIGKILL');
  stepCount += 1;
}

/** Calls {@link beforeStep} before everything that is written to the table of files. */
function watchTables(tables: Home['tables']): Home['tables'] {
  const { files } = tables;
  const watched = new Proxy(files, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || !WRITES.has(String(key))) return value;
      return (...args: unknown[]): unknown => {
        beforeStep();
        return Reflect.apply(value as (...values: unknown[]) => unknown, target, args);
      };
    },
  });
  return { ...tables, files: watched };
}

const WRITES = new Set(['insert', 'end', 'endAll', 'move', 'setHash', 'contentChanged']);

/** The same before what the files' services do to the disk. */
function watchDisk(): void {
  const { rename, rm, open } = fsPromises;
  fsPromises.rename = (...args) => (beforeStep(), rename(...args));
  fsPromises.rm = (...args) => (beforeStep(), rm(...args));
  fsPromises.open = async (...args) => {
    const handle = await open(...args);
    const sync = handle.sync.bind(handle);
    handle.sync = () => (beforeStep(), sync());
    return handle;
  };
}

const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
/** No two launches ask for the same content. */
let urlCount = 0;
const urlOf = (sizeBytes: number): string =>
  `${task.origin}/${String(task.seed)}-${String((urlCount += 1))}/${String(Math.floor(sizeBytes))}`;

/** Small enough to keep hundreds, now and then more than one write. */
const keptSize = (): number => pick([0, 1, 700, 4096, 20_000, 70_000]) * (0.5 + random());
const anySize = (): number => pick([0, 300, 50_000, 400_000, 3_000_000]) * (0.5 + random());

async function download(launch: CrashLaunch, url: string, filePath: string | null = null): Promise<string> {
  const { exchangeId, ended } = launch.download(url, filePath);
  say({ kind: 'began', exchangeId, url });
  const result: TaskResult = await ended;
  say({ kind: 'ended', exchangeId });
  if (!result.ok) throw new Error(`${url}: ${result.error.message}`);
  return result.tempFilePath ?? '';
}

async function downloadAndSave(launch: CrashLaunch, sizeBytes: number): Promise<void> {
  const url = urlOf(sizeBytes);
  const { path } = await launch.files.save(await download(launch, url));
  say({ kind: 'saved', path, url });
}

async function remove(launch: CrashLaunch, path: string): Promise<void> {
  say({ kind: 'will-remove', path });
  await launch.files.removeSaved(path);
  say({ kind: 'removed', path });
}

async function writeUserFile(launch: CrashLaunch, name: string, sizeBytes: number): Promise<void> {
  const path = `http://usr/${name}`;
  const url = urlOf(sizeBytes);
  say({ kind: 'will-write', path, url });
  await download(launch, url, path);
  say({ kind: 'written', path, url });
}

/** Six lines of downloads, each to its own user file, to a temp file, or to be saved. */
async function keepDownloading(launch: CrashLaunch): Promise<never> {
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async (line) => {
      for (;;) {
        const dice = random();
        if (dice < 0.2) await writeUserFile(launch, `line-${String(line)}.bin`, keptSize());
        else if (dice < 0.4) await downloadAndSave(launch, keptSize());
        else await download(launch, urlOf(anySize()));
      }
    }),
  );
  throw new Error('unreachable');
}

const KEPT_FILES = 60;

async function keepSaving(launch: CrashLaunch): Promise<never> {
  for (;;) {
    await Promise.all([
      ...[1, 2, 3, 4, 5].map(() => downloadAndSave(launch, keptSize())),
      writeUserFile(launch, 'notes.bin', keptSize()),
    ]);
    const saved = launch.files.list().filter(({ kind }) => kind === 'saved');
    const surplus = saved.slice(0, Math.max(2, saved.length - KEPT_FILES));
    await Promise.all(surplus.map(({ path }) => remove(launch, path)));
  }
}

/** Resolves when the hash of a file has come. */
function hashed(launch: CrashLaunch, path: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (launch.files.find(path)?.sha256 == null) return;
      off();
      resolve();
    };
    const off = launch.files.onChange(look);
    look();
  });
}

/** A save, a removal, a user file written and replaced by one of the same and by one of another size. */
async function tellStory(launch: CrashLaunch): Promise<void> {
  await downloadAndSave(launch, 70_000);
  await downloadAndSave(launch, 500);
  const [first] = launch.files.list().filter(({ kind }) => kind === 'saved');
  if (first) await remove(launch, first.path);
  await writeUserFile(launch, 'notes.bin', 900);
  await hashed(launch, 'http://usr/notes.bin');
  await writeUserFile(launch, 'notes.bin', 900);
  await writeUserFile(launch, 'notes.bin', 40_000);
}

async function live(): Promise<void> {
  const workers = createForkedWorkers();
  const worker = createWorkerClient(workers.fork);
  watchDisk();
  say({ kind: 'opening' });
  const launch = await launchServices(task.home, { worker, watchTables });
  say({ kind: 'opened' });
  if (task.work === 'start') return keepDownloading(launch);
  // The worker's start is not what is killed here.
  await worker.hash(import.meta.filename);
  say({ kind: 'ready' });
  switch (task.work) {
    case 'download':
      return keepDownloading(launch);
    case 'save':
      return keepSaving(launch);
    case 'script':
      isCounting = true;
      await tellStory(launch);
      isCounting = false;
      await launch.stop();
      await worker.close();
      say({ kind: 'done' });
      process.exit(0);
  }
}

live().catch((error: unknown) => {
  say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
});
