import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type {
  DownloadCall,
  Exchange,
  RequestCall,
  TaskEvent,
  TaskResult,
  TransferKind,
  UploadCall,
} from '#contract/transfer';
import { createBodyStore, type BodyStore } from '../../src-main/files/body-store.ts';
import { openFileSpace } from '../../src-main/files/file-space.ts';
import { createProjectFiles, type ProjectFiles } from '../../src-main/files/project-files.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { createKeptBodies, type KeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { createProgramBodies } from '../../src-main/journal/bodies/program-bodies.ts';
import { createJournal, type Journal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import type { TransferContext, TransferOwner } from '../../src-main/transfers/context.ts';
import type { Breakpoints } from '../../src-main/transfers/conditions/breakpoints.ts';
import { createLimiter } from '../../src-main/transfers/limiter.ts';
import { createTransferManager, type TransferManager } from '../../src-main/transfers/manager.ts';
import { createWorkerClient, type WorkerClient } from '../../src-main/transfers/worker-client.ts';
import { createForkedWorkers, type ForkedWorkers } from './forked-worker.ts';
import { testNetwork, type TestNetworkOptions } from './networks.ts';
import { openFilesBelow } from './open-files.ts';
import { tempDir } from './temp-dir.ts';

/** The worker process a file of tests shares; each test has its own home, manager and journal. */
export interface SharedWorker {
  readonly workers: ForkedWorkers;
  readonly client: WorkerClient;
}

/** A worker of whatever make, as far as the harness looks into it. */
export interface AnyWorker {
  readonly workers: Pick<ForkedWorkers, 'openJobs'> & { current(): { readonly pid: number } };
  readonly client: WorkerClient;
}

/** Starts one worker for all tests of the file that calls this, and ends it after them. */
export function shareWorker(): SharedWorker {
  const workers = createForkedWorkers();
  const client = createWorkerClient(workers.fork);
  beforeAll(async () => {
    // Starts the process, so that no test's time is its start-up.
    await client.hash(import.meta.filename);
  });
  afterAll(async () => {
    await client.close();
    await workers.gone();
  });
  return { workers, client };
}

type Ended = Extract<TaskEvent, { kind: 'ended' }>;

/** A task as the page that started it sees it. */
export interface PageTask {
  readonly taskId: string;
  readonly events: readonly TaskEvent[];
  /** The result of the one end. */
  readonly ended: Promise<TaskResult>;
  /** Resolves at the next (or an earlier) event of a kind. */
  heard(kind: TaskEvent['kind']): Promise<TaskEvent>;
  abort(): void;
  exchange(): Exchange;
}

export interface TransferHarness {
  readonly folder: string;
  /** Where files lie that are still being written. */
  readonly partsFolder: string;
  readonly home: Home;
  readonly files: ProjectFiles;
  readonly bodies: BodyStore;
  readonly journal: Journal;
  readonly kept: KeptBodies;
  readonly transfers: TransferManager;
  /** The transfers that stand at breakpoints. */
  readonly breakpoints: Breakpoints;
  upload(call: Partial<UploadCall> & { readonly url: string; readonly filePath: string }): PageTask;
  download(call: Partial<DownloadCall> & { readonly url: string }): PageTask;
  request(call: Partial<RequestCall> & { readonly url: string }): PageTask;
  /** A temp file with this content, as a picker makes one; its virtual path. */
  picked(name: string, content: Uint8Array | string): Promise<string>;
  /** The page is gone. */
  release(): void;
  /** Waits for the last hash, then checks the books: nothing runs, nothing is taken, nothing is left. */
  close(keeps?: { readonly bodies?: number }): Promise<void>;
}

export interface TransferHarnessOptions extends TestNetworkOptions {
  readonly networkTimeout?: Readonly<Record<string, number>>;
  readonly quotaBytes?: number;
  /** Bytes of bodies that are kept. */
  readonly keptBytes?: number;
  readonly extraCertificateAuthorities?: readonly string[];
}

const CALL = {
  header: {},
  timeoutMs: null,
  wantsHttp2: false,
  invokedAtEpochMs: 0,
  callSite: { page: 'pages/index/index', stack: 'Error\n    at tap (page.js:3:7)' },
  written: { url: 'as written' },
} as const;

export async function withTransfers(
  { workers, client }: AnyWorker,
  options: TransferHarnessOptions = {},
): Promise<TransferHarness> {
  const folder = await tempDir();
  const home = openHome(path.join(folder, 'home'), systemClock);
  onTestFinished(async () => {
    transfers.release(owner);
    await transfers.settled();
    await kept.settled();
    home.close();
  });
  const dataFolder = home.dataFolder('local-test');
  const kept = createKeptBodies(home.tables.recorded, {
    folder: path.join(home.folder, 'bodies'),
    ownFolders: [home.programsFolder],
    ...(options.keptBytes === undefined ? {} : { limitBytes: options.keptBytes }),
  });
  const space = await openFileSpace(
    { table: home.tables.files, clock: systemClock, guard: (file, change) => kept.guard(file, change) },
    {
      project: 'local-test',
      dataFolder,
      packageRoot: folder,
      launch: home.launch,
      ...(options.quotaBytes === undefined ? {} : { quotaBytes: options.quotaBytes }),
    },
  );
  const files = createProjectFiles(space);
  const partsFolder = path.join(dataFolder, 'parts', String(home.launch));
  const bodies = await createBodyStore(partsFolder);
  const journal = createJournal(
    { table: home.tables.exchanges },
    { project: 'local-test', launch: home.launch },
  );
  const limiter = createLimiter();
  const transfers = createTransferManager({
    worker: client,
    clock: systemClock,
    limiter,
  });
  const context: TransferContext = {
    appid: 'wx0123456789abcdef',
    network: testNetwork({
      ...options,
      settings: {
        ...options.settings,
        certificateAuthorities: options.extraCertificateAuthorities ?? [],
      },
    }),
    files,
    bodies,
    journal,
    troubles: { missing: () => null, refused: () => undefined },
    kept: createProgramBodies(kept, 'local-test', journal),
    networkTimeout: options.networkTimeout ?? {},
    mapStack: (stack) => Promise.resolve({ stack, location: 'pages/index/index.js:3:7', codeFrame: '' }),
  };
  const hearers = new Map<string, (event: TaskEvent) => void>();
  const owner: TransferOwner = {
    generation: 1,
    context,
    isSuspended: () => false,
    emit: (event) => hearers.get(event.taskId)?.(event),
  };
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));

  const begin = (taskId: string, start: () => void): PageTask => {
    const events: TaskEvent[] = [];
    const waiting = new Set<() => void>();
    hearers.set(taskId, (event) => {
      // As the line to a page would: what cannot be cloned must not be sent.
      events.push(structuredClone(event));
      for (const look of waiting) look();
    });
    const heard = (kind: TaskEvent['kind']): Promise<TaskEvent> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => event.kind === kind);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    start();
    const exchangeId = transfers.exchangeOf(owner, taskId);
    return {
      taskId,
      events,
      heard,
      ended: heard('ended').then((event) => (event as Ended).result),
      abort: () => {
        transfers.abort(owner, taskId);
      },
      exchange() {
        const exchange = exchangeId === null ? null : journal.get(exchangeId);
        if (!exchange) throw new Error(`The journal knows nothing of ${taskId}.`);
        return exchange;
      },
    };
  };

  return {
    folder,
    partsFolder,
    home,
    files,
    bodies,
    journal,
    kept,
    transfers,
    breakpoints: context.network.breakpoints,
    upload(call) {
      const taskId = call.taskId ?? randomUUID();
      return begin(taskId, () => {
        transfers.upload(owner, {
          ...CALL,
          taskId,
          name: 'file',
          formData: [],
          formDataFindings: [],
          ...call,
        });
      });
    },
    download(call) {
      const taskId = call.taskId ?? randomUUID();
      return begin(taskId, () => {
        transfers.download(owner, { ...CALL, taskId, filePath: null, ...call });
      });
    },
    request(call) {
      const taskId = call.taskId ?? randomUUID();
      return begin(taskId, () => {
        transfers.request(owner, {
          ...CALL,
          taskId,
          method: 'GET',
          body: { kind: 'none' },
          responseType: 'text',
          followsRedirects: true,
          ...call,
        });
      });
    },
    async picked(name, content) {
      const source = path.join(folder, name);
      await writeFile(source, content);
      return (await files.importTemp(source, 'picked')).path;
    },
    release: () => {
      transfers.release(owner);
    },
    async close(keeps = {}) {
      await transfers.settled();
      const left = await readdir(partsFolder);
      expect({
        live: transfers.live(),
        slots: (['upload', 'download', 'request'] as TransferKind[]).map((kind) => limiter.taken(kind)),
        workerJobs: workers.openJobs(),
        parts: left.filter((name) => name.endsWith('.part')),
        bodies: left.filter((name) => name.endsWith('.body')).length,
        openHere: await openFilesBelow(path.join(folder, 'home', 'programs')),
        openInWorker: await openFilesBelow(folder, workers.current().pid),
        warnings,
      }).toEqual({
        live: 0,
        slots: [0, 0, 0],
        workerJobs: [],
        parts: [],
        bodies: keeps.bodies ?? 0,
        openHere: [],
        openInWorker: [],
        warnings: [],
      });
    },
  };
}

/** The events of a task in one line each, for comparing a whole story: `headers 200`, `progress 100`, `ended ok`. */
export function storyOf(task: PageTask): string[] {
  return task.events.map((event) => {
    switch (event.kind) {
      case 'headers':
        return `headers ${String(event.statusCode)}`;
      case 'progress':
        return `progress ${String(event.progress)}`;
      case 'ended':
        return event.result.ok ? 'ended ok' : `ended ${event.result.error.code}`;
    }
  });
}
