import { isSecretEntry } from './secret-names.ts';

/** What takes the place of a secret, and how the text within a string is cleaned. */
interface Cleaning {
  readonly redacted: string;
  readonly redactedText: (text: string) => string;
}

const COLON = /\s*:\s*/uy;
/** A number; what is true, false or null says nothing. */
const NUMBER = /-?\d[\d.eE+-]*/uy;

/**
 * Takes the values of secret names out of JSON, wherever it stands in a text and whether or not it is whole: a body
 * that was cut off, lines of JSON, JSON as an argument of a call. All other characters stay.
 */
export function withoutJsonSecrets(text: string, { redacted, redactedText }: Cleaning): string {
  let clean = '';
  let from = 0;
  const put = (start: number, end: number, value: string): void => {
    clean += text.slice(from, start) + value;
    from = end;
  };
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    const end = endOfString(text, at);
    const raw = text.slice(at, end);
    const valueAt = afterMatch(COLON, text, end);
    if (valueAt === null) {
      // JSON within a string of JSON.
      const inner = raw.includes('\\"') ? stringFrom(raw) : null;
      const cleaned = inner === null ? null : redactedText(inner);
      if (cleaned !== null && cleaned !== inner) put(at, end, JSON.stringify(cleaned));
      at = end;
      continue;
    }
    const name = raw.includes('\\') ? (stringFrom(raw) ?? raw) : raw.slice(1, -1);
    const isText = text[valueAt] === '"';
    const isSecret = isSecretEntry(name, (length) =>
      isText ? text.slice(valueAt + 1, valueAt + 1 + length) : '',
    );
    const valueEnd = isSecret ? endOfValue(text, valueAt) : valueAt;
    if (valueEnd > valueAt) put(valueAt, valueEnd, `"${redacted}"`);
    at = valueEnd;
  }
  return from === 0 ? text : clean + text.slice(from);
}

/** Where a match that begins at a place ends; null where there is none. */
function afterMatch(shape: RegExp, text: string, at: number): number | null {
  shape.lastIndex = at;
  return shape.test(text) ? shape.lastIndex : null;
}

/** After the closing quote of the string that begins at a place; the end of the text where it is cut off. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
  }
  return text.length;
}

/** After the value that begins at a place; the place itself for what is no secret. */
function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') return afterMatch(NUMBER, text, start) ?? start;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** The text that a string of JSON means, also of one that is cut off; null where it means none. */
function stringFrom(raw: string): string | null {
  const cut = raw.replace(/\\(?:u[0-9a-f]{0,3})?$/iu, '');
  for (const written of [raw, `${cut}"`]) {
    try {
      return JSON.parse(written) as string;
    } catch {
      // The other way of reading it.
    }
  }
  return null;
}
