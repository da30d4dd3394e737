import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { busySnapshot, openSnapshot, startSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

async function inPanel(
  snapshot: ReturnType<typeof openSnapshot>,
  steps: (panel: OpenPanel) => Promise<void>,
  view?: Parameters<PanelHarness['open']>[1],
): Promise<void> {
  const panel = await harness.open(snapshot, view);
  try {
    await steps(panel);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}

/** Drops a made-up folder onto the window, as far as a script can. */
async function dropFolder({ page }: OpenPanel, realPath: string): Promise<void> {
  await page.evaluate((path) => {
    Reflect.set(window, 'panelPath', path);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([], 'miniprogram'));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, realPath);
}

describe('the start screen', () => {
  test('opens a folder, a recording, a recent project and a sample, and forgets', async () => {
    await inPanel(startSnapshot(), async ({ page, calls }) => {
      await page.getByRole('button', { name: 'Open folder…' }).click();
      await page.getByRole('button', { name: 'weapp-demo-album', exact: false }).first().click();
      await page.getByRole('button', { name: 'Forget 门店小程序' }).click();
      await page.getByRole('button', { name: 'Voice' }).click();
      await page.getByRole('button', { name: 'Open recording…' }).click();
      expect(await calls('panel:pick-folder')).toEqual([{}]);
      expect(await calls('panel:import')).toEqual([{ path: null }]);
      expect(await calls('panel:open-folder')).toEqual([{ folder: '/home/lin/code/weapp-demo-album/app' }]);
      expect(await calls('panel:forget-recent')).toEqual([
        { folder: '/home/lin/工作/门店小程序/miniprogram' },
      ]);
      expect(await calls('panel:open-sample')).toEqual([{ id: 'voice' }]);
    });
  });

  test('leads to every command by a click, and names its key', async () => {
    await inPanel(startSnapshot(), async ({ page }) => {
      await page.getByRole('button', { name: 'All commands Ctrl+K' }).click();
      await page.getByRole('option', { name: 'Open folder…' }).waitFor();
    });
  });

  test('opens a dropped folder, and says what to do where its path is not told', async () => {
    await inPanel(startSnapshot(), async (panel) => {
      await dropFolder(panel, '/home/lin/dropped');
      await expect.poll(() => panel.calls('panel:open-folder')).toEqual([{ folder: '/home/lin/dropped' }]);
      await dropFolder(panel, '');
      await panel.page.getByText('Use “Open folder” instead').waitFor();
      expect((await panel.calls('panel:open-folder')).length).toBe(1);
    });
  });

  test('shows why a project did not open, until dismissed', async () => {
    const openFailure = {
      folder: '/home/lin/bad',
      message: 'app.json does not parse',
      codeFrame: '> 3 | "pages"',
    };
    await inPanel(startSnapshot({ openFailure }), async ({ page }) => {
      const card = page.getByRole('alert');
      await card.getByText('> 3 | "pages"').waitFor();
      await card.getByRole('button', { name: 'Copy details' }).click();
      await card.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toBe('/home/lin/bad\n\napp.json does not parse\n\n> 3 | "pages"');
      await card.getByRole('button', { name: 'Dismiss' }).click();
      await expect.poll(() => card.count()).toBe(0);
    });
  });
});

describe('a folder that does not open', () => {
  const failure = (folder: string) => ({ folder, message: 'app.json does not parse', codeFrame: '' });
  const { project, labOrigin, recent } = openSnapshot();

  test('while another project is open leaves that one, and says so', async () => {
    await inPanel(openSnapshot(), async ({ page, emit }) => {
      const title = page.getByRole('alert').getByRole('heading');
      await emit({ kind: 'project', project, openFailure: failure('/home/lin/bad'), labOrigin, recent });
      await expect.poll(() => title.innerText()).toBe('Could not open bad; 相册 Album is still open');
      const own = failure('/opt/ferry/samples/album');
      await emit({ kind: 'project', project, openFailure: own, labOrigin, recent });
      await expect.poll(() => title.innerText()).toContain('does not compile');
    });
  });

  test('notices go when another project opens', async () => {
    await inPanel(openSnapshot(), async ({ page, emit, failCalls }) => {
      await failCalls('panel:reload', 'The project folder is gone.');
      await page.getByRole('button', { name: 'Reload the mini-program' }).click();
      const notice = page.getByText('The project folder is gone.');
      await notice.waitFor();
      if (!project) throw new Error('The fixture has no project.');
      const other = { ...project, folder: '/home/lin/other', name: 'Other' };
      await emit({ kind: 'project', project: other, openFailure: null, labOrigin, recent });
      await expect.poll(() => notice.count()).toBe(0);
    });
  });
});

describe('the view', () => {
  test('changes language and theme at once, and tells main', async () => {
    await inPanel(busySnapshot(), async ({ page, calls }) => {
      const html = page.locator('html');
      expect(await html.getAttribute('data-theme')).toBe('light');
      await page.getByRole('button', { name: 'Language and theme' }).click();
      await page.getByRole('menuitemradio', { name: '简体中文' }).click();
      await page.getByRole('tab', { name: '控制台' }).waitFor();
      expect(await html.getAttribute('lang')).toBe('zh-CN');
      await page.getByRole('button', { name: '语言与主题' }).click();
      await page.getByRole('menuitemradio', { name: '深色' }).click();
      await expect.poll(() => html.getAttribute('data-theme')).toBe('dark');
      expect(await calls('panel:set-preferences')).toEqual([
        { locale: 'zh-CN', theme: 'light', reloadOnSave: true },
        { locale: 'zh-CN', theme: 'dark', reloadOnSave: true },
      ]);
    });
  });

  test('follows the system’s theme where it is asked to', async () => {
    const preferences = { locale: 'en', theme: 'system', reloadOnSave: true } as const;
    await inPanel(
      startSnapshot({ preferences }),
      async ({ page }) => {
        const html = page.locator('html');
        expect(await html.getAttribute('data-theme')).toBe('dark');
        await page.emulateMedia({ colorScheme: 'light' });
        await expect.poll(() => html.getAttribute('data-theme')).toBe('light');
      },
      { width: 1280, height: 800, systemDark: true },
    );
  });

  test('says what main refused', async () => {
    await inPanel(openSnapshot(), async ({ page, failCalls }) => {
      await failCalls('panel:reload', 'The project folder is gone.');
      await page.getByRole('button', { name: 'Reload the mini-program' }).click();
      await page.getByText('That did not work: The project folder is gone.').waitFor();
    });
  });
});

describe('the place of the mini-program', () => {
  test('lies on the drawn screen, follows the window, and hides behind a menu', async () => {
    await inPanel(openSnapshot(), async ({ page, calls }) => {
      const last = async (): Promise<unknown> => (await calls('panel:place-guest')).at(-1);
      const screen = page.locator('.screen');
      // The screen takes its new place a little after the window has its size: both are looked at together.
      const isThere = async (): Promise<boolean> =>
        JSON.stringify(await last()).includes(JSON.stringify(await screen.boundingBox()));
      await expect.poll(last).toEqual({ rect: await screen.boundingBox(), zoom: 1 });

      await page.setViewportSize({ width: 1024, height: 700 });
      await expect.poll(async () => (await screen.boundingBox())?.width ?? 375).toBeLessThan(375);
      await expect.poll(isThere).toBe(true);
      const box = await screen.boundingBox();
      expect((box?.height ?? 0) / (box?.width ?? 1)).toBeCloseTo(667 / 375, 1);

      await page.getByRole('button', { name: '相册 Album' }).click();
      await expect.poll(async () => JSON.stringify(await last())).toContain('"rect":null');
      await page.keyboard.press('Escape');
      await expect.poll(async () => JSON.stringify(await last())).toContain(JSON.stringify(box));
    });
  });

  test('is given up when the project closes', async () => {
    await inPanel(openSnapshot(), async ({ calls, emit }) => {
      await emit({ kind: 'project', project: null, openFailure: null, labOrigin: null, recent: [] });
      await expect
        .poll(async () => (await calls('panel:place-guest')).at(-1))
        .toEqual({ rect: null, zoom: 1 });
    });
  });

  test('moves with the line, which a double-click sets back', async () => {
    await inPanel(openSnapshot(), async ({ page, calls }) => {
      const line = page.getByRole('separator').or(page.locator('.split-line')).first();
      const at = async (): Promise<number> => Math.round((await line.boundingBox())?.x ?? 0);
      const before = await at();
      await line.focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(at).toBeLessThan(before - 5);
      const moved = await at();
      const kept = async (): Promise<number> => {
        const told = (await calls('panel:remember')).filter(({ name }) => name === 'ferry.split.phone');
        return Math.round(Number(told.at(-1)?.text));
      };
      await expect.poll(kept).toBe(Math.round(Number(await line.getAttribute('aria-valuenow'))));
      await page.reload();
      await page.locator('footer').waitFor();
      await expect.poll(at).toBe(moved);
      await line.dblclick();
      await expect.poll(at).toBe(before);
    });
  });
});
