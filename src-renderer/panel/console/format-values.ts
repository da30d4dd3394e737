import type { ValueView } from '#contract/value-view';

/** A piece of a console line: text, maybe with a look of its own, or a value. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly style: string }
  | { readonly kind: 'value'; readonly value: ValueView };

const DIRECTIVE = /%([csdifoOj%])/g;

/** What `%c` may set: the look of letters, and nothing that reaches beyond them or fetches anything. */
const STYLES: ReadonlySet<string> = new Set([
  ...['color', 'background', 'background-color', 'font-weight', 'font-style', 'text-decoration'],
  ...['border-radius', 'padding', 'padding-left', 'padding-right'],
]);
const PLAIN_VALUE = /^[\w\s#%.,()-]{1,80}$/;

/** The values of a console line as its pieces, with the directives of a first text (`%c %s %d %i %f %o %O`) carried out. */
export function piecesOf(values: readonly ValueView[]): readonly Piece[] {
  const [first, ...rest] = values;
  if (first?.kind !== 'string' || !first.text.includes('%')) return values.map(pieceOf);
  const pieces: Piece[] = [];
  let style = '';
  let next = 0;
  let done = 0;
  const put = (text: string): void => {
    if (text !== '') pieces.push({ kind: 'text', text, style });
  };
  for (const { 0: whole, 1: letter = '', index } of first.text.matchAll(DIRECTIVE)) {
    const value = letter === '%' ? undefined : rest[next];
    if (letter !== '%' && value === undefined) continue;
    put(first.text.slice(done, index));
    done = index + whole.length;
    if (value === undefined) {
      put('%');
      continue;
    }
    next += 1;
    if (letter === 'c') style = safeStyle(value.kind === 'string' ? value.text : '');
    else if (letter === 'o' || letter === 'O' || letter === 'j') pieces.push(pieceOf(value));
    else put(directiveText(letter, value));
  }
  put(first.text.slice(done));
  return [...pieces, ...rest.slice(next).map(pieceOf)];
}

function pieceOf(value: ValueView): Piece {
  return value.kind === 'string' ? { kind: 'text', text: value.text, style: '' } : { kind: 'value', value };
}

function directiveText(letter: string, { text }: ValueView): string {
  if (letter === 's') return text;
  const number = letter === 'f' ? Number.parseFloat(text) : Number.parseInt(text, 10);
  return String(number);
}

/** The declarations of a style that only change how letters look. */
export function safeStyle(written: string): string {
  return written
    .slice(0, 1000)
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      return [declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim()] as const;
    })
    .filter(
      ([name, value]) => STYLES.has(name) && PLAIN_VALUE.test(value) && !/url|var|attr|env/i.test(value),
    )
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}
