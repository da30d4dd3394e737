/** What a style sheet is made of, as far as places of rules go. */
export type SheetPart =
  | { readonly kind: 'rule'; readonly selector: string; readonly line: number }
  | { readonly kind: 'import'; readonly reference: string };

/** Rules around others, whose rules count. */
const GROUPS = /^@(?:media|supports|layer|scope|container)\b/;

/** The rules and imports of a style sheet in their order; what is no sheet gives what can be read of it. */
export function partsOfSheet(text: string): readonly SheetPart[] {
  const parts: SheetPart[] = [];
  const plain = withoutComments(text);
  const open: ('group' | 'rule')[] = [];
  let from = 0;
  let line = 1;
  let startLine = 1;
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at];
    if (letter === '\n') line += 1;
    if (from === at && letter !== undefined && /\s/.test(letter)) {
      // Blanks before a selector are none of it.
      from = at + 1;
      startLine = line;
    } else if (letter === '"' || letter === "'") {
      const end = endOfText(plain, at);
      line += plain.slice(at, end).split('\n').length - 1;
      at = end;
    } else if (letter === '{') {
      const head = plain.slice(from, at).trim();
      const isGroup = GROUPS.test(head);
      if (!open.includes('rule') && !head.startsWith('@')) {
        parts.push({ kind: 'rule', selector: plainSelector(head), line: startLine });
      }
      open.push(isGroup ? 'group' : 'rule');
      from = at + 1;
      startLine = line;
    } else if (letter === ';' || letter === '}') {
      const reference = letter === ';' && open.length === 0 ? importIn(plain.slice(from, at)) : null;
      if (reference !== null) parts.push({ kind: 'import', reference });
      if (letter === '}') open.pop();
      from = at + 1;
      startLine = line;
    }
  }
  return parts;
}

function endOfText(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== text[start] && text[end] !== '\n')
    end += text[end] === '\\' ? 2 : 1;
  // A text that nobody closes ends with its line, which is counted by whoever asks.
  return text[end] === '\n' ? end - 1 : end;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

function importIn(statement: string): string | null {
  const found = /^@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/.exec(statement.trim());
  return found?.[1] ?? null;
}

/** A selector without what writers and browsers write differently. */
export function plainSelector(selector: string): string {
  return selector
    .replace(/\s+/g, ' ')
    .replace(/\s*([,>+~()])\s*/g, '$1')
    .replace(/(?<!:):(?=(?:before|after|first-line|first-letter)\b)/g, '::')
    .replace(/\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*(["']?)(.*?)\3)?\s*\]/g, (_all, name, sign, _quote, value) =>
      sign === undefined ? `[${String(name)}]` : `[${String(name)}${String(sign)}"${String(value)}"]`,
    )
    .trim();
}

/** The file that an import in a sheet means. */
export function importedFile(from: string, reference: string): string {
  const path = reference.startsWith('/')
    ? reference
    : `${from.slice(0, from.lastIndexOf('/') + 1)}${reference}`;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const file = parts.join('/');
  return /\.(?:wxss|css)$/.test(file) ? file : `${file}.wxss`;
}
