import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createCrashBook } from '../support/crash-book.ts';
import { expectNothingLost, expectSoundRegistry, type CrashScene } from '../support/crash-checks.ts';
import { randomFrom, type CrashTask } from '../support/crash-lines.ts';
import { startCrashRun } from '../support/crash-run.ts';
import { withContentServer } from '../support/crash-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { shareWorker } from '../support/transfer-harness.ts';

// Ferry without its window, as processes that are killed: kill -9 at random points, then everything that was
// acknowledged is held against what the next start finds. FERRY_CRASH_SEED repeats a run.
const worker = shareWorker();

const ROUNDS = 50;
/** Half a minute where nothing else runs, several times that beside other tests. */
const BUSY = { timeout: 240_000 };
const SEED = Number(process.env['FERRY_CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

async function sceneOn(folder: string): Promise<CrashScene> {
  const server = await withContentServer();
  return {
    homeFolder: path.join(folder, 'home'),
    book: createCrashBook((url) => server.sha256Of(url)),
    server,
    worker: worker.client,
  };
}

it(
  `kill -9 at ${String(ROUNDS)} random points of start-up, download and saveFile loses nothing that was acknowledged`,
  BUSY,
  async () => {
    const folder = await tempDir();
    const scene = await sceneOn(folder);
    const random = randomFrom(SEED);
    const sums = { interrupted: 0, saved: 0, removed: 0 };
    // The first start has the longest way, and shows how long a start takes.
    let startMs = 0;

    for (let round = 0; round < ROUNDS; round += 1) {
      const work = (['start', 'download', 'save'] as const)[round % 3] ?? 'start';
      // Every other save dies between two steps; the rest wherever it is when the signal comes.
      const dieBeforeStep = round % 6 === 5 ? Math.floor(random() * 300) : null;
      const task: CrashTask = {
        home: scene.homeFolder,
        origin: scene.server.origin,
        work,
        seed: SEED + round,
        dieBeforeStep,
      };
      const afterMs = work === 'start' ? random() * (startMs || 50) * 1.5 : random() * 250;
      try {
        const run = startCrashRun(task, path.join(folder, 'cache'));
        await run.heard('opening');
        const openingAt = performance.now();
        void run.heard('opened').then(() => {
          startMs = Math.max(startMs, performance.now() - openingAt);
        });
        if (work !== 'start') await run.heard('ready');
        if (dieBeforeStep === null) {
          await sleep(afterMs);
          run.kill();
        }
        await run.gone();
        scene.book.take(run.lines);
        sums.saved += run.lines.filter(({ kind }) => kind === 'saved').length;
        sums.removed += run.lines.filter(({ kind }) => kind === 'removed').length;
        await expectSoundRegistry(scene.homeFolder);
        sums.interrupted += (await expectNothingLost(scene)).interrupted;
      } catch (error) {
        const when = dieBeforeStep === null ? `${String(afterMs)} ms` : `step ${String(dieBeforeStep)}`;
        throw new Error(
          `FERRY_CRASH_SEED=${String(SEED)}, round ${String(round)}: ${work}, killed at ${when}`,
          {
            cause: error,
          },
        );
      }
    }
    // What was killed was at work.
    expect(sums.interrupted).toBeGreaterThan(ROUNDS / 3);
    expect(sums.saved).toBeGreaterThan(ROUNDS);
    expect(sums.removed).toBeGreaterThan(10);
  },
);

it(
  'kill -9 before each step of a story of files leaves each file whole, and known as it is',
  BUSY,
  async () => {
    const folder = await tempDir();
    const cacheFolder = path.join(folder, 'cache');
    let isOver = false;
    let died = 0;
    /** Tells the story on homes of its own, killed at every other step. */
    const tell = async (first: number): Promise<void> => {
      const scene = await sceneOn(path.join(folder, `home-${String(first)}`));
      for (let step = first; !isOver; step += 2) {
        const homeFolder = path.join(folder, `home-${String(step)}`);
        const book = createCrashBook((url) => scene.server.sha256Of(url));
        const run = startCrashRun(
          { home: homeFolder, origin: scene.server.origin, work: 'script', seed: step, dieBeforeStep: step },
          cacheFolder,
        );
        await run.gone();
        book.take(run.lines);
        if (run.lines.some(({ kind }) => kind === 'done')) isOver = true;
        else died += 1;
        await expectSoundRegistry(homeFolder);
        await expectNothingLost({ ...scene, homeFolder, book });
      }
    };
    await Promise.all([tell(0), tell(1)]);
    expect(died).toBeGreaterThan(20);
  },
);
