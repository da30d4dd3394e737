import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseArguments } from '../arguments.ts';
import { findBrowser } from '../find-browser.ts';
import { environment, EXECUTABLE, FIXTURE, temporaryFolder } from './fixture-app.ts';
import { startApp } from './running-app.ts';

const FOLDER = path.dirname(EXECUTABLE);

test('stock `electron .` runs an app here by ELECTRON_OVERRIDE_DIST_PATH', async () => {
  const folder = temporaryFolder();
  const cli = createRequire(import.meta.url).resolve('electron/cli.js');
  const app = await startApp(folder, {
    executable: process.execPath,
    arguments: [cli, FIXTURE],
    env: { ELECTRON_OVERRIDE_DIST_PATH: FOLDER },
  });
  app.tell('exit 5');
  expect(await app.ended).toBe(5);
});

test('a copy of the folder elsewhere runs, with no package beside it', async () => {
  const folder = temporaryFolder();
  const copy = path.join(folder, 'a place', 'dist');
  cpSync(FOLDER, copy, { recursive: true, filter: (source) => source !== path.join(FOLDER, 'test') });
  cpSync(FIXTURE, path.join(folder, 'app'), { recursive: true });
  const app = await startApp(folder, {
    executable: path.join(copy, path.basename(EXECUTABLE)),
    arguments: [path.join(folder, 'app')],
    env: { ELECTRON_ON_CHROMIUM_NODE: process.execPath },
  });
  app.tell('quit');
  expect([await app.ended, app.said()]).toEqual([0, '']);
});

test('--version names the stand-in and its Node', async () => {
  const child = spawn(EXECUTABLE, ['--version'], { env: environment(temporaryFolder()) });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  await once(child, 'close');
  expect(said).toMatch(/^electron-on-chromium on Node\.js v\d+/);
});

test('what stands before the app is the runtime’s, what follows is the app’s', () => {
  const { modules, inspectPort, switches, app, rest } = parseArguments([
    '-r',
    'loader.js',
    '--inspect=0',
    '--remote-debugging-port=0',
    '--no-sandbox',
    '.',
    '--inspect',
    'more',
  ]);
  expect({ modules, inspectPort, app, rest }).toEqual({
    modules: ['loader.js'],
    inspectPort: 0,
    app: '.',
    rest: ['--inspect', 'more'],
  });
  expect([...switches]).toEqual([
    ['remote-debugging-port', '0'],
    ['no-sandbox', ''],
  ]);
});

test.each<[string, NodeJS.Platform, Record<string, string>, string[], string | null]>([
  [
    'the variable comes first',
    'linux',
    { ELECTRON_ON_CHROMIUM_BROWSER: '/own', PATH: '/bin' },
    ['/own', '/bin/chromium'],
    '/own',
  ],
  [
    'a wrong variable is no browser',
    'linux',
    { ELECTRON_ON_CHROMIUM_BROWSER: '/own', PATH: '/bin' },
    ['/bin/chromium'],
    null,
  ],
  [
    'Chromium before Chrome before Edge',
    'linux',
    { PATH: '/a:/b' },
    ['/a/microsoft-edge', '/b/google-chrome', '/b/chromium'],
    '/b/chromium',
  ],
  ['Linux without a PATH', 'linux', {}, ['/usr/bin/google-chrome-stable'], '/usr/bin/google-chrome-stable'],
  [
    'a bundle of the user on macOS',
    'darwin',
    { HOME: '/Users/u' },
    ['/Users/u/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    '/Users/u/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  [
    'Edge on Windows',
    'win32',
    { PROGRAMFILES: 'C:\\P', 'PROGRAMFILES(X86)': 'C:\\P86' },
    ['C:\\P86\\Microsoft\\Edge\\Application\\msedge.exe'],
    'C:\\P86\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  ['none', 'linux', { PATH: '/bin' }, [], null],
])('findBrowser: %s', (_what, platform, env, there, expected) => {
  expect(findBrowser(env, platform, (file) => there.includes(file))).toBe(expected);
});
