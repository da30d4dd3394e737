import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';

const ICON_FOLDER = join(import.meta.dirname, '../../../assets/icons');

function pngSide(png: Buffer): number {
  const { type, width, height } = imageSize(png);
  expect(type).toBe('png');
  expect(width).toBe(height);
  return width;
}

describe("Ferry's icon", () => {
  it('is a PNG of 1024 pixels', async () => {
    expect(pngSide(await readFile(join(ICON_FOLDER, 'icon.png')))).toBe(1024);
  });

  it.each([16, 24, 32, 48, 64, 128, 256, 512])('exists for Linux with %i pixels', async (size) => {
    const name = `${String(size)}x${String(size)}.png`;
    expect(pngSide(await readFile(join(ICON_FOLDER, 'icons', name)))).toBe(size);
  });

  it('is an ICO whose entries lead to PNGs of the sizes they name', async () => {
    const ico = await readFile(join(ICON_FOLDER, 'icon.ico'));
    const sides = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + 16 * index;
      const start = ico.readUInt32LE(entry + 12);
      const side = pngSide(ico.subarray(start, start + ico.readUInt32LE(entry + 8)));
      expect(ico.readUInt8(entry)).toBe(side % 256);
      return side;
    });
    expect(sides).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('is an ICNS whose chunks fill it exactly', async () => {
    const icns = await readFile(join(ICON_FOLDER, 'icon.icns'));
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sides: Record<string, number> = {};
    let at = 8;
    while (at < icns.length) {
      const length = icns.readUInt32BE(at + 4);
      sides[icns.toString('latin1', at, at + 4)] = pngSide(icns.subarray(at + 8, at + length));
      at += length;
    }
    expect(at).toBe(icns.length);
    expect(sides).toEqual({
      ic07: 128,
      ic08: 256,
      ic09: 512,
      ic10: 1024,
      ic11: 32,
      ic12: 64,
      ic13: 256,
      ic14: 512,
    });
  });
});
