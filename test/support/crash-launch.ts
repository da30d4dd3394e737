import path from 'node:path';
import type { TaskEvent, TaskResult } from '#contract/transfer';
import { createBodyStore, type BodyStore } from '../../src-main/files/body-store.ts';
import { openFileSpace } from '../../src-main/files/file-space.ts';
import { createFileSystem, type ProgramFileSystem } from '../../src-main/files/file-system/file-system.ts';
import {
  createProjectFiles,
  sweepOldLaunches,
  type ProjectFiles,
} from '../../src-main/files/project-files.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { createKeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { createProgramBodies } from '../../src-main/journal/bodies/program-bodies.ts';
import { createJournal, type Journal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import type { TransferOwner } from '../../src-main/transfers/context.ts';
import { createLimiter } from '../../src-main/transfers/limiter.ts';
import { createTransferManager } from '../../src-main/transfers/manager.ts';
import type { WorkerClient } from '../../src-main/transfers/worker-client.ts';
import { testNetwork } from './networks.ts';

export const CRASH_PROJECT = 'local-crash';

/** Ferry's durable half on a home, built in the order of the app, without a window. */
export interface CrashLaunch {
  readonly home: Home;
  readonly files: ProjectFiles;
  readonly bodies: BodyStore;
  readonly fileSystem: ProgramFileSystem;
  readonly journal: Journal;
  /** Starts a download; `ended` resolves with its one end. */
  download(
    url: string,
    filePath?: string | null,
  ): { readonly exchangeId: string; readonly ended: Promise<TaskResult> };
  /** Waits for what runs, and closes the home; the worker stays. */
  stop(): Promise<void>;
}

/** What a launch is built on. */
export interface CrashLaunchDeps {
  readonly worker: WorkerClient;
  /** Between the services and their tables. */
  readonly watchTables?: (tables: Home['tables']) => Home['tables'];
}

/** Opens a home and one program in it, as `app.ts` and `app-program.ts` do. */
export async function launchServices(homeFolder: string, deps: CrashLaunchDeps): Promise<CrashLaunch> {
  const home = openHome(homeFolder, systemClock);
  const tables = deps.watchTables?.(home.tables) ?? home.tables;
  deps.worker.warmUp();
  const transfers = createTransferManager({
    worker: deps.worker,
    clock: systemClock,
    limiter: createLimiter(),
  });
  const dataFolder = home.dataFolder(CRASH_PROJECT);
  const kept = createKeptBodies(tables.recorded, {
    folder: path.join(home.folder, 'bodies'),
    ownFolders: [home.programsFolder],
  });
  await sweepOldLaunches(dataFolder, home.launch);
  const own = { project: CRASH_PROJECT, launch: home.launch };
  const space = await openFileSpace(
    {
      table: tables.files,
      clock: systemClock,
      hash: (realPath) => deps.worker.hash(realPath),
      guard: (file, change) => kept.guard(file, change),
    },
    { ...own, dataFolder, packageRoot: homeFolder },
  );
  const files = createProjectFiles(space);
  const bodies = await createBodyStore(path.join(dataFolder, 'parts', String(home.launch)));
  const fileSystem = createFileSystem(space, { files, bodies });
  const journal = createJournal({ table: tables.exchanges }, own);
  const waiting = new Map<string, (result: TaskResult) => void>();
  const owner: TransferOwner = {
    generation: 1,
    context: {
      appid: 'touristappid',
      network: testNetwork(),
      files,
      bodies,
      journal,
      troubles: { missing: () => null, refused: () => undefined },
      kept: createProgramBodies(kept, CRASH_PROJECT, journal),
      networkTimeout: {},
      mapStack: (stack) => Promise.resolve({ stack, location: null, codeFrame: '' }),
    },
    isSuspended: () => false,
    emit(event: TaskEvent) {
      if (event.kind !== 'ended') return;
      const settle = waiting.get(event.taskId);
      if (!settle) throw new Error(`The task ${event.taskId} ended twice.`);
      waiting.delete(event.taskId);
      settle(event.result);
    },
  };
  let count = 0;
  return {
    home,
    files,
    bodies,
    fileSystem,
    journal,
    download(url, filePath = null) {
      const taskId = `t${String((count += 1))}`;
      const ended = new Promise<TaskResult>((resolve) => waiting.set(taskId, resolve));
      transfers.download(owner, {
        taskId,
        url,
        filePath,
        header: {},
        timeoutMs: null,
        wantsHttp2: false,
        invokedAtEpochMs: 0,
        callSite: { page: 'pages/index/index', stack: '' },
        written: { url },
      });
      return { exchangeId: transfers.exchangeOf(owner, taskId) ?? '', ended };
    },
    async stop() {
      transfers.release(owner);
      await transfers.settled();
      home.close();
    },
  };
}
