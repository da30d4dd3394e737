import { BrowserWindow, nativeTheme } from 'electron';
import { PANEL_EVENT_CHANNEL, type PanelEvent } from '#contract/panel';
import type { SenderPolicy } from '../ipc/sender-policy.ts';
import type { Logger } from '../lib/logger.ts';
import { PANEL_ORIGIN, serveScheme, type SchemeHandler } from './scheme.ts';

/** Who calls the panel's channels: there is one panel. */
export type PanelIdentity = 'panel';

export interface MainWindowDeps {
  readonly preload: string;
  readonly icon: string;
  readonly policy: SenderPolicy<PanelIdentity>;
  readonly serve: SchemeHandler;
  readonly logger: Logger;
}

/** The window with the panel. */
export interface MainWindow {
  readonly window: BrowserWindow;
  load(): Promise<void>;
  send(event: PanelEvent): void;
  focus(): void;
}

export function createMainWindow(deps: MainWindowDeps): MainWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    title: 'Ferry',
    icon: deps.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1c1f' : '#ffffff',
    webPreferences: { preload: deps.preload, sandbox: true, contextIsolation: true, spellcheck: false },
  });
  const contents = window.webContents;
  // The panel copies to the clipboard and needs nothing else of the browser's.
  contents.session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(permission === 'clipboard-sanitized-write');
  });
  contents.session.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  );
  const unserve = serveScheme(contents.session, PANEL_ORIGIN, deps.serve, deps.logger);
  const dismiss = deps.policy.admit(contents.id, PANEL_ORIGIN, 'panel');
  window.on('closed', () => {
    dismiss();
    unserve();
  });
  return {
    window,
    load: () => window.loadURL(`${PANEL_ORIGIN}/`),
    send(event) {
      if (!window.isDestroyed()) contents.send(PANEL_EVENT_CHANNEL, event);
    },
    focus() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

/** A window nobody sees: the frame a mini-program needs in `ferry run`. */
export function createHiddenWindow(width: number, height: number): BrowserWindow {
  return new BrowserWindow({
    width,
    height,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
}
