import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const PATTERN_BYTES = 64 * 1024;
/** How often a slowed body moves. */
const STEPS_PER_SECOND = 20;

/** The same bytes on every machine and every start: a linear congruential generator from a fixed seed. */
const PATTERN = makePattern();

/** The lab's endless deterministic content, from byte `start` up to `end`, in pieces. */
export function* patternBytes(start: number, end: number, pieceBytes = PATTERN_BYTES): Generator<Uint8Array> {
  let position = start;
  while (position < end) {
    const from = position % PATTERN_BYTES;
    const piece = PATTERN.subarray(from, Math.min(from + pieceBytes, PATTERN_BYTES, from + end - position));
    position += piece.length;
    yield piece;
  }
}

/**
 * Writes bytes `start` to `end` of the pattern, no faster than `bytesPerSecond` (null: as fast as they are taken).
 * Does not end the response. Rejects with an AbortError when the client is gone.
 */
export async function writePattern(
  response: ServerResponse,
  span: { readonly start: number; readonly end: number },
  bytesPerSecond: number | null,
  signal: AbortSignal,
): Promise<void> {
  const pieceBytes =
    bytesPerSecond === null ? PATTERN_BYTES : Math.max(1, Math.floor(bytesPerSecond / STEPS_PER_SECOND));
  const startedAtMs = performance.now();
  let sentBytes = 0;
  for (const piece of patternBytes(span.start, span.end, pieceBytes)) {
    if (bytesPerSecond !== null) {
      // By the clock from the start, so that late timers do not add up.
      const dueMs = ((sentBytes + piece.length) / bytesPerSecond) * 1000;
      const aheadMs = dueMs - (performance.now() - startedAtMs);
      if (aheadMs > 0) await wait(aheadMs, undefined, { signal });
    }
    signal.throwIfAborted();
    sentBytes += piece.length;
    if (!response.write(piece)) await once(response, 'drain', { signal });
  }
}

function makePattern(): Uint8Array {
  const bytes = new Uint8Array(PATTERN_BYTES);
  let state = 0x2f6e2b1;
  for (let at = 0; at < bytes.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    bytes[at] = state >>> 16;
  }
  return bytes;
}
