import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FIXTURE_EPOCH_MS,
  exchangeFixture,
  manyExchanges,
  tenExchanges,
} from '../support/exchange-fixtures.ts';
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

describe('the list of transfers', () => {
  test('tells state, direction, address, status, size and progress of each', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      const cells = async (id: string): Promise<readonly string[]> =>
        (await page.locator(`#transfer-${id} [role=gridcell]`).allInnerTexts()).map((text) =>
          (text.split('\n').at(-1) ?? '').replaceAll('\u00a0', ' ').trim(),
        );
      expect(await cells('e2')).toEqual([
        'Done',
        'POST',
        '127.0.0.1:43817',
        '/upload',
        'pages/album/index',
        '200',
        '1.2 MB',
        '',
        '704 ms',
      ]);
      expect((await cells('e4')).slice(0, 1)).toEqual(['Done']);
      expect(await page.locator('#transfer-e4 .warn').getAttribute('title')).toContain('404');
      expect((await cells('e5'))[0]).toBe('Failed');
      expect(await page.locator('#transfer-e9 [role=progressbar]').getAttribute('aria-valuenow')).toBe('62');
      expect(await page.locator('#transfer-e10 [role=progressbar]').getAttribute('aria-valuenow')).toBeNull();
    });
  });

  test('changes live, and counts what is in flight', async () => {
    await inPanel(openSnapshot(), async ({ page, emit }) => {
      await page.getByText('No transfers yet').waitFor();
      const running = exchangeFixture('x', {
        kind: 'upload',
        method: 'POST',
        state: 'running',
        durationMs: null,
        statusCode: null,
        sentBytes: 10,
        expectedSendBytes: 100,
      });
      await emit({ kind: 'exchanges', changed: [running] });
      const bar = page.locator('#transfer-x [role=progressbar]');
      expect(await bar.getAttribute('aria-valuenow')).toBe('10');
      await page.getByText('1 in flight').waitFor();
      await emit({ kind: 'exchanges', changed: [{ ...running, sentBytes: 70 }] });
      await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('70');
      await emit({ kind: 'exchanges', changed: [{ ...running, state: 'aborted', durationMs: 90 }] });
      await page.locator('#transfer-x').getByText('Aborted').waitFor();
      await page.getByText('0 in flight').waitFor();
    });
  });

  test('filters by words and kind, and clears', async () => {
    await inPanel(busySnapshot(), async ({ page, calls }) => {
      const rows = page.locator('[id^=transfer-]');
      await page.keyboard.press('Control+f');
      await page.keyboard.type('404');
      await expect.poll(() => rows.count()).toBe(1);
      await page.keyboard.press('Escape');
      await expect.poll(() => rows.count()).toBe(10);
      await page.getByRole('radio', { name: 'Uploads' }).click();
      await expect.poll(() => rows.count()).toBe(3);
      await page.keyboard.press('ArrowRight');
      await page.getByText('4 of 10').waitFor();
      await page.getByPlaceholder('Filter by address').fill('no such thing');
      await page.getByRole('button', { name: 'Show all' }).click();
      await expect.poll(() => rows.count()).toBe(10);
      await page.getByRole('button', { name: 'Clear transfers' }).click();
      await page.getByText('No transfers yet').waitFor();
      expect(await calls('panel:clear-exchanges')).toEqual([{}]);
    });
  });

  test('arrows move, Enter opens, Escape closes', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      const grid = page.getByRole('grid');
      await grid.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      expect(await grid.getAttribute('aria-activedescendant')).toBe('transfer-e2');
      await page.keyboard.press('Enter');
      const details = page.getByRole('article', { name: 'Details of the transfer' });
      await details.getByText('http://127.0.0.1:43817/upload', { exact: true }).waitFor();
      await page.keyboard.press('ArrowDown');
      await details.getByText('/samples/river-voice.m4a').first().waitFor();
      expect(await page.locator('#transfer-e3').getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('Escape');
      await expect.poll(() => details.count()).toBe(0);
    });
  });
});

describe('the columns of the transfers', () => {
  test.each([
    [1280, 800],
    [1024, 700],
  ])('stand over their cells at %d × %d, and no host is cut', async (width, height) => {
    await inPanel(
      busySnapshot({ exchanges: [...tenExchanges(), ...manyExchanges(100)] }),
      async ({ page }) => {
        const list = page.getByRole('grid').locator('.list');
        // A browser without a window hides its scrollbars; the gutter takes the room one would take.
        await list.evaluate((element: HTMLElement) => {
          element.style.scrollbarGutter = 'stable';
        });
        await expect
          .poll(() => list.evaluate((element: HTMLElement) => element.offsetWidth - element.clientWidth))
          .toBeGreaterThan(5);
        const places = (row: Locator): Promise<readonly (readonly number[])[]> =>
          row.evaluate((element) =>
            [...element.children]
              .map((cell) => cell.getBoundingClientRect())
              .filter((box) => box.width > 0)
              .map((box) => [box.left, box.right]),
          );
        const row = page.locator('[id^=transfer-]').last();
        await expect
          .poll(async () => JSON.stringify(await places(page.getByRole('row').first())))
          .toBe(JSON.stringify(await places(row)));
        const heads = page.getByRole('columnheader');
        expect(
          await heads.evaluateAll((cells) =>
            cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
          ),
        ).toEqual([]);
        expect(await row.locator('.host .shown').innerText()).toBe('127.0.0.1:43817');
      },
      { width, height },
    );
  });

  test('a finished row tells its phases, its time and when it was called', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      const titleOf = async (name: string): Promise<string> =>
        ((await page.locator(`#transfer-e2 ${name}`).getAttribute('title')) ?? '').replaceAll('\u00a0', ' ');
      expect(await titleOf('.progress')).toBe(
        'Waiting: 12 ms\nConnecting: 2 ms\nSending: 626 ms\nServer: 62 ms\nReceiving: 2 ms',
      );
      expect(await titleOf('.number.soft')).toContain('6:30:00');
    });
  });

  test('transfers of earlier launches stand above a divider', async () => {
    const earlier = tenExchanges()
      .slice(0, 3)
      .map((exchange) => ({
        ...exchange,
        id: `old-${exchange.id}`,
        calledAtEpochMs: FIXTURE_EPOCH_MS - 86_400_000,
      }));
    await inPanel(busySnapshot({ exchanges: [...earlier, ...tenExchanges()] }), async ({ page }) => {
      const rows = page.getByRole('grid').getByRole('row');
      expect(await rows.nth(4).innerText()).toContain('Earlier launches');
      expect(await rows.nth(5).getAttribute('id')).toBe('transfer-e1');
      await page.getByRole('grid').focus();
      await page.keyboard.press('Home');
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
      expect(await page.getByRole('grid').getAttribute('aria-activedescendant')).toBe('transfer-e1');
    });
  });
});

