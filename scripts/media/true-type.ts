/** A corner of an outline in font units: x to the right, y up from the base line. */
export type FontPoint = readonly [x: number, y: number];

/** One shape of a font: how far the next one stands away, and the closed outlines, filled when clockwise. */
export interface Glyph {
  readonly advance: number;
  readonly outlines: readonly (readonly FontPoint[])[];
}

/** A font of few shapes, each of which may stand for any number of characters. */
export interface FontPlan {
  readonly family: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  /** Below the base line, as a positive number. */
  readonly descent: number;
  /** 400 or 700. */
  readonly weight: number;
  /** The first is what stands for characters that the font does not have. */
  readonly glyphs: readonly Glyph[];
  /** Ranges of code points, ascending, and the index of the glyph that stands for each of them. */
  readonly characters: readonly (readonly [first: number, last: number, glyph: number])[];
}

const u16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16BE(value & 0xffff, index * 2));
  return bytes;
};
const u32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4));
  return bytes;
};
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

interface Box {
  readonly xMin: number;
  readonly yMin: number;
  readonly xMax: number;
  readonly yMax: number;
}

function boxOf(points: readonly FontPoint[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return points.length === 0
    ? { xMin: 0, yMin: 0, xMax: 0, yMax: 0 }
    : { xMin: Math.min(...xs), yMin: Math.min(...ys), xMax: Math.max(...xs), yMax: Math.max(...ys) };
}

/** An entry of `glyf`: straight lines only, coordinates as two-byte differences. */
function glyphData({ outlines }: Glyph): Buffer {
  const points = outlines.flat();
  if (points.length === 0) return Buffer.alloc(0);
  const { xMin, yMin, xMax, yMax } = boxOf(points);
  let end = -1;
  const ends = outlines.map((outline) => (end += outline.length));
  const steps = (axis: 0 | 1): number[] =>
    points.map((point, index) => point[axis] - (points[index - 1]?.[axis] ?? 0));
  const onCurve = 1;
  return padded(
    Buffer.concat([
      u16(outlines.length, xMin, yMin, xMax, yMax, ...ends, 0),
      Buffer.alloc(points.length, onCurve),
      u16(...steps(0), ...steps(1)),
    ]),
  );
}

/** One subtable in format 13, which gives a whole range of characters the same glyph. */
function characterMap(characters: FontPlan['characters']): Buffer {
  const groups = characters.map((range) => u32(...range));
  const length = 16 + 12 * groups.length;
  return Buffer.concat([u16(0, 1, 3, 10), u32(12), u16(13, 0), u32(length, 0, groups.length), ...groups]);
}

function nameTable(family: string): Buffer {
  const names: readonly (readonly [id: number, text: string])[] = [
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, family.replaceAll(' ', '')],
  ];
  const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  let offset = 0;
  const records = names.map(([id], index) => {
    const length = texts[index]?.length ?? 0;
    offset += length;
    return u16(3, 1, 0x409, id, length, offset - length);
  });
  return Buffer.concat([u16(0, names.length, 6 + 12 * names.length), ...records, ...texts]);
}

function os2Table(plan: FontPlan): Buffer {
  const first = plan.characters[0]?.[0] ?? 0;
  const last = plan.characters.at(-1)?.[1] ?? 0;
  const regular = plan.weight < 600;
  return Buffer.concat([
    u16(4, plan.unitsPerEm, plan.weight, 5, 0, ...Array.from({ length: 10 }, () => 0), 0),
    Buffer.alloc(10),
    u32(0, 0, 0, 0),
    Buffer.from('NONE'),
    u16(regular ? 0x40 : 0x20, Math.min(first, 0xffff), Math.min(last, 0xffff)),
    u16(plan.ascent, -plan.descent, 0, plan.ascent, plan.descent),
    u32(0, 0),
    u16(plan.unitsPerEm / 2, plan.unitsPerEm, 0, 0x20, 1),
  ]);
}

function sumOf(table: Buffer): number {
  const bytes = padded(table);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function assembled(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables).sort();
  const power = 2 ** Math.floor(Math.log2(names.length));
  let offset = 12 + 16 * names.length;
  const directory = names.map((name) => {
    const table = tables[name] ?? Buffer.alloc(0);
    const entry = Buffer.concat([Buffer.from(name), u32(sumOf(table), offset, table.length)]);
    offset += padded(table).length;
    return entry;
  });
  const font = Buffer.concat([
    u32(0x00010000),
    u16(names.length, power * 16, Math.log2(power), (names.length - power) * 16),
    ...directory,
    ...names.map((name) => padded(tables[name] ?? Buffer.alloc(0))),
  ]);
  // The whole file sums up to this number.
  const head = font.indexOf('head', 12, 'latin1');
  font.writeUInt32BE((0xb1b0afba - sumOf(font)) >>> 0, font.readUInt32BE(head + 8) + 8);
  return font;
}

/** A TrueType font after the plan. The same plan gives the same bytes. */
export function trueTypeFont(plan: FontPlan): Buffer {
  const { glyphs, unitsPerEm, ascent, descent } = plan;
  const outlines = glyphs.map(glyphData);
  const { xMin, yMin, xMax, yMax } = boxOf(glyphs.flatMap((glyph) => glyph.outlines.flat()));
  const bearings = glyphs.map((glyph) => boxOf(glyph.outlines.flat()).xMin);
  let offset = 0;
  const places = [0, ...outlines.map((bytes) => (offset += bytes.length))];
  const most = (of: (glyph: Glyph) => number): number => Math.max(...glyphs.map(of));
  const maxPoints = most((glyph) => glyph.outlines.flat().length);
  const maxOutlines = most((glyph) => glyph.outlines.length);
  const bold = plan.weight < 600 ? 0 : 1;
  return assembled({
    'OS/2': os2Table(plan),
    cmap: characterMap(plan.characters),
    glyf: outlines.length > 0 && offset > 0 ? Buffer.concat(outlines) : Buffer.alloc(4),
    head: Buffer.concat([
      u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
      u16(3, unitsPerEm),
      Buffer.alloc(16),
      u16(xMin, yMin, xMax, yMax, bold, 8, 2, 1, 0),
    ]),
    hhea: Buffer.concat([
      u32(0x00010000),
      u16(
        ascent,
        -descent,
        0,
        most((glyph) => glyph.advance),
        Math.min(...bearings),
        0,
        xMax,
        1,
        0,
        0,
      ),
      u16(0, 0, 0, 0, 0, glyphs.length),
    ]),
    hmtx: u16(...glyphs.flatMap((glyph, index) => [glyph.advance, bearings[index] ?? 0])),
    loca: u32(...places),
    maxp: Buffer.concat([
      u32(0x00010000),
      u16(glyphs.length, maxPoints, maxOutlines, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    ]),
    name: nameTable(plan.family),
    post: u32(0x00030000, 0, 0, 0, 0, 0, 0, 0),
  });
}
