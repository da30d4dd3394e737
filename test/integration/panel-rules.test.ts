import { afterAll, beforeAll, expect, it } from 'vitest';
import { busyConditions, conditionsFixture, ruleLine } from '../support/conditions-fixture.ts';
import { openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
let panel: OpenPanel;

beforeAll(async () => {
  harness = await startPanelHarness();
  panel = await harness.open(openSnapshot());
  await panel.page.getByRole('tab', { name: 'Rules' }).click();
});

afterAll(async () => {
  await harness.close();
});

it('an empty table says what rules are for and starts with one', async () => {
  await panel.emit({ kind: 'conditions', conditions: conditionsFixture() });
  await panel.page.getByRole('button', { name: 'Make every second upload fail' }).click();
  expect(await panel.calls('panel:set-rules')).toMatchObject([
    { rules: [{ text: '--fault upload#2n:reset@50%', isOn: true }] },
  ]);
});

it('rules say in words what they do, are turned off, moved by keys, deleted and brought back', async () => {
  const { page } = panel;
  await panel.emit({
    kind: 'conditions',
    conditions: conditionsFixture({
      rules: [ruleLine('a', 'upload:reset@50%', { hits: 3, lastExchangeId: 'x' }), ruleLine('b', 'any:dns')],
    }),
  });
  const rows = page.getByRole('list', { name: 'Rules, in the order they apply' }).getByRole('listitem');
  await rows.first().getByText('Every upload: connection reset at 50 % of the request').waitFor();
  expect(await rows.first().getByText('3 hits').count()).toBe(1);
  const last = async () => (await panel.calls('panel:set-rules')).at(-1)?.rules;
  await page.getByRole('switch', { name: 'Rule 1 is on' }).click();
  expect(await last()).toMatchObject([
    { id: 'a', isOn: false },
    { id: 'b', isOn: true },
  ]);
  await page.getByRole('button', { name: 'Move rule 2 of 2' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect((await last())?.map(({ id }) => id)).toEqual(['b', 'a']);
  await page.getByRole('button', { name: 'What to do with rule 1' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  expect((await last())?.map(({ id }) => id)).toEqual(['a']);
  await page.getByRole('button', { name: 'Undo delete' }).click();
  expect((await last())?.map(({ id }) => id)).toEqual(['b', 'a']);
});

it('a line that is wrong is told in words where it stands, and cannot be added', async () => {
  const { page } = panel;
  await panel.answer('panel:write-rule', { text: '--fault upload:reset@50%' });
  await panel.answer('panel:read-rule', {
    ok: false,
    problem: { problem: 'fault', text: 'upload:explode', message: 'no fault' },
  });
  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'As on the command line' }).fill('upload:explode');
  await dialog.getByText('“upload:explode” is no fault.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Add rule' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('what is paused, armed, shadowed or set by the command line stands in the table', async () => {
  const { page } = panel;
  await panel.emit({ kind: 'conditions', conditions: busyConditions() });
  await page.getByText('2 transfers stand at breakpoints').waitFor();
  await page.getByText('Does nothing: rule 3 takes all it is for.').waitFor();
  expect(await page.getByText('command line', { exact: true }).count()).toBe(1);
  await page.getByRole('button', { name: 'Continue', exact: true }).first().click();
  expect(await panel.calls('panel:resume')).toEqual([{ exchangeId: 'p1', edit: {} }]);
  await page.getByRole('button', { name: 'Disarm', exact: true }).click();
  expect(await panel.calls('panel:disarm')).toEqual([{ id: 'armed' }]);
  expect(panel.complaints).toEqual([]);
});
