import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app as electronApp, clipboard } from 'electron';
import type { FerryError } from '#contract/errors';
import type { Scope } from '#contract/permissions';
import type { ProgramSettings } from '#contract/settings';
import type { Rect } from '#contract/wx';
import { createMediaServices, type UnusedAnswers } from './app-media.ts';
import { servePanel } from './app-panel.ts';
import { buildProgram, compileFolder } from './app-program.ts';
import { createSocketServices } from './app-sockets.ts';
import type { Config } from './config.ts';
import { createDialogs } from './electron/dialogs.ts';
import { createUtilityFork } from './electron/fork.ts';
import { createGuestView, type GuestView } from './electron/guest-view.ts';
import { createHiddenWindow, createMainWindow, type PanelIdentity } from './electron/main-window.ts';
import { createNetworkCut, cutOffBrowser } from './electron/network-cut.ts';
import { guardNavigation } from './electron/navigation-guard.ts';
import { createPanelOrigin } from './electron/panel-origin.ts';
import { systemProxy } from './electron/system-proxy.ts';
import { registerScheme } from './electron/scheme.ts';
import { refuseLinks } from './files/disk.ts';
import { sweepOldLaunches } from './files/project-files.ts';
import { createTempBudget } from './files/temp-budget.ts';
import { openHome, repairText } from './home.ts';
import { createKeptBodies } from './journal/bodies/kept-bodies.ts';
import { openEnvelope } from './ipc/page-envelope.ts';
import { createSenderPolicy } from './ipc/sender-policy.ts';
import { serveCalls, serveSyncCalls } from './ipc/serve.ts';
import { createWxHandlers, createWxSyncHandlers } from './ipc/wx-handlers.ts';
import type { ClipboardDoor } from './ipc/wx-service-handlers.ts';
import { WX_SCHEMAS, WX_SYNC_SCHEMAS } from './ipc/wx-schemas.ts';
import { createLab, type Lab } from './lab/lab.ts';
import { systemClock } from './lib/clock.ts';
import { createDisposableStack } from './lib/disposable.ts';
import { exposedError } from './lib/exposed-error.ts';
import { createLogger } from './lib/logger.ts';
import { ownNetworks } from './lib/own-networks.ts';
import { createAutoReload } from './program/auto-reload.ts';
import { createCompilerClient } from './program/compiler-client.ts';
import { screenSize } from './program/device.ts';
import type { ScriptedAnswer } from './program/picker.ts';
import { createConditions } from './app-conditions.ts';
import { createPreferences } from './program/preferences.ts';
import type { Program } from './program/program.ts';
import { readAlbum, readSamples, sampleFolder } from './program/sample-list.ts';
import { createWorkbench, type Workbench } from './program/workbench.ts';
import { createLimiter } from './transfers/limiter.ts';
import { createTransferManager, type TransferManager } from './transfers/manager.ts';
import { createWorkerClient } from './transfers/worker-client.ts';

/** Where the lab answers; null while it does not run. */
export interface LabOrigins {
  readonly http: string | null;
  readonly https: string | null;
}

export interface AppOptions {
  /** With a window and its panel, or with the mini-program alone and out of sight. */
  readonly surface: 'window' | 'hidden';
  readonly scriptedPicks: readonly ScriptedAnswer[];
  /** Out of sight nobody can be asked: every permission but these is given. */
  readonly deniedScopes?: readonly Scope[];
  /** Out of sight: where `saveFileToDisk` puts one file after the other; then it is as if cancelled. */
  readonly saveAs?: readonly string[];
  /** Route with query to open first; null for the project's own. */
  readonly entry: string | null;
  /** The device and the network of what opens, given the origins of the lab where it runs. */
  readonly settings: (lab: LabOrigins) => ProgramSettings;
  /** Which of them were asked for: the others are what the developer has set for a project. All, where absent. */
  readonly asked?: readonly (keyof ProgramSettings)[];
  /** Clears a project's files, storage and history before it opens. */
  readonly fresh: boolean;
  /** Takes the lines of the log; stderr when absent. */
  readonly log?: (line: string) => void;
}

/** How long closing waits for the last transfers and hashes. */
const SETTLE_MS = 2000;

/** Ferry, composed and running. */
export interface App {
  readonly workbench: Workbench<GuestView>;
  readonly transfers: TransferManager;
  /** Resolves when the window shows its panel; at once where there is none. A project may open meanwhile. */
  readonly loaded: Promise<void>;
  /** Brings the window to the front; nothing when there is none. */
  focus(): void;
  openSample(id: string): Promise<void>;
  /** Opens a folder; a sample's gets its lab. A failure is kept for the panel and thrown. */
  openFolder(folder: string): Promise<void>;
  /** Starts the lab once; returns its origin. */
  startLab(): Promise<string>;
  /** What of the answers given beforehand nothing has asked for yet. */
  unusedAnswers(): UnusedAnswers;
  /** Ends everything that was opened, last first. */
  stop(): Promise<void>;
}

