import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Browser } from '../browser.ts';
import { installedVersion } from '../browser-version.ts';
import type { DevtoolsSession } from '../devtools-pipe.ts';
import { findBrowser } from '../find-browser.ts';
import { createOriginMap, type OriginMap } from '../origin-map.ts';
import type { BrowserWindow } from './browser-window.ts';
import { createSchemes, type Schemes } from './schemes.ts';
import type { View } from './view.ts';
import type { WebContents } from './web-contents.ts';

/** A page target as Chromium announced it, not yet taken by a WebContents. */
export interface AnnouncedPage {
  readonly targetId: string;
  readonly sessionId: string;
}

/** What the parts of the module share: one per process, made in `index.ts` and handed to each. */
export class Runtime {
  readonly headless: boolean;
  readonly origins: OriginMap;
  readonly schemes: Schemes;
  readonly contents = new Map<number, WebContents>();
  readonly windows = new Set<BrowserWindow>();
  /** `nativeTheme.themeSource` as `prefers-color-scheme` has it; empty for the browser's own. */
  colorScheme: '' | 'light' | 'dark' = '';
  isReady = false;
  /** Set by `app`: what follows when the last window has closed. */
  onLastWindowClosed: () => void = () => undefined;
  /** Set by `app`: hears of every new WebContents. */
  onWebContentsCreated: (contents: WebContents) => void = () => undefined;
  /** Set by `app`: hears of every renderer that ended unasked. */
  onRendererGone: (contents: WebContents, details: Electron.RenderProcessGoneDetails) => void = () =>
    undefined;
  private running: Browser | null = null;
  private askedVersion: string | null = null;
  private readonly announced = new Map<string, AnnouncedPage>();
  private readonly awaited = new Map<string, (page: AnnouncedPage) => void>();
  /** By the id of the page that opens: who takes what it opens. */
  private readonly askers = new Map<string, (page: AnnouncedPage) => void>();

  constructor(env: NodeJS.ProcessEnv, platform: NodeJS.Platform) {
    const hasDisplay = [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((value) => (value ?? '') !== '');
    this.headless = env['ELECTRON_ON_CHROMIUM_HEADLESS'] === '1' || (platform === 'linux' && !hasDisplay);
    this.origins = createOriginMap(randomBytes(32).toString('hex'));
    this.schemes = createSchemes(this.origins);
  }

  /** The browser; throws before the app is ready. */
  get browser(): Browser {
    if (!this.running) throw new Error('The browser has not started: the app is not ready');
    return this.running;
  }

  get browserOrNull(): Browser | null {
    return this.running;
  }

  /** Path of the browser to run on, or null when none is installed. */
  get browserExecutable(): string | null {
    return findBrowser(process.env, process.platform, existsSync);
  }

  /** `156.0.8078.79`, also before the browser runs; undefined when there is none. */
  get chromeVersion(): string | undefined {
    if (this.running) return this.running.version;
    const executable = this.browserExecutable;
    if (this.askedVersion === null && executable !== null) {
      this.askedVersion = installedVersion(executable, process.platform);
    }
    return this.askedVersion ?? undefined;
  }

  get root(): DevtoolsSession {
    return this.browser.pipe.session();
  }

  /** Takes over a browser that has just come up. */
  async attachBrowser(browser: Browser): Promise<void> {
    this.running = browser;
    const root = browser.pipe.session();
    root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const session = browser.pipe.session(sessionId);
      const page = { targetId: targetInfo.targetId, sessionId };
      const { openerId } = targetInfo;
      const asker = openerId === undefined ? undefined : this.askers.get(openerId);
      if (openerId !== undefined && !asker) {
        // The opener hears of it by Page.windowOpen; the window itself never begins to load.
        void root.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined);
        return;
      }
      void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      const taker = asker ?? this.awaited.get(page.targetId);
      this.askers.delete(openerId ?? '');
      this.awaited.delete(page.targetId);
      if (taker) taker(page);
      else this.announced.set(page.targetId, page);
    });
    root.on('Target.targetDestroyed', ({ targetId }) => {
      this.announced.delete(targetId);
      this.contentsOfTarget(targetId)?.lostTarget();
    });
    root.on('Target.targetCrashed', ({ targetId, status, errorCode }) => {
      this.contentsOfTarget(targetId)?.crashed(status, errorCode);
    });
    root.on('Target.targetInfoChanged', ({ targetInfo }) => {
      this.contentsOfTarget(targetInfo.targetId)?.titleChanged(targetInfo.title);
    });
    const filter = [{ type: 'page' }];
    await root.send('Target.setDiscoverTargets', { discover: true, filter });
    await root.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter,
    });
  }

  /** Resolves with the session of a page target, which Chromium may have announced already. */
  takePage(targetId: string): Promise<AnnouncedPage> {
    const page = this.announced.get(targetId);
    this.announced.delete(targetId);
    if (page) return Promise.resolve(page);
    return new Promise((resolve) => {
      this.awaited.set(targetId, resolve);
    });
  }

  /** Resolves with the page that this one opens next, on our own wish: it stays. */
  takePageOpenedBy(openerId: string): Promise<AnnouncedPage> {
    return new Promise((resolve) => {
      this.askers.set(openerId, resolve);
    });
  }

  /** A page that is there and that nobody has taken: the one Chromium opened by itself. */
  takeSparePage(): AnnouncedPage | null {
    const page = this.announced.values().next().value ?? null;
    if (page) this.announced.delete(page.targetId);
    return page;
  }

  /** The window in whose content a view lies. */
  windowOf(view: View): BrowserWindow | undefined {
    const holds = (parent: View): boolean => parent === view || parent.children.some(holds);
    return [...this.windows].find((window) => holds(window.contentView));
  }

  contentsOfTarget(targetId: string): WebContents | undefined {
    return [...this.contents.values()].find((contents) => contents.targetId === targetId);
  }
}
