import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeRow, NO_MARKS } from '../../src-main/lib/exchange-facts.ts';
import { FIXTURE_EPOCH_MS, exchangeFixture, manyExchanges } from '../support/exchange-fixtures.ts';
import { openSnapshot } from '../support/panel-fixtures.ts';
import { startPanelHarness, type PanelHarness } from '../support/panel-harness.ts';

let harness: PanelHarness;
beforeAll(async () => {
  harness = await startPanelHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Rows in sight and a few beyond, never the whole list. */
const MOST_ROWS_IN_PAGE = 80;
const ROUNDS = 40;
/** Main sends ten batches a second; half of that time leaves room for everything else. */
const MOST_BATCH_MS = 50;

test('ten thousand transfers: few rows in the page, the newest in sight, updates quick', async () => {
  const panel = await harness.open(openSnapshot({ exchanges: manyExchanges(10_000) }));
  try {
    const { page, putExchanges } = panel;
    await page.locator('#transfer-m9999').waitFor();
    expect(await page.locator('[id^=transfer-]').count()).toBeLessThan(MOST_ROWS_IN_PAGE);
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001');

    const live = exchangeFixture('live', {
      kind: 'upload',
      state: 'running',
      calledAtEpochMs: FIXTURE_EPOCH_MS + 9_000_000,
      expectedSendBytes: 400,
      durationMs: null,
      statusCode: null,
    });
    await putExchanges(Array.from({ length: 10 }, (_, index) => ({ ...live, id: `live${String(index)}` })));
    const template = exchangeRow(live, 2, NO_MARKS);
    const startMs = performance.now();
    await page.evaluate(
      async ([row, rounds]) => {
        const send: unknown = Reflect.get(window, 'emitPanelEvent');
        if (typeof send !== 'function') throw new Error('The fake bridge is missing.');
        for (let round = 0; round < rounds; round += 1) {
          const changed = Array.from({ length: 10 }, (_, index) => ({
            ...row,
            id: `live${String(index)}`,
            state: 'running',
            sentBytes: round * 10,
          }));
          Reflect.apply(send, undefined, [{ kind: 'rows', changed }]);
          // A turn of its own, so that each batch is drawn and none is merged with the next.
          await new Promise<void>((resolve) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
              channel.port1.close();
              resolve();
            };
            channel.port2.postMessage(null);
          });
          // Reading a length makes the page lay out, as a frame would.
          if (document.body.offsetHeight === 0) throw new Error('The panel has no height.');
        }
      },
      [template, ROUNDS] as const,
    );
    expect((performance.now() - startMs) / ROUNDS).toBeLessThan(MOST_BATCH_MS);

    await page.locator('#transfer-live9').waitFor();
    await expect
      .poll(() => page.locator('#transfer-live9 [role=progressbar]').getAttribute('aria-valuenow'))
      .toBe('97');

    await page.getByRole('grid').focus();
    await page.keyboard.press('Home');
    await page.locator('#transfer-m0').waitFor();
    await putExchanges([exchangeFixture('newest', { calledAtEpochMs: FIXTURE_EPOCH_MS + 10_000_000 })]);
    await page.getByRole('button', { name: 'Latest' }).click();
    await page.locator('#transfer-newest').waitFor();

    await page.getByRole('combobox', { name: 'Filter transfers' }).fill('photo-1234.');
    await expect.poll(() => page.locator('[id^=transfer-]').count()).toBe(1);
    expect(panel.complaints).toEqual([]);
  } finally {
    await panel.close();
  }
}, 60_000);
