import { API_NAMES, type Exchange, type HeaderLines, isTransfer } from '#contract/transfer';

/** What became of something that the page wrote on its way to the wire. */
export type OptionFate = 'same' | 'added' | 'removed' | 'changed' | 'respelled';

/** Why; the panel has a sentence for each. */
export type OptionWhy =
  | 'referer'
  | 'user-agent'
  | 'accept-encoding'
  | 'connection'
  | 'length'
  | 'host'
  | 'upload-type'
  | 'request-type'
  | 'old-ios'
  | 'framing'
  | 'credentials'
  | 'case'
  | 'rule'
  | 'resend'
  | 'redirected'
  | 'data-in-url'
  | 'encoded'
  | 'method-default'
  | 'method-upload'
  | 'method-download'
  | 'method-redirect'
  | 'timeout-option'
  | 'timeout-app'
  | 'timeout-default'
  | 'timeout-cap'
  | 'not-sent';

/** One line of the table that sets what was written beside what was sent. */
export interface OptionLine {
  /** `url`, `method`, `timeout`, or a header's name as it was sent, else as written. */
  readonly name: string;
  readonly isHeader: boolean;
  readonly written: string | null;
  readonly sent: string | null;
  readonly fate: OptionFate;
  readonly why: OptionWhy | null;
}

type Written = Readonly<Record<string, unknown>>;

function writtenOf(exchange: Exchange): Written {
  const { written } = exchange;
  return typeof written === 'object' && written !== null && !Array.isArray(written)
    ? (written as Written)
    : {};
}

function headerOf(written: Written): HeaderLines {
  const { header } = written;
  if (typeof header !== 'object' || header === null) return [];
  return Object.entries(header).map(([name, value]) => [name, String(value)] as const);
}

/** Options as the page wrote them beside what went out, the address first. */
export function compareOptions(exchange: Exchange): readonly OptionLine[] {
  const written = writtenOf(exchange);
  const lines = [urlLine(exchange, written), methodLine(exchange, written)];
  const timeout = timeoutLine(exchange, written);
  return [...lines, ...(timeout ? [timeout] : []), ...headerLines(exchange, written)];
}

function urlLine(exchange: Exchange, { url }: Written): OptionLine {
  const own = typeof url === 'string' ? url : null;
  const final = exchange.redirects.at(-1) ?? exchange.url;
  const line = { name: 'url', isHeader: false, written: own, sent: final } as const;
  if (own === final) return { ...line, fate: 'same', why: null };
  if (own === null)
    return { ...line, fate: 'added', why: exchange.origin.kind === 'resend' ? 'resend' : null };
  if (exchange.redirects.length > 0) return { ...line, fate: 'changed', why: 'redirected' };
  const [asked, sent] = [URL.parse(own), URL.parse(final)];
  if (!asked || !sent) return { ...line, fate: 'changed', why: null };
  if (asked.username !== '' || asked.password !== '') return { ...line, fate: 'changed', why: 'credentials' };
  if (asked.search !== sent.search && asked.origin + asked.pathname === sent.origin + sent.pathname) {
    return { ...line, fate: 'changed', why: 'data-in-url' };
  }
  return { ...line, fate: 'changed', why: asked.origin === sent.origin ? 'encoded' : 'rule' };
}

function methodLine(exchange: Exchange, { method }: Written): OptionLine {
  const own = typeof method === 'string' ? method : null;
  const line = { name: 'method', isHeader: false, written: own, sent: exchange.method } as const;
  if (own?.toUpperCase() === exchange.method) return { ...line, fate: 'same', why: null };
  if (own !== null)
    return { ...line, fate: 'changed', why: exchange.redirects.length > 0 ? 'method-redirect' : null };
  const why =
    exchange.kind === 'upload'
      ? 'method-upload'
      : exchange.kind === 'download'
        ? 'method-download'
        : 'method-default';
  return { ...line, fate: 'added', why };
}

const TIMEOUT_WHY = {
  option: 'timeout-option',
  'app.json': 'timeout-app',
  default: 'timeout-default',
  cap: 'timeout-cap',
} as const satisfies Record<string, OptionWhy>;

function timeoutLine({ timeout }: Exchange, written: Written): OptionLine | null {
  const own = typeof written['timeout'] === 'number' ? `${String(written['timeout'])}\u00a0ms` : null;
  if (!timeout) return null;
  return {
    name: 'timeout',
    isHeader: false,
    written: own,
    sent: `${String(timeout.ms)}\u00a0ms`,
    fate: timeout.from === 'option' ? 'same' : own === null ? 'added' : 'changed',
    why: TIMEOUT_WHY[timeout.from],
  };
}

/** Headers in the order sent, then those that were written and did not go out. */
function headerLines(exchange: Exchange, written: Written): readonly OptionLine[] {
  const asked = new Map(
    headerOf(written).map(([name, value]) => [name.toLowerCase(), [name, value] as const]),
  );
  const lines = exchange.requestHeaders.map(([name, value]): OptionLine => {
    const lower = name.toLowerCase();
    const own = asked.get(lower);
    asked.delete(lower);
    const line = { name, isHeader: true, written: own?.[1] ?? null, sent: value } as const;
    if (!own) return { ...line, fate: 'added', why: whyAdded(lower, exchange) };
    if (own[1] !== value) return { ...line, fate: 'changed', why: whyAdded(lower, exchange) };
    if (own[0] !== name) return { ...line, written: `${own[0]}: ${own[1]}`, fate: 'respelled', why: 'case' };
    return { ...line, fate: 'same', why: null };
  });
  const removed = [...asked.values()].map(([name, value]): OptionLine => ({
    name,
    isHeader: true,
    written: value,
    sent: null,
    fate: 'removed',
    why: whyRemoved(name.toLowerCase(), exchange),
  }));
  return [...lines, ...removed];
}

function whyAdded(lower: string, exchange: Exchange): OptionWhy | null {
  switch (lower) {
    case 'referer':
    case 'user-agent':
    case 'accept-encoding':
    case 'connection':
    case 'host':
      return lower;
    case ':authority':
      return 'host';
    case 'content-length':
    case 'transfer-encoding':
      return 'length';
    case 'content-type':
      return exchange.kind === 'upload' ? 'upload-type' : 'request-type';
    default:
      if (exchange.origin.kind === 'resend') return 'resend';
      return exchange.rules.length > 0 || exchange.pauses !== undefined ? 'rule' : null;
  }
}

const FRAMING = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'];

function whyRemoved(lower: string, exchange: Exchange): OptionWhy | null {
  if (exchange.requestHeaders.length === 0) return 'not-sent';
  if (lower === 'referer' || lower === 'user-agent') return lower;
  if (FRAMING.includes(lower)) return 'framing';
  if (exchange.warnings.some(({ rule }) => rule === 'header-ignored')) return 'old-ios';
  return exchange.redirects.length > 0 ? 'credentials' : null;
}

/** Options that the table sets beside what was sent. */
const COMPARED = ['url', 'header', 'method', 'timeout'];

/** What a call was given besides. */
export function otherOptions(exchange: Exchange): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(writtenOf(exchange)).filter(([name]) => !COMPARED.includes(name)));
}

/** `wx.uploadFile`; null for what no function asked for. */
export function apiOf(exchange: Exchange): string | null {
  if (exchange.kind === 'socket') return 'wx.connectSocket';
  return isTransfer(exchange) ? `wx.${API_NAMES[exchange.kind]}` : null;
}
