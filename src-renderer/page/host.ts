import type { GeneralComponent } from 'glass-easel';
import type { WxBridge } from '#contract/bridge';
import type { CompiledProject } from '#contract/project';
import type { SafeInsets } from '#contract/screen';
import type { SocketEvent } from '#contract/sockets';
import type { CallbackRecord, TaskEvent } from '#contract/transfer';
import type { BootInfo, DeviceInfo, PhoneEvent, Rect, Stamped, WxEvent } from '#contract/wx';
import type { ColorAnimation } from './chrome/navigation-bar.ts';
import type { BackgroundColors, PageFrame } from './chrome/page-frame.ts';
import type { Share } from './chrome/share.ts';
import type { TabBar } from './chrome/tab-bar.ts';
import type { PendingCalls } from './wx/pending-calls.ts';

/** What a page or app is opened with (`onLoad`, `onLaunch`, `wx.getLaunchOptionsSync`). */
export interface LaunchOptions {
  /** Route without a leading slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** 1001: opened from the main entrance, as WeChat's scene list names it. */
  readonly scene: number;
}

/** The app went to the background or came back, its network or its theme changed, or a page was not found. */
export type AppEvent =
  | Extract<WxEvent, { kind: 'app' | 'network' }>
  | { readonly kind: 'theme'; readonly theme: 'light' | 'dark' }
  | {
      readonly kind: 'page-not-found';
      readonly path: string;
      readonly query: Readonly<Record<string, string>>;
      readonly isEntryPage: boolean;
    };

/** The device as it is now: the developer may choose another screen, theme, language or font size at any time. */
export interface LiveDevice {
  /** `theme` is what the mini-program is told: always light without `"darkmode": true` in app.json. */
  current(): DeviceInfo;
  /** Told after the page has been laid out anew. Returns its own end. */
  onChange(listener: (device: DeviceInfo, before: DeviceInfo) => void): () => void;
}

/** A text field that takes the keyboard. */
export interface KeyboardField {
  /** What must stay in sight above the keyboard. */
  readonly element: HTMLElement;
  /** `cursor-spacing`, in CSS pixels: the least distance between the field and the keyboard. */
  readonly cursorSpacingPx: number;
  /** `adjust-position`: the page is pushed up until the field shows. */
  readonly adjustPosition: boolean;
  /** `hold-keyboard`: a tap elsewhere on the page leaves the keyboard up. */
  readonly holdKeyboard: boolean;
}

/** The keyboard of the device. Height 0 means down; devices that draw none (DevTools) stay at 0. */
export interface Keyboard {
  /** Raises the keyboard for a field that has the focus; returns what lowers it again when the field loses it. */
  open(field: KeyboardField): () => void;
  /** Hears every change of the height, in CSS pixels. Returns its own end. */
  onHeight(listener: (heightPx: number, durationMs: number) => void): () => void;
  heightPx(): number;
  /** The field that has the focus; null without one. */
  field(): HTMLElement | null;
  /** Takes the focus from the field that has it (`wx.hideKeyboard`); false when none has. */
  hide(): boolean;
  /** What is selected in the field that has the focus; null without one. */
  selection(): { readonly start: number; readonly end: number } | null;
}

/** An error, as text with its stack, or a rejection that nobody handled. */
export type UncaughtEvent =
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'rejection'; readonly reason: unknown; readonly promise: Promise<unknown> };

/** Two-way channel between a page and the one it opened by `wx.navigateTo`. */
export interface EventChannel {
  on(name: string, listener: (...values: unknown[]) => void): void;
  once(name: string, listener: (...values: unknown[]) => void): void;
  off(name: string, listener?: (...values: unknown[]) => void): void;
  emit(name: string, ...values: unknown[]): void;
}

/** `wx.pageScrollTo`, checked. `scrollTopPx` or `selector` decides the place. */
export interface ScrollRequest {
  readonly scrollTopPx?: number;
  readonly selector?: string;
  readonly offsetTopPx?: number;
  readonly durationMs: number;
}

/** A page on the stack. */
export interface PageHandle {
  /** Route without a leading slash. */
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  /** `this` of the page's methods. */
  readonly instance: Readonly<Record<string, unknown>>;
  /** The glass-easel component behind the page. */
  readonly component: GeneralComponent;
  /** Asked before the person leaves by going back (`wx.enableAlertBeforeUnload`); null lets everybody go. */
  leaveQuestion: (() => Promise<boolean>) | null;
  /** What takes a step back for itself, as an open `page-container` does; true when it did. */
  stepBack: (() => boolean) | null;
  /** The page's place in the document, with its bars. */
  readonly frame: PageFrame;
  /** Scrolls the page; false when the selector matches nothing. */
  scrollTo(request: ScrollRequest): boolean;
  /** A glass-easel selector query rooted in this page. */
  createSelectorQuery(): unknown;
}

/** The page stack. Every method rejects with a {@link RouteError}. Relative URLs resolve against the top page. */
export interface Router {
  navigateTo(
    url: string,
    events?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly eventChannel: EventChannel }>;
  redirectTo(url: string): Promise<void>;
  navigateBack(delta: number): Promise<void>;
  /** `appLaunch` opens the first page. */
  reLaunch(url: string, kind?: 'reLaunch' | 'appLaunch'): Promise<void>;
  switchTab(url: string): Promise<void>;
  /** Hears every step of every route. Returns its own end. */
  onRoute(listener: (event: RouteEvent) => void): () => void;
  current(): PageHandle | null;
  /** Bottom first. */
  stack(): readonly PageHandle[];
}

