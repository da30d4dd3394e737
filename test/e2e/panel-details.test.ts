import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { MEDIA } from '../support/ferry-cli.ts';
import { writeProject } from '../support/project-folder.ts';
import { answerSaveDialog } from '../support/panel-steps.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

/** Reads all of a request before it answers. */
const PAGE = (origin: string): string => `
Page({
  onLoad() {
    const file = wx.env.USER_DATA_PATH + '/boat.png'
    wx.getFileSystemManager().copyFileSync('/boat.png', file)
    wx.uploadFile({
      url: '${origin}/up',
      filePath: file,
      name: 'photo',
      formData: { title: '西湖' },
      header: { Referer: 'https://example.com', 'x-token': 'abc' },
      complete: () => wx.downloadFile({
        url: '${origin}/moved',
        complete: () => this.setData({ text: 'uploaded' })
      })
    })
  }
})
`;

test('one upload from the line that called to the bytes of each part', async () => {
  const { origin } = await withServer((request, response) => {
    if (request.url === '/moved') {
      response.writeHead(302, { location: '/broken' }).end();
      return;
    }
    if (request.url === '/broken') {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '5000' });
      response.write('only the beginning', () => setTimeout(() => response.destroy(), 50));
      return;
    }
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': '7f3c' });
      response.end('{"kept":{"title":"西湖"}}');
    });
  });
  const boat = fs.readFileSync(path.join(MEDIA, 'paper-boat.png'));
  const project = await writeProject(await tempDir(), {
    'app.json': '{"pages":["pages/a/a"]}',
    'app.js': 'App({})',
    'pages/a/a.wxml': '<view>{{text}}</view>',
    'pages/a/a.js': PAGE(origin),
  });
  fs.writeFileSync(path.join(project, 'boat.png'), boat);
  const { app, panel, guest } = await launchFerry(await tempDir(), ['open', project]);
  await (await guest()).getByText('uploaded').waitFor();

  const row = panel.getByRole('row', { name: /POST.*\/up/u });
  await expect.poll(() => row.textContent()).toContain('200');
  await row.click();
  const details = panel.getByRole('article', { name: 'Details of the transfer' });

  // Story: the line that called, in the source as it is written.
  await details.getByRole('button', { name: 'pages/a/a.js:6' }).click();
  const drawer = panel.getByRole('dialog', { name: 'pages/a/a.js' });
  await drawer.locator('.cm-marked-line', { hasText: 'wx.uploadFile({' }).waitFor();
  await drawer.getByRole('button', { name: /Close the source/u }).click();

  await details.getByRole('tab', { name: 'Options' }).click();
  const referer = details.getByRole('row').filter({ hasText: 'Referer' });
  await referer.getByText('WeChat fixes it').waitFor();
  expect(await referer.innerText()).toContain('servicewechat.com');

  await details.getByRole('tab', { name: 'Headers' }).click();
  await details.getByText('Number of this request; tell it to the back end.').waitFor();

  // Parts: hash and range are those of the bytes, and the picture is shown from what is kept.
  await details.getByRole('tab', { name: 'Parts' }).click();
  const table = details.getByRole('table', { name: 'Parts in the order sent' });
  const sha256 = createHash('sha256').update(boat).digest('hex');
  await table.getByTitle(sha256).waitFor();
  const picture = details.getByRole('img', { name: /Picture of the body/u });
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(boat.readUInt32BE(16));
  await details.getByRole('radio', { name: 'Hex' }).click();
  await details.getByText('89504e470d0a1a0a').first().waitFor();

  const target = path.join(await tempDir(), 'saved.png');
  await answerSaveDialog(app, target);
  await details.getByRole('button', { name: 'Save this part as…' }).click();
  await expect.poll(() => (fs.existsSync(target) ? fs.readFileSync(target).equals(boat) : false)).toBe(true);

  await details.getByRole('tab', { name: 'Response' }).click();
  await details.getByRole('treeitem').filter({ hasText: 'kept' }).first().waitFor();
  await details.getByRole('tab', { name: 'Timing' }).click();
  await details.getByText('requestEnd – responseStart').waitFor();
  await details.getByRole('tab', { name: 'Callbacks' }).click();
  await details.locator('summary', { hasText: 'complete' }).waitFor();
  await details.getByRole('tab', { name: 'Warnings' }).click();
  await details.getByText('header-referer').waitFor();
  await details.getByRole('tab', { name: 'Raw' }).click();
  await details.getByText('POST /up HTTP/1.1').waitFor();

  // Where a redirect led, and what came of an answer that broke off.
  await panel.getByRole('row', { name: /GET.*\/moved/u }).click();
  await details.getByRole('tab', { name: 'Response' }).click();
  await details.getByText('The answer broke off: 18 B of 5.0 kB came.').waitFor();
  await details.locator('.cm-content', { hasText: 'only the beginning' }).waitFor();
  await details.getByRole('tab', { name: 'Story' }).click();
  await details.getByRole('button', { name: `Redirect 1: 302, on to ${origin}/broken` }).waitFor();
  await row.click();

  // The pane stays, and each has a key.
  await panel.keyboard.press('Alt+Digit1');
  await details.getByText('wx.uploadFile called').waitFor();
  await panel.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
});
