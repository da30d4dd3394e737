import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Locale, RecentProject } from '#contract/panel';
import { MENU_WORDS } from './menu-words.ts';

export interface MenuState {
  readonly locale: Locale;
  /** Newest first. */
  readonly recent: readonly RecentProject[];
  readonly samples: readonly { readonly id: string; readonly title: string }[];
  readonly hasProject: boolean;
  readonly reloadOnSave: boolean;
}

export interface MenuActions {
  readonly pickFolder: () => void;
  readonly openFolder: (folder: string) => void;
  readonly openSample: (id: string) => void;
  readonly forgetAllRecent: () => void;
  readonly closeProject: () => void;
  readonly reload: () => void;
  readonly setReloadOnSave: (isOn: boolean) => void;
  readonly openDevTools: () => void;
  /** Runs a command of the panel's. */
  readonly runCommand: (id: string) => void;
}

type Item = MenuItemConstructorOptions;
const LINE: Item = { type: 'separator' };

/** Puts up the application menu; called again whenever what it shows has changed. */
export function setMenu(state: MenuState, actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const words = MENU_WORDS[state.locale];
  const command = (id: string, label: string, accelerator?: string): Item => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click() {
      actions.runCommand(id);
    },
  });
  const about = command('window.about', words.about);
  const role = (name: keyof typeof words.roles): Item => ({ role: name, label: words.roles[name] });

  const application: Item = {
    label: app.name,
    submenu: [
      about,
      LINE,
      role('services'),
      LINE,
      role('hide'),
      role('hideOthers'),
      role('unhide'),
      LINE,
      role('quit'),
    ],
  };
  const file: Item = {
    label: words.file,
    submenu: [
      { label: words.open, accelerator: 'CmdOrCtrl+O', click: actions.pickFolder },
      { label: words.recent, enabled: state.recent.length > 0, submenu: recentItems(state, actions) },
      {
        label: words.samples,
        submenu: state.samples.map(({ id, title }) => ({
          label: title,
          click: () => {
            actions.openSample(id);
          },
        })),
      },
      LINE,
      {
        label: words.close,
        accelerator: 'CmdOrCtrl+Shift+W',
        enabled: state.hasProject,
        click: actions.closeProject,
      },
      LINE,
      role(isMac ? 'close' : 'quit'),
    ],
  };
  const edit: Item = {
    label: words.edit,
    submenu: [
      role('undo'),
      role('redo'),
      LINE,
      role('cut'),
      role('copy'),
      role('paste'),
      role('delete'),
      role('selectAll'),
    ],
  };
  const view: Item = {
    label: words.view,
    submenu: [
      command('window.palette', words.palette, 'CmdOrCtrl+K'),
      LINE,
      { label: words.reload, accelerator: 'CmdOrCtrl+R', enabled: state.hasProject, click: actions.reload },
      {
        label: words.reloadOnSave,
        type: 'checkbox',
        checked: state.reloadOnSave,
        click: ({ checked }) => {
          actions.setReloadOnSave(checked);
        },
      },
      {
        label: words.devTools,
        accelerator: isMac ? 'Alt+Cmd+I' : 'Ctrl+Shift+I',
        enabled: state.hasProject,
        click: actions.openDevTools,
      },
      LINE,
      role('resetZoom'),
      role('zoomIn'),
      role('zoomOut'),
      LINE,
      role('togglefullscreen'),
    ],
  };
  const window: Item = {
    label: words.window,
    role: 'window',
    submenu: [
      ...(isMac ? [role('minimize'), role('zoom'), LINE, role('front')] : [role('minimize'), role('close')]),
      LINE,
      // From the mini-program too, which would hold the keyboard otherwise.
      command('window.next-area', words.nextArea, 'F6'),
      command('window.previous-area', words.previousArea, 'Shift+F6'),
    ],
  };
  const help: Item = {
    label: words.help,
    role: 'help',
    submenu: [command('window.shortcuts', words.shortcuts), ...(isMac ? [] : [LINE, about])],
  };
  const template = [...(isMac ? [application] : []), file, edit, view, window, ...(isMac ? [] : [help])];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function recentItems(state: MenuState, actions: MenuActions): Item[] {
  const words = MENU_WORDS[state.locale];
  if (state.recent.length === 0) return [{ label: words.noRecent, enabled: false }];
  return [
    ...state.recent.map(({ name, folder }) => ({
      label: `${name}  ${folder}`,
      click: () => {
        actions.openFolder(folder);
      },
    })),
    LINE,
    { label: words.forgetAll, click: actions.forgetAllRecent },
  ];
}
