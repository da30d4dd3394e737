import type { Command, CommandWords } from '../../app/commands.svelte.ts';
import type { Navigation } from '../../app/navigation.svelte.ts';
import { DETAILS_TABS, tabsOf, type DetailsTab } from '../story.ts';
import type { DetailsController } from './details-controller.svelte.ts';

/** By the place of its tab: what a WebSocket has instead of parts is on their key, the tenth after the ninth. */
function keyOf(pane: DetailsTab): string {
  const place = tabsOf(pane === 'messages' ? 'socket' : 'upload').indexOf(pane);
  return `Alt+Digit${String((place + 1) % 10)}`;
}

/** The panes of the details, each with its key. */
export const PANE_COMMANDS = DETAILS_TABS.map((pane) => ({
  id: `details.${pane}`,
  pane,
  title: `details.command.${pane}` as const,
  group: 'transfers',
  keys: keyOf(pane),
})) satisfies readonly (CommandWords & { readonly id: string })[];

/** What can be done while the details of a transfer are open: each pane, its source line, and closing. */
export function detailsCommands(
  controller: DetailsController,
  navigation: Navigation,
  close: () => void,
): readonly Command[] {
  const isShown = (): boolean => navigation.tab === 'transfers';
  const hasPane = (pane: DetailsTab): boolean => {
    const { state } = controller;
    return tabsOf(state.kind === 'shown' ? state.exchange.kind : 'request').includes(pane);
  };
  const caller = () =>
    controller.state.kind === 'shown' ? (controller.state.exchange.stack[0] ?? null) : null;
  return [
    ...PANE_COMMANDS.map(({ pane, ...words }): Command => ({
      ...words,
      isAvailable: () => isShown() && hasPane(pane),
      run() {
        controller.pane = pane;
      },
    })),
    {
      id: 'details.source',
      title: 'details.command.source',
      group: 'transfers',
      isAvailable: () => isShown() && caller() !== null,
      run() {
        navigation.source = caller();
      },
    },
    {
      id: 'details.close',
      title: 'details.command.close',
      group: 'transfers',
      isAvailable: isShown,
      run: close,
    },
  ];
}
