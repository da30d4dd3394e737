import { vi } from 'vitest';
import { createAuthority, issueCertificate } from '../../src-main/lab/certificate.ts';

/** A server certificate nobody trusts, unless told to by `authorityPem`. */
export interface FreeCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly authorityPem: string;
}

/** Makes a certificate for `hosts`, signed by an authority made for the occasion. */
export async function freeCertificate(hosts = ['localhost', '127.0.0.1']): Promise<FreeCertificate> {
  const authority = await createAuthority();
  return { ...(await issueCertificate(authority, hosts)), authorityPem: authority.certificatePem };
}

const TWO_YEARS_MS = 2 * 365 * 24 * 60 * 60 * 1000;

/** A certificate for this computer that was good until a year ago, of an authority that still is. */
export async function expiredCertificate(): Promise<FreeCertificate> {
  vi.useFakeTimers({ now: Date.now() - TWO_YEARS_MS, toFake: ['Date'] });
  try {
    return await freeCertificate();
  } finally {
    vi.useRealTimers();
  }
}
