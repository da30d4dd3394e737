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
  const texts = sections.map(({ line, map }) => `{"offset":{"line":${String(line)},"column":0},"map":${map}}`);
  return `{"version":3,"sections":[${texts.join(',')}]}`;
}

/** How many line ends a text has. */
export function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
