import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HeaderLines } from '#contract/transfer';

/** Headers about the connection or the framing: the worker's own, whatever the job says. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'http2-settings',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);

/** Methods whose body has a meaning, so that no body is said with `Content-Length: 0`. */
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Whether a request line can begin with it: anything else might end the line. */
export function isMethod(method: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method);
}

/**
 * The header lines as they go out: Host, Connection and Content-Length first, then the job's own in its order and
 * case. `bodyBytes` is null when there is no body.
 */
export function wireHeaders(
  method: string,
  url: URL,
  headers: HeaderLines,
  bodyBytes: number | null,
): HeaderLines {
  const lines: (readonly [string, string])[] = [
    ['Host', url.host],
    ['Connection', 'keep-alive'],
  ];
  if (bodyBytes !== null || METHODS_WITH_BODY.has(method)) {
    lines.push(['Content-Length', String(bodyBytes ?? 0)]);
  }
  return [...lines, ...headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()))];
}

/**
 * The same for HTTP/2: its pseudo-headers first, names in lower case. Throws Node's error for a name or value that
 * cannot be sent, which Node's HTTP/2 would send or refuse in its own ways.
 */
export function http2Headers(
  method: string,
  url: URL,
  headers: HeaderLines,
  bodyBytes: number | null,
): HeaderLines {
  const lines = wireHeaders(method, url, headers, bodyBytes)
    .filter(([name]) => name !== 'Host' && name !== 'Connection')
    .map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of lines) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return [
    [':method', method],
    [':scheme', 'https'],
    [':authority', url.host],
    [':path', `${url.pathname}${url.search}`],
    ...lines,
  ];
}

/** Node's flat list of names and values as pairs, repeats and case kept. */
export function headerLinesFromRaw(raw: readonly string[]): HeaderLines {
  const lines: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', inUtf8(raw[at + 1] ?? '')]);
  return lines;
}

/** Node reads headers byte by byte; where the bytes are UTF-8, as browsers take them, that is what they mean. */
function inUtf8(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}
