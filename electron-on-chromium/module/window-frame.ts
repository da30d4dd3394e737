import { EventEmitter } from 'node:events';
import type { Named } from './conformance.ts';
import type { Runtime } from './runtime.ts';
import { createEvent } from './strict.ts';
import type { WebContents } from './web-contents.ts';

const DEFAULT_SIZE = { width: 800, height: 600 };
type WindowState = 'normal' | 'minimized' | 'maximized';

let lastId = 0;

/** The part of Electron's `BrowserWindow` around its page: place, size, state, title. It has no extent of its own. */
export abstract class WindowFrame
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'id'
      | 'isDestroyed'
      | 'show'
      | 'showInactive'
      | 'hide'
      | 'focus'
      | 'blur'
      | 'isVisible'
      | 'isFocused'
      | 'minimize'
      | 'isMinimized'
      | 'restore'
      | 'maximize'
      | 'unmaximize'
      | 'isMaximized'
      | 'setTitle'
      | 'getTitle'
      | 'getBounds'
      | 'getNormalBounds'
      | 'setBounds'
      | 'getContentBounds'
      | 'getSize'
      | 'setSize'
      | 'getContentSize'
      | 'setContentSize'
      | 'setMinimumSize'
      | 'getMinimumSize'
      | 'setBackgroundColor'
      | 'setMenuBarVisibility'
    >,
    Named<Electron.BrowserWindow, 'webContents'>
{
  readonly id = ++lastId;
  abstract readonly webContents: WebContents;
  private readonly runtime: Runtime;
  private bounds: Electron.Rectangle;
  private minimumSize: readonly [number, number];
  private title: string;
  private visible: boolean;
  private focused = false;
  private state: WindowState = 'normal';

  constructor(runtime: Runtime, options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.runtime = runtime;
    this.bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? DEFAULT_SIZE.width,
      height: options.height ?? DEFAULT_SIZE.height,
    };
    this.minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.title = options.title ?? 'Electron';
    this.visible = options.show !== false;
  }

  abstract isDestroyed(): boolean;

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
    for (const other of this.runtime.windows) if (other.id !== this.id) other.blur();
    this.focused = true;
    this.webContents.page.post('Page.bringToFront');
    this.emit('focus', createEvent());
  }

  blur(): void {
    if (!this.focused) return;
    this.focused = false;
    this.emit('blur', createEvent());
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

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
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

  private changeState(state: WindowState): void {
    this.checkAlive();
    if (state === this.state) return;
    const event = state === 'minimized' ? 'minimize' : state === 'maximized' ? 'maximize' : 'restore';
    this.state = state;
    this.setWindowState(state);
    this.emit(event, createEvent());
  }

  protected placeWindow(): void {
    const { x, y, width, height } = this.bounds;
    void this.webContents.page.setWindowBounds({ left: x, top: y, width, height }).catch(() => undefined);
  }

  protected setWindowState(windowState: WindowState): void {
    void this.webContents.page.setWindowBounds({ windowState }).catch(() => undefined);
  }

  protected checkAlive(): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
  }

  /** The window's first place and state, once its page is there. */
  protected appear(): void {
    this.placeWindow();
    if (!this.visible) this.setWindowState('minimized');
    else this.focused = true;
  }
}
