import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { MEDIA, PROJECTS } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The next system dialogs answer with these paths; an empty answer is Cancel. */
function answerDialogs(app: ElectronApplication, filePaths: string[]): Promise<void> {
  return app.evaluate(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: paths.length === 0, filePaths: paths });
  }, filePaths);
}

async function openSample(panel: Page, name: RegExp): Promise<void> {
  await panel.getByRole('button', { name }).click();
}

/** An element by its id in WXML; glass-easel puts a prefix of its own before it. */
function byId(page: Page, id: string): Locator {
  return page.locator(`[id$="${id}"]`);
}

describe('the window', () => {
  test('opens a sample, and shows an upload of a sample picture from the call to the wire', async () => {
    const { panel, guest, close } = await launchFerry(await tempDir());
    await openSample(panel, /Album/);
    const page = await guest();
    await byId(page, 'choose').click();
    await page.locator('.ferry-picker__picture').first().click();
    await page.locator('.ferry-picker__done').click();
    await byId(page, 'upload').click();
    await page.locator('.keep').first().waitFor();

    const row = panel.getByRole('row', { name: /POST.*\/upload/ });
    await expect.poll(() => row.textContent()).toContain('200');
    await row.click();
    const details = panel.getByRole('article', { name: 'Details of the transfer' });
    await details.getByText('pages/album/index.js:').first().waitFor();
    await details.getByRole('tab', { name: 'Parts' }).click();
    await details.getByText('image/jpeg').first().waitFor();
    await details.getByRole('tab', { name: 'Callbacks' }).click();
    await details.getByText('onProgressUpdate').first().waitFor();
    await details.getByText('success').first().waitFor();

    await page.locator('.keep').first().click();
    await page.locator('.remove').first().waitFor();
    await panel.getByRole('tab', { name: 'Files' }).click();
    await panel.getByText('http://store/').first().waitFor();
    await close();
  });

  test('picks from the computer through the system dialog, and a cancelled dialog fails as cancel', async () => {
    const { app, panel, guest } = await launchFerry(await tempDir());
    await openSample(panel, /Album/);
    const page = await guest();
    await answerDialogs(app, []);
    await byId(page, 'choose').click();
    await page.locator('.ferry-picker__computer').click();
    await expect.poll(() => page.locator('.ferry-picker').count()).toBe(0);
    expect(await byId(page, 'upload').count()).toBe(0);

    await answerDialogs(app, [path.join(MEDIA, 'paper-boat.png')]);
    await byId(page, 'choose').click();
    await page.locator('.ferry-picker__computer').click();
    await byId(page, 'upload').waitFor();
  });

  test('opens a folder by dialog and keeps it among the recent ones; a broken one says what and where', async () => {
    const home = await tempDir();
    const broken = await tempDir();
    fs.writeFileSync(path.join(broken, 'app.json'), '{\n  "pages": [\n');
    const { app, panel } = await launchFerry(home);
    await answerDialogs(app, [broken]);
    await panel.getByRole('button', { name: 'Open folder…' }).click();
    await panel.getByRole('alert').getByText('app.json').first().waitFor();

    await answerDialogs(app, [path.join(PROJECTS, 'throwing')]);
    await panel.getByRole('button', { name: 'Open folder…' }).click();
    await panel.getByText('pages/index/index').first().waitFor();
    await panel.getByRole('button', { name: /Project/ }).click();
    await panel.getByRole('menuitem', { name: 'Close project' }).click();
    await panel
      .getByRole('button', { name: /throwing/ })
      .first()
      .waitFor();
  });

  test('shows an error of project code over the page and in the console, with file and line', async () => {
    const { panel, guest } = await launchFerry(await tempDir(), ['open', path.join(PROJECTS, 'throwing')]);
    const page = await guest();
    await byId(page, 'boom').click();
    await page.getByText('pages/index/index.js:5').first().waitFor();
    await panel.getByRole('tab', { name: /Console/ }).click();
    await panel.getByText('pages/index/index.js:5').first().waitFor();
  });

  test('speaks Chinese and turns dark when asked, and remembers both', async () => {
    const home = await tempDir();
    const first = await launchFerry(home);
    await first.panel.getByRole('button', { name: 'Language and theme' }).click();
    await first.panel.getByRole('menuitemradio', { name: '中文' }).click();
    await first.panel.getByText('打开文件夹').first().waitFor();
    await first.panel.getByRole('button', { name: '语言与主题' }).click();
    await first.panel.getByRole('menuitemradio', { name: '深色' }).click();
    await expect.poll(() => first.panel.locator('html').getAttribute('data-theme')).toBe('dark');
    await first.close();

    const second = await launchFerry(home);
    await second.panel.getByText('打开文件夹').first().waitFor();
    expect(await second.panel.locator('html').getAttribute('data-theme')).toBe('dark');
  });
});
