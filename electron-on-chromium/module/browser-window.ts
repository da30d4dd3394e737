import { Overlay } from '../page/overlay.ts';
import type { Named } from './conformance.ts';
import type { ModuleDeps } from './deps.ts';
import { shownViews } from './shown-views.ts';
import { createEvent, strict } from './strict.ts';
import { View } from './view.ts';
import { WebContents } from './web-contents.ts';
import { checkPreferences, checkReady, sessionOf } from './web-preferences.ts';
import { WindowFrame } from './window-frame.ts';

/** Electron's `BrowserWindow`: a page, and the views over it. */
export class BrowserWindow
  extends WindowFrame
  implements
    Pick<Electron.BrowserWindow, 'loadURL' | 'loadFile' | 'reload' | 'close' | 'destroy' | 'isDestroyed'>,
    Named<Electron.BrowserWindow, 'webContents' | 'contentView' | 'capturePage'>
{
  override readonly webContents: WebContents;
  readonly contentView: View;
  private readonly deps: ModuleDeps;
  /** On a screen: what shows the views, and hears of the user. */
  private readonly overlay: Overlay | null;
  private isGone = false;

  constructor(deps: ModuleDeps, options: Electron.BrowserWindowConstructorOptions) {
    super(deps.runtime, options);
    checkReady(deps.runtime, 'BrowserWindow');
    const preferences = options.webPreferences ?? {};
    checkPreferences(preferences);
    const self = strict('BrowserWindow', this);
    this.deps = deps;
    this.contentView = new View();
    this.overlay = deps.runtime.headless ? null : this.createOverlay(self);
    this.contentView.onChanged = () => {
      this.showViews();
    };
    this.webContents = new WebContents(deps.runtime, {
      preferences,
      session: sessionOf(deps.sessions, preferences),
      ipcMain: deps.ipcMain,
      size: this.getBounds(),
      type: 'window',
      takesFirstWindow: !deps.runtime.headless && deps.runtime.windows.size === 0,
      agents: this.overlay ? [this.overlay.agent] : [],
    });
    deps.runtime.windows.add(self);
    this.webContents.ownerClose = () => {
      if (this.webContents.isDestroyed()) self.closed();
      else self.close();
    };
    this.webContents.once('dom-ready', () => {
      // Electron's first paint; without a screen the document's readiness stands for it.
      setImmediate(() => !this.isGone && self.emit('ready-to-show', createEvent()));
    });
    this.webContents.on('page-title-updated', (_event: unknown, title: string, explicitSet: boolean) => {
      const event = createEvent();
      self.emit('page-title-updated', event, title, explicitSet);
      if (!event.defaultPrevented) this.setTitle(title);
    });
    this.appear();
    return self;
  }

  loadURL(url: string): Promise<void> {
    this.checkAlive();
    return this.webContents.loadURL(url);
  }

  loadFile(file: string, options?: Electron.LoadFileOptions): Promise<void> {
    this.checkAlive();
    return this.webContents.loadFile(file, options);
  }

  reload(): void {
    this.webContents.reload();
  }

  capturePage(rect?: Electron.Rectangle): ReturnType<WebContents['capturePage']> {
    return this.webContents.capturePage(rect);
  }

  /** Asks the listeners of `close`, any of which may prevent it, then ends the window. */
  close(): void {
    if (this.isGone) return;
    const event = createEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  /** Whether the page may go, as it is about to: when the user closes the window, its listeners decide. */
  mayUnload(): boolean {
    if (this.isGone || this.webContents.isLeaving) return true;
    const event = createEvent();
    this.emit('close', event);
    return !event.defaultPrevented;
  }

  /** Gives a view the focus. */
  focusView(contents: WebContents): void {
    if (contents.picture) this.overlay?.focus(contents.picture);
  }

  /** Ends the window without asking. The pages of its views live on. */
  destroy(): void {
    if (this.isGone) return;
    this.webContents.ownerClose = null;
    this.webContents.destroy();
    this.closed();
  }

  /** The window is gone, by our wish or because its page went. */
  closed(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.showViews();
    const { windows } = this.deps.runtime;
    for (const window of windows) if (window.id === this.id) windows.delete(window);
    this.emit('closed', createEvent());
    if (windows.size === 0) this.deps.runtime.onLastWindowClosed();
  }

  override isDestroyed(): boolean {
    return this.isGone;
  }

  private showViews(): void {
    this.overlay?.show(this.isGone ? [] : shownViews(this.contentView));
  }

  private createOverlay(self: BrowserWindow): Overlay {
    const overlay = new Overlay({
      placed: (placement) => {
        this.deps.runtime.screen = placement.screen;
        self.userPlaced(placement);
      },
      focused: (isFocused) => {
        self.userFocused(isFocused);
        self.userPlaced();
      },
    });
    // The user's closing is asked about only where somebody would answer: asking shows for a moment.
    this.on('newListener', (name) => {
      if (name === 'close') overlay.guardClose(true);
    });
    return overlay;
  }
}

/** Electron's `BrowserWindow` class with its statics. */
export function createBrowserWindowClass(deps: ModuleDeps) {
  const { runtime } = deps;
  return class extends BrowserWindow {
    static override readonly name = 'BrowserWindow';

    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super(deps, options);
    }

    static getAllWindows(): BrowserWindow[] {
      return [...runtime.windows];
    }

    static fromId(id: number): BrowserWindow | null {
      return [...runtime.windows].find((window) => window.id === id) ?? null;
    }

    static fromWebContents(contents: WebContents): BrowserWindow | null {
      return [...runtime.windows].find((window) => window.webContents === contents) ?? null;
    }

    static getFocusedWindow(): BrowserWindow | null {
      return [...runtime.windows].find((window) => window.isFocused()) ?? null;
    }
  };
}
