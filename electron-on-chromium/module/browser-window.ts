import { EventEmitter } from 'node:events';
import type { ModuleDeps } from './deps.ts';
import { createEvent, strict } from './strict.ts';
import { View } from './view.ts';
import { WebContents } from './web-contents.ts';
import { checkPreferences, checkReady, sessionOf } from './web-preferences.ts';

const DEFAULT_SIZE = { width: 800, height: 600 };
let lastId = 0;

/** Electron's `BrowserWindow`: a page, and the views over it. Without a screen its frame has no extent. */
export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly contentView: View;
  private readonly deps: ModuleDeps;
  private bounds: Electron.Rectangle;
  private minimumSize: readonly [number, number];
  private title: string;
  private visible: boolean;
  private focused = false;
  private state: 'normal' | 'minimized' | 'maximized' = 'normal';
  private isGone = false;

  constructor(deps: ModuleDeps, options: Electron.BrowserWindowConstructorOptions) {
    super();
    checkReady(deps.runtime, 'BrowserWindow');
    const preferences = options.webPreferences ?? {};
    checkPreferences(preferences);
    const self = strict('BrowserWindow', this);
    this.deps = deps;
    this.id = ++lastId;
    this.bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? DEFAULT_SIZE.width,
      height: options.height ?? DEFAULT_SIZE.height,
    };
    this.minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.title = options.title ?? 'Electron';
    this.visible = options.show !== false;
    this.contentView = new View();
    this.webContents = new WebContents(deps.runtime, {
      preferences,
      session: sessionOf(deps.sessions, preferences),
      ipcMain: deps.ipcMain,
      size: this.bounds,
      type: 'window',
      takesFirstWindow: !deps.runtime.headless && deps.runtime.windows.size === 0,
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
      if (!event.defaultPrevented) this.title = title;
    });
    this.placeWindow();
    if (!this.visible) this.setWindowState('minimized');
    else this.focused = true;
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

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    this.checkAlive();
    if (this.visible) return;
    this.visible = true;
    this.setWindowState('normal');
    this.emit('show', createEvent());
  }

  hide(): void {
    this.checkAlive();
    if (!this.visible) return;
    this.blur();
    this.visible = false;
    this.setWindowState('minimized');
    this.emit('hide', createEvent());
  }

  focus(): void {
    this.checkAlive();
    if (this.focused || !this.visible) return;
    for (const other of this.deps.runtime.windows) if (other.id !== this.id) other.blur();
    this.focused = true;
    this.webContents.page.post('Page.bringToFront');
    this.emit('focus', createEvent());
  }

  blur(): void {
    if (!this.focused) return;
    this.focused = false;
    this.emit('blur', createEvent());
  }

  /** Asks the listeners of `close`, any of which may prevent it, then ends the window. */
  close(): void {
    if (this.isGone) return;
    const event = createEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
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
    const { windows } = this.deps.runtime;
    for (const window of windows) if (window.id === this.id) windows.delete(window);
    this.emit('closed', createEvent());
    if (windows.size === 0) this.deps.runtime.onLastWindowClosed();
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  isVisible(): boolean {
    this.checkAlive();
    return this.visible && this.state !== 'minimized';
  }

  isFocused(): boolean {
    this.checkAlive();
    return this.focused;
  }

  minimize(): void {
    this.changeState('minimized');
  }

  isMinimized(): boolean {
    this.checkAlive();
    return this.state === 'minimized';
  }

  restore(): void {
    this.changeState('normal');
  }

  maximize(): void {
    this.changeState('maximized');
  }

  unmaximize(): void {
    if (this.isMaximized()) this.changeState('normal');
  }

  isMaximized(): boolean {
    this.checkAlive();
    return this.state === 'maximized';
  }

  setTitle(title: string): void {
    this.checkAlive();
    this.title = title;
  }

  getTitle(): string {
    this.checkAlive();
    return this.title;
  }

  getBounds(): Electron.Rectangle {
    this.checkAlive();
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.checkAlive();
    const [minWidth, minHeight] = this.minimumSize;
    const wanted = { ...this.bounds, ...bounds };
    const next = {
      ...wanted,
      width: Math.max(wanted.width, minWidth),
      height: Math.max(wanted.height, minHeight),
    };
    const isResized = next.width !== this.bounds.width || next.height !== this.bounds.height;
    const isMoved = next.x !== this.bounds.x || next.y !== this.bounds.y;
    this.bounds = next;
    this.webContents.page.setSize(next);
    this.placeWindow();
    if (isMoved) this.emit('move', createEvent());
    if (isResized) this.emit('resize', createEvent());
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }

  setMinimumSize(width: number, height: number): void {
    this.checkAlive();
    this.minimumSize = [width, height];
    this.setBounds({});
  }

  getMinimumSize(): number[] {
    return [...this.minimumSize];
  }

  /** Kept and not shown: a page paints its own background. */
  setBackgroundColor(color: string): void {
    this.checkAlive();
    if (typeof color !== 'string') throw new TypeError('color must be a string');
  }

  /** There is no menu bar to show. */
  setMenuBarVisibility(visible: boolean): void {
    this.checkAlive();
    if (typeof visible !== 'boolean') throw new TypeError('visible must be a boolean');
  }

  private changeState(state: 'normal' | 'minimized' | 'maximized'): void {
    this.checkAlive();
    if (state === this.state) return;
    const event = state === 'minimized' ? 'minimize' : state === 'maximized' ? 'maximize' : 'restore';
    this.state = state;
    this.setWindowState(state);
    this.emit(event, createEvent());
  }

  private placeWindow(): void {
    const { x, y, width, height } = this.bounds;
    void this.webContents.page.setWindowBounds({ left: x, top: y, width, height }).catch(() => undefined);
  }

  private setWindowState(windowState: 'normal' | 'minimized' | 'maximized'): void {
    void this.webContents.page.setWindowBounds({ windowState }).catch(() => undefined);
  }

  private checkAlive(): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
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
