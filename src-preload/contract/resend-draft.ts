import type { ResendBody, ResendCall } from './panel-resend.ts';
import { isTransfer, type Exchange, type HeaderLines } from './transfer.ts';

/** Names that main writes itself, whatever a page says. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'referer',
  'user-agent',
]);

/** The journal clips a text body here; a longer one is known by its kept bytes alone. */
export const RECORDED_TEXT_CHARACTERS = 65_536;
const RECORDED_VALUE_CHARACTERS = 1000;

/** What a call can be made of; the rest says why it cannot. */
export type CallOfExchange =
  | { readonly ok: true; readonly call: ResendCall }
  | { readonly ok: false; readonly why: 'file' | 'body' | 'kind'; readonly what: string };

/** The call that an exchange was made by, as its record tells it. */
export function callOfExchange(exchange: Exchange): CallOfExchange {
  if (!isTransfer(exchange)) return { ok: false, why: 'kind', what: exchange.kind };
  const written = recordOf(exchange.written);
  const common = {
    of: exchange.id,
    url: exchange.url,
    headers: writtenHeaders(exchange),
    timeoutMs: positiveNumber(written['timeout']),
    wantsHttp2: written['enableHttp2'] === true,
  };
  if (exchange.kind === 'download') {
    // Asked for again, the body is kept, and no file of the mini-program is written over.
    return { ok: true, call: { ...common, kind: 'download', filePath: null, keepsFile: false } };
  }
  if (exchange.kind === 'request') {
    const body = bodyOf(exchange);
    if (!body) return { ok: false, why: 'body', what: exchange.method };
    return {
      ok: true,
      call: {
        ...common,
        kind: 'request',
        method: exchange.method,
        body,
        responseType: written['responseType'] === 'arraybuffer' ? 'arraybuffer' : 'text',
        followsRedirects: written['redirect'] !== 'manual',
      },
    };
  }
  const part = exchange.parts.at(-1);
  const path = exchange.file?.path ?? textOf(written['filePath']);
  if (path === '' && !exchange.bodies.request) return { ok: false, why: 'file', what: exchange.url };
  const fields = fieldsOf(exchange);
  if (!fields) return { ok: false, why: 'body', what: exchange.method };
  return {
    ok: true,
    call: {
      ...common,
      kind: 'upload',
      fields,
      file: {
        name: part?.filename == null ? textOf(written['name'], 'file') : part.name,
        filename: part?.filename ?? null,
        contentType: part?.contentType ?? null,
        source: path === '' ? { kind: 'kept', exchangeId: exchange.id } : { kind: 'virtual', path },
      },
    },
  };
}

/** What the page wrote in `header`; where that is not known, what went out less what main adds. */
export function writtenHeaders(exchange: Exchange): HeaderLines {
  const written = recordOf(exchange.written)['header'];
  if (typeof written === 'object' && written !== null && !Array.isArray(written)) {
    return Object.entries(written).map(([name, value]) => [name, textOf(value)] as const);
  }
  if (recordOf(exchange.written)['url'] !== undefined) return [];
  return exchange.requestHeaders.filter(
    ([name]) =>
      !OWN_HEADERS.has(name.toLowerCase()) &&
      !(exchange.kind === 'upload' && name.toLowerCase() === 'content-type'),
  );
}

/** The form fields in the order they went out, whole; null where they are known in part only. */
export function fieldsOf(exchange: Exchange): readonly (readonly [name: string, value: string])[] | null {
  const formData = recordOf(recordOf(exchange.written)['formData']);
  if (exchange.parts.length === 0) {
    return Object.entries(formData).map(([name, value]) => [name, textOf(value)] as const);
  }
  const fields: (readonly [string, string])[] = [];
  for (const { name, filename, value } of exchange.parts) {
    if (filename !== null) continue;
    if (value !== null && value.length < RECORDED_VALUE_CHARACTERS) fields.push([name, value]);
    else if (Object.hasOwn(formData, name)) fields.push([name, textOf(formData[name])]);
    else return null;
  }
  return fields;
}

function bodyOf(exchange: Exchange): ResendBody | null {
  const { requestText } = exchange;
  const isWhole = requestText !== null && requestText.length < RECORDED_TEXT_CHARACTERS;
  if (isWhole) return requestText === '' ? { kind: 'none' } : { kind: 'text', text: requestText };
  if (exchange.bodies.request) return { kind: 'kept', exchangeId: exchange.id };
  return exchange.expectedSendBytes === 0 && requestText === null ? { kind: 'none' } : null;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function positiveNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function textOf(value: unknown, otherwise = ''): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return otherwise;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
