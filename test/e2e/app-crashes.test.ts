import fs from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  busiestWhile,
  exchangesOf,
  holderOf,
  LIVE_TRANSFERS,
  runningProcesses,
  savedFilesOf,
  startFerryRun,
  withCrashProject,
} from '../support/crash-app.ts';
import { expectSoundRegistry } from '../support/crash-checks.ts';
import { launchFerry } from '../support/ferry-app.ts';
import { ferryRun } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

// Processes of the whole app killed with kill -9 while twenty transfers are under way. Windows has no process
// groups, and its way of ending a process is the same as any other.
const onPosix = describe.skipIf(process.platform === 'win32');

/** An element by its id in WXML. */
function byId(page: Page, id: string): Locator {
  return page.locator(`[id$="${id}"]`);
}

/** The pid of the process with this service name, as the runtime or else the system knows it. */
async function serviceProcess(app: ElectronApplication, name: string): Promise<number> {
  const told = await app.evaluate(({ app: electron }, wanted) => {
    if (!('electron' in process.versions)) return null;
    return electron.getAppMetrics().find((each) => each.name === wanted)?.pid ?? null;
  }, name);
  const group = groupOf(app);
  const pid = told ?? group.find(({ command }) => command === name)?.pid;
  if (pid === undefined) throw new Error(`No process is called ${name}.`);
  return pid;
}

function groupOf(app: ElectronApplication): ReturnType<typeof runningProcesses> {
  const all = runningProcesses();
  const own = all.find(({ pid }) => pid === app.process().pid)?.group;
  return all.filter(({ group }) => group === own);
}

/** The pid of the process that runs the mini-program's page. */
async function pageProcess(app: ElectronApplication, page: Page): Promise<number> {
  const told = await app.evaluate(({ webContents }) =>
    'electron' in process.versions
      ? (webContents
          .getAllWebContents()
          .find((each) => each.getURL().startsWith('ferry://page'))
          ?.getOSProcessId() ?? null)
      : null,
  );
  if (told !== null) return told;
  const renderers = groupOf(app).filter(({ command }) => command.includes('--type=renderer'));
  return busiestWhile(
    renderers.map(({ pid }) => pid),
    // The page answers when it has done computing.
    () =>
      byId(page, 'spin')
        .click()
        .then(() => page.evaluate(() => 'done')),
  );
}

async function startTransfers(page: Page): Promise<void> {
  await byId(page, 'start').click();
  await byId(page, 'live').waitFor();
}

