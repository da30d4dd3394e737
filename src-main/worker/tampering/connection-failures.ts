import { constants } from 'node:os';

/** What Node throws when the same happens for real; `cause` and wording of the failure come of its code. */
type NodeError = NodeJS.ErrnoException & { readonly hostname?: string };

/** The other end has sent a reset. */
export function resetError(): NodeError {
  return Object.assign(new Error('read ECONNRESET'), {
    errno: -constants.errno.ECONNRESET,
    code: 'ECONNRESET',
    syscall: 'read',
  });
}

/** Nobody listens. */
export function refusedError(host: string): NodeError {
  return Object.assign(new Error(`connect ECONNREFUSED ${host}`), {
    errno: -constants.errno.ECONNREFUSED,
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
}

/** The name has no address. */
export function noAddressError(hostname: string): NodeError {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname,
  });
}

/** In OpenSSL's words: the reason is told from them. */
const HANDSHAKE_ALERT =
  'error:0A000410:SSL routines:ssl3_read_bytes:ssl/tls alert handshake failure:SSL alert number 40';

/** The server refuses the handshake: no protocol or cipher in common, the commonest way for it to fail. */
export function handshakeError(): NodeError {
  return Object.assign(new Error(`write EPROTO ${HANDSHAKE_ALERT}`), {
    errno: -constants.errno.EPROTO,
    code: 'EPROTO',
    syscall: 'write',
  });
}
