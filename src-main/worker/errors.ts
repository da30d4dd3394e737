import { FerryError, type ErrorCode, type ErrorDetails } from '#contract/errors';

/** Where a job was when it failed; the names of the phases the panel shows. */
export type JobPhase = 'dns' | 'connect' | 'tls' | 'send' | 'wait' | 'receive';

/** What is known about the exchange when an error arrives. */
export interface ExchangeSituation {
  /** Host and port as written in the URL. */
  readonly host: string;
  readonly phase: JobPhase;
  /** The socket's own error, which got's error may have hidden behind a length mismatch; null when none. */
  readonly socketError: unknown;
}

type Row = readonly [code: ErrorCode, what: string];

const RESET: Row = ['net.reset', 'The connection was reset'];
const CLOSED: Row = ['net.closed', 'The server closed the connection without an answer'];
const UNREACHABLE: Row = ['net.connect', 'Could not connect'];
const NO_ADDRESS: Row = ['net.dns', 'Could not find the address'];
const BAD_HEADER: Row = ['request.invalid', 'A request header cannot be sent'];
const BAD_URL: Row = ['request.url', 'The URL cannot be requested'];

/** Node's and got's codes for what happens on the wire. `ECONNRESET` and time-outs need more than the code. */
const NET_ROWS: Readonly<Record<string, Row>> = {
  ENOTFOUND: NO_ADDRESS,
  ENODATA: NO_ADDRESS,
  EAI_AGAIN: NO_ADDRESS,
  EAI_FAIL: NO_ADDRESS,
  EAI_NODATA: NO_ADDRESS,
  ECONNREFUSED: ['net.connect', 'The connection was refused'],
  EHOSTUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENETDOWN: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  EAFNOSUPPORT: UNREACHABLE,
  EACCES: UNREACHABLE,
  EPERM: UNREACHABLE,
  EPIPE: RESET,
  ECONNABORTED: RESET,
  ETIMEDOUT: ['net.timeout', 'Timed out'],
  EPROTO: ['net.tls', 'The TLS handshake failed'],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: ['net.truncated', 'The response ended early'],
  ERR_INVALID_CHAR: BAD_HEADER,
  ERR_INVALID_HTTP_TOKEN: BAD_HEADER,
  ERR_HTTP_INVALID_HEADER_VALUE: BAD_HEADER,
  ERR_INVALID_URL: BAD_URL,
  ERR_UNESCAPED_CHARACTERS: BAD_URL,
  ERR_UNSUPPORTED_PROTOCOL: ['request.scheme', 'Only http and https can be requested'],
  ERR_INVALID_PROTOCOL: ['request.scheme', 'Only http and https can be requested'],
};

/** OpenSSL's verdicts on a certificate, as Node spells them. Kept in `details.tls`. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_GET_CRL',
  'CERT_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
]);

/** Node's words for a request header that HTTP/2 does not allow. */
const HTTP2_HEADER_CODES: ReadonlySet<string> = new Set([
  'ERR_HTTP2_INVALID_HEADER_VALUE',
  'ERR_HTTP2_INVALID_CONNECTION_HEADERS',
  'ERR_HTTP2_INVALID_PSEUDOHEADER',
  'ERR_HTTP2_HEADER_SINGLE_VALUE',
]);

/** got names the timer that ran out; the panel's phases are these. */
const PHASE_OF_TIMER: Readonly<Record<string, JobPhase>> = {
  lookup: 'dns',
  connect: 'connect',
  secureConnect: 'tls',
  send: 'send',
  response: 'wait',
  read: 'receive',
};

const FILE_ROWS: Readonly<Record<string, Row>> = {
  ENOENT: ['file.not-found', 'there is no such file'],
  ENOTDIR: ['file.not-found', 'there is no such file'],
  EACCES: ['file.denied', 'permission denied'],
  EPERM: ['file.denied', 'permission denied'],
  EROFS: ['file.denied', 'the disk is read-only'],
  EISDIR: ['file.type', 'it is a folder'],
  ENOSPC: ['file.no-space', 'the disk is full'],
  EDQUOT: ['file.no-space', 'the disk quota is used up'],
  EFBIG: ['file.too-large', 'the file is too large for the disk'],
};

/**
 * Whatever got, Node or OpenSSL threw during an exchange, as a FerryError whose message is one line naming the host
 * and the phase. An error that already is ours (from the upload body or the sink) is found inside got's wrapping.
 */
export function errorFromGot(error: unknown, situation: ExchangeSituation): FerryError {
  const ours = ferryErrorWithin(error);
  if (ours !== null) return ours;

  const code = textOf(error, 'code');
  if (textOf(error, 'name') === 'AbortError' || code === 'ERR_ABORTED') {
    return new FerryError('aborted', 'The transfer was aborted', { cause: error });
  }
  const reached = PHASE_OF_TIMER[textOf(error, 'event')] ?? phaseOfCall(error) ?? situation.phase;
  const [ferryCode, what] = wasReset(situation.socketError) ? RESET : rowFor(error, code, reached);
  if (ferryCode === 'request.invalid') return badHeader(error, code);
  // TLS 1.3 refuses a client certificate, or none, when the client already takes the handshake for done.
  const phase = ferryCode === 'net.tls' ? 'tls' : reached;
  const details: Record<string, ErrorDetails[string]> = { host: situation.host, phase };
  if (code !== '') details['cause'] = code;
  if (ferryCode === 'net.tls' && code !== '') details['tls'] = opensslReason(error, code);
  const reason = code === '' ? '' : ` (${code})`;
  return new FerryError(ferryCode, `${what}: ${situation.host}, ${PHASE_WORDS[phase]}${reason}`, {
    details,
    cause: error,
  });
}

