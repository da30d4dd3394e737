import { BrowserWindow, nativeTheme, screen } from 'electron';
import { PANEL_EVENT_CHANNEL, type PanelEvent, type ZoomStep } from '#contract/panel';
import type { SenderPolicy } from '../ipc/sender-policy.ts';
import type { Logger } from '../lib/logger.ts';
import { PANEL_ORIGIN, serveScheme, type SchemeHandler } from './scheme.ts';
import { rememberPlace, usablePlace, type PlaceStore } from './window-place.ts';

/** Who calls the panel's channels: there is one panel. */
export type PanelIdentity = 'panel';

export interface MainWindowDeps {
  readonly preload: string;
  readonly icon: string;
  readonly policy: SenderPolicy<PanelIdentity>;
  readonly serve: SchemeHandler;
  /** Keeps where the window is from launch to launch. */
  readonly place: PlaceStore;
  readonly logger: Logger;
}

/** The window with the panel. */
export interface MainWindow {
  readonly window: BrowserWindow;
  load(): Promise<void>;
  send(event: PanelEvent): void;
  focus(): void;
  /** How large the panel shows its CSS pixels. */
  zoomFactor(): number;
  /** Makes everything in it larger or smaller. */
  zoom(step: ZoomStep): void;
  /** Keeps its place and destroys it. */
  close(): void;
}

const ZOOM_STEP = 1.2;
const LEAST_ZOOM = 0.5;
const MOST_ZOOM = 3;
/** How often in one launch a panel whose process ended is loaded anew. */
const MAX_REVIVALS = 5;

export function createMainWindow(deps: MainWindowDeps): MainWindow {
  const place = usablePlace(
    deps.place.get(),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...(place?.bounds ?? { width: 1280, height: 800 }),
    minWidth: 1024,
    minHeight: 700,
    title: 'Ferry',
    icon: deps.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1c1f' : '#ffffff',
    webPreferences: { preload: deps.preload, sandbox: true, contextIsolation: true, spellcheck: false },
  });
  if (place?.isMaximized) window.maximize();
  const savePlace = rememberPlace(window, deps.place);
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
  let revivals = 0;
  contents.on('render-process-gone', (_event, { reason }) => {
    deps.logger.warn('panel process ended', { reason });
    revivals += 1;
    // What it shows is main's, so it can begin anew; one that cannot even start must not do so for ever.
    if (revivals <= MAX_REVIVALS) void window.loadURL(`${PANEL_ORIGIN}/`).catch(() => undefined);
  });
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
      // The mini-program may have the keyboard; what brings the window forward is the panel's.
      contents.focus();
    },
    zoomFactor: () => contents.getZoomFactor(),
    zoom(step) {
      const factor =
        step === 'reset' ? 1 : contents.getZoomFactor() * (step === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP);
      contents.setZoomFactor(Math.min(Math.max(factor, LEAST_ZOOM), MOST_ZOOM));
    },
    close() {
      savePlace();
      window.destroy();
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
