import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Browser } from '../browser.ts';
import { installedVersion } from '../browser-version.ts';
import { findBrowser } from '../find-browser.ts';
import { createOriginMap, type OriginMap } from '../origin-map.ts';
import type { Stage, StageListener } from '../page/stage.ts';
import type { BrowserWindow } from './browser-window.ts';
import type { KeyPress } from '../worlds/keys.ts';
import type { ScreenInfo } from '../worlds/view-messages.ts';
import { createSchemes, type Schemes } from './schemes.ts';
import type { View } from './view.ts';
import type { WebContents } from './web-contents.ts';

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
  /** Set by `Menu`: hears of every key that a page has not taken. */
  onKeyPress: (press: KeyPress, contents: WebContents) => void = () => undefined;
  /** The screen as a window's page sees it; null without one. */
  screen: ScreenInfo | null = null;
  /** Set by boot, on a screen: starts the browser that shows the pages of views. */
  openViewStage: (() => Promise<Stage>) | null = null;
  private running: Stage | null = null;
  private viewStage: Promise<Stage> | null = null;
  private askedVersion: string | null = null;

  constructor(env: NodeJS.ProcessEnv, platform: NodeJS.Platform) {
    const hasDisplay = [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((value) => (value ?? '') !== '');
    this.headless = env['ELECTRON_ON_CHROMIUM_HEADLESS'] === '1' || (platform === 'linux' && !hasDisplay);
    this.origins = createOriginMap(randomBytes(32).toString('hex'));
    this.schemes = createSchemes(this.origins);
  }

  /** Where windows are; throws before the app is ready. */
  get stage(): Stage {
    if (!this.running) throw new Error('The browser has not started: the app is not ready');
    return this.running;
  }

  get stageOrNull(): Stage | null {
    return this.running;
  }

  /**
   * Where the pages of views are: with the windows, or, on a screen, in a browser of their own that shows nothing
   * itself. It starts with the first view.
   */
  stageOfViews(): Promise<Stage> {
    this.viewStage ??= this.openViewStage ? this.openViewStage() : Promise.resolve(this.stage);
    return this.viewStage;
  }

  /** The browser; throws before the app is ready. */
  get browser(): Browser {
    return this.stage.browser;
  }

  /** Path of the browser to run on, or null when none is installed. */
  get browserExecutable(): string | null {
    return findBrowser(process.env, process.platform, existsSync);
  }

  /** `156.0.8078.79`, also before the browser runs; undefined when there is none. */
  get chromeVersion(): string | undefined {
    if (this.running) return this.running.browser.version;
    const executable = this.browserExecutable;
    if (this.askedVersion === null && executable !== null) {
      this.askedVersion = installedVersion(executable, process.platform);
    }
    return this.askedVersion ?? undefined;
  }

  /** Takes over a browser that has just come up, as the one with the windows. */
  async attachStage(stage: Stage): Promise<void> {
    this.running = stage;
    await stage.open(this.stageListener);
  }

  /** What a browser's pages report goes to their WebContents. */
  get stageListener(): StageListener {
    return {
      lost: (targetId) => this.contentsOfTarget(targetId)?.lostTarget(),
      crashed: (targetId, status, exitCode) => this.contentsOfTarget(targetId)?.crashed(status, exitCode),
      titled: (targetId, title) => this.contentsOfTarget(targetId)?.titleChanged(title),
    };
  }

  /** The window that shows this page, as its own content or in a view. */
  windowOf(contents: WebContents): BrowserWindow | undefined {
    const shows = (view: View): boolean => view.content?.id === contents.id || view.children.some(shows);
    return [...this.windows].find(
      (window) => window.webContents.id === contents.id || shows(window.contentView),
    );
  }

  contentsOfTarget(targetId: string): WebContents | undefined {
    return [...this.contents.values()].find((contents) => contents.targetId === targetId);
  }
}
