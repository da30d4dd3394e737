import { redactedFields, redactedHeaders, redactedText, redactedUrl } from '#contract/secrets';
import type { HeaderLines, TransferKind } from '#contract/transfer';
import { fieldsOf, type WholeFields, writtenHeaders } from '#contract/resend-draft';
import type { Exchange } from '#contract/transfer';

/** The file of an upload, as another program sends it from its own folder. */
export interface OutgoingFile {
  readonly name: string;
  readonly filename: string;
  readonly contentType: string;
  /** The path within the mini-program. */
  readonly virtualPath: string;
  /** Where the developer puts it to send it: `./photo.jpg`. */
  readonly localPath: string;
}

export type OutgoingBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  /** Bytes that are no text, or too many to write down: read from a file. */
  | { readonly kind: 'file'; readonly localPath: string }
  | { readonly kind: 'multipart'; readonly fields: HeaderLines; readonly file: OutgoingFile };

/** What an exchange sent, as a snippet of code tells it. */
export interface Outgoing {
  readonly kind: TransferKind;
  readonly method: string;
  /** As it goes over the wire: encoded, without a fragment. */
  readonly url: string;
  /** Without those that whoever sends the bytes must write. */
  readonly headers: HeaderLines;
  readonly body: OutgoingBody;
  /** What the page wrote in `header`. */
  readonly pageHeaders: HeaderLines;
  /** Null: none was written. */
  readonly timeoutMs: number | null;
  /** The `filePath` of a download. */
  readonly filePath: string | null;
}

/** Written by the program that sends: they name the connection, the framing, or what it can decode. */
const FRAMING = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'keep-alive',
  'te',
]);
/** A name that HTTP lets a header have; a command might read another one as something else. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;

/**
 * @param text the request's body as text; null when it is none, or is not known whole
 * @param whole fields of which the record has the beginning only
 */
export function outgoingOf(
  exchange: Exchange & { kind: TransferKind },
  text: string | null,
  whole?: WholeFields,
): Outgoing {
  const written = asRecord(exchange.written);
  const isUpload = exchange.kind === 'upload';
  const sent = exchange.requestHeaders.length > 0 ? exchange.requestHeaders : writtenHeaders(exchange);
  const { timeout, filePath } = written;
  return {
    kind: exchange.kind,
    method: exchange.method,
    url: wireUrl(exchange.url),
    headers: sent.filter(
      ([name]) =>
        !FRAMING.has(name.toLowerCase()) &&
        TOKEN.test(name) &&
        !(isUpload && name.toLowerCase() === 'content-type'),
    ),
    body: isUpload ? multipartOf(exchange, whole) : bodyOf(exchange, text),
    pageHeaders: writtenHeaders(exchange),
    timeoutMs: typeof timeout === 'number' && timeout > 0 ? timeout : null,
    filePath: exchange.kind === 'download' && typeof filePath === 'string' ? filePath : null,
  };
}

function bodyOf(exchange: Exchange, text: string | null): OutgoingBody {
  if (text !== null && text !== '') return { kind: 'text', text };
  return exchange.expectedSendBytes > 0 ? { kind: 'file', localPath: './body.bin' } : { kind: 'none' };
}

function multipartOf(exchange: Exchange, whole?: WholeFields): OutgoingBody {
  const part = exchange.parts.findLast(({ filename }) => filename !== null);
  const written = asRecord(exchange.written);
  const virtualPath =
    exchange.file?.path ?? (typeof written['filePath'] === 'string' ? written['filePath'] : '');
  const filename = part?.filename ?? virtualPath.split('/').at(-1) ?? 'file';
  return {
    kind: 'multipart',
    fields: fieldsOf(exchange, whole) ?? exchange.parts.flatMap(clippedField),
    file: {
      name: part?.name ?? (typeof written['name'] === 'string' ? written['name'] : 'file'),
      filename,
      contentType: part?.contentType ?? 'application/octet-stream',
      virtualPath,
      localPath: `./${localName(filename)}`,
    },
  };
}

function clippedField(part: Exchange['parts'][number]): HeaderLines {
  return part.filename === null ? [[part.name, part.value ?? '']] : [];
}

/** A name that no file system minds and that leads to no other folder. */
function localName(filename: string): string {
  const plain = filename.replace(/[\u0000-\u001f<>:"/\\|?*;,]/gu, '_');
  return /^\.*$/u.test(plain) ? 'file' : plain;
}

function wireUrl(text: string): string {
  const url = URL.parse(text);
  if (!url) return text;
  url.hash = '';
  return url.href;
}

/** The same without its secrets. */
export function redactedOutgoing(outgoing: Outgoing): Outgoing {
  const { body } = outgoing;
  const mediaType = outgoing.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  return {
    ...outgoing,
    url: redactedUrl(outgoing.url),
    headers: redactedHeaders(outgoing.headers),
    pageHeaders: redactedHeaders(outgoing.pageHeaders),
    body:
      body.kind === 'text'
        ? { ...body, text: redactedText(body.text, mediaType) }
        : body.kind === 'multipart'
          ? { ...body, fields: redactedFields(body.fields) }
          : body,
  };
}

/** Whether anything in it is not for others. */
export function hasSecrets(outgoing: Outgoing): boolean {
  return JSON.stringify(outgoing) !== JSON.stringify(redactedOutgoing(outgoing));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
