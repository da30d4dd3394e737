import { showTab, settle, type Stage } from '../stage.ts';

async function showView(panel: Stage['panel'], name: string): Promise<void> {
  await showTab(panel, 'Page');
  await panel.getByRole('radio', { name, exact: true }).click();
}

/** What the mini-program said, and code run in its page. */
export async function playConsole({ panel, shoot, callPage, guest }: Stage): Promise<void> {
  await showTab(panel, 'Console');
  await callPage('say');
  await panel
    .getByText(/Cannot read properties/)
    .first()
    .waitFor();
  const input = panel.getByRole('combobox', { name: 'Code to run in the page' });
  await input.fill('$page.data.tide');
  await input.press('Enter');
  const shown = panel.getByText(/spring: true/);
  await shown.nth(1).waitFor();
  await input.fill('');
  await settle(panel);
  await shoot('console');
  // Its card on the phone would lie over what comes next.
  await (await guest()).locator('.ferry-error').getByRole('button').first().click();
}

/** WXML, data, storage, and the picker. */
export async function playPage({ panel, shoot, guest }: Stage): Promise<void> {
  await showView(panel, 'WXML');
  const page = await guest();
  await panel.getByRole('button', { name: 'Pick an element in the phone' }).click();
  await page.getByText('雾里的群山').hover();
  await page.locator('.ferry-inspect__label').waitFor();
  await shoot('picker');
  await page.getByText('雾里的群山').click();
  await panel.getByRole('treeitem', { selected: true }).waitFor();
  await settle(panel);
  await shoot('wxml');
  await showView(panel, 'AppData');
  await panel
    .getByRole('treeitem')
    .filter({ hasText: 'tide' })
    .first()
    .click({ position: { x: 40, y: 10 } });
  await panel.keyboard.press('ArrowRight');
  await settle(panel);
  await shoot('appdata', { frame: 'instrument' });
  await showView(panel, 'Storage');
  await panel.getByRole('row').filter({ hasText: 'draft' }).click();
  await settle(panel);
  await shoot('storage', { frame: 'instrument' });
}
