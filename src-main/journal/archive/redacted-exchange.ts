import { isSecretName } from '#contract/secret-names';
import { REDACTED, redactedFields, redactedHeaders, redactedText, redactedUrl } from '#contract/secrets';
import type { BundleFacts } from './bundle-format.ts';
import type { Exchange, HeaderLines, HopRecord, PartRecord } from '#contract/transfer';

/** How deep a page's own values are looked through; what lies deeper is taken out whole. */
const MAX_DEPTH = 32;
/** Looking through a text takes some 100 ms for each MB, in which nothing else happens. */
const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** An exchange as others may see it: passwords, tokens, cookies and their kin taken out of all it records. */
export function redactedExchange<E extends Exchange>(exchange: E): E {
  const answered = mediaTypeOf(exchange.responseHeaders);
  const sent = mediaTypeOf(exchange.requestHeaders);
  return {
    // What has no rule of its own below is looked through as any value is.
    ...(withoutSecrets(exchange) as E),
    url: redactedUrl(exchange.url),
    requestHeaders: redactedHeaders(exchange.requestHeaders),
    responseHeaders: redactedHeaders(exchange.responseHeaders),
    redirects: exchange.redirects.map(redactedUrl),
    ...(exchange.hops ? { hops: exchange.hops.map(redactedHop) } : {}),
    parts: exchange.parts.map(redactedPart),
    requestText: exchange.requestText === null ? null : redactedText(exchange.requestText, sent),
    responseText: exchange.responseText === null ? null : redactedText(exchange.responseText, answered),
  };
}

function redactedHop(hop: HopRecord): HopRecord {
  return {
    ...hop,
    url: redactedUrl(hop.url),
    requestHeaders: redactedHeaders(hop.requestHeaders),
    responseHeaders: redactedHeaders(hop.responseHeaders),
  };
}

function redactedPart(part: PartRecord): PartRecord {
  const [[, value] = ['', '']] = redactedFields([[part.name, part.value ?? '']]);
  return part.value === null || value === part.value ? part : { ...part, value, sha256: null };
}

/**
 * The bytes of a body as others may see them; null for a text too long to be looked through. A multipart body is as
 * long as before, so that what is said of its parts stays true: a field that holds a secret is overwritten whole. The
 * secrets of other texts are replaced.
 *
 * @param parts of the body, where it is multipart
 */
export function redactedBody(
  bytes: Uint8Array,
  mediaType: string | null,
  parts: readonly Pick<PartRecord, 'name' | 'contentOffsetBytes' | 'sizeBytes' | 'filename'>[],
): Uint8Array | null {
  if (parts.length > 0) {
    const copy = bytes.slice();
    for (const { name, contentOffsetBytes, sizeBytes, filename } of parts) {
      if (filename !== null) continue;
      const content = copy.subarray(contentOffsetBytes, contentOffsetBytes + sizeBytes);
      const text = isSecretName(name) ? null : textOf(content);
      if (text === null || redactedFields([[name, text]])[0]?.[1] !== text) content.fill(0x2a);
    }
    return copy;
  }
  const text = textOf(bytes);
  if (text === null) return bytes;
  if (bytes.byteLength > MAX_TEXT_BYTES) return null;
  const clean = redactedText(text, mediaType);
  return clean === text ? bytes : new TextEncoder().encode(clean);
}

/** What a bundle says of its project as others may see it: rules hold addresses and headers, routes their queries. */
export function redactedFacts<F extends Pick<BundleFacts, 'pageStack' | 'rules'>>(facts: F): F {
  return {
    ...facts,
    pageStack: facts.pageStack.map(redactedUrl),
    rules: facts.rules.map(({ text, isOn }) => ({ text: redactedText(text, null), isOn })),
  };
}

/** A value with the values of secret names taken out, and its texts without their secrets. */
function withoutSecrets(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return REDACTED;
  if (typeof value === 'string') return redactedUrl(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecretName(name) && item !== null && typeof item !== 'boolean'
        ? REDACTED
        : secretsOf(name, item, depth),
    ]),
  );
}

/** Headers, cookies and codes are secret by where they stand. */
function secretsOf(name: string, value: unknown, depth: number): unknown {
  if (name === 'cookies' && Array.isArray(value)) return value.map(() => REDACTED);
  if (name === 'header' && typeof value === 'object' && value !== null) {
    const lines = Object.entries(value).map(([key, item]) => [key, String(item)] as const);
    return Object.fromEntries(redactedHeaders(lines));
  }
  if (typeof value === 'string') return redactedFields([[name, redactedUrl(value)]])[0]?.[1];
  return withoutSecrets(value, depth + 1);
}

function mediaTypeOf(headers: HeaderLines): string | null {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
