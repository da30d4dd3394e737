import { describe, expect, it } from 'vitest';
import { createLimiter, MAX_CONCURRENT, type Slot } from '../../../src-main/transfers/limiter.ts';

const never = new AbortController().signal;

/** Notes in which order waits come to their end. */
function noting(order: string[], name: string, wait: Promise<Slot>): Promise<Slot> {
  return wait.then((slot) => {
    order.push(name);
    return slot;
  });
}

describe('the limiter', () => {
  it('hands out ten slots of each kind, each kind on its own', () => {
    const limiter = createLimiter();
    const slots = Array.from({ length: 11 }, () => limiter.tryTake('upload'));
    expect(MAX_CONCURRENT).toBe(10);
    expect(slots.map((slot) => slot !== null)).toEqual([...Array.from({ length: 10 }, () => true), false]);
    expect(limiter.tryTake('download')).not.toBeNull();
    expect([limiter.taken('upload'), limiter.taken('download'), limiter.taken('request')]).toEqual([
      10, 1, 0,
    ]);
  });

  it('serves who waits in the order they came', async () => {
    const limiter = createLimiter(1);
    const order: string[] = [];
    const first = await limiter.take('request', never);
    const waits = ['a', 'b', 'c'].map((name) => noting(order, name, limiter.take('request', never)));
    first.release();
    for (const wait of waits) (await wait).release();
    expect(order).toEqual(['a', 'b', 'c']);
    expect(limiter.taken('request')).toBe(0);
  });

  it('gives nobody a slot past those who wait', async () => {
    const limiter = createLimiter(1);
    const first = await limiter.take('request', never);
    const waiting = limiter.take('request', never);
    first.release();
    expect(limiter.tryTake('request')).toBeNull();
    (await waiting).release();
    expect(limiter.tryTake('request')).not.toBeNull();
  });

  it('counts a slot that is released twice once', async () => {
    const limiter = createLimiter(1);
    const order: string[] = [];
    const first = await limiter.take('request', never);
    const second = noting(order, 'second', limiter.take('request', never));
    const third = noting(order, 'third', limiter.take('request', never));
    first.release();
    first.release();
    const held = await second;
    expect([limiter.taken('request'), order]).toEqual([1, ['second']]);
    held.release();
    (await third).release();
    expect(limiter.taken('request')).toBe(0);
  });

  it('lets an abort take a wait out of the queue, and the next in line moves up', async () => {
    const limiter = createLimiter(1);
    const reason = new Error('The page went away.');
    const leaver = new AbortController();
    const first = await limiter.take('request', never);
    const leaving = limiter.take('request', leaver.signal);
    const staying = limiter.take('request', never);
    leaver.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    first.release();
    (await staying).release();
    expect(limiter.taken('request')).toBe(0);
  });

  it('lets an abort come too late for a slot that was given', async () => {
    const limiter = createLimiter(1);
    const aborter = new AbortController();
    const first = await limiter.take('request', never);
    const second = limiter.take('request', aborter.signal);
    first.release();
    aborter.abort();
    const slot = await second;
    expect(limiter.taken('request')).toBe(1);
    slot.release();
    expect(limiter.taken('request')).toBe(0);
  });

  it('does not queue who has already been aborted', async () => {
    const limiter = createLimiter(1);
    const reason = new Error('Aborted before.');
    await limiter.take('request', never);
    const waiting = limiter.take('request', AbortSignal.abort(reason));
    await expect(Promise.race([waiting, Promise.resolve('still waiting')])).rejects.toBe(reason);
  });
});
