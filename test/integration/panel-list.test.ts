import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FIXTURE_EPOCH_MS,
  exchangeFixture,
  manyExchanges,
  tenExchanges,
} from '../support/exchange-fixtures.ts';
import { busySnapshot, openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type OpenPanel, type PanelHarness } from '../support/panel-harness.ts';
import { slotExchanges } from '../support/slot-fixtures.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 120_000);
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

const rowsOf = (page: Page): Locator => page.locator('[id^=transfer-]');
const filterOf = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter transfers' });

async function cell(page: Page, id: string, column: string): Promise<string> {
  const text = await page.locator(`#transfer-${id} [data-column=${column}]`).innerText();
  return text.replaceAll('\u00a0', ' ').trim();
}

describe('the list of transfers', () => {
  test('tells state, direction, address, status, size and time of each, and the rest when pointed at', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await page.locator('#transfer-e2').waitFor();
      expect(await cell(page, 'e2', 'state')).toBe('Done');
      expect(await cell(page, 'e2', 'method')).toBe('POST');
      expect(await cell(page, 'e2', 'host')).toBe('127.0.0.1:43817');
      expect(await cell(page, 'e2', 'path')).toBe('/upload');
      expect(await cell(page, 'e2', 'size')).toBe('1.2 MB');
      expect(await cell(page, 'e2', 'duration')).toBe('704 ms');
      expect(await cell(page, 'e5', 'state')).toBe('Failed');
      const warned = page.locator('#transfer-e4 [data-column=warning]');
      expect(await warned.getAttribute('aria-label')).toContain('404');
      const bar = (id: string): Locator => page.locator(`#transfer-${id} [role=progressbar]`);
      expect(await bar('e9').getAttribute('aria-valuenow')).toBe('62');
      expect(await bar('e10').getAttribute('aria-valuenow')).toBeNull();
      const titleOf = async (column: string): Promise<string> => {
        const pointed = page.locator(`#transfer-e2 [data-column=${column}]`);
        await pointed.hover();
        return ((await pointed.getAttribute('title')) ?? '').replaceAll('\u00a0', ' ');
      };
      expect(await titleOf('waterfall')).toBe(
        'Waiting: 12 ms\nConnecting: 2 ms\nSending: 626 ms\nServer: 62 ms\nReceiving: 2 ms',
      );
      expect(await titleOf('duration')).toContain('6:30:00');
    });
  });

  test('a row that runs changes live, says its rate, a stall and a breakpoint, and is counted', async () => {
    await inPanel(openSnapshot(), async ({ page, putExchanges }) => {
      await page.getByText('No transfers yet').waitFor();
      const running = exchangeFixture('x', {
        kind: 'upload',
        method: 'POST',
        state: 'running',
        durationMs: null,
        statusCode: null,
        sentBytes: 10_000,
        expectedSendBytes: 100_000,
        receivedBytes: 0,
        slot: { index: 0, fromMs: 0, toMs: null, freedBy: null },
      });
      await putExchanges([running]);
      const bar = page.locator('#transfer-x [role=progressbar]');
      await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('10');
      await page.getByText('1 in flight').waitFor();
      await putExchanges([{ ...running, sentBytes: 70_000 }]);
      await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('70');
      await page.locator('#transfer-x').getByText('Stalled').waitFor();
      await page
        .locator('#transfer-x')
        .getByText(/No byte for [2-9] s/)
        .waitFor();
      await putExchanges([{ ...running, sentBytes: 70_000, pausedAt: 'request' }]);
      await page.locator('#transfer-x').getByText('Paused').waitFor();
      await putExchanges([{ ...running, state: 'aborted', durationMs: 90 }]);
      await page.locator('#transfer-x').getByText('Aborted').waitFor();
      await page.getByText('0 in flight').waitFor();
    });
  });

  test('the filter filters, is coloured, completes, explains itself, remembers, and the chips write into it', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await rowsOf(page).first().waitFor();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('kind:upl');
      await page.getByRole('option').getByText('wx.uploadFile').waitFor();
      await page.keyboard.press('Tab');
      expect(await filterOf(page).inputValue()).toBe('kind:upload ');
      await expect.poll(() => rowsOf(page).count()).toBe(3);
      expect(await page.getByRole('radio', { name: 'Uploads' }).getAttribute('aria-checked')).toBe('true');
      expect(await page.locator('.colours .key').innerText()).toBe('kind:');
      await page.keyboard.press('Enter');
      await filterOf(page).fill('stauts:404');
      await page.keyboard.press('Home');
      await page.getByText('Did you mean status?').waitFor();
      await page.keyboard.press('Escape');
      expect(await filterOf(page).inputValue()).toBe('');
      await page.keyboard.press('ArrowUp');
      expect(await filterOf(page).inputValue()).toBe('kind:upload');
      await page.getByRole('radio', { name: 'Problems' }).click();
      expect(await filterOf(page).inputValue()).toBe('is:problem');
      await page.getByText('4 of 10').waitFor();
      await filterOf(page).fill('no such thing');
      await page.getByRole('button', { name: 'Show all' }).click();
      await expect.poll(() => rowsOf(page).count()).toBe(10);
    });
  });

  test('what was read from a file says so, and that it was sent again there', async () => {
    const imported = exchangeFixture('i', { origin: { kind: 'import', from: 'a.ferry', was: 'resend' } });
    await inPanel(openSnapshot({ exchanges: [imported] }), async ({ page }) => {
      const tags = page.locator('#transfer-i [data-column=tags]');
      await tags.locator('svg.import').waitFor();
      await tags.locator('svg.resend').waitFor();
      expect(await tags.textContent()).toContain('Read from a file: a.ferry');
    });
  });

  test('clearing keeps what is pinned or alive, and can be undone', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await page.locator('#transfer-e2').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Pin' }).click();
      await page.locator('#transfer-e2.pinned').waitFor();
      const details = page.getByRole('article', { name: 'Details of the transfer' });
      await page.locator('#transfer-e2').click();
      await details.waitFor();
      await page.getByRole('button', { name: 'Clear transfers' }).click();
      await details.waitFor({ state: 'detached' });
      await expect.poll(() => rowsOf(page).count()).toBe(3);
      await page.locator('#transfer-e2').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => rowsOf(page).count()).toBe(10);
    });
  });

  test('arrows move, Shift selects on, Enter opens, Escape closes; P, T and N mark what is selected', async () => {
    await inPanel(busySnapshot(), async ({ page, calls }) => {
      const grid = page.getByRole('grid');
      await rowsOf(page).first().waitFor();
      await grid.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => grid.getAttribute('aria-activedescendant')).toBe('transfer-e2');
      await page.keyboard.press('Enter');
      const details = page.getByRole('article', { name: 'Details of the transfer' });
      await details.waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => details.count()).toBe(0);
      await page.keyboard.press('Shift+ArrowDown');
      await expect.poll(() => page.locator('[aria-selected=true][id^=transfer-]').count()).toBe(2);
      await page.keyboard.press('t');
      await page.getByLabel('Tags, separated by commas').fill('slow, 登录');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.locator('#transfer-e3 .tag').getByText('登录').waitFor();
      expect(await calls('panel:mark-exchanges')).toEqual([
        { ids: ['e2', 'e3'], marks: { tags: ['slow', '登录'] } },
      ]);
      await page.getByRole('grid').focus();
      await page.keyboard.press('p');
      await page.locator('#transfer-e3.pinned').waitFor();
      await filterOf(page).fill('tag:slow');
      await expect.poll(() => rowsOf(page).count()).toBe(2);
    });
  });

  test('groups by page; a group closes and opens', async () => {
    await inPanel(busySnapshot(), async ({ page }) => {
      await rowsOf(page).first().waitFor();
      await page.getByRole('button', { name: 'Group by page' }).click();
      const group = page.getByRole('row', { name: /pages\/album\/index/ }).first();
      await group.waitFor();
      const before = await rowsOf(page).count();
      await group.click();
      await expect.poll(() => rowsOf(page).count()).toBeLessThan(before);
      expect(await group.getAttribute('aria-expanded')).toBe('false');
    });
  });

  test('transfers of earlier launches stand above a divider', async () => {
    const earlier = tenExchanges()
      .slice(0, 3)
      .map((exchange, index) => ({
        ...exchange,
        id: `old-${exchange.id}`,
        calledAtEpochMs: FIXTURE_EPOCH_MS - 86_400_000 + index,
      }));
    await inPanel(busySnapshot({ exchanges: [...earlier, ...tenExchanges()] }), async ({ page }) => {
      const rows = page.getByRole('grid').getByRole('row');
      await expect.poll(() => rows.nth(4).innerText()).toContain('Earlier launches');
      expect(await rows.nth(5).getAttribute('id')).toBe('transfer-e1');
    });
  });

  test('a list sorted by size keeps the row on top while rows come in', async () => {
    await inPanel(openSnapshot({ exchanges: manyExchanges(400) }), async ({ page, putExchanges }) => {
      await rowsOf(page).first().waitFor();
      await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click();
      const list = page.getByRole('grid').locator('.list');
      await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(0);
      await list.evaluate((element) => {
        element.scrollTop = 2800;
      });
      const top = (): Promise<string | null> =>
        page.evaluate(() => {
          const box = document.querySelector('[role=grid] .list')?.getBoundingClientRect();
          const under = box ? document.elementFromPoint(box.left + 40, box.top + 40) : null;
          return under?.closest('[id^=transfer-]')?.id ?? null;
        });
      await expect.poll(top).not.toBeNull();
      const before = await top();
      await putExchanges(
        Array.from({ length: 30 }, (_, index) =>
          exchangeFixture(`big${String(index)}`, {
            receivedBytes: 90_000_000,
            calledAtEpochMs: FIXTURE_EPOCH_MS + 100_000 + index,
          }),
        ),
      );
      await expect.poll(() => page.getByText('430 transfers').count()).toBe(1);
      await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(2800 + 30 * 28);
      expect(await top()).toBe(before);
    });
  });
});

