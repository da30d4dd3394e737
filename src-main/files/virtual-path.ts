import { FerryError } from '#contract/errors';

/**
 * The paths a mini-program sees (WeChat's documentation of the file system; the spellings are DevTools' own):
 * `http://tmp/<name>` lives for this launch, `http://store/<name>` until removed, `http://usr/<path>` is the
 * program's to write, anything without a scheme is a file of the code package.
 */
export type VirtualPath =
  | { readonly kind: 'temp' | 'saved'; readonly name: string }
  | { readonly kind: 'user'; readonly segments: readonly string[] }
  | { readonly kind: 'package'; readonly segments: readonly string[] };

export const TEMP_PREFIX = 'http://tmp/';
export const SAVED_PREFIX = 'http://store/';
/** `wx.env.USER_DATA_PATH`, without a slash at the end. */
export const USER_DATA_PATH = 'http://usr';

const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)?$/;
const MAX_LENGTH = 1024;
const MAX_SEGMENT_BYTES = 255;
/** Names Windows keeps for devices, whatever the extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Reads a path as a page wrote it.
 *
 * @throws FerryError `file.path` for anything that could leave its root or that no system can store
 */
export function parseVirtualPath(text: string): VirtualPath {
  if (text.length === 0 || text.length > MAX_LENGTH)
    throw refused(text, 'its length is not between 1 and 1024');
  if (text.startsWith(TEMP_PREFIX)) return { kind: 'temp', name: storedName(text, TEMP_PREFIX) };
  if (text.startsWith(SAVED_PREFIX)) return { kind: 'saved', name: storedName(text, SAVED_PREFIX) };
  if (text.startsWith(`${USER_DATA_PATH}/`)) {
    return { kind: 'user', segments: segmentsOf(text, text.slice(USER_DATA_PATH.length + 1)) };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) throw refused(text, 'it is not a local path of this mini-program');
  return { kind: 'package', segments: segmentsOf(text, text.replace(/^\//, '')) };
}

function storedName(text: string, prefix: string): string {
  const name = text.slice(prefix.length);
  if (!NAME.test(name)) throw refused(text, 'no stored file has such a name');
  return name;
}

function segmentsOf(text: string, rest: string): string[] {
  const segments = rest.split('/').filter((segment) => segment !== '');
  if (segments.length === 0) throw refused(text, 'it names no file');
  for (const segment of segments) {
    if (segment === '.' || segment === '..') throw refused(text, '. and .. are not allowed');
    if (hasForbiddenCharacter(segment)) throw refused(text, 'it holds a character no file name can have');
    if (DEVICE_NAME.test(segment) || /[. ]$/.test(segment))
      throw refused(text, 'Windows reserves such a name');
    if (new TextEncoder().encode(segment).length > MAX_SEGMENT_BYTES)
      throw refused(text, 'a name in it is too long');
  }
  return segments;
}

function hasForbiddenCharacter(segment: string): boolean {
  return /[\u0000-\u001f\\:*?"<>|]/.test(segment);
}

function refused(text: string, reason: string): FerryError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new FerryError('file.path', `The path ${JSON.stringify(shown)} is refused: ${reason}.`, {
    details: { path: shown },
  });
}
