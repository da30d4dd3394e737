import { session } from 'electron';

/**
 * URL of the HTTP proxy the system has for a URL; null for none. Of a list the first that Ferry can use counts: what
 * is no HTTP proxy is passed on as it is, and the transfer says that it cannot be used.
 */
export async function systemProxy(url: string): Promise<string | null> {
  // Such as "PROXY proxy.example:8080; DIRECT".
  const [first = ''] = (await session.defaultSession.resolveProxy(url)).split(';');
  const [, kind = '', place = ''] = /^\s*(\w+)\s+(\S+)/.exec(first) ?? [];
  switch (kind.toUpperCase()) {
    case 'PROXY':
      return `http://${place}`;
    case 'HTTPS':
      return `https://${place}`;
    case 'SOCKS':
    case 'SOCKS4':
    case 'SOCKS5':
      return `${kind.toLowerCase()}://${place}`;
    default:
      return null;
  }
}
