/// <reference lib="dom" />
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { PanelBridge } from '#contract/bridge';
import type { PanelCalls } from '#contract/panel';

/** Ferry as the pictures are taken of it: the panel's page and the mini-program's. */
export interface FerryWindows {
  readonly panel: Page;
  /** Makes a call the panel's own bridge has. */
  readonly call: <C extends keyof PanelCalls>(
    channel: C,
    request: Parameters<PanelCalls[C]>[0],
  ) => Promise<void>;
  /** Closes what is open, and opens a sample or a folder. */
  readonly open: (project: { readonly id: string } | { readonly folder: string }) => Promise<void>;
  /** The page of the mini-program, which a reload replaces. */
  readonly guest: () => Promise<Page>;
  /** Calls a method of the page on top of the mini-program. */
  readonly callPage: (method: string) => Promise<void>;
  /** The system's dialogs that ask for a file, or where to save one, answer with this one. */
  readonly answerDialogs: (file: string) => Promise<void>;
  /** In CSS pixels. */
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How long a page of Ferry may take to appear. */
const APPEAR_MS = 30_000;

/**
 * Starts Ferry on its start screen.
 *
 * @param appRoot folder with Ferry's package.json
 * @param home an empty folder for its data
 */
export async function openFerry(appRoot: string, home: string): Promise<FerryWindows> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    args: [...flags, appRoot, '--', 'open', '--home', home],
    cwd: appRoot,
    timeout: 60_000,
  });
  const panel = await pageWith(app, 'ferryPanel');
  await panel.locator('main').waitFor();
  panel.setDefaultTimeout(APPEAR_MS / 2);

  const call: FerryWindows['call'] = async (channel, request) => {
    const reply = await panel.evaluate(
      ([name, message]) =>
        (globalThis as unknown as { ferryPanel: PanelBridge }).ferryPanel.call(name, message),
      [channel, request] as const,
    );
    if (!reply.ok) throw new Error(`${channel}: ${reply.error.message}`);
  };

  const guest = (): Promise<Page> => pageWith(app, 'ferryBridge');

  return {
    panel,
    call,
    guest,
    async callPage(method) {
      await (
        await guest()
      ).evaluate((name) => {
        const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
          __wxElement: { getMethodCaller(): Record<string, () => void> };
        };
        element.__wxElement.getMethodCaller()[name]?.();
      }, method);
    },
    answerDialogs: (file) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, file),
    async open(project) {
      const old = app.windows().filter((page) => page !== panel);
      const gone = Promise.all(old.map((page) => page.waitForEvent('close')));
      await call('panel:close-project', {});
      await gone;
      if ('id' in project) await call('panel:open-sample', project);
      else await call('panel:open-folder', project);
      await guest();
    },
    async resize(width, height) {
      const size = [width, height] as const;
      await app.evaluate(({ BrowserWindow }, [w, h]) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(w, h);
      }, size);
      await panel.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, size);
    },
    close: () => app.close(),
  };
}

/** The page whose preload exposed this name. */
async function pageWith(app: ElectronApplication, name: string): Promise<Page> {
  const signal = AbortSignal.timeout(APPEAR_MS);
  for (;;) {
    for (const page of app.windows()) {
      if (await page.evaluate((key) => key in globalThis, name).catch(() => false)) return page;
    }
    if (signal.aborted) throw new Error(`No page of Ferry has ${name}`);
    // A page may be there before its preload, and tells of that by no event.
    await app.waitForEvent('window', { timeout: 100 }).catch(() => undefined);
  }
}
