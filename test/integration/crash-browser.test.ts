import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../src-main/cli/run/report.ts';
import {
  exchangesOf,
  LIVE_TRANSFERS,
  runArguments,
  startFerryRun,
  startGroup,
  withCrashProject,
} from '../support/crash-app.ts';
import { expectSoundRegistry } from '../support/crash-checks.ts';
import { FERRY_ROOT, ferryRun } from '../support/ferry-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const STAND_IN = path.join(FERRY_ROOT, 'electron-on-chromium', 'electron');

// Windows has no process groups to tell Ferry's Chromium from others by.
describe.skipIf(process.platform === 'win32')('Chromium under electron-on-chromium, killed', () => {
  it('ends Ferry with a clear message and exit code 1, and leaves nothing in the way of the next run', async () => {
    const home = await tempDir();
    const project = await withCrashProject();
    const run = startGroup(STAND_IN, [FERRY_ROOT, '--', ...runArguments(project.folder, home)], {
      ELECTRON_ON_CHROMIUM_HEADLESS: '1',
    });
    await project.allHeld();
    const browser = run
      .processes()
      .find(({ command }) => command.includes('--remote-debugging-pipe') && !command.includes('--type='));
    process.kill(browser?.pid ?? 0, 'SIGKILL');

    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(
      'electron-on-chromium: the browser ended unexpectedly (SIGKILL), so the app ends as well. Start it again.',
    );
    await run.gone();
    await expectSoundRegistry(home);
    const { code } = await ferryRun(project.folder, home, ['--tap', '#save', '--wait', '#saved']);
    expect(code).toBe(0);
    const cutShort = exchangesOf(home).filter(({ url }) => url.endsWith('/held'));
    expect(cutShort.filter(({ durationMs }) => durationMs !== null)).toHaveLength(LIVE_TRANSFERS);
  });

  it('in its renderers alone ends the run at once with the reason, exit code 1 and the report', async () => {
    const home = await tempDir();
    const project = await withCrashProject();
    const report = path.join(home, 'report.json');
    const run = startFerryRun(project.folder, home, ['--json', report]);
    await project.allHeld();
    for (const { pid, command } of run.processes()) {
      if (command.includes('--type=renderer')) process.kill(pid, 'SIGKILL');
    }

    expect(await run.ended).toBe(1);
    const told = 'The page’s process ended (killed), and its transfers with it. Reload to start it again';
    expect(run.said()).toContain(`ferry: ${told}`);
    await run.gone();
    const { outcome, exceptions, transfers } = JSON.parse(fs.readFileSync(report, 'utf8')) as RunReport;
    expect([outcome, exceptions.map(({ message }) => message.startsWith(told))]).toEqual(['failed', [true]]);
    expect(transfers.filter((transfer) => transfer.outcome === 'abort')).toHaveLength(LIVE_TRANSFERS);
  });
});
