import { isSecretEntry, isSecretHeader, isSecretName } from './secret-names.ts';
import { withoutJsonSecrets } from './secret-json.ts';
import type { HeaderLines } from './transfer.ts';

/** What stands in the place of a secret. */
export const REDACTED = 'REDACTED';

/** What parts a name from its value: of forms and queries, of headers, of a URL within a URL. */
const SEPARATOR = /[:=]|%3D/giu;
/** How far back a name is looked for. */
const NAME_LENGTH = 64;
const NAME_AT_END = /[a-z0-9_.%[\]-]+(?=[ \t]*$)/iu;
const BLANK = /[ \t]*/uy;
/** How far a value goes after each of these. */
const VALUES = {
  '=': /[^&\s"'<>;,#]*/uy,
  ':': /[^&\r\n"'<>;,]*/uy,
  '%3d': /(?:[^&\s"'<>;,#%]|%(?!26|23)[0-9a-f]{2})*/iuy,
} as const;
const IN_QUOTES = /"[^"\r\n]*"?|'[^'\r\n]*'?/uy;
/** `https://user:password@host`. */
const USER_INFO = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s"'<>?#]*@/giu;
/** `<input name="token" value="…">`, `<token>…</token>`. */
const INPUT =
  /(\bname\s*=\s*["']?)([\w.-]{1,64})(["']?\s[^<>]{0,200}?\bvalue\s*=\s*)("[^"]*"|'[^']*'|[^\s>]*)/giu;
const ELEMENT = /<([\w:.-]{1,64})((?:\s[^<>]{0,200})?)>[^<]+(?=<\/\1>)/gu;

/** Header lines without their secrets. */
export function redactedHeaders(headers: HeaderLines): HeaderLines {
  return headers.map(
    ([name, value]) => [name, isSecretHeader(name) ? REDACTED : redactedText(value, null)] as const,
  );
}

/** Fields without their secrets. */
export function redactedFields(fields: HeaderLines): HeaderLines {
  return fields.map(
    ([name, value]) =>
      [
        name,
        isSecretEntry(name, (length) => value.slice(0, length)) ? REDACTED : redactedText(value, null),
      ] as const,
  );
}

/** A URL without a password and without the secrets of its query and its fragment. */
export function redactedUrl(text: string): string {
  const [, head = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/su.exec(text) ?? [];
  const bare = query === '' ? '' : `?${redactedForm(query.slice(1))}`;
  const end = hash === '' ? '' : `#${redactedForm(hash.slice(1))}`;
  return redactedText(head + bare + end, null);
}

/**
 * A text without its secrets, to the byte as it was beside them: values of secret names in JSON of any kind (whole,
 * cut off, line by line, within a string), forms, queries, header lines, HTML and XML.
 */
export function redactedText(text: string, mediaType: string | null): string {
  const isForm = mediaType?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true;
  const form = isForm ? redactedForm(text) : text;
  const json = withoutJsonSecrets(form, {
    redacted: REDACTED,
    redactedText: (inner) => redactedText(inner, null),
  });
  const marked = json
    .replace(USER_INFO, `$1${REDACTED}@`)
    .replace(INPUT, (whole, head: string, name: string, middle: string) =>
      isSecretName(name) ? `${head}${name}${middle}"${REDACTED}"` : whole,
    )
    .replace(ELEMENT, (whole, name: string, attributes: string) =>
      isSecretName(name) ? `<${name}${attributes}>${REDACTED}` : whole,
    );
  return withoutNamedSecrets(marked);
}

/** `a=1&token=x` with its other entries untouched, to the byte. */
function redactedForm(form: string): string {
  return form
    .split('&')
    .map((entry) => {
      const at = entry.indexOf('=');
      return at >= 0 &&
        isSecretEntry(decoded(entry.slice(0, at)), (length) => entry.slice(at + 1, at + 1 + length))
        ? `${entry.slice(0, at + 1)}${REDACTED}`
        : entry;
    })
    .join('&');
}

/** Takes out what follows a secret name and `=`, `:` or an encoded `=`. */
function withoutNamedSecrets(text: string): string {
  let clean = '';
  let from = 0;
  for (const { 0: separator, index } of text.matchAll(SEPARATOR)) {
    if (index < from) continue;
    const [name = ''] = NAME_AT_END.exec(text.slice(Math.max(from, index - NAME_LENGTH), index)) ?? [];
    if (name === '') continue;
    BLANK.lastIndex = index + separator.length;
    BLANK.test(text);
    const start = BLANK.lastIndex;
    if (!isSecretEntry(decoded(name), (length) => text.slice(start, start + length))) continue;
    const value = valueAt(text, start, separator.toLowerCase() as keyof typeof VALUES);
    if (value === '' || value === REDACTED) continue;
    const quote = /^["']/u.exec(value)?.[0] ?? '';
    clean += `${text.slice(from, start)}${quote}${REDACTED}${quote}`;
    from = start + value.length;
  }
  return clean + text.slice(from);
}

function valueAt(text: string, start: number, separator: keyof typeof VALUES): string {
  for (const shape of [IN_QUOTES, VALUES[separator]]) {
    shape.lastIndex = start;
    const value = shape.exec(text)?.[0] ?? '';
    if (value !== '') return value;
  }
  return '';
}

function decoded(text: string): string {
  if (!/[%+]/u.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
