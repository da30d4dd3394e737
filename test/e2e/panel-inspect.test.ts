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

/** A part of the details of a node. */
const section = (title: string) =>
  panel.locator('section').filter({ has: panel.getByRole('heading', { name: title, exact: true }) });

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

test('groups fold, tables are tables, errors lead to their source, and what is large opens step by step', async () => {
  await show('Console');
  await evaluate('$page.sayMuch()');
  await panel.getByText('in the group').waitFor();
  expect(await panel.getByText('hidden at first').count()).toBe(0);
  await panel.getByRole('button', { name: 'inner', exact: true }).click();
  await panel.getByText('hidden at first').waitFor();
  await panel.getByRole('button', { name: 'outer', exact: true }).click();
  expect(await panel.getByText('in the group').count()).toBe(0);
  await panel.getByRole('columnheader', { name: 'wheels' }).waitFor();
  await panel.getByText('laps: 2').waitFor();
  await panel.getByText(/^lap: [\d.]+ ms$/).waitFor();
  await panel.getByText('numbers are odd').waitFor();
  await shot('console-forms');
  await panel.getByRole('radio', { name: /^Errors/ }).click();
  const fault = panel.getByRole('listitem').filter({ hasText: 'outer fault' });
  await fault.getByText('{cause: TypeError: inner fault}').waitFor();
  await fault
    .getByRole('button', { name: /pages\/index\/index\.js:\d+/ })
    .first()
    .click();
  await panel.getByRole('dialog', { name: 'pages/index/index.js' }).waitFor();
  await panel.keyboard.press('Escape');
  await panel.getByRole('radio', { name: 'All', exact: true }).click();
  const many = panel.getByRole('tree', { name: /key0/ });
  await many.focus();
  await panel.keyboard.press('ArrowRight');
  await panel.keyboard.press('End');
  await many.getByText(/^99050 … 99999$/).waitFor();
  await panel.keyboard.press('ArrowRight');
  await many.getByText('key99050').waitFor();
  await shot('console-many');
  const odd = panel.getByRole('listitem').filter({ hasText: 'Symbol(mine)' });
  await odd.getByText(/Float32Array\(2\) \[1\.5, 2\]/).waitFor();
  expect(await odd.getByText('a name ran').count()).toBe(0);
  await evaluate('$page.logAgain()');
  await panel.getByText('after the clearing').waitFor();
  await panel.getByText('laps: 2').waitFor({ state: 'detached' });
  await panel.getByRole('button', { name: 'Keep earlier runs' }).click();
  await panel.getByText('laps: 2').waitFor();
});

test('the WXML tree shows what wx:for and wx:if gave, follows changes, and its nodes can be tried live', async () => {
  await show('Page', 'WXML');
  await node('WXML tree', 'class="title big"').waitFor();
  expect(await node('WXML tree', 'class="title big"').innerText()).not.toContain('hover');
  expect(await node('WXML tree', '<card').innerText()).toContain('title="A card"');
  expect(await node('WXML tree', '"2"').count()).toBe(1);
  expect(await node('WXML tree', 'class="shown"').count()).toBe(0);
  await node('WXML tree', 'class="title big"').click();
  await panel.getByText('bind:tap').waitFor();
  await shot('wxml');
  const style = panel.getByRole('textbox', { name: 'style', exact: true });
  await style.fill('color: rgb(1, 2, 3)');
  await style.press('Enter');
  await expect
    .poll(() => guest.locator('.title').evaluate((element) => getComputedStyle(element).color))
    .toBe('rgb(1, 2, 3)');
  await node('WXML tree', 'class="title big"').click();
  await panel.keyboard.press('ArrowRight');
  await node('WXML tree', 'Count 1').click();
  const text = panel.getByRole('textbox', { name: 'text', exact: true });
  await text.fill('Written here');
  await text.press('Enter');
  await guest.getByText('Written here').waitFor();
  await text.fill('Count 1');
  await text.press('Enter');
  await node('WXML tree', '<card').hover();
  await guest.locator('.ferry-inspect__label', { hasText: 'card' }).waitFor();
});

test('styles stand by strength with the line that wrote them; what is overridden is struck out', async () => {
  await show('Page', 'WXML');
  await node('WXML tree', 'class="title big"').click();
  const rules = section('Styles');
  await rules.getByText('#top {').waitFor();
  const heads = await rules.locator('.selector').allInnerTexts();
  expect(heads.slice(0, 5).map((head) => head.replace(' {', ''))).toEqual([
    '#top',
    '.big',
    '.title',
    '.title',
    '.title, .item',
  ]);
  const struck = (await rules.locator('s').allInnerTexts()).map((line) => line.split(':')[0]);
  expect(struck).toContain('color');
  expect(struck).toContain('font-weight');
  expect(await rules.locator('s').filter({ hasText: 'bold' }).count()).toBe(0);
  await rules.getByText('.title::after {').waitFor();
  await rules.getByText(/Inherited from page/).waitFor();
  await shot('styles');
  await rules.getByRole('button', { name: 'shared.wxss:2' }).click();
  await panel.getByRole('dialog', { name: 'shared.wxss' }).waitFor();
  await panel.keyboard.press('Escape');
  const computed = section('Computed styles');
  await computed.getByText('font-size', { exact: true }).waitFor();
  expect(await computed.getByText('z-index', { exact: true }).count()).toBe(0);
  await computed.getByRole('switch', { name: 'All' }).click();
  await computed.getByRole('textbox').fill('z-ind');
  await computed.getByText('z-index', { exact: true }).waitFor();
  expect(await computed.getByText('font-size', { exact: true }).count()).toBe(0);
  await computed.getByRole('switch', { name: 'All' }).click();
});

