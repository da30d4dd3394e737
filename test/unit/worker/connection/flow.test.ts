import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkDirection } from '#contract/conditions';
import { createFlow, type Flow } from '../../../../src-main/worker/connection/link/flow.ts';
import { createLane, type Lane } from '../../../../src-main/worker/connection/link/lane.ts';

const FREE: LinkDirection = { bytesPerSecond: null, latencyMs: 0, jitterMs: 0, lossRatio: 0 };
const KIB = 1024;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const now = () => performance.now();

/** A flow whose arrivals are written down: when, and how many bytes in all by then. */
function flowOn(lane: Lane, parts: { seed?: number; stream?: number; mostAheadBytes?: number } = {}) {
  const arrivals: (readonly [atMs: number, bytes: number])[] = [];
  const bytes: number[] = [];
  let total = 0;
  let accepts = true;
  const accepted: (() => void)[] = [];
  const flow = createFlow({
    lane,
    now,
    retransmissionMs: () => 200,
    seed: parts.seed ?? 1,
    stream: parts.stream ?? 0,
    mostAheadBytes: parts.mostAheadBytes ?? 32 * KIB,
    deliver(chunk, done) {
      total += chunk.length;
      bytes.push(chunk[0] ?? 0);
      arrivals.push([Math.round(now()), total]);
      if (accepts) done();
      else accepted.push(done);
      return accepts;
    },
  });
  return {
    flow,
    arrivals,
    total: () => total,
    bytes,
    refuse: () => (accepts = false),
    accept: () => {
      accepts = true;
      for (const done of accepted.splice(0)) done();
      flow.resume();
    },
  };
}

/** Sends so many bytes, the next piece whenever the flow takes one; tells how many were taken. */
function pump(flow: Flow, totalBytes: number, pieceBytes = 16 * KIB) {
  let taken = 0;
  const next = () => {
    if (taken >= totalBytes) return;
    const size = Math.min(pieceBytes, totalBytes - taken);
    flow.send(new Uint8Array(size).fill(taken / pieceBytes), () => {
      taken += size;
      next();
    });
  };
  next();
  return () => taken;
}

describe('a lane', () => {
  it.each([1_000, 50_000, 200_000, 5_000_000, 100_000_000])('of %i bytes/s carries just that', (rate) => {
    const lane = createLane({ ...FREE, bytesPerSecond: rate }, now);
    const { flow, total } = flowOn(lane);
    pump(flow, rate * 20);
    vi.advanceTimersByTime(10_000);
    expect(total() / (rate * 10)).toBeGreaterThan(0.99);
    expect(total() / (rate * 10)).toBeLessThan(1.01);
    flow.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shares its rate evenly among the flows that want it', () => {
    const lane = createLane({ ...FREE, bytesPerSecond: 200_000 }, now);
    const flows = [0, 2, 4, 6].map((stream) => flowOn(lane, { stream }));
    flows.forEach(({ flow }, at) => pump(flow, 10_000_000, 1000 * (at + 1)));
    vi.advanceTimersByTime(10_000);
    // A packet at a time, whatever the size of what is sent; a flow of small pieces is not starved.
    const [small = 0, ...others] = flows.map(({ total }) => total());
    for (const bytes of others) expect(bytes / small).toBeLessThan(1.8);
    expect(flows.reduce((sum, { total }) => sum + total(), 0)).toBeGreaterThan(1_980_000);
    flows[0]?.flow.close();
    const before = flows[1]?.total() ?? 0;
    vi.advanceTimersByTime(3000);
    expect((flows[1]?.total() ?? 0) - before).toBeGreaterThan(170_000);
    for (const { flow } of flows) flow.close();
  });

  it('does not save up the time that nobody used', () => {
    const lane = createLane({ ...FREE, bytesPerSecond: 100_000 }, now);
    const { flow, total } = flowOn(lane);
    vi.advanceTimersByTime(60_000);
    pump(flow, 1_000_000);
    vi.advanceTimersByTime(1000);
    expect(total()).toBeLessThan(105_000);
    flow.close();
  });

  it('takes on another rate at once', () => {
    const lane = createLane({ ...FREE, bytesPerSecond: 1000 }, now);
    const { flow, total } = flowOn(lane);
    pump(flow, 1_000_000);
    vi.advanceTimersByTime(3000);
    lane.change({ ...FREE, bytesPerSecond: 100_000 });
    const before = total();
    vi.advanceTimersByTime(2000);
    expect(total() - before).toBeGreaterThan(190_000);
    flow.close();
  });
});

describe('a flow', () => {
  it('keeps the order of bytes through jitter and loss, and runs what stands behind them after them', () => {
    const lane = createLane({ bytesPerSecond: 500_000, latencyMs: 50, jitterMs: 40, lossRatio: 0.05 }, now);
    const { flow, bytes, total } = flowOn(lane);
    pump(flow, 320 * KIB);
    let atEnd = -1;
    vi.advanceTimersByTime(1000);
    flow.then(() => (atEnd = total()));
    vi.advanceTimersByTime(30_000);
    expect(atEnd).toBe(320 * KIB);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  });

  it('loses and delays the same for the same seed, whatever happens on other flows', () => {
    const run = (seed: number, hasCompany: boolean) => {
      const lane = createLane({ bytesPerSecond: null, latencyMs: 60, jitterMs: 50, lossRatio: 0.02 }, now);
      const { flow, arrivals } = flowOn(lane, { seed });
      const startedAt = now();
      const company = flowOn(lane, { seed, stream: 8 });
      if (hasCompany) pump(company.flow, 100_000);
      pump(flow, 500_000, 1460);
      vi.advanceTimersByTime(30_000);
      return arrivals.map(([atMs, bytes]) => [Math.round(atMs - startedAt), bytes]);
    };
    const first = run(5, false);
    expect(run(5, true)).toEqual(first);
    expect(run(6, false)).not.toEqual(first);
    expect(first.at(-1)?.[1]).toBe(500_000);
  });

  it('that loses everything delivers nothing and waits for nothing', () => {
    const { flow, total } = flowOn(createLane({ ...FREE, lossRatio: 1 }, now));
    pump(flow, 100);
    vi.advanceTimersByTime(600_000);
    expect(total()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    flow.close();
  });

  it.each([null, 100_000, 10_000_000])(
    'takes no more than its window from a sender whose reader stopped (%s bytes/s)',
    (bytesPerSecond) => {
      const { flow, total, refuse, accept } = flowOn(createLane({ ...FREE, bytesPerSecond }, now));
      refuse();
      const taken = pump(flow, 16 * 1024 * KIB, 8 * KIB);
      vi.advanceTimersByTime(60_000);
      expect(taken()).toBeLessThan((bytesPerSecond === null ? 4200 : 140) * KIB);
      accept();
      vi.advanceTimersByTime(1_000_000);
      expect(total()).toBe(16 * 1024 * KIB);
    },
  );
});
