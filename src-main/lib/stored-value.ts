import { STORED_TYPE_KEY } from '#contract/storage';

/** Begins the JSON text of an encrypted value. */
export const ENCRYPTED_PREFIX = `{${JSON.stringify(STORED_TYPE_KEY)}:"Encrypted",`;

/** An encrypted value as it is kept. */
export interface EncryptedValue {
  /** Of the text before it was encrypted: what {@link textBytes} counts. */
  readonly plainBytes: number;
  /** Base64 of the initialisation vector, the tag and the cipher text. */
  readonly cipher: string;
}

/** WeChat's documentation of setStorage: what is encrypted takes 1.4 times the room. */
const ENCRYPTED_GROWTH = 1.4;

/** What an entry counts of the limits: the UTF-8 bytes of its key and of its value. */
export function entryBytes(key: string, json: string): number {
  const valueBytes = json.startsWith(ENCRYPTED_PREFIX)
    ? Math.ceil((JSON.parse(json) as EncryptedValue).plainBytes * ENCRYPTED_GROWTH)
    : textBytes(json);
  return Buffer.byteLength(key) + valueBytes;
}

/** A text counts as itself, without the quotes and escapes of its JSON; everything else as its JSON. */
export function textBytes(json: string): number {
  if (!json.startsWith('"')) return Buffer.byteLength(json);
  // Without an escape the text is its JSON less the quotes: no need to read it.
  if (!json.includes('\\')) return Buffer.byteLength(json) - 2;
  try {
    return Buffer.byteLength(JSON.parse(json) as string);
  } catch {
    // A page may send what is no JSON by its bridge; it gets it back as it was.
    return Buffer.byteLength(json);
  }
}
