import { nativeTheme, shell } from 'electron';
import type { PanelCalls, SampleInfo, ThemeChoice } from '#contract/panel';
import type { Rect } from '#contract/wx';
import { createPanelFeatures, FEATURE_SCHEMAS } from './app-panel-features.ts';
import { createOpenExchanges } from './app-exchanges.ts';
import type { Config } from './config.ts';
import type { Dialogs } from './electron/dialogs.ts';
import type { GuestView } from './electron/guest-view.ts';
import type { MainWindow, PanelIdentity } from './electron/main-window.ts';
import { setMenu } from './electron/menu.ts';
import { createRecentDocuments } from './electron/recent-documents.ts';
import type { PhotoAlbum } from './files/outside/photo-album.ts';
import type { Home } from './home.ts';
import { createPanelFeed } from './ipc/panel-feed.ts';
import { createPanelHandlers, type PanelActions } from './ipc/panel-handlers.ts';
import { PANEL_SCHEMAS } from './ipc/panel-schemas.ts';
import type { SenderPolicy } from './ipc/sender-policy.ts';
import { serveCalls, type HandlersOf } from './ipc/serve.ts';
import type { Logger } from './lib/logger.ts';
import { clearData, dataSizes } from './program/clear-data.ts';
import type { PreferenceStore } from './program/preferences.ts';
import type { Workbench } from './program/workbench.ts';
import { DEVTOOLS } from './transfers/rules/device-profile.ts';

export interface PanelServiceDeps {
  readonly config: Config;
  readonly home: Home;
  readonly workbench: Workbench<GuestView>;
  /** Calls back when the compiler finds others than before. Returns its own end. */
  readonly onFindings: (listener: () => void) => () => void;
  readonly mainWindow: MainWindow;
  readonly dialogs: Dialogs;
  readonly preferences: PreferenceStore;
  readonly samples: readonly SampleInfo[];
  readonly photoAlbum: PhotoAlbum;
  /** How many files the pickers offer. */
  readonly sampleCount: number;
  readonly policy: SenderPolicy<PanelIdentity>;
  readonly logger: Logger;
  readonly labOrigin: () => string | null;
  readonly openSample: (id: string) => Promise<void>;
  readonly openFolder: (folder: string) => Promise<void>;
  /** Opens the empty mini-program that recorded exchanges are looked at in. */
  readonly openViewer: () => Promise<void>;
  /** Begins another launch in place, when what still runs has ended. */
  readonly relaunch: () => Promise<void>;
  /** Reloading on save was turned on or off. */
  readonly reloadOnSaveChanged: () => void;
  /** The panel has left this room for the mini-program, in pixels of the window. */
  readonly placeGuest: (rect: Rect | null, zoom: number) => void;
}

