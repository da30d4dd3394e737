import { expect, test } from 'vitest';
import { exchangeRow, NO_MARKS } from '../../../src-main/lib/exchange-facts.ts';
import { tagsFrom } from '../../../src-renderer/panel/transfers/list/tags.ts';
import { phaseGradient } from '../../../src-renderer/panel/transfers/list/phase-gradient.ts';
import { axisOf } from '../../../src-renderer/panel/transfers/list/waterfall-axis.ts';
import { FIXTURE_EPOCH_MS, exchangeFixture } from '../../support/exchange-fixtures.ts';

const row = (id: string, calledAfterMs: number, durationMs: number | null): ReturnType<typeof exchangeRow> =>
  exchangeRow(
    exchangeFixture(id, { calledAtEpochMs: FIXTURE_EPOCH_MS + calledAfterMs, durationMs }),
    1,
    NO_MARKS,
  );

test('rows called close together share one time axis; far apart, each begins at its own call', () => {
  expect(axisOf([row('a', 0, 100), row('b', 50, 400)], 0)).toEqual({
    fromEpochMs: FIXTURE_EPOCH_MS,
    longMs: 450,
  });
  expect(axisOf([row('a', 0, 100), row('b', 60_000, 400)], 0)).toEqual({ fromEpochMs: null, longMs: 400 });
  expect(axisOf([], 0).fromEpochMs).toBeNull();
});

test('what is alive reaches to now', () => {
  expect(axisOf([row('a', 0, null)], FIXTURE_EPOCH_MS + 900).longMs).toBe(900);
});

test('the phases are one gradient, in which a transfer that ended early shows where', () => {
  const failed = exchangeFixture('f', {
    kind: 'upload',
    state: 'failed',
    durationMs: 200,
    phases: [
      { name: 'queue', startMs: 0, endMs: 20 },
      { name: 'send', startMs: 40, endMs: 100 },
    ],
  });
  expect(phaseGradient(failed)).toBe(
    'linear-gradient(to right, var(--fall-queue) 0% 10%, var(--fall-gap) 10% 20%, var(--upload) 20% 50%, var(--fall-undone) 50% 100%)',
  );
  expect(phaseGradient({ ...failed, durationMs: null })).toBe('');
});

test('tags are parted by commas of either script, each once', () => {
  expect(tagsFrom(' slow, 登录，慢、slow ,, ')).toEqual(['slow', '登录', '慢']);
});
