import type { Command } from '../app/commands.svelte.ts';
import type { Panel } from '../app/panel-context.ts';
import { DeviceSetup } from './device-setup.ts';

/** What can be done to the device, whichever tab is shown; its tab shows what has become of it. */
export function deviceCommands(panel: Panel): readonly Command[] {
  const setup = new DeviceSetup(panel);
  const command = (id: string, title: Command['title'], run: () => void): Command => ({
    id: `device.${id}`,
    title,
    group: 'device',
    isAvailable: () => panel.store.project !== null,
    run() {
      panel.navigation.tab = 'device';
      run();
    },
  });
  return [
    command('background', 'setup.command.background', () => {
      setup.toggleBackground();
    }),
    command('network', 'setup.command.network', () => {
      setup.toggleNetwork();
    }),
    command('theme', 'setup.command.theme', () => {
      setup.toggleTheme();
    }),
    command('domains', 'setup.command.domains', () => void setup.addUsedDomains()),
  ];
}
