import { afterAll, beforeAll, expect, it } from 'vitest';
import { busyConditions, conditionsFixture, ruleLine } from '../support/conditions-fixture.ts';
import { busySnapshot, openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';
import { runCommand } from '../support/panel-steps.ts';

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

it('what can be done about rules and device is found from any tab, and goes to its own', async () => {
  const { page } = panel;
  await page.getByRole('tab', { name: 'Transfers' }).click();
  await runCommand(page, 'Edit the rules as text');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Rules as text' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Rules', selected: true }).waitFor();
  await page.getByRole('tab', { name: 'Files' }).click();
  await runCommand(page, 'Send the app to the background');
  await page.getByRole('tab', { name: 'Device', selected: true }).waitFor();
  expect(await panel.calls('panel:set-background')).toEqual([{ isInBackground: true }]);
  await runCommand(page, 'Fail the next upload at 50 %');
  expect((await panel.calls('panel:arm')).at(-1)).toEqual({ kind: 'upload', failure: 'reset' });
});

it('hits lead to the transfers of this launch that the rule met', async () => {
  const { page } = panel;
  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByRole('button', { name: '12 hits' }).click();
  await page.getByRole('tab', { name: 'Transfers', selected: true }).waitFor();
  const filters = async () => (await panel.calls('panel:list-exchanges')).map(({ query }) => query.filter);
  await expect
    .poll(filters)
    .toContain('has:rule launch:this upload#2n(api.example.com/v1/albums/*,page=pages/album/*):reset@50%');
});

it('a transfer’s menu makes the next of its kind fail, and begins a rule for its address', async () => {
  const opened = await harness.open(busySnapshot());
  const { page } = opened;
  await page.getByRole('row').filter({ hasText: '/download' }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Fail the next download at 50 %' }).click();
  expect(await opened.calls('panel:arm')).toEqual([{ kind: 'download', failure: 'reset' }]);
  await page.getByRole('row').filter({ hasText: '/download' }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Add a rule for this address…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a rule' });
  await dialog.waitFor();
  expect(await dialog.getByRole('textbox', { name: 'Path' }).inputValue()).toBe('/download');
  expect(await dialog.getByRole('combobox', { name: 'Kind' }).inputValue()).toBe('download');
  await opened.close();
});

it('what was deleted in one project cannot be brought back into another', async () => {
  const opened = await harness.open(openSnapshot());
  const { page } = opened;
  await page.getByRole('tab', { name: 'Rules' }).click();
  await opened.emit({
    kind: 'conditions',
    conditions: conditionsFixture({ rules: [ruleLine('a', 'upload:reset@50%'), ruleLine('b', 'any:dns')] }),
  });
  await page.getByRole('button', { name: 'What to do with rule 1' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo delete' }).waitFor();
  const other = openSnapshot();
  if (!other.project) throw new Error('The fixture has no project.');
  const project = { ...other.project, folder: '/opt/other', name: 'Other' };
  await opened.replaceSnapshot({ ...other, project });
  await opened.emit({ kind: 'project', project, openFailure: null, labOrigin: null, recent: [] });
  await page.getByRole('button', { name: 'Undo delete' }).waitFor({ state: 'detached' });
  await opened.close();
});
