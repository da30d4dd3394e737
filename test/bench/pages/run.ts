import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { FERRY_ROOT } from '../../support/ferry-cli.ts';
import { type FerryApp, startFerry } from '../../support/ferry-app.ts';
import { describeMachine, textOfMachine } from '../machine.ts';
import { median, quantile } from '../statistics.ts';
import { type BenchGlobals, measureOpening, measureSetData } from './in-page.ts';
import { ROWS, writeBenchProject } from './project.ts';

/**
 * How quick pages are: `node test/bench/pages/run.ts [--rounds 5] [--navigations 500]`. Needs a build, and
 * `ELECTRON_OVERRIDE_DIST_PATH` where Electron's own binary is not there. Prints Markdown.
 */

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, navigations: { type: 'string', default: '500' } },
});
const rounds = Number(values.rounds);
const navigations = Number(values.navigations);
const SET_DATA_CALLS = 200;
const OPENINGS = 60;
const REST_MS = 700;
const START_LIMIT_MS = 60_000;

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'ferry-pages-'));
const beacon = await startBeacon();
const project = path.join(folder, 'project');
await writeBenchProject(project, beacon.origin);
const machine = textOfMachine(await describeMachine());
try {
  const firstPage: number[] = [];
  const bareStart: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    firstPage.push(await firstPageMs(round));
    bareStart.push(await bareStartMs());
  }
  const inApp = await measureInApp();
  const { setData, opening, heap } = inApp;
  process.stdout.write(
    [
      machine,
      '',
      '| what | goal | measured | control |',
      '| --- | --: | --: | --- |',
      `| first page of a small project after \`ferry open\`, median of ${String(rounds)} | ≤ 1500 ms | ${ms(median(firstPage))} | an empty window of the bare runtime ${ms(median(bareStart))} |`,
      `| \`setData\` of one path in ${String(ROWS)} rows, median of ${String(setData.callMs.length)} | ≤ 5 ms | ${ms(median(setData.callMs), 2)} | the bare change of the text ${ms(median(setData.bareMs), 3)} |`,
      `| opening a page with eight components, p50 of ${String(opening.length)} | ≤ 20 ms | ${ms(median(opening))} | |`,
      `| the same, p90 | ≤ 50 ms | ${ms(quantile(opening, 0.9))} | |`,
      `| heap after ${String(navigations)} navigations against after ${String(heap.warmUp)} | ≤ 5 % | ${((heap.after / heap.before - 1) * 100).toFixed(1)} % (${mb(heap.before)} → ${mb(heap.after)}; ${String(heap.nodesBefore)} → ${String(heap.nodesAfter)} nodes) | |`,
      '',
    ].join('\n'),
  );
} finally {
  beacon.close();
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

function ms(value: number, digits = 0): string {
  return `${value.toFixed(digits)} ms`;
}

function mb(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

interface Beacon {
  readonly origin: string;
  /** Resolves with when the page said it was on screen. */
  next(): Promise<number>;
  close(): void;
}

async function startBeacon(): Promise<Beacon> {
  let heard: (shownAtEpochMs: number) => void = () => undefined;
  const server = http.createServer((request, response) => {
    const shownAt = new URL(request.url ?? '/', 'http://beacon').searchParams.get('shownAtEpochMs');
    response.end();
    heard(Number(shownAt));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    next: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error('The first page never showed'));
        }, START_LIMIT_MS);
        heard = (shownAt) => {
          clearTimeout(timer);
          resolve(shownAt);
        };
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** From the command to the first page on screen; the home is one that Ferry knows, as on any day but the first. */
async function firstPageMs(round: number): Promise<number> {
  const home = path.join(folder, 'home');
  if (round === 0) await runOnce(home);
  return runOnce(home);
}

async function runOnce(home: string): Promise<number> {
  const shown = beacon.next();
  const startedAt = Date.now();
  const child = spawn(
    process.execPath,
    [path.join(FERRY_ROOT, 'bin', 'ferry.mjs'), 'open', project, '--home', home],
    { env: { ...process.env, ELECTRON_ON_CHROMIUM_HEADLESS: '1' }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    return (await shown) - startedAt;
  } finally {
    child.kill();
    await gone;
  }
}

/** An app that does nothing but show an empty window, on the same runtime. */
async function bareStartMs(): Promise<number> {
  const app = path.join(folder, 'bare');
  await fs.mkdir(app, { recursive: true });
  await fs.writeFile(path.join(app, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.cjs' }));
  await fs.writeFile(
    path.join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: true });
  await window.loadURL('data:text/html,<p>bare');
  await window.webContents.executeJavaScript('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
  process.stdout.write('shown ' + Date.now() + '\\n');
  app.quit();
});`,
  );
  const { findRuntime } = await import('../../../src-main/cli/runtime.ts');
  const runtime = await findRuntime({
    appRoot: FERRY_ROOT,
    hidden: true,
    mayInstall: false,
    say: () => undefined,
  });
  const startedAt = Date.now();
  const child = spawn(runtime.executable, [...runtime.flags, app], {
    env: { ...process.env, ...runtime.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  for await (const chunk of child.stdout) said += String(chunk);
  await gone;
  const shownAt = /shown (\d+)/.exec(said)?.[1];
  if (shownAt === undefined) throw new Error('The bare window never showed');
  return Number(shownAt) - startedAt;
}

async function measureInApp() {
  const ferry = await startFerry(path.join(folder, 'app-home'), ['open', project]);
  try {
    const guest = await ferry.guest();
    await guest.waitForFunction(() => 'benchPages' in Array && 'benchWx' in Array);
    await guest.evaluate(async () =>
      (Array as unknown as BenchGlobals).benchWx.reLaunch({ url: '/pages/list/list' }),
    );
    await guest.waitForFunction(() => (Array as unknown as BenchGlobals).benchListReady === true);
    const setData = await guest.evaluate(measureSetData, SET_DATA_CALLS);
    await guest.evaluate(measureOpening, { times: 5, restMs: REST_MS });
    const opening = await guest.evaluate(measureOpening, { times: OPENINGS, restMs: REST_MS });
    return { setData, opening, heap: await measureHeap(ferry, guest) };
  } finally {
    await ferry.close();
  }
}

interface Heap {
  readonly warmUp: number;
  readonly before: number;
  readonly after: number;
  readonly nodesBefore: number;
  readonly nodesAfter: number;
}

async function measureHeap({ app }: FerryApp, guest: Page): Promise<Heap> {
  const session = await app.context().newCDPSession(guest);
  const used = async (): Promise<{ bytes: number; nodes: number }> => {
    for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes } = await session.send('Memory.getDOMCounters');
    return { bytes: usedSize, nodes };
  };
  const warmUp = 50;
  await guest.evaluate(measureOpening, { times: warmUp, restMs: 0 });
  const before = await used();
  await guest.evaluate(measureOpening, { times: navigations, restMs: 0 });
  const after = await used();
  return {
    warmUp,
    before: before.bytes,
    after: after.bytes,
    nodesBefore: before.nodes,
    nodesAfter: after.nodes,
  };
}
