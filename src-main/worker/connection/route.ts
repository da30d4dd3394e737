import { FerryError } from '#contract/errors';
import type { JobConnection, JobLink } from '../protocol.ts';
import { proxyFrom, type Proxy } from './proxy.ts';
import type { Trust, TrustOf } from './trust.ts';

/** The way from here to a server. */
export interface Route {
  /** Connections with equal keys can stand in for each other. */
  readonly key: string;
  /** Host without brackets, and port, of the server the connection is for. */
  readonly host: string;
  readonly port: number;
  /** Null: no TLS. */
  readonly trust: Trust | null;
  readonly proxy: Proxy | null;
  /** Through the proxy by CONNECT; without it the proxy is asked for the whole URL. */
  readonly tunnels: boolean;
  readonly link: JobLink | null;
}

/** Whether Node's own agents know the way: nothing stands between here and the URL's own server. */
export function isDirect(connection: JobConnection): boolean {
  return connection.sendTo === null && connection.proxy === null && connection.link === null;
}

/**
 * The way a job's connection describes. Errors: `net.proxy` for a proxy that is not an HTTP proxy, `request.url`
 * for an origin to send to that is none, `net.tls` for a client certificate that cannot be used.
 */
export function routeFor(url: URL, connection: JobConnection, trustOf: TrustOf): Route {
  const target = connection.sendTo === null ? url : originFrom(connection.sendTo);
  const secure = target.protocol === 'https:';
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const port = Number(target.port === '' ? (secure ? 443 : 80) : target.port);
  const trust = secure ? trustOf(connection) : null;
  const proxy = connection.proxy === null ? null : proxyFrom(connection.proxy);
  // A proxy that is asked for a URL goes by that URL: only a tunnel takes a request to another origin.
  const tunnels = proxy !== null && (secure || connection.sendTo !== null);
  const end = proxy === null || tunnels ? `${host} ${String(port)}` : '';
  return {
    key: [end, trust?.key ?? 'plain', proxy?.key ?? '', connection.link?.id ?? ''].join('\n'),
    host,
    port,
    trust,
    proxy,
    tunnels,
    link: connection.link,
  };
}

function originFrom(sendTo: string): URL {
  const origin = URL.parse(sendTo);
  if (origin?.protocol !== 'http:' && origin?.protocol !== 'https:') {
    throw new FerryError(
      'request.url',
      'The origin to send to is not an http or https origin, such as http://127.0.0.1:8080',
    );
  }
  return origin;
}
