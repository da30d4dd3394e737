import { hash } from 'node:crypto';
import http from 'node:http';
import type { Duplex } from 'node:stream';
import { FerryError } from '#contract/errors';

/** An HTTP proxy. */
export interface Proxy {
  /** Equal for equal proxies and credentials; does not tell the credentials. */
  readonly key: string;
  /** Host without brackets. */
  readonly host: string;
  readonly port: number;
  /** Host and port as people write them. */
  readonly name: string;
  /** Value of Proxy-Authorization; null without credentials. */
  readonly authorization: string | null;
}

/** Error: `net.proxy` for anything but an `http:` URL. Never tells the credentials. */
export function proxyFrom(text: string): Proxy {
  const url = URL.parse(text);
  if (url === null || url.hostname === '') {
    throw new FerryError('net.proxy', 'The proxy’s address is not a URL such as http://127.0.0.1:8080');
  }
  if (url.protocol !== 'http:') {
    throw new FerryError(
      'net.proxy',
      `The proxy ${url.host} is a ${url.protocol.slice(0, -1)} proxy: only http proxies are supported`,
      { details: { proxy: url.host } },
    );
  }
  const port = Number(url.port === '' ? 80 : url.port);
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`;
  const authorization =
    credentials === ':' ? null : `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
  return {
    key: `${url.hostname} ${String(port)} ${authorization === null ? '' : hash('sha256', authorization)}`,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    name: `${url.hostname}:${String(port)}`,
    authorization,
  };
}

/**
 * Asks the proxy at the other end of `stream` for a tunnel to `host:port`; resolves when the stream is that tunnel.
 * Errors: `net.proxy`. Who calls it bounds its time and destroys the stream when it is not wanted any more.
 */
export function openTunnel(stream: Duplex, proxy: Proxy, host: string, port: number): Promise<void> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      path: authority,
      createConnection: () => stream,
      setHost: false,
      headers: [
        ['Host', authority],
        ['Proxy-Connection', 'keep-alive'],
        ...(proxy.authorization === null ? [] : [['Proxy-Authorization', proxy.authorization]]),
      ].flat(),
    });
    request.once('connect', (response, _socket, head) => {
      const statusCode = response.statusCode ?? 0;
      if (statusCode < 200 || statusCode > 299) {
        reject(proxyRefused(proxy, statusCode));
        return;
      }
      if (head.length > 0) stream.unshift(head);
      resolve();
    });
    request.once('error', (error) => {
      reject(proxyFailed(proxy, error));
    });
    request.end();
  });
}

/** The proxy answered, but not with what it was asked for. */
export function proxyRefused(proxy: Proxy, statusCode: number): FerryError {
  const details = { proxy: proxy.name, statusCode };
  if (statusCode !== 407) {
    return new FerryError(
      'net.proxy',
      `The proxy ${proxy.name} refused the connection: it answered ${String(statusCode)}`,
      { details },
    );
  }
  const advice =
    proxy.authorization === null
      ? 'it wants a user name and password (407)'
      : 'it does not accept the user name and password (407)';
  return new FerryError('net.proxy', `The proxy ${proxy.name} refused the connection: ${advice}`, {
    details,
  });
}

/** The proxy did not answer: `error` is what the socket said. Ours pass through. */
export function proxyFailed(proxy: Proxy, error: unknown): FerryError {
  if (error instanceof FerryError) return error;
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
  const what = WORDS[code] ?? (code.startsWith('HPE_') ? 'it does not speak HTTP' : 'it cannot be used');
  const reason = code === '' ? '' : ` (${code})`;
  return new FerryError('net.proxy', `The proxy ${proxy.name} failed: ${what}${reason}`, {
    details: { proxy: proxy.name, ...(code === '' ? {} : { cause: code }) },
    cause: error,
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection; is it running?',
  ENOTFOUND: 'its address cannot be found',
  EAI_AGAIN: 'its address cannot be found',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
};

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
