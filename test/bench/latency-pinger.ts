import type { PanelEvent } from '#contract/panel';
import type { CallbackRecord, TaskEvent } from '#contract/transfer';
import type { WxEvent } from '#contract/wx';
import { createReports } from '../../src-renderer/page/reports.ts';

/**
 * Stands for a page: hears of its transfers, reports the callbacks it would fire, and from `start` to `stop` sends
 * its parent a ping every 8 ms; then it tells the round trips of all of them, also of those still under way. A
 * second one that is never started stands for the panel.
 */

export interface RoundTrip {
  readonly ms: number;
  /** What the parent was doing when it answered. */
  readonly phase: string;
}

/** What it is told. */
export type ForPinger =
  | { readonly kind: 'start' | 'stop' }
  | { readonly kind: 'pong'; readonly ping: number; readonly phase: string }
  | { readonly kind: 'event'; readonly event: WxEvent | PanelEvent };

/** What it says, once it has said `ready`. */
export type FromPinger =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ping'; readonly ping: number }
  | { readonly kind: 'reports'; readonly reports: Parameters<Parameters<typeof createReports>[0]>[0] }
  | { readonly kind: 'result'; readonly roundTrips: readonly RoundTrip[] };

const INTERVAL_MS = 8;

const say = (message: FromPinger): void => void process.send?.(message);
const sentAt = new Map<number, number>();
const roundTrips: RoundTrip[] = [];
let pings = 0;
let timer: NodeJS.Timeout | null = null;
let isOver = false;

const reports = createReports((batch) => {
  say({ kind: 'reports', reports: batch });
  return Promise.resolve();
});

function ping(): void {
  pings += 1;
  sentAt.set(pings, performance.now());
  say({ kind: 'ping', ping: pings });
}

function tellWhenComplete(): void {
  if (isOver && sentAt.size === 0) say({ kind: 'result', roundTrips });
}

/** The callbacks of a page that listens to everything. */
function callbacksOf(event: TaskEvent): CallbackRecord['name'][] {
  switch (event.kind) {
    case 'headers':
      return ['onHeadersReceived'];
    case 'progress':
      return ['onProgressUpdate'];
    case 'ended':
      return [event.result.ok ? 'success' : 'fail', 'complete'];
  }
}

function hear(event: WxEvent | PanelEvent): void {
  if (event.kind !== 'task') return;
  const { taskId } = event.event;
  for (const name of callbacksOf(event.event)) {
    const callback = { taskId, name, atMs: performance.now(), argument: event.event };
    reports.add({ kind: 'callback', callback });
  }
}

process.on('message', (message: ForPinger) => {
  switch (message.kind) {
    case 'start':
      timer = setInterval(ping, INTERVAL_MS);
      return;
    case 'stop':
      if (timer) clearInterval(timer);
      isOver = true;
      tellWhenComplete();
      return;
    case 'pong':
      roundTrips.push({
        ms: performance.now() - (sentAt.get(message.ping) ?? NaN),
        phase: message.phase,
      });
      sentAt.delete(message.ping);
      tellWhenComplete();
      return;
    case 'event':
      hear(message.event);
  }
});
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
