import type { ResendBody, ResendCall } from './panel-resend.ts';
import { isTransfer, type Exchange, type HeaderLines, type PartRecord } from './transfer.ts';

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
/** Longer texts of a page's options are clipped where they are recorded. */
const WRITTEN_CHARACTERS = 2000;
/** Fields that are read from the kept body, together: they are sent from memory. */
const MOST_READ_BYTES = 16 * 1024 * 1024;

/** What a call can be made of; the rest says why it cannot. */
export type CallOfExchange =
  | { readonly ok: true; readonly call: ResendCall }
  | { readonly ok: false; readonly why: 'file' | 'body' | 'kind'; readonly what: string };

/** The values of form fields, whole, by their parts. */
export type WholeFields = ReadonlyMap<PartRecord, string>;

/** The form fields of which the record has the beginning only. */
export function clippedFields({ parts }: Pick<Exchange, 'parts'>): readonly PartRecord[] {
  return parts.filter(
    ({ filename, value }) => filename === null && (value?.length ?? 0) >= RECORDED_VALUE_CHARACTERS,
  );
}

/**
 * Reads fields whole, as far as there is room for them.
 *
 * @param read the content of a part as text, from the kept body; null when that is not kept or not whole
 */
export async function wholeFields(
  parts: readonly PartRecord[],
  read: (part: PartRecord) => Promise<string | null>,
): Promise<WholeFields> {
  const whole = new Map<PartRecord, string>();
  let roomBytes = MOST_READ_BYTES;
  for (const part of parts) {
    roomBytes -= part.sizeBytes;
    if (roomBytes < 0) break;
    const text = await read(part).catch(() => null);
    if (text !== null) whole.set(part, text);
  }
  return whole;
}

/** The call that an exchange was made by, as its record and what was read beside it tell it. */
export function callOfExchange(exchange: Exchange, whole: WholeFields = new Map()): CallOfExchange {
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
  // A path in a stranger's record says nothing of this computer's files: what is sent is what came with it.
  const path = exchange.origin.kind === 'import' ? '' : (exchange.file?.path ?? textOf(written['filePath']));
  if (path === '' && !exchange.bodies.request) return { ok: false, why: 'file', what: exchange.url };
  const fields = fieldsOf(exchange, whole);
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
    return Object.entries(written).map(([name, value]) => {
      const lower = name.toLowerCase();
      const sent = isClipped(value)
        ? exchange.requestHeaders.find(([own]) => own.toLowerCase() === lower)
        : null;
      return [name, sent?.[1] ?? textOf(value)] as const;
    });
  }
  if (recordOf(exchange.written)['url'] !== undefined) return [];
  return exchange.requestHeaders.filter(
    ([name]) =>
      !OWN_HEADERS.has(name.toLowerCase()) &&
      !(exchange.kind === 'upload' && name.toLowerCase() === 'content-type'),
  );
}

/** The form fields in the order they went out, whole; null where they are known in part only. */
export function fieldsOf(
  exchange: Exchange,
  whole: WholeFields = new Map(),
): readonly (readonly [name: string, value: string])[] | null {
  const formData = recordOf(recordOf(exchange.written)['formData']);
  if (exchange.parts.length === 0) {
    const written = Object.entries(formData);
    if (written.some(([, value]) => isClipped(value))) return null;
    return written.map(([name, value]) => [name, textOf(value)] as const);
  }
  const clipped = new Set(clippedFields(exchange));
  const fields: (readonly [string, string])[] = [];
  for (const part of exchange.parts) {
    const { name, filename, value } = part;
    if (filename !== null) continue;
    const read = whole.get(part);
    if (!clipped.has(part)) fields.push([name, value ?? '']);
    else if (read !== undefined) fields.push([name, read]);
    else if (Object.hasOwn(formData, name) && !isClipped(formData[name])) {
      fields.push([name, textOf(formData[name])]);
    } else return null;
  }
  return fields;
}

/** Whether a page's own text was too long to be recorded whole. */
function isClipped(value: unknown): boolean {
  return typeof value === 'string' && value.length > WRITTEN_CHARACTERS;
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
