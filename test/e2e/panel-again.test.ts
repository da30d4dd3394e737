import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { MEDIA } from '../support/ferry-cli.ts';
import { answerOpenDialog, runCommand } from '../support/panel-steps.ts';
import { tempDir } from '../support/temp-dir.ts';

function byId(page: Page, id: string): Locator {
  return page.locator(`[id$="${id}"]`);
}

test('an upload is sent again, edited with another file, copied as code and compared', async () => {
  const { app, panel, guest } = await launchFerry(await tempDir());
  await panel.getByRole('button', { name: /Album/ }).click();
  const page = await guest();
  await byId(page, 'choose').click();
  await page.locator('.ferry-picker__picture').first().click();
  await page.locator('.ferry-picker__done').click();
  await byId(page, 'upload').click();
  await page.locator('.keep').first().waitFor();
  const told = await page.locator('.keep').count();

  // Once more, as it was: the page hears nothing of it.
  const rows = panel.getByRole('row').filter({ hasText: '/upload' });
  await expect.poll(() => rows.count()).toBe(1);
  await rows.first().click();
  await runCommand(panel, 'Send again');
  await expect.poll(() => rows.count()).toBe(2);
  await expect.poll(() => rows.last().textContent()).toContain('200');
  expect(await page.locator('.keep').count()).toBe(told);

  // With another file, picked on the computer, and one field more.
  await answerOpenDialog(app, path.join(MEDIA, 'misty-ranges.jpg'));
  await runCommand(panel, 'Edit and send again…');
  const editor = panel.getByRole('dialog', { name: 'Edit and send again' });
  await editor.getByRole('button', { name: 'Add' }).click();
  await editor.getByRole('textbox', { name: 'Name in row' }).last().fill('token');
  await editor.getByRole('textbox', { name: 'Value of token' }).fill('first');
  await editor.getByRole('radio', { name: 'From this computer' }).click();
  await editor.getByRole('button', { name: 'Choose…' }).click();
  await editor.getByText('misty-ranges.jpg', { exact: true }).waitFor();
  await editor.getByRole('button', { name: 'Send', exact: true }).click();
  await editor.waitFor({ state: 'detached' });
  await expect.poll(() => rows.count()).toBe(3);
  await expect.poll(() => rows.last().textContent()).toContain('200');

  await runCommand(panel, 'Copy as code…');
  const copy = panel.getByRole('dialog', { name: 'Copy as code' });
  await copy.getByRole('radio', { name: 'curl' }).click();
  const code = copy.locator('.cm-content');
  await expect.poll(() => code.innerText()).toContain(`filename="misty-ranges.jpg"`);
  expect(await code.innerText()).toContain('token=REDACTED');
  await panel.keyboard.press('Escape');
  await copy.waitFor({ state: 'detached' });

  // The file that Ferry kept of each is compared as a picture.
  await runCommand(panel, 'Compare with…');
  const others = panel.getByRole('dialog').getByRole('listitem').getByRole('button');
  await others.filter({ hasText: '/upload' }).last().click();
  const diff = panel.getByRole('dialog', { name: 'Two transfers compared' });
  await diff.locator('.summary').getByText('the field token, which A did not').waitFor();
  await diff.getByRole('radio', { name: 'Picture' }).first().waitFor();
  await diff
    .getByRole('status')
    .filter({ hasText: /pixels? differ|pixels and B/ })
    .waitFor();
  expect(await diff.locator('canvas').count()).toBe(2);
  await diff.getByRole('radio', { name: 'Bytes' }).first().click();
  await diff.locator('.marked').first().waitFor();
});
