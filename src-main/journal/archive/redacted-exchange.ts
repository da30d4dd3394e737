import {
  isSecretName,
  REDACTED,
  redactedFields,
  redactedHeaders,
  redactedText,
  redactedUrl,
} from '#contract/secrets';
import type { Exchange, PartRecord } from '#contract/transfer';

/** How deep a page's own values are looked through; what lies deeper is taken out whole. */
const MAX_DEPTH = 32;

/** An exchange as others may see it: passwords, tokens, cookies and their kin taken out of all it records. */
export function redactedExchange(exchange: Exchange): Exchange {
  const answered = mediaTypeOf(exchange.responseHeaders);
  const sent = mediaTypeOf(exchange.requestHeaders);
  return {
    ...exchange,
    url: redactedUrl(exchange.url),
    written: withoutSecrets(exchange.written),
    requestHeaders: redactedHeaders(exchange.requestHeaders),
    responseHeaders: redactedHeaders(exchange.responseHeaders),
    redirects: exchange.redirects.map(redactedUrl),
    parts: exchange.parts.map(redactedPart),
    requestText: exchange.requestText === null ? null : redactedText(exchange.requestText, sent),
    responseText: exchange.responseText === null ? null : redactedText(exchange.responseText, answered),
    callbacks: exchange.callbacks.map((callback) => ({
      ...callback,
      argument: withoutSecrets(callback.argument),
    })),
  };
}

function redactedPart(part: PartRecord): PartRecord {
  const [[, value] = ['', '']] = redactedFields([[part.name, part.value ?? '']]);
  return part.value === null || value === part.value ? part : { ...part, value, sha256: null };
}

/**
 * The bytes of a body as others may see them, as long as before, so that what is said of its parts stays true: the
 * secrets of a multipart body are overwritten, those of JSON and forms replaced.
 *
 * @param parts of the body, where it is multipart
 */
export function redactedBody(
  bytes: Uint8Array,
  mediaType: string | null,
  parts: readonly Pick<PartRecord, 'name' | 'contentOffsetBytes' | 'sizeBytes' | 'filename'>[],
): Uint8Array {
  if (parts.length > 0) {
    const copy = bytes.slice();
    for (const { name, contentOffsetBytes, sizeBytes, filename } of parts) {
      if (filename === null && isSecretName(name))
        copy.fill(0x2a, contentOffsetBytes, contentOffsetBytes + sizeBytes);
    }
    return copy;
  }
  const text = textOf(bytes);
  if (text === null) return bytes;
  const clean = redactedText(text, mediaType);
  return clean === text ? bytes : new TextEncoder().encode(clean);
}

/** A value of the page's with the values of secret names taken out, and texts that hold JSON or URLs with theirs. */
function withoutSecrets(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return REDACTED;
  if (typeof value === 'string')
    return /^[a-z][a-z0-9+.-]*:\/\//iu.test(value) ? redactedUrl(value) : redactedText(value, null);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecretName(name) && typeof item !== 'object' ? REDACTED : secretsOf(name, item, depth),
    ]),
  );
}

/** Headers and cookies are secret by where they stand. */
function secretsOf(name: string, value: unknown, depth: number): unknown {
  if (name === 'cookies' && Array.isArray(value)) return value.map(() => REDACTED);
  if (name === 'header' && typeof value === 'object' && value !== null) {
    const lines = Object.entries(value).map(([key, item]) => [key, String(item)] as const);
    return Object.fromEntries(redactedHeaders(lines));
  }
  return withoutSecrets(value, depth + 1);
}

function mediaTypeOf(headers: Exchange['requestHeaders']): string | null {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
