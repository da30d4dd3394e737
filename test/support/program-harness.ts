import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CompiledProject } from '#contract/project';
import { NO_MOCKS, type MockBook } from '#contract/mocks';
import type { MappedStack, WxEvent } from '#contract/wx';
import { cloudUrlOf, createProgramCloud } from '../../src-main/app-cloud.ts';
import { createSocketServices } from '../../src-main/app-sockets.ts';
import { createFileDesk } from '../../src-main/files/file-desk.ts';
import { createFileTroubles } from '../../src-main/files/file-troubles.ts';
import { createBodyStore } from '../../src-main/files/body-store.ts';
import { PATH_SCHEMES } from '../../src-main/files/path-scheme.ts';
import { openFileSpace, TEMP_LIMIT_BYTES } from '../../src-main/files/file-space.ts';
import { createFileSystem } from '../../src-main/files/file-system/file-system.ts';
import { createProjectFiles, sweepOldLaunches } from '../../src-main/files/project-files.ts';
import { openHome, type Home } from '../../src-main/home.ts';
import { createKeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { createProgramBodies, type ProgramBodies } from '../../src-main/journal/bodies/program-bodies.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { deviceInfo } from '../../src-main/program/device.ts';
import { createPageLog } from '../../src-main/program/page-log.ts';
import { createProgram, type Program } from '../../src-main/program/program.ts';
import { createProgramScreen } from '../../src-main/program/screen.ts';
import { createRemoteCache } from '../../src-main/program/remote-cache.ts';
import { createProgramStorage } from '../../src-main/program/storage.ts';
import { createStorageCipher } from '../../src-main/program/storage-cipher.ts';
import { carry } from '../../src-main/transfers/exchange-run.ts';
import { createLimiter } from '../../src-main/transfers/limiter.ts';
import { createTransferManager, type TransferManager } from '../../src-main/transfers/manager.ts';
import { headerValue, outgoingHeaders } from '../../src-main/transfers/rules/headers.ts';
import { parseTransferUrl } from '../../src-main/transfers/rules/url.ts';
import { createWorkerClient, type WorkerClient } from '../../src-main/transfers/worker-client.ts';
import { createForkedWorkers } from './forked-worker.ts';
import { testNetwork, type TestNetworkOptions } from './networks.ts';
import { plainConditions } from './plain-conditions.ts';
import { tempDir } from './temp-dir.ts';

/** A mini-program opened on real stores, without a window; the worker starts when something is transferred. */
export interface ProgramHarness {
  readonly folder: string;
  readonly home: Home;
  readonly program: Program;
  readonly transfers: TransferManager;
  /** The bodies of its exchanges. */
  readonly kept: ProgramBodies;
  /** What the page was sent. */
  readonly sent: WxEvent[];
  /** Ends the program and its launch before the test is over, so that another can be launched on the same folder. */
  end(): Promise<void>;
}

export function compiledProject(parts: Partial<CompiledProject> = {}): CompiledProject {
  return {
    appid: 'touristappid',
    name: 'Test',
    entryPage: 'pages/a/a',
    pages: ['pages/a/a', 'pages/b/b'],
    packages: [],
    units: [],
    themes: null,
    app: {},
    diagnostics: [],
    ...parts,
  };
}

export interface ProgramHarnessOptions extends TestNetworkOptions {
  /** What ferry.mock.json sets. */
  readonly mocks?: Partial<MockBook>;
  readonly mapStack?: (stack: string) => MappedStack;
  /** app.json. */
  readonly app?: CompiledProject['app'];
  readonly appid?: string;
  /** One that several tests share; else the program has its own. */
  readonly worker?: WorkerClient;
  /** Of an earlier launch that has ended; else a fresh one. */
  readonly folder?: string;
}

export async function withProgram(options: ProgramHarnessOptions = {}): Promise<ProgramHarness> {
  const folder = options.folder ?? (await tempDir());
  const home = openHome(path.join(folder, 'home'), systemClock);
  const key = 'local-test';
  const dataFolder = home.dataFolder(key);
  await sweepOldLaunches(dataFolder, home.launch);
  const network = testNetwork(options);
  const { profile } = network;
  const paths = PATH_SCHEMES[profile.pathScheme];
  const own = { project: key, launch: home.launch };
  const space = await openFileSpace(
    { table: home.tables.files, clock: systemClock },
    { ...own, dataFolder, packageRoot: folder, paths, quotaBytes: profile.quotaBytes },
  );
  const files = createProjectFiles(space);
  const desk = createFileDesk({
    space,
    files,
    lineage: home.tables.lineage,
    troubles: createFileTroubles(
      { troubles: home.tables.fileTroubles, lineage: home.tables.lineage },
      space,
      profile.quotaBytes,
    ),
    tempLimitBytes: TEMP_LIMIT_BYTES,
  });
  const workers = createForkedWorkers();
  const worker = options.worker ?? createWorkerClient(workers.fork);
  const transfers = createTransferManager({
    worker,
    clock: systemClock,
    limiter: createLimiter(),
  });
  const bodies = await createBodyStore(path.join(dataFolder, 'parts', String(home.launch)));
  const resendBodies = await createBodyStore(path.join(dataFolder, 'parts', String(home.launch), 'resend'));
  const project = compiledProject({ app: options.app ?? {}, appid: options.appid ?? 'touristappid' });
  const mapStack = options.mapStack ?? ((stack: string) => ({ stack, location: null, codeFrame: '' }));
  const journal = createJournal({ table: home.tables.exchanges }, own);
  const keptBodies = createKeptBodies(home.tables.recorded, {
    folder: path.join(home.folder, 'bodies'),
    ownFolders: [home.programsFolder],
  });
  const kept = createProgramBodies(keptBodies, key, journal);
  const log = createPageLog();
  const cloud = createProgramCloud(path.join(dataFolder, 'cloud'), () => null, network);
  const program = createProgram(
    { transfers, clock: systemClock },
    {
      key,
      appid: project.appid,
      folder,
      packageRoot: folder,
      buildDir: folder,
      project,
      network,
      files,
      desk,
      fileSystem: createFileSystem(space, { files, bodies }),
      bodies,
      resendBodies,
      keptBody: (id, side) => kept.fileOf(id, side, () => resendBodies.newPath()),
      journal,
      kept,
      storage: createProgramStorage(home.tables.storage, key, createStorageCipher(home.tables.preferences)),
      remote: createRemoteCache(
        {
          wire: { worker, clock: systemClock },
          carry,
          parseTransferUrl,
          outgoingHeaders,
          headerValue,
          clock: systemClock,
        },
        {
          appid: project.appid,
          network,
          bodies,
          journal,
          kept,
          currentPage: () => log.state().route,
          cloudUrl: (fileId) => cloudUrlOf(cloud, fileId),
        },
      ),
      sockets: createSocketServices(systemClock)({ appid: project.appid, network, journal }),
      cloud,
      log,
      screen: createProgramScreen(null, project.appid, {}),
      conditions: plainConditions(options.settings).of(key, folder),
      baseLibrary: options.settings?.baseLibrary ?? profile.baseLibrary,
      urlCheck: true,
      mapStack,
      buildReady: async () => Promise.resolve(),
      findings: () => null,
      bootInfo: () => ({
        entry: null,
        appid: project.appid,
        device: deviceInfo(profile, options.settings?.baseLibrary ?? profile.baseLibrary),
        traits: profile.traits,
        userDataPath: paths.userDataPath,
        mocks: { ...NO_MOCKS, ...options.mocks },
        labOrigin: null,
        animates: false,
        locale: 'en',
      }),
    },
  );
  const sent: WxEvent[] = [];
  program.attach((event) => void sent.push(event));
  const close = async (): Promise<void> => {
    await program.close();
    await transfers.settled();
    if (!options.worker) {
      await worker.close();
      await workers.gone();
    }
    await keptBodies.settled();
    home.close();
  };
  let closed: Promise<void> | null = null;
  const end = (): Promise<void> => (closed ??= close());
  onTestFinished(end);
  return { folder, home, program, transfers, kept, sent, end };
}
