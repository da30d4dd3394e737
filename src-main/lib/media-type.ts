import path from 'node:path';
import mime from 'mime';

/** Media type by the extension of a file name; `application/octet-stream` when unknown. */
export function mediaTypeOf(fileName: string): string {
  return mime.getType(path.extname(fileName)) ?? 'application/octet-stream';
}

/** WeChat's own words for extensions it could not tell: `.bin` for octet-stream, `.unknown` for the rest. */
export function extensionOf(contentType: string | null): string {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/octet-stream') return 'bin';
  if (type === 'image/jpeg') return 'jpg';
  return mime.getExtension(type) ?? 'unknown';
}
