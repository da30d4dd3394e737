import type { HotUpdate } from './hot.ts';
import type { ClipboardCalls } from './clipboard.ts';
import type { CloudCalls } from './cloud.ts';
import type { DeviceTraits } from './device.ts';
import type { WireError } from './errors.ts';
import type { FileSystemCalls, FileSystemSyncCalls } from './file-system.ts';
import type { ImageCalls } from './images.ts';
import type { MockBook } from './mocks.ts';
import type { InspectNews, InspectQuestion } from './panel-inspect.ts';
import type { PickerCalls } from './pickers.ts';
import type { ConsoleForm, ConsoleRecord } from './project.ts';
import type { SocketCalls, SocketEvent } from './sockets.ts';
import type { StorageCalls, StorageSyncCalls } from './storage.ts';
import type { ScreenTraits } from './screen.ts';
import type { CallbackRecord, DownloadCall, RequestCall, TaskEvent, UploadCall } from './transfer.ts';

/** The phone a mini-program believes it runs on; sizes in CSS pixels. */
export interface DeviceInfo {
  readonly brand: string;
  readonly model: string;
  readonly system: string;
  readonly platform: string;
  readonly pixelRatio: number;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly statusBarHeight: number;
  readonly language: string;
  readonly version: string;
  readonly theme: 'light' | 'dark';
  /** WeChat's font size in CSS pixels: `fontSizeSetting`. */
  readonly fontSizePx: number;
  /** What the device draws over its screen, and what it covers of it. */
  readonly screen: ScreenTraits;
  readonly SDKVersion: string;
}

/** What a page runtime needs to start. */
export interface BootInfo {
  /** Stamped on every later call; what arrives for an older one is dropped. */
  readonly generation: number;
  /** Route with optional query to open first; null for the project's own entry page. */
  readonly entry: string | null;
  readonly appid: string;
  /** `SDKVersion` is the base library: what came later does not exist for the page. */
  readonly device: DeviceInfo;
  readonly traits: DeviceTraits;
  /** The network at the start. */
  readonly networkType: NetworkType;
  /** `wx.env.USER_DATA_PATH`, as the device spells it: `http://usr` or `wxfile://usr`. */
  readonly userDataPath: string;
  /** Origin of the lab when it runs, for `wx.env.FERRY_LAB`; null otherwise. */
  readonly labOrigin: string | null;
  /** What `ferry.mock.json` sets, as it stood when the page started. */
  readonly mocks: MockBook;
  /** Whether pages slide in and out: not where nobody looks. */
  readonly animates: boolean;
  /** Language of Ferry's own words on the page (error overlay, modals). */
  readonly locale: 'en' | 'zh-CN';
}

/** What a page tells of itself. One way; main keeps it for the panel and the report. */
export type PageReport =
  | { readonly kind: 'page-opening'; readonly route: string; readonly query: string }
  | { readonly kind: 'page-ready'; readonly route: string; readonly openMs: number }
  | { readonly kind: 'page-failed'; readonly route: string; readonly message: string }
  /** The page stack after a change, bottom first. */
  | { readonly kind: 'stack'; readonly routes: readonly string[] }
  | {
      readonly kind: 'exception';
      readonly page: string;
      readonly message: string;
      readonly stack: string;
      /** The runtime's own judgement: thrown by our code or by a missing API of ours. */
      readonly ours: boolean;
    }
  /** A console line as text, objects written out. */
  | {
      readonly kind: 'console';
      readonly level: ConsoleRecord['level'];
      readonly page: string;
      readonly text: string;
      /** Its arguments as pictures, `ValueView[]` in JSON; left out where the text says it all. */
      readonly values?: string;
      /** Where it was called. */
      readonly stack?: string;
      /** How many groups it stands in; left out for none. */
      readonly depth?: number;
      readonly form?: ConsoleForm;
    }
  | { readonly kind: 'inspect'; readonly news: InspectNews }
  | { readonly kind: 'unsupported'; readonly api: string }
  /** A `wx` function found no file at a path, or no room for one. */
  | {
      readonly kind: 'file-failed';
      readonly why: 'missing' | 'quota';
      readonly api: string;
      readonly path: string;
      readonly page: string;
      readonly stack: string;
    }
  /** What was saved cannot be taken into the running program: it must start anew. */
  | { readonly kind: 'stale' }
  /** The person has sent the mini-program to the background by the capsule, or fetched it back. */
  | { readonly kind: 'app-moved'; readonly state: 'hidden' | 'shown' }
  | { readonly kind: 'callback'; readonly callback: CallbackRecord };

/** A source stack as main mapped it to the project's own files. */
export interface MappedStack {
  readonly stack: string;
  readonly location: string | null;
  /** Code frame of the location; empty when unknown. */
  readonly codeFrame: string;
}

/**
 * Asynchronous calls of a page: channel → one request object in, one value out, structured-clone data only.
 * Schemas, handlers and the facade are mapped over this type, so a channel without one does not compile.
 */
