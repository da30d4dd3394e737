import path from 'node:path';
import { expect, test } from 'vitest';
import { FONT_SIZES_PX, SCREEN_MODELS } from '#contract/screen';
import { launchFerry } from '../support/ferry-app.ts';
import { runCommand } from '../support/panel-steps.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';
import { callWx, callWxSync } from '../support/wx-in-page.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');

test('the device tab changes what the page is told, enforces domains, slows the link, and is remembered', async () => {
  const waiting: string[] = [];
  const { origin } = await withServer((request, response) => {
    if (request.url === '/never') waiting.push(request.url);
    else response.end('here');
  });
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

  // Figures of one's own, asked for in the toolbar: the caret is in the first of them.
  await panel.getByRole('tab', { name: 'Transfers' }).click();
  await panel.getByRole('button', { name: /^Link/ }).click();
  await panel.getByRole('menuitemradio', { name: /^Custom/ }).click();
  await expect
    .poll(() => panel.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('Down');
  await panel.getByRole('textbox', { name: 'Round trip' }).fill('300ms');
  await panel.getByRole('button', { name: 'Use this link' }).click();
  const timed = async (): Promise<number> => {
    const startedAt = performance.now();
    await callWx(page, 'request', { url: origin });
    return performance.now() - startedAt;
  };
  await expect.poll(timed).toBeGreaterThan(300);
  await panel.getByRole('button', { name: /^Link/ }).click();
  await panel.getByRole('menuitemradio', { name: /^No limit/ }).click();
  await expect.poll(timed).toBeLessThan(300);

  // In the background: what still runs five seconds later is ended, and nothing new begins until it is back.
  const hanging = callWx(page, 'request', { url: `${origin}/never` });
  await expect.poll(() => waiting.length).toBe(1);
  await runCommand(panel, 'Send the app to the background');
  await panel.getByText('In the background').waitFor();
  const sentAt = performance.now();
  expect((await hanging).value).toMatchObject({ errMsg: 'request:fail interrupted', errno: 600003 });
  expect(performance.now() - sentAt).toBeGreaterThan(4000);
  expect((await callWx(page, 'request', { url: origin })).ok).toBe(false);
  await panel.getByRole('button', { name: 'Bring to front' }).click();
  await panel.getByText('In the background').waitFor({ state: 'detached' });
  expect((await callWx(page, 'request', { url: origin })).ok).toBe(true);

  // A network that changes ends what runs; the page is told of network, theme, screen, language and font size.
  const cut = callWx(page, 'request', { url: `${origin}/never` });
  await expect.poll(() => waiting.length).toBe(2);
  await panel.getByRole('combobox', { name: 'Network type' }).selectOption('3g');
  expect((await cut).value).toMatchObject({ errno: 600001 });
  expect((await callWx(page, 'getNetworkType', {})).value).toMatchObject({ networkType: '3g' });
  await panel.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
  await panel.getByRole('combobox', { name: 'Language' }).selectOption('en');
  await panel.getByRole('combobox', { name: 'Font size' }).selectOption({ index: 0 });
  await panel.getByRole('combobox', { name: 'Screen' }).selectOption({ index: 0 });
  await expect
    .poll(() => callWxSync(page, 'getSystemInfoSync'))
    .toMatchObject({
      theme: 'dark',
      language: 'en',
      fontSizeSetting: FONT_SIZES_PX[0],
      screenWidth: SCREEN_MODELS[0].widthPx,
    });

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

  // Another home, at the same time and on the same project, has settings of its own.
  const other = await launchFerry(await tempDir(), ['open', PROJECT]);
  const fresh = await other.guest();
  await fresh.locator('.ferry-nav').first().waitFor();
  expect(await callWxSync(fresh, 'getSystemInfoSync')).toMatchObject({ platform: 'devtools' });
  await other.panel.getByRole('tab', { name: 'Device' }).click();
  await other.panel.getByText('No list has an entry yet').waitFor();
  expect(await callWxSync(ios, 'getSystemInfoSync')).toMatchObject({ platform: 'ios' });
  await other.close();
  await second.close();
}, 90_000);
