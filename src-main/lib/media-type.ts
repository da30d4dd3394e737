import path from 'node:path';
import mime from 'mime';

/** Media type by the extension of a file name; `application/octet-stream` when unknown. */
export function mediaTypeOf(fileName: string): string {
  return mime.getType(path.extname(fileName)) ?? 'application/octet-stream';
}

/** Extensions people expect where the registered first choice is another. */
const USUAL_EXTENSIONS: Readonly<Record<string, string>> = {
  'application/octet-stream': 'bin',
  'audio/aac': 'aac',
  'audio/mpeg': 'mp3',
  'image/jpeg': 'jpg',
  'video/quicktime': 'mov',
};

/** Extension of a temp file by its Content-Type; WeChat writes `bin` for octet-stream and `unknown` for the rest. */
export function extensionOf(contentType: string | null): string {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '') return 'unknown';
  const usual = Object.hasOwn(USUAL_EXTENSIONS, type) ? USUAL_EXTENSIONS[type] : mime.getExtension(type);
  return usual ?? 'unknown';
}
