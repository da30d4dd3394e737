import type { HeaderLines } from './transfer.ts';

/** What stands in the place of a secret. */
export const REDACTED = 'REDACTED';

/** Headers that open doors, in lower case. */
const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'apikey',
]);

/** Words of which one alone makes a name secret: `access_token`, `sessionKey`, `X-Amz-Signature`. */
const SECRET_WORDS = new Set([
  'token',
  'secret',
  'password',
  'passwd',
  'pwd',
  'signature',
  'credential',
  'credentials',
  'jwt',
  'openid',
  'unionid',
  'session',
  'sessionid',
  'sid',
  'appsecret',
  'accesstoken',
  'authorization',
  'ticket',
]);

/** Whether a header's value is not for others. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name.toLowerCase()) || isSecretName(name);
}

/** Whether the value of a field, a query entry or a key of JSON is not for others. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u);
  const isKey = words.at(-1) === 'key' && words.some((word) => KEY_KINDS.has(word));
  return isKey || words.some((word) => SECRET_WORDS.has(word)) || words.join('') === 'sign';
}

/** A key of these is secret; a `key` alone is what object stores call a file's name. */
const KEY_KINDS = new Set(['api', 'session', 'access', 'secret', 'private', 'auth', 'app', 'encryption']);

/** Header lines without their secrets. */
export function redactedHeaders(headers: HeaderLines): HeaderLines {
  return headers.map(([name, value]) => [name, isSecretHeader(name) ? REDACTED : value] as const);
}

/** Fields without their secrets. */
export function redactedFields(fields: HeaderLines): HeaderLines {
  return fields.map(
    ([name, value]) => [name, isSecretName(name) ? REDACTED : redactedText(value, null)] as const,
  );
}

/** A URL without a password and without the secrets of its query. */
export function redactedUrl(text: string): string {
  const atQuery = text.indexOf('?');
  const atHash = text.indexOf('#');
  const hasQuery = atQuery >= 0 && (atHash < 0 || atQuery < atHash);
  const head = hasQuery ? text.slice(0, atQuery) : atHash < 0 ? text : text.slice(0, atHash);
  const query = hasQuery ? text.slice(atQuery, atHash < 0 ? undefined : atHash) : '';
  const hash = atHash < 0 ? '' : text.slice(atHash);
  const plainHead = head.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/iu, `$1${REDACTED}@`);
  return plainHead + (query === '' ? '' : `?${redactedForm(query.slice(1))}`) + hash;
}

/** A text body without its secrets, where it is JSON or a form; other texts stay. */
export function redactedText(text: string, mediaType: string | null): string {
  if (mediaType?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true) {
    return redactedForm(text);
  }
  if (!/^\s*[[{]/u.test(text)) return text;
  try {
    const found = { any: false };
    const clean = JSON.stringify(redactedJson(JSON.parse(text), found));
    return found.any ? clean : text;
  } catch {
    return text;
  }
}

/** `a=1&token=x` with its other entries untouched, to the byte. */
function redactedForm(form: string): string {
  return form
    .split('&')
    .map((entry) => {
      const at = entry.indexOf('=');
      return at >= 0 && isSecretName(decoded(entry.slice(0, at)))
        ? `${entry.slice(0, at + 1)}${REDACTED}`
        : entry;
    })
    .join('&');
}

/** @param found is told whether anything was taken out */
function redactedJson(value: unknown, found: { any: boolean }): unknown {
  if (Array.isArray(value)) return value.map((item) => redactedJson(item, found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (!isSecretName(name)) return [name, redactedJson(item, found)];
      found.any = true;
      return [name, REDACTED];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
