import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { socketBelow, whenThroughTo } from '../connection/peer.ts';

const LOOK_EVERY_MS = 2;
const MOST_MISSED_LOOKS = 20;
/** Where the system does not tell: more than a local network needs, less than anybody notices. */
const BLIND_WAIT_MS = 100;

/**
 * Resolves when the other end's system has all that was written to a stream, or the signal fires. A reset makes
 * this system forget what it has not delivered yet, so that without waiting fewer bytes would arrive than passed.
 * Node does not tell how much that is; Linux lists it per connection.
 */
export async function whenDelivered(stream: Duplex, signal: AbortSignal): Promise<void> {
  const socket = socketBelow(stream);
  if (socket === null) return;
  await Promise.race([whenThroughTo(socket), whenAborted(signal)]);
  const { localPort, remotePort } = socket;
  if (localPort === undefined || remotePort === undefined) return;
  let missedLooks = 0;
  while (!signal.aborted && !socket.destroyed) {
    const queue = await sendQueueOf(localPort, remotePort);
    if (queue === 0) return;
    // The list is read in pieces while connections come and go, so one of them can be missed.
    if (queue === 'not listed') missedLooks += 1;
    if (missedLooks > MOST_MISSED_LOOKS) return;
    const waitMs = queue === 'unknown' ? BLIND_WAIT_MS : LOOK_EVERY_MS;
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    if (queue === 'unknown') return;
  }
}

/** Bytes sent and not acknowledged, as far as the system tells. */
async function sendQueueOf(
  localPort: number,
  remotePort: number,
): Promise<number | 'not listed' | 'unknown'> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1').catch(() => '')),
  );
  if (tables.every((table) => table === '')) return 'unknown';
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const row = new RegExp(`:${hex(localPort)} [\\dA-F]+:${hex(remotePort)} [\\dA-F]{2} ([\\dA-F]{8}):`);
  const found = tables.map((table) => row.exec(table)?.[1]).find((queue) => queue !== undefined);
  return found === undefined ? 'not listed' : Number.parseInt(found, 16);
}

/** Resolves when the signal fires, at once when it has. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
