import { FerryError } from '#contract/errors';
import { MAX_IMPORTED } from '#contract/panel-archive';
import type { Exchange, ExchangeKind, HeaderLines, Phase } from '#contract/transfer';

/** An exchange read from a file, with the bodies that came with it. */
export interface ReadExchange {
  readonly exchange: Omit<Exchange, 'id' | 'bodies'>;
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
  /** Only the beginning of the answer came. */
  readonly isPartial: boolean;
}

const MAX_TEXT = 65_536;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads HAR 1.2 as any tool writes it: what is missing or odd in an entry is left out of it, an entry without a URL
 * is left out whole.
 *
 * @param blank facts of an exchange of which nothing is known
 * @param from name of the file, for its origin
 * @throws FerryError `usage` where it is no HAR at all
 */
export function readHar(
  text: string,
  from: string,
  blank: Omit<Exchange, 'id' | 'bodies'>,
): {
  readonly exchanges: readonly ReadExchange[];
  readonly skippedCount: number;
  readonly isCutOff: boolean;
} {
  const entries = entriesOf(text, from);
  const taken = entries.slice(0, MAX_IMPORTED);
  const exchanges = taken.flatMap((entry) => {
    const read = objectOf(entry) ? readEntry(entry, from, blank) : null;
    return read ? [read] : [];
  });
  return {
    exchanges,
    skippedCount: taken.length - exchanges.length,
    isCutOff: taken.length < entries.length,
  };
}