describe('the details of a transfer', () => {
  test('tell an upload’s story, request, parts, response, timing and callbacks', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await page.locator('#transfer-e2').click();
      const details = page.getByRole('article', { name: 'Details of the transfer' });
      const pane = details.getByRole('region').first();
      await details.getByText('wx.uploadFile called').waitFor();
      await details.getByText('plain http').waitFor();
      expect(await details.getByText('pages/album/index.js:41').count()).toBe(1);

      await details.getByText('onProgressUpdate, 3 times').click();
      expect(await details.locator('summary').count()).toBe(6);
      await details.locator('summary').nth(4).click();
      await details.getByRole('region', { name: 'success' }).getByText('"uploadFile:ok"').waitFor();

      await details.getByRole('tab', { name: 'Request' }).click();
      await pane.getByText('https://servicewechat.com/touristappid/devtools/page-frame.html').waitFor();

      await details.getByRole('tab', { name: 'Parts' }).click();
      expect(await pane.locator('tbody tr').count()).toBe(3);
      const picture = pane.getByRole('img');
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);

      await details.getByRole('tab', { name: 'Response' }).click();
      await pane.getByText('"kept"').waitFor();

      await details.getByRole('tab', { name: 'Timing' }).click();
      expect(await pane.getByRole('listitem').count()).toBe(6);
    });
  });

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

  test('say that a file is gone instead of showing a broken picture', async () => {
    await inPanel(busySnapshot({ files: [] }), async ({ page }) => {
      await page.locator('#transfer-e2').click();
      await page.getByRole('tab', { name: 'Parts' }).click();
      await page.getByText('The file is no longer there').waitFor();
      expect(await page.getByRole('article').getByRole('img').count()).toBe(0);
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

describe('the files', () => {
  test('are previewed, lead to their transfer, and are removed only when confirmed', async () => {
    await inPanel(busySnapshot(), async ({ page, calls, emit }) => {
      await page.getByRole('tab', { name: 'Files' }).click();
      const row = (name: string) => page.getByRole('row').filter({ hasText: name });
      await row('tmp_9f86').click();
      const details = page.getByRole('article', { name: 'Details of the file' });
      await details.getByText('1,203,811 B').waitFor();
      expect(await details.getByRole('button', { name: 'Remove' }).count()).toBe(0);
      await details.getByRole('button', { name: 'Show in folder' }).click();
      expect(await calls('panel:reveal-file')).toEqual([{ path: 'http://tmp/tmp_9f86d081884c.jpg' }]);

      const saved = busySnapshot().files.map((file) =>
        file.kind === 'saved' ? { ...file, mediaType: 'application/pdf' } : file,
      );
      await emit({ kind: 'files', files: saved });
      await row('store_5c1d').click();
      await details.getByText('No preview for this type').waitFor();
      await details.getByRole('button', { name: 'Remove' }).click();
      await details.getByRole('button', { name: 'Keep it' }).click();
      expect(await calls('panel:remove-file')).toEqual([]);
      await details.getByRole('button', { name: 'Remove' }).click();
      await details.getByText('Remove this saved file?').waitFor();
      await details.getByRole('button', { name: 'Remove' }).click();
      expect(await calls('panel:remove-file')).toEqual([{ path: 'http://store/store_5c1d77ab12.m4a' }]);

      await page.getByRole('button', { name: 'transfer' }).first().click();
      await page
        .getByRole('article', { name: 'Details of the transfer' })
        .getByText('river-voice.m4a')
        .first()
        .waitFor();
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
  await inPanel(busySnapshot(), async ({ page, emit, calls }) => {
    await page.locator('#transfer-e2').click();
    await emit({ kind: 'project', project: null, openFailure: null, labOrigin: null, recent: [] });
    await page.getByRole('button', { name: 'Open folder…' }).waitFor();
    await expect.poll(async () => (await calls('panel:snapshot')).length).toBe(2);

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
        { kind: 'exchanges', changed: [exchangeFixture('new')] },
      ] as const,
    );
    await page.locator('#transfer-new').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
  });
});