/** How a page came to be shown, in WeChat's names. */
export type RouteKind = 'appLaunch' | 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab' | 'navigateBack';

export type RouteEventName =
  | 'beforeAppRoute'
  | 'appRoute'
  | 'appRouteDone'
  | 'beforePageLoad'
  | 'afterPageLoad'
  | 'beforePageUnload'
  | 'afterPageUnload';

/** A step of a route, as `wx.onAppRoute` and its kin are told. */
export interface RouteEvent {
  readonly name: RouteEventName;
  readonly openType: RouteKind;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly routeEventId: string;
  readonly webviewId: number;
  readonly timeStamp: number;
}

/** Why a route call failed, in WeChat's words: `navigateTo:fail page "x" is not found`. */
export interface RouteError {
  readonly errMsg: string;
}

/** The view as the mini-program sees it, in CSS pixels. */
export interface ViewMetrics {
  readonly screenWidth: number;
  readonly screenHeight: number;
  /** Upper edge of the page area: zero where the page draws its own navigation bar. */
  readonly windowTop: number;
  /** Width and height of the page area: below the navigation bar, above the tab bar. */
  readonly windowWidth: number;
  readonly windowHeight: number;
  readonly statusBarHeight: number;
  /** What the device covers of its own screen. */
  readonly safeInsets: SafeInsets;
  /** The capsule at the top right. */
  readonly menuButton: Rect;
}

/**
 * What the page runtime gives to the `wx` facade and to the built-in components. One per page renderer; everything
 * of Ferry that runs beside the mini-program's own code reaches the outside through it.
 */
export interface PageHost {
  readonly bridge: WxBridge;
  readonly boot: BootInfo;
  readonly project: CompiledProject;
  readonly launch: LaunchOptions;
  /** Wraps a request in the envelope with this page's generation. */
  stamp<T>(request: T): Stamped<T>;
  readonly router: Router;
  readonly reports: {
    callback(record: CallbackRecord): void;
    /** Counts one call of an API that Ferry does not have, such as `wx.openBluetoothAdapter`. */
    unsupported(api: string): void;
    /** A function found no file at a path, or no room for one; `stack` is that of its call. */
    fileFailed(failed: {
      readonly why: 'missing' | 'quota';
      readonly api: string;
      readonly path: string;
      readonly stack: string;
    }): void;
    /** Shows the error over the page and reports it. `ours`: thrown by our code or by a missing API of ours. */
    exception(error: unknown, options: { readonly ours: boolean }): void;
  };
  readonly navigationBar: {
    setTitle(text: string): void;
    /** `frontColor` is `#000000` or `#ffffff`. */
    setColor(frontColor: string, backgroundColor: string, animation?: ColorAnimation): void;
    setLoading(loading: boolean): void;
    hideHome(): void;
  };
  readonly tabBar: TabBar;
  /** What shows around the content of the top page. */
  readonly pageBackground: {
    setColors(colors: BackgroundColors): void;
    setTextStyle(style: 'dark' | 'light'): void;
    /** `wx.setPageStyle`: CSS properties in camel case; `overflow` decides whether the page scrolls. */
    setStyle(style: Readonly<Record<string, unknown>>): void;
  };
  readonly share: Share;
  /** Sends the mini-program to the background, as the capsule's ◎ does. */
  readonly leaveApp: () => void;
  /** Hears the size of the window after it has changed. Returns its own end. */
  onResize(listener: (view: ViewMetrics) => void): () => void;
  readonly pullDownRefresh: {
    /** Calls the top page's `onPullDownRefresh`. */
    start(): void;
    stop(): void;
  };
  readonly device: LiveDevice;
  readonly keyboard: Keyboard;
  /** Calls of `wx` that are under way. */
  readonly pendingCalls: PendingCalls;
  metrics(): ViewMetrics;
  /** Where overlays are drawn: over the page, its navigation bar and its tab bar. */
  readonly overlayRoot: HTMLElement;
  /** What main tells of this generation's sockets. Returns its own end. */
  onSocketEvent(listener: (event: SocketEvent) => void): () => void;
  /** What befalls the phone. Returns its own end. */
  onPhoneEvent(listener: (event: PhoneEvent) => void): () => void;
  /** Hears of what nobody caught, after app.js has. Returns its own end. */
  onUncaught(listener: (event: UncaughtEvent) => void): () => void;
  /** Every task event of this page's generation. Returns its own end. */
  onTaskEvent(listener: (event: TaskEvent) => void): () => void;
  /**
   * The life of the app, after app.js has heard of it. A listener answers true where it has dealt with a page that
   * was not found. Returns its own end.
   */
  onAppEvent(listener: (event: AppEvent) => unknown): () => void;
  /**
   * URL of the page's own origin for a `src` written in a mini-program: `/file/<enc>` for virtual paths
   * (`wxfile://…`, and `http://tmp/…`, `http://store/…`, `http://usr/…` where the device spells them so),
   * `/package/…` for package paths resolved against `base` (a route or component path), `/remote/<enc>` for other
   * http(s); `data:` and `blob:` stay.
   */
  resourceUrl(src: string, base: string): string;
}

/*
 * The two entry points on the other side of this interface:
 *   ./components/index.ts  export function registerBuiltins(space: ComponentSpace, host: PageHost, wx: WxCalls): void
 *     Defines every built-in in a component space of its own and calls `space.setGlobalUsingComponent(tag, definition)`
 *     for each on `space`, the mini-program's. Elements are created as `<wx-TAG>`; inner DOM is made in `attached`.
 *   ./wx/index.ts          export function createWx(host: PageHost): Record<string, unknown>
 */
