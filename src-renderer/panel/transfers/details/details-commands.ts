import type { Command } from '../../app/commands.svelte.ts';
import type { Navigation } from '../../app/navigation.svelte.ts';
import { DETAILS_TABS } from '../story.ts';
import type { DetailsController } from './details-controller.svelte.ts';

/** What can be done while the details of a transfer are open: each pane, its source line, and closing. */
export function detailsCommands(
  controller: DetailsController,
  navigation: Navigation,
  close: () => void,
): readonly Command[] {
  const isShown = (): boolean => navigation.tab === 'transfers';
  const caller = () =>
    controller.state.kind === 'shown' ? (controller.state.exchange.stack[0] ?? null) : null;
  return [
    ...DETAILS_TABS.map((tab, index): Command => ({
      id: `details.${tab}`,
      title: `details.command.${tab}`,
      group: 'transfers',
      // The tenth is on the key after the ninth.
      keys: `Alt+Digit${String((index + 1) % DETAILS_TABS.length)}`,
      isAvailable: isShown,
      run() {
        controller.pane = tab;
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
