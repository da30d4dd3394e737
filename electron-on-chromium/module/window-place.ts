import { EventEmitter } from 'node:events';
import type { WindowBounds, WindowState } from '../page/page-target.ts';
import type { Placement } from '../worlds/view-messages.ts';
import type { Named } from './conformance.ts';
import type { Runtime } from './runtime.ts';
import { createEvent } from './strict.ts';
import type { WebContents } from './web-contents.ts';

const DEFAULT_SIZE = { width: 800, height: 600 };
const SETTLED_AFTER_MS = 300;

/** Where Electron's `BrowserWindow` is and how large, as the app wishes it and as the user leaves it. */
export abstract class WindowPlace
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'isDestroyed'
      | 'minimize'
      | 'isMinimized'
      | 'restore'
      | 'maximize'
      | 'unmaximize'
      | 'isMaximized'
      | 'setFullScreen'
      | 'isFullScreen'
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
    >,
    Named<Electron.BrowserWindow, 'webContents'>
{
  abstract readonly webContents: WebContents;
  protected visible: boolean;
  protected state: WindowState = 'normal';
  /** What a minimized window is restored to. */
  private stateBefore: WindowState = 'normal';
  private bounds: Electron.Rectangle;
  private normalBounds: Electron.Rectangle;
  private minimumSize: readonly [number, number];
  /** The page's size on the screen, once it is known. */
  private content: Electron.Size | null = null;
  private secondLook: NodeJS.Timeout | undefined;

  constructor(runtime: Runtime, options: Electron.BrowserWindowConstructorOptions) {
    super();
    const size = {
      width: options.width ?? DEFAULT_SIZE.width,
      height: options.height ?? DEFAULT_SIZE.height,
    };
    const { x, y } = firstPlace(runtime, size);
    this.bounds = { x: options.x ?? x, y: options.y ?? y, ...size };
    this.normalBounds = this.bounds;
    this.minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.visible = options.show !== false;
  }

  abstract isDestroyed(): boolean;

  minimize(): void {
    this.changeState('minimized');
  }

  isMinimized(): boolean {
    this.checkAlive();
    return this.state === 'minimized';
  }

  /** Back from the task bar, as it was before; a window that is there becomes a normal one. */
  restore(): void {
    this.changeState(this.state === 'minimized' ? this.stateBefore : 'normal');
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

  setFullScreen(isFullScreen: boolean): void {
    if (isFullScreen) this.changeState('fullscreen');
    else if (this.isFullScreen()) this.changeState('normal');
  }

  isFullScreen(): boolean {
    this.checkAlive();
    return this.state === 'fullscreen';
  }

  getBounds(): Electron.Rectangle {
    this.checkAlive();
    return { ...this.bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    this.checkAlive();
    return { ...this.normalBounds };
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
    this.webContents.page.setSize(next);
    this.applyBounds(next);
    this.boundsChanged(next);
  }

  getContentBounds(): Electron.Rectangle {
    const { x, y, width, height } = this.getBounds();
    const content = this.content ?? { width, height };
    const side = (width - content.width) / 2;
    return { x: Math.round(x + side), y: y + height - content.height - Math.round(side), ...content };
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    const { width, height } = this.getContentBounds();
    return [width, height];
  }

  setContentSize(width: number, height: number): void {
    const content = this.getContentBounds();
    const around = { width: this.bounds.width - content.width, height: this.bounds.height - content.height };
    this.setSize(width + around.width, height + around.height);
  }

  setMinimumSize(width: number, height: number): void {
    this.checkAlive();
    this.minimumSize = [width, height];
    this.setBounds({});
  }

  getMinimumSize(): number[] {
    return [...this.minimumSize];
  }

  /** The user may have moved the window, or changed its size or state: what has changed is told. */
  protected userPlaced(placement?: Placement): void {
    if (placement) this.content = placement.content;
    clearTimeout(this.secondLook);
    // Chromium learns of a state a little after the size that comes with it.
    this.secondLook = setTimeout(() => void this.look(), SETTLED_AFTER_MS).unref();
    void this.look();
  }

  private async look(): Promise<void> {
    // A window that is gone by then has no place.
    const seen = await this.webContents.page.windowBounds().catch(() => null);
    if (!seen || this.isDestroyed() || !this.visible) return;
    const { windowState = 'normal' } = seen;
    if (windowState !== 'minimized') this.boundsChanged(this.keptLargeEnough(seen), windowState);
    this.stateChanged(windowState);
  }

  /** A window manager knows nothing of the least size: a window made smaller grows back. */
  private keptLargeEnough(seen: WindowBounds): Electron.Rectangle {
    const { bounds } = this;
    const { left: x = bounds.x, top: y = bounds.y, width = bounds.width, height = bounds.height } = seen;
    const [minWidth, minHeight] = this.minimumSize;
    if (seen.windowState === 'normal' && (width < minWidth || height < minHeight)) {
      this.applyBounds({ x, y, width: Math.max(width, minWidth), height: Math.max(height, minHeight) });
    }
    return { x, y, width, height };
  }

  private boundsChanged(next: Electron.Rectangle, state: WindowState = this.state): void {
    const { bounds } = this;
    const isResized = next.width !== bounds.width || next.height !== bounds.height;
    const isMoved = next.x !== bounds.x || next.y !== bounds.y;
    this.bounds = next;
    if (state === 'normal') this.normalBounds = next;
    if (isMoved) this.emit('move', createEvent());
    if (isResized) this.emit('resize', createEvent());
  }

  private changeState(state: WindowState): void {
    this.checkAlive();
    if (state === this.state) return;
    this.setWindowState(state);
    this.stateChanged(state);
  }

  private stateChanged(next: WindowState): void {
    const before = this.state;
    if (next === before) return;
    if (next === 'minimized') this.stateBefore = before;
    this.state = next;
    this.emit(stateEvent(before, next), createEvent());
  }

  private applyBounds({ x, y, width, height }: Electron.Rectangle): void {
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
    this.applyBounds(this.bounds);
    if (!this.visible) this.setWindowState('minimized');
  }
}

/** In the middle of the screen; without one, in its corner. */
function firstPlace({ screen }: Runtime, size: Electron.Size): Electron.Point {
  if (!screen) return { x: 0, y: 0 };
  const { workArea } = screen;
  return {
    x: workArea.x + Math.max(0, Math.floor((workArea.width - size.width) / 2)),
    y: workArea.y + Math.max(0, Math.floor((workArea.height - size.height) / 2)),
  };
}

function stateEvent(before: WindowState, next: WindowState): string {
  if (next === 'minimized') return 'minimize';
  if (before === 'minimized') return 'restore';
  if (next === 'fullscreen') return 'enter-full-screen';
  if (before === 'fullscreen') return 'leave-full-screen';
  return next === 'maximized' ? 'maximize' : 'unmaximize';
}
