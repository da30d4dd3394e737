import path from 'node:path';
import { isInside } from '../files/disk.ts';
import { mediaTypeOf } from '../lib/media-type.ts';
import { fileResponse, notFound } from './file-response.ts';

/**
 * Serves a file of ours below a folder.
 *
 * @param urlPath the path below the folder, still encoded
 */
export async function staticFile(
  request: Request,
  folder: string,
  urlPath: string,
  extraHeaders: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const relative = decodePath(urlPath);
  if (relative === null) return notFound();
  const realPath = path.join(folder, relative);
  if (!isInside(folder, realPath)) return notFound();
  return fileResponse(request, realPath, textTypeOf(realPath), extraHeaders);
}

/** A URL path as text; null when its encoding is broken or it holds a NUL. */
export function decodePath(urlPath: string): string | null {
  try {
    const decoded = decodeURIComponent(urlPath);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}

/** Media type with the charset spelt out for text, which Chromium would otherwise guess. */
function textTypeOf(realPath: string): string {
  const type = mediaTypeOf(realPath);
  return /^(text\/|application\/(javascript|json))/.test(type) ? `${type}; charset=utf-8` : type;
}
