import type { ErrorDetails } from './errors.ts';
import type { ConditionCalls, ConditionEvent } from './panel-conditions.ts';
import type { DrillEvent, PanelDrillCalls } from './panel-drill.ts';
import type { InspectCalls, InspectEvent } from './panel-inspect.ts';
import type { ExchangeCalls, ExchangeEvent } from './panel-exchanges.ts';
import type { FileEvent, FileTotals, PanelFileCalls } from './panel-files.ts';
import type { ResendCalls } from './panel-resend.ts';
import type { ArchiveCalls, ArchiveEvent } from './panel-archive.ts';
import type { BodyCalls } from './panel-bodies.ts';
import type { MemoryCalls } from './panel-memory.ts';
import type { SourceCalls } from './panel-source.ts';
import type { ConsoleRecord, ExceptionRecord, ProjectInfo } from './project.ts';
import type { ScreenSettings } from './screen.ts';
import type { NetworkType, Rect } from './wx.ts';

export type Locale = 'en' | 'zh-CN';
export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast';

export interface Preferences {
  readonly locale: Locale;
  readonly theme: ThemeChoice;
  /** Compiles and starts the mini-program anew when a file of its project was saved. */
  readonly reloadOnSave: boolean;
}

export const ZOOM_STEPS = ['in', 'out', 'reset'] as const;

export type ZoomStep = (typeof ZOOM_STEPS)[number];

export interface RecentProject {
  readonly folder: string;
  readonly name: string;
  readonly openedAtEpochMs: number;
}

/** A mini-program that ships with Ferry. */
export interface SampleInfo {
  readonly id: string;
  /** By locale. */
  readonly title: Readonly<Record<Locale, string>>;
  readonly summary: Readonly<Record<Locale, string>>;
}

export interface RuntimeInfo {
  readonly kind: 'electron' | 'chromium';
  readonly version: string;
  readonly ferry: string;
  /** What it is made of and runs on, in the order to show it. */
  readonly parts: readonly RuntimePart[];
}

export interface RuntimePart {
  /** As it is called everywhere: `Chromium`, `Node.js`, `Linux`. */
  readonly name: string;
  readonly version: string;
}

/** The mini-program as it runs: what the toolbar and the status line show. */
export interface PageState {
  /** Route on top; empty before the first page. */
  readonly route: string;
  readonly routes: readonly string[];
  readonly loading: boolean;
}

/** A failure to open a project, shown on the start screen. */
export interface OpenFailure {
  readonly folder: string;
  readonly message: string;
  readonly codeFrame: string;
  /** The facts of the error; `reason` names it where the panel has words of its own for it. */
  readonly details?: ErrorDetails;
}

/** What a program keeps, told apart for clearing. */
export const DATA_KINDS = ['temp', 'saved', 'user', 'storage', 'transfers', 'conditions'] as const;

export type DataKind = (typeof DATA_KINDS)[number];

/** How much there is of each kind; `storage` in whole kB, as `wx.getStorageInfo` counts. */
export type DataSizes = Readonly<Record<DataKind, { readonly count: number; readonly sizeBytes: number }>>;

/** The registry was damaged when Ferry started. */
export interface RegistryRepair {
  /** Where the damaged file lies now. */
  readonly movedTo: string;
  /** When the backup that took its place was made; null when there was none that is whole, and it began empty. */
  readonly backupAtEpochMs: number | null;
  /** Where the backup lies now if that was damaged too. */
  readonly backupMovedTo: string | null;
}

export interface UnsupportedCount {
  /** `wx.openBluetoothAdapter`. */
  readonly api: string;
  readonly calls: number;
}

/** The device of the open project, as the developer has set it up. */
export interface DeviceState {
  readonly screen: ScreenSettings;
  readonly network: NetworkType;
}

