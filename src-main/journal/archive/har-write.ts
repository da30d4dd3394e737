import { STATUS_CODES } from 'node:http';
import { isUtf8 } from 'node:buffer';
import type { Content, Cookie, Entry, Param, PostData, Timings } from 'har-format';
import type { Exchange, HeaderLines, Phase } from '#contract/transfer';

/** What Ferry knows of an exchange beyond HAR; a field whose name begins with `_` is everybody's own (HAR 1.2). */
export interface FerryFacts {
  readonly kind: Exchange['kind'];
  readonly state: Exchange['state'];
  readonly page: string;
  readonly calledFrom: string | null;
  readonly errMsg: string | null;
  readonly written: unknown;
  /** The request body where it is no text, in base64; a `postData` has no encoding. */
  readonly requestBody?: string;
  /** Only the beginning of the answer came. */
  readonly isPartial?: true;
}

export type FerryEntry = Entry & { readonly _ferry: FerryFacts };

export interface EntryBodies {
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
}

/** An exchange as an entry of HAR 1.2. */
export function harEntry(exchange: Exchange, bodies: EntryBodies): FerryEntry {
  const timings = timingsOf(exchange);
  const { blocked, dns, connect, send, wait, receive } = timings;
  const known = [blocked, dns, connect, send, wait, receive].filter((ms) => ms !== undefined && ms >= 0);
  const peer = exchange.profile?.peerIP ?? '';
  const version = versionText(exchange.httpVersion);
  const postData = postDataOf(exchange, bodies.request);
  const binary = bodies.request !== null && !isUtf8(bodies.request) ? bodies.request : null;
  return {
    pageref: exchange.page === '' ? 'app' : exchange.page,
    startedDateTime: new Date(exchange.calledAtEpochMs).toISOString(),
    time: known.reduce<number>((sum, ms) => sum + (ms ?? 0), 0),
    request: {
      method: exchange.method,
      url: exchange.url,
      httpVersion: version,
      cookies: requestCookies(exchange.requestHeaders),
      headers: pairs(exchange.requestHeaders),
      queryString: queryOf(exchange.url),
      ...(postData ? { postData } : {}),
      headersSize: -1,
      bodySize: exchange.sentBytes,
    },
    response: {
      status: exchange.statusCode ?? 0,
      statusText: STATUS_CODES[exchange.statusCode ?? 0] ?? '',
      httpVersion: version,
      cookies: responseCookies(exchange.responseHeaders),
      headers: pairs(exchange.responseHeaders),
      content: contentOf(exchange, bodies.response),
      redirectURL: exchange.redirects[0] ?? '',
      headersSize: -1,
      bodySize: exchange.receivedBytes,
    },
    cache: {},
    timings,
    ...(peer === '' ? {} : { serverIPAddress: peer }),
    ...(exchange.errMsg === null ? {} : { comment: exchange.errMsg }),
    _ferry: {
      kind: exchange.kind,
      state: exchange.state,
      page: exchange.page,
      calledFrom: exchange.calledFrom,
      errMsg: exchange.errMsg,
      written: exchange.written,
      ...(binary ? { requestBody: Buffer.from(binary).toString('base64') } : {}),
      ...(exchange.bodies.response?.isPartial ? { isPartial: true } : {}),
    },
  };
}

/** HAR counts the TLS handshake to `connect` and gives it once more as `ssl`; -1 is what did not happen. */
function timingsOf({ phases, queueMs }: Exchange): Timings {
  const sumOf = (...names: readonly Phase['name'][]): number => {
    const own = phases.filter(({ name }) => names.includes(name));
    return own.length === 0 ? -1 : own.reduce((sum, phase) => sum + (phase.endMs - phase.startMs), 0);
  };
  return {
    blocked: phases.some(({ name }) => name === 'queue') ? sumOf('queue') : queueMs,
    dns: sumOf('dns'),
    connect: sumOf('connect', 'tls'),
    ssl: sumOf('tls'),
    send: Math.max(0, sumOf('send')),
    wait: Math.max(0, sumOf('wait')),
    receive: Math.max(0, sumOf('receive')),
  };
}

function versionText(version: string | null): string {
  if (version === null) return '';
  return `HTTP/${version === '2' ? '2.0' : version}`;
}

function pairs(headers: HeaderLines): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function valuesOf(headers: HeaderLines, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

function queryOf(url: string): { name: string; value: string }[] {
  const parsed = URL.parse(url);
  return parsed ? [...parsed.searchParams].map(([name, value]) => ({ name, value })) : [];
}

function requestCookies(headers: HeaderLines): Cookie[] {
  return valuesOf(headers, 'cookie').flatMap((line) =>
    line.split(/;\s*/u).flatMap((pair) => cookiesOf(pair)),
  );
}

/** Attributes that every reader knows; the rest stands in the header. */
function responseCookies(headers: HeaderLines): Cookie[] {
  return valuesOf(headers, 'set-cookie').flatMap((line) => {
    const [pair = '', ...attributes] = line.split(/;\s*/u);
    const named = new Map(
      attributes.map((attribute): readonly [string, string] => {
        const [name = '', value = ''] = attribute.split('=', 2);
        return [name.toLowerCase(), value];
      }),
    );
    const path = named.get('path');
    const domain = named.get('domain');
    return cookiesOf(pair).map((cookie) => ({
      ...cookie,
      ...(path === undefined ? {} : { path }),
      ...(domain === undefined ? {} : { domain }),
      httpOnly: named.has('httponly'),
      secure: named.has('secure'),
    }));
  });
}

function cookiesOf(pair: string): Cookie[] {
  const at = pair.indexOf('=');
  return at <= 0 ? [] : [{ name: pair.slice(0, at), value: pair.slice(at + 1) }];
}

/** Fields by name where the body is multipart, else its text; both at once HAR does not allow. */
function postDataOf(exchange: Exchange, body: Uint8Array | null): PostData | null {
  const mimeType = valuesOf(exchange.requestHeaders, 'content-type')[0] ?? '';
  if (exchange.parts.length > 0) {
    const params = exchange.parts.map(({ name, value, filename, contentType }): Param => ({
      name,
      ...(value === null ? {} : { value }),
      ...(filename === null ? {} : { fileName: filename }),
      ...(contentType === null ? {} : { contentType }),
    }));
    return { mimeType, params };
  }
  const text = body && isUtf8(body) ? Buffer.from(body).toString('utf8') : exchange.requestText;
  if (text === null) return body ? { mimeType, text: '' } : null;
  return { mimeType, text };
}

function contentOf(exchange: Exchange, body: Uint8Array | null): Content {
  const mimeType = valuesOf(exchange.responseHeaders, 'content-type')[0] ?? '';
  const size = body?.byteLength ?? exchange.decodedBytes;
  const compression = size - exchange.receivedBytes;
  const saved = compression > 0 ? { compression } : {};
  if (body && !isUtf8(body))
    return { size, mimeType, text: Buffer.from(body).toString('base64'), encoding: 'base64', ...saved };
  const text = body ? Buffer.from(body).toString('utf8') : exchange.responseText;
  return { size, mimeType, ...(text === null ? {} : { text }), ...saved };
}
