import { randomBytes } from 'node:crypto';
import type {
  CommandName,
  CommandParameters,
  CommandResult,
  DevtoolsSession,
  EventParameters,
} from '../devtools-pipe.ts';
import { complain } from '../complain.ts';
import { DevtoolsClosed } from '../devtools-pipe.ts';
import type { Runtime } from '../module/runtime.ts';
import type { Session } from '../module/session.ts';
import {
  ISOLATED_WORLD,
  isolatedWorldScript,
  mainWorldScript,
  type PreloadSource,
} from '../worlds/scripts.ts';
import type { PreloadInfo } from '../worlds/isolated-agent.ts';
import { besideWindow, type Place, type ScreenRectangle } from './beside.ts';
import { openPage } from './open-page.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface WindowBounds {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
  readonly windowState?: 'normal' | 'minimized' | 'maximized';
}

export interface PageOptions {
  readonly session: Session;
  readonly preload: PreloadSource | null;
  readonly preloadInfo: PreloadInfo;
  readonly size: Size;
  /** Whether the page takes over the window Chromium opened by itself, if there is one. */
  readonly takesFirstWindow: boolean;
}

/** What a page reports; each session is the page's own or that of one of its out-of-process frames. */
export interface PageListener {
  /** Subscribes to events before anything is enabled. */
  watch(session: DevtoolsSession, isMainTarget: boolean): void;
  /** A request is held back until this has answered it. */
  requestPaused(session: DevtoolsSession, paused: EventParameters<'Fetch.requestPaused'>): Promise<void>;
}

export interface Attached {
  readonly session: DevtoolsSession;
  readonly sessionId: string;
  readonly targetId: string;
}

/** One Chromium page: its target, its size and zoom, and what is switched on in it. */
export class PageTarget {
  readonly attached: Promise<Attached>;
  /** Name of the binding the isolated world posts to. */
  readonly binding = `b${randomBytes(8).toString('hex')}`;
  targetId: string | null = null;
  private readonly runtime: Runtime;
  private readonly options: PageOptions;
  private readonly listener: PageListener;
  private readonly frameSessions = new Set<DevtoolsSession>();
  private size: Size;
  private frame: Size = { width: 0, height: 0 };
  private zoom = 1;
  private isClosed = false;

  constructor(runtime: Runtime, options: PageOptions, listener: PageListener) {
    this.runtime = runtime;
    this.options = options;
    this.listener = listener;
    this.size = options.size;
    this.attached = this.attach();
    this.attached.catch(() => undefined);
  }

  /** Sends a command once the page is there. */
  async send<C extends CommandName>(method: C, parameters?: CommandParameters<C>): Promise<CommandResult<C>> {
    const { session } = await this.attached;
    return session.send(method, parameters);
  }

  /** Sends a command whose outcome nobody waits for; a page that is gone by then is no error. */
  post<C extends CommandName>(method: C, parameters?: CommandParameters<C>): void {
    this.send(method, parameters).catch((error: unknown) => {
      if (!(error instanceof DevtoolsClosed) && !this.isClosed) complain('electron-on-chromium:', error);
    });
  }

  setSize(size: Size): void {
    this.size = size;
    this.applyMetrics();
  }

  setZoom(zoom: number): void {
    this.zoom = zoom;
    this.applyMetrics();
  }

  setUserAgent(userAgent: string): Promise<unknown> {
    return this.send('Emulation.setUserAgentOverride', { userAgent });
  }

