import { panelBodyPath } from '#contract/panel';
import type { BodySide, Exchange } from '#contract/transfer';
import { fileUrl } from '../../app/file-url.ts';

/** A body that is compared: its bytes, and what it claims to be. */
export interface ComparedBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** Of the whole; more than `bytes` holds where that is too much to compare at once. */
  readonly sizeBytes: number;
}

/** More is not read: both are held in memory to be compared. */
export const MAX_COMPARED_BYTES = 16 * 1024 * 1024;
/** Longer texts are compared as bytes. */
export const MAX_COMPARED_TEXT = 2_000_000;

/** What of an exchange can be compared: of an upload the file it sent, of the rest the body. */
export async function bodyOf(exchange: Exchange, side: BodySide): Promise<ComparedBody | null> {
  const part = side === 'request' ? exchange.parts.findLast(({ filename }) => filename !== null) : undefined;
  const kept = exchange.bodies[side];
  if (kept) {
    const from = part?.contentOffsetBytes ?? 0;
    const sizeBytes = part?.sizeBytes ?? kept.sizeBytes;
    const mediaType = part ? (part.contentType ?? '') : (kept.mediaType ?? headerType(exchange, side));
    const bytes = await read(panelBodyPath(exchange.id, side), from, sizeBytes);
    if (bytes) return { bytes, mediaType, sizeBytes };
  }
  const text = side === 'request' ? exchange.requestText : exchange.responseText;
  if (text !== null) {
    const bytes = new TextEncoder().encode(text);
    return { bytes, mediaType: headerType(exchange, side), sizeBytes: bytes.length };
  }
  const isFileOfSide = (side === 'request') === (exchange.kind === 'upload');
  if (!exchange.file || !isFileOfSide) return null;
  const { path, sizeBytes } = exchange.file;
  const bytes = await read(fileUrl(path), 0, sizeBytes);
  return bytes && { bytes, mediaType: part?.contentType ?? headerType(exchange, side), sizeBytes };
}

async function read(url: string, from: number, sizeBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const length = Math.min(sizeBytes, MAX_COMPARED_BYTES);
  if (length === 0) return new Uint8Array();
  try {
    const response = await fetch(url, {
      headers: { range: `bytes=${String(from)}-${String(from + length - 1)}` },
    });
    if (!response.ok) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A whole answer to a question for a part of it.
    return response.status === 206 ? bytes : bytes.subarray(from, from + length);
  } catch {
    return null;
  }
}

function headerType(exchange: Exchange, side: BodySide): string {
  const headers = side === 'request' ? exchange.requestHeaders : exchange.responseHeaders;
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}

export type BodyView = 'text' | 'json' | 'hex' | 'image';

/** The ways to look at two bodies, the best one first; empty when neither is there. */
export function viewsOf(a: ComparedBody | null, b: ComparedBody | null): readonly BodyView[] {
  const [left, right] = [a ?? b, b ?? a];
  if (!left || !right) return [];
  const texts = [left, right].map(({ bytes }) => textOf(bytes));
  const areTexts = texts.every((text) => text !== null);
  const areJson = areTexts && texts.every((text) => isJson(text));
  const areImages = [left, right].every(({ mediaType }) => /^image\/(?!svg)/u.test(mediaType));
  return [
    ...(areImages ? (['image'] as const) : []),
    ...(areJson ? (['json'] as const) : []),
    ...(areTexts ? (['text'] as const) : []),
    'hex',
  ];
}

/** The bytes as UTF-8; null when they are none, or too many. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.length > MAX_COMPARED_TEXT) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How many bytes differ; those that only one has differ too. */
export function differingBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  let count = Math.abs(a.length - b.length);
  for (let at = 0; at < shorter; at += 1) if (a[at] !== b[at]) count += 1;
  return count;
}
