import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/lib/clock.ts';
import { createDisposableStack } from '../../../src-main/lib/disposable.ts';
import { createListeners } from '../../../src-main/lib/listeners.ts';
import { createLogger } from '../../../src-main/lib/logger.ts';

describe('a stack of ends', () => {
  it('runs last in, first out, one after the other, once', async () => {
    const order: string[] = [];
    const stack = createDisposableStack();
    stack.defer(() => void order.push('first in'));
    stack.defer(async () => {
      await Promise.resolve();
      order.push('second in');
    });
    await stack.dispose();
    await stack.dispose();
    expect(order).toEqual(['second in', 'first in']);
  });

  it('runs every end although one fails, and then throws the first failure', async () => {
    const order: string[] = [];
    const stack = createDisposableStack();
    stack.defer(() => void order.push('a'));
    stack.defer(() => {
      throw new Error('second failure');
    });
    stack.defer(() => Promise.reject(new Error('first failure')));
    await expect(stack.dispose()).rejects.toThrow('first failure');
    expect(order).toEqual(['a']);
  });
});

describe('listeners', () => {
  it('are called in order, the same function as often as it was added', () => {
    const listeners = createListeners<number>();
    const heard: string[] = [];
    const listener = (event: number): void => void heard.push(`a${String(event)}`);
    const off = listeners.add(listener);
    listeners.add(listener);
    listeners.add((event) => void heard.push(`b${String(event)}`));
    listeners.emit(1);
    off();
    off();
    listeners.emit(2);
    expect([heard, listeners.size]).toEqual([['a1', 'a1', 'b1', 'a2', 'b2'], 2]);
  });

  it('added during an event hear the next one', () => {
    const listeners = createListeners<number>();
    const heard: number[] = [];
    listeners.add((event) => {
      if (event === 1) listeners.add((later) => void heard.push(later));
    });
    listeners.emit(1);
    listeners.emit(2);
    expect(heard).toEqual([2]);
  });
});

describe('the log', () => {
  const lines = (verbose: boolean): string[] => {
    const written: string[] = [];
    const logger = createLogger('wx', (line) => written.push(line), verbose);
    logger.info('serve', { path: '/a', count: 2 });
    logger.warn('close', { left: null });
    logger.error('fail', Object.assign(new Error('broken'), { stack: 'Error: broken\n    at x' }), { id: 7 });
    logger.error('fail', 'text');
    return written;
  };

  it('is one line an event, and quiet about what goes well', () => {
    expect(lines(false)).toEqual([
      'ferry warn [wx] close left=null',
      'ferry error [wx] fail id=7: broken',
      'ferry error [wx] fail: text',
    ]);
  });

  it('does nothing to a terminal, stays on its line and is no longer than a person reads', () => {
    const written: string[] = [];
    const logger = createLogger('wx', (line) => written.push(line), true);
    logger.warn('close', { path: '\u001b]0;owned\u0007', other: 'a\nb' });
    logger.error('fail', 'a\nferry error\u001b[2J');
    logger.error('fail', Object.assign(new Error('x'), { stack: `Error: \u009b2J\n  at x` }));
    logger.error('fail', 'x'.repeat(1_000_000));
    expect(written.slice(0, 3)).toEqual([
      'ferry warn [wx] close path=\ufffd]0;owned\ufffd other=a ⏎ b',
      'ferry error [wx] fail: a ⏎ ferry error\ufffd[2J',
      'ferry error [wx] fail: Error: \ufffd2J\n  at x',
    ]);
    expect(written[3]?.length).toBeLessThan(20_000);
  });

  it('has everything, stacks included, when asked', () => {
    expect(lines(true)).toEqual([
      'ferry info [wx] serve path=/a count=2',
      'ferry warn [wx] close left=null',
      'ferry error [wx] fail id=7: Error: broken\n    at x',
      'ferry error [wx] fail: text',
    ]);
  });
});

it('the clock tells the time of day and never goes back', () => {
  const ticks = Array.from({ length: 1000 }, () => systemClock.now());
  expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
  expect(Math.abs((ticks[0] ?? 0) - Date.now())).toBeLessThan(60_000);
});
