import type { ExchangeMarks, ExchangeRow } from '#contract/panel-exchanges';
import type { Exchange, ExchangeKind, ExchangeState } from '#contract/transfer';

/** What exchanges are filtered and sorted by. */
export interface ExchangeFacts {
  readonly kind: ExchangeKind;
  readonly state: ExchangeState;
  readonly calledAtEpochMs: number;
  readonly method: string;
  readonly host: string;
  /** Of the URL, without its query. */
  readonly path: string;
  readonly page: string;
  readonly statusCode: number | null;
  /** Of the body: sent of an upload, received of all others. */
  readonly sizeBytes: number;
  /** Null while it is alive. */
  readonly durationMs: number | null;
  /** Of the response; empty when its headers name none. */
  readonly mediaType: string;
  /** Rules of its warnings, each once, by spaces. */
  readonly warnings: string;
  /** Bits of `TRAITS`. */
  readonly traits: number;
}

/** Bits of a record that are yes or no. */
export const TRAITS = { resend: 1, imported: 2, paused: 4, hasRule: 8 } as const;

/** No marks at all. */
export const NO_MARKS: ExchangeMarks = { isPinned: false, tags: [], note: '' };

/** What the record says of itself, for filters and columns. */
export function exchangeFacts(exchange: Exchange): ExchangeFacts {
  const { kind, state, method, page, statusCode, durationMs, calledAtEpochMs, origin } = exchange;
  const { host, path } = placeOf(exchange.url);
  return {
    kind,
    state,
    method,
    page,
    statusCode,
    durationMs,
    calledAtEpochMs,
    host,
    path,
    sizeBytes: kind === 'upload' ? exchange.sentBytes : exchange.receivedBytes,
    mediaType: mediaTypeOfResponse(exchange) ?? '',
    warnings: [...new Set(exchange.warnings.map(({ rule }) => rule))].join(' '),
    traits:
      (origin.kind === 'resend' ? TRAITS.resend : 0) |
      (origin.kind === 'import' ? TRAITS.imported : 0) |
      (exchange.pausedAt === null ? 0 : TRAITS.paused) |
      (exchange.rules.length > 0 ? TRAITS.hasRule : 0),
  };
}

/** Without the parser of URLs: pages write what is none, and a hundred thousand are read in one go. */
function placeOf(url: string): { readonly host: string; readonly path: string } {
  const [, host = '', path = ''] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)/iu.exec(url) ?? [];
  return host === '' ? { host: '', path: url } : { host: host.toLowerCase(), path: path === '' ? '/' : path };
}

function mediaTypeOfResponse({ responseHeaders }: Exchange): string | null {
  const line = responseHeaders.findLast(([name]) => name.toLowerCase() === 'content-type');
  const type = line?.[1].split(';')[0]?.trim().toLowerCase();
  return type === undefined || type === '' ? null : type.slice(0, 200);
}

/** What a line of the list shows of a record. */
export function exchangeRow(exchange: Exchange, launch: number, marks: ExchangeMarks): ExchangeRow {
  const warnings = exchange.warnings;
  return {
    id: exchange.id,
    kind: exchange.kind,
    state: exchange.state,
    page: exchange.page,
    calledFrom: exchange.calledFrom,
    method: exchange.method,
    url: exchange.url,
    calledAtEpochMs: exchange.calledAtEpochMs,
    queueMs: exchange.queueMs,
    durationMs: exchange.durationMs,
    statusCode: exchange.statusCode,
    httpVersion: exchange.httpVersion,
    sentBytes: exchange.sentBytes,
    expectedSendBytes: exchange.expectedSendBytes,
    receivedBytes: exchange.receivedBytes,
    expectedReceiveBytes: exchange.expectedReceiveBytes,
    phases: exchange.phases,
    rules: exchange.rules,
    errMsg: exchange.errMsg,
    origin: exchange.origin,
    pausedAt: exchange.pausedAt,
    slot: exchange.slot,
    launch,
    mediaType: mediaTypeOfResponse(exchange),
    warningCount: warnings.length,
    firstWarning: warnings[0] ?? null,
    marks,
  };
}

/** Characters of one record that can be searched. */
const MAX_SEARCHED = 65_536;

/**
 * Everything of a record that a search looks through, line by line; the longest come last and are cut there. Of a
 * record that is not whole, what can be read.
 */
export function searchedText(exchange: Exchange): string {
  const pieces: readonly (() => readonly unknown[])[] = [
    () => [`${exchange.method} ${exchange.url}`, decoded(exchange.url), exchange.page, exchange.calledFrom],
    () => [exchange.errMsg, exchange.reason, exchange.file?.path],
    () => [...exchange.rules, ...exchange.redirects],
    () => exchange.requestHeaders.map(([name, value]) => `${name}: ${value}`),
    () => exchange.responseHeaders.map(([name, value]) => `${name}: ${value}`),
    () => exchange.parts.flatMap(({ name, filename, value }) => [name, filename, value]),
    () => [exchange.requestText, exchange.responseText],
  ];
  return pieces
    .flatMap(readable)
    .filter((line) => typeof line === 'string' && line !== '')
    .join('\n')
    .slice(0, MAX_SEARCHED);
}

/** A record may be another program's, or an older Ferry's. */
function readable(piece: () => readonly unknown[]): readonly unknown[] {
  try {
    return piece();
  } catch {
    return [];
  }
}

/** Chinese words of a URL as a person reads them; null where there are none. */
function decoded(url: string): string | null {
  if (!/%[89a-f][0-9a-f]/iu.test(url)) return null;
  try {
    return decodeURIComponent(url);
  } catch {
    return null;
  }
}