/**
 * The composition root: builds every service in order. Everything before the first `await` runs before Electron
 * is ready.
 *
 * @throws FerryError `home.locked`, `home.newer`, `file.io`
 */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  registerScheme();
  cutOffBrowser();
  const ends = createDisposableStack();
  const clock = systemClock;
  const write = options.log ?? ((line: string): void => void process.stderr.write(`${line}\n`));
  const log = (scope: string) => createLogger(scope, write, config.verbose);
  const home = openHome(config.home, clock);
  ends.defer(() => {
    home.close();
  });
  if (home.repair) write(`ferry: ${repairText(home.repair)}`);
  const bodiesFolder = path.join(home.folder, 'bodies');
  await refuseLinks([bodiesFolder]);
  const kept = createKeptBodies(home.tables.recorded, {
    folder: bodiesFolder,
    ownFolders: [home.programsFolder],
  });
  ends.defer(() => kept.settled());
  const tempBudget = createTempBudget(
    { table: home.tables.files, clock, sweep: sweepOldLaunches },
    { programsFolder: home.programsFolder, launch: () => home.launch },
  );
  ends.defer(guardNavigation());
  const swept = tempBudget.sweepAll();
  ends.defer(() => swept);
  await electronApp.whenReady();

  const fork = createUtilityFork(config.folders.main);
  const worker = createWorkerClient(fork);
  const compiler = createCompilerClient(fork);
  compiler.warmUp();

  let lab: Lab | null = null;
  let startingLab: Promise<string> | null = null;
  const startLab = (): Promise<string> => (startingLab ??= openLab());
  const openLab = async (): Promise<string> => {
    const opened = await createLab({
      host: '127.0.0.1',
      port: 0,
      https: 'both',
      dataDir: home.labFolder(),
      samplesDir: config.folders.media,
    });
    ends.defer(() => opened.close());
    lab = opened;
    return opened.origin;
  };
  const labOrigin = (): string | null => lab?.origin ?? null;
  const labOrigins = (): LabOrigins => ({ http: labOrigin(), https: lab?.httpsOrigin ?? null });

  const wire = { worker, clock };
  const transfers = createTransferManager({ ...wire, limiter: createLimiter() });
  // Whatever still runs when the programs are closed is cut off here, and recorded before the registry closes.
  ends.defer(async () => {
    await Promise.race([transfers.settled(), sleep(SETTLE_MS)]);
    await worker.close();
    await transfers.settled();
  });
  const sockets = createSocketServices(clock);
  const preferences = createPreferences(home.tables.preferences, electronApp.getLocale());
  const [samples, album] = await Promise.all([
    readSamples(config.folders.samples),
    readAlbum(config.folders.media),
  ]);

  const cutOff = createNetworkCut();
  const pagePolicy = createSenderPolicy<Program>();
  const panelPolicy = createSenderPolicy<PanelIdentity>();
  const mainWindow =
    options.surface === 'hidden'
      ? null
      : createMainWindow({
          preload: path.join(config.folders.preload, 'panel.cjs'),
          icon: path.join(config.folders.icons, 'icon.png'),
          policy: panelPolicy,
          place: {
            get: () => home.tables.preferences.get('window'),
            set: (seen) => {
              home.tables.preferences.set('window', seen);
            },
          },
          serve: createPanelOrigin(config.folders.panel, () => workbench.current()?.program ?? null),
          logger: log('panel'),
        });
  const window = mainWindow?.window ?? createHiddenWindow(screenSize().width, screenSize().height);
  const conditions = createConditions({
    table: mainWindow ? home.tables.preferences : null,
    launch: () => options.settings(labOrigins()),
    asked: options.asked ?? [],
    labOrigin,
  });
  const dialogs = createDialogs(
    () => mainWindow?.window ?? null,
    () => preferences.get().locale,
  );
  // Where the mini-program's view lies: all of a hidden window, or where the panel has left room for it.
  let place: { rect: Rect | null; zoom: number } = {
    rect: null,
    zoom: 1,
  };

  // Out of sight all findings are wanted, and nobody waits for the first page.
  const buildScope = mainWindow ? 'main' : 'all';
  const workbench: Workbench<GuestView> = createWorkbench<GuestView>({
    recent: home.tables.recent,
    clock,
    build: async (folder, entry) => {
      const program = await buildProgram(
        {
          home,
          clock,
          compiler,
          buildScope,
          transfers,
          wire,
          kept,
          sockets,
          network: {
            systemProxy,
            ownNetworks,
            lab: () => ({
              origins: Object.values(labOrigins()).filter((origin) => origin !== null),
              authorities: lab?.certificateAuthorityPem == null ? [] : [lab.certificateAuthorityPem],
            }),
          },
          conditions,
          keepsScreens: mainWindow !== null,
          bootInfo: () => ({
            animates: mainWindow !== null,
            entry: options.entry,
            labOrigin: labOrigin(),
            locale: preferences.get().locale,
          }),
        },
        folder,
        { fresh: options.fresh, entry },
      );
      tempBudget.opened(program.key);
      return program;
    },
    async check(folder) {
      await compileFolder({ home, compiler, buildScope }, folder);
    },
    async show(program, signal) {
      const view = await createGuestView(
        {
          preload: path.join(config.folders.preload, 'wx.cjs'),
          policy: pagePolicy,
          cutOff,
          clock,
          logger: log('page'),
          runtimeFolder: config.folders.pageRuntime,
          albumFolder: config.folders.media,
        },
        window,
        program,
        `program-${program.key}`,
      );
      if (!mainWindow) {
        const size = screenSize(program.screen.get());
        window.setContentSize(size.width, size.height);
        place = { rect: { x: 0, y: 0, ...size }, zoom: 1 };
      }
      view.place(place.rect, place.zoom);
      try {
        await Promise.race([view.load(), rejectedBy(signal)]);
      } catch (error) {
        await view.close();
        await tempBudget.closed(program.key);
        throw error;
      }
      return view;
    },
    async hide({ view, program }) {
      await view.close();
      await tempBudget.closed(program.key);
    },
  });
  const openSample = async (id: string): Promise<void> => {
    await startLab();
    await workbench.open(sampleFolder(config.folders.samples, samples, id), { remember: false });
  };

  const openFolder = async (folder: string): Promise<void> => {
    const sample = samples.find(({ id }) => path.join(config.folders.samples, id) === path.resolve(folder));
    if (sample) await openSample(sample.id);
    else await workbench.open(folder);
  };

  const media = createMediaServices(
    { home, dialogs, album, albumFolder: config.folders.media, logger: log('documents') },
    mainWindow !== null,
    {
      picks: options.scriptedPicks,
      deniedScopes: options.deniedScopes ?? [],
      saveAs: options.saveAs ?? [],
    },
  );
  ends.defer(media.close);
  const pageServing = {
    policy: pagePolicy,
    unwrap: openEnvelope,
    expose: (error: FerryError) => exposedError(error.toWire()),
    logger: log('wx'),
  };
  ends.defer(
    serveCalls(
      createWxHandlers({ transfers, clipboard: clipboardDoor(mainWindow !== null), ...media.handlers }),
      {
        ...pageServing,
        schemas: WX_SCHEMAS,
      },
    ),
  );
  ends.defer(serveSyncCalls(createWxSyncHandlers(), { ...pageServing, schemas: WX_SYNC_SCHEMAS }));
  // Before its calls are served no longer: a page still says what it has to say when it goes.
  ends.defer(() => workbench.close());
  // Before the workbench, whose closing waits for what is being opened: that must not wait for the compiler.
  ends.defer(() => {
    compiler.close();
  });

  let loaded = Promise.resolve();
  if (mainWindow) {
    const autoReload = createAutoReload({
      workbench,
      compiler,
      ownFolders: [home.folder],
      isOn: () => preferences.get().reloadOnSave,
    });
    ends.defer(autoReload.close);
    ends.defer(
      servePanel({
        config,
        home,
        workbench,
        mainWindow,
        dialogs,
        preferences,
        samples,
        photoAlbum: media.photoAlbum,
        sampleCount: album.length,
        policy: panelPolicy,
        logger: log('panel'),
        labOrigin,
        openSample,
        openFolder,
        async openViewer() {
          await workbench.open(path.join(config.folders.samples, 'viewer'), { remember: false });
        },
        async relaunch() {
          await Promise.race([transfers.settled(), sleep(SETTLE_MS)]);
          home.relaunch();
          await tempBudget.sweepAll();
        },
        reloadOnSaveChanged: autoReload.settingChanged,
        onFindings: (heard) => compiler.onFindings(heard),
        placeGuest(rect, zoom) {
          place = { rect, zoom };
          workbench.current()?.view.place(rect, zoom);
        },
      }),
    );
    loaded = mainWindow.load();
    // First to go: a panel that still shows would call what is no longer served.
    ends.defer(() => {
      mainWindow.close();
    });
  }

  // The first window and the first page come before the first transfer.
  void loaded.then(
    () => {
      worker.warmUp();
    },
    () => undefined,
  );

  return {
    loaded,
    workbench,
    transfers,
    focus: () => mainWindow?.focus(),
    openSample,
    openFolder,
    startLab,
    unusedAnswers: () => media.unusedAnswers(),
    stop: () => ends.dispose(),
  };
}

/**
 * The computer's clipboard where a person is at it; out of sight one of the run's own, so that nothing of the
 * computer's is told to a mini-program, or overwritten by it.
 */
function clipboardDoor(isSeen: boolean): ClipboardDoor {
  let own = '';
  return isSeen
    ? {
        read: () => clipboard.readText(),
        write: async (text) => {
          await clipboard.writeText(text);
        },
      }
    : {
        read: () => Promise.resolve(own),
        write(text) {
          own = text;
          return Promise.resolve();
        },
      };
}

/** Rejects with the signal's reason when it is aborted. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
