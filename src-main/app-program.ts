import fs from 'node:fs';
import path from 'node:path';
import { FerryError } from '#contract/errors';
import type { CompiledProject } from '#contract/project';
import type { BootInfo } from '#contract/wx';
import { createBodyStore } from './files/body-store.ts';
import { PATH_SCHEMES } from './files/path-scheme.ts';
import { createFileDesk } from './files/file-desk.ts';
import { openFileSpace, TEMP_LIMIT_BYTES } from './files/file-space.ts';
import { createFileTroubles } from './files/file-troubles.ts';
import { createFileSystem } from './files/file-system/file-system.ts';
import { createProjectFiles, sweepOldLaunches } from './files/project-files.ts';
import type { Home } from './home.ts';
import type { KeptBodies } from './journal/bodies/kept-bodies.ts';
import { createProgramBodies } from './journal/bodies/program-bodies.ts';
import { createJournal } from './journal/journal.ts';
import type { Clock } from './lib/clock.ts';
import { extensionOf } from './lib/media-type.ts';
import { clearData } from './program/clear-data.ts';
import type { CompilerClient } from './program/compiler-client.ts';
import type { ConditionBook } from './program/conditions.ts';
import { deviceInfo } from './program/device.ts';
import { createPageLog } from './program/page-log.ts';
import { createProgram, type Program } from './program/program.ts';
import { folderHash, projectKey } from './program/project-key.ts';
import { createProgramScreen } from './program/screen.ts';
import { createRemoteCache } from './program/remote-cache.ts';
import { createProgramStorage } from './program/storage.ts';
import { createStorageCipher } from './program/storage-cipher.ts';
import { locateProject } from './project/folder.ts';
import { readMockFile } from './project/mock-file.ts';
import { readMounts } from './project/mounts.ts';
import type { BuildScope } from './project/project-build.ts';
import { createStackMapper } from './project/source-map.ts';
import { carry, type WireDeps } from './transfers/exchange-run.ts';
import type { TransferManager } from './transfers/manager.ts';
import { cloudUrlOf, createProgramCloud } from './app-cloud.ts';
import type { ProgramSockets } from './app-sockets.ts';
import type { SocketHub } from './sockets/socket-hub.ts';
import { createProgramNetwork, type ProgramNetworkDeps } from './transfers/network.ts';
import { deviceProfile } from './transfers/rules/device-profile.ts';
import { headerValue, outgoingHeaders } from './transfers/rules/headers.ts';
import { parseTransferUrl } from './transfers/rules/url.ts';

export interface ProgramBuilderDeps {
  readonly home: Home;
  readonly clock: Clock;
  readonly compiler: Pick<CompilerClient, 'compile' | 'ready' | 'findings'>;
  /** What must be compiled before a program starts. */
  readonly buildScope: BuildScope;
  readonly transfers: TransferManager;
  readonly wire: WireDeps;
  readonly kept: KeptBodies;
  readonly network: ProgramNetworkDeps;
  sockets(program: ProgramSockets): SocketHub;
  /** How projects are run: their devices and their networks. */
  readonly conditions: ConditionBook;
  /** Whether what the developer chooses for a project's device is kept: not where nobody can choose. */
  readonly keepsScreens: boolean;
  /** What a page is told at its start, as far as it does not depend on the program. */
  bootInfo(): Pick<BootInfo, 'animates' | 'entry' | 'labOrigin' | 'locale'>;
}

/** Compiles a folder to where its program is run from; throws `project.*`. */
export async function compileFolder(
  { home, compiler, buildScope }: Pick<ProgramBuilderDeps, 'home' | 'compiler' | 'buildScope'>,
  folder: string,
) {
  const located = locateProject(folder);
  const realFolder = fs.realpathSync(folder);
  const buildDir = home.buildFolder(folderHash(realFolder));
  return { ...located, realFolder, buildDir, project: await compiler.compile(folder, buildDir, buildScope) };
}

