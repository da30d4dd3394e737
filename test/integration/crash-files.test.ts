import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { expectSoundRegistry } from '../support/crash-checks.ts';
import { createCrashFilesBook } from '../support/crash-files-book.ts';
import { CRASH_PROJECT } from '../support/crash-launch.ts';
import {
  FILE_WORKS,
  randomFrom,
  type CrashFilesTask,
  type CrashLine,
  type FileWork,
} from '../support/crash-lines.ts';
import { startCrashRun } from '../support/crash-run.ts';
import { withContentServer } from '../support/crash-server.ts';
import {
  differencesOf,
  launchFileSystem,
  sha256,
  type FileSystemLaunch,
} from '../support/file-system-launch.ts';
import { tempDir } from '../support/temp-dir.ts';

// kill -9 while files are worked with, over and over on the same homes. FERRY_CRASH_SEED repeats a run.
const KILLS = 200;
/** Homes that are killed side by side: most of the time goes into starting. */
const LANES = 2;
/** A minute and a half where nothing else runs, several times that beside other tests. */
const BUSY = { timeout: 600_000 };
const SEED = Number(process.env['FERRY_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** So many steps most work of a kind has; where one comes to its end before, the next one dies. */
const STEPS: Readonly<Record<FileWork, number>> = {
  ...{ download: 3, downloadTo: 9, saveFile: 5, saveFileTo: 10, writeFile: 8, appendFile: 8, rename: 4 },
  ...{ renameOver: 4, renameFolder: 5, copyFile: 8, unzip: 28, unlink: 3, rmdir: 3, removeSavedFile: 3 },
};

async function lastingFiles({ files, space }: FileSystemLaunch): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { path: at, kind } of files.list()) {
    if (kind === 'temp') continue;
    const { realPath } = await space.locate(at);
    found.set(at, sha256(await readFile(realPath)));
  }
  return found;
}

/** What is left of launches that are over, or half done. */
async function remainsOf({ home, dataFolder, space }: FileSystemLaunch): Promise<unknown> {
  const launch = String(home.launch);
  const everything = await readdir(dataFolder, { recursive: true });
  return {
    temp: (await readdir(path.join(dataFolder, 'temp'))).filter((name) => name !== launch),
    parts: (await readdir(path.join(dataFolder, 'parts'))).filter((name) => name !== launch),
    halves: everything.filter((name) => /\.(part|body)$/.test(name)),
    growing: space.table.growing(CRASH_PROJECT),
  };
}
const NOTHING = { temp: [], parts: [], halves: [], growing: [] };

interface Tally {
  killed: number;
  old: number;
  new: number;
  mixed: number;
}

it(
  `kill -9 at ${String(KILLS)} points of work with files leaves each file old or new, and known as it is`,
  BUSY,
  async () => {
    const server = await withContentServer();
    const root = await tempDir();
    const cacheFolder = path.join(root, 'cache');
    const random = randomFrom(SEED);
    const tallies = new Map<FileWork | 'between', Tally>();
    let next = 0;
    const startedAt = performance.now();

    const killOnce = async (folder: string, book: ReturnType<typeof createCrashFilesBook>, round: number) => {
      const focus = FILE_WORKS[round % FILE_WORKS.length] ?? 'writeFile';
      // Two of three die between two steps of their work, the rest wherever they are when the signal comes.
      const dieBeforeStep = round % 3 === 2 ? null : Math.floor(random() * STEPS[focus]);
      const task: CrashFilesTask = {
        ...{
          home: path.join(folder, 'home'),
          origin: server.origin,
          seed: SEED + round,
          focus,
          dieBeforeStep,
        },
      };
      const afterMs = random() * 200;
      try {
        const run = startCrashRun(task, cacheFolder);
        await run.heard('ready');
        if (dieBeforeStep === null) await sleep(afterMs);
        // One whose step never comes is killed wherever it is.
        else await Promise.race([run.gone(), sleep(5000)]);
        run.kill();
        await run.gone();
        const work = book.take(run.lines);
        await expectSoundRegistry(task.home);
        const launch = await launchFileSystem(folder, { project: CRASH_PROJECT });
        expect(await differencesOf(launch)).toEqual([]);
        const { wrong, outcome } = book.compare(await lastingFiles(launch));
        expect(wrong).toEqual([]);
        expect(await remainsOf(launch)).toEqual(NOTHING);
        await launch.end();
        const tally = tallies.get(work ?? 'between') ?? { killed: 0, old: 0, new: 0, mixed: 0 };
        tally.killed += 1;
        tally[outcome] += 1;
        tallies.set(work ?? 'between', tally);
      } catch (error) {
        const when = dieBeforeStep === null ? `${String(afterMs)} ms` : `step ${String(dieBeforeStep)}`;
        throw new Error(
          `FERRY_CRASH_SEED=${String(SEED)}, round ${String(round)}: ${focus}, killed at ${when}`,
          {
            cause: error,
          },
        );
      }
    };
    const lane = async (number: number): Promise<void> => {
      const folder = path.join(root, `lane-${String(number)}`);
      const book = createCrashFilesBook();
      while (next < KILLS) {
        next += 1;
        await killOnce(folder, book, next - 1);
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));

    const rows = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [work, { killed, old, new: done, mixed }] of rows) {
      const counts = `${String(killed)} killed: ${String(old)} old, ${String(done)} new, ${String(mixed)} old and new files`;
      process.stdout.write(`      ${work}: ${counts}\n`);
    }
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    process.stdout.write(`      ${String(KILLS)} kills in ${seconds} s, seed ${String(SEED)}\n`);
    // What was killed was at work, each kind of it.
    for (const work of FILE_WORKS)
      expect([work, tallies.get(work)?.killed ?? 0]).toEqual([
        work,
        expect.toSatisfy((killed: number) => killed >= 5),
      ]);
  },
);

it('the book of what was acknowledged tells what was lost, half done, or came from nowhere', () => {
  const wrongAfter = (lines: readonly CrashLine[], found: Readonly<Record<string, string>>): string[] => {
    const book = createCrashFilesBook();
    book.take([...written('a', 'first'), ...written('b', 'second'), ...lines]);
    return book.compare(new Map(Object.entries(found))).wrong;
  };
  const written = (path: string, after: string): CrashLine[] => [
    { kind: 'will', work: 'writeFile', effects: [{ path, before: null, after }], saves: null },
    { kind: 'did', savedPath: null },
  ];
  const moves = [
    { path: 'a', before: 'first', after: null },
    { path: 'b', before: 'second', after: 'first' },
  ];
  const renames: CrashLine = { kind: 'will', work: 'renameOver', effects: moves, saves: null };
  const [a, b] = ['first', 'second'];

  expect(wrongAfter([], { a, b })).toEqual([]);
  expect(wrongAfter([], { a })).toEqual(['b is not what was acknowledged: nothing for second']);
  expect(wrongAfter([], { a, b: '' })).toEqual(['b is not what was acknowledged:  for second']);
  expect(wrongAfter([], { a, b, c: '' })).toEqual(['c came from nowhere']);
  expect(wrongAfter([renames], { a, b })).toEqual([]);
  expect(wrongAfter([renames], { b: a })).toEqual([]);
  expect(wrongAfter([renames], { b })).toEqual([expect.stringContaining('renameOver is half done')]);
  expect(wrongAfter([renames], { a, b: 'third' })).toContain(
    'b is neither old nor new under renameOver: third',
  );
  // Once it is acknowledged, the old is wrong.
  expect(wrongAfter([renames, { kind: 'did', savedPath: null }], { a, b })).toHaveLength(2);
});
