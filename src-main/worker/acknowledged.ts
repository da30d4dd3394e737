import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { bytesHeldFor } from './connection/peer.ts';
import type { Unacknowledged } from './connection/unacknowledged.ts';

/** What is known of an upload at a moment. */
export interface SentSoFar {
  readonly socket: Socket | null;
  /** Body bytes that the connection has taken. */
  readonly sentBytes: number;
  /** The same with the piece that it is taking now. */
  readonly handedBytes: number;
  readonly expectedBytes: number;
  /** Nothing is asked any more after this. */
  readonly isLast: boolean;
}

/** How many body bytes of one exchange the other end has acknowledged; null while that is not known. Never less than before. */
export type Acknowledged = (now: SentSoFar) => number | null;

/**
 * Counts back from what was sent: what the system still holds has not been acknowledged. Where other bytes share the
 * connection (TLS's own, other streams of HTTP/2) it tells a little less than there is, never more.
 */
export function createAcknowledged(unacknowledged: Unacknowledged): Acknowledged {
  let known: number | null = null;
  return ({ socket, sentBytes, handedBytes, expectedBytes, isLast }) => {
    if (known !== null && known >= expectedBytes) return known;
    if (socket === null || socket.connecting || socket.destroyed) return known;
    const waitingBytes = unacknowledged.bytesOf(socket, isLast && known !== null);
    if (waitingBytes === null) return known;
    const queuedBytes = queueOf(socket);
    const givenBytes = queuedBytes === null ? sentBytes : handedBytes - queuedBytes;
    const acknowledged = Math.min(givenBytes - bytesHeldFor(socket) - waitingBytes, sentBytes);
    known = Math.max(known ?? 0, acknowledged);
    return known;
  };
}

/** Of the piece that is being taken, what the system has not taken yet; null where that cannot be told. */
function queueOf(socket: Socket): number | null {
  if (socket instanceof TLSSocket || bytesHeldFor(socket) > 0) return null;
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: unknown } | null };
  const queued = handle?.writeQueueSize;
  return typeof queued === 'number' ? queued : null;
}
