import { tick } from 'svelte';
import { PANE_COMMANDS } from '../transfers/details/details-commands.ts';
import { isAvailable, type Command, type CommandWords } from './commands.svelte.ts';
import type { PanelTab } from './navigation.svelte.ts';
import type { Panel } from './panel-context.ts';

interface TabCommand extends CommandWords {
  readonly tab: PanelTab;
  /** It is about a row, a file or a dialog that has to be there first: from another tab it means nothing. */
  readonly isLocal?: true;
}

/**
 * The commands of the tabs. A tab is in the page only while it is shown, so their names and keys stand here: the
 * palette finds them and the sheet lists them whichever tab is shown.
 */
const TAB_COMMANDS = {
  'transfers.filter': { tab: 'transfers', title: 'list.focusFilter', group: 'transfers', keys: '$mod+f' },
  'transfers.problems': { tab: 'transfers', title: 'list.nextProblem', group: 'transfers' },
  'transfers.lanes': { tab: 'transfers', title: 'lanes.show', group: 'transfers', keys: 'l' },
  'transfers.group': { tab: 'transfers', title: 'list.group', group: 'transfers', keys: 'g' },
  'transfers.pin-rows': {
    tab: 'transfers',
    title: 'list.pin',
    group: 'transfers',
    keys: 'p',
    isLocal: true,
  },
  'transfers.tag-rows': {
    tab: 'transfers',
    title: 'list.tag',
    group: 'transfers',
    keys: 't',
    isLocal: true,
  },
  'transfers.note-rows': {
    tab: 'transfers',
    title: 'list.note',
    group: 'transfers',
    keys: 'n',
    isLocal: true,
  },
  'transfers.copy-url-rows': {
    tab: 'transfers',
    title: 'list.copyUrl',
    group: 'transfers',
    isLocal: true,
  },
  'transfers.select-all': {
    tab: 'transfers',
    title: 'list.selectAll',
    group: 'transfers',
    isLocal: true,
  },
  'transfers.clear': { tab: 'transfers', title: 'transfers.clear', group: 'transfers', keys: '$mod+l' },
  'files.filter': { tab: 'files', title: 'command.filterFiles', group: 'files', keys: '$mod+f' },
  'console.filter': { tab: 'console', title: 'console.filter', group: 'page', keys: '$mod+f' },
  'page.find': { tab: 'page', title: 'page.search', group: 'page', keys: '$mod+f' },
} as const satisfies Readonly<Record<string, TabCommand>>;

export type TabCommandId = keyof typeof TAB_COMMANDS;

/** A command of the tab that is shown, with the name and the keys it has in the table. */
export function ofTab(id: TabCommandId, run: () => void, isAvailable: () => boolean = () => true): Command {
  const { title, group, keys }: TabCommand = TAB_COMMANDS[id];
  return { id, title, group, ...(keys === undefined ? {} : { keys }), run, isAvailable };
}

/**
 * The commands of the tabs that are not shown: each goes to its tab and does there what it does. Those that need a row
 * or a file to be there are for the sheet alone.
 */
export function elsewhereCommands({ commands, navigation, store }: Panel): readonly Command[] {
  const all: readonly (readonly [string, TabCommand])[] = [
    ...Object.entries(TAB_COMMANDS),
    ...PANE_COMMANDS.map(
      ({ id, title, group, keys }) => [id, { tab: 'transfers', title, group, keys, isLocal: true }] as const,
    ),
  ];
  const isHere = (id: string): boolean =>
    commands.all.some((one) => one.id === id && one.isKeyElsewhere !== true && isAvailable(one));
  return all.map(([id, { tab, title, group, keys, isLocal }]) => ({
    id,
    title,
    group,
    ...(keys === undefined ? {} : { keys }),
    isKeyElsewhere: true,
    isAvailable: () => store.project !== null && navigation.tab !== tab && isLocal !== true && !isHere(id),
    run() {
      navigation.tab = tab;
      void tick().then(() => {
        commands.run(id);
      });
    },
  }));
}
