import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launchFerry, startFerry } from '../support/ferry-app.ts';
import { harFaults } from '../support/har-schema.ts';
import { answerOpenDialog, answerSaveDialog, runCommand } from '../support/panel-steps.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const SECRET = 'hunter2hunter2';

test('exchanges leave as HAR and bundle, and the bundle answers in another home with the server gone', async () => {
  let served = 0;
  let isGone = false;
  const server = await withServer((_request, response) => {
    served += 1;
    if (isGone) {
      response.destroy();
      return;
    }
    response.setHeader('content-type', 'application/json').end('{"from":"the server"}');
  });
  const project = await writeProject(path.join(await tempDir(), 'asking'), {
    ...ONE_PAGE,
    'pages/index/index.js': `Page({ onLoad() {
      wx.request({ url: '${server.origin}/greeting?token=${SECRET}', header: { Authorization: '${SECRET}' } });
    } })`,
  });
  const folder = await tempDir();
  const har = path.join(folder, 'all.har');
  const bundle = path.join(folder, 'all.ferry');

  const first = await startFerry(await tempDir(), ['open', project]);
  try {
    const { app, panel } = first;
    await panel.getByRole('row', { name: /GET.*\/greeting.*200/ }).waitFor();
    const dialog = panel.getByRole('dialog', { name: 'Export 1 exchange' });
    await answerSaveDialog(app, har);
    await runCommand(panel, 'Export exchanges…');
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await panel.getByText('Exported 1 exchange to all.har').waitFor();
    await answerSaveDialog(app, bundle);
    await runCommand(panel, 'Export exchanges…');
    await dialog.getByRole('radio', { name: 'Ferry bundle' }).check();
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await panel.getByText('Exported 1 exchange to all.ferry').waitFor();
  } finally {
    await first.close();
  }
  const written = await fs.readFile(har, 'utf8');
  expect(harFaults(JSON.parse(written))).toEqual([]);
  expect(written).toContain('the server');
  expect(written).not.toContain(SECRET);

  isGone = true;
  const { app, panel } = await launchFerry(await tempDir());
  await answerOpenDialog(app, bundle);
  await runCommand(panel, 'Open HAR or .ferry file…');
  await panel.getByText('Read 1 exchange from all.ferry').waitFor();
  const rows = panel.getByRole('row', { name: /GET.*\/greeting/ });
  await expect.poll(() => rows.count()).toBe(1);
  await rows.click({ button: 'right' });
  await panel.getByRole('menuitem', { name: 'Answer from this recording' }).click();
  await panel.getByText('all.ferry answers 1 request now').waitFor();
  await rows.first().click();
  await runCommand(panel, 'Send again');
  await expect.poll(() => rows.count()).toBe(2);
  await expect.poll(() => rows.last().textContent()).toContain('200');
  await rows.last().click();
  await panel.getByRole('tab', { name: 'Response' }).click();
  await panel.getByText('the server').first().waitFor();
  expect(served).toBe(1);

  await runCommand(panel, 'Show rules');
  await panel.getByText('1 answered so far').waitFor();
  await panel.getByRole('button', { name: 'Stop answering from the recording' }).click();
  await panel.getByText('1 answered so far').waitFor({ state: 'detached' });
});
