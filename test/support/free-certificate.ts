// @peculiar/x509 builds its registry from decorators and needs this polyfill loaded before it.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
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

/** Makes a certificate for this computer that vouches for itself. */
export async function selfSignedCertificate(): Promise<FreeCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=127.0.0.1',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 60 * 60_000),
      signingAlgorithm: algorithm,
      keys,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    },
    crypto,
  );
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  const certificatePem = certificate.toString('pem');
  return {
    certificatePem,
    keyPem: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    authorityPem: certificatePem,
  };
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
