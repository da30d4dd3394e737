import type { BodySide, Exchange, PartRecord } from '#contract/transfer';

const MAX_LENGTH = 120;

/**
 * What a saved body is to be called: as its sender calls it, else as its URL ends. No sender's name leads out of the
 * folder that the person chooses, hides there, or means something to a system.
 *
 * @param extensionOf the usual extension of a media type; `unknown` where there is none
 */
export function savedName(
  exchange: Pick<Exchange, 'url' | 'responseHeaders' | 'bodies'>,
  side: BodySide,
  part: PartRecord | null,
  extensionOf: (mediaType: string | null) => string,
): string {
  const mediaType = part ? part.contentType : (exchange.bodies[side]?.mediaType ?? null);
  const named = part ? part.filename : side === 'response' ? dispositionName(exchange.responseHeaders) : null;
  const otherwise = part?.name ?? (side === 'response' ? urlName(exchange.url) : 'request');
  const plain = plainName(named ?? '') || plainName(otherwise) || 'body';
  if (/\.[\w-]{1,12}$/.test(plain)) return plain;
  const extension = extensionOf(mediaType);
  return `${plain}.${extension === 'unknown' ? (part?.filename === null ? 'txt' : 'bin') : extension}`;
}

function dispositionName(headers: Exchange['responseHeaders']): string | null {
  const line = headers.find(([name]) => name.toLowerCase() === 'content-disposition')?.[1] ?? '';
  const [, extended] = /;\s*filename\*\s*=\s*[\w-]*'[\w-]*'([^;\s]{1,500})/i.exec(line) ?? [];
  if (extended !== undefined) return decoded(extended);
  const [, quoted, bare] = /;\s*filename\s*=\s*(?:"([^"]{0,500})"|([^;\s]{1,500}))/i.exec(line) ?? [];
  return quoted ?? bare ?? null;
}

function urlName(url: string): string {
  return decoded(URL.parse(url)?.pathname.split('/').at(-1) ?? '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function plainName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(-MAX_LENGTH);
}