  applyColorScheme(): void {
    this.post('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: this.runtime.colorScheme }],
    });
  }

  /** Holds back document requests always, and every request while the app listens to them. */
  refreshFetch(): void {
    void this.attached
      .then(({ session }) =>
        Promise.all([session, ...this.frameSessions].map((each) => this.enableFetch(each))),
      )
      .catch(() => undefined);
  }

  /** Moves and sizes the page's own window; without a screen there is none. */
  async setWindowBounds(bounds: WindowBounds): Promise<void> {
    if (this.runtime.headless) return;
    const { targetId } = await this.attached;
    const { root } = this.runtime;
    const { windowId } = await root.send('Browser.getWindowForTarget', { targetId });
    // A minimized window takes no position, and a state goes alone: first the state, then the rest.
    const { windowState, ...position } = bounds;
    if (windowState !== undefined)
      await root.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
    if (Object.keys(position).length > 0) {
      await root.send('Browser.setWindowBounds', { windowId, bounds: position });
    }
  }

  /** Gives the window's content the size of `bounds`, a part of the host; with a host, it moves beside the host's. */
  async fitWindow(bounds: Electron.Rectangle, host: PageTarget | null): Promise<void> {
    if (this.runtime.headless) return;
    await this.attached;
    const size = {
      width: Math.round(bounds.width) + this.frame.width,
      height: Math.round(bounds.height) + this.frame.height,
    };
    await this.setWindowBounds({ ...size, ...(host && (await this.placeBeside(host, bounds, size))) });
  }

  private async placeBeside(host: PageTarget, { x, y }: Electron.Rectangle, size: Size): Promise<Place> {
    const rectangle = await host.windowRectangle();
    // The bar above the content lies above the view's place.
    const inside = {
      left: rectangle.left + Math.round(x),
      top: rectangle.top + Math.round(y) - this.frame.height,
    };
    return besideWindow(rectangle, size, await host.screenRectangle(), inside);
  }

  private async windowRectangle(): Promise<ScreenRectangle> {
    const { targetId } = await this.attached;
    const { bounds } = await this.runtime.root.send('Browser.getWindowForTarget', { targetId });
    const { left = 0, top = 0, width = 0, height = 0 } = bounds;
    return { left, top, width, height };
  }

  /** The part of the screen that windows may cover. */
  private async screenRectangle(): Promise<ScreenRectangle> {
    const expression =
      '({ left: screen.availLeft, top: screen.availTop, width: screen.availWidth, height: screen.availHeight })';
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    return result.value as ScreenRectangle;
  }

  /** Closes the page; its storage stays with its session. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    void this.attached
      .then(async ({ targetId, sessionId }) => {
        await this.runtime.root.send('Target.closeTarget', { targetId });
        this.runtime.browser.pipe.forget(sessionId);
      })
      .catch(() => undefined);
  }

  private async attach(): Promise<Attached> {
    const { runtime } = this;
    const { frame, ...page } = await openPage(runtime, {
      browserContextId: await this.options.session.contextId(),
      size: this.size,
      takesFirstWindow: this.options.takesFirstWindow,
    });
    this.frame = frame;
    this.targetId = page.targetId;
    const session = runtime.browser.pipe.session(page.sessionId);
    this.listener.watch(session, true);
    this.watchFrames(session);
    const { preload, preloadInfo, session: owner } = this.options;
    const secret = randomBytes(16).toString('hex');
    const isolated = isolatedWorldScript({ secret, binding: this.binding }, preloadInfo, preload);
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Log.enable'),
      session.send('Runtime.addBinding', { name: this.binding, executionContextName: ISOLATED_WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: ISOLATED_WORLD }),
      this.enableFetch(session),
      this.attachFrames(session),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: runtime.headless }),
      this.metricsCommand(session),
      session.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: runtime.colorScheme }],
      }),
      owner.ownUserAgent === null
        ? undefined
        : session.send('Emulation.setUserAgentOverride', { userAgent: owner.ownUserAgent }),
    ]);
    return { ...page, session };
  }

  /** Frames of other sites run in processes of their own, with sessions of their own. */
  private watchFrames(session: DevtoolsSession): void {
    session.on('Fetch.requestPaused', (paused) => {
      this.listener.requestPaused(session, paused).catch(() => undefined);
    });
    session.on('Target.attachedToTarget', ({ sessionId }) => {
      const frame = this.runtime.browser.pipe.session(sessionId);
      this.frameSessions.add(frame);
      this.listener.watch(frame, false);
      this.watchFrames(frame);
      // The frame answers nothing before it runs: all commands go out first, then it is let go.
      void Promise.all([
        frame.send('Page.enable'),
        frame.send('Runtime.enable'),
        this.enableFetch(frame),
        this.attachFrames(frame),
        frame.send('Runtime.runIfWaitingForDebugger'),
      ]).catch(() => undefined);
      session.on('Target.detachedFromTarget', (detached) => {
        if (detached.sessionId === sessionId) this.frameSessions.delete(frame);
      });
    });
  }

  private attachFrames(session: DevtoolsSession): Promise<unknown> {
    return session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'iframe' }],
    });
  }

  private enableFetch(session: DevtoolsSession): Promise<unknown> {
    const patterns = this.options.session.webRequest.isListening
      ? [{ urlPattern: '*' }]
      : [{ urlPattern: '*', resourceType: 'Document' as const }];
    return session.send('Fetch.enable', { patterns });
  }

  private applyMetrics(): void {
    void this.attached.then(({ session }) => this.metricsCommand(session)).catch(() => undefined);
  }

  /** Without a screen the size is emulated; zoom is fewer CSS pixels of more device pixels each, as in Electron. */
  private metricsCommand(session: DevtoolsSession): Promise<unknown> {
    if (!this.runtime.headless && this.zoom === 1) {
      return session.send('Emulation.clearDeviceMetricsOverride');
    }
    return session.send('Emulation.setDeviceMetricsOverride', {
      width: this.runtime.headless ? Math.max(1, Math.round(this.size.width / this.zoom)) : 0,
      height: this.runtime.headless ? Math.max(1, Math.round(this.size.height / this.zoom)) : 0,
      deviceScaleFactor: this.zoom,
      mobile: false,
    });
  }
}
