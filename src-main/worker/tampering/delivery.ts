import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { socketBelow, whenThroughTo } from '../connection/peer.ts';

const LOOK_EVERY_MS = 2;
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
  while (!signal.aborted) {
    const queuedBytes = await sendQueueBytes(localPort, remotePort);
    if (queuedBytes === 0) return;
    await sleep(queuedBytes === null ? BLIND_WAIT_MS : LOOK_EVERY_MS, undefined, { signal }).catch(
      () => undefined,
    );
    if (queuedBytes === null) return;
  }
}

/** Bytes sent and not acknowledged; null where the system does not tell. */
async function sendQueueBytes(localPort: number, remotePort: number): Promise<number | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1').catch(() => '')),
  );
  if (tables.every((table) => table === '')) return null;
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const row = new RegExp(`:${hex(localPort)} [\\dA-F]+:${hex(remotePort)} [\\dA-F]{2} ([\\dA-F]{8}):`);
  const found = tables.map((table) => row.exec(table)?.[1]).find((queue) => queue !== undefined);
  // A connection that is not listed any more has nothing left to deliver.
  return found === undefined ? 0 : Number.parseInt(found, 16);
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
