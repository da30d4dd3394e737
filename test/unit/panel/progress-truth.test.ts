import { describe, expect, test } from 'vitest';
import { ticksUpTo } from '../../../src-renderer/panel/transfers/details/progress-path.ts';
import { progressTruth, valueAt } from '../../../src-renderer/panel/transfers/details/progress-truth.ts';
import { richUpload } from '../../support/details-fixtures.ts';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';

describe('progressTruth', () => {
  test('finds the stall of an upload, how early 100 % was told, and what lay in between', () => {
    const truth = progressTruth(richUpload());
    expect(truth?.way).toBe('up');
    expect(truth?.stalls).toEqual([{ fromMs: 800, toMs: 2600 }]);
    expect(truth?.earlyMs).toBe(12_100 - 4000);
    expect(truth?.told.map(({ percent }) => percent)).toEqual([34, 64, 100]);
    expect(truth?.mostBufferedBytes).toBe(Math.round((truth?.totalBytes ?? 0) / 12));
    expect(truth?.meanRate).toBeGreaterThan(0);
  });

  test('a transfer that never was answered is early by its whole rest, one that is waiting says nothing yet', () => {
    expect(progressTruth(richUpload({ statusCode: null, state: 'failed' }))?.earlyMs).toBe(12_400 - 4000);
    expect(
      progressTruth(richUpload({ statusCode: null, state: 'running', durationMs: null }))?.earlyMs,
    ).toBeNull();
  });

  test('a full body that waits for its answer has not stalled', () => {
    const samples = [0, 100, 5000].map((atMs) => ({
      atMs,
      acceptedBytes: atMs === 0 ? 0 : 500,
      acknowledgedBytes: null,
      receivedBytes: 0,
    }));
    const truth = progressTruth(richUpload({ samples, sentBytes: 500, expectedSendBytes: 500 }));
    expect(truth?.stalls).toEqual([]);
    expect(truth?.acknowledged).toEqual([]);
  });

  test('a download is measured by what came', () => {
    const samples = [0, 1000, 4000].map((atMs) => ({
      atMs,
      acceptedBytes: 0,
      acknowledgedBytes: null,
      receivedBytes: atMs === 4000 ? 300 : atMs / 10,
    }));
    const truth = progressTruth(
      exchangeFixture('d', { kind: 'download', samples, receivedBytes: 300, expectedReceiveBytes: 900 }),
    );
    expect(truth).toMatchObject({
      way: 'down',
      totalBytes: 900,
      earlyMs: null,
      stalls: [{ fromMs: 1000, toMs: 4000 }],
    });
  });

  test('nothing sampled and nothing told is nothing to draw', () => {
    expect(progressTruth(exchangeFixture('t'))).toBeNull();
  });
});

test('the value at a moment is that of the last sample before it', () => {
  const points = [
    [0, 0],
    [100, 5],
  ] as const;
  expect([valueAt(points, -1), valueAt(points, 50), valueAt(points, 500)]).toEqual([null, 0, 5]);
});

test('axes have round figures', () => {
  expect(ticksUpTo(105_706, 4)).toEqual([0, 50_000, 100_000]);
  expect(ticksUpTo(0, 4)).toEqual([0]);
});
