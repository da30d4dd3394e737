import path from 'node:path';
import { expect, test } from 'vitest';
import { launchFerry } from '../support/ferry-app.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';
import { callWx, callWxSync } from '../support/wx-in-page.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');

test('the device tab changes what the page is told, enforces domains, slows the link, and is remembered', async () => {
  const { origin } = await withServer((_request, response) => response.end('here'));
  const home = await tempDir();
  const ferry = await launchFerry(home, ['open', PROJECT]);
  const { panel } = ferry;
  const page = await ferry.guest();
  await page.locator('.ferry-nav').first().waitFor();
  expect(await callWxSync(page, 'getSystemInfoSync')).toMatchObject({ platform: 'devtools' });
  const before = await callWx(page, 'downloadFile', { url: origin });
  expect(before.value['tempFilePath']).toMatch(/^http:\/\/tmp\//);
  await panel.getByRole('tab', { name: 'Device' }).click();

  // Offline from the next transfer on, without a reload.
  const link = panel.getByRole('combobox', { name: 'Link of everything' });
  await link.selectOption('offline');
  await expect.poll(async () => (await callWx(page, 'request', { url: origin })).ok).toBe(false);
  await link.selectOption('none');
  await expect.poll(async () => (await callWx(page, 'request', { url: origin })).ok).toBe(true);

  // In the background, and back.
  await panel.getByRole('button', { name: 'Send to background' }).click();
  await panel.getByText('In the background').waitFor();
  await panel.getByRole('button', { name: 'Bring to front' }).click();
  await panel.getByText('In the background').waitFor({ state: 'detached' });

  // A profile waits for a reload, and changes what the page is told and how its paths are spelt.
  await panel.getByRole('combobox', { name: 'Profile' }).selectOption('android');
  await panel.getByText('The page still runs with DevTools').waitFor();
  await panel.getByRole('button', { name: 'Reload now' }).click();
  await panel.getByText('The page still runs with DevTools').waitFor({ state: 'detached' });
  const android = await ferry.guest();
  await expect
    .poll(() => callWxSync(android, 'getSystemInfoSync').catch(() => null), { timeout: 15_000 })
    .toMatchObject({ platform: 'android' });
  const after = await callWx(android, 'downloadFile', { url: origin });
  expect(after.value['tempFilePath']).toMatch(/^wxfile:\/\/tmp_/);

  // Domains are enforced once one is listed, kind by kind.
  await panel.getByRole('textbox', { name: 'Add to request' }).fill('*.example.com');
  await panel.getByRole('textbox', { name: 'Add to request' }).press('Enter');
  await panel.getByText('WeChat takes no *').waitFor();
  await panel.getByRole('textbox', { name: 'Add to request' }).fill('https://api.example.com');
  await panel.getByRole('textbox', { name: 'Add to request' }).press('Enter');
  await panel.getByRole('list', { name: 'request' }).getByText('https://api.example.com').first().waitFor();
  await panel.getByRole('combobox', { name: 'Check domains' }).selectOption('on');
  await expect
    .poll(async () => (await callWx(android, 'request', { url: origin })).value['errMsg'])
    .toBe('request:fail url not in domain list');
  await panel.getByRole('button', { name: 'Add the domains this project uses' }).click();
  await panel.getByRole('list', { name: 'request' }).getByText(origin).first().waitFor();
  await expect.poll(async () => (await callWx(android, 'request', { url: origin })).ok).toBe(true);
  await ferry.close();

  // Remembered; the command line goes before it, and says so.
  const second = await launchFerry(home, ['open', PROJECT, '--profile', 'ios']);
  const ios = await second.guest();
  await ios.locator('.ferry-nav').first().waitFor();
  expect(await callWxSync(ios, 'getSystemInfoSync')).toMatchObject({ platform: 'ios' });
  await second.panel.getByRole('tab', { name: 'Device' }).click();
  await second.panel.getByText('Set by the command line for this launch.').waitFor();
  await second.panel.getByRole('list', { name: 'request' }).getByText(origin).first().waitFor();
  await second.close();
}, 90_000);
