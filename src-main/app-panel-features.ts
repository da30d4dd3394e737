import type { PanelCalls, PanelEvent, WindowCalls } from '#contract/panel';
import { createArchiveActions } from './app-archive.ts';
import { createBodyActions } from './app-bodies.ts';
import { createConditionActions, createConditionNews } from './app-conditions.ts';
import type { OpenExchanges } from './app-exchanges.ts';
import type { Dialogs } from './electron/dialogs.ts';
import type { GuestView } from './electron/guest-view.ts';
import { createDiskSaver } from './files/outside/disk-saver.ts';
import type { PhotoAlbum } from './files/outside/photo-album.ts';
import type { Home } from './home.ts';
import { createArchiveHandlers } from './ipc/panel-archive-handlers.ts';
import { ARCHIVE_SCHEMAS } from './ipc/panel-archive-schemas.ts';
import { createBodyHandlers } from './ipc/panel-body-handlers.ts';
import { BODY_SCHEMAS } from './ipc/panel-body-schemas.ts';
import { createConditionHandlers } from './ipc/panel-condition-handlers.ts';
import { CONDITION_SCHEMAS } from './ipc/panel-condition-schemas.ts';
import { createExchangeHandlers } from './ipc/panel-exchange-handlers.ts';
import { EXCHANGE_SCHEMAS } from './ipc/panel-exchange-schemas.ts';
import { createDrillHandlers, createPanelFileHandlers } from './ipc/panel-file-handlers.ts';
import { DRILL_SCHEMAS, FILE_SCHEMAS } from './ipc/panel-file-schemas.ts';
import { createInspectHandlers } from './ipc/panel-inspect-handlers.ts';
import { followInspector } from './ipc/panel-inspect-news.ts';
import { INSPECT_SCHEMAS } from './ipc/panel-inspect-schemas.ts';
import { createMemoryHandlers } from './ipc/panel-memory-handlers.ts';
import { MEMORY_SCHEMAS } from './ipc/panel-memory-schemas.ts';
import { createResendHandlers } from './ipc/panel-resend-handlers.ts';
import { RESEND_SCHEMAS } from './ipc/panel-resend-schemas.ts';
import { createSourceHandlers } from './ipc/panel-source-handlers.ts';
import { SOURCE_SCHEMAS } from './ipc/panel-source-schemas.ts';
import type { SchemasOf } from './ipc/schema-parts.ts';
import type { HandlersOf } from './ipc/serve.ts';
import { systemClock } from './lib/clock.ts';
import type { Program } from './program/program.ts';
import { createDrill, type Drill } from './program/drill.ts';
import { createInspector } from './program/inspector.ts';
import { createPanelMemory } from './program/panel-memory.ts';
import type { Workbench } from './program/workbench.ts';
import { opensInEditor, packagePathOf, readShownSource } from './project/shown-source.ts';
import { warningSource } from './transfers/warnings/warning-table.ts';

/** The calls of the panel's features: all but those of the window itself. */
type FeatureCalls = Omit<PanelCalls, keyof WindowCalls>;

/** The person's own programs. */
export interface Desk {
  /** Opens a file in the program it belongs to; an empty text when it did, else why not. */
  readonly openPath: (realPath: string) => Promise<string>;
  readonly showInFolder: (realPath: string) => void;
  readonly openInBrowser: (url: string) => Promise<void>;
}

export interface PanelFeatureDeps {
  readonly home: Home;
  readonly workbench: Workbench<GuestView>;
  readonly dialogs: Dialogs;
  readonly desk: Desk;
  readonly photoAlbum: PhotoAlbum;
  /** How many files the pickers offer. */
  readonly sampleCount: number;
  readonly exchanges: OpenExchanges;
  readonly labOrigin: () => string | null;
  readonly version: string;
  /** Opens the empty mini-program that recorded exchanges are looked at in. */
  readonly openViewer: () => Promise<void>;
  /** Begins another launch in place, when what still runs has ended. */
  readonly relaunch: () => Promise<void>;
  readonly onDrillChange: () => void;
  readonly send: (event: PanelEvent) => void;
}

/** What the panel's features ask of the open program, and what they hear of it. */
export interface PanelFeatures {
  readonly handlers: HandlersOf<FeatureCalls, 'panel'>;
  readonly drill: Drill;
  close(): void;
}

