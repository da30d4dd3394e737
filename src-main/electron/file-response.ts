import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { OfferedBody } from '../files/body-store.ts';
import { mediaTypeOf } from '../lib/media-type.ts';

/** Headers every answer of ours carries: nothing is guessed, nothing is cached across launches. */
export const FIXED_HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };

/**
 * A file as a response: whole, or the one range that was asked for (206, 416), HEAD without a body. The file is
 * closed when the reader goes away.
 */
export async function fileResponse(
  request: Request,
  realPath: string,
  mediaType: string,
  extraHeaders: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const stats = await fs.stat(realPath).catch(() => null);
  if (!stats?.isFile()) return notFound();
  const headers = new Headers({
    ...FIXED_HEADERS,
    ...extraHeaders,
    'content-type': mediaType,
    'accept-ranges': 'bytes',
  });
  const range = rangeFrom(request.headers.get('range'), stats.size);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${String(stats.size)}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: stats.size - 1 };
  headers.set('content-length', String(end - start + 1));
  if (range) headers.set('content-range', `bytes ${String(start)}-${String(end)}/${String(stats.size)}`);
  const status = range ? 206 : 200;
  if (request.method === 'HEAD' || stats.size === 0) return new Response(null, { status, headers });
  const body = Readable.toWeb(createReadStream(realPath, { start, end })) as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}

/** A body that is handed over once, whole or the stretch of it; what the file has lost meanwhile is missing. */
export async function onceResponse(offered: OfferedBody): Promise<Response> {
  const { realPath, mediaType, stretch } = offered;
  const stats = await fs.stat(realPath).catch(() => null);
  if (!stats?.isFile()) return notFound();
  const start = stretch?.start ?? 0;
  const end = stretch ? Math.min(start + stretch.sizeBytes, stats.size) : stats.size;
  const headers = {
    ...FIXED_HEADERS,
    'content-type': mediaType,
    'content-length': String(Math.max(0, end - start)),
  };
  if (end <= start) {
    await offered.done();
    return new Response(null, { headers });
  }
  const file = createReadStream(realPath, { start, end: end - 1 });
  file.once('close', () => void offered.done());
  return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array>, { headers });
}

/** What may be shown: one media type without parameters. A server's header is not passed on as it came. */
const SHOWABLE = /^(image|audio|video|font)\/[\w.+-]+$/;

/** A media type that the browser neither runs nor renders as a document; `known` goes before the file's name. */
export function inertType(fileName: string, known?: string): string {
  const type = (known ?? mediaTypeOf(path.basename(fileName))).split(';')[0]?.trim().toLowerCase() ?? '';
  return SHOWABLE.test(type) ? type : 'application/octet-stream';
}

export function notFound(): Response {
  return new Response('Not found', {
    status: 404,
    headers: { ...FIXED_HEADERS, 'content-type': 'text/plain' },
  });
}

export function jsonResponse(value: unknown): Response {
  return new Response(JSON.stringify(value), {
    headers: { ...FIXED_HEADERS, 'content-type': 'application/json; charset=utf-8' },
  });
}

/** The one range of a Range header; null for none, for several, and for units other than bytes. */
export function rangeFrom(
  header: string | null,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = sizeBytes - 1;
  const suffix = match[1] === '';
  const start = suffix ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === '' ? last : Math.min(last, Number(match[2]));
  return start > last || end < start ? 'unsatisfiable' : { start, end };
}