test('nodes are found by text, class and selector, also in closed components; methods are called', async () => {
  await show('Page', 'WXML');
  await panel.keyboard.press('ControlOrMeta+f');
  const find = panel.getByRole('textbox', { name: /^Find tag/ });
  await find.fill('A card 3');
  await find.press('Enter');
  await panel.getByText('1 of 1').waitFor();
  await panel.getByRole('treeitem', { selected: true }).filter({ hasText: 'A card 3' }).waitFor();
  await find.fill('.item');
  await find.press('Enter');
  await panel.getByText('1 of 2').waitFor();
  await find.press('Enter');
  await panel.getByRole('treeitem', { selected: true }).filter({ hasText: 'data-id="2"' }).waitFor();
  await find.press('Enter');
  await panel.getByText('1 of 2').waitFor();
  await find.fill('nowhere');
  await panel.getByText('none', { exact: true }).waitFor();
  await find.fill('');
  await node('WXML tree', '<card').click();
  await panel.getByRole('textbox', { name: 'Arguments in JSON' }).fill('4');
  await panel.getByRole('button', { name: 'Call', exact: true }).click();
  await guest.getByText('A card 7').waitFor();
  await panel.getByRole('tree', { name: 'result' }).getByText('{likes: 7}').waitFor();
  await panel.getByRole('combobox', { name: 'Method' }).selectOption('fail');
  await panel.getByRole('button', { name: 'Call', exact: true }).click();
  await panel.getByRole('alert').filter({ hasText: 'no likes today' }).waitFor();
  await shot('component');
  await panel.getByRole('button', { name: 'Dismiss' }).click();
});

test('the picker chooses a node, and the page does not hear the click', async () => {
  await show('Page', 'WXML');
  await panel.getByRole('button', { name: 'Pick an element in the phone' }).click();
  await guest.getByText('Count 1').click();
  await panel.getByRole('treeitem', { selected: true }).filter({ hasText: 'title' }).waitFor();
  await show('Console');
  await evaluate('$page.data.taps + "/" + $el.className.includes("title")');
  await panel.getByText('"0/true"').waitFor();
  await evaluate('$0 === $el');
  await panel.getByText('true', { exact: true }).last().waitFor();
  await panel.getByRole('combobox', { name: 'Code to run in the page' }).press('ControlOrMeta+Shift+c');
  await panel.getByText('Point at the phone and click').waitFor();
  await panel.keyboard.press('Escape');
  await panel.getByText('Point at the phone and click').waitFor({ state: 'detached' });
  await panel.getByRole('button', { name: 'Pick an element in the phone' }).click();
  await guest.locator('body').press('Escape');
  await panel.getByText('Point at the phone and click').waitFor({ state: 'detached' });
  await panel.getByRole('button', { name: 'Pick an element in the phone' }).click();
  await guest.evaluate(() => {
    const { ferryRuntime } = window as unknown as {
      ferryRuntime: { evaluate(code: (scope: object) => unknown): unknown };
    };
    return ferryRuntime.evaluate((scope) => (scope as { $page: { open(): void } }).$page.open());
  });
  await guest.getByText('Second page').waitFor();
  await guest.getByText('Second page').click();
  await panel.getByRole('treeitem', { selected: true }).filter({ hasText: 'class="second"' }).waitFor();
  await show('Console');
  await evaluate('wx.navigateBack()');
  await guest.getByText('Second page').waitFor({ state: 'detached' });
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
  const row = (text: string | RegExp) => node('Data of pages/index/index', text);
  await row(/^\s*nested:/).click();
  await panel.keyboard.press('Alt+ArrowRight');
  await row(/^\s*odd:/).click();
  await row(/^\s*odd:/)
    .getByRole('button', { name: 'Add an entry' })
    .click();
  const added = panel.getByRole('textbox', { name: /^Add an entry/ });
  await added.fill('"c d": {"e": 1}');
  await added.press('Enter');
  await row(/^\s*c d:/).waitFor();
  await row(/^\s*0: 1/).click();
  await panel.keyboard.press('Delete');
  await row(/^\s*list: Array\(2\)/).waitFor();
  await panel.getByRole('button', { name: /^Undo/ }).click();
  await row(/^\s*list: Array\(3\)/).waitFor();
  await panel.getByRole('button', { name: /^Undo/ }).click();
  await row(/^\s*c d:/).waitFor({ state: 'detached' });
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
  await value.fill(JSON.stringify('x'.repeat(1_050_000)));
  await panel.getByText(/WeChat keeps at most 1 MB under one key/).waitFor();
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
  await show('Console');
  await evaluate(
    'wx.batchSetStorageSync(Array.from({ length: 260 }, (_, i) => ({ key: `n${String(i).padStart(3, "0")}`, value: i })))',
  );
  await show('Page', 'Storage');
  await panel.getByText(/263 entries/).waitFor();
  const table = panel.getByRole('table', { name: 'Entries of the storage' });
  await table.locator('.list').evaluate((list) => {
    list.scrollTop = list.scrollHeight;
  });
  await table.getByRole('row').filter({ hasText: 'n259' }).waitFor();
});

test('a page that never ends is told of in words, and the panel goes on', { timeout: 100_000 }, async () => {
  await show('Console');
  await evaluate('$page.forever()');
  await panel.getByText(/No result within 10 s/).waitFor({ timeout: 20_000 });
  await show('Page', 'WXML');
  await panel.getByText('The page does not answer').waitFor({ timeout: 15_000 });
  await shot('stuck');
  await panel.getByRole('button', { name: 'Reload' }).last().click();
  await node('WXML tree', 'class="title big"').waitFor({ timeout: 50_000 });
  await show('Console');
  await panel.getByText('The mini-program started anew').waitFor();
  await panel.getByText('after the clearing').waitFor();
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
