import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startFerry, type FerryApp } from '../support/ferry-app.ts';
import { shareTempDir } from '../support/temp-dir.ts';

const HOSTILE = path.resolve(import.meta.dirname, '../fixtures/projects/hostile-inspect');
const SHOTS = process.env['FERRY_INSPECT_SHOTS'];

const home = shareTempDir();
let ferry: FerryApp;
let panel: Page;
let guest: Page;

beforeAll(async () => {
  ferry = await startFerry(home(), ['open', HOSTILE], []);
  ({ panel } = ferry);
  guest = await ferry.guest();
  await guest.getByText('Count 1').waitFor();
  panel.setDefaultTimeout(8000);
  guest.setDefaultTimeout(8000);
}, 90_000);

afterAll(async () => {
  await ferry.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await shot(`fail-${task.name.slice(0, 12).replaceAll(' ', '-')}`);
  }
});

async function show(tab: string, view?: string): Promise<void> {
  await panel.getByRole('tab', { name: tab }).click();
  if (view !== undefined) await panel.getByRole('radio', { name: view, exact: true }).click();
}

async function evaluate(code: string): Promise<void> {
  const input = panel.getByRole('combobox', { name: 'Code to run in the page' });
  await input.fill(code);
  await input.press('Enter');
}

async function shot(name: string): Promise<void> {
  if (SHOTS !== undefined) await panel.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}

/** The line of a tree that says this. */
const node = (tree: string, text: string | RegExp) =>
  panel.getByRole('tree', { name: tree }).getByRole('treeitem').filter({ hasText: text }).first();

test('the console shows objects as trees, runs no getter, groups repeats, styles safely and names the source', async () => {
  await show('Console');
  const styled = panel.getByText('styled', { exact: true });
  await styled.waitFor();
  expect(await styled.evaluate((element) => [element.style.color, element.style.backgroundImage])).toEqual([
    'rgb(200, 0, 0)',
    '',
  ]);
  const tree = panel.getByRole('tree', { name: /cyclic/ });
  await tree.focus();
  await panel.keyboard.press('ArrowRight');
  await tree.getByText('(getter)', { exact: true }).waitFor();
  await tree.getByText('↺ Object', { exact: true }).waitFor();
  await panel.getByTitle('3 times').waitFor();
  await panel.getByText('no keys for you').first().waitFor();
  await shot('console');
  await panel
    .getByRole('button', { name: /index\.js:16/ })
    .first()
    .waitFor();
});

test('code runs in the page: await, declarations, scope, results as trees, thrown errors with the project’s places', async () => {
  await show('Console');
  await evaluate('const answer = await Promise.resolve(require("shared.js").double(21)); answer');
  await panel.getByText('42', { exact: true }).waitFor();
  await evaluate('answer + 1');
  await panel.getByText('43', { exact: true }).waitFor();
  await evaluate('getApp().globalData');
  await panel
    .getByRole('tree', { name: 'result' })
    .last()
    .getByText(/greeting/)
    .waitFor();
  await evaluate('getCurrentPages()[0] === $page');
  await panel.getByText('true', { exact: true }).waitFor();
  await evaluate('nothing.thing');
  await panel.getByText(/ReferenceError: nothing is not defined/).waitFor();
  await evaluate('1 +');
  await panel.getByText(/SyntaxError/).waitFor();
  const input = panel.getByRole('combobox', { name: 'Code to run in the page' });
  await input.fill('');
  await input.pressSequentially('wx.setStorageS');
  await panel.getByRole('option', { name: 'setStorageSync' }).waitFor();
  await shot('evaluate');
  await input.press('Tab');
  expect(await input.inputValue()).toBe('wx.setStorageSync');
  await input.fill('');
  await input.press('ArrowUp');
  expect(await input.inputValue()).toBe('1 +');
  await input.fill('');
});

test('the WXML tree shows what wx:for and wx:if gave, follows changes, and its nodes can be tried live', async () => {
  await show('Page', 'WXML');
  await node('WXML tree', 'class="title big"').waitFor();
  expect(await node('WXML tree', '"2"').count()).toBe(1);
  expect(await node('WXML tree', 'class="shown"').count()).toBe(0);
  await guest.evaluate(() => undefined);
  await node('WXML tree', 'class="title big"').click();
  await panel.getByText('bind:tap').waitFor();
  await panel.getByText('rgb(10, 20, 30)').first().waitFor();
  await shot('wxml');
  const style = panel.getByRole('textbox', { name: 'style', exact: true });
  await style.fill('color: rgb(1, 2, 3)');
  await style.press('Enter');
  await expect
    .poll(() => guest.locator('.title').evaluate((element) => getComputedStyle(element).color))
    .toBe('rgb(1, 2, 3)');
  await node('WXML tree', '<card').click();
  await panel.getByText('likes').first().waitFor();
  await node('WXML tree', '<card').hover();
  await guest.locator('.ferry-inspect__label', { hasText: 'card' }).waitFor();
});

