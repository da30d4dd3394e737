import type { Exchange, ExchangeKind } from '#contract/transfer';
import { percentOf } from '../../lib/format.ts';

/** The `wx` function of a kind, as WeChat names it; for what no function asked for, where it is shown. */
export const API_NAMES: Readonly<Record<ExchangeKind, string>> = {
  upload: 'uploadFile',
  download: 'downloadFile',
  request: 'request',
  resource: '<image>, @font-face',
  socket: 'connectSocket',
};

export interface Address {
  readonly host: string;
  /** Path with query; the whole text where the address cannot be read. */
  readonly path: string;
}

const addresses = new Map<string, Address>();
/** Programs call few addresses often; past this many the memory is worth more than the parse. */
const KEPT_ADDRESSES = 20_000;

/** Host and path of an address as a row shows them. */
export function addressFromUrl(url: string): Address {
  const known = addresses.get(url);
  if (known) return known;
  const parsed = URL.parse(url);
  const address = parsed
    ? { host: parsed.host, path: decodedPath(parsed.pathname + parsed.search) }
    : { host: '', path: url };
  if (addresses.size >= KEPT_ADDRESSES) addresses.clear();
  addresses.set(url, address);
  return address;
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Which way a transfer goes: a request asks and is answered. */
export type Direction = 'up' | 'down' | 'both';

export const DIRECTIONS = {
  upload: 'up',
  download: 'down',
  request: 'both',
  resource: 'down',
  socket: 'both',
} as const satisfies Record<ExchangeKind, Direction>;

/** The hue of a kind, as a CSS colour. */
export const KIND_COLORS = {
  upload: 'var(--upload)',
  download: 'var(--download)',
  request: 'var(--text-soft)',
  resource: 'var(--text-soft)',
  socket: 'var(--text-soft)',
} as const satisfies Record<ExchangeKind, string>;

type Moved = Pick<
  Exchange,
  'kind' | 'state' | 'sentBytes' | 'receivedBytes' | 'expectedSendBytes' | 'expectedReceiveBytes'
>;

/** Bytes of the direction that matters for the kind. */
export function movedBytes(exchange: Moved): number {
  return exchange.kind === 'upload' ? exchange.sentBytes : exchange.receivedBytes;
}

/** Size a row shows: what is expected while it runs, what has moved once it is over; 0 when neither is known. */
export function sizeBytesOf(exchange: Moved): number {
  if (isOver(exchange)) return movedBytes(exchange);
  const expected = exchange.kind === 'upload' ? exchange.expectedSendBytes : exchange.expectedReceiveBytes;
  return expected > 0 ? expected : movedBytes(exchange);
}

/** Whole percent of a running transfer; null while the total is unknown. */
export function progressOf(exchange: Moved): number | null {
  return exchange.kind === 'upload'
    ? percentOf(exchange.sentBytes, exchange.expectedSendBytes)
    : percentOf(exchange.receivedBytes, exchange.expectedReceiveBytes);
}

export function isOver(exchange: Pick<Exchange, 'state'>): boolean {
  return exchange.state !== 'waiting' && exchange.state !== 'running';
}

/** An answer that WeChat hands to `success` although its status says that something is wrong. */
export function isErrorStatus(exchange: Pick<Exchange, 'statusCode'>): boolean {
  return exchange.statusCode !== null && exchange.statusCode >= 400;
}
