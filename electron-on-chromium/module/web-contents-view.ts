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
    private isPlaced = false;

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
      this.fitWindow();
    }

    override attachedTo(parent: View | null): void {
      super.attachedTo(parent);
      this.isPlaced = false;
      this.fitWindow();
    }

    override setVisible(visible: boolean): void {
      if (visible === this.getVisible()) return;
      super.setVisible(visible);
      void this.webContents.page
        .setWindowBounds({ windowState: visible ? 'normal' : 'minimized' })
        .catch(() => undefined);
    }

    /** With a screen a view is a window beside its host; where the user moves it, it stays. */
    private fitWindow(): void {
      const bounds = this.getBounds();
      if (bounds.width <= 0 || bounds.height <= 0 || this.webContents.isDestroyed()) return;
      const host = this.isPlaced ? undefined : deps.runtime.windowOf(this)?.webContents.page;
      if (host) this.isPlaced = true;
      void this.webContents.page.fitWindow(bounds, host ?? null).catch(() => undefined);
    }
  };
}