function entriesOf(text: string, from: string): readonly unknown[] {
  const wrong = (why: string): FerryError =>
    new FerryError('usage', `${from} is no HAR file: ${why}. Export it again, or pick another file.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw wrong((error as Error).message);
  }
  const log = objectOf(parsed) ? parsed['log'] : null;
  const entries = objectOf(log) ? log['entries'] : null;
  if (!Array.isArray(entries)) throw wrong('it has no log.entries');
  return entries;
}

function readEntry(entry: Json, from: string, blank: Omit<Exchange, 'id' | 'bodies'>): ReadExchange | null {
  const request = childOf(entry, 'request');
  const response = childOf(entry, 'response');
  const facts = childOf(entry, '_ferry');
  const url = textOf(request, 'url');
  const calledAt = Date.parse(textOf(entry, 'startedDateTime'));
  if (!URL.canParse(url)) return null;
  const status = numberOf(response, 'status');
  const content = childOf(response, 'content');
  const requestBody = requestBodyOf(request, facts);
  const responseBody = bodyOf(textOf(content, 'text', null), textOf(content, 'encoding'));
  const phases = phasesOf(childOf(entry, 'timings'));
  const timeMs = Math.max(0, numberOf(entry, 'time'));
  const hasAnswer = Number.isInteger(status) && status >= 100 && status <= 999;
  return {
    request: requestBody,
    response: responseBody,
    isPartial: facts['isPartial'] === true,
    exchange: {
      ...blank,
      kind: kindOf(facts),
      state: stateOf(facts, hasAnswer),
      page: textOf(facts, 'page'),
      calledFrom: textOf(facts, 'calledFrom') === '' ? null : textOf(facts, 'calledFrom'),
      method: (textOf(request, 'method') || 'GET').toUpperCase(),
      url,
      written: facts['written'] ?? { url },
      calledAtEpochMs: Number.isFinite(calledAt) ? calledAt : 0,
      queueMs: phases.find(({ name }) => name === 'queue')?.endMs ?? 0,
      durationMs: timeMs,
      statusCode: hasAnswer ? status : null,
      httpVersion:
        /(\d(?:\.\d)?)$/u.exec(textOf(response, 'httpVersion'))?.[1]?.replace(/^2\.0$/u, '2') ?? null,
      requestHeaders: headersOf(request),
      responseHeaders: headersOf(response),
      sentBytes: Math.max(countOf(request, 'bodySize'), requestBody?.byteLength ?? 0),
      receivedBytes: countOf(response, 'bodySize'),
      decodedBytes: countOf(content, 'size'),
      requestText: shownText(requestBody),
      responseText: shownText(responseBody),
      phases,
      errMsg: textOf(facts, 'errMsg') === '' ? null : textOf(facts, 'errMsg'),
      origin: { kind: 'import', from },
    },
  };
}

const KINDS: readonly ExchangeKind[] = ['upload', 'download', 'request', 'resource', 'socket'];
const STATES = ['done', 'failed', 'aborted'] as const;

function kindOf(facts: Json): ExchangeKind {
  return KINDS.find((kind) => kind === facts['kind']) ?? 'request';
}

/** What was alive when it was exported ended for whoever reads it. */
function stateOf(facts: Json, hasAnswer: boolean): Exchange['state'] {
  return STATES.find((state) => state === facts['state']) ?? (hasAnswer ? 'done' : 'failed');
}

function phasesOf(timings: Json): Phase[] {
  const ssl = Math.max(0, numberOf(timings, 'ssl'));
  const spans: readonly (readonly [Phase['name'], number])[] = [
    ['queue', numberOf(timings, 'blocked')],
    ['dns', numberOf(timings, 'dns')],
    ['connect', numberOf(timings, 'connect') - ssl],
    ['tls', ssl === 0 ? -1 : ssl],
    ['send', numberOf(timings, 'send')],
    ['wait', numberOf(timings, 'wait')],
    ['receive', numberOf(timings, 'receive')],
  ];
  let at = 0;
  return spans.flatMap(([name, ms]) => {
    if (ms < 0) return [];
    const phase = { name, startMs: at, endMs: at + ms };
    at = phase.endMs;
    return ms > 0 ? [phase] : [];
  });
}

function headersOf(message: Json): HeaderLines {
  const headers = message['headers'];
  if (!Array.isArray(headers)) return [];
  return (
    headers
      .filter((header): header is Json => objectOf(header))
      .map((header) => [textOf(header, 'name'), textOf(header, 'value')] as const)
      // HTTP/2 names of the request line are no headers.
      .filter(([name]) => name !== '' && !name.startsWith(':'))
  );
}

function requestBodyOf(request: Json, facts: Json): Uint8Array | null {
  const own = textOf(facts, 'requestBody', null);
  if (own !== null) return bodyOf(own, 'base64');
  const postData = childOf(request, 'postData');
  const text = textOf(postData, 'text', null);
  if (text !== null && text !== '') return bodyOf(text, textOf(postData, 'encoding'));
  const params = postData['params'];
  const isForm = textOf(postData, 'mimeType').startsWith('application/x-www-form-urlencoded');
  if (!Array.isArray(params) || !isForm) return null;
  const form = new URLSearchParams(
    params
      .filter((param): param is Json => objectOf(param))
      .map((param): [string, string] => [textOf(param, 'name'), textOf(param, 'value')]),
  );
  return bodyOf(form.toString(), '');
}

function bodyOf(text: string | null, encoding: string): Uint8Array | null {
  if (text === null || text === '') return null;
  return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
}

function shownText(body: Uint8Array | null): string | null {
  if (!body) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body).slice(0, MAX_TEXT);
  } catch {
    return null;
  }
}

function objectOf(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childOf(parent: Json, name: string): Json {
  const child = parent[name];
  return objectOf(child) ? child : {};
}

function textOf(parent: Json, name: string): string;
function textOf(parent: Json, name: string, fallback: null): string | null;
function textOf(parent: Json, name: string, fallback: '' | null = ''): string | null {
  const value = parent[name];
  return typeof value === 'string' ? value : fallback;
}

/** -1 where there is none, as HAR has it, and for what no count or time can be. */
function numberOf(parent: Json, name: string): number {
  const value = parent[name];
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : -1;
}

/** Bytes; 0 where they are not told. */
function countOf(parent: Json, name: string): number {
  return Math.max(0, Math.floor(numberOf(parent, name)));
}
