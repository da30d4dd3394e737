import { launch } from '../launch.ts';
import { App } from './app.ts';
import { createBrowserWindowClass } from './browser-window.ts';
import { createClipboard } from './clipboard.ts';
import type { Named, Statics } from './conformance.ts';
import type { ModuleDeps } from './deps.ts';
import { createDialog } from './dialog.ts';
import { IpcMain } from './ipc-main.ts';
import { createMenuClass, MenuItem } from './menu.ts';
import { NativeTheme } from './native-theme.ts';
import { Runtime } from './runtime.ts';
import { Screen } from './screen.ts';
import { Sessions } from './session.ts';
import { createShell } from './shell.ts';
import { strict } from './strict.ts';
import { createUtilityProcess } from './utility-process.ts';
import { View } from './view.ts';
import type { WebContents } from './web-contents.ts';
import { createWebContentsViewClass } from './web-contents-view.ts';

/** Everything of the process, built once: Electron's module is one per process by its nature. */
export const runtime = new Runtime(process.env, process.platform);
export const sessions = new Sessions(runtime);
export const app = strict('app', new App(runtime, launch.entry));
for (const [name, value] of launch.switches) app.commandLine.appendSwitch(name, value);

const utilities = createUtilityProcess();
app.addCleanup(utilities.endAll);
const ipcMain = strict('ipcMain', new IpcMain());
const deps: ModuleDeps = { runtime, sessions, ipcMain };

function fromId(id: number): WebContents | undefined {
  return runtime.contents.get(id);
}

/** The module's members, each under Electron's name. */
export const members = {
  app,
  BrowserWindow: strict(
    'BrowserWindow',
    createBrowserWindowClass(deps) satisfies Named<
      typeof Electron.BrowserWindow,
      'getAllWindows' | 'fromId' | 'fromWebContents' | 'getFocusedWindow'
    >,
  ),
  WebContentsView: strict('WebContentsView', createWebContentsViewClass(deps)),
  View: strict('View', View),
  ipcMain,
  protocol: sessions.defaultProtocol,
  session: strict('session', {
    fromPartition: (partition: string) => sessions.fromPartition(partition),
    get defaultSession() {
      return sessions.defaultSession;
    },
  } satisfies Statics<typeof Electron.session>),
  webContents: strict('webContents', {
    getAllWebContents: () => [...runtime.contents.values()],
    fromId,
    fromDevToolsTargetId: (targetId: string) => runtime.contentsOfTarget(targetId),
    getFocusedWebContents: () =>
      [...runtime.windows].find((window) => window.isFocused())?.webContents ?? null,
  } satisfies Statics<typeof Electron.webContents>),
  dialog: createDialog(runtime),
  Menu: strict(
    'Menu',
    createMenuClass(runtime, () => {
      app.quit();
    }) satisfies Named<
      typeof Electron.Menu,
      'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'
    >,
  ),
  MenuItem: strict('MenuItem', MenuItem),
  shell: createShell(runtime).shell,
  nativeTheme: new NativeTheme(runtime),
  clipboard: createClipboard(),
  screen: new Screen(runtime),
  utilityProcess: utilities.utilityProcess satisfies Statics<typeof Electron.UtilityProcess>,
} satisfies Statics<typeof Electron.CrossProcessExports>;
