import { prettyJson } from '../../lib/json-tokens.ts';

/** How a file can be looked at. */
export type PreviewKind = 'media' | 'text' | 'hex';

/** As much of a text as is read and shown at once. */
export const TEXT_BYTES = 512 * 1024;
/** JSON up to here is written in lines before it is shown. */
const LINED_CHARACTERS = 400_000;

const TEXTUAL = /(^text\/)|json|javascript|xml|yaml|toml|csv/;

/** Ways to look at a file of a media type, the best first; bytes always. */
export function previewsOf(mediaType: string): readonly PreviewKind[] {
  const family = mediaType.split('/')[0] ?? '';
  if (mediaType === 'image/svg+xml') return ['media', 'text', 'hex'];
  if (['image', 'audio', 'video'].includes(family)) return ['media', 'hex'];
  return TEXTUAL.test(mediaType) ? ['text', 'hex'] : ['hex', 'text'];
}

/** The colours that a text of a media type is shown in. */
export function languageOf(mediaType: string): 'json' | 'html' | 'javascript' | 'text' {
  if (mediaType.includes('json')) return 'json';
  if (/html|xml|svg/.test(mediaType)) return 'html';
  return mediaType.includes('javascript') ? 'javascript' : 'text';
}

/** Bytes as UTF-8; JSON of one line gets lines of its own. */
export function asText(bytes: Uint8Array, mediaType: string): string {
  const text = new TextDecoder().decode(bytes);
  if (languageOf(mediaType) !== 'json' || text.length > LINED_CHARACTERS || text.trimEnd().includes('\n')) {
    return text;
  }
  return prettyJson(text) ?? text;
}

/**
 * Bytes of a file from a place on; fewer at its end.
 *
 * @throws Error when the file is gone
 */
export async function readBytes(url: string, from: number, length: number): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { range: `bytes=${String(from)}-${String(from + length - 1)}` },
  });
  if (!response.ok) throw new Error(`The file answered ${String(response.status)}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Who does not know ranges answers with all of it.
  return response.status === 206 ? bytes : bytes.subarray(from, from + length);
}