export interface WxCalls
  extends FileSystemCalls, PickerCalls, ImageCalls, StorageCalls, SocketCalls, ClipboardCalls, CloudCalls {
  'wx:boot': (request: Record<string, never>) => BootInfo;
  'wx:upload-file': (request: UploadCall) => null;
  'wx:download-file': (request: DownloadCall) => null;
  'wx:request': (request: RequestCall) => null;
  'wx:abort-task': (request: { readonly taskId: string }) => null;
  'wx:map-stack': (request: { readonly stack: string }) => MappedStack;
  'wx:report': (request: { readonly reports: readonly PageReport[] }) => null;
  /** The page's answer to a {@link DriveCommand}. */
  'wx:driven': (request: { readonly commandId: number; readonly answer: DriveAnswer }) => null;
}

/** Synchronous calls (`wx.getStorageSync`, `FileSystemManager.readFileSync` and their kin), which block the page. */
export interface WxSyncCalls extends FileSystemSyncCalls, StorageSyncCalls {}

/** What main asks of a page on behalf of `ferry run` and automation. */
export type DriveCommand =
  /** Finds an element by a WXML selector in the top page, its components, then Ferry's own overlays. */
  | { readonly kind: 'locate'; readonly selector: string }
  | { readonly kind: 'relaunch'; readonly url: string }
  /** Waits until the page has nothing to do at the moment. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'stack' }
  | { readonly kind: 'inspect'; readonly question: InspectQuestion };

export type DriveAnswer =
  /** `rect` in CSS pixels of the view, scrolled into sight; null when nothing matches. */
  | {
      readonly kind: 'located';
      readonly rect: Rect | null;
      /** What lies over the middle of the element and would get the tap instead; null when nothing does. */
      readonly coveredBy: string | null;
    }
  | { readonly kind: 'relaunched' }
  /** How many asynchronous `wx` calls have not answered yet, those aside that wait for the person. */
  | { readonly kind: 'rested'; readonly pendingCalls: number }
  | { readonly kind: 'stack'; readonly routes: readonly string[] }
  /** An `InspectAnswer` as JSON: a stranger's, to be checked by who asked. */
  | { readonly kind: 'inspected'; readonly json: string }
  | { readonly kind: 'failed'; readonly error: WireError };

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What main sends a page on the one channel it listens to, `wx:event`. */
export type WxEvent =
  | { readonly kind: 'task'; readonly event: TaskEvent }
  | { readonly kind: 'socket'; readonly event: SocketEvent }
  | { readonly kind: 'drive'; readonly commandId: number; readonly command: DriveCommand }
  /** Files of the project were saved while it runs. */
  | { readonly kind: 'hot'; readonly update: HotUpdate }
  /** The app was sent to the background or fetched back: `App.onHide`, `App.onShow`. */
  | { readonly kind: 'app'; readonly state: 'hidden' | 'shown' }
  /** The developer chose another screen, theme, language or font size while the page runs. */
  | { readonly kind: 'device'; readonly device: DeviceInfo }
  /** Something befalls the phone: `wx.onMemoryWarning`, `onUserCaptureScreen`, `onAudioInterruptionBegin`, `…End`. */
  | { readonly kind: 'phone'; readonly event: PhoneEvent }
  /** `wx.onNetworkStatusChange`, in WeChat's names of networks. */
  | { readonly kind: 'network'; readonly isConnected: boolean; readonly networkType: NetworkType };

/** The levels are Android's: 5 moderate, 10 low, 15 critical (WeChat's documentation of onMemoryWarning). */
export type PhoneEvent =
  | { readonly name: 'memory-warning'; readonly level: 5 | 10 | 15 }
  | { readonly name: 'screen-captured' }
  | { readonly name: 'audio-interrupted' }
  | { readonly name: 'audio-resumed' };

/** What `wx.getNetworkType` can answer. */
export const NETWORK_TYPES = ['wifi', '2g', '3g', '4g', '5g', 'unknown', 'none'] as const;

export type NetworkType = (typeof NETWORK_TYPES)[number];

/** Envelope of every page call: main drops a call whose generation is not the page's current one. */
export interface Stamped<T> {
  readonly generation: number;
  readonly request: T;
}

/** URL paths under the page's own origin; the page only ever uses them relative. */
export const PAGE_PATHS = {
  /** Compiled output. */
  build: '/build/',
  /** Files of the code package. */
  package: '/package/',
  /** A virtual file: `/file/<encodeURIComponent(virtual path)>`, ranges honoured. */
  file: '/file/',
  /** A response body over 64 KiB, once. POST here to hand in a request body; answers `{bodyId}`. */
  body: '/body/',
  /** A network image or font, fetched by main: `/remote/<encodeURIComponent(url)>`. */
  remote: '/remote/',
  /** A picture of the sample album. */
  album: '/album/',
} as const;

export const WX_EVENT_CHANNEL = 'wx:event';
/** The name under which the preload exposes the raw bridge; it carries no more authority than `wx`. */
export const WX_BRIDGE_KEY = 'ferryBridge';
/** Bodies up to this size travel inline, larger ones by the app scheme. */
export const INLINE_BODY_BYTES = 65_536;
