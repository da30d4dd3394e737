import type { Exchange, PartRecord } from '#contract/transfer';

/** How much of a stretch of the body had gone out: all of it, its beginning, or nothing. */
export type SentShare = 'whole' | 'begun' | 'none';

/** Body bytes that went out; infinity where all did, or nothing is known of it. */
export function sentBytesOf(exchange: Exchange, sizeBytes: number): number {
  const isWhole = exchange.sentBytes >= sizeBytes;
  // What was read from a file of another tool may not say what it sent.
  return isWhole || exchange.origin.kind === 'import' ? Number.POSITIVE_INFINITY : exchange.sentBytes;
}

export function sentShare(fromBytes: number, lengthBytes: number, sentBytes: number): SentShare {
  if (sentBytes >= fromBytes + lengthBytes) return 'whole';
  return sentBytes > fromBytes ? 'begun' : 'none';
}

/** Of the content of a part. */
export function sentShareOf(part: PartRecord, sentBytes: number): SentShare {
  // An empty part has gone out with its head.
  return sentShare(part.contentOffsetBytes, part.sizeBytes, sentBytes);
}
