import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

const APPID = 'wx0123456789abcdef';

const FILES = {
  'project.config.json': JSON.stringify({ appid: APPID, projectname: 'keeper' }),
  'app.json': JSON.stringify({ pages: ['pages/a/a'] }),
  'app.js': 'App({});',
  'pages/a/a.json': '{}',
  'pages/a/a.wxml': '<view bindtap="look">{{said}}</view>',
  'pages/a/a.js': `Page({
    data: { said: 'starting' },
    onLoad() {
      wx.setStorageSync('word', '渡口');
      wx.getFileSystemManager().writeFileSync(wx.env.USER_DATA_PATH + '/kept.txt', 'kept', 'utf8');
      this.setData({ said: 'written' });
    },
    look() {
      let file = 'gone';
      try { file = wx.getFileSystemManager().readFileSync(wx.env.USER_DATA_PATH + '/kept.txt', 'utf8'); } catch {}
      this.setData({ said: 'word ' + (wx.getStorageSync('word') || 'gone') + ', file ' + file });
    },
  });`,
};

test('the window says that a registry was damaged; clearing data removes it under the running page', async () => {
  const home = await tempDir();
  writeFileSync(path.join(home, 'ferry.db'), 'no database\n'.repeat(500));
  const project = await writeProject(await tempDir(), FILES);
  const { panel, guest } = await launchFerry(home, ['open', project]);
  const page = await guest();
  await page.getByText('written').waitFor();
  await panel.getByRole('status').getByText('registry was damaged and had no backup').waitFor();
  expect(readdirSync(home).filter((name) => name.startsWith('ferry.db.damaged-'))).toHaveLength(1);
  const kept = path.join(home, 'programs', APPID, 'user', 'kept.txt');
  expect(existsSync(kept)).toBe(true);

  await panel.locator('.project-trigger').click();
  await panel.getByRole('menuitem', { name: 'Clear data…' }).click();
  const dialog = panel.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'User files' }).check();
  await dialog.getByRole('checkbox', { name: 'Storage' }).check();
  await dialog.getByRole('button', { name: /^Clear/ }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => existsSync(kept)).toBe(false);
  await page.getByText('written').click();
  await page.getByText('word gone, file gone').waitFor();
});
