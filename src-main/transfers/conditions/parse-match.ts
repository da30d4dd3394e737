import type { RuleMatch } from '#contract/conditions';
import { FerryError } from '#contract/errors';
import type { TransferKind } from '#contract/transfer';

const KINDS: Readonly<Record<string, TransferKind | null>> = {
  upload: 'upload',
  download: 'download',
  request: 'request',
  any: null,
};

/**
 * Reads which transfers a rule is for: `upload`, `download`, `request` or `any`, then `#2` for the second of them
 * alone, then in brackets where they go (`(api.example.com/v1/*)`) or, after `page=`, which page makes them.
 *
 * @throws FerryError `usage`
 */
export function parseMatch(text: string): RuleMatch {
  const [, name = '', nth, where] = /^(\w+)(?:#(\d+))?(?:\(([^()]+)\))?$/.exec(text.trim()) ?? [];
  const kind = KINDS[name];
  if (kind === undefined || nth === '0') throw wrong(text);
  return {
    ...(kind === null ? {} : { kind }),
    ...(where === undefined ? {} : placeFrom(where)),
    ...(nth === undefined ? {} : { nth: Number(nth) }),
  };
}

/** `https://host/path*`, `host/path*` or `page=pages/a/*`. */
export function placeFrom(text: string): RuleMatch {
  if (text.startsWith('page=')) return { page: text.slice('page='.length) };
  const [, scheme, host = '', path] = /^(?:(https?):\/\/)?([^/]*)(\/.*)?$/i.exec(text) ?? [];
  return {
    ...(scheme === undefined ? {} : { scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http' }),
    ...(host === '' ? {} : { host: hostFrom(host, scheme?.toLowerCase()) }),
    ...(path === undefined || path === '/' ? {} : { path: pathFrom(path) }),
  };
}

/** As a parsed URL has it: lower case, without the port its scheme has anyway, names in ASCII. */
function hostFrom(host: string, scheme = 'https'): string {
  if (host.includes('*')) return host.toLowerCase();
  return URL.parse(`${scheme}://${host}`)?.host ?? host.toLowerCase();
}

/** Encoded as in a parsed URL; what is encoded already stays. */
function pathFrom(path: string): string {
  return encodeURI(path).replaceAll('%25', '%');
}

function wrong(text: string): FerryError {
  return new FerryError(
    'usage',
    `${JSON.stringify(text)} names no transfers: write upload, download, request or any, as in upload#2(api.example.com/v1/*).`,
  );
}
