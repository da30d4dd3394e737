import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canSign, createAuthority, type CertifiedKey } from './certificate.ts';

const CERTIFICATE_FILE = 'lab-authority.pem';
const KEY_FILE = 'lab-authority-key.pem';

/**
 * The lab's certificate authority, kept in `folder` so that whoever trusted it once need not do so again. A pair
 * that is missing, damaged or about to expire is replaced.
 */
export async function openAuthority(folder: string): Promise<CertifiedKey> {
  const kept = await readPair(folder);
  if (kept !== null && canSign(kept)) return kept;
  const made = await createAuthority();
  await mkdir(folder, { recursive: true });
  // Only the owner may read what signs certificates.
  await writeFile(join(folder, KEY_FILE), made.keyPem, { mode: 0o600 });
  await writeFile(join(folder, CERTIFICATE_FILE), made.certificatePem);
  return made;
}

async function readPair(folder: string): Promise<CertifiedKey | null> {
  try {
    const [certificatePem, keyPem] = await Promise.all([
      readFile(join(folder, CERTIFICATE_FILE), 'utf8'),
      readFile(join(folder, KEY_FILE), 'utf8'),
    ]);
    return { certificatePem, keyPem };
  } catch {
    return null;
  }
}
