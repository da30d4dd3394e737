import { expect, test } from 'vitest';
import { PICTURE_SVG } from '../support/panel-fixtures.ts';
import { launchFerry } from '../support/ferry-app.ts';
import { forgetfulProject } from '../support/forgetful-project.ts';
import { writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

test('the files tab shows each file, its lineage over the wire, and who used its path after it died', async () => {
  const { origin } = await withServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'image/svg+xml' });
      response.end(request.url === '/up' ? 'taken' : PICTURE_SVG);
    });
  });
  const project = await writeProject(await tempDir(), forgetfulProject(origin));
  const { panel, guest } = await launchFerry(await tempDir(), ['open', project]);
  const page = await guest();
  await page.getByText('all is kept').waitFor();

  await panel.getByRole('tab', { name: 'Files' }).click();
  const rows = panel.getByRole('treegrid', { name: 'Files' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(6);
  await rows.nth(1).click();
  const details = panel.getByRole('article', { name: 'Details of the file' });
  await expect
    .poll(() => details.getByRole('img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(320);
  await details.getByText('320 × 200').waitFor();
  await details.getByRole('radio', { name: 'Text' }).click();
  await details.getByText('<svg').first().waitFor();
  await details.getByRole('radio', { name: 'Bytes' }).click();
  await details.getByText('00000000').waitFor();
  await details
    .getByText('3c737667', { exact: false })
    .or(details.getByText('3c', { exact: true }).first())
    .first()
    .waitFor();

  // Downloaded, uploaded, and downloaded again with the same bytes.
  await details.getByRole('tab', { name: 'Lineage' }).click();
  const steps = details.getByRole('list', { name: /Lineage of/ }).getByRole('button');
  await expect
    .poll(async () =>
      (await steps.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? '')))
        .map((label) => label.split(',')[0])
        .sort(),
    )
    .toEqual(expect.arrayContaining(['Download 200', 'Download 200', 'On the server', 'Upload 200']));
  await details.getByText('same bytes').first().waitFor();

  // Walked by keys; a step opens its transfer.
  await steps.filter({ hasText: 'Upload' }).focus();
  await panel.keyboard.press('ArrowUp');
  await expect
    .poll(() => panel.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
    .toContain('temp file');
  await steps.filter({ hasText: 'Upload' }).click();
  await panel.getByRole('tab', { name: 'Transfers', selected: true }).waitFor();

  // The saved file is removed; whoever asks for the temp path it had is written down.
  await panel.getByRole('tab', { name: 'Files' }).click();
  await rows.filter({ hasText: 'store' }).click();
  await details.getByRole('button', { name: 'Remove' }).click();
  await details.getByRole('button', { name: 'Remove' }).click();
  await details.getByText('gone', { exact: true }).waitFor();
  await details.getByRole('tab', { name: 'Lineage' }).click();
  await details.getByRole('button', { name: /^Removed/ }).waitFor();
  await page.getByText('read what was saved').click();
  await page.getByText('readFileSync:fail no such file or directory').waitFor();
  await details.getByRole('tab', { name: 'After its death 1' }).click();
  await details.getByRole('listitem').filter({ hasText: 'removed' }).getByText('readFileSync').waitFor();

  // What lives can be sent again by hand.
  await panel.getByRole('row').filter({ hasText: 'tmp' }).first().click();
  await details.getByRole('button', { name: 'Use in a new upload' }).click();
  await panel.getByRole('dialog', { name: 'New request' }).waitFor();
});
