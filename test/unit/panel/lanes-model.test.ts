import { describe, expect, test } from 'vitest';
import { exchangeRow, NO_MARKS } from '../../../src-main/lib/exchange-facts.ts';
import {
  burstsOf,
  freedLinks,
  lanesOf,
  ticksOf,
} from '../../../src-renderer/panel/transfers/lanes/lanes-model.ts';
import { FIXTURE_EPOCH_MS, exchangeFixture } from '../../support/exchange-fixtures.ts';
import { slotExchanges } from '../../support/slot-fixtures.ts';

const rows = (exchanges: Parameters<typeof exchangeRow>[0][]): ReturnType<typeof exchangeRow>[] =>
  exchanges.map((exchange) => exchangeRow(exchange, 1, NO_MARKS));

describe('the lanes', () => {
  test('say who held which slot, who waited, and whose end freed it', () => {
    const kinds = lanesOf(rows([...slotExchanges(14)]), FIXTURE_EPOCH_MS + 10_000);
    expect(kinds.map(({ kind }) => kind)).toEqual(['upload']);
    const [uploads] = kinds;
    expect(uploads?.held.length).toBe(14);
    expect(Math.max(...(uploads?.held.map(({ lane }) => lane) ?? []))).toBe(9);
    expect(uploads?.waited.map(({ row }) => row.id)).toEqual(['u10', 'u11', 'u12', 'u13']);
    expect(uploads?.waitLanes).toBe(4);
    const links = freedLinks(kinds);
    expect(links.map(({ from, to }) => `${from.row.id}→${to.row.id}`)).toEqual([
      'u0→u10',
      'u1→u11',
      'u2→u12',
      'u3→u13',
    ]);
    expect(links[0]?.waited?.row.id).toBe('u10');
  });

  test('one that waits and one that runs reach to now', () => {
    const now = FIXTURE_EPOCH_MS + 700;
    const alive = { kind: 'download', durationMs: null, calledAtEpochMs: FIXTURE_EPOCH_MS } as const;
    const [downloads] = lanesOf(
      rows([
        exchangeFixture('run', {
          ...alive,
          state: 'running',
          slot: { index: 2, fromMs: 0, toMs: null, freedBy: null },
        }),
        exchangeFixture('wait', { ...alive, state: 'waiting', slot: null }),
      ]),
      now,
    );
    expect(downloads).toMatchObject({ holdingNow: 1, waitingNow: 1, longestWaitMs: 700 });
    expect(downloads?.held[0]?.toEpochMs).toBe(now);
  });

  test('one that gave up in line is drawn there, without a slot', () => {
    const [requests] = lanesOf(
      rows([exchangeFixture('gone', { state: 'aborted', slot: null, queueMs: 90, durationMs: 90 })]),
      FIXTURE_EPOCH_MS,
    );
    expect([requests?.held.length, requests?.waited.length]).toEqual([0, 1]);
  });

  test('a long pause begins another burst; images and sockets are in none', () => {
    const at = (id: string, afterMs: number): ReturnType<typeof exchangeFixture> =>
      exchangeFixture(id, { calledAtEpochMs: FIXTURE_EPOCH_MS + afterMs, durationMs: 100 });
    const bursts = burstsOf(
      rows([at('c', 20_000), at('a', 0), at('b', 4000), exchangeFixture('img', { kind: 'resource' })]),
      FIXTURE_EPOCH_MS + 30_000,
    );
    expect(bursts.map((burst) => burst.rows.map(({ id }) => id).join(''))).toEqual(['ab', 'c']);
  });

  test('ticks are round and have room for their labels', () => {
    expect(ticksOf(1000, 0.5).slice(0, 3)).toEqual([0, 200, 400]);
    expect(ticksOf(90, 8)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });
});
