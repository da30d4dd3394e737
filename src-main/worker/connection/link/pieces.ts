import type { JobLink } from '../../protocol.ts';

const LEAST_BYTES = 1024;
const MOST_BYTES = 64 * 1024;

/**
 * How many bytes of a body to hand over at a time, so that an upload over a slow link has a progress: what a
 * twentieth of a second takes.
 */
export function pieceBytes({ spec }: JobLink): number {
  const { bytesPerSecond } = spec.up;
  if (bytesPerSecond === null) return MOST_BYTES;
  return Math.min(Math.max(Math.floor(bytesPerSecond / 20), LEAST_BYTES), MOST_BYTES);
}

/** The same bytes in pieces of at most so many; a piece is valid until the next one is asked for. */
export async function* inPieces(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += maxBytes) yield chunk.subarray(at, at + maxBytes);
  }
}
