import { EventEmitter } from 'node:events';
import type { Named } from './conformance.ts';
import { strict } from './strict.ts';

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
  protected bounds: Electron.Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  private visible = true;

  constructor() {
    super();
    return strict('View', this);
  }

  addChildView(view: View, index = this.children.length): void {
    this.removeChildView(view);
    this.children.splice(Math.min(index, this.children.length), 0, view);
    view.attachedTo(this);
  }

  removeChildView(view: View): void {
    const index = this.children.indexOf(view);
    if (index < 0) return;
    this.children.splice(index, 1);
    view.attachedTo(null);
  }

  getBounds(): Electron.Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Electron.Rectangle): void {
    this.bounds = { ...bounds };
    this.emit('bounds-changed');
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
  }

  getVisible(): boolean {
    return this.visible;
  }

  /** Kept and not shown: every page is a window of its own. */
  setBorderRadius(radius: number): void {
    if (typeof radius !== 'number') throw new TypeError('radius must be a number');
  }

  setBackgroundColor(color: string): void {
    if (typeof color !== 'string') throw new TypeError('color must be a string');
  }

  /** Hears where it hangs now; a view that shows a page follows its window. */
  attachedTo(parent: View | null): void {
    if (parent === this) throw new Error('A view cannot be added as its own child');
  }
}
