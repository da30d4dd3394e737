import type { LinkDirection } from '#contract/conditions';
import type { Flow } from './flow.ts';

const KIB = 1024;
/** What a packet of TCP over Ethernet carries. */
export const PACKET_BYTES = 1460;
const MAX_TURN_BYTES = 64 * KIB;
/** How much of the time this process was too busy to use is made up for. */
const MAX_CATCH_UP_MS = 500;
/** What a lane that was free may send at once: a reader that asks for more a moment late loses nothing. */
const BURST_MS = 20;

/**
 * One direction of a link: hands its rate to the flows that have something to send, by turns. A lane that has a
 * rate sends by a clock of its own, which a late timer does not set back, so the rate holds over seconds.
 */
export interface Lane {
  readonly direction: LinkDirection;
  /** From now on it is like this. */
  change(direction: LinkDirection): void;
  /** A flow has something to send and room for it on its way. */
  wantsTurn(flow: Flow): void;
  /** A flow wants nothing any more. */
  leave(flow: Flow): void;
}

/** `now` is a monotonic clock in milliseconds. */
export function createLane(first: LinkDirection, now: () => number): Lane {
  /** In the order of their turns. */
  const waiting = new Set<Flow>();
  let direction = first;
  let timer: NodeJS.Timeout | null = null;
  /** When the lane is free again. */
  let freeAtMs = 0;
  let isSending = false;

  const send = () => {
    if (isSending) return;
    isSending = true;
    while (timer === null) {
      const [flow] = waiting;
      if (flow === undefined) break;
      const { bytesPerSecond } = direction;
      const nowMs = now();
      if (bytesPerSecond !== null && freeAtMs > nowMs) {
        timer = setTimeout(() => {
          timer = null;
          send();
        }, freeAtMs - nowMs);
        break;
      }
      waiting.delete(flow);
      if (bytesPerSecond === null) {
        flow.takeTurn(MAX_TURN_BYTES, () => nowMs);
      } else {
        flow.takeTurn(turnBytes(bytesPerSecond), (bytes) => {
          freeAtMs = Math.max(freeAtMs, nowMs - MAX_CATCH_UP_MS) + (bytes / bytesPerSecond) * 1000;
          return freeAtMs;
        });
      }
    }
    isSending = false;
  };

  const rest = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    get direction() {
      return direction;
    },
    change(next) {
      direction = next;
      freeAtMs = Math.min(freeAtMs, now());
      rest();
      send();
    },
    wantsTurn(flow) {
      // Time that nobody wanted is gone.
      if (waiting.size === 0 && timer === null && !isSending) {
        freeAtMs = Math.max(freeAtMs, now() - BURST_MS);
      }
      waiting.add(flow);
      send();
    },
    leave(flow) {
      waiting.delete(flow);
      if (waiting.size === 0) rest();
    },
  };
}

/**
 * A packet at a time, or what a millisecond carries when that is more, as timers are no finer; of a very slow link no
 * more than a tenth of a second, which would otherwise go by in leaps.
 */
function turnBytes(bytesPerSecond: number): number {
  const slowBytes = Math.max(1, Math.floor(bytesPerSecond / 10));
  if (slowBytes < PACKET_BYTES) return slowBytes;
  const packets = Math.floor(bytesPerSecond / 1000 / PACKET_BYTES);
  return Math.min(Math.max(packets, 1) * PACKET_BYTES, MAX_TURN_BYTES);
}
