import { Readable } from 'node:stream';
import { FIXED_HEADERS, notFound, rangeFrom } from './file-response.ts';

/** Bytes that can be read from anywhere. */
export interface RangedBytes {
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** Null when they are gone. */
  read(start: number, sizeBytes: number): Promise<Readable | null>;
}

/** Bytes as a response: whole, or the one range that was asked for (206, 416), HEAD without a body. */
export async function rangedResponse(request: Request, bytes: RangedBytes): Promise<Response> {
  const { sizeBytes, mediaType } = bytes;
  const headers = new Headers({
    ...FIXED_HEADERS,
    'content-type': mediaType,
    'accept-ranges': 'bytes',
  });
  const range = rangeFrom(request.headers.get('range'), sizeBytes);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${String(sizeBytes)}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  headers.set('content-length', String(end - start + 1));
  if (range) headers.set('content-range', `bytes ${String(start)}-${String(end)}/${String(sizeBytes)}`);
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || sizeBytes === 0) return new Response(null, { status, headers });
  const stream = await bytes.read(start, end - start + 1);
  if (stream === null) return notFound();
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { status, headers });
}

/** What is shown as it is; letters are shown as plain text, and nothing is ever a document. */
const TEXT =
  /^(text\/[\w.+-]+|application\/([\w.+-]*\+)?(json|xml|javascript|x-www-form-urlencoded|graphql|x-ndjson))$/;

/** The type under which the panel reads what a stranger has sent, by what the stranger calls it. */
export function bodyType(mediaType: string | null, inertTypeOf: (mediaType: string) => string): string {
  const essence = mediaType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!TEXT.test(essence)) return essence === '' ? 'application/octet-stream' : inertTypeOf(essence);
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(mediaType ?? '')?.[1] ?? 'utf-8';
  return `text/plain; charset=${charset}`;
}
