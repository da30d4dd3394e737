import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FerryError } from '#contract/errors';
import { createAppLife, type AppLife } from '../../../src-main/program/app-life.ts';

const log: unknown[] = [];
let life: AppLife;

beforeEach(() => {
  vi.useFakeTimers();
  log.length = 0;
  life = createAppLife({
    send: (event) => log.push(event),
    interrupt: (error: FerryError) => log.push(error.code),
    setOffline: (offline) => log.push({ offline }),
  });
});
afterEach(() => {
  life.close();
  vi.useRealTimers();
});

describe('an app in the background', () => {
  it('keeps its transfers for five seconds, then loses them and may make no more', () => {
    life.toBackground();
    expect(log).toEqual([{ kind: 'app', state: 'hidden' }]);
    vi.advanceTimersByTime(4999);
    expect([life.isSuspended(), log.length]).toEqual([false, 1]);
    vi.advanceTimersByTime(1);
    expect([life.isSuspended(), log.at(-1)]).toEqual([true, 'page.background']);
    life.toForeground();
    expect([life.isSuspended(), log.at(-1)]).toEqual([false, { kind: 'app', state: 'shown' }]);
  });

  it('that comes back in time loses nothing', () => {
    life.toBackground();
    vi.advanceTimersByTime(3000);
    life.toForeground();
    vi.advanceTimersByTime(60_000);
    expect(log).toEqual([
      { kind: 'app', state: 'hidden' },
      { kind: 'app', state: 'shown' },
    ]);
  });

  it('goes there once and comes back once', () => {
    life.toForeground();
    life.toBackground();
    life.toBackground();
    life.toForeground();
    life.toForeground();
    expect(log).toHaveLength(2);
  });

  it('that starts anew is in front, and tells nobody', () => {
    life.toBackground();
    life.restart();
    vi.advanceTimersByTime(60_000);
    expect([life.isSuspended(), log]).toEqual([false, [{ kind: 'app', state: 'hidden' }]]);
  });
});

describe('a network that changes', () => {
  it('ends every transfer and tells the page', () => {
    life.switchNetwork('4g');
    expect(log).toEqual([
      { offline: false },
      'net.changed',
      { kind: 'network', isConnected: true, networkType: '4g' },
    ]);
  });

  it('to none lets nothing through until there is one again', () => {
    life.switchNetwork('none');
    life.switchNetwork('none');
    life.switchNetwork('wifi');
    expect(log).toEqual([
      { offline: true },
      'net.changed',
      { kind: 'network', isConnected: false, networkType: 'none' },
      { offline: false },
      'net.changed',
      { kind: 'network', isConnected: true, networkType: 'wifi' },
    ]);
  });
});
