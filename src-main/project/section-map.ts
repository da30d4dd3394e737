/** A stretch of a script with the map of its own. */
export interface MapSection {
  /** Where it begins, from 0. */
  readonly line: number;
  /** A source map as JSON text. */
  readonly map: string;
}

/** A part of a script; the lines of its sections count from its own first. */
export interface MappedPart {
  readonly code: string;
  readonly sections: readonly MapSection[];
}

/** A source map of sections, as JSON text. */
export function sectionedMap(sections: readonly MapSection[]): string {
  const texts = sections.map(
    ({ line, map }) => `{"offset":{"line":${String(line)},"column":0},"map":${map}}`,
  );
  return `{"version":3,"sections":[${texts.join(',')}]}`;
}

/** Source map of one line that comes from this place; lines and columns from 1, 0 when not known. */
export function mapOfLine(
  { file, line, column }: { readonly file: string; readonly line: number; readonly column: number },
  source: string,
): string {
  const mappings = `AA${vlq(Math.max(0, line - 1))}${vlq(Math.max(0, column - 1))}`;
  return JSON.stringify({ version: 3, sources: [file], sourcesContent: [source], names: [], mappings });
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number from 0 as source maps write it: five bits a digit, the sign in the lowest. */
function vlq(value: number): string {
  let text = '';
  let rest = value * 2;
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += BASE64.charAt(rest > 0 ? digit + 32 : digit);
  } while (rest > 0);
  return text;
}

/** How many line ends a text has. */
export function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