test('the picker chooses a node, and the page does not hear the click', async () => {
  await show('Page', 'WXML');
  await panel.getByRole('button', { name: 'Pick an element in the phone' }).click();
  await guest.getByText('Count 1').click();
  await panel.getByRole('treeitem', { selected: true }).filter({ hasText: 'title' }).waitFor();
  await show('Console');
  await evaluate('$page.data.taps + "/" + $el.className.includes("title")');
  await panel.getByText('"0/true"').waitFor();
});

test('AppData is edited by setData and lights up what the page changes; a stranger’s text is only text', async () => {
  await show('Page', 'AppData');
  await node('Data of pages/index/index', 'count').waitFor();
  await node('Data of pages/index/index', 'count').dblclick();
  const field = panel.getByRole('textbox', { name: 'Edit value: count' });
  await field.fill('{');
  await field.press('Enter');
  await panel.getByRole('alert').waitFor();
  await field.fill('7');
  await field.press('Enter');
  await guest.getByText('Count 7').waitFor();
  await panel.getByText('7', { exact: true }).waitFor();
  await guest.locator('.title').click();
  await node('Data of pages/index/index', /taps: 1/)
    .locator('.changed')
    .waitFor();
  await shot('appdata');
  expect(await panel.locator('img[src="x"]').count()).toBe(0);
});

test('Storage follows the page, is checked, edited, cleared and brought back', async () => {
  await show('Page', 'Storage');
  await panel.getByRole('row').filter({ hasText: 'plain' }).waitFor();
  await panel.getByRole('button', { name: 'Add an entry' }).click();
  await panel.getByRole('textbox', { name: 'Key', exact: true }).fill('mine');
  const value = panel.getByRole('textbox', { name: 'Value as JSON' });
  await value.fill('{"b":');
  expect(await panel.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await value.fill('{"b":2}');
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await panel.getByRole('row').filter({ hasText: 'mine' }).waitFor();
  await shot('storage');
  await panel.getByRole('button', { name: 'Clear storage' }).click();
  await panel.getByText('Nothing is stored').waitFor();
  await panel.getByRole('button', { name: 'Bring back 2 entries' }).click();
  await panel.getByRole('row').filter({ hasText: 'mine' }).waitFor();
  await show('Console');
  await evaluate('wx.getStorageSync("mine").b + 40; wx.setStorageSync("later", true)');
  await show('Page', 'Storage');
  await panel.getByRole('row').filter({ hasText: 'later' }).waitFor();
});

test('a page that never ends is told of in words, and the panel goes on', { timeout: 60_000 }, async () => {
  await show('Console');
  await evaluate('$page.forever()');
  await panel.getByText(/No result within 10 s/).waitFor({ timeout: 20_000 });
  await show('Page', 'WXML');
  await panel.getByText('The page does not answer').waitFor({ timeout: 15_000 });
  await shot('stuck');
  await panel.getByRole('button', { name: 'Reload' }).last().click();
  await node('WXML tree', 'class="title big"').waitFor({ timeout: 20_000 });
});

test(
  'the Gallery shows its components with what is in them, in Chinese and in the dark too',
  { timeout: 60_000 },
  async () => {
    await panel.evaluate(async () => {
      const { ferryPanel } = window as unknown as {
        ferryPanel: { call(channel: string, request: object): Promise<unknown> };
      };
      await ferryPanel.call('panel:open-sample', { id: 'gallery' });
    });
    await show('Page', 'WXML');
    await node('WXML tree', '<page-head').waitFor({ timeout: 30_000 });
    await node('WXML tree', '<page-head').click();
    await panel.keyboard.press('Alt+ArrowRight');
    await panel.keyboard.press('ArrowRight');
    await expect
      .poll(() => panel.getByRole('treeitem').filter({ hasText: '#shadow-root' }).count())
      .toBeGreaterThan(1);
    await panel.evaluate(async () => {
      const { ferryPanel } = window as unknown as {
        ferryPanel: { call(channel: string, request: object): Promise<unknown> };
      };
      await ferryPanel.call('panel:set-preferences', { locale: 'zh-CN', theme: 'dark', reloadOnSave: true });
    });
    await panel.getByRole('treeitem').filter({ hasText: '<page-head' }).first().click();
    await panel.getByRole('heading', { name: '盒模型' }).waitFor();
    await shot('gallery-zh-dark');
  },
);
