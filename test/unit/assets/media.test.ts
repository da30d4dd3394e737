import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';

const MEDIA_FOLDER = join(import.meta.dirname, '../../../assets/media');

const names = await readdir(MEDIA_FOLDER);
const files = new Map<string, Buffer>();
for (const name of names) files.set(name, await readFile(join(MEDIA_FOLDER, name)));

function bytesOf(name: string): Buffer {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`${name} is not in assets/media.`);
  return bytes;
}

describe('the sample media', () => {
  it('weighs less than 1.5 MB together', () => {
    const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(total).toBeLessThan(1_500_000);
  });

  it.each([
    ['harbour-dawn.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['misty-ranges.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['paper-dunes.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['quarter-quilt.jpg', { width: 1200, height: 900, type: 'jpg' }],
    ['lighthouse-night.jpg', { width: 900, height: 1200, type: 'jpg' }],
    ['lantern-alley-turned.jpg', { width: 1200, height: 900, type: 'jpg', orientation: 6 }],
    ['paper-boat.png', { width: 480, height: 480, type: 'png' }],
    ['rocking-boat.gif', { width: 160, height: 120, type: 'gif' }],
  ])('%s is the picture it says', (name, expected) => {
    expect(imageSize(bytesOf(name))).toEqual(expected);
  });

  it('has a WAV whose header tells its true length', () => {
    const wav = bytesOf('tide.wav');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    expect((wav.length - 44) / wav.readUInt32LE(28)).toBe(7);
    expect(wav.length).toBeLessThan(250_000);
  });

  it('has a PDF whose table of objects points at the objects', () => {
    const pdf = bytesOf('harbour-line.pdf').toString('latin1');
    const table = Number(/startxref\n(\d+)\n%%EOF/.exec(pdf)?.[1]);
    expect(pdf.slice(table, table + 4)).toBe('xref');
    const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    expect(offsets).toHaveLength(7);
    offsets.forEach((offset, index) => {
      expect(pdf.slice(offset).startsWith(`${String(index + 1)} 0 obj`)).toBe(true);
    });
  });
});
