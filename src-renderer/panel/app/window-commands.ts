import type { Command } from './commands.svelte.ts';
import { focusNextArea } from './focus-areas.ts';
import { isApple } from './key-words.ts';
import { PANEL_TABS } from './navigation.svelte.ts';
import type { Panel } from './panel-context.ts';

/** What can be done to the window as a whole, whichever tab is shown. */
export function windowCommands(panel: Omit<Panel, 'commands'>): readonly Command[] {
  const { actions, navigation, store } = panel;
  const hasProject = (): boolean => store.project !== null;
  const prefer = (change: Partial<typeof store.preferences>) => (): void => {
    void actions.setPreferences({ ...store.preferences, ...change });
  };
  // The menu of the window hears these keys, and the mini-program's as well as the panel's.
  const isMac = isApple(navigator.platform);
  return [
    {
      id: 'window.palette',
      title: 'palette.title',
      group: 'window',
      keys: '$mod+k',
      run() {
        navigation.isPaletteOpen = true;
      },
    },
    {
      id: 'window.shortcuts',
      title: 'shortcuts.title',
      group: 'window',
      // Some keyboards have it without Shift.
      keys: '[Shift]+?',
      run() {
        navigation.isShortcutsOpen = true;
      },
    },
    ...PANEL_TABS.map((tab, index): Command => ({
      id: `window.tab-${tab}`,
      title: `command.tab.${tab}`,
      group: 'window',
      keys: `$mod+${String(index + 1)}`,
      isAvailable: hasProject,
      run() {
        navigation.tab = tab;
      },
    })),
    {
      id: 'window.next-area',
      title: 'shortcuts.areas',
      group: 'window',
      keys: 'F6',
      run() {
        focusNextArea(false);
      },
    },
    {
      id: 'window.previous-area',
      title: 'shortcuts.areasBack',
      group: 'window',
      keys: 'Shift+F6',
      run() {
        focusNextArea(true);
      },
    },
    {
      id: 'window.open',
      title: 'start.open',
      group: 'window',
      keys: '$mod+o',
      isKeyElsewhere: true,
      run: () => void actions.pickFolder(),
    },
    {
      id: 'window.reload',
      title: 'toolbar.reload',
      group: 'page',
      keys: '$mod+r',
      isAvailable: hasProject,
      run: () => void actions.reload(),
    },
    {
      id: 'window.close-project',
      title: 'toolbar.close',
      group: 'window',
      keys: '$mod+Shift+w',
      isKeyElsewhere: true,
      isAvailable: hasProject,
      run: () => void actions.closeProject(),
    },
    {
      id: 'transfers.undo-clear',
      title: 'command.undoClear',
      group: 'transfers',
      keys: '$mod+z',
      isAvailable: () => store.canUndoClear && navigation.tab !== 'rules',
      run: () => void actions.undoClear(),
    },
    {
      id: 'window.clear-data',
      title: 'toolbar.clearData',
      group: 'window',
      isAvailable: hasProject,
      run() {
        navigation.isClearDataOpen = true;
      },
    },
    {
      id: 'window.devtools',
      title: 'toolbar.devtools',
      group: 'page',
      keys: isMac ? '$mod+Alt+i' : '$mod+Shift+i',
      isKeyElsewhere: true,
      isAvailable: hasProject,
      run: () => void actions.openDevtools(),
    },
    {
      id: 'window.zoom-in',
      title: 'command.zoomIn',
      group: 'window',
      keys: '$mod++',
      isKeyElsewhere: true,
      run: () => void actions.zoom('in'),
    },
    {
      id: 'window.zoom-out',
      title: 'command.zoomOut',
      group: 'window',
      keys: '$mod+-',
      isKeyElsewhere: true,
      run: () => void actions.zoom('out'),
    },
    {
      id: 'window.zoom-reset',
      title: 'command.zoomReset',
      group: 'window',
      keys: '$mod+0',
      isKeyElsewhere: true,
      run: () => void actions.zoom('reset'),
    },
    { id: 'window.english', title: 'command.english', group: 'window', run: prefer({ locale: 'en' }) },
    { id: 'window.chinese', title: 'command.chinese', group: 'window', run: prefer({ locale: 'zh-CN' }) },
    {
      id: 'window.theme-system',
      title: 'command.themeSystem',
      group: 'window',
      run: prefer({ theme: 'system' }),
    },
    {
      id: 'window.theme-light',
      title: 'command.themeLight',
      group: 'window',
      run: prefer({ theme: 'light' }),
    },
    { id: 'window.theme-dark', title: 'command.themeDark', group: 'window', run: prefer({ theme: 'dark' }) },
    {
      id: 'window.theme-contrast',
      title: 'command.themeContrast',
      group: 'window',
      run: prefer({ theme: 'contrast' }),
    },
    {
      id: 'window.about',
      title: 'about.title',
      group: 'window',
      run() {
        navigation.isAboutOpen = true;
      },
    },
  ];
}