describe('the columns', () => {
  test.each([
    [1280, 800],
    [1024, 700],
  ])('stand over their cells at %d × %d, and the one with the time sorts', async (width, height) => {
    await inPanel(
      busySnapshot({ exchanges: [...tenExchanges(), ...manyExchanges(100)] }),
      async ({ page }) => {
        await rowsOf(page).first().waitFor();
        const places = (row: Locator, cells: string): Promise<readonly (readonly number[])[]> =>
          row
            .locator(cells)
            .evaluateAll((all) =>
              all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right]),
            );
        const row = rowsOf(page).last();
        await expect
          .poll(async () =>
            JSON.stringify(await places(page.getByRole('row').first(), '[role=columnheader]')),
          )
          .toBe(JSON.stringify(await places(row, '[role=gridcell]')));
        const head = page.getByRole('columnheader', { name: 'Time' });
        await head.getByRole('button').click();
        await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
        await expect
          .poll(async () => (await page.getByRole('row').nth(1).innerText()).replaceAll('\u00a0', ' '))
          .toContain('3.1 s');
      },
      { width, height },
    );
  });

  test('are chosen, resized by drag and key, moved, and remembered', async () => {
    await inPanel(busySnapshot(), async ({ page, calls }) => {
      await rowsOf(page).first().waitFor();
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Waterfall' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Type' }).click();
      await page.keyboard.press('Escape');
      const head = (name: string): Locator => page.getByRole('columnheader', { name });
      await head('Type').waitFor();
      expect(await head('Waterfall').count()).toBe(0);
      const widthOf = async (name: string): Promise<number> => (await head(name).boundingBox())?.width ?? 0;
      await head('Type').getByRole('button').focus();
      const before = await widthOf('Type');
      await page.keyboard.press('Alt+ArrowLeft');
      expect(await widthOf('Type')).toBe(before - 8);
      const edge = await head('State').locator('.edge').boundingBox();
      if (!edge) throw new Error('The head has no edge.');
      await page.mouse.move(edge.x + 8, edge.y + 10);
      await page.mouse.down();
      await page.mouse.move(edge.x + 38, edge.y + 10, { steps: 3 });
      await page.mouse.up();
      expect(await widthOf('State')).toBe(110);
      await head('State').getByRole('button').focus();
      await page.keyboard.press('Alt+Shift+ArrowRight');
      expect(await page.getByRole('columnheader').first().innerText()).toBe('Method');
      await expect
        .poll(async () => JSON.stringify((await calls('panel:remember')).at(-1)))
        .toMatch(/order.{0,12}method.{0,6}state/u);
      await page.reload();
      await head('Type').waitFor();
      expect(await page.getByRole('columnheader').first().innerText()).toBe('Method');
      expect(await widthOf('State')).toBe(110);
    });
  });
});

