import { expect, test } from 'vitest';
import { linesFromTransfers } from '../../../src-renderer/panel/transfers/transfer-lines.ts';
import { FIXTURE_EPOCH_MS, exchangeFixture } from '../../support/exchange-fixtures.ts';

const old = exchangeFixture('old', { calledAtEpochMs: FIXTURE_EPOCH_MS - 1 });
const fresh = exchangeFixture('fresh', { calledAtEpochMs: FIXTURE_EPOCH_MS });

test('a divider parts earlier launches from this one', () => {
  expect(linesFromTransfers([old, fresh], FIXTURE_EPOCH_MS)).toEqual({
    items: [old, 'divider', fresh],
    earlierCount: 1,
    dividers: 1,
  });
});

test('it ends a list of nothing but earlier ones, and is missing where there are none', () => {
  expect(linesFromTransfers([old], FIXTURE_EPOCH_MS).items).toEqual([old, 'divider']);
  expect(linesFromTransfers([fresh], FIXTURE_EPOCH_MS).items).toEqual([fresh]);
});
