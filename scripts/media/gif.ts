/** An animated GIF of indexed pixels. */
export interface GifAnimation {
  readonly width: number;
  readonly height: number;
  /** Up to 16 colours as 0xRRGGBB. */
  readonly palette: readonly number[];
  /** One byte a pixel, an index into the palette, row by row. */
  readonly frames: readonly Uint8Array[];
  /** How long each frame stands, in hundredths of a second. */
  readonly delayHundredths: number;
}

const COLOUR_BITS = 4;
const LARGEST_CODE = 4096;

/** The bytes of a GIF89a that repeats for ever. */
export function gifFromAnimation(animation: GifAnimation): Buffer {
  const { width, height, frames, delayHundredths } = animation;
  const screen = Buffer.alloc(13);
  screen.write('GIF89a', 0, 'latin1');
  screen.writeUInt16LE(width, 6);
  screen.writeUInt16LE(height, 8);
  screen[10] = 0x80 | ((COLOUR_BITS - 1) << 4) | (COLOUR_BITS - 1);
  const colours = Buffer.alloc(3 << COLOUR_BITS);
  animation.palette.forEach((colour, index) => colours.writeUIntBE(colour, index * 3, 3));
  const loop = Buffer.concat([
    Buffer.from([0x21, 0xff, 11]),
    Buffer.from('NETSCAPE2.0', 'latin1'),
    Buffer.from([3, 1, 0, 0, 0]),
  ]);
  const images = frames.map((pixels) => {
    const control = Buffer.from([0x21, 0xf9, 4, 4, 0, 0, 0, 0]);
    control.writeUInt16LE(delayHundredths, 4);
    const place = Buffer.alloc(10);
    place[0] = 0x2c;
    place.writeUInt16LE(width, 5);
    place.writeUInt16LE(height, 7);
    return Buffer.concat([control, place, Buffer.from([COLOUR_BITS]), inSubBlocks(lzw(pixels))]);
  });
  return Buffer.concat([screen, colours, loop, ...images, Buffer.from([0x3b])]);
}

/** GIF's variable-width LZW, least significant bit first. */
function lzw(pixels: Uint8Array): Buffer {
  const clearCode = 1 << COLOUR_BITS;
  const bytes: number[] = [];
  let pending = 0;
  let pendingBits = 0;
  let codeBits = COLOUR_BITS + 1;
  let known = new Map<number, number>();
  let nextCode = clearCode + 2;

  const emit = (code: number): void => {
    pending |= code << pendingBits;
    pendingBits += codeBits;
    for (; pendingBits >= 8; pendingBits -= 8, pending >>>= 8) bytes.push(pending & 0xff);
  };

  emit(clearCode);
  let prefix = pixels[0] ?? 0;
  for (const pixel of pixels.subarray(1)) {
    const key = (prefix << 8) | pixel;
    const code = known.get(key);
    if (code !== undefined) {
      prefix = code;
      continue;
    }
    emit(prefix);
    if (nextCode === LARGEST_CODE) {
      emit(clearCode);
      known = new Map();
      nextCode = clearCode + 2;
      codeBits = COLOUR_BITS + 1;
    } else {
      known.set(key, nextCode);
      if (nextCode === 1 << codeBits) codeBits += 1;
      nextCode += 1;
    }
    prefix = pixel;
  }
  emit(prefix);
  emit(clearCode + 1);
  if (pendingBits > 0) bytes.push(pending & 0xff);
  return Buffer.from(bytes);
}

function inSubBlocks(bytes: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}

/** A small boat that rocks on two waves: sixteen frames without a seam. */
export function rockingBoat(): GifAnimation {
  const width = 160;
  const height = 120;
  const frameCount = 16;
  const frames = Array.from({ length: frameCount }, (_, frame) => {
    const turn = (frame / frameCount) * Math.PI * 2;
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) pixels[y * width + x] = boatPixel(x, y, turn);
    }
    return pixels;
  });
  const palette = [0xfdf1dc, 0xfbd9a5, 0xf6b26b, 0xffffff, 0xe8634f, 0x14324a, 0x7cc9c9, 0x2f9aa8, 0x14324a];
  return { width, height, palette, frames, delayHundredths: 7 };
}

/** The palette index of one pixel of {@link rockingBoat} at a phase in radians. */
function boatPixel(x: number, y: number, turn: number): number {
  const wave = (length: number, phase: number): number => Math.sin((x / length) * Math.PI * 2 + phase) * 4;
  if (y > 94 + wave(80, -turn)) return 7;
  const tilt = Math.sin(turn) * 0.1;
  const dx = x - 80;
  const dy = y - 74 - Math.sin(turn + 1) * 3;
  const across = dx * Math.cos(tilt) + dy * Math.sin(tilt);
  const down = dy * Math.cos(tilt) - dx * Math.sin(tilt);
  if (down >= 0 && down < 20 && Math.abs(across) < 42 - down) return down < 4 ? 4 : 5;
  if (down < 0 && down >= -14 && across > -22 && across < 20)
    return down > -10 && down < -4 && (across + 40) % 10 < 6 ? 7 : 3;
  if (down < -14 && down >= -30 && across > 2 && across < 12) return down < -25 ? 5 : 4;
  if (y > 84 + wave(53.34, turn)) return 6;
  if ((x - 122) ** 2 + (y - 34) ** 2 < 196) return 2;
  return y > 52 ? 1 : 0;
}
