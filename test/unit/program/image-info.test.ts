import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageOrientation } from '#contract/images';
import { readImageInfo } from '../../../src-main/program/image-info.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MEDIA = path.resolve('assets/media');
const SHOWN = 'http://tmp/0a.jpg';

describe('the facts of a picture', () => {
  it.each([
    ['lantern-alley-turned.jpg', { width: 1200, height: 900, orientation: 'right', type: 'jpeg' }],
    ['harbour-dawn.jpg', { width: 1200, height: 900, orientation: 'up', type: 'jpeg' }],
    ['lighthouse-night.jpg', { width: 900, height: 1200, orientation: 'up', type: 'jpeg' }],
    ['paper-boat.png', { width: 480, height: 480, orientation: 'up', type: 'png' }],
    ['rocking-boat.gif', { width: 160, height: 120, orientation: 'up', type: 'gif' }],
  ])('%s, its size before it is turned', async (name, facts) => {
    expect(await readImageInfo(path.join(MEDIA, name), SHOWN)).toEqual({ ...facts, path: SHOWN });
  });

  // WeChat's documentation of getImageInfo: EXIF 1 to 8 in this order.
  const ORIENTATIONS: readonly ImageOrientation[] = [
    'up',
    'up-mirrored',
    'down',
    'down-mirrored',
    'left-mirrored',
    'right',
    'right-mirrored',
    'left',
  ];

  it('have a word for each of the eight EXIF orientations', async () => {
    const turned = await readFile(path.join(MEDIA, 'lantern-alley-turned.jpg'));
    // Tag 0x0112, one SHORT: the value is the one that says 6 in the sample.
    const bigEndian = turned.indexOf(Buffer.from([0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0, 6]));
    const littleEndian = turned.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00, 1, 0, 0, 0, 6]));
    const place = bigEndian >= 0 ? bigEndian + 9 : littleEndian + 8;
    expect(turned[place]).toBe(6);
    const folder = await tempDir();
    const words = [];
    for (let value = 1; value <= 8; value += 1) {
      const file = path.join(folder, `${String(value)}.jpg`);
      turned[place] = value;
      await writeFile(file, turned);
      words.push((await readImageInfo(file, SHOWN)).orientation);
    }
    expect(words).toEqual(ORIENTATIONS);
  });

  it('do not depend on the name of the file', async () => {
    const file = path.join(await tempDir(), 'picture.txt');
    await copyFile(path.join(MEDIA, 'paper-boat.png'), file);
    expect((await readImageInfo(file, SHOWN)).type).toBe('png');
  });
});

describe('what is no picture', () => {
  it.each([
    ['text', 'just text'],
    ['nothing', ''],
    ['half a header', '\u00ff\u00d8'],
  ])('%s is refused by its virtual path', async (_what, content) => {
    const folder = await tempDir();
    const file = path.join(folder, 'a.jpg');
    await writeFile(file, content, 'latin1');
    const error = await readImageInfo(file, SHOWN).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file.type', details: { path: SHOWN } });
    expect(String(error)).not.toContain(folder);
  });
});
