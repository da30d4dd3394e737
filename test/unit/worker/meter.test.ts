import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMeter } from '../../../src-main/worker/meter.ts';
import type { JobCounts } from '../../../src-main/worker/protocol.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const state = { sentBytes: 0 };
  const reported: number[] = [];
  const meter = createMeter(
    (): JobCounts => ({
      sentBytes: state.sentBytes,
      acknowledgedBytes: null,
      expectedSendBytes: 1000,
      receivedBytes: 0,
      expectedReceiveBytes: 0,
      decodedBytes: 0,
    }),
    ({ sentBytes }) => reported.push(sentBytes),
  );
  return { state, reported, meter };
}

it('reports the first at once, then fewer than ten a second, then the last', () => {
  const { state, reported, meter } = setUp();
  meter.start();
  expect(reported).toEqual([0]);
  for (let ms = 0; ms < 1000; ms += 1) {
    state.sentBytes += 1;
    vi.advanceTimersByTime(1);
  }
  expect(reported).toHaveLength(9);
  state.sentBytes += 7;
  meter.stop();
  expect(reported.at(-1)).toBe(1007);
});

it('says nothing while nothing moves, and nothing after the end', () => {
  const { state, reported, meter } = setUp();
  meter.start();
  vi.advanceTimersByTime(1000);
  meter.stop();
  state.sentBytes = 5;
  vi.advanceTimersByTime(1000);
  meter.stop();
  expect(reported).toEqual([0]);
});

it('reports between its turns when it is asked to, and only what moved', () => {
  const { state, reported, meter } = setUp();
  meter.start();
  state.sentBytes = 5;
  meter.tell();
  meter.tell();
  vi.advanceTimersByTime(1000);
  meter.stop();
  expect(reported).toEqual([0, 5]);
});

it('says nothing of a job that never started', () => {
  const { reported, meter } = setUp();
  meter.stop();
  expect(reported).toEqual([]);
});
