import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ACTION_NOTICE_MS, NOTICE_MS, Notices } from '../../../src-renderer/panel/app/notices.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const textsOf = (notices: Notices): readonly string[] => notices.list.map(({ text }) => text);

test('a notice goes by itself, and saying it again gives it its time anew', () => {
  const notices = new Notices();
  notices.add('a');
  vi.advanceTimersByTime(NOTICE_MS - 1);
  notices.add('a');
  vi.advanceTimersByTime(NOTICE_MS - 1);
  expect(textsOf(notices)).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(textsOf(notices)).toEqual([]);
});

test('held notices stay, and have their whole time when released', () => {
  const notices = new Notices();
  notices.add('a');
  notices.hold();
  notices.add('b');
  vi.advanceTimersByTime(NOTICE_MS * 3);
  expect(textsOf(notices)).toEqual(['a', 'b']);
  notices.release();
  vi.advanceTimersByTime(NOTICE_MS - 1);
  expect(textsOf(notices)).toEqual(['a', 'b']);
  vi.advanceTimersByTime(1);
  expect(textsOf(notices)).toEqual([]);
});

test('dismissing the last one under the pointer does not hold the next', () => {
  const notices = new Notices();
  notices.add('a');
  notices.hold();
  notices.dismissAll();
  notices.add('b');
  vi.advanceTimersByTime(NOTICE_MS);
  expect(textsOf(notices)).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('what went well, what did not, and what offers a way back are told apart', () => {
  const notices = new Notices();
  notices.add('Saved.', { mood: 'done' });
  notices.add('That did not work.');
  notices.add('Is that right?', { action: { label: 'No', run: () => undefined } });
  expect(notices.list.map(({ mood }) => mood)).toEqual(['done', 'failed', 'note']);
});

test('a notice with something to do stands long enough to get to it by keyboard', () => {
  const notices = new Notices();
  notices.add('cleared', { action: { label: 'Undo', run: () => undefined } });
  vi.advanceTimersByTime(ACTION_NOTICE_MS - 1);
  expect(textsOf(notices)).toEqual(['cleared']);
  vi.advanceTimersByTime(1);
  expect(textsOf(notices)).toEqual([]);
});

test('at most three show', () => {
  const notices = new Notices();
  for (const text of ['a', 'b', 'c', 'd']) notices.add(text);
  expect(textsOf(notices)).toEqual(['b', 'c', 'd']);
  expect(vi.getTimerCount()).toBe(3);
});
