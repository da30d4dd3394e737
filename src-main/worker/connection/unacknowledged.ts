import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** What the system still holds of the bytes written to a connection: sent or not, the other end has not said that it has them. */
export interface Unacknowledged {
  /** Null where the system does not tell: it is another than Linux, or the connection is gone. */
  bytesOf(socket: Socket, wantsLatest?: boolean): number | null;
}

/** One reading serves all connections that ask within this time. */
const FRESH_MS = 60;
/** A table of many thousand connections takes longer to read; it is then read so much more rarely. */
const SHARE_OF_TIME = 50;

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];

/**
 * Reads the system's table of connections, and only when asked.
 *
 * @param now monotonic, in milliseconds
 */
export function createUnacknowledged(
  now: () => number,
  read: () => string | null = process.platform === 'linux' ? readTables : () => null,
): Unacknowledged {
  let queues = new Map<string, number | null>();
  let freshUntil = Number.NEGATIVE_INFINITY;
  let isSlow = false;

  const refresh = (wantsLatest: boolean): void => {
    const startedAt = now();
    if (startedAt < freshUntil && (isSlow || !wantsLatest)) return;
    const text = read();
    queues = sendQueues(text ?? '');
    const tookMs = now() - startedAt;
    isSlow = text === null || tookMs * SHARE_OF_TIME > FRESH_MS;
    freshUntil =
      text === null ? Number.POSITIVE_INFINITY : now() + Math.max(FRESH_MS, tookMs * SHARE_OF_TIME);
  };

  return {
    bytesOf({ localPort, remotePort }, wantsLatest = false) {
      if (localPort === undefined || remotePort === undefined) return null;
      refresh(wantsLatest);
      return queues.get(keyOf(localPort, remotePort)) ?? null;
    },
  };
}

function readTables(): string | null {
  const texts = TABLES.flatMap((file) => {
    try {
      return [readFileSync(file, 'latin1')];
    } catch {
      return [];
    }
  });
  return texts.length === 0 ? null : texts.join('\n');
}

function keyOf(localPort: number, remotePort: number): string {
  return `${String(localPort)}:${String(remotePort)}`;
}

const LINE = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):/gm;
const LISTENING = '0A';

/** Bytes that wait in the send queue, by the two ports; null where two connections have the same ports. */
function sendQueues(text: string): Map<string, number | null> {
  const queues = new Map<string, number | null>();
  for (const [, local = '', remote = '', state, queue = ''] of text.matchAll(LINE)) {
    if (state === LISTENING) continue;
    const key = keyOf(parseInt(local, 16), parseInt(remote, 16));
    queues.set(key, queues.has(key) ? null : parseInt(queue, 16));
  }
  return queues;
}