/** The budget of a job ran out. `phase` is where it was. */
export function timeoutError(host: string, phase: JobPhase, timeoutMs: number): FerryError {
  return new FerryError(
    'net.timeout',
    `Timed out after ${String(timeoutMs)} ms: ${host}, ${PHASE_WORDS[phase]}`,
    { details: { host, phase, timeoutMs } },
  );
}

/** A file system error as a FerryError: "Could not <doing>: <why>". Never names the path; ours pass through. */
export function errorFromFile(error: unknown, doing: string): FerryError {
  if (error instanceof FerryError) return error;
  const code = textOf(error, 'code');
  const [ferryCode, why] = FILE_ROWS[code] ?? ['file.io', code === '' ? 'unknown error' : code];
  return new FerryError(ferryCode, `Could not ${doing}: ${why}`, {
    details: code === '' ? {} : { cause: code },
    cause: error,
  });
}

/** What OpenSSL says of a failed handshake, as Node spells it elsewhere: behind EPROTO it is only in the message. */
function opensslReason(error: unknown, code: string): string {
  const reason =
    code === 'EPROTO' ? /:SSL routines:[^:]*:([^:]+):/.exec(textOf(error, 'message'))?.[1] : null;
  return reason ? `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}` : code;
}

const PHASE_WORDS: Readonly<Record<JobPhase, string>> = {
  dns: 'while looking up the host',
  connect: 'while connecting',
  tls: 'during the TLS handshake',
  send: 'while sending the request',
  wait: 'while waiting for the response',
  receive: 'while receiving the response',
};

function rowFor(error: unknown, code: string, phase: JobPhase): Row {
  if (code === 'ECONNRESET') return rowForReset(error, phase);
  const row = NET_ROWS[code];
  if (row !== undefined) return row;
  if (CERTIFICATE_CODES.has(code) || code.startsWith('CRL_')) {
    return ['net.tls', 'The server’s certificate is not trusted'];
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return ['net.tls', 'The server’s certificate is for another host'];
  }
  if (code.endsWith('CERTIFICATE_REQUIRED')) return ['net.tls', 'The server wants a client certificate'];
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return ['net.tls', 'The TLS handshake failed'];
  if (code.startsWith('ERR_HTTP2_')) return rowForHttp2(error, code);
  if (code === 'HPE_HEADER_OVERFLOW') return ['net.protocol', 'The response’s headers are too large'];
  if (code.startsWith('HPE_')) return ['net.protocol', 'The response is not valid HTTP'];
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return ['net.closed', 'The connection was closed'];
  return ['internal', textOf(error, 'message').split('\n')[0] ?? ''];
}

/** Found before anything is sent: it says nothing of the network. Node names the header in brackets. */
function badHeader(error: unknown, code: string): FerryError {
  const name = /\["([^"]*)"\]/.exec(textOf(error, 'message'))?.[1];
  const header = name === undefined ? 'A request header' : `The request header ${JSON.stringify(name)}`;
  return new FerryError(
    'request.invalid',
    `${header} cannot be sent: it holds a character that no header may have, such as a line break`,
    { details: { cause: code }, cause: error },
  );
}

/** HTTP/2 has codes of its own for how a stream ends; Node tells them in the message alone. */
function rowForHttp2(error: unknown, code: string): Row {
  if (HTTP2_HEADER_CODES.has(code)) return BAD_HEADER;
  if (code === 'ERR_HTTP2_GOAWAY_SESSION' || code === 'ERR_HTTP2_INVALID_SESSION') return CLOSED;
  const reason = /NGHTTP2_[A-Z0-9_]+/.exec(textOf(error, 'message'))?.[0] ?? '';
  if (reason === 'NGHTTP2_REFUSED_STREAM') return CLOSED;
  if (reason === 'NGHTTP2_ENHANCE_YOUR_CALM') {
    return [
      'net.protocol',
      'The server ended the exchange for too much traffic, or its headers are too large',
    ];
  }
  const isReset = reason === 'NGHTTP2_CANCEL' || reason === 'NGHTTP2_INTERNAL_ERROR';
  return isReset ? RESET : ['net.protocol', 'The response is not valid HTTP/2'];
}

/**
 * Node says ECONNRESET for a reset and for a polite close alike; only a reset carries the system call it was seen
 * in. A polite close within a body cuts the response short.
 */
function rowForReset(error: unknown, phase: JobPhase): Row {
  if (hasSystemCall(error)) return RESET;
  return phase === 'receive' ? ['net.truncated', 'The response ended early'] : CLOSED;
}

function wasReset(socketError: unknown): boolean {
  const code = textOf(socketError, 'code');
  return hasSystemCall(socketError) && (code === 'EPIPE' || code === 'ECONNRESET' || code === 'ECONNABORTED');
}

/** The system calls that belong to one phase, whatever the marks say. */
function phaseOfCall(error: unknown): JobPhase | null {
  const calls = chainOf(error).map((link) => textOf(link, 'syscall'));
  if (calls.includes('getaddrinfo')) return 'dns';
  return calls.includes('connect') ? 'connect' : null;
}

function hasSystemCall(error: unknown): boolean {
  return chainOf(error).some((link) => textOf(link, 'syscall') !== '');
}

function ferryErrorWithin(error: unknown): FerryError | null {
  return chainOf(error).find((link) => link instanceof FerryError) ?? null;
}

/** An error and its causes, outermost first; bounded, as a cause may point back. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let link = error;
  while (link instanceof Error && chain.length < 8) {
    chain.push(link);
    link = link.cause;
  }
  return chain;
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : '';
}
