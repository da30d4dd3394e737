import type { Specificity } from '#contract/panel-inspect';

const NONE: Specificity = [0, 0, 0];

/** Pseudo-elements that CSS 2 wrote with one colon. */
const OLD_ELEMENTS = new Set(['before', 'after', 'first-line', 'first-letter']);

const IDENTIFIER = /(?:\\[^]|[\w-]|[^\0-\x7f])+/y;

/** The parts of a text of CSS between separators that stand in no quotes and no brackets. */
export function partsOf(text: string, separator: ',' | ';'): readonly string[] {
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at = after(text, at)) {
    if (text[at] !== separator) continue;
    found.push(text.slice(from, at).trim());
    from = at + 1;
  }
  return [...found, text.slice(from).trim()].filter((one) => one !== '');
}

/** How strong the strongest selector of a list is, as CSS counts it. */
export function specificityOf(list: string): Specificity {
  return partsOf(list, ',').map(ofSelector).reduce(stronger, NONE);
}

/** Below 0 when the first is weaker. */
export function compareSpecificity(one: Specificity, other: Specificity): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

function stronger(one: Specificity, other: Specificity): Specificity {
  return compareSpecificity(one, other) < 0 ? other : one;
}

function ofSelector(selector: string): Specificity {
  let [ids, classes, tags] = NONE;
  const add = ([a, b, c]: Specificity): void => {
    ids += a;
    classes += b;
    tags += c;
  };
  for (let at = 0; at < selector.length;) {
    const letter = selector[at];
    if (letter === '#' || letter === '.') {
      add(letter === '#' ? [1, 0, 0] : [0, 1, 0]);
      at += 1 + identifierAt(selector, at + 1).length;
    } else if (letter === '[') {
      add([0, 1, 0]);
      at = after(selector, at);
    } else if (letter === ':') {
      const isElement = selector[at + 1] === ':';
      const name = identifierAt(selector, at + (isElement ? 2 : 1)).toLowerCase();
      at += (isElement ? 2 : 1) + name.length;
      const end = selector[at] === '(' ? after(selector, at) : at;
      add(ofPseudo(name, selector.slice(at + 1, Math.max(at + 1, end - 1)), isElement));
      at = end;
    } else {
      const name = identifierAt(selector, at);
      if (name !== '') add([0, 0, 1]);
      at += Math.max(1, name.length);
    }
  }
  return [ids, classes, tags];
}

function ofPseudo(name: string, inner: string, isElement: boolean): Specificity {
  if (isElement || OLD_ELEMENTS.has(name)) return [0, 0, 1];
  switch (name) {
    case 'where':
      return NONE;
    case 'is':
    case 'not':
    case 'has':
      return specificityOf(inner);
    case 'nth-child':
    case 'nth-last-child': {
      const of = / of (.+)$/is.exec(inner)?.[1];
      const [ids, classes, tags] = of === undefined ? NONE : specificityOf(of);
      return [ids, classes + 1, tags];
    }
    default:
      return [0, 1, 0];
  }
}

function identifierAt(text: string, at: number): string {
  IDENTIFIER.lastIndex = at;
  return IDENTIFIER.exec(text)?.[0] ?? '';
}

/** The place behind what begins here: a letter, what is escaped or quoted, or all between brackets. */
function after(text: string, at: number): number {
  const letter = text[at];
  if (letter === '\\') return at + 2;
  if (letter === '"' || letter === "'") {
    let end = at + 1;
    while (end < text.length && text[end] !== letter) end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  if (letter !== '(' && letter !== '[') return at + 1;
  const closing = letter === '(' ? ')' : ']';
  let end = at + 1;
  while (end < text.length && text[end] !== closing) end = after(text, end);
  return end + 1;
}