onPosix('kill -9 in the window', () => {
  test('of a page’s process ends its transfers, says so, and leaves files and reload', async () => {
    const home = await tempDir();
    const project = await withCrashProject();
    const { app, panel, guest, close } = await launchFerry(home, ['open', project.folder]);
    const page = await guest();
    await byId(page, 'save').click();
    await byId(page, 'saved').waitFor();
    await startTransfers(page);
    await project.allHeld();
    process.kill(await pageProcess(app, page), 'SIGKILL');

    await expect.poll(project.held, { timeout: 10_000 }).toBe(0);
    await panel.getByRole('tab', { name: /Console/ }).click();
    await panel.getByText('The page’s process ended (').first().waitFor();
    await panel.getByText('Reload to start it again').first().waitFor();

    await panel.getByRole('button', { name: 'Reload the mini-program' }).click();
    await expect.poll(async () => (await guest()) !== page, { timeout: 20_000 }).toBe(true);
    const again = await guest();
    await byId(again, 'save').click();
    await byId(again, 'saved').waitFor();
    await close();

    const exchanges = exchangesOf(home);
    const cutShort = exchanges.filter(({ url }) => url.endsWith('/held'));
    expect(cutShort).toHaveLength(LIVE_TRANSFERS);
    expect(new Set(cutShort.map(({ state, errMsg }) => `${state} ${errMsg ?? ''}`))).toEqual(
      new Set(['aborted uploadFile:fail abort', 'aborted downloadFile:fail abort']),
    );
    expect(savedFilesOf(home)).toEqual({ rows: [300_000, 300_000], onDisk: [300_000, 300_000] });
    await expectSoundRegistry(home);
  });

  test('of the panel’s process brings it back with what it showed, and leaves the mini-program alone', async () => {
    const project = await withCrashProject();
    const { app, guest } = await launchFerry(await tempDir(), ['open', project.folder]);
    const page = await guest();
    await byId(page, 'save').click();
    await byId(page, 'saved').waitFor();
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    // Playwright has done with a page that crashed; main has not.
    const shown = (): Promise<string> =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]
          ?.webContents.executeJavaScript('document.body.innerText')
          .catch(String),
      );
    await expect.poll(shown, { timeout: 20_000 }).toContain('200');
    await expect.poll(shown).toContain('Transfers');
    expect(page.isClosed()).toBe(false);
    await byId(page, 'saved').waitFor();
  });

  test('of the transfer worker is one fail and one complete for every task, and the next twenty start', async () => {
    const home = await tempDir();
    const project = await withCrashProject();
    const { app, guest, close } = await launchFerry(home, ['open', project.folder]);
    const page = await guest();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await startTransfers(page);
    await project.allHeld();
    process.kill(await serviceProcess(app, 'Ferry worker'), 'SIGKILL');

    await page.getByText(`${String(LIVE_TRANSFERS)} over`).waitFor();
    await expect.poll(() => lines.length).toBe(2 * LIVE_TRANSFERS);
    for (const kind of ['upload', 'download'] as const) {
      for (let number = 0; number < LIVE_TRANSFERS / 2; number += 1) {
        const name = `${kind} ${String(number)} `;
        expect(lines.filter((line) => line.startsWith(name))).toEqual([
          `${name}fail ${kind}File:fail system error`,
          `${name}complete ${kind}File:fail system error`,
        ]);
      }
    }
    // Ten of each kind again: every slot is free.
    await startTransfers(page);
    await project.allHeld();
    await close();
    await expectSoundRegistry(home);
    expect(halvesIn(home)).toEqual([]);
    const lost = exchangesOf(home).filter(({ state }) => state === 'failed');
    expect(lost.map(({ warnings }) => warnings.at(-1)?.rule)).toEqual(lost.map(() => 'worker-lost'));
    expect(lost).toHaveLength(LIVE_TRANSFERS);
  });
});

onPosix('kill -9 of ferry run', () => {
  test.each([
    ['all its processes', (leader: number) => process.kill(-leader, 'SIGKILL')],
    ['its main process alone', (_leader: number, home: string) => process.kill(holderOf(home), 'SIGKILL')],
  ])('%s leaves no process, no lock and no half file; the next run passes', async (_what, kill) => {
    const home = await tempDir();
    const project = await withCrashProject();
    const run = startFerryRun(project.folder, home);
    await project.allHeld();
    kill(run.leader, home);
    expect(await run.ended).not.toBe(0);
    await run.gone();
    await expectSoundRegistry(home);

    const { code, report } = await ferryRun(project.folder, home, ['--tap', '#save', '--wait', '#saved']);
    expect([code, report.outcome]).toEqual([0, 'passed']);
    expect(report.files.filter(({ kind }) => kind === 'saved')).toHaveLength(2);
    expect(savedFilesOf(home)).toEqual({ rows: [300_000, 300_000], onDisk: [300_000, 300_000] });
    const cutShort = exchangesOf(home).filter(({ url }) => url.endsWith('/held'));
    expect(cutShort.map(({ state }) => state)).toEqual(
      Array.from({ length: LIVE_TRANSFERS }, () => 'failed'),
    );
    expect(new Set(cutShort.map(({ warnings }) => warnings.at(-1)?.rule))).toEqual(new Set(['ferry-ended']));
    expect(halvesIn(home)).toEqual([]);
  });
});

function halvesIn(home: string): string[] {
  return fs
    .readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(part|body)$/.test(name))
    .map((name) => path.join(home, name));
}
