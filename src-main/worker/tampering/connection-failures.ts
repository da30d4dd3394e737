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

/** The server refuses the handshake: no protocol or cipher in common, the commonest way for it to fail. */
export function handshakeError(): NodeError {
  return Object.assign(new Error('write EPROTO ssl/tls alert handshake failure'), {
    errno: -constants.errno.EPROTO,
    code: 'EPROTO',
    syscall: 'write',
  });
}
