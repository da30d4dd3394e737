import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The folder under test, as an app's developer names it. */
export const EXECUTABLE = path.resolve(
  import.meta.dirname,
  '..',
  process.platform === 'win32' ? 'electron.cmd' : 'electron',
);
export const FIXTURE = path.join(import.meta.dirname, 'fixture');

/** What the fixture's main script keeps on its global object (see `fixture/main.js`). */
interface Fixture {
  readonly requests: string[];
  readonly folder: string;
  readonly preload: string;
  readonly chromeBeforeReady: string | undefined;
  readonly registeredTwice: string | null;
  readonly handledEarly: string | null;
  readonly endlessChunks: number;
  readonly window: Electron.BrowserWindow;
  readonly view: Electron.WebContentsView;
  readonly utility: Electron.UtilityProcess;
  signal(name: string): PromiseWithResolvers<undefined>;
  openWindow(options?: Electron.BrowserWindowConstructorOptions): Electron.BrowserWindow;
  thrown(use: () => unknown): string | null;
}

/** What the fixture's preload exposes (see `fixture/preload.cjs`). */
interface Probe {
  invoke(channel: string, ...values: unknown[]): Promise<unknown>;
  send(channel: string, ...values: unknown[]): void;
  sendSync(channel: string, ...values: unknown[]): unknown;
  on(channel: string, listener: (...values: unknown[]) => void): () => void;
  once(channel: string, listener: (...values: unknown[]) => void): void;
  removeAll(channel: string): void;
  make(expression: string): unknown;
  roundTrip(expression: string): Promise<[there: string, andBack: string]>;
  look(it: unknown, expression: string): unknown;
  outcome(expression: string): { value?: unknown; error?: string };
}

declare global {
  var fixture: Fixture;
  var probe: Probe;
}

/** The fixture app as Playwright drives it. */
export interface RunningFixture {
  readonly app: ElectronApplication;
  /** The window's page. */
  readonly page: Page;
  /** The page of the view beside it, of another partition. */
  readonly guest: Page;
}

type Main = typeof Electron.CrossProcessExports;

/** A folder under the temp folder that the test file's end removes; the app's profiles go there as well. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'eoc-test-'));
  temporaryFolders.push(folder);
  return folder;
}

const temporaryFolders: string[] = [];
// The first hook of a file runs last: after the app of its tests has ended.
afterAll(() => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Environment of an app under test: its own temp folder and home, and no screen. */
export function environment(folder: string): Record<string, string> {
  const env = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(env),
    TMPDIR: folder,
    FIXTURE_HOME: path.join(folder, 'home'),
    ELECTRON_ON_CHROMIUM_HEADLESS: '1',
  };
}

/** One row per behaviour: a function run in the app's main process, and what it gives. */
export type Row = readonly [what: string, use: (electron: Main) => unknown, expected: unknown];

/** A test per row. */
export function testRows(running: () => RunningFixture, table: readonly Row[]): void {
  test.each(table)('%s', async (_what, use, expected) => {
    expect(await running().app.evaluate(use)).toEqual(expected);
  });
}

/** One launch of the fixture for all tests of a file, by stock Playwright. */
export function useFixture(): () => RunningFixture {
  let running: RunningFixture | undefined;
  const folder = temporaryFolder();
  beforeAll(async () => {
    const app = await _electron.launch({
      executablePath: EXECUTABLE,
      args: ['--fixture-switch=on', FIXTURE, '--for-the-app'],
      env: environment(folder),
    });
    await app.evaluate(() => globalThis.fixture.signal('ready').promise);
    const [page, guest] = await Promise.all([pageTitled(app, 'Fixture'), pageTitled(app, 'Guest')]);
    running = { app, page, guest };
  });
  afterAll(() => running?.app.close());
  return () => {
    if (!running) throw new Error('The fixture has not started');
    return running;
  };
}

/** Playwright may hear of a page later than the app does, and of the page before its title. */
async function pageTitled(app: ElectronApplication, title: string): Promise<Page> {
  const until = Date.now() + PAGE_MS;
  while (Date.now() < until) {
    for (const page of app.windows()) if ((await page.title().catch(() => '')) === title) return page;
    await sleep(LOOK_MS);
  }
  throw new Error(`No page has the title ${title}.`);
}

const PAGE_MS = 30_000;
const LOOK_MS = 50;
