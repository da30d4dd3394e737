import { strict } from './strict.ts';
import { View } from './view.ts';
import { WebContents } from './web-contents.ts';
import type { ModuleDeps } from './deps.ts';
import { checkPreferences, checkReady, sessionOf } from './web-preferences.ts';

const INITIAL_SIZE = { width: 800, height: 600 };

/**
 * Makes Electron's `WebContentsView`: a page of its own, sized by its bounds. Closing the window it lies in
 * leaves the page alive, as in Electron.
 */
export function createWebContentsViewClass(deps: ModuleDeps) {
  return class WebContentsView extends View {
    readonly webContents: WebContents;

    constructor(options: Electron.WebContentsViewConstructorOptions = {}) {
      super();
      checkReady(deps.runtime, 'WebContentsView');
      if (options.webContents) {
        throw new Error('WebContentsView with webContents is not available in electron-on-chromium');
      }
      const preferences = options.webPreferences ?? {};
      checkPreferences(preferences);
      this.webContents = new WebContents(deps.runtime, {
        preferences,
        session: sessionOf(deps.sessions, preferences),
        ipcMain: deps.ipcMain,
        size: INITIAL_SIZE,
        type: 'browserView',
        takesFirstWindow: false,
      });
      return strict('WebContentsView', this);
    }

    override setBounds(bounds: Electron.Rectangle): void {
      super.setBounds(bounds);
      if (this.webContents.isDestroyed()) return;
      this.webContents.page.setSize(bounds);
      this.placeWindow();
    }

    override attachedTo(parent: View | null): void {
      super.attachedTo(parent);
      this.placeWindow();
    }

    override setVisible(visible: boolean): void {
      super.setVisible(visible);
      void this.webContents.page
        .setWindowBounds({ windowState: visible ? 'normal' : 'minimized' })
        .catch(() => undefined);
    }

    /** With a screen a view is a window beside the others, as large as the view. */
    private placeWindow(): void {
      const { x, y, width, height } = this.getBounds();
      if (width <= 0 || height <= 0 || this.webContents.isDestroyed()) return;
      const [left, top] = [Math.round(x), Math.round(y)];
      void this.webContents.page
        .setWindowBounds({ left, top, width: Math.round(width), height: Math.round(height) })
        .catch(() => undefined);
    }
  };
}
