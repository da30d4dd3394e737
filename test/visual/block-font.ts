import { type Glyph, trueTypeFont } from '../../scripts/media/true-type.ts';

const FAMILY = 'Ferry Blocks';
const UNITS_PER_EM = 1000;
/** From here on characters are as wide as they are high: Chinese, its punctuation, and what comes after. */
const FIRST_WIDE = 0x2e80;
const LAST = 0x10ffff;

function blank(advance: number): Glyph {
  return { advance, outlines: [] };
}

function block(advance: number, height: number): Glyph {
  return {
    advance,
    outlines: [
      [
        [0, 0],
        [0, height],
        [advance, height],
        [advance, 0],
      ],
    ],
  };
}

/** Every character is a bar on the base line: half the letter's height, or all of it in bold. */
function blocks(weight: 400 | 700): Buffer {
  const height = weight === 400 ? UNITS_PER_EM / 2 : UNITS_PER_EM;
  return trueTypeFont({
    family: FAMILY,
    unitsPerEm: UNITS_PER_EM,
    // Whole pixels at every size in whole pixels, so that no system has anything to round in its own way.
    ascent: UNITS_PER_EM,
    descent: 0,
    weight,
    glyphs: [
      blank(0),
      blank(UNITS_PER_EM / 2),
      blank(UNITS_PER_EM),
      block(UNITS_PER_EM / 2, height),
      block(UNITS_PER_EM, height),
    ],
    // The five blanks: space, no-break space, half and whole em, and the Chinese one.
    characters: [
      [0x20, 0x20, 1],
      [0x21, 0x9f, 3],
      [0xa0, 0xa0, 1],
      [0xa1, 0x2001, 3],
      [0x2002, 0x2002, 1],
      [0x2003, 0x2003, 2],
      [0x2004, FIRST_WIDE - 1, 3],
      [FIRST_WIDE, 0x2fff, 4],
      [0x3000, 0x3000, 2],
      [0x3001, LAST, 4],
    ],
  });
}

function fontFace(weight: 400 | 700): string {
  const source = `data:font/ttf;base64,${blocks(weight).toString('base64')}`;
  return `@font-face { font-family: '${FAMILY}'; font-weight: ${String(weight)}; src: url('${source}'); }`;
}

/**
 * Style rules that draw all text in bars of known sizes. Where it stands, how wide it is, its color and whether it is
 * bold can be seen; which fonts a machine has makes no difference.
 */
export const BLOCK_TEXT = `
${fontFace(400)}
${fontFace(700)}
* {
  font-family: '${FAMILY}' !important;
  font-style: normal !important;
  font-synthesis: none !important;
  text-rendering: geometricPrecision !important;
}
`;
