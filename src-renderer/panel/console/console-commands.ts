import type { Command } from '../app/commands.svelte.ts';
import type { Panel } from '../app/panel-context.ts';
import { consoleViewOf } from './console-view.svelte.ts';
import { evaluatorOf } from './evaluator.svelte.ts';

/** What can be done with the console from anywhere in the panel. */
export function consoleCommands({ caller, navigation, store, actions }: Panel): readonly Command[] {
  const evaluator = evaluatorOf(caller);
  const view = consoleViewOf(caller, store, evaluator);
  return [
    {
      id: 'console.focus',
      title: 'command.consoleFocus',
      group: 'page',
      isAvailable: () => store.project !== null,
      run() {
        navigation.tab = 'console';
        view.focusAsked += 1;
      },
    },
    {
      id: 'console.preserve',
      title: 'command.consolePreserve',
      group: 'page',
      isAvailable: () => store.project !== null,
      run() {
        view.isPreserved = !view.isPreserved;
      },
    },
    {
      id: 'console.clear',
      title: 'command.consoleClear',
      group: 'page',
      keys: '$mod+Shift+L',
      isAvailable: () => view.lines.length > 0,
      run() {
        void clearConsole({ actions, caller, store });
      },
    },
  ];
}

/** Empties the console; code that still runs stays. */
export async function clearConsole({
  actions,
  caller,
  store,
}: Pick<Panel, 'actions' | 'caller' | 'store'>): Promise<void> {
  if (!(await actions.clearConsole())) return;
  const evaluator = evaluatorOf(caller);
  evaluator.clear();
  consoleViewOf(caller, store, evaluator).cleared();
}
