import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** As many as one byte can name. */
const MOST_COLOURS = 256;
/** Of them, those that are kept to the bit: grounds, text and lines, which are most of any picture of a window. */
const EXACT_COLOURS = 128;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Counted = readonly [colour: number, count: number];

/** The same picture in a third of the bytes: in 256 colours, of which the frequent ones are its own. */
export function smallPicture(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const counts = new Map<number, number>();
  const colours = new Uint32Array(width * height);
  for (let index = 0; index < colours.length; index += 1) {
    const colour = data.readUInt32BE(index * 4) >>> 8;
    colours[index] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf([...counts]);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [index, colour] of colours.entries()) {
    let place = places.get(colour);
    if (place === undefined) places.set(colour, (place = nearest(palette, colour)));
    rows[index + Math.floor(index / width) + 1] = place;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, each the place of a colour in the palette.
  header.set([8, 3], 8);
  const table = Buffer.from(palette.flatMap((colour) => [...channels(colour)]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

function channels(colour: number): readonly [red: number, green: number, blue: number] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

/** The frequent colours, and one for each box of the others that lie close together. */
function paletteOf(counted: readonly Counted[]): readonly number[] {
  const frequent = counted.toSorted((a, b) => b[1] - a[1]);
  if (frequent.length <= MOST_COLOURS) return frequent.map(([colour]) => colour);
  const exact = frequent.slice(0, EXACT_COLOURS).map(([colour]) => colour);
  let boxes = [boxOf(frequent.slice(EXACT_COLOURS))];
  while (exact.length + boxes.length < MOST_COLOURS) {
    boxes = boxes.toSorted((a, b) => a.weight - b.weight);
    const widest = boxes.pop();
    if (!widest) break;
    boxes.push(...halvesOf(widest));
  }
  return [...exact, ...boxes.map(({ members }) => meanOf(members))];
}

interface Box {
  readonly members: readonly Counted[];
  /** How far a channel of its colours is apart, and which. */
  readonly channel: 0 | 1 | 2;
  /** How much there is to win by halving it. */
  readonly weight: number;
}

function boxOf(members: readonly Counted[]): Box {
  const spans = ([0, 1, 2] as const).map((channel) => {
    let [low, high] = [255, 0];
    for (const [colour] of members) {
      const value = channels(colour)[channel];
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { channel, span: high - low };
  });
  const [{ channel, span } = { channel: 0 as const, span: 0 }] = spans.toSorted((a, b) => b.span - a.span);
  const pixels = members.reduce((sum, [, count]) => sum + count, 0);
  return { members, channel, weight: members.length < 2 ? 0 : span * pixels ** 0.25 };
}

/** Halved in the middle of what they span, so that a colour of its own is not drowned by many others. */
function halvesOf({ members, channel }: Box): readonly Box[] {
  const values = members.map(([colour]) => channels(colour)[channel]);
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    boxOf(members.filter((_member, index) => (values[index] ?? 0) <= middle)),
    boxOf(members.filter((_member, index) => (values[index] ?? 0) > middle)),
  ];
}

function meanOf(members: readonly Counted[]): number {
  const sums = [0, 0, 0];
  let pixels = 0;
  for (const [colour, count] of members) {
    pixels += count;
    for (const [index, value] of channels(colour).entries()) sums[index] = (sums[index] ?? 0) + value * count;
  }
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => Math.round(sum / Math.max(1, pixels)));
  return (red << 16) | (green << 8) | blue;
}

function nearest(palette: readonly number[], colour: number): number {
  const [red, green, blue] = channels(colour);
  let best = 0;
  let least = Infinity;
  for (const [place, candidate] of palette.entries()) {
    const [r, g, b] = channels(candidate);
    // As the eye weighs them.
    const distance = 3 * (red - r) ** 2 + 6 * (green - g) ** 2 + (blue - b) ** 2;
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}
