import type { Exchange } from '#contract/transfer';
import { FIXTURE_EPOCH_MS, LAB_ORIGIN, exchangeFixture } from './exchange-fixtures.ts';

/** Uploads called at once: ten hold slots, each of the others gets the slot of one that ended; the first is aborted. */
export function slotExchanges(count: number): readonly Exchange[] {
  return Array.from({ length: count }, (_, index) => {
    const isFirst = index < 10;
    const fromMs = isFirst ? 0 : 100 + 10 * (index % 10);
    const toMs = isFirst ? 100 + 10 * index : fromMs + 200;
    return exchangeFixture(`u${String(index)}`, {
      kind: 'upload',
      method: 'POST',
      url: `${LAB_ORIGIN}/upload/${String(index)}.jpg`,
      state: index === 0 ? 'aborted' : 'done',
      calledAtEpochMs: FIXTURE_EPOCH_MS + index / 100,
      queueMs: fromMs,
      durationMs: toMs,
      slot: { index: index % 10, fromMs, toMs, freedBy: isFirst ? null : `u${String(index - 10)}` },
    });
  });
}
