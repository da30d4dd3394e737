// The trailing path makes it the package, not Node's own module of that name.
import { Buffer } from 'buffer/index.js';
import { fileSystemError } from '#contract/file-system-errors';

/** Encodings of `FileSystemManager` (wx-api.md §11), by what the buffer package calls them. */
const ENCODINGS = {
  ascii: 'ascii',
  base64: 'base64',
  binary: 'latin1',
  hex: 'hex',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  'utf-8': 'utf8',
  utf8: 'utf8',
  latin1: 'latin1',
} as const;

export type Encoding = keyof typeof ENCODINGS;

// As they are before project code may replace the global ones. A byte order mark is content, as for Node.
const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const utf8Encoder = new TextEncoder();

const BLANK = /[\t\n\r ]+/g;
const RAW_BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const HEX = /^(?:[0-9A-Fa-f]{2})*$/;

/** The encoding of that name, in whatever case; null where there is none. */
export function encodingNamed(name: string): Encoding | null {
  const lower = name.toLowerCase();
  return Object.hasOwn(ENCODINGS, lower) ? (lower as Encoding) : null;
}

/** Bytes as text. Bytes that are none of the encoding's become its replacement character, as for Node. */
export function textFrom(bytes: Uint8Array<ArrayBuffer>, encoding: Encoding): string {
  const name = ENCODINGS[encoding];
  if (name === 'utf8') return utf8Decoder.decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(name);
}

/**
 * Text as bytes.
 *
 * @throws FerryError 1300203 for what is no base64 (a data URI's prefix is none) or no hex
 */
export function bytesFrom(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  const name = ENCODINGS[encoding];
  if (name === 'utf8') return utf8Encoder.encode(text);
  const buffer = Buffer.from(checkedText(text, name), name);
  return new Uint8Array(buffer);
}

function checkedText(text: string, name: (typeof ENCODINGS)[Encoding]): string {
  if (name === 'hex' && !HEX.test(text)) throw fileSystemError(1300203);
  if (name !== 'base64') return text;
  const raw = text.replace(BLANK, '');
  // Padding may be left out, half a byte cannot be written.
  if (!RAW_BASE64.test(raw) || raw.replace(/=+$/, '').length % 4 === 1) throw fileSystemError(1300203);
  return raw;
}
