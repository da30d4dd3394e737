import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PanelBridge } from '#contract/bridge';
import { launchFerry } from '../support/ferry-app.ts';
import { answerOpenDialog, answerSaveDialog, runCommand } from '../support/panel-steps.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';
import { callWx, type WxResult } from '../support/wx-in-page.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');

/** What each kind of rule makes of a request for 2 000 letters. */
const FAMILIES: readonly (readonly [line: string, isAsExpected: (result: WxResult) => boolean])[] = [
  ['--fault request:refuse', fails],
  ['--fault request:dns', fails],
  ['--fault request:tls', fails],
  ['--fault request:reset@50%', fails],
  ['--fault request:close@50%', fails],
  ['--fault request:stall@50%', fails],
  ['--fault request:truncate@50%', fails],
  ['--fault request:content-length,9000', fails],
  ['--fault request:garbage-header', fails],
  ['--fault request:drop-response', fails],
  ['--fault request:corrupt@0,4', ({ ok, value }) => ok && !String(value['data']).startsWith('xxxx')],
  ['--fault request:drip,100000', succeeds],
  ['--fault request:status,503', ({ ok, value }) => ok && value['statusCode'] === 503],
  ['--fault request:delay,50ms', succeeds],
  ['--link offline@request', fails],
  ['--map any=status:418;header:X-By: Ferry;text:tea', ({ value }) => value['data'] === 'tea'],
];

function fails({ ok }: WxResult): boolean {
  return !ok;
}

function succeeds({ ok }: WxResult): boolean {
  return ok;
}

