import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { FERRY_ROOT } from './ferry-cli.ts';

/** Ferry with its window, as Playwright drives any Electron app. */
export interface FerryApp {
  readonly app: ElectronApplication;
  readonly panel: Page;
  /** The mini-program's view; waits until there is one that has started. */
  readonly guest: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** Starts Ferry on a home with the arguments of the `ferry` command; it ends with the test at the latest. */
export async function launchFerry(home: string, args: readonly string[] = ['open']): Promise<FerryApp> {
  const ferry = await startFerry(home, args);
  onTestFinished(ferry.close);
  return ferry;
}

/**
 * The same for whoever closes it: several tests with one Ferry.
 *
 * @param switches for the runtime, such as `--log-net-log=<file>`
 */
export async function startFerry(
  home: string,
  args: readonly string[],
  switches: readonly string[] = [],
): Promise<FerryApp> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // Playwright asks the electron package for the binary, as `electron .` does; no browser is named here.
  const app = await _electron.launch({
    args: [...asRoot, ...switches, FERRY_ROOT, '--', ...args, '--home', home],
    cwd: FERRY_ROOT,
    timeout: 60_000,
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await app.close();
  };
  const panel = await windowWith(app, 'ferryPanel');
  await panel.waitForSelector('main, [data-ready]', { state: 'attached' });
  return { app, panel, guest: () => windowWith(app, 'ferryBridge'), close };
}

/** The window whose preload exposed this name. */
async function windowWith(app: ElectronApplication, key: string): Promise<Page> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    for (const window of app.windows()) {
      const found = await window.evaluate((name) => name in globalThis, key).catch(() => false);
      if (found) return window;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No window has ${key}`);
}
