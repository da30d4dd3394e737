import type { LinkDirection } from '#contract/conditions';
import { chance } from './chance.ts';
import { PACKET_BYTES, type Lane } from './lane.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** On their way at most, when no rate says how much a link holds. */
const UNLIMITED_WINDOW_BYTES = 4 * MIB;
const LEAST_WINDOW_BYTES = 32 * KIB;
/** Taken from the sender ahead of the link at least, as a system's send buffer does. */
const LEAST_AHEAD_BYTES = 2 * KIB;
/** A wait that no timer can measure. */
const SOON_MS = 0.3;

/** One connection's bytes in one direction of a link. */
export interface Flow {
  /** Takes bytes, which must not change any more; `taken` is called when the sender may go on. */
  send(bytes: Uint8Array, taken: () => void): void;
  /** Runs when everything sent so far has arrived. */
  then(arrived: () => void): void;
  /** The receiver, having said no, can take more. */
  resume(): void;
  /** Drops whatever is on its way. */
  close(): void;
  /** For the lane: sends up to so many bytes; `leave` books them and says when the last of them is on its way. */
  takeTurn(maxBytes: number, leave: (bytes: number) => number): void;
}

export interface FlowDeps {
  readonly lane: Lane;
  readonly now: () => number;
  /** Milliseconds until a lost packet is sent again; twice that for the second time, and so on. */
  readonly retransmissionMs: () => number;
  /** Decide jitter and loss. */
  readonly seed: number;
  readonly stream: number;
  /** Taken from the sender ahead of the link at most; less when that is more than a tenth of a second. */
  readonly mostAheadBytes: number;
  /** What arrives; `done` when it has left this process or its reader took it. False: no more until `resume`. */
  readonly deliver: (bytes: Uint8Array, done: () => void) => boolean;
}

interface Arrival {
  readonly atMs: number;
  readonly bytes: Uint8Array | null;
  readonly run: (() => void) | null;
}

