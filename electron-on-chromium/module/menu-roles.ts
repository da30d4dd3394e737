import type { BrowserWindow } from './browser-window.ts';
import type { WebContents } from './web-contents.ts';

type Template = Electron.MenuItemConstructorOptions;
export type Role = NonNullable<Template['role']>;

/** What an item does, and on what: the window and the page that had the key press. */
export interface RoleContext {
  readonly window: BrowserWindow | null;
  readonly contents: WebContents | null;
  readonly quit: () => void;
}

interface RoleMeaning {
  readonly label: string;
  readonly accelerator?: string;
  /** What it does; nothing for what the browser's own text fields do with the same keys. */
  readonly run?: (context: RoleContext) => void;
  readonly submenu?: () => Template[];
}

const ZOOM_STEP = 1.2;
const isMac = process.platform === 'darwin';

function zoomBy(factor: number): (context: RoleContext) => void {
  return ({ contents }) => contents?.setZoomFactor(contents.getZoomFactor() * factor);
}

/** Electron's roles, as far as they do something here. A role that is missing is a label. */
export const ROLES: Readonly<Partial<Record<Role, RoleMeaning>>> = {
  quit: {
    label: 'Quit',
    ...(process.platform === 'win32' ? {} : { accelerator: 'CommandOrControl+Q' }),
    run: ({ quit }) => {
      quit();
    },
  },
  close: {
    label: 'Close Window',
    accelerator: 'CommandOrControl+W',
    run: ({ window }) => window?.close(),
  },
  minimize: {
    label: 'Minimize',
    accelerator: 'CommandOrControl+M',
    run: ({ window }) => window?.minimize(),
  },
  zoom: {
    label: 'Zoom',
    run: ({ window }) => (window?.isMaximized() ? window.unmaximize() : window?.maximize()),
  },
  reload: {
    label: 'Reload',
    accelerator: 'CommandOrControl+R',
    run: ({ contents }) => contents?.reload(),
  },
  forceReload: {
    label: 'Force Reload',
    accelerator: 'Shift+CommandOrControl+R',
    run: ({ contents }) => contents?.reloadIgnoringCache(),
  },
  toggleDevTools: {
    label: 'Toggle Developer Tools',
    accelerator: isMac ? 'Alt+Command+I' : 'Ctrl+Shift+I',
    run: ({ contents }) =>
      contents?.isDevToolsOpened() ? contents.closeDevTools() : contents?.openDevTools(),
  },
  resetZoom: {
    label: 'Actual Size',
    accelerator: 'CommandOrControl+0',
    run: ({ contents }) => contents?.setZoomFactor(1),
  },
  zoomIn: { label: 'Zoom In', accelerator: 'CommandOrControl+Plus', run: zoomBy(ZOOM_STEP) },
  zoomOut: { label: 'Zoom Out', accelerator: 'CommandOrControl+-', run: zoomBy(1 / ZOOM_STEP) },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: isMac ? 'Control+Command+F' : 'F11',
    run: ({ window }) => window?.setFullScreen(!window.isFullScreen()),
  },
  undo: { label: 'Undo' },
  redo: { label: 'Redo' },
  cut: { label: 'Cut' },
  copy: { label: 'Copy' },
  paste: { label: 'Paste' },
  pasteAndMatchStyle: { label: 'Paste and Match Style' },
  delete: { label: 'Delete' },
  selectAll: { label: 'Select All' },
  fileMenu: { label: 'File', submenu: () => [{ role: isMac ? 'close' : 'quit' }] },
  editMenu: {
    label: 'Edit',
    submenu: () => [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      { type: 'separator' },
      { role: 'selectAll' },
    ],
  },
  viewMenu: {
    label: 'View',
    submenu: () => [
      { role: 'reload' },
      { role: 'forceReload' },
      { role: 'toggleDevTools' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  },
  windowMenu: {
    label: 'Window',
    submenu: () => [{ role: 'minimize' }, { role: 'zoom' }, ...(isMac ? [] : [{ role: 'close' } as const])],
  },
  appMenu: { label: 'Electron', submenu: () => [{ role: 'quit' }] },
};

/** The menu an app has that sets none. */
export const DEFAULT_MENU: readonly Template[] = [
  ...(isMac ? [{ role: 'appMenu' } as const] : []),
  { role: 'fileMenu' },
  { role: 'editMenu' },
  { role: 'viewMenu' },
  { role: 'windowMenu' },
];
