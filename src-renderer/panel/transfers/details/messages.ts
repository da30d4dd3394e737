import type { SocketMessage } from '#contract/transfer';

/** A message, and its place among those that are kept. */
export interface NumberedMessage {
  readonly message: SocketMessage;
  /** Counted from 1 over all that were carried, also those that are not kept any more. */
  readonly number: number;
}

/** The messages with their numbers; the kept ones are the latest. */
export function numbered(messages: readonly SocketMessage[], totalCount: number): readonly NumberedMessage[] {
  const before = Math.max(0, totalCount - messages.length);
  return messages.map((message, index) => ({ message, number: before + index + 1 }));
}

/** Those of a direction in which all of the words stand. */
export function foundMessages(
  all: readonly NumberedMessage[],
  direction: 'both' | SocketMessage['direction'],
  words: string,
): readonly NumberedMessage[] {
  const wanted = words.toLowerCase().split(/\s+/u).filter(Boolean);
  return all.filter(({ message }) => {
    if (direction !== 'both' && message.direction !== direction) return false;
    const text = message.preview.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** Whether only the beginning of a message is kept. */
export function isClipped({ kind, preview, sizeBytes }: SocketMessage): boolean {
  return kind === 'bytes'
    ? preview.length / 2 < sizeBytes
    : new TextEncoder().encode(preview).length < sizeBytes;
}

/** The bytes of a preview. */
export function previewBytes({ kind, preview }: SocketMessage): Uint8Array {
  if (kind === 'text') return new TextEncoder().encode(preview);
  return Uint8Array.from(preview.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Close codes with words of their own (RFC 6455). */
export const KNOWN_CLOSE_CODES = [
  1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013,
] as const;

export type KnownCloseCode = (typeof KNOWN_CLOSE_CODES)[number];

export function knownCloseCode(code: number): KnownCloseCode | null {
  return KNOWN_CLOSE_CODES.find((known) => known === code) ?? null;
}
