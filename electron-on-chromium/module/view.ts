import { EventEmitter } from 'node:events';
import type { Named } from './conformance.ts';
import { strict } from './strict.ts';
import type { WebContents } from './web-contents.ts';

/** Electron's `View` as the root of a window's content: it holds other views, topmost last. */
export class View
  extends EventEmitter
  implements
    Pick<
      Electron.View,
      'getBounds' | 'setBounds' | 'setVisible' | 'getVisible' | 'setBorderRadius' | 'setBackgroundColor'
    >,
    Named<Electron.View, 'children' | 'addChildView' | 'removeChildView'>
{
  readonly children: View[] = [];
  /** The page it shows, if any. */
  readonly content: WebContents | null = null;
  protected bounds: Electron.Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  /** Set by the window of which this is the content: hears that it looks different, or what lies in it does. */
  onChanged: (() => void) | null = null;
  private visible = true;
  private parent: View | null = null;
  private radius = 0;
  private background = '';

  constructor() {
    super();
    return strict('View', this);
  }

  addChildView(view: View, index = this.children.length): void {
    if (view === this) throw new Error('A view cannot be added as its own child');
    view.parent?.removeChildView(view);
    this.children.splice(Math.min(index, this.children.length), 0, view);
    view.parent = this;
    this.changed();
  }

  removeChildView(view: View): void {
    const index = this.children.indexOf(view);
    if (index < 0) return;
    this.children.splice(index, 1);
    view.parent = null;
    this.changed();
  }

  getBounds(): Electron.Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Electron.Rectangle): void {
    this.bounds = { ...bounds };
    this.changed();
    this.emit('bounds-changed');
  }

  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    this.changed();
  }

  getVisible(): boolean {
    return this.visible;
  }

  setBorderRadius(radius: number): void {
    if (typeof radius !== 'number') throw new TypeError('radius must be a number');
    this.radius = radius;
    this.changed();
  }

  setBackgroundColor(color: string): void {
    if (typeof color !== 'string') throw new TypeError('color must be a string');
    this.background = color;
    this.changed();
  }

  /** What `setBorderRadius` and `setBackgroundColor` have set. */
  get look(): { readonly radius: number; readonly background: string } {
    return { radius: this.radius, background: this.background };
  }

  protected changed(): void {
    this.onChanged?.();
    this.parent?.changed();
  }
}
