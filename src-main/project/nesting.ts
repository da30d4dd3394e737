/** How deep a template's elements may lie in each other; the template compiler's memory fails beyond some 250. */
export const MOST_ELEMENTS_DEEP = 200;
/** How deep a script's brackets may lie in each other; the script compiler ends itself far beyond. */
export const MOST_BRACKETS_DEEP = 5000;
/** How deep a JSON file's objects and arrays may lie in each other. */
export const MOST_JSON_DEEP = 500;

/** What can begin where text is expected: a comment, an expression, an end tag, a start tag. */
const MARKUP = /<!--|\{\{|<\/\s*([\w:.-]*)|<([A-Za-z_][\w:.-]*)/g;
/** The parts of a start tag after its name. */
const IN_TAG = /"[^"]*"?|'[^']*'?|\/>|>|[^"'/>]+|\//y;

/**
 * Offset of the first element that lies deeper than `most` others, or null. End tags close what the template
 * compiler lets them close: the innermost element of the name, else the innermost one.
 */
export function elementBeyond(source: string, most: number): number | null {
  const open: string[] = [];
  let at = 0;
  const skipTo = (end: string): void => {
    const found = source.indexOf(end, at);
    at = found < 0 ? source.length : found + end.length;
  };
  for (let found = nextMatch(MARKUP, source, at); found; found = nextMatch(MARKUP, source, at)) {
    at = found.index + found[0].length;
    const [token, ended, started] = found;
    if (token === '<!--') skipTo('-->');
    else if (token === '{{') skipTo('}}');
    else if (started === undefined) {
      open.length = closedBy(open, ended ?? '');
      skipTo('>');
    } else {
      const { end, closes } = restOfTag(source, at);
      at = end;
      if (open.length === most) return found.index;
      if (started === 'wxs' && !closes) skipTo('</wxs');
      else if (!closes) open.push(started);
    }
  }
  return null;
}

/** How many elements stay open after an end tag. */
function closedBy(open: readonly string[], name: string): number {
  const own = open.lastIndexOf(name);
  return own < 0 ? Math.max(0, open.length - 1) : own;
}

/** Where a start tag ends, and whether it closes itself. */
function restOfTag(source: string, from: number): { readonly end: number; readonly closes: boolean } {
  let at = from;
  for (let part = nextMatch(IN_TAG, source, at); part; part = nextMatch(IN_TAG, source, at)) {
    at += part[0].length;
    if (part[0].endsWith('>') && !/^["']/.test(part[0])) return { end: at, closes: part[0].startsWith('/') };
  }
  return { end: source.length, closes: false };
}

function nextMatch(pattern: RegExp, source: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(source);
}

/**
 * Offset of the first bracket that lies deeper than `most` others, or null. Brackets in texts and comments count as
 * well; they lie nowhere near that deep.
 */
export function bracketBeyond(source: string, most: number): number | null {
  let depth = 0;
  for (const { 0: bracket, index } of source.matchAll(/[([{}\])]/g)) {
    if (!'([{'.includes(bracket)) depth = Math.max(0, depth - 1);
    else if (depth === most) return index;
    else depth += 1;
  }
  return null;
}
