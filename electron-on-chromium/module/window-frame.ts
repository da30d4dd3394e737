import type { Runtime } from './runtime.ts';
import { createEvent } from './strict.ts';
import { WindowPlace } from './window-place.ts';

let lastId = 0;

/** The part of Electron's `BrowserWindow` around its page: whether it is seen, has the focus, and its title. */
export abstract class WindowFrame
  extends WindowPlace
  implements
    Pick<
      Electron.BrowserWindow,
      | 'id'
      | 'show'
      | 'showInactive'
      | 'hide'
      | 'focus'
      | 'blur'
      | 'isVisible'
      | 'isFocused'
      | 'setTitle'
      | 'getTitle'
      | 'setBackgroundColor'
      | 'setMenuBarVisibility'
    >
{
  readonly id = ++lastId;
  private readonly runtime: Runtime;
  private title: string;
  private focused = false;

  constructor(runtime: Runtime, options: Electron.BrowserWindowConstructorOptions) {
    super(runtime, options);
    this.runtime = runtime;
    this.title = options.title ?? 'Electron';
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
    this.webContents.page.post('Page.bringToFront');
    this.userFocused(true);
  }

  blur(): void {
    this.userFocused(false);
  }

  isVisible(): boolean {
    this.checkAlive();
    return this.visible && this.state !== 'minimized';
  }

  isFocused(): boolean {
    this.checkAlive();
    return this.focused;
  }

  setTitle(title: string): void {
    this.checkAlive();
    this.title = title;
  }

  getTitle(): string {
    this.checkAlive();
    return this.title;
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

  /** The window has the user's attention now, or has lost it. */
  protected userFocused(isFocused: boolean): void {
    if (isFocused === this.focused || this.isDestroyed()) return;
    if (isFocused) for (const other of this.runtime.windows) if (other.id !== this.id) other.blur();
    this.focused = isFocused;
    this.emit(isFocused ? 'focus' : 'blur', createEvent());
  }

  protected override appear(): void {
    super.appear();
    if (this.visible) this.focused = true;
  }
}
