import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Locale } from '#contract/panel';

export interface MenuActions {
  readonly openFolder: () => void;
  readonly reload: () => void;
  readonly closeProject: () => void;
  readonly openDevTools: () => void;
}

const WORDS = {
  en: {
    file: 'File',
    open: 'Open folder…',
    close: 'Close project',
    view: 'View',
    reload: 'Reload mini-program',
    devtools: 'Inspect mini-program',
    edit: 'Edit',
    window: 'Window',
  },
  'zh-CN': {
    file: '文件',
    open: '打开文件夹…',
    close: '关闭项目',
    view: '视图',
    reload: '重新加载小程序',
    devtools: '检查小程序',
    edit: '编辑',
    window: '窗口',
  },
} as const;

/** The application menu, in the panel's language. */
export function setMenu(locale: Locale, actions: MenuActions): void {
  const words = WORDS[locale];
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        { label: words.open, accelerator: 'CmdOrCtrl+O', click: actions.openFolder },
        { label: words.close, click: actions.closeProject },
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { label: words.edit, role: 'editMenu' },
    {
      label: words.view,
      submenu: [
        { label: words.reload, accelerator: 'CmdOrCtrl+R', click: actions.reload },
        { label: words.devtools, accelerator: 'CmdOrCtrl+Alt+I', click: actions.openDevTools },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: words.window, role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
