import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { environment, EXECUTABLE, FIXTURE, temporaryFolder } from './fixture-app.ts';
import { leftovers, listens, processesOf, startApp, type RunningApp } from './running-app.ts';

function killBrowserOf(app: RunningApp): void {
  const browser = processesOf(app).find(
    (line) => line.includes('--remote-debugging-pipe') && !line.includes('--type='),
  );
  process.kill(Number(browser?.split(' ')[0]), 'SIGKILL');
}

describe('nothing is left', () => {
  test('after app.quit()', async () => {
    const folder = temporaryFolder();
    const app = await startApp(folder);
    expect(processesOf(app).length).toBeGreaterThan(3);
    expect(await listens(app.port)).toBe(true);
    app.tell('quit');
    expect(await app.ended).toBe(0);
    expect([processesOf(app), await listens(app.port), leftovers(folder)]).toEqual([[], false, []]);
  });

  test('after app.exit(n), which is the exit code', async () => {
    const folder = temporaryFolder();
    const app = await startApp(folder);
    app.tell('exit 7');
    expect(await app.ended).toBe(7);
    expect([processesOf(app), await listens(app.port), leftovers(folder)]).toEqual([[], false, []]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('after %s, which is a quit', async (signal) => {
    const folder = temporaryFolder();
    const app = await startApp(folder);
    app.signal(signal);
    expect(await app.ended).toBe(0);
    expect([processesOf(app), await listens(app.port), leftovers(folder)]).toEqual([[], false, []]);
  });

  test('after SIGKILL no process and no port, and the next start sweeps the profile', async () => {
    const folder = temporaryFolder();
    const killed = await startApp(folder);
    const profiles = leftovers(folder);
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    // Its processes end by themselves, each when it sees that the other end of its pipe is closed.
    await vi.waitFor(() => expect(processesOf(killed)).toEqual([]), { timeout: 5000, interval: 50 });
    expect(await listens(killed.port)).toBe(false);
    expect(leftovers(folder)).toEqual(profiles);

    const next = await startApp(folder);
    expect(leftovers(folder).filter((name) => profiles.includes(name))).toEqual([]);
    next.tell('quit');
    expect([await next.ended, leftovers(folder)]).toEqual([0, []]);
  });

  test('when the browser is killed: the app says so and ends', async () => {
    const folder = temporaryFolder();
    const app = await startApp(folder);
    killBrowserOf(app);
    expect(await app.ended).toBe(1);
    expect(app.said()).toContain('the browser ended unexpectedly (SIGKILL), so the app ends as well.');
    await vi.waitFor(() => expect(processesOf(app)).toEqual([]), { timeout: 5000, interval: 50 });
    expect(await listens(app.port)).toBe(false);
  });
});

test('an app that quits with its last window fails all the same when the browser is killed', async () => {
  const folder = temporaryFolder();
  const main = path.join(folder, 'main.mjs');
  writeFileSync(
    main,
    `import { app, BrowserWindow } from 'electron';
     app.whenReady().then(async () => {
       await new BrowserWindow({ show: false }).loadURL('data:text/html,<title>One</title>');
       process.stdout.write(JSON.stringify({ ready: { pid: process.pid, utility: 0 } }) + '\\n');
     });`,
  );
  const app = await startApp(folder, { arguments: [main] });
  killBrowserOf(app);
  expect(await app.ended).toBe(1);
});

test('renderers that are killed are told with that reason, and the page loads again', async () => {
  const folder = temporaryFolder();
  const app = await startApp(folder);
  for (const line of processesOf(app).filter((each) => each.includes('--type=renderer'))) {
    process.kill(Number(line.split(' ')[0]), 'SIGKILL');
  }
  const told = [await app.nextLine(), await app.nextLine()];
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      { gone: { url: 'app://host/index.html', reason: 'killed' } },
      { gone: { url: 'app://guest/index.html', reason: 'killed' } },
    ]),
  );
  // What is sent to a page without a process goes nowhere, and is in nobody's way.
  app.tell('tell');
  app.tell('reload');
  expect(await app.nextLine()).toEqual({ reloaded: 'Fixture' });
  app.tell('quit');
  expect([await app.ended, app.said(), processesOf(app)]).toEqual([0, '', []]);
});

test('a second instance hands its arguments and data to the first, and ends', async () => {
  const folder = temporaryFolder();
  const first = await startApp(folder);
  const second = spawn(EXECUTABLE, [FIXTURE, '--open', 'a folder'], {
    env: environment(folder),
    cwd: folder,
  });
  let said = '';
  second.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const told = await first.nextLine();
  expect(await once(second, 'exit')).toEqual([0, null]);
  expect(said).toBe('second instance\n');
  expect(told).toEqual({
    second: {
      argv: [EXECUTABLE, FIXTURE, '--open', 'a folder'],
      workingDirectory: folder,
      additionalData: { from: second.pid, list: ['additional', 1] },
    },
  });
  first.tell('quit');
  expect([await first.ended, leftovers(folder)]).toEqual([0, []]);
});

describe('what cannot start says so in one line', () => {
  async function outcome(args: readonly string[], env: Record<string, string>): Promise<[number, string]> {
    const folder = temporaryFolder();
    const child = spawn(EXECUTABLE, args, { env: { ...environment(folder), ...env } });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    const [code] = (await once(child, 'close')) as [number];
    expect(leftovers(folder)).toEqual([]);
    return [code, said];
  }

  test('no browser', async () => {
    expect(await outcome([FIXTURE], { ELECTRON_ON_CHROMIUM_BROWSER: '/not/there' })).toEqual([
      2,
      'electron-on-chromium: no Chromium, Chrome or Edge found; install one or name it in ELECTRON_ON_CHROMIUM_BROWSER.\n',
    ]);
  });

  test('no Node', async () => {
    expect(await outcome([FIXTURE], { ELECTRON_ON_CHROMIUM_NODE: '/not/there' })).toEqual([
      2,
      'electron-on-chromium: no Node.js 22.18 or newer found; install one or name it in ELECTRON_ON_CHROMIUM_NODE.\n',
    ]);
  });

  test('no app', async () => {
    expect(await outcome(['/not/there'], {})).toEqual([2, 'electron-on-chromium: no app at /not/there\n']);
    expect((await outcome([], {}))[1]).toMatch(/^usage: electron /);
  });

  test('a browser that does not come up', async () => {
    expect(await outcome([FIXTURE], { ELECTRON_ON_CHROMIUM_BROWSER: '/bin/false' })).toEqual([
      2,
      'electron-on-chromium: /bin/false did not start.\n',
    ]);
  });

  test('a browser whose sandbox cannot run', async () => {
    const browser = path.join(temporaryFolder(), 'browser');
    writeFileSync(browser, '#!/bin/sh\necho "FATAL: No usable sandbox!" >&2\nexit 1\n', { mode: 0o755 });
    const [code, said] = await outcome([FIXTURE], { ELECTRON_ON_CHROMIUM_BROWSER: browser });
    expect([code, ...said.split('\n')]).toEqual([
      2,
      expect.stringMatching(/did not start: its sandbox cannot run on this machine\. .*--no-sandbox/),
      'FATAL: No usable sandbox!',
      '',
    ]);
  });
});
