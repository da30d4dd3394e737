// @peculiar/x509 builds its registry from decorators and needs this polyfill loaded before it.
import 'reflect-metadata';
import { createPrivateKey, X509Certificate as NodeCertificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
/** The longest life that current systems accept of a server certificate is 398 days. */
const SERVER_DAYS = 397;
const AUTHORITY_NAME = 'CN=Ferry Lab Certificate Authority, O=Ferry';

/** A certificate with its private key, both in PEM. */
export interface CertifiedKey {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Makes a certificate authority of its own, valid for ten years. */
export async function createAuthority(): Promise<CertifiedKey> {
  const keys = await generateKeys();
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: AUTHORITY_NAME,
      notBefore: new Date(now - DAY_MS),
      notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
      signingAlgorithm: SIGNING,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { certificatePem: certificate.toString('pem'), keyPem: await pemFromKey(keys.privateKey) };
}

/** Makes a server certificate for `hosts` (names and addresses), signed by `authority`. */
export async function issueCertificate(
  authority: CertifiedKey,
  hosts: readonly string[],
): Promise<CertifiedKey> {
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const keys = await generateKeys();
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: `CN=${hosts[0] ?? 'localhost'}, O=Ferry`,
      issuer: issuer.subject,
      notBefore: new Date(now - DAY_MS),
      notAfter: new Date(now + SERVER_DAYS * DAY_MS),
      signingAlgorithm: SIGNING,
      signingKey: await keyFromPem(authority.keyPem),
      publicKey: keys.publicKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(hosts.map(alternativeName)),
        await x509.AuthorityKeyIdentifierExtension.create(issuer, false, crypto),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { certificatePem: certificate.toString('pem'), keyPem: await pemFromKey(keys.privateKey) };
}

/** Whether a pair read back from disk is whole, belongs together and outlives the certificates it will sign. */
export function canSign({ certificatePem, keyPem }: CertifiedKey): boolean {
  try {
    const certificate = new x509.X509Certificate(certificatePem);
    const key = createPrivateKey(keyPem);
    return (
      certificate.notAfter.getTime() > Date.now() + SERVER_DAYS * DAY_MS &&
      certificate.subject === AUTHORITY_NAME &&
      new NodeCertificate(certificatePem).checkPrivateKey(key)
    );
  } catch {
    return false;
  }
}

function alternativeName(host: string): x509.JsonGeneralName {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host };
}

/** Named by where it comes from: the web's and Node's declarations of the same keys differ in detail. */
type KeyPair = Awaited<ReturnType<typeof generateKeys>>;

function generateKeys() {
  return crypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);
}

/** Sixteen random bytes in hex; the top bit stays clear, as serial numbers are positive. */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

async function pemFromKey(key: KeyPair['privateKey']): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function keyFromPem(pem: string): Promise<KeyPair['privateKey']> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(der), SIGNING, false, ['sign']);
}
