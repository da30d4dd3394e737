import { createHmac } from 'node:crypto';

const SUFFIX = '.localhost';
const TOKEN_LENGTH = 20;
const NATIVE_URL = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)(#.*)?$/i;
const WEB_HOST = /^(.*)--([a-z][a-z0-9+.-]*)--p(\d+)-([a-z0-9]+)\.localhost$/;

/** A URL of an app's own scheme, taken out of the form Chromium sees. */
export interface NativeOrigin {
  readonly scheme: string;
  readonly host: string;
  /** Ordinal of the session whose origin it is. */
  readonly partition: number;
}

/**
 * Two-way map between an app's scheme and what stock Chromium can load:
 * `ferry://app/x` ↔ `http://app--ferry--p0-<token>.localhost/x`. Such an origin is a secure context, and each
 * is a site of its own. The token differs per partition, so that a page that reads its own origin cannot
 * address another partition's handlers.
 */
export interface OriginMap {
  /** The URL Chromium loads for a URL of a mapped scheme; any other URL as it is. */
  toWeb(url: string, partition: number): string;
  /** The app's own URL for one that Chromium reports; any other URL as it is. */
  toNative(url: string): string;
  /** What a `Host` header names, or null when it is not ours or its token is wrong. */
  parseHost(host: string): NativeOrigin | null;
  /** Every mapped origin inside a text (a console message, a stack) replaced by the app's own. */
  textToNative(text: string): string;
  /** `<scheme>://<host>` of mapped schemes inside a header value replaced by what Chromium knows it as. */
  textToWeb(text: string, partition: number): string;
  /** Begins to map a scheme. */
  addScheme(scheme: string): void;
}

/** The pattern of `--host-resolver-rules` that covers every mapped host and no other. */
export const MAPPED_HOSTS = '*--p*.localhost:80';

/** @param secret the profile's secret; the same one gives the same origins */
export function createOriginMap(secret: string): OriginMap {
  const schemes = new Set<string>();
  const tokens = new Map<number, string>();

  function tokenOf(partition: number): string {
    const known = tokens.get(partition);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(`partition ${partition}`).digest();
    const token = Array.from(digest.subarray(0, TOKEN_LENGTH), (byte) => (byte & 31).toString(32)).join('');
    tokens.set(partition, token);
    return token;
  }

  function webHost(host: string, scheme: string, partition: number): string {
    return `${host.toLowerCase()}--${scheme}--p${partition}-${tokenOf(partition)}${SUFFIX}`;
  }

  function parseHost(host: string): NativeOrigin | null {
    const match = WEB_HOST.exec(host.toLowerCase().replace(/:80$/, ''));
    if (!match) return null;
    const [, name = '', scheme = '', ordinal = '', token = ''] = match;
    const partition = Number(ordinal);
    return token === tokenOf(partition) ? { scheme, host: name, partition } : null;
  }

  const textToNative = (text: string): string =>
    text.replace(/http:\/\/([a-z0-9+.-]+--p\d+-[a-z0-9]+\.localhost)(?::80)?/gi, (whole, host: string) => {
      const origin = parseHost(host);
      return origin ? `${origin.scheme}://${origin.host}` : whole;
    });

  return {
    addScheme: (scheme) => {
      schemes.add(scheme);
    },
    toWeb(url, partition) {
      const match = NATIVE_URL.exec(url);
      const scheme = match?.[1]?.toLowerCase();
      if (!match || scheme === undefined || !schemes.has(scheme)) return url;
      const path = match[3] === undefined || match[3] === '' ? '/' : match[3].replace(/^\?/, '/?');
      return `http://${webHost(match[2] ?? '', scheme, partition)}${path}${match[4] ?? ''}`;
    },
    toNative: (url) => (url.startsWith('http://') || url.startsWith('blob:') ? textToNative(url) : url),
    parseHost,
    textToNative,
    textToWeb: (text, partition) =>
      text.replace(/\b([a-z][a-z0-9+.-]*):\/\/([a-z0-9.-]+)/gi, (whole, scheme: string, host: string) =>
        schemes.has(scheme.toLowerCase())
          ? `http://${webHost(host, scheme.toLowerCase(), partition)}`
          : whole,
      ),
  };
}