/** Everything the panel shows, at one moment. */
export interface PanelSnapshot {
  readonly runtime: RuntimeInfo;
  readonly preferences: Preferences;
  readonly project: ProjectInfo | null;
  readonly openFailure: OpenFailure | null;
  readonly page: PageState;
  /** Null while no project is open. */
  readonly device: DeviceState | null;
  readonly labOrigin: string | null;
  readonly recent: readonly RecentProject[];
  readonly samples: readonly SampleInfo[];
  readonly fileTotals: FileTotals;
  /** Bytes saved files may take together. */
  readonly savedQuotaBytes: number;
  readonly console: readonly ConsoleRecord[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly unsupported: readonly UnsupportedCount[];
  /** Of this launch; null when the registry was whole. */
  readonly repair: RegistryRepair | null;
}

/** Changes after the snapshot, at most ten batches a second. Each replaces what has the same id. */
export type PanelEvent =
  | ArchiveEvent
  | ExchangeEvent
  | FileEvent
  | DrillEvent
  | ConditionEvent
  | InspectEvent
  | { readonly kind: 'console'; readonly added: readonly ConsoleRecord[] }
  | { readonly kind: 'exceptions'; readonly added: readonly ExceptionRecord[] }
  | { readonly kind: 'unsupported'; readonly unsupported: readonly UnsupportedCount[] }
  | { readonly kind: 'page'; readonly page: PageState }
  | {
      readonly kind: 'project';
      readonly project: ProjectInfo | null;
      readonly openFailure: OpenFailure | null;
      readonly labOrigin: string | null;
      readonly recent: readonly RecentProject[];
    }
  | { readonly kind: 'device'; readonly device: DeviceState | null }
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  /** The menu asks for a command of the panel's, `window.palette`. */
  | { readonly kind: 'command'; readonly id: string };

/** Calls of the trusted panel: channel → one request object in, one value out. */
export interface PanelCalls
  extends
    ArchiveCalls,
    InspectCalls,
    WindowCalls,
    ExchangeCalls,
    PanelFileCalls,
    PanelDrillCalls,
    ConditionCalls,
    ResendCalls,
    MemoryCalls,
    SourceCalls,
    BodyCalls {}

/** Those that belong to no area of its own. */
export interface WindowCalls {
  'panel:snapshot': (request: Record<string, never>) => PanelSnapshot;
  /** Shows the system's folder dialog; null when cancelled, else the project opens. */
  'panel:pick-folder': (request: Record<string, never>) => { readonly folder: string | null };
  'panel:open-folder': (request: { readonly folder: string }) => null;
  'panel:open-sample': (request: { readonly id: string }) => null;
  'panel:close-project': (request: Record<string, never>) => null;
  'panel:forget-recent': (request: { readonly folder: string }) => null;
  'panel:reload': (request: Record<string, never>) => null;
  'panel:clear-console': (request: Record<string, never>) => null;
  /** Of the open program; null while there is none. */
  'panel:data-sizes': (request: Record<string, never>) => DataSizes | null;
  /** Removes data of the open program. */
  'panel:clear-data': (request: { readonly kinds: readonly DataKind[] }) => null;
  'panel:remove-file': (request: { readonly path: string }) => null;
  'panel:reveal-file': (request: { readonly path: string }) => null;
  'panel:set-preferences': (request: Preferences) => null;
  /** Sets up the device of the open program, while its page runs. */
  'panel:set-device': (request: DeviceState) => null;
  /** Where the panel has left room for the mini-program, in CSS pixels; null hides it. */
  'panel:place-guest': (request: { readonly rect: Rect | null; readonly zoom: number }) => null;
  /** Gives the keyboard to the mini-program. */
  'panel:focus-guest': (request: Record<string, never>) => null;
  'panel:open-devtools': (request: Record<string, never>) => null;
  /** Makes everything in the window larger or smaller. */
  'panel:zoom': (request: { readonly step: ZoomStep }) => null;
}

export const PANEL_EVENT_CHANNEL = 'panel:event';
export const PANEL_BRIDGE_KEY = 'ferryPanel';
/** A file of the open project as the panel previews it: `/file/<encodeURIComponent(virtual path)>`. */
export const PANEL_FILE_PATH = '/file/';
export { PANEL_BODY_PATH, panelBodyPath } from './panel-bodies.ts';
