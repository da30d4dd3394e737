import { trueTypeFont } from './true-type.ts';

/** Where WeChat's own font has the tick of its boxes; projects name the font and the place in their sheets. */
const FAMILY = 'weui';
const TICK = 0xea08;
const UNITS_PER_EM = 1000;

/** A font of one letter: the tick of checkbox and radio. */
export function tickFont(): Buffer {
  return trueTypeFont({
    family: FAMILY,
    unitsPerEm: UNITS_PER_EM,
    ascent: 850,
    descent: 150,
    weight: 400,
    glyphs: [
      { advance: UNITS_PER_EM, outlines: [] },
      {
        advance: UNITS_PER_EM,
        outlines: [
          [
            [380, 55],
            [80, 355],
            [145, 420],
            [380, 185],
            [855, 660],
            [920, 595],
          ],
        ],
      },
    ],
    characters: [[TICK, TICK, 1]],
  });
}
