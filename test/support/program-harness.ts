import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CompiledProject } from '#contract/project';
import type { MappedStack, WxEvent } from '#contract/wx';
import { createBodyStore } from '../../src-main/files/body-store.ts';
import { createProjectFiles } from '../../src-main/files/project-files.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { devtoolsPhone } from '../../src-main/program/device.ts';
import { createPageLog } from '../../src-main/program/page-log.ts';
import { createProgram, type Program } from '../../src-main/program/program.ts';
import { createProgramStorage } from '../../src-main/program/storage.ts';
import { createLimiter } from '../../src-main/transfers/limiter.ts';
import { createTransferManager, type TransferManager } from '../../src-main/transfers/manager.ts';
import { DEVTOOLS } from '../../src-main/transfers/rules/device-profile.ts';
import { createWorkerClient } from '../../src-main/transfers/worker-client.ts';
import { createForkedWorkers } from './forked-worker.ts';
import { tempDir } from './temp-dir.ts';

/** A mini-program opened on real stores, without a window; the worker starts when something is transferred. */
export interface ProgramHarness {
  readonly folder: string;
  readonly home: Home;
  readonly program: Program;
  readonly transfers: TransferManager;
  /** What the page was sent. */
  readonly sent: WxEvent[];
}

export function compiledProject(parts: Partial<CompiledProject> = {}): CompiledProject {
  return {
    appid: 'touristappid',
    name: 'Test',
    entryPage: 'pages/a/a',
    pages: ['pages/a/a', 'pages/b/b'],
    packages: [],
    units: [],
    app: {},
    styles: {},
    templatesFile: 'templates.js',
    diagnostics: [],
    ...parts,
  };
}

export async function withProgram(
  mapStack: (stack: string) => MappedStack = (stack) => ({ stack, location: null, codeFrame: '' }),
): Promise<ProgramHarness> {
  const folder = await tempDir();
  const home = openHome(path.join(folder, 'home'), systemClock);
  const key = 'local-test';
  const dataFolder = home.dataFolder(key);
  const options = { project: key, launch: home.launch };
  const files = await createProjectFiles(
    { table: home.tables.files, clock: systemClock },
    { ...options, dataFolder, packageRoot: folder },
  );
  const workers = createForkedWorkers();
  const worker = createWorkerClient(workers.fork);
  const transfers = createTransferManager({
    worker,
    clock: systemClock,
    limiter: createLimiter(),
    extraCertificateAuthorities: () => [],
  });
  const project = compiledProject();
  const program = createProgram(
    { transfers, clock: systemClock },
    {
      key,
      appid: project.appid,
      folder,
      packageRoot: folder,
      buildDir: folder,
      project,
      profile: DEVTOOLS,
      files,
      bodies: await createBodyStore(path.join(dataFolder, 'parts', String(home.launch))),
      journal: createJournal({ table: home.tables.exchanges }, options),
      storage: createProgramStorage(home.tables.storage, key),
      remote: {
        get: (url) => Promise.reject(new Error(`Nobody fetches ${url} here.`)),
        clear: () => undefined,
      },
      log: createPageLog(),
      mapStack,
      bootInfo: () => ({
        entry: null,
        appid: project.appid,
        device: devtoolsPhone(),
        userDataPath: 'http://usr',
        labOrigin: null,
        locale: 'en',
      }),
    },
  );
  const sent: WxEvent[] = [];
  program.attach((event) => void sent.push(event));
  onTestFinished(async () => {
    await program.close();
    await transfers.settled();
    await worker.close();
    await workers.gone();
    home.close();
  });
  return { folder, home, program, transfers, sent };
}
