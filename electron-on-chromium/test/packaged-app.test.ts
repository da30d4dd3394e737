import { chmodSync, cpSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { _electron } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { layOutArchive } from '../asar.ts';
import { environment, EXECUTABLE, FIXTURE, temporaryFolder } from './fixture-app.ts';
import { leftovers, startApp } from './running-app.ts';

/** Packs the fixture beside a copy of the folder under test, with its pages unpacked; returns the executable. */
async function packFixture(folder: string): Promise<string> {
  const standIn = path.dirname(EXECUTABLE);
  const app = path.join(folder, 'app');
  const dist = path.join(folder, 'dist');
  cpSync(FIXTURE, app, { recursive: true });
  writeFileSync(path.join(app, 'tool'), '#!/bin/sh\n');
  chmodSync(path.join(app, 'tool'), 0o755);
  cpSync(standIn, dist, { recursive: true, filter: (source) => source !== path.join(standIn, 'test') });
  mkdirSync(path.join(dist, 'resources', 'extra'), { recursive: true });
  writeFileSync(path.join(dist, 'resources', 'extra', 'file'), 'beside the archive');
  await createPackageWithOptions(app, path.join(dist, 'resources', 'app.asar'), { unpack: '*.html' });
  return path.join(dist, path.basename(EXECUTABLE));
}

test('an app packed beside the executable runs as a packaged one, from its archive', async () => {
  const folder = temporaryFolder();
  const executable = await packFixture(folder);
  const temp = temporaryFolder();
  const app = await _electron.launch({
    executablePath: executable,
    args: ['word', '--for-the-app', '--', 'more'],
    env: { ...environment(temp), ELECTRON_ON_CHROMIUM_NODE: process.execPath },
  });
  onTestFinished(() => app.close());
  await app.evaluate(() => globalThis.fixture.signal('ready').promise);
  const told = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const fs = process.getBuiltinModule('node:fs');
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const resources = process.resourcesPath;
    const tool = spawnSync(`${resources}/app.asar/tool`).error as NodeJS.ErrnoException | undefined;
    return {
      isPackaged: electronApp.isPackaged,
      isDefaultApp: process.defaultApp,
      executable: process.argv[0],
      // Playwright puts a switch of its own before, on Linux.
      argv: process.argv.slice(process.argv.indexOf('--inspect=0')),
      hasSwitch: electronApp.commandLine.hasSwitch('for-the-app'),
      isAppPath: electronApp.getAppPath() === `${resources}/app.asar`,
      isMainInside: globalThis.fixture.folder === electronApp.getAppPath(),
      title: BrowserWindow.getAllWindows()[0]?.webContents.getTitle(),
      unpacked: fs.readFileSync(`${resources}/app.asar/pages/index.html`, 'utf8').includes('<title>'),
      beside: fs.readFileSync(`${resources}/extra/file`, 'utf8'),
      tool: tool?.code,
    };
  });
  expect(told).toEqual({
    isPackaged: true,
    isDefaultApp: undefined,
    executable,
    argv: ['--inspect=0', '--remote-debugging-port=0', 'word', '--for-the-app', '--', 'more'],
    hasSwitch: false,
    isAppPath: true,
    isMainInside: true,
    title: 'Fixture',
    unpacked: true,
    beside: 'beside the archive',
    // A process cannot be started from inside an archive, nor can it in Electron.
    tool: 'EACCES',
  });
  await app.close();
  expect(leftovers(temp)).toEqual([]);
});

test('what a killed packaged app left behind is swept by the next start', async () => {
  const folder = temporaryFolder();
  const executable = await packFixture(folder);
  const options = { executable, arguments: [], env: { ELECTRON_ON_CHROMIUM_NODE: process.execPath } };
  const temp = temporaryFolder();
  const first = await startApp(temp, options);
  first.signal('SIGKILL');
  await first.ended;
  expect(leftovers(temp).length).toBeGreaterThan(0);
  const second = await startApp(temp, options);
  second.tell('quit');
  expect([await second.ended, leftovers(temp)]).toEqual([0, []]);
});

test('a damaged archive and a missing unpacked file are refused', async () => {
  const folder = temporaryFolder();
  await packFixture(folder);
  const archive = path.join(folder, 'dist', 'resources', 'app.asar');
  const laidOut = path.join(folder, 'laid-out');
  layOutArchive(archive, laidOut);
  expect(readdirSync(laidOut).sort()).toEqual(readdirSync(path.join(folder, 'app')).sort());
  const elsewhere = path.join(folder, 'elsewhere.asar');
  cpSync(archive, elsewhere);
  expect(() => {
    layOutArchive(elsewhere, path.join(folder, 'without-unpacked'));
  }).toThrow('ENOENT');
  truncateSync(archive, 100);
  expect(() => {
    layOutArchive(archive, path.join(folder, 'damaged'));
  }).toThrow('the archive ends early');
});
