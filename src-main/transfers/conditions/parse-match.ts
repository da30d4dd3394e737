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
 * alone or `#2n` for every second, then in brackets where they go (`(api.example.com/v1/*)`) or, after `page=`, which page makes them.
 *
 * @throws FerryError `usage`
 */
export function parseMatch(text: string): RuleMatch {
  const [, name = '', number, step, where] =
    /^(\w+)(?:#(\d+)(n?))?(?:\(([^()]+)\))?$/.exec(text.trim()) ?? [];
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined || (number !== undefined && !/^[1-9]\d{0,8}$/.test(number))) throw wrong(text);
  return {
    ...(kind === null ? {} : { kind }),
    ...(where === undefined ? {} : whereFrom(where)),
    ...(number === undefined ? {} : step === 'n' ? { every: Number(number) } : { nth: Number(number) }),
  };
}

/** A text that begins with the transfers it is for, in the words of {@link parseMatch}. */
export const STARTS_WITH_KIND = /^(?:upload|download|request|any)(?=$|[#(=:])/;

/** A place, a page, or `host/path,page=pages/a/*`. */
function whereFrom(text: string): RuleMatch {
  const at = text.lastIndexOf(',page=');
  return at < 0 ? placeFrom(text) : { ...placeFrom(text.slice(0, at)), ...placeFrom(text.slice(at + 1)) };
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
    { details: { problem: 'match', text } },
  );
}