/** Serves the panel: its feed, its calls, the menu and the theme. Returns its end. */
export function servePanel(deps: PanelServiceDeps): () => void {
  const { config, home, workbench, dialogs, preferences } = deps;
  const exchanges = createOpenExchanges(home, () => workbench.current()?.program ?? null, deps.logger);
  const feed = createPanelFeed({
    workbench,
    exchanges: exchanges.current,
    recent: home.tables.recent,
    samples: deps.samples,
    runtime: { ...config.runtime, ferry: config.version },
    repair: home.repair,
    savedQuotaBytes: () => (workbench.current()?.program.network.profile ?? DEVTOOLS).quotaBytes,
    preferences: preferences.get,
    labOrigin: deps.labOrigin,
    send: (event) => {
      deps.mainWindow.send(event);
    },
  });
  // A folder that does not open is told by the workbench, and so by the feed, already.
  const openFolder = (folder: string): Promise<void> => told(deps.openFolder(folder));
  const actions: PanelActions = {
    async pickFolder() {
      const folder = await dialogs.pickFolder();
      if (folder !== null) await openFolder(folder);
      return folder;
    },
    openFolder,
    openSample: (id) => told(deps.openSample(id)),
    closeProject: () => workbench.close(),
    forgetRecent(folder) {
      home.tables.recent.remove(folder);
      followRecent();
      feed.projectChanged();
    },
    reload: () => told(workbench.reload()),
    clearConsole: () => workbench.current()?.program.log.clearConsole(),
    dataSizes() {
      const open = workbench.current();
      return open && dataSizes(open.program);
    },
    async clearData(kinds) {
      const open = workbench.current();
      if (!open) return;
      await clearData(open.program, kinds);
    },
    removeFile: async (virtualPath) => workbench.current()?.program.desk.remove(virtualPath),
    async revealFile(virtualPath) {
      const file = await workbench.current()?.program.files.open(virtualPath);
      if (file) shell.showItemInFolder(file.realPath);
    },
    setPreferences(next) {
      preferences.set(next);
      nativeTheme.themeSource = themeSourceOf(next.theme);
      deps.reloadOnSaveChanged();
      updateMenu();
      feed.preferencesChanged();
    },
    setDevice({ screen, network }) {
      const program = workbench.current()?.program;
      program?.setScreen(screen);
      program?.life.switchNetwork(network);
      feed.deviceChanged();
    },
    placeGuest(rect, zoom) {
      const factor = deps.mainWindow.zoomFactor();
      deps.placeGuest(rect && scaled(rect, factor), zoom * factor);
    },
    focusGuest: () => workbench.current()?.view.focus(),
    openDevTools: () => workbench.current()?.view.openDevTools(),
    zoom: (step) => {
      deps.mainWindow.zoom(step);
    },
  };
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  const updateMenu = (): void => {
    const { locale, reloadOnSave } = preferences.get();
    setMenu(
      {
        locale,
        recent: home.tables.recent.list(),
        samples: deps.samples.map(({ id, title }) => ({ id, title: title[locale] })),
        hasProject: workbench.current() !== null,
        reloadOnSave,
      },
      {
        pickFolder: () => {
          quietly(actions.pickFolder());
        },
        openFolder: (folder) => {
          quietly(actions.openFolder(folder));
        },
        openSample: (id) => {
          quietly(actions.openSample(id));
        },
        forgetAllRecent() {
          home.tables.recent.clear();
          followRecent();
          feed.projectChanged();
        },
        closeProject: () => {
          quietly(actions.closeProject());
        },
        reload: () => {
          quietly(actions.reload());
        },
        setReloadOnSave(isOn) {
          actions.setPreferences({ ...preferences.get(), reloadOnSave: isOn });
        },
        openDevTools: () => {
          actions.openDevTools();
        },
        runCommand(id) {
          deps.mainWindow.focus();
          deps.mainWindow.send({ kind: 'command', id });
        },
      },
    );
  };
  const tellSystem = createRecentDocuments();
  const followRecent = (): void => {
    tellSystem(home.tables.recent.list().map(({ folder }) => folder));
    updateMenu();
  };
  const features = createPanelFeatures({
    home,
    workbench,
    dialogs,
    desk: {
      openPath: (realPath) => shell.openPath(realPath),
      showInFolder: (realPath) => {
        shell.showItemInFolder(realPath);
      },
      openInBrowser: (url) => shell.openExternal(url),
    },
    photoAlbum: deps.photoAlbum,
    sampleCount: deps.sampleCount,
    exchanges,
    labOrigin: deps.labOrigin,
    version: config.version,
    openViewer: deps.openViewer,
    relaunch: deps.relaunch,
    onDrillChange() {
      feed.drillChanged();
    },
    send: (event) => {
      deps.mainWindow.send(event);
    },
  });
  const handlers: HandlersOf<PanelCalls, 'panel'> = {
    ...features.handlers,
    ...createPanelHandlers(actions, feed),
  };
  const unserve = serveCalls(handlers, {
    schemas: { ...FEATURE_SCHEMAS, ...PANEL_SCHEMAS },
    policy: deps.policy,
    unwrap: (_panel, message) => message,
    expose: (error) => error.toWire(),
    logger: deps.logger,
  });
  nativeTheme.themeSource = themeSourceOf(preferences.get().theme);
  updateMenu();
  const unwatch = workbench.onChange(followRecent);
  const endFindings = deps.onFindings(() => {
    feed.projectChanged();
  });
  return () => {
    features.close();
    endFindings();
    unwatch();
    unserve();
    feed.close();
    exchanges.close();
  };
}

/** High contrast is the panel's own; light or dark is then the system's. */
function themeSourceOf(theme: ThemeChoice): 'system' | 'light' | 'dark' {
  return theme === 'contrast' ? 'system' : theme;
}

function scaled({ x, y, width, height }: Rect, factor: number): Rect {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}

/** Waits for an opening, whatever comes of it. */
async function told(opening: Promise<unknown>): Promise<void> {
  await opening.catch(() => undefined);
}
