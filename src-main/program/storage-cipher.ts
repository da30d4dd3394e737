import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FerryError } from '#contract/errors';
import { ENCRYPTED_PREFIX, textBytes, type EncryptedValue } from '../lib/stored-value.ts';

/** WeChat's documentation of setStorage: AES128. With a tag, so that what was tampered with is no value. */
const ALGORITHM = 'aes-128-gcm';
const KEY_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Turns the JSON text of a value into that of an encrypted one, and back. */
export interface StorageCipher {
  encrypt(json: string): string;
  /** @throws FerryError `storage.encrypted` when it was encrypted with another key */
  decrypt(json: string): string;
}

/**
 * `encrypt` of setStorage: a value is not to be found in plain on the disk. The key is the home's own and lies in its
 * registry, as an app's lies on a phone: whoever may read the whole home can read the value.
 */
export function createStorageCipher(keys: {
  readonly get: (name: string) => unknown;
  readonly set: (name: string, value: unknown) => void;
}): StorageCipher {
  let secret: Buffer | null = null;
  const key = (): Buffer => {
    secret ??= savedKey() ?? newKey();
    return secret;
  };
  const savedKey = (): Buffer | null => {
    const saved = keys.get(KEY_NAME);
    const bytes = typeof saved === 'string' ? Buffer.from(saved, 'base64') : null;
    return bytes?.length === KEY_BYTES ? bytes : null;
  };
  const newKey = (): Buffer => {
    const made = randomBytes(KEY_BYTES);
    keys.set(KEY_NAME, made.toString('base64'));
    return made;
  };
  return {
    encrypt(json) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key(), iv, { authTagLength: TAG_BYTES });
      const text = Buffer.concat([cipher.update(json, 'utf8'), cipher.final()]);
      const value: EncryptedValue = {
        plainBytes: textBytes(json),
        cipher: Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64'),
      };
      return `${ENCRYPTED_PREFIX}${JSON.stringify(value).slice(1)}`;
    },
    decrypt(json) {
      try {
        const bytes = Buffer.from((JSON.parse(json) as EncryptedValue).cipher, 'base64');
        const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (error) {
        throw new FerryError('storage.encrypted', 'data cannot be decrypted', { cause: error });
      }
    },
  };
}

const KEY_NAME = 'storage-key';