async function setRules(panel: Page, ...lines: readonly string[]): Promise<void> {
  await panel.getByRole('button', { name: 'Edit as text' }).click();
  const dialog = panel.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Rules as text' }).fill(lines.join('\n'));
  await dialog.getByRole('button', { name: 'Save rules' }).click();
  await dialog.waitFor({ state: 'detached' });
  const wanted = lines.map((line) => line.replace(/^# /, ''));
  await expect.poll(() => rulesOfMain(panel)).toEqual(wanted);
}

/** The lines as main has them: the panel shows them a little earlier. */
function rulesOfMain(panel: Page): Promise<readonly string[]> {
  return panel.evaluate(async () => {
    const { ferryPanel } = globalThis as unknown as { ferryPanel: PanelBridge };
    const reply = await ferryPanel.call('panel:conditions', {});
    return reply.ok ? (reply.value?.rules ?? []).map(({ text }) => text) : [];
  });
}

test('rules written in the window break transfers, count, stop and edit them, and are there at the next start', async () => {
  const { origin } = await withServer((request, response) => {
    request.resume();
    response
      .setHeader('content-type', 'text/plain')
      .end(request.url === '/edited' ? 'edited' : 'x'.repeat(2000));
  });
  const home = await tempDir();
  const ferry = await launchFerry(home, ['open', PROJECT, '--link', '4g@nowhere.example']);
  const { panel } = ferry;
  const page = await ferry.guest();
  await page.locator('.ferry-nav').first().waitFor();
  const request = (): Promise<WxResult> => callWx(page, 'request', { url: origin, timeout: 1500 });
  await panel.getByRole('tab', { name: 'Rules' }).click();
  await panel.getByText('command line', { exact: true }).waitFor();

  // Each family once, live, without a reload.
  for (const [line, isAsExpected] of FAMILIES) {
    await setRules(panel, line);
    const result = await request();
    expect([line, isAsExpected(result), result.value['errMsg']]).toEqual([
      line,
      true,
      result.value['errMsg'],
    ]);
    await panel.getByText('1 hit', { exact: true }).waitFor();
  }

  // A line that is none is told where it stands.
  await panel.getByRole('button', { name: 'Edit as text' }).click();
  await panel
    .getByRole('textbox', { name: 'Rules as text' })
    .fill('--fault request:status,503\n--fault request:explode');
  await panel.getByRole('button', { name: 'Save rules' }).click();
  await panel.getByText('Line 2: “request:explode” is no fault.').waitFor();
  await panel.keyboard.press('Escape');

  // The form writes the line.
  await setRules(panel, '# --fault request:dns');
  await panel.getByRole('button', { name: 'Add rule' }).click();
  const form = panel.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Kind' }).selectOption('request');
  await form.getByRole('combobox', { name: 'How many of them' }).selectOption('every');
  await form.getByRole('combobox', { name: 'Action' }).selectOption('status');
  const line = form.getByRole('textbox', { name: 'As on the command line' });
  await expect.poll(() => line.inputValue()).toBe('--fault request#2n:status,503');
  await form.getByRole('button', { name: 'Add rule' }).click();
  await panel.getByText('One request in 2: server says 503').waitFor();
  expect([(await request()).value['statusCode'], (await request()).value['statusCode']]).toEqual([200, 503]);

  // A breakpoint, edited both ways.
  await setRules(panel, '--break request');
  const edited = request();
  await panel.getByText('1 transfer stands at a breakpoint').waitFor();
  await panel.getByRole('button', { name: 'Edit…' }).click();
  const editor = panel.getByRole('dialog');
  await editor.getByRole('textbox', { name: 'URL' }).fill(`${origin}/edited`);
  await editor.getByRole('button', { name: 'Continue' }).click();
  await editor.waitFor({ state: 'detached' });
  await panel.getByText('before its answer', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Edit…' }).click();
  await expect.poll(() => editor.getByRole('textbox', { name: 'Body' }).inputValue()).toBe('edited');
  await editor.getByRole('textbox', { name: 'Status' }).fill('201');
  await editor.getByRole('textbox', { name: 'Body' }).fill('from here');
  await editor.getByRole('button', { name: 'Continue' }).click();
  expect((await edited).value).toMatchObject({ statusCode: 201, data: 'from here' });

  // One click, for one transfer.
  await setRules(panel, '# --fault request:dns');
  await panel.getByRole('button', { name: 'Rules and faults' }).click();
  await panel
    .getByRole('group', { name: 'Fail the next request' })
    .getByRole('menuitem', { name: 'Server says 500' })
    .click();
  await panel.getByText('Armed: Request no. 1: server says 500.').waitFor();
  expect((await request()).value['statusCode']).toBe(500);
  await panel.getByText('Armed:').waitFor({ state: 'detached' });
  expect(await panel.getByRole('button', { name: 'Fail the next upload at 50 %' }).count()).toBe(1);
  expect((await request()).value['statusCode']).toBe(200);

  // Its hits lead to the transfers it met, and to no others.
  await setRules(panel, '--fault request#2n:status,501');
  expect([(await request()).value['statusCode'], (await request()).value['statusCode']]).toEqual([200, 501]);
  expect([(await request()).value['statusCode'], (await request()).value['statusCode']]).toEqual([200, 501]);
  await panel.getByText('2 hits').click();
  const met = panel.getByRole('treegrid', { name: 'Transfers' }).or(panel.getByRole('grid')).first();
  await expect.poll(() => met.getByText('501', { exact: true }).count()).toBe(2);
  expect(await met.getByText('200', { exact: true }).count()).toBe(0);

  // Out to a file and in again; what sends elsewhere waits to be turned on.
  const file = path.join(await tempDir(), 'rules.json');
  await answerSaveDialog(ferry.app, file);
  await runCommand(panel, 'Export the rules');
  await panel.getByText('1 rule was exported.').waitFor();
  const filed = JSON.parse(await readFile(file, 'utf8')) as { rules: object[] };
  filed.rules.push({ rule: '--map any=https://elsewhere.example', on: true }, { rule: 'no rule' });
  await writeFile(file, JSON.stringify(filed));
  await answerOpenDialog(ferry.app, file);
  await runCommand(panel, 'Import rules');
  await panel.getByText('1 rule came in switched off').waitFor();
  await panel.getByText('1 line of the file is no rule').waitFor();
  const rows = panel.getByRole('list', { name: 'Rules, in the order they apply' }).getByRole('listitem');
  await expect.poll(() => rows.count()).toBe(3);
  expect(await panel.getByRole('switch', { name: 'Rule 3 is on' }).getAttribute('aria-checked')).toBe(
    'false',
  );

  // Dragged by its grip.
  await panel
    .getByRole('button', { name: 'Move rule 3 of 3' })
    .dragTo(rows.first(), { targetPosition: { x: 200, y: 8 } });
  await expect.poll(async () => (await rulesOfMain(panel))[0]).toBe('--map any=https://elsewhere.example');

  // A project that is closed lets go of what stands at breakpoints; opened again, it has its rules.
  await setRules(panel, '--break request:request');
  const left = request().catch(() => null);
  await panel.getByText('1 transfer stands at a breakpoint').waitFor();
  await panel.getByRole('button', { name: 'Edit…' }).click();
  await panel.getByRole('dialog').getByRole('textbox', { name: 'URL' }).waitFor();
  await panel.evaluate(async () => {
    await (globalThis as unknown as { ferryPanel: PanelBridge }).ferryPanel.call('panel:close-project', {});
  });
  await panel.getByRole('dialog').waitFor({ state: 'detached' });
  await left;
  await panel.evaluate(async (folder) => {
    await (globalThis as unknown as { ferryPanel: PanelBridge }).ferryPanel.call('panel:open-folder', {
      folder,
    });
  }, PROJECT);
  await panel.getByText('Every request: stops before it goes out').waitFor();
  expect(await panel.getByText('1 transfer stands at a breakpoint').count()).toBe(0);

  // Kept with the project; what the command line said is not.
  await setRules(panel, '--fault request:status,502');
  await ferry.close();
  const second = await launchFerry(home, ['open', PROJECT]);
  const again = await second.guest();
  await again.locator('.ferry-nav').first().waitFor();
  expect((await callWx(again, 'request', { url: origin })).value['statusCode']).toBe(502);
  await second.panel.getByRole('tab', { name: 'Rules' }).click();
  await second.panel.getByText('Every request: server says 502').waitFor();
  expect(await second.panel.getByText('command line', { exact: true }).count()).toBe(0);
  await second.close();
}, 90_000);