/** Compiles a folder and builds the services of its program; throws `project.*`. */
export async function buildProgram(
  deps: ProgramBuilderDeps,
  folder: string,
  options: { readonly fresh: boolean; readonly entry?: string | null },
): Promise<Program> {
  const { home, clock } = deps;
  const { root, urlCheck, config, realFolder, buildDir, project } = await compileFolder(deps, folder);
  const key = projectKey(project.appid, realFolder);
  const conditions = deps.conditions.of(key, folder);
  const settings = conditions.live;
  const profile = deviceProfile(settings.device, settings.clientVersion);
  const baseLibrary = settings.baseLibrary ?? config.libVersion ?? profile.baseLibrary;
  const paths = PATH_SCHEMES[profile.pathScheme];
  const dataFolder = home.dataFolder(key);
  await sweepOldLaunches(dataFolder, home.launch);
  const space = await openFileSpace(
    {
      table: home.tables.files,
      clock,
      hash: (realPath) => deps.wire.worker.hash(realPath),
      guard: (file, change) => deps.kept.guard(file, change),
    },
    {
      project: key,
      dataFolder,
      packageRoot: root,
      mounts: readMounts(buildDir),
      launch: home.launch,
      quotaBytes: profile.quotaBytes,
      paths,
    },
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
  const bodies = await createBodyStore(path.join(dataFolder, 'parts', String(home.launch)));
  const resendBodies = await createBodyStore(path.join(dataFolder, 'parts', String(home.launch), 'resend'));
  const journal = createJournal({ table: home.tables.exchanges }, { project: key, launch: home.launch });
  const kept = createProgramBodies(deps.kept, key, journal);
  const storage = createProgramStorage(
    home.tables.storage,
    key,
    createStorageCipher(home.tables.preferences),
  );
  if (options.fresh) {
    await clearData({ files, journal, storage, conditions });
  }
  let mocks = readMockFile(folder);
  const screen = createProgramScreen(
    deps.keepsScreens ? home.tables.preferences : null,
    key,
    settings.screen,
  );
  const log = createPageLog();
  const stacks = createStackMapper(buildDir);
  const network = createProgramNetwork(deps.network, {
    settings,
    onRuleHit: (ruleId, exchangeId) => {
      conditions.noteHit(ruleId, exchangeId);
    },
    profile,
    baseLibrary,
    urlCheck,
  });
  const sender = { appid: appidInReferer(project), network };
  const cloudFolder = path.join(dataFolder, 'cloud');
  if (options.fresh) await fs.promises.rm(cloudFolder, { recursive: true, force: true });
  const cloud = createProgramCloud(cloudFolder, () => mocks.book.cloud.storage, network);
  return createProgram(
    { transfers: deps.transfers, clock },
    {
      key,
      folder,
      packageRoot: root,
      buildDir,
      project: { ...project, diagnostics: [...project.diagnostics, ...mocks.diagnostics] },
      ...sender,
      files,
      desk,
      fileSystem: createFileSystem(space, { files, bodies }),
      bodies,
      resendBodies,
      keptBody: (exchangeId, side) => kept.fileOf(exchangeId, side, () => resendBodies.newPath()),
      journal,
      kept,
      storage,
      remote: createRemoteCache(
        {
          wire: deps.wire,
          clock,
          carry,
          parseTransferUrl,
          outgoingHeaders,
          headerValue,
        },
        {
          ...sender,
          bodies,
          journal,
          kept,
          currentPage: () => log.state().route,
          cloudUrl: (fileId) => cloudUrlOf(cloud, fileId),
        },
      ),
      sockets: deps.sockets({ ...sender, journal }),
      cloud,
      log,
      screen,
      conditions,
      baseLibrary,
      urlCheck,
      mapStack: (stack) => stacks.mapStack(stack),
      buildReady: (file) => deps.compiler.ready(folder, buildDir, file),
      findings() {
        const found = deps.compiler.findings(buildDir);
        return found && [...found, ...mocks.diagnostics];
      },
      bootInfo() {
        mocks = readMockFile(folder);
        return {
          ...deps.bootInfo(),
          ...entryOf(project, options.entry ?? null),
          mocks: mocks.book,
          appid: sender.appid,
          device: deviceInfo(profile, baseLibrary, screen.get()),
          traits: profile.traits,
          userDataPath: paths.userDataPath,
        };
      },
    },
  );
}

/** The page to open at, where it is still one. */
function entryOf({ pages }: CompiledProject, url: string | null): Pick<BootInfo, 'entry'> | null {
  return url !== null && pages.includes(url.split('?')[0] ?? '') ? { entry: url } : null;
}

/** WeChat puts `touristappid` where a project has no appid of its own; what is no appid does not get into a header. */
function appidInReferer(project: CompiledProject): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(project.appid) ? project.appid : 'touristappid';
}

/**
 * A network image as a temp file, for `getImageInfo` (WeChat downloads it too).
 *
 * @throws FerryError of the download, or `file.type` when the answer is no success
 */
export async function fetchImage(program: Program, url: string): Promise<string> {
  const remote = await program.remote.get(url, 'legal').catch((error: unknown) => {
    throw FerryError.from(error);
  });
  const target = program.files.newTemp(`remote:${url}`);
  await fs.promises.copyFile(remote.realPath, target.partPath);
  return (await target.commit(remote.sizeBytes, extensionOf(remote.mediaType))).path;
}
