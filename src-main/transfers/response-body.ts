import fs from 'node:fs/promises';
import type { BodyRef } from '#contract/transfer';
import type { BodyStore } from '../files/body-store.ts';

/** Text shown in the journal is clipped to this many bytes. */
export const SHOWN_TEXT_BYTES = 65_536;

/**
 * A response body for the page. Text is expected in UTF-8, other charsets are converted as well as can be, and
 * exactly one leading BOM goes (WeChat's network documentation).
 *
 * @param inlineBody the bytes when they are few, else null and they lie at `spillPath`
 * @returns `shown` is the text for the journal, null for binary bodies
 */
export async function responseBody(
  bodies: BodyStore,
  body: {
    readonly inlineBody: Uint8Array | null;
    readonly spillPath: string;
    readonly contentType: string | null;
  },
  wanted: 'text' | 'arraybuffer',
): Promise<{ body: BodyRef; shown: string | null }> {
  const isText = looksLikeText(body.contentType);
  if (body.inlineBody) {
    const text = decodeText(body.inlineBody, body.contentType);
    if (wanted === 'text') return { body: { kind: 'text', text }, shown: text };
    return { body: { kind: 'bytes', bytes: new Uint8Array(body.inlineBody) }, shown: isText ? text : null };
  }
  if (wanted === 'text' && charsetOf(body.contentType) !== 'utf-8' && (await isConvertible(body.spillPath))) {
    const text = decodeText(await fs.readFile(body.spillPath), body.contentType);
    // A file of its own: the bytes as they came may be kept under another name.
    await fs.rm(body.spillPath);
    await fs.writeFile(body.spillPath, text, 'utf8');
  }
  const shown = wanted === 'text' || isText ? await headText(body.spillPath) : null;
  const mediaType = wanted === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
  return { body: { kind: 'url', url: bodies.offer(body.spillPath, mediaType) }, shown };
}

/** Converting reads the whole text into memory, so it stops being worth it. */
const MAX_CONVERTED_BYTES = 16 * 1024 * 1024;

async function isConvertible(realPath: string): Promise<boolean> {
  return (await fs.stat(realPath)).size <= MAX_CONVERTED_BYTES;
}

/** True for media types whose bytes are worth reading as text. */
export function looksLikeText(contentType: string | null): boolean {
  return /^\s*(text\/|application\/([\w.+-]*\+)?(json|xml|javascript|x-www-form-urlencoded))/i.test(
    contentType ?? '',
  );
}

function decodeText(bytes: Uint8Array, contentType: string | null): string {
  return new TextDecoder(charsetOf(contentType)).decode(bytes);
}

function charsetOf(contentType: string | null): string {
  const label = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}

async function headText(realPath: string): Promise<string> {
  const handle = await fs.open(realPath, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SHOWN_TEXT_BYTES), 0, SHOWN_TEXT_BYTES, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
