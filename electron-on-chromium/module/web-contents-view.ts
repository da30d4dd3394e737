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
    override readonly content: WebContents;

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
        agents: [],
      });
      this.content = this.webContents;
      const self = strict('WebContentsView', this);
      this.webContents.once('destroyed', () => {
        self.changed();
      });
      return self;
    }

    override setBounds(bounds: Electron.Rectangle): void {
      super.setBounds(bounds);
      if (!this.webContents.isDestroyed()) this.webContents.page.setSize(bounds);
    }
  };
}
