import fs from 'node:fs/promises';
import path from 'node:path';
import { _electron } from 'playwright-core';
import { build } from 'vite';
import {
  mainBundle,
  PAGE_DOCUMENT,
  pageBundle,
  panelBundle,
  preloadBundle,
  ROOT,
} from '../../scripts/bundles.ts';
import { findRuntime } from '../../src-main/cli/runtime.ts';
import { measureInPage, type SyncOrder, type SyncSample } from './sync-cases.ts';

/**
 * Ferry as it is, with one thing more: a bare `sendSync` beside its own, on a channel of the bench's, so that both
 * are timed in one page, in turn.
 */
export interface SyncApp {
  /** Starts the app on an empty home and measures the cases in order; the app ends with it. */
  measure(order: SyncOrder, signal: AbortSignal): Promise<readonly SyncSample[]>;
}

const BENCH_MAIN = `import { ipcMain } from 'electron';
const answers = new Map();
const answerOf = ({ answer, sizeBytes }) => {
  if (answer === 'nothing') return null;
  const key = answer + sizeBytes;
  if (!answers.has(key)) answers.set(key, answer === 'text' ? 'x'.repeat(sizeBytes) : new Uint8Array(sizeBytes).fill(7));
  return answers.get(key);
};
ipcMain.on('bench:bare', (event, message) => { event.returnValue = answerOf(message); });
void import('./index.js');
`;

const BENCH_PRELOAD = `{
  const { contextBridge, ipcRenderer } = require('electron');
  contextBridge.exposeInMainWorld('ferryBench', { sendSync: (message) => ipcRenderer.sendSync('bench:bare', message) });
}
`;

const PROJECT: Readonly<Record<string, string>> = {
  'project.config.json': JSON.stringify({ appid: 'wx0123456789abcdef', projectname: 'bench' }),
  'app.json': JSON.stringify({ pages: ['pages/a/a'] }),
  // A mini-program has no globalThis; a built-in it shares with the page's own world carries `wx` over.
  'app.js': 'Array.benchWx = wx; App({});',
  'pages/a/a.js': 'Page({});',
  'pages/a/a.json': '{}',
  'pages/a/a.wxml': '<view id="bench">bench</view>',
};

/** Builds the app in a folder; whoever gave it removes it. */
export async function buildSyncApp(folder: string): Promise<SyncApp> {
  const dist = path.join(folder, 'dist');
  const page = path.join(dist, 'renderer', 'page');
  const preload = path.join(dist, 'preload');
  const bundles = [
    mainBundle(path.join(dist, 'main')),
    preloadBundle('wx', preload),
    preloadBundle('panel', preload),
    panelBundle(path.join(dist, 'renderer', 'panel')),
    pageBundle(path.join(page, 'runtime')),
  ];
  for (const bundle of bundles) await build(bundle);
  await fs.copyFile(PAGE_DOCUMENT, path.join(page, 'index.html'));
  await fs.writeFile(path.join(dist, 'main', 'bench.js'), BENCH_MAIN);
  const wxPreload = path.join(preload, 'wx.cjs');
  await fs.writeFile(wxPreload, `${BENCH_PRELOAD}${await fs.readFile(wxPreload, 'utf8')}`);
  const manifest = JSON.parse(await fs.readFile(path.join(ROOT, 'package.json'), 'utf8')) as object;
  await fs.writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...manifest, main: 'dist/main/bench.js' }),
  );
  for (const name of ['assets', 'node_modules']) {
    await fs.symlink(path.join(ROOT, name), path.join(folder, name), 'junction');
  }
  const project = path.join(folder, 'project');
  for (const [name, text] of Object.entries(PROJECT)) {
    await fs.mkdir(path.dirname(path.join(project, name)), { recursive: true });
    await fs.writeFile(path.join(project, name), text);
  }
  const runtime = await findRuntime({ appRoot: ROOT, hidden: true, mayInstall: false, say: () => undefined });
  return { measure: (order, signal) => measureOnce(folder, project, runtime, order, signal) };
}

async function measureOnce(
  folder: string,
  project: string,
  runtime: Awaited<ReturnType<typeof findRuntime>>,
  order: SyncOrder,
  signal: AbortSignal,
): Promise<readonly SyncSample[]> {
  const home = await fs.mkdtemp(path.join(folder, 'home-'));
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [...runtime.flags, folder, '--', 'open', project, '--home', home],
    env: { ...definedIn(process.env), ...runtime.env },
    cwd: folder,
    timeout: 60_000,
  });
  try {
    for (;;) {
      signal.throwIfAborted();
      for (const page of app.windows()) {
        const isReady = await page.evaluate(() => 'benchWx' in Array).catch(() => false);
        if (isReady) return await page.evaluate(measureInPage, order);
      }
      // A page may be there before its mini-program, and tells of that by no event.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await app.close();
    await fs.rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

function definedIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
