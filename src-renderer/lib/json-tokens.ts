export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/gu;

/** Splits JSON text into coloured pieces whose texts join to the input again. */
export function tokensFromJson(json: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: json.slice(end, match.index) });
    const [whole, text, colon, number] = match;
    if (text !== undefined) {
      tokens.push({ kind: colon === undefined ? 'string' : 'key', text });
      if (colon !== undefined) tokens.push({ kind: 'plain', text: colon });
    } else {
      tokens.push({ kind: number === undefined ? 'word' : 'number', text: whole });
    }
    end = match.index + whole.length;
  }
  if (end < json.length) tokens.push({ kind: 'plain', text: json.slice(end) });
  return tokens;
}

/** Indentation grows with the square of the levels: a few kilobytes of brackets could become megabytes of spaces. */
const MOST_INDENTATION = 500_000;
const SHAPE = /"(?:\\.|[^"\\])*"|[[\]{},]/gu;

/** Whether the indented form of some JSON has more spaces than anybody reads. */
function isTooDeep(json: string): boolean {
  let levels = 0;
  let spaces = 0;
  for (const [token] of json.matchAll(SHAPE)) {
    if (token === '[' || token === '{') levels += 1;
    else if (token === ']' || token === '}') levels -= 1;
    else if (token !== ',') continue;
    spaces += 2 * levels;
    if (spaces > MOST_INDENTATION) return true;
  }
  return false;
}

/** Indented JSON where the text is an object or an array in JSON; null for anything else, and where it is too deep. */
export function prettyJson(text: string): string | null {
  const start = text.trimStart()[0];
  if ((start !== '{' && start !== '[') || isTooDeep(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** A plain value as JSON, which a text block indents; `undefined` and functions inside it are left out. */
export function jsonFromValue(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  return json ?? String(value);
}
