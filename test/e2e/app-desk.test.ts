import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launchFerry, type FerryApp } from '../support/ferry-app.ts';
import { ferry, PROJECTS, type CliResult } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const TOUR = path.join(PROJECTS, 'tour');
const THROWING = path.join(PROJECTS, 'throwing');

/** Presses an item of the application menu, named by its labels from the top. */
function pressMenu(app: ElectronApplication, ...labels: string[]): Promise<void> {
  return app.evaluate(({ Menu }, way) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of way.entries()) {
      const item = items.find((candidate) => candidate.label === label);
      if (!item) throw new Error(`No ${label} among ${items.map((one) => one.label).join(', ')}`);
      if (depth === way.length - 1) (item.click as () => void)();
      items = item.submenu?.items ?? [];
    }
  }, labels);
}

/** The menu as text, one line an item. */
function menuText(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ Menu }) => {
    const lines = (items: Electron.MenuItem[], indent: string): string[] =>
      items.flatMap((item) => [
        `${indent}${item.type === 'separator' ? '-' : item.label}${item.enabled ? '' : ' (off)'}`,
        ...lines(item.submenu?.items ?? [], `${indent}  `),
      ]);
    return lines(Menu.getApplicationMenu()?.items ?? [], '');
  });
}

/** `ferry open` beside a Ferry that has the window, so that its own needs no display. */
function openBeside(home: string, ...folder: string[]): Promise<CliResult> {
  return ferry(['open', ...folder, '--home', home], {
    DISPLAY: process.env['DISPLAY'] ?? ':0',
    ELECTRON_ON_CHROMIUM_HEADLESS: '1',
  });
}

/** Saves a file until the mini-program shows a text: its project is watched only once it is open. */
async function saveUntilShown(
  { guest }: FerryApp,
  file: string,
  content: string,
  text: string,
): Promise<void> {
  await expect
    .poll(
      async () => {
        fs.writeFileSync(file, content);
        return (await guest()).getByText(text).count();
      },
      { timeout: 20_000, interval: 1000 },
    )
    .toBeGreaterThan(0);
}

/** A copy of a fixture project that may be written to. */
async function copyOf(project: string): Promise<string> {
  const folder = path.join(await tempDir(), path.basename(project));
  fs.cpSync(project, folder, { recursive: true });
  return folder;
}

describe('a second Ferry on the same home', () => {
  test('hands its folder to the first and ends well; without a folder it says that Ferry is open', async () => {
    const home = await tempDir();
    const { panel, guest } = await launchFerry(home, ['open', TOUR]);
    await guest();

    const second = await openBeside(home, path.relative(process.cwd(), THROWING));
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toBe(`Ferry is open already and now opens ${THROWING}.\n`);
    await panel.getByRole('button', { name: /Project throwing/ }).waitFor();

    const third = await openBeside(home);
    expect(third).toMatchObject({ code: 0, stdout: 'Ferry is open already.\n' });
    expect(await panel.getByRole('button', { name: /Project throwing/ }).count()).toBe(1);
  });

  test('keeps a folder that is no mini-program to itself, and says why', async () => {
    const home = await tempDir();
    const { panel, guest } = await launchFerry(home, ['open', TOUR]);
    await guest();
    const second = await openBeside(home, await tempDir());
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('app.json');
    expect(await panel.getByRole('button', { name: /Project 游tour/ }).count()).toBe(1);
  });

  test('opens what the system asks for, a dock’s drop say', async () => {
    const { app, panel } = await launchFerry(await tempDir());
    const isPrevented = await app.evaluate(({ app: electronApp }, file) => {
      let prevented = false;
      electronApp.emit('open-file', { preventDefault: () => (prevented = true) }, file);
      return prevented;
    }, THROWING);
    expect(isPrevented).toBe(true);
    await panel.getByRole('button', { name: /Project throwing/ }).waitFor();
  });

  test('takes a project file for its folder', async () => {
    const home = await tempDir();
    const { panel, guest } = await launchFerry(home, ['open', path.join(TOUR, 'app.json')]);
    await guest();
    await panel.getByRole('button', { name: /Project 游tour/ }).waitFor();
  });
});

