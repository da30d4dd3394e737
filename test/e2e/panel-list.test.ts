import path from 'node:path';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';
import { callWx } from '../support/wx-in-page.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');

test('the list shows, filters, searches, sorts, groups, marks, clears and brings back what a page transferred', async () => {
  const { origin } = await withServer((request, response) => {
    request.resume();
    response.statusCode = request.url?.startsWith('/missing') === true ? 404 : 200;
    response.setHeader('content-type', 'text/plain').end(`${request.url ?? ''} saw a kingfisher`);
  });
  const { panel, guest } = await launchFerry(await tempDir(), ['open', PROJECT]);
  const page = await guest();
  await page.locator('.ferry-nav').first().waitFor();
  for (let index = 0; index < 12; index += 1) {
    const url = `${origin}/${index === 5 ? 'missing' : 'item'}/${String(index)}`;
    await callWx(page, index % 2 === 0 ? 'request' : 'downloadFile', { url });
  }

  const rows = panel.locator('[id^=transfer-]');
  await expect.poll(() => rows.count()).toBe(12);
  const filter = panel.getByRole('combobox', { name: 'Filter transfers' });
  await filter.fill('kind:download status:>=400');
  await expect.poll(() => rows.count()).toBe(1);
  await expect.poll(() => rows.first().innerText()).toContain('/missing/5');
  await filter.fill('kingfisher kind:request');
  await expect.poll(() => rows.count()).toBe(6);
  await filter.fill('');
  await expect.poll(() => rows.count()).toBe(12);

  await panel.getByRole('columnheader', { name: 'Path' }).getByRole('button').click();
  await expect
    .poll(() => panel.getByRole('columnheader', { name: 'Path' }).getAttribute('aria-sort'))
    .toBe('ascending');
  await expect.poll(() => panel.getByRole('row').nth(12).innerText()).toContain('/missing/5');
  await panel.getByRole('button', { name: 'Group by page' }).click();
  await panel.getByRole('row', { name: /12 transfers/ }).waitFor();
  await panel.getByRole('button', { name: 'Group by page' }).click();

  const missing = panel.getByRole('row', { name: /\/missing\/5/ });
  await missing.click({ button: 'right' });
  await panel.getByRole('menuitem', { name: 'Tags…' }).click();
  await panel.getByLabel('Tags, separated by commas').fill('odd');
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await missing.getByText('odd').waitFor();
  await panel.getByRole('grid').focus();
  await panel.keyboard.press('p');
  await expect.poll(() => missing.getAttribute('class')).toContain('pinned');

  await panel.getByRole('button', { name: 'Clear transfers' }).click();
  await expect.poll(() => rows.count()).toBe(1);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rows.count()).toBe(12);
}, 90_000);
