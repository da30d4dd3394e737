import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PanelEvent } from '#contract/panel';
import { createPanelFeed, type PanelFeedDeps } from '../../../src-main/ipc/panel-feed.ts';
import type { Program } from '../../../src-main/program/program.ts';
import { createListeners } from '../../../src-main/lib/listeners.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const nothing = (): (() => void) => () => undefined;
const program = {
  info: { name: 'Album', folder: '/album' },
  files: { onChange: nothing },
  desk: { troubles: { onChange: nothing }, totals: () => ({}) },
  log: {
    onChange: nothing,
    console: [],
    exceptions: [],
    unsupported: () => [],
    state: () => ({ route: '', routes: [], loading: false }),
  },
  screen: { get: () => ({ model: 'iPhone' }) },
  life: { network: () => 'wifi' },
} as unknown as Program;

it('a flood of console lines reaches the panel in pieces, whole and in order', () => {
  const lines = Array.from({ length: 1001 }, (_, index) => ({ id: index + 1 }));
  const logging = { ...program, log: { ...program.log, console: lines } } as unknown as Program;
  const changed = createListeners<undefined>();
  const sent: PanelEvent[] = [];
  const feed = createPanelFeed({
    workbench: {
      current: () => ({ program: logging, view: null }),
      isChanging: () => false,
      failure: () => null,
      onChange: (listener: () => void) =>
        changed.add(() => {
          listener();
        }),
    },
    exchanges: () => null,
    recent: { list: () => [] },
    labOrigin: () => null,
    send: (event: PanelEvent) => sent.push(event),
  } as unknown as PanelFeedDeps);
  changed.emit(undefined);
  vi.advanceTimersByTime(1000);
  const batches = sent.flatMap((event) => (event.kind === 'console' ? [event.added] : []));
  expect(batches.map(({ length }) => length)).toEqual([200, 200, 200, 200, 200, 1]);
  expect(batches.flat().map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
  feed.close();
});

it('a project that is restarted stays the open one for the panel, until it is closed', () => {
  const changed = createListeners<undefined>();
  const now = { isOpen: true, isChanging: false };
  const sent: PanelEvent[] = [];
  const feed = createPanelFeed({
    workbench: {
      current: () => (now.isOpen ? { program, view: null } : null),
      isChanging: () => now.isChanging,
      failure: () => null,
      onChange: (listener: () => void) =>
        changed.add(() => {
          listener();
        }),
    },
    exchanges: () => null,
    recent: { list: () => [] },
    samples: [],
    labOrigin: () => null,
    preferences: () => ({}),
    savedQuotaBytes: () => 0,
    send: (event: PanelEvent) => sent.push(event),
  } as unknown as PanelFeedDeps);
  const toldProject = (): unknown => {
    sent.length = 0;
    changed.emit(undefined);
    vi.advanceTimersByTime(200);
    const event = sent.find(({ kind }) => kind === 'project');
    return event?.kind === 'project' ? (event.project?.name ?? null) : 'nothing';
  };
  expect(toldProject()).toBe('Album');
  now.isOpen = false;
  now.isChanging = true;
  expect([toldProject(), feed.snapshot().project?.name]).toEqual(['Album', 'Album']);
  expect(feed.snapshot().device).toMatchObject({ network: 'wifi' });
  now.isChanging = false;
  expect([toldProject(), feed.snapshot().project]).toEqual([null, null]);
  feed.close();
});
