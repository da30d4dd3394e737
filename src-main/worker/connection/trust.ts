import { hash } from 'node:crypto';
import tls from 'node:tls';
import { FerryError } from '#contract/errors';
import type { JobConnection } from '../protocol.ts';

/** Contexts kept; each holds some hundred parsed authorities. */
const MAX_CONTEXTS = 16;
const MIN_VERSION = 'TLSv1.2';

/** Whom a connection trusts and who it says it is. */
export interface Trust {
  /** Equal for equal trust; short, and says nothing of what it is made from. */
  readonly key: string;
  readonly verifies: boolean;
  readonly context: tls.SecureContext;
}

export type TrustOf = (connection: JobConnection) => Trust;

/**
 * The TLS settings of connections. A context is made once for each set of authorities and client certificate:
 * parsing the authorities takes tens of milliseconds. Errors: `net.tls` for a client certificate or an authority
 * that cannot be used.
 */
export function createTrustOf(): TrustOf {
  const contexts = new Map<string, tls.SecureContext>();

  return (connection) => {
    const { extraCertificateAuthorities, clientCertificate, verifiesCertificates } = connection;
    const isUsual = extraCertificateAuthorities.length === 0 && clientCertificate === null;
    const contextKey = isUsual
      ? ''
      : hash('sha256', JSON.stringify([extraCertificateAuthorities, clientCertificate]));
    let context = contexts.get(contextKey);
    contexts.delete(contextKey);
    context ??= contextFor(connection);
    contexts.set(contextKey, context);
    for (const oldest of contexts.keys()) {
      if (contexts.size <= MAX_CONTEXTS) break;
      contexts.delete(oldest);
    }
    return {
      key: `${verifiesCertificates ? 'verified' : 'any'} ${contextKey}`,
      verifies: verifiesCertificates,
      context,
    };
  };
}

function contextFor({ extraCertificateAuthorities, clientCertificate }: JobConnection): tls.SecureContext {
  const certificate =
    clientCertificate === null
      ? {}
      : {
          cert: clientCertificate.certificatePem,
          key: clientCertificate.privateKeyPem,
          ...(clientCertificate.passphrase === null ? {} : { passphrase: clientCertificate.passphrase }),
        };
  const ca = [...trustedAuthorities(), ...extraCertificateAuthorities];
  try {
    return tls.createSecureContext({ minVersion: MIN_VERSION, ca, ...certificate });
  } catch (error) {
    throw unusable(error, clientCertificate !== null);
  }
}

/** The bundled authorities, `NODE_EXTRA_CA_CERTS` and the operating system's own store. */
function trustedAuthorities(): string[] {
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}

const WHY: Readonly<Record<string, string>> = {
  ERR_OSSL_BAD_DECRYPT: 'the passphrase is wrong',
  ERR_OSSL_EVP_BAD_DECRYPT: 'the passphrase is wrong',
  ERR_MISSING_PASSPHRASE: 'its private key wants a passphrase',
  ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED: 'its private key wants a passphrase',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'the private key belongs to another certificate',
  ERR_OSSL_PEM_NO_START_LINE: 'it is not PEM text',
};

function unusable(error: unknown, hasClientCertificate: boolean): FerryError {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
  const what = hasClientCertificate ? 'The client certificate' : 'An extra certificate authority';
  const why = WHY[code] ?? (code === '' ? 'it cannot be read' : code);
  return new FerryError('net.tls', `${what} cannot be used: ${why}`, {
    details: { phase: 'tls', tls: code },
    cause: error,
  });
}
