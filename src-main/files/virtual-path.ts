import { FerryError } from '#contract/errors';

/**
 * What a path of a mini-program names (WeChat's documentation of the file system): a temp file lives for this
 * launch, a saved one until it is removed, the user folder is the program's to write (the folder itself has no
 * segments), anything without a scheme is a file of the code package.
 */
export type VirtualPath =
  | { readonly kind: 'temp' | 'saved'; readonly name: string }
  | { readonly kind: 'user'; readonly segments: readonly string[] }
  | { readonly kind: 'package'; readonly segments: readonly string[] };

/** What the paths of stored files begin with. */
export interface PathPrefixes {
  readonly temp: string;
  readonly saved: string;
  readonly user: string;
}

/**
 * The spelling that Ferry keeps, whatever the device: DevTools' own, as it lies in every registry. What a page
 * writes and reads is another device's now and then (`path-scheme.ts`).
 */
export const CANONICAL: PathPrefixes = { temp: 'http://tmp/', saved: 'http://store/', user: 'http://usr/' };

const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)?$/;
const MAX_LENGTH = 1024;
const MAX_SEGMENT_BYTES = 255;
/** Names Windows keeps for devices, whatever the extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Reads a path in its canonical spelling.
 *
 * @param shown how the page wrote it, for the error
 * @throws FerryError `file.path` for anything that could leave its root or that no system can store
 */
export function parseVirtualPath(text: string, shown = text): VirtualPath {
  if (text.length === 0) throw pathRefused(shown, 'it is empty');
  if (text.length > MAX_LENGTH) throw pathRefused(shown, 'it is longer than 1024', NAME_TOO_LONG);
  for (const kind of ['temp', 'saved'] as const) {
    if (text.startsWith(CANONICAL[kind])) return { kind, name: storedName(text, CANONICAL[kind], shown) };
  }
  if (text.startsWith(CANONICAL.user)) {
    return { kind: 'user', segments: segmentsOf(text.slice(CANONICAL.user.length), shown) };
  }
  if (hasScheme(text)) throw pathRefused(shown, 'it is not a local path of this mini-program');
  const segments = segmentsOf(text, shown);
  if (segments.length === 0) throw pathRefused(shown, 'it names no file');
  return { kind: 'package', segments };
}

/** The one spelling of a path: one file has one row, however often its slashes were written. */
export function canonicalPath(parsed: VirtualPath): string {
  switch (parsed.kind) {
    case 'temp':
    case 'saved':
      return `${CANONICAL[parsed.kind]}${parsed.name}`;
    case 'user':
      return `${CANONICAL.user}${parsed.segments.join('/')}`;
    case 'package':
      return parsed.segments.join('/');
  }
}

/** A path without the slashes at its end; in one pass, however many stand in the middle. */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

/** Whether a text begins as a URL does. */
export function hasScheme(text: string): boolean {
  return SCHEME.test(text);
}

/** WeChat's number of a name that is too long; of every other path that is refused (wx-api.md §11). */
const NAME_TOO_LONG = 1300036;
const NO_ACCESS = 1301000;

/**
 * @param reason the end of a sentence about the path
 * @param errno what the file system calls it
 */
export function pathRefused(text: string, reason: string, errno = NO_ACCESS): FerryError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new FerryError('file.path', `The path ${JSON.stringify(shown)} is refused: ${reason}.`, {
    details: { path: shown, errno },
  });
}

function storedName(text: string, prefix: string, shown: string): string {
  const name = text.slice(prefix.length);
  if (!NAME.test(name)) throw pathRefused(shown, 'no stored file has such a name');
  return name;
}

function segmentsOf(rest: string, shown: string): string[] {
  const segments = rest.split('/').filter((segment) => segment !== '');
  for (const segment of segments) {
    if (segment === '.' || segment === '..') throw pathRefused(shown, '. and .. are not allowed');
    if (hasForbiddenCharacter(segment))
      throw pathRefused(shown, 'it holds a character no file name can have');
    if (DEVICE_NAME.test(segment) || /[. ]$/.test(segment))
      throw pathRefused(shown, 'Windows reserves such a name');
    if (new TextEncoder().encode(segment).length > MAX_SEGMENT_BYTES)
      throw pathRefused(shown, 'a name in it is too long', NAME_TOO_LONG);
  }
  return segments;
}

function hasForbiddenCharacter(segment: string): boolean {
  // Half of a surrogate pair has no bytes of its own: two names would be one file.
  return /[\u0000-\u001f\\:*?"<>|]/.test(segment) || !segment.isWellFormed();
}