describe('saving a file of the open project', () => {
  test('reloads it; what does not compile is told and leaves it running, the next save mends it', async () => {
    const folder = await copyOf(THROWING);
    const app = await launchFerry(await tempDir(), ['open', folder]);
    const page = await app.guest();
    const { panel } = app;
    const markup = path.join(folder, 'pages/index/index.wxml');
    const original = fs.readFileSync(markup, 'utf8');
    const config = path.join(folder, 'app.json');
    const pages = fs.readFileSync(config, 'utf8');

    await saveUntilShown(app, markup, `${original}\n<view class="fresh">just saved</view>\n`, 'just saved');

    fs.writeFileSync(config, '{ "pages": [');
    await panel.getByRole('alert').getByText('app.json').first().waitFor();
    expect(await (await app.guest()).getByText('just saved').count()).toBe(1);

    fs.writeFileSync(config, pages);
    await expect.poll(() => panel.getByRole('alert').count()).toBe(0);
    expect(page.isClosed()).toBe(true);
  });

  test('does nothing once reloading on save is turned off, also in the next launch', async () => {
    const home = await tempDir();
    const folder = await copyOf(THROWING);
    const script = path.join(folder, 'pages/index/index.js');
    const first = await launchFerry(home, ['open', folder]);
    await first.guest();
    await first.panel.getByRole('button', { name: /Project/ }).click();
    await first.panel.getByRole('menuitemcheckbox', { name: 'Reload on save' }).click();
    await expect.poll(() => menuItemChecked(first.app)).toBe(false);
    await first.close();

    const second = await launchFerry(home, ['open', folder]);
    const page = await second.guest();
    expect(await menuItemChecked(second.app)).toBe(false);
    fs.appendFileSync(script, '\n// saved\n');
    // Turned on again, the project is watched from now on, and reloaded by the next save, not by that one.
    await pressMenu(second.app, 'View', 'Reload on save');
    await expect.poll(() => menuItemChecked(second.app)).toBe(true);
    expect(page.isClosed()).toBe(false);
  });
});

function menuItemChecked(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'View');
    return view?.submenu?.items.find(({ label }) => label === 'Reload on save')?.checked ?? false;
  });
}

describe('the menu', () => {
  test('lists what was opened and the samples, and follows what is open', async () => {
    const { app, panel, guest } = await launchFerry(await tempDir(), ['open', TOUR]);
    await guest();
    await expect.poll(() => menuText(app)).toContain(`    游tour  ${TOUR}`);
    expect(await menuText(app)).toContain('  Close project');
    await pressMenu(app, 'File', 'Close project');
    await panel.getByRole('button', { name: 'Open folder…' }).waitFor();
    await expect.poll(() => menuText(app)).toContain('  Close project (off)');

    await pressMenu(app, 'File', 'Open recent', `游tour  ${TOUR}`);
    await panel.getByRole('button', { name: /Project 游tour/ }).waitFor();
    await pressMenu(app, 'File', 'Open sample', 'Voice');
    await panel.getByRole('button', { name: /Project (?!游)/ }).waitFor();

    await pressMenu(app, 'File', 'Open recent', 'Clear list');
    await expect.poll(() => menuText(app)).toContain('    Nothing opened yet (off)');
  });

  test('shows what Ferry is and runs on, to be copied', async () => {
    const { app, panel } = await launchFerry(await tempDir());
    await pressMenu(app, 'Help', 'About Ferry');
    const about = panel.getByRole('dialog', { name: 'About Ferry' });
    await about.getByText('Node.js').waitFor();
    const versions = await app.evaluate(() => process.versions);
    expect(await about.textContent()).toContain(versions.node);
    await panel.keyboard.press('Escape');
    await expect.poll(() => about.count()).toBe(0);
  });
});

test('the window comes back where it was', async () => {
  const home = await tempDir();
  const first = await launchFerry(home);
  await first.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 140, y: 90, width: 1100, height: 720 });
  });
  await first.close();
  const second = await launchFerry(home);
  const bounds = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(bounds).toEqual({ x: 140, y: 90, width: 1100, height: 720 });
});
