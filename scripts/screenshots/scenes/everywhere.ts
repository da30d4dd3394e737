import { closeOverlay, EVERY_LOOK, openDetails, settle, showTab, type Look, type Stage } from '../stage.ts';

const HIGH_CONTRAST: readonly Look[] = [
  { locale: 'en', theme: 'contrast', system: 'light' },
  { locale: 'zh-CN', theme: 'contrast', system: 'dark' },
];

/** Before anything is open. */
export async function playStart({ shoot }: Pick<Stage, 'shoot'>): Promise<void> {
  await shoot('start', { looks: EVERY_LOOK, isCovered: true });
}

/** What an area says that has nothing to show yet. */
export async function playEmpty({ panel, shoot }: Stage): Promise<void> {
  for (const [tab, name] of [
    ['Transfers', 'empty-transfers'],
    ['Files', 'empty-files'],
    ['Console', 'empty-console'],
    ['Rules', 'empty-rules'],
  ] as const) {
    await showTab(panel, tab);
    await shoot(name, { frame: 'instrument' });
  }
}

/** Every command, every key, every theme. */
export async function playEverywhere({ panel, shoot }: Stage): Promise<void> {
  await openDetails(panel, '/v1/photos', 'Story');
  await settle(panel);
  await shoot('contrast', { looks: HIGH_CONTRAST });
  await shoot('large', { frame: 'large-window' });
  await panel.keyboard.press('Escape');

  await panel.keyboard.press('Control+k');
  await panel.getByRole('combobox', { name: 'Commands' }).fill('rule');
  await shoot('palette', { isCovered: true });
  await closeOverlay(panel, panel.getByRole('dialog'));
  await panel.getByRole('grid').focus();
  await panel.keyboard.press('?');
  await panel.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await shoot('shortcuts', { isCovered: true });
  await closeOverlay(panel, panel.getByRole('dialog'));
}