/** Which packets are lost depends on the seed and the place in the stream alone, not on time or on other flows. */
export function createFlow(deps: FlowDeps): Flow {
  const { lane, now } = deps;
  /** Not sent yet: bytes, or what is to run behind them. */
  let queue: (Uint8Array | (() => void))[] = [];
  let queuedBytes = 0;
  let waitingSender: (() => void) | null = null;
  /** On their way, in the order of their arrival. */
  let arrivals: Arrival[] = [];
  let underWayBytes = 0;
  let sentBytes = 0;
  let lastArrivalMs = 0;
  let timer: NodeJS.Timeout | null = null;
  let isBlocked = false;
  let isDelivering = false;
  let isClosed = false;

  const windowBytes = () => {
    const { bytesPerSecond, latencyMs, jitterMs, lossRatio } = lane.direction;
    if (bytesPerSecond === null) return UNLIMITED_WINDOW_BYTES;
    const heldUpMs = latencyMs + jitterMs + (lossRatio > 0 ? 2 * deps.retransmissionMs() : 0);
    // Room for a turn or two at rates where a turn is large.
    return LEAST_WINDOW_BYTES + (bytesPerSecond * (heldUpMs + 2)) / 1000;
  };

  const letSenderGoOn = () => {
    if (waitingSender === null || queuedBytes > aheadBytes(lane.direction, deps.mostAheadBytes)) return;
    const goOn = waitingSender;
    waitingSender = null;
    goOn();
  };

  /** Moves what is to run at the head of the queue on its way. */
  const sendRuns = () => {
    for (let [head] = queue; typeof head === 'function'; [head] = queue) {
      queue.shift();
      arrive(now() + lane.direction.latencyMs, null, head);
    }
  };

  const askForTurn = () => {
    sendRuns();
    if (!isClosed && queuedBytes > 0 && underWayBytes < windowBytes()) lane.wantsTurn(flow);
  };

  const arrive = (earliestMs: number, bytes: Uint8Array | null, run: (() => void) | null) => {
    lastArrivalMs = Math.max(lastArrivalMs, earliestMs);
    arrivals.push({ atMs: lastArrivalMs, bytes, run });
    deliverDue();
  };

  const deliverDue = () => {
    if (isDelivering || timer !== null) return;
    isDelivering = true;
    while (!isBlocked) {
      const [next] = arrivals;
      if (next === undefined) break;
      const waitMs = next.atMs - now();
      if (waitMs > SOON_MS) {
        if (Number.isFinite(waitMs)) {
          timer = setTimeout(() => {
            timer = null;
            deliverDue();
          }, waitMs);
        }
        break;
      }
      arrivals.shift();
      next.run?.();
      if (next.bytes === null) continue;
      const { length } = next.bytes;
      const isWanted = deps.deliver(next.bytes, () => {
        underWayBytes -= length;
        askForTurn();
      });
      if (!isWanted) isBlocked = true;
    }
    isDelivering = false;
  };

  /** How long these next bytes of the stream take, beyond their turn. */
  const travelMs = (bytes: number): number => {
    const { latencyMs, jitterMs, lossRatio } = lane.direction;
    const firstPacket = Math.ceil(sentBytes / PACKET_BYTES);
    const lastPacket = Math.floor((sentBytes + bytes - 1) / PACKET_BYTES);
    let lossMs = 0;
    if (lossRatio > 0) {
      for (let packet = firstPacket; packet <= lastPacket; packet += 1) {
        lossMs = Math.max(lossMs, retransmissionsMs(packet, lossRatio));
      }
    }
    const jitter = jitterMs === 0 ? 0 : (2 * chance(deps.seed, 2 * deps.stream, lastPacket) - 1) * jitterMs;
    return Math.max(0, latencyMs + jitter) + lossMs;
  };

  const retransmissionsMs = (packet: number, lossRatio: number): number => {
    if (lossRatio >= 1) return Infinity;
    let waitMs = 0;
    for (let attempt = 0; attempt < 16; attempt += 1) {
      if (chance(deps.seed, 2 * deps.stream + 1, packet * 16 + attempt) >= lossRatio) return waitMs;
      waitMs += deps.retransmissionMs() * 2 ** attempt;
    }
    return waitMs;
  };

  const flow: Flow = {
    send(bytes, taken) {
      if (isClosed) return;
      if (bytes.length > 0) queue.push(bytes);
      queuedBytes += bytes.length;
      waitingSender = taken;
      askForTurn();
      letSenderGoOn();
    },
    then(arrived) {
      if (isClosed) return;
      queue.push(arrived);
      sendRuns();
    },
    resume() {
      if (!isBlocked) return;
      isBlocked = false;
      deliverDue();
    },
    close() {
      isClosed = true;
      lane.leave(flow);
      if (timer !== null) clearTimeout(timer);
      queue = [];
      arrivals = [];
      queuedBytes = 0;
      waitingSender = null;
    },
    takeTurn(maxBytes, leave) {
      const [head] = queue;
      if (head === undefined || typeof head === 'function') return;
      const bytes = Math.min(maxBytes, head.length, Math.max(1, windowBytes() - underWayBytes));
      const part = head.subarray(0, bytes);
      if (bytes === head.length) queue.shift();
      else queue[0] = head.subarray(bytes);
      queuedBytes -= bytes;
      underWayBytes += bytes;
      const travel = travelMs(bytes);
      sentBytes += bytes;
      arrive(leave(bytes) + travel, part, null);
      letSenderGoOn();
      askForTurn();
    },
  };
  return flow;
}

function aheadBytes({ bytesPerSecond }: LinkDirection, mostBytes: number): number {
  if (bytesPerSecond === null) return mostBytes;
  return Math.min(Math.max(bytesPerSecond / 10, LEAST_AHEAD_BYTES), mostBytes);
}
