import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchangeRow, NO_MARKS } from '../../src-main/lib/exchange-facts.ts';
import { exchangeFixture } from '../support/exchange-fixtures.ts';
import { busySnapshot, consoleFixture, exceptionsFixture, openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Opens the panel on a session, runs the steps, and expects it to have nothing to complain about. */
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

describe('the details of a transfer', () => {
  test('of a failed transfer say errMsg and errno, then what was called back', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await page.locator('#transfer-e5').click();
      const lines = await page.getByRole('article').locator('ol > li').allInnerTexts();
      const [failed, ...after] = lines.slice(-3);
      expect(failed).toContain('ERR_NAME_NOT_RESOLVED');
      expect(failed).toContain('errno 600001');
      expect(after.map((line) => line.split('\n').at(-1))).toEqual([
        'fail called back',
        'complete called back',
      ]);
      await page.getByRole('tab', { name: 'Timing' }).click();
      await page.getByRole('listitem').filter({ hasText: 'Address' }).getByText('ended here').waitFor();
    });
  });

  test('stand beside the list where there is room, below it elsewhere', async () => {
    for (const [width, beside] of [
      [1280, false],
      [1920, true],
    ] as const) {
      await inPanel(
        busySnapshot(),
        async ({ page }) => {
          await page.locator('#transfer-e2').click();
          const list = await page.getByRole('grid').boundingBox();
          const details = await page.getByRole('article').boundingBox();
          expect((details?.x ?? 0) > (list?.x ?? 0) + 100).toBe(beside);
          expect((details?.y ?? 0) > (list?.y ?? 0) + 100).toBe(!beside);
        },
        { width, height: 900 },
      );
    }
  });

  test('copies the address', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await page.locator('#transfer-e2').click();
      await page.getByRole('button', { name: 'Copy the address', exact: true }).click();
      await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('http://127.0.0.1:43817/upload');
    });
  });
});

describe('the console', () => {
  test('merges lines and exceptions, unfolds stacks, filters, and forgets what main was told to forget', async () => {
    await inPanel(busySnapshot(), async ({ page, emit, calls }) => {
      await page.getByRole('tab', { name: 'Console' }).click();
      const lines = page.getByRole('list', { name: 'Console, oldest first' }).getByRole('listitem');
      await expect.poll(() => lines.count()).toBe(8);
      expect(await lines.nth(4).innerText()).toContain('TypeError');
      await lines.nth(4).getByRole('button', { name: 'Stack' }).click();
      await lines.nth(4).getByText('at onTap (pages/album/index.js:31:5)').waitFor();
      await page.getByRole('radio', { name: 'Errors' }).click();
      await expect.poll(() => lines.count()).toBe(3);
      await page.getByRole('radio', { name: 'All' }).click();

      await page.getByRole('button', { name: 'Clear console' }).click();
      await page.getByText('Nothing logged').waitFor();
      expect(await calls('panel:clear-console')).toEqual([{}]);
      const line = { id: 7, atEpochMs: 1, level: 'log', text: 'after the clearing', page: '' } as const;
      await emit({ kind: 'console', added: [line] });
      await page.getByText('after the clearing').waitFor();
    });
  });
});

describe('a project with errors in its source', () => {
  const at = (line: number) => ({
    severity: 'error' as const,
    file: 'pages/a/a.wxml',
    line,
    column: 5,
    message: 'Unexpected character.',
    codeFrame: '',
  });
  const broken = (): ReturnType<typeof openSnapshot> => {
    const { project } = openSnapshot();
    if (!project) throw new Error('The fixture has no project.');
    const [first] = exceptionsFixture();
    if (!first) throw new Error('The fixtures hold no exception.');
    const message = 'pages/a/a.wxml:3:5 Unexpected character.';
    return openSnapshot({
      project: { ...project, diagnostics: [at(3), at(9)] },
      exceptions: [{ ...first, message, stack: '', location: null }],
    });
  };

  test('says so over the tabs, and counts and shows each once', async () => {
    await inPanel(broken(), async ({ page }) => {
      await page.getByRole('button', { name: '2 errors in the project’s source pages/a/a.wxml:3:5' }).click();
      const lines = page.getByRole('list', { name: 'Console, oldest first' }).getByRole('listitem');
      await expect.poll(() => lines.count()).toBe(2);
      await page.getByRole('tab', { name: 'Console 2' }).waitFor();
      await page.getByRole('contentinfo').getByRole('button', { name: '2 errors' }).waitFor();
    });
  });
});

test('a reload brings the lines of the new run in place of the old ones', async () => {
  await inPanel(busySnapshot(), async ({ page, emit, replaceSnapshot }) => {
    await page.getByRole('tab', { name: 'Console' }).click();
    const lines = page.getByRole('list', { name: 'Console, oldest first' }).getByRole('listitem');
    await expect.poll(() => lines.count()).toBe(8);
    await replaceSnapshot(openSnapshot({ console: consoleFixture().slice(0, 2) }));
    const { project, openFailure, labOrigin, recent } = openSnapshot();
    await emit({ kind: 'project', project, openFailure, labOrigin, recent });
    await expect.poll(() => lines.count()).toBe(2);
  });
});

test('the unsupported APIs are listed from the status line', async () => {
  await inPanel(busySnapshot(), async ({ page, emit }) => {
    await emit({ kind: 'unsupported', unsupported: [{ api: 'wx.startHCE', calls: 3 }] });
    await page.getByRole('button', { name: '1 unsupported API' }).click();
    await page.getByText('wx.startHCE').waitFor();
    await page.getByText('3 calls').waitFor();
  });
});

test('another project brings another session, and events on the way are not lost', async () => {
  await inPanel(busySnapshot(), async ({ page, emit, calls, putExchanges }) => {
    await page.locator('#transfer-e2').click();
    await emit({ kind: 'project', project: null, openFailure: null, labOrigin: null, recent: [] });
    await page.getByRole('button', { name: 'Open folder…' }).waitFor();
    await expect.poll(async () => (await calls('panel:snapshot')).length).toBe(2);

    await putExchanges([exchangeFixture('new')]);
    const { project, recent } = openSnapshot();
    await page.evaluate(
      ([opened, changed]) => {
        const send: unknown = Reflect.get(window, 'emitPanelEvent');
        if (typeof send !== 'function') throw new Error('The fake bridge is missing.');
        // In one turn: the second event arrives while the snapshot the first one asks for is on its way.
        Reflect.apply(send, undefined, [opened]);
        Reflect.apply(send, undefined, [changed]);
      },
      [
        { kind: 'project', project, openFailure: null, labOrigin: null, recent },
        { kind: 'rows', changed: [exchangeRow(exchangeFixture('new'), 2, NO_MARKS)] },
      ] as const,
    );
    await page.locator('#transfer-new').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
  });
});
