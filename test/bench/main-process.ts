import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { PanelEvent } from '#contract/panel';
import type { CompiledProject } from '#contract/project';
import type { TaskResult } from '#contract/transfer';
import type { WxEvent } from '#contract/wx';
import { createOpenExchanges } from '../../src-main/app-exchanges.ts';
import { buildProgram } from '../../src-main/app-program.ts';
import { createSocketServices } from '../../src-main/app-sockets.ts';
import { openHome } from '../../src-main/home.ts';
import { createPanelFeed } from '../../src-main/ipc/panel-feed.ts';
import { createKeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import type { Program } from '../../src-main/program/program.ts';
import { createWorkbench } from '../../src-main/program/workbench.ts';
import { createLimiter } from '../../src-main/transfers/limiter.ts';
import { createTransferManager } from '../../src-main/transfers/manager.ts';
import { DEVTOOLS } from '../../src-main/transfers/rules/device-profile.ts';
import type { WorkerClient } from '../../src-main/transfers/worker-client.ts';
import { plainConditions } from '../support/plain-conditions.ts';

const TIMEOUT_MS = 10 * 60 * 1000;
const PAGE = 'pages/index/index';

/** One transfer as the page that ordered it sees it. */
export interface OrderedTransfer {
  readonly ended: Promise<TaskResult>;
  abort(): void;
}

/**
 * What Ferry's main process does for transfers, in this process and without a window: the manager, a home with its
 * registry and journal on SQLite, the files of one open mini-program, the feed of the panel.
 */
export interface MainProcess {
  readonly program: Program;
  /** Where downloads lie as `.part` until they are whole. */
  readonly partsFolder: string;
  /** `filePath` as {@link MainProcess.pick} gave it. */
  upload(url: string, filePath: string): OrderedTransfer;
  download(url: string): OrderedTransfer;
  /** Makes a temp file of the mini-program's from a file of the computer, as a picker does. */
  pick(sourcePath: string): Promise<string>;
  /** Body bytes carried so far, by the journal. */
  movedBytes(): number;
  /** Resolves when nothing is in flight and every hash has come. */
  settled(): Promise<void>;
}

export interface MainProcessOptions {
  /** For the home and the mini-program; whoever gave it removes it. */
  readonly folder: string;
  readonly worker: WorkerClient;
  /** Takes what a page is sent. */
  readonly toPage: (event: WxEvent) => void;
  /** Takes what the panel is sent. */
  readonly toPanel: (event: PanelEvent) => void;
}

/** Opens a home below the folder, and a mini-program in it whose page has started. */
export async function openMainProcess(options: MainProcessOptions): Promise<MainProcess> {
  const clock = systemClock;
  const { worker } = options;
  const home = openHome(path.join(options.folder, 'home'), clock);
  const wire = { worker, clock };
  const transfers = createTransferManager({ ...wire, limiter: createLimiter() });
  const kept = createKeptBodies(home.tables.recorded, {
    folder: path.join(home.folder, 'bodies'),
    ownFolders: [home.programsFolder],
  });
  const workbench = createWorkbench<null>({
    recent: home.tables.recent,
    clock,
    check: () => Promise.resolve(),
    build: (folder) =>
      buildProgram(
        {
          home,
          clock,
          compiler: {
            compile: () => Promise.resolve(COMPILED),
            ready: () => Promise.resolve(),
            findings: () => null,
          },
          buildScope: 'all',
          sockets: createSocketServices(clock),
          transfers,
          wire,
          kept,
          network: {
            systemProxy: () => Promise.resolve(null),
            ownNetworks: () => [],
            lab: () => ({ origins: [], authorities: [] }),
          },
          conditions: plainConditions(),
          keepsScreens: false,
          bootInfo: () => ({ animates: false, entry: null, labOrigin: null, locale: 'en' }),
        },
        folder,
        { fresh: false },
      ),
    show: () => Promise.resolve(null),
    hide: ({ program }) => program.close(),
  });
  const exchanges = createOpenExchanges(home, () => workbench.current()?.program ?? null, {
    warn: (event) => void process.stderr.write(`${event}\n`),
  });
  createPanelFeed({
    workbench,
    exchanges: exchanges.current,
    recent: home.tables.recent,
    samples: [],
    runtime: { kind: 'chromium', version: '', ferry: '', parts: [] },
    savedQuotaBytes: () => DEVTOOLS.quotaBytes,
    repair: null,
    preferences: () => ({ locale: 'en', theme: 'system', reloadOnSave: false }),
    labOrigin: () => null,
    send: options.toPanel,
  });
  const { program } = await workbench.open(await makeProject(options.folder));
  await program.boot();

  const waiting = new Map<string, (result: TaskResult) => void>();
  program.attach((event) => {
    options.toPage(event);
    if (event.kind !== 'task' || event.event.kind !== 'ended') return;
    waiting.get(event.event.taskId)?.(event.event.result);
    waiting.delete(event.event.taskId);
  });
  const order = (start: (taskId: string) => void): OrderedTransfer => {
    const taskId = randomUUID();
    const ended = new Promise<TaskResult>((resolve) => {
      waiting.set(taskId, resolve);
    });
    start(taskId);
    return {
      ended,
      abort() {
        transfers.abort(program.owner(), taskId);
      },
    };
  };
  const call = (taskId: string, url: string) => ({
    taskId,
    url,
    header: {},
    timeoutMs: TIMEOUT_MS,
    wantsHttp2: false,
    invokedAtEpochMs: clock.now(),
    callSite: { page: PAGE, stack: 'Error\n    at tap (page.js:3:7)' },
    written: { url },
  });

  return {
    program,
    partsFolder: path.join(home.dataFolder(program.key), 'parts', String(home.launch)),
    upload: (url, filePath) =>
      order((taskId) => {
        const file = { filePath, name: 'file', formData: [], formDataFindings: [] };
        transfers.upload(program.owner(), { ...call(taskId, url), ...file });
      }),
    download: (url) =>
      order((taskId) => {
        transfers.download(program.owner(), { ...call(taskId, url), filePath: null });
      }),
    pick: async (sourcePath) => (await program.files.importTemp(sourcePath, 'picked')).path,
    movedBytes: () =>
      program.journal
        .ofThisLaunch()
        .reduce((sum, { sentBytes, receivedBytes }) => sum + sentBytes + receivedBytes, 0),
    settled: () => transfers.settled(),
  };
}

/** A mini-program of one page, which nothing of this looks into. */
const COMPILED: CompiledProject = {
  appid: 'wx0123456789abcdef',
  name: 'Benchmark',
  entryPage: PAGE,
  pages: [PAGE],
  packages: [],
  units: [],
  themes: null,
  app: {},
  diagnostics: [],
};

async function makeProject(folder: string): Promise<string> {
  const project = path.join(folder, 'project');
  await fs.mkdir(project);
  await fs.writeFile(path.join(project, 'app.json'), JSON.stringify({ pages: COMPILED.pages }));
  return project;
}
