import { nativeNetError } from '../scheme-server.ts';

/** Numbers of the network errors a page load meets (Chromium's `net_error_list.h`). */
const NET_ERRORS: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_TIMED_OUT: -7,
  ERR_UNEXPECTED: -9,
  ERR_ACCESS_DENIED: -10,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_BLOCKED_BY_RESPONSE: -27,
  ERR_CONNECTION_CLOSED: -100,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_SSL_PROTOCOL_ERROR: -107,
  ERR_ADDRESS_UNREACHABLE: -109,
  ERR_CONNECTION_TIMED_OUT: -118,
  ERR_PROXY_CONNECTION_FAILED: -130,
  ERR_CERT_COMMON_NAME_INVALID: -200,
  ERR_CERT_DATE_INVALID: -201,
  ERR_CERT_AUTHORITY_INVALID: -202,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
  ERR_UNSAFE_PORT: -312,
  ERR_EMPTY_RESPONSE: -324,
};

export interface NetError {
  /** `ERR_CONNECTION_REFUSED`. */
  readonly name: string;
  /** Negative; -2 for one this table does not list. */
  readonly code: number;
}

/** From Chromium's `net::ERR_…` text. */
export function netErrorFromText(text: string): NetError {
  const name = nativeNetError(text.replace(/^net::/, ''));
  return { name, code: NET_ERRORS[name] ?? -2 };
}

/** What `loadURL` rejects with: Electron's message and fields. */
export function loadError(error: NetError, url: string): Error {
  const failure = new Error(`${error.name} (${error.code}) loading '${url.slice(0, 2048)}'`);
  return Object.assign(failure, { errno: error.code, code: error.name, url });
}
