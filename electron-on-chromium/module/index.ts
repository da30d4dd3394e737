import { members } from './host.ts';
import { strict } from './strict.ts';

/** What `import 'electron'` and `require('electron')` give an app. */
export const {
  app,
  BrowserWindow,
  WebContentsView,
  View,
  ipcMain,
  protocol,
  session,
  webContents,
  dialog,
  Menu,
  MenuItem,
  shell,
  nativeTheme,
  clipboard,
  screen,
  utilityProcess,
} = members;

const electron = strict('electron', members);
export default electron;
export { electron as 'module.exports' };