describe('the lanes', () => {
  test('draw who holds the slots, who waits and what an abort freed; the same as a table', async () => {
    await inPanel(openSnapshot({ exchanges: slotExchanges(14) }), async ({ page }) => {
      await page.getByRole('button', { name: 'Concurrency lanes' }).click();
      const uploads = page.getByRole('region', { name: 'Upload' });
      const bars = uploads.locator('.bar.held');
      await expect.poll(() => bars.count()).toBe(14);
      expect(await uploads.locator('.bar.waited').count()).toBe(4);
      expect(await uploads.locator('path.aborted').count()).toBe(1);
      const freed = uploads.getByRole('button', { name: /freed by POST \/upload\/0.jpg \(Aborted\)/ });
      expect(await freed.count()).toBe(1);
      await uploads.locator('.bar').first().focus();
      await page.keyboard.press('ArrowRight');
      await page.locator('.told').getByText('POST /upload/1.jpg').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('article', { name: 'Details of the transfer' }).waitFor();
      await page.getByRole('button', { name: 'As a table' }).click();
      expect(await page.getByRole('table').locator('tbody tr').count()).toBe(14);
    });
  });

  test('follow what is alive, and say so when nothing held a slot', async () => {
    await inPanel(
      openSnapshot({ exchanges: [exchangeFixture('r', { kind: 'resource', slot: null })] }),
      async ({ page, putExchanges }) => {
        await page.getByRole('button', { name: 'Concurrency lanes' }).click();
        await page.getByText('No transfer held a slot').waitFor();
        await putExchanges([
          exchangeFixture('live', {
            kind: 'download',
            state: 'running',
            durationMs: null,
            calledAtEpochMs: FIXTURE_EPOCH_MS + 299_000,
            slot: { index: 3, fromMs: 0, toMs: null, freedBy: null },
          }),
        ]);
        await page.getByRole('region', { name: 'Download' }).getByText('1 of 10 slots held').waitFor();
        await page.locator('.now').waitFor();
      },
    );
  });
});
