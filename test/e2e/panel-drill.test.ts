import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PICTURE_SVG } from '../support/panel-fixtures.ts';
import { launchFerry } from '../support/ferry-app.ts';
import { forgetfulProject } from '../support/forgetful-project.ts';
import { writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

const USER_FOLDER = ['programs', 'wx0123456789abcdef', 'user'];

test('the restart drill ends the mini-program, starts it again in place, and lists each dead path it uses', async () => {
  const { origin } = await withServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'image/svg+xml' });
      response.end(request.url === '/up' ? 'taken' : PICTURE_SVG);
    });
  });
  const home = await tempDir();
  const project = await writeProject(await tempDir(), forgetfulProject(origin));
  const { app, panel, guest } = await launchFerry(home, ['open', project]);
  await (await guest()).getByText('all is kept').waitFor();
  const windows = app.windows().length;

  await panel.getByRole('tab', { name: 'Files' }).click();
  await panel.getByRole('button', { name: 'Restart drill…' }).click();
  const dialog = panel.getByRole('dialog');
  await dialog.getByText('1 temp file').waitFor();
  await dialog.getByText('pages/a/a').waitFor();
  await dialog.getByRole('radio', { name: 'Leave only' }).check();
  await dialog.getByRole('spinbutton', { name: 'Megabytes' }).fill('1');
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await dialog.waitFor({ state: 'detached' });

  // The page that runs again is told what WeChat would tell it.
  const again = await guest();
  await again.getByText('again | readFileSync:fail no such file or directory').waitFor();
  await again.getByText('uploadFile:fail file not found').waitFor();
  expect(app.windows()).toHaveLength(windows);

  // What it did, and what it has found.
  await panel.getByText('Restarted', { exact: true }).waitFor();
  await panel.getByText('1 temp file expired').waitFor();
  await panel.getByText('1 of them is still named in storage').waitFor();
  await panel.getByText('Which they are').click();
  await panel.getByText('still in storage: kept').waitFor();
  const found = panel.getByRole('list', { name: 'What it found' });
  for (const api of ['readFileSync', 'uploadFile', 'getImageInfo', 'image src']) {
    await found.getByText(api, { exact: true }).first().waitFor();
  }
  const line =
    forgetfulProject(origin)
      ['pages/a/a.js']?.split('\n')
      .findIndex((text) => text.includes('fs.readFileSync(kept)')) ?? -1;
  await found
    .getByRole('listitem')
    .filter({ hasText: 'readFileSync' })
    .getByRole('button', { name: new RegExp(`pages/a/a\\.js:${String(line + 1)}`) })
    .waitFor();
  await found.getByText('expired with its launch').first().waitFor();
  await found.getByText('Keep it with saveFile as soon as you have it').first().waitFor();

  // The quota has a megabyte left; what needs more is refused, and told live.
  await again.getByText('write', { exact: true }).click();
  await again.getByText('the maximum size of the file storage limit is exceeded').waitFor();
  await found.getByText('No room').waitFor();
  const fillers = (): string[] =>
    readdirSync(path.join(home, ...USER_FOLDER)).filter((name) => name.startsWith('ferry-drill-filler-'));
  expect(fillers().length).toBeGreaterThan(0);

  // The upload that failed by it says why, and the panel has kept its history.
  await found.getByRole('button', { name: 'Show the transfer' }).click();
  await panel.getByText('was a temp file and died when the app ended').first().waitFor();

  await panel.getByRole('tab', { name: 'Files' }).click();
  await panel.getByRole('button', { name: 'End the drill' }).click();
  await panel.getByText('See the bugs of the next day now').waitFor();
  expect(fillers()).toEqual([]);
  await again.getByText('write', { exact: true }).click();
  await again.getByText('written', { exact: true }).waitFor();

  // A project that does not compile is not ended for a drill, which says so; mended, it goes on.
  const appFile = path.join(project, 'app.json');
  const whole = readFileSync(appFile, 'utf8');
  writeFileSync(appFile, whole.slice(0, -2));
  await panel.getByRole('button', { name: 'Restart drill…' }).click();
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await panel.getByText('Did not restart', { exact: true }).waitFor();
  await panel.getByText('The mini-program is open as it was.').waitFor();
  await panel.getByText('Temp files were kept').waitFor();
  await again.getByText('written', { exact: true }).waitFor();
  writeFileSync(appFile, whole);
  await panel.getByRole('button', { name: 'Once more…' }).click();
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await panel.getByText('Restarted', { exact: true }).waitFor();
});
