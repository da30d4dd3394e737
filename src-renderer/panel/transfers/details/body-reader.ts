import { panelBodyPath } from '#contract/panel-bodies';
import type { BodySide } from '#contract/transfer';

/** Reads bytes from a place on; fewer at the end. */
export type ReadBytes = (from: number, length: number) => Promise<Uint8Array>;

/** A reader of a kept body, or of a span of it; asks for the wanted bytes alone. */
export function bodyReader(
  id: string,
  side: BodySide,
  span: { readonly from: number; readonly length: number } | null = null,
): ReadBytes {
  const url = panelBodyPath(id, side);
  const base = span?.from ?? 0;
  return async (from, length) => {
    const wanted = span ? Math.min(length, span.length - from) : length;
    if (wanted <= 0) return new Uint8Array();
    const first = base + from;
    const range = `bytes=${String(first)}-${String(first + wanted - 1)}`;
    const response = await fetch(url, { headers: { range } });
    if (!response.ok) throw new Error(`The kept body cannot be read: ${String(response.status)}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A server without ranges sends the whole.
    return response.status === 206 ? bytes : bytes.subarray(first, first + wanted);
  };
}

/** The same of bytes that are at hand. */
export function bytesReader(bytes: Uint8Array): ReadBytes {
  return (from, length) => Promise.resolve(bytes.subarray(from, from + length));
}

/** Longer texts are shown in hexadecimal only, where nothing is too long. */
export const MOST_TEXT_BYTES = 4 * 1024 * 1024;

/** The first bytes of a body as text; null where they are no UTF-8 text. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    // A character that the end cuts apart is no reason to call it no text.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** What a body can be shown as, by its media type, else by its first bytes. */
export type BodyFamily = 'json' | 'html' | 'image' | 'audio' | 'video' | 'text' | 'binary';

export function familyOf(mediaType: string | null, text: string | null): BodyFamily {
  const type = (mediaType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const [family] = type.split('/');
  if (family === 'image' || family === 'audio' || family === 'video') return family;
  if (text === null) return 'binary';
  if (/[/+]json$/u.test(type) || looksLikeJson(text)) return 'json';
  if (type === 'text/html' || type === 'application/xhtml+xml' || /^\s*<(!doctype html|html)/iu.test(text))
    return 'html';
  return 'text';
}

function looksLikeJson(text: string): boolean {
  if (!/^\s*[[{]/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A place in a body as typed: decimal with or without separators, or hexadecimal after `0x`. Null where there is none. */
export function byteFrom(typed: string, sizeBytes: number): number | null {
  const text = typed.replaceAll(/[\s,._\u202f\u00a0]/gu, '');
  if (!/^(?:0x[\da-f]{1,13}|\d{1,15})$/iu.test(text)) return null;
  const place = Number(text);
  return place < sizeBytes ? place : null;
}
