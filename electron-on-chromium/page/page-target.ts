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
import type { PageAgent } from './page-agent.ts';
import { openPage } from './open-page.ts';
import type { Stage } from './stage.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

export interface WindowBounds {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
  readonly windowState?: WindowState;
}

export interface PageOptions {
  readonly session: Session;
  readonly preload: PreloadSource | null;
  readonly preloadInfo: PreloadInfo;
  readonly size: Size;
  /** The browser that shows the page. */
  stage(): Promise<Stage>;
  /** Whether the page has a window on the screen; otherwise it has the size it is given. */
  readonly isOnScreen: boolean;
  /** Whether the page is shown as a picture: it is painted with the pixels of the screen that is on. */
  readonly isPicture: boolean;
  /** Whether the page takes over the window Chromium opened by itself, if there is one. */
  readonly takesFirstWindow: boolean;
  /** What else runs in every document of the page, each in a world of its own. */
  readonly agents: readonly PageAgent[];
}

/** What a page reports; each session is the page's own or that of one of its out-of-process frames. */
export interface PageListener {
  /** Subscribes to events before anything is enabled. */
  watch(session: DevtoolsSession, isMainTarget: boolean): void;
  /** A request is held back until this has answered it. */
  requestPaused(session: DevtoolsSession, paused: EventParameters<'Fetch.requestPaused'>): Promise<void>;
}

export interface Attached {
  readonly stage: Stage;
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
  private zoom = 1;
  private pixelRatio = 1;
  private isScaled = false;
  private canScale = true;
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

  /** Device pixels per pixel of the screen it is shown on, for a page without a window there. */
  setPixelRatio(pixelRatio: number): void {
    if (pixelRatio === this.pixelRatio) return;
    this.pixelRatio = pixelRatio;
    this.applyMetrics();
  }

  /** CSS pixels of the page per pixel of its view are 1 / this. */
  get zoomFactor(): number {
    return this.zoom;
  }

  /** Where input commands count by painted pixels: how many of them a CSS pixel is. */
  get inputScale(): number {
    return this.isScaled ? this.zoom * this.pixelRatio : 1;
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
    if (!this.options.isOnScreen) return;
    const { stage, targetId } = await this.attached;
    const { windowId } = await stage.root.send('Browser.getWindowForTarget', { targetId });
    // A minimized window takes no position, and a state goes alone: first the state, then the rest.
    const { windowState, ...position } = bounds;
    if (windowState !== undefined)
      await stage.root.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
    if (Object.keys(position).length > 0) {
      await stage.root.send('Browser.setWindowBounds', { windowId, bounds: position });
    }
  }

  /** Where the page's own window is, as the user has left it; null without a screen. */
  async windowBounds(): Promise<WindowBounds | null> {
    if (!this.options.isOnScreen) return null;
    const { stage, targetId } = await this.attached;
    const { bounds } = await stage.root.send('Browser.getWindowForTarget', { targetId });
    return bounds;
  }

  /** Closes the page; its storage stays with its session. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    void this.attached
      .then(async ({ stage, targetId, sessionId }) => {
        await stage.root.send('Target.closeTarget', { targetId });
        stage.browser.pipe.forget(sessionId);
      })
      .catch(() => undefined);
  }

  private async attach(): Promise<Attached> {
    const { preload, preloadInfo, session: owner, isOnScreen, agents, takesFirstWindow } = this.options;
    const stage = await this.options.stage();
    const browserContextId = await owner.contextId(stage);
    const page = await openPage(stage, { browserContextId, size: this.size, takesFirstWindow });
    this.targetId = page.targetId;
    const session = stage.session(page.sessionId);
    this.listener.watch(session, true);
    this.watchFrames(stage, session);
    for (const agent of agents) agent.watch(session, page.targetId);
    const secret = randomBytes(16).toString('hex');
    const names = { secret, binding: this.binding, holdsShortcuts: isOnScreen };
    const isolated = isolatedWorldScript(names, preloadInfo, preload);
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Log.enable'),
      session.send('Runtime.addBinding', { name: this.binding, executionContextName: ISOLATED_WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: ISOLATED_WORLD }),
      ...agents.map((agent) => agent.enable(session)),
      this.enableFetch(session),
      this.attachFrames(session),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: !isOnScreen }),
      this.metricsCommand(session),
      session.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: this.runtime.colorScheme }],
      }),
      owner.ownUserAgent === null
        ? undefined
        : session.send('Emulation.setUserAgentOverride', { userAgent: owner.ownUserAgent }),
    ]);
    return { ...page, session, stage };
  }

  /** Frames of other sites run in processes of their own, with sessions of their own. */
  private watchFrames(stage: Stage, session: DevtoolsSession): void {
    session.on('Fetch.requestPaused', (paused) => {
      this.listener.requestPaused(session, paused).catch(() => undefined);
    });
    session.on('Target.attachedToTarget', ({ sessionId }) => {
      const frame = stage.session(sessionId);
      this.frameSessions.add(frame);
      this.listener.watch(frame, false);
      this.watchFrames(stage, frame);
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

  /** Without a window the size is emulated; zoom is fewer CSS pixels of more device pixels each, as in Electron. */
  private metricsCommand(session: DevtoolsSession): Promise<unknown> {
    const { isOnScreen } = this.options;
    if (isOnScreen && this.zoom === 1) return session.send('Emulation.clearDeviceMetricsOverride');
    const scale = this.zoom * this.pixelRatio;
    this.isScaled = this.options.isPicture && scale !== 1 && this.canScale;
    const painted = this.isScaled ? this.setPaintedSize(session) : undefined;
    const emulated = session.send('Emulation.setDeviceMetricsOverride', {
      width: isOnScreen ? 0 : Math.max(1, Math.round(this.size.width / this.zoom)),
      height: isOnScreen ? 0 : Math.max(1, Math.round(this.size.height / this.zoom)),
      deviceScaleFactor: scale,
      mobile: false,
      ...(this.isScaled ? { scale, dontSetVisibleSize: true } : {}),
    });
    return Promise.all([painted, emulated]);
  }

  /** A picture has the pixels of the painted area, and emulation alone adds none. */
  private async setPaintedSize(session: DevtoolsSession): Promise<void> {
    const width = Math.max(1, Math.round(this.size.width * this.pixelRatio));
    const height = Math.max(1, Math.round(this.size.height * this.pixelRatio));
    try {
      await session.send('Emulation.setVisibleSize', { width, height });
    } catch {
      // A browser without the command: the picture is as large, and coarser.
      this.canScale = false;
      this.applyMetrics();
    }
  }
}
