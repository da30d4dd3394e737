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
