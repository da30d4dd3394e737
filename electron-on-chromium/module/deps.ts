import type { IpcMain } from './ipc-main.ts';
import type { Runtime } from './runtime.ts';
import type { Sessions } from './session.ts';

/** What windows and views are made with. */
export interface ModuleDeps {
  readonly runtime: Runtime;
  readonly sessions: Sessions;
  readonly ipcMain: IpcMain;
}
