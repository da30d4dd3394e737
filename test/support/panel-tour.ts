import type { Page } from 'playwright-core';
import type { PanelBridge } from '#contract/bridge';
import type { Locale } from '#contract/panel';
import { CHINESE, ENGLISH, type TextKey } from '../../src-renderer/panel/texts/texts.ts';

/** The text of a key as the panel shows it; of those without values in them. */
export type Words = (key: TextKey) => string;

/** The panel of the real app with an upload in its list, in one language. */
export interface Tour {
  readonly panel: Page;
  readonly t: Words;
  /** Called on each screen, while it is there. */
  readonly visit: (screen: string) => Promise<void>;
}

const PANES = 10;

/** The words of the panel, to find its parts by. */
export function wordsOf(locale: Locale): Words {
  const table: Readonly<Record<string, string>> = locale === 'en' ? ENGLISH : CHINESE;
  return (key) => table[key] ?? key;
}

/** Runs a command by its name in the palette, as a person would. */
export async function command({ panel, t }: Pick<Tour, 'panel' | 't'>, title: TextKey): Promise<void> {
  await panel.keyboard.press('Control+k');
  const field = panel.getByPlaceholder(t('palette.placeholder'));
  await field.fill(t(title));
  await panel.locator('[role=option][data-selected]', { hasText: t(title) }).waitFor();
  await panel.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
}

/** Opens a dialog or menu, visits it, and closes it by Escape; the focus comes back to where it was. */
async function overlay(
  { panel, visit }: Tour,
  screen: string,
  open: () => Promise<void>,
  kind: 'dialog' | 'menu' = 'dialog',
): Promise<void> {
  await open();
  const top = panel.locator(kind === 'dialog' ? '.dialog' : '[role=menu]').last();
  await top.waitFor();
  await visit(screen);
  await panel.keyboard.press('Escape');
  await top.waitFor({ state: 'detached' });
  const isLost = await panel.evaluate(() => document.activeElement === document.body);
  if (isLost) throw new Error(`The focus is lost after ${screen} is closed.`);
}

/** The tab of transfers: the list in its forms, the details pane by pane, every dialog that starts from a row. */
export async function tourTransfers(tour: Tour): Promise<void> {
  const { panel, t, visit } = tour;
  await panel.keyboard.press('Control+1');
  const grid = panel.getByRole('grid');
  await grid.focus();
  await panel.keyboard.press('Home');
  await visit('transfers');
  await panel.keyboard.press('Enter');
  const details = panel.getByRole('article', { name: t('details.label') });
  await details.locator('header').waitFor();
  for (let pane = 1; pane <= PANES; pane += 1) {
    await panel.keyboard.press(`Alt+Digit${String(pane % PANES)}`);
    await details.getByRole('tab', { selected: true }).nth(0).waitFor();
    await visit(`details ${String(pane)}`);
  }
  await panel.keyboard.press('Alt+Digit1');
  const press = (keys: string) => () => panel.keyboard.press(keys);
  await grid.focus();
  await overlay(tour, 'menu of a row', press('Shift+F10'), 'menu');
  await overlay(tour, 'tags', press('t'));
  await overlay(tour, 'note', press('n'));
  await overlay(tour, 'resend', press('Control+Shift+E'));
  await overlay(tour, 'copy as', press('Control+Shift+Y'));
  await overlay(tour, 'compare', press('Control+Shift+D'));
  await overlay(tour, 'new request', press('Control+Shift+N'));
  await overlay(tour, 'export', press('Control+s'));
  await overlay(
    tour,
    'columns',
    () => panel.getByRole('button', { name: t('list.columns'), exact: true }).click(),
    'menu',
  );
  await panel.keyboard.press('Control+f');
  await panel.keyboard.type('k');
  await panel.getByRole('listbox').waitFor();
  await visit('filter');
  await panel.keyboard.press('Control+a');
  await panel.keyboard.press('Delete');
  await panel.keyboard.press('Escape');
  await grid.focus();
  await panel.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  await panel.keyboard.press('g');
  await visit('grouped');
  await panel.keyboard.press('g');
  await panel.keyboard.press('l');
  await panel.getByRole('button', { name: t('lanes.earlier') }).waitFor();
  await visit('lanes');
  await command(tour, 'lanes.show');
  await grid.waitFor();
}

/** The other tabs, with what the mini-program has left in them. */
export async function tourTabs(tour: Tour): Promise<void> {
  const { panel, t, visit } = tour;
  await panel.keyboard.press('Control+2');
  // The view of the files themselves, whatever was shown last.
  await panel.keyboard.press('Control+f');
  const files = panel.getByRole('grid').or(panel.getByRole('treegrid')).first();
  await files.focus();
  await panel.keyboard.press('Home');
  await panel.keyboard.press('ArrowDown');
  await panel.keyboard.press('Enter');
  await panel.getByRole('article', { name: t('files.details') }).waitFor();
  await visit('files');
  await command(tour, 'command.deadPaths');
  await visit('dead paths');
  await panel.keyboard.press('Control+3');
  await visit('console');
  for (const view of ['command.pageWxml', 'command.pageData', 'command.pageStorage'] as const) {
    await command(tour, view);
    await visit(view);
  }
  await panel.keyboard.press('Control+5');
  await visit('rules');
  await panel.keyboard.press('Control+6');
  await visit('device');
}

/** What opens over whichever tab is shown. */
export async function tourOverlays(tour: Tour): Promise<void> {
  const { panel, t } = tour;
  await panel.getByRole('tab', { selected: true }).first().focus();
  await overlay(tour, 'palette', () => panel.keyboard.press('Control+k'));
  await overlay(tour, 'shortcuts', () => panel.keyboard.press('?'));
  for (const title of [
    'drill.command',
    'toolbar.clearData',
    'about.title',
    'rules.command.new',
    'rules.command.text',
  ] as const) {
    await overlay(tour, title, () => command(tour, title));
  }
  const bar = panel.locator('header[data-area]');
  for (const name of [
    'device.title',
    'setup.profile',
    'link.title',
    'rules.menu.title',
    'toolbar.view',
  ] as const) {
    await overlay(
      tour,
      name,
      () =>
        bar
          .locator(`[title="${t(name)}"]`)
          .first()
          .click(),
      'menu',
    );
  }
  await overlay(tour, 'project', () => bar.locator('.project-trigger').click(), 'menu');
}

/** An upload that stands at a breakpoint: the toolbar, the tab of rules, and the dialog that edits it. */
export async function tourPaused(tour: Tour): Promise<void> {
  const { panel, visit } = tour;
  await setRules(panel, ['--break upload:request']);
  await panel.keyboard.press('Control+1');
  await panel.getByRole('grid').focus();
  await panel.keyboard.press('Home');
  await panel.keyboard.press('Enter');
  await panel.keyboard.press('Control+Shift+R');
  await panel.locator('.bar-alert').first().waitFor();
  await panel.keyboard.press('Control+5');
  await visit('rules, paused');
  await overlay(tour, 'paused', () => command(tour, 'rules.command.editPaused'));
  await setRules(panel, []);
  await command(tour, 'rules.command.continue');
  await panel.locator('.bar-alert').first().waitFor({ state: 'detached' });
}

async function setRules(panel: Page, lines: readonly string[]): Promise<void> {
  await panel.evaluate(async (texts) => {
    const { ferryPanel } = globalThis as unknown as { ferryPanel: PanelBridge };
    const rules = texts.map((text, index) => ({ id: `tour-${String(index)}`, text, isOn: true }));
    await ferryPanel.call('panel:set-rules', { rules });
  }, lines);
}
