import type { GeneralComponent } from 'glass-easel';
import type { WxBridge } from '#contract/bridge';
import type { CompiledProject } from '#contract/project';
import type { CallbackRecord, TaskEvent } from '#contract/transfer';
import type { BootInfo, Rect, Stamped, WxEvent } from '#contract/wx';
import type { PendingCalls } from './wx/pending-calls.ts';

/** What a page or app is opened with (`onLoad`, `onLaunch`, `wx.getLaunchOptionsSync`). */
export interface LaunchOptions {
  /** Route without a leading slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** 1001: opened from the main entrance, as WeChat's scene list names it. */
  readonly scene: number;
}

/** The app went to the background or came back, or its network changed. */
export type AppEvent = Extract<WxEvent, { kind: 'app' | 'network' }>;

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
  reLaunch(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  current(): PageHandle | null;
  /** Bottom first. */
  stack(): readonly PageHandle[];
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
    /** Shows the error over the page and reports it. `ours`: thrown by our code or by a missing API of ours. */
    exception(error: unknown, options: { readonly ours: boolean }): void;
  };
  readonly navigationBar: {
    setTitle(text: string): void;
    /** `frontColor` is `#000000` or `#ffffff`. */
    setColor(frontColor: string, backgroundColor: string): void;
    setLoading(loading: boolean): void;
  };
  readonly pullDownRefresh: {
    /** Calls the top page's `onPullDownRefresh`. */
    start(): void;
    stop(): void;
  };
  /** Calls of `wx` that are under way. */
  readonly pendingCalls: PendingCalls;
  metrics(): ViewMetrics;
  /** Where overlays are drawn: over the page, its navigation bar and its tab bar. */
  readonly overlayRoot: HTMLElement;
  /** Every task event of this page's generation. Returns its own end. */
  onTaskEvent(listener: (event: TaskEvent) => void): () => void;
  /** The life of the app, after app.js has heard of it. Returns its own end. */
  onAppEvent(listener: (event: AppEvent) => void): () => void;
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
 *   ./components/index.ts  export function registerBuiltins(space: ComponentSpace, host: PageHost): void
 *     Defines every built-in in a component space of its own and calls `space.setGlobalUsingComponent(tag, definition)`
 *     for each on `space`, the mini-program's. Elements are created as `<wx-TAG>`; inner DOM is made in `attached`.
 *   ./wx/index.ts          export function createWx(host: PageHost): Record<string, unknown>
 */