export function createPanelFeatures(deps: PanelFeatureDeps): PanelFeatures {
  const { home, workbench, dialogs, exchanges, send } = deps;
  const openProgram = (): Program | null => workbench.current()?.program ?? null;
  const drill = createDrill({
    workbench,
    clock: systemClock,
    launch: () => home.launch,
    relaunch: deps.relaunch,
  });
  const endDrillWatch = drill.onChange(() => {
    deps.onDrillChange();
  });
  const endAlbum = deps.photoAlbum.onChange(() => {
    send({ kind: 'album-changed' });
  });
  const pickOneFile = async (): Promise<string | null> =>
    (
      await dialogs.pickFiles({
        api: 'chooseMessageFile',
        kinds: ['file'],
        mixed: false,
        extensions: [],
        count: 1,
      })
    )[0] ?? null;
  const conditions = createConditionActions(
    {
      labOrigin: deps.labOrigin,
      dialogs: { pickFile: pickOneFile, saveFile: (name) => dialogs.saveFile(name) },
    },
    openProgram,
  );
  const conditionNews = createConditionNews(openProgram, () => {
    send({ kind: 'conditions', conditions: conditions.state() });
  });
  const endConditions = workbench.onChange(conditionNews.follow);
  const inspected = followInspector(
    () => {
      const open = workbench.current();
      return open && { program: open.program, run: (code) => open.view.run(code) };
    },
    send,
    createInspector,
  );
  const endInspected = workbench.onChange(inspected.follow);
  const handlers: PanelFeatures['handlers'] = {
    ...createConditionHandlers(conditions, conditionNews.tell),
    ...createInspectHandlers(inspected.current),
    ...createExchangeHandlers({
      list: exchanges.current,
      record: (id) => workbench.current()?.program.journal.get(id) ?? null,
    }),
    ...createPanelFileHandlers({
      program: openProgram,
      diskSaver: createDiskSaver((name) => dialogs.saveFile(name)),
      album: deps.photoAlbum,
      sampleCount: deps.sampleCount,
      showInFolder: deps.desk.showInFolder,
    }),
    ...createBodyHandlers(createBodyActions(openProgram, (name) => dialogs.saveFile(name))),
    ...createDrillHandlers(drill),
    ...createMemoryHandlers(createPanelMemory(home.tables.preferences)),
    ...createSourceHandlers({
      async locate(file) {
        const packagePath = packagePathOf(file);
        const files = workbench.current()?.program.files;
        if (packagePath === null || !files) return null;
        return files.open(packagePath).then(
          ({ realPath }) => realPath,
          () => null,
        );
      },
      read: readShownSource,
      opensInEditor: (realPath) => opensInEditor(realPath, process.platform),
      openPath: deps.desk.openPath,
      showInFolder: deps.desk.showInFolder,
      warningSource,
      openInBrowser: deps.desk.openInBrowser,
    }),
    ...createArchiveHandlers(
      createArchiveActions({
        program: openProgram,
        list: exchanges.current,
        marksOf: (id) => home.tables.exchanges.rows.marks(id),
        openViewer: deps.openViewer,
        dialogs,
        version: deps.version,
        now: () => systemClock.now(),
        tell: send,
      }),
    ),
    ...createResendHandlers({
      resender: () => workbench.current()?.program.resender ?? null,
      pickFile: pickOneFile,
    }),
  };
  return {
    handlers,
    drill,
    close() {
      endDrillWatch();
      endAlbum();
      drill.close();
      endInspected();
      inspected.close();
      endConditions();
      conditionNews.close();
    },
  };
}

/** What the panel may send, of all its features. */
export const FEATURE_SCHEMAS: SchemasOf<FeatureCalls> = {
  ...INSPECT_SCHEMAS,
  ...FILE_SCHEMAS,
  ...BODY_SCHEMAS,
  ...DRILL_SCHEMAS,
  ...CONDITION_SCHEMAS,
  ...EXCHANGE_SCHEMAS,
  ...MEMORY_SCHEMAS,
  ...SOURCE_SCHEMAS,
  ...RESEND_SCHEMAS,
  ...ARCHIVE_SCHEMAS,
};
