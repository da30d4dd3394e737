import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { smallPicture } from '../../../scripts/screenshots/small-picture.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PAGES = ['README.md', 'README.zh-CN.md', 'docs/panel.md', 'docs/panel.zh-CN.md'];
const LINK = /(?:docs\/)?screenshots\/([\w.-]+\.png)/gu;

/** `list.en.dark.png` is a look of `list`. */
const sceneOf = (picture: string): string => picture.split('.')[0] ?? '';

test('every picture that the docs link is there, and of every scene there is one that they link', () => {
  const linked = PAGES.flatMap((page) =>
    [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(LINK)].map(([, picture = '']) => picture),
  );
  const taken = readdirSync(path.join(ROOT, 'docs', 'screenshots'));
  expect(linked.filter((picture) => !taken.includes(picture))).toEqual([]);
  const scenes = new Set(linked.map(sceneOf));
  expect(taken.filter((picture) => !scenes.has(sceneOf(picture)))).toEqual([]);
});

/** Squares of so many colours, each sixteen pixels large. */
function squares(colours: readonly (readonly [number, number, number])[]): PNG {
  const png = new PNG({ width: 16 * colours.length, height: 16 });
  for (let at = 0; at < png.data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = colours[Math.floor(((at / 4) % png.width) / 16)] ?? [];
    png.data.set([red, green, blue, 255], at);
  }
  return png;
}

test('a picture of few colours is smaller and the same to the bit', () => {
  const png = squares([
    [255, 255, 255],
    [109, 63, 196],
    [10, 111, 112],
  ]);
  const written = PNG.sync.write(png);
  const small = smallPicture(written);
  expect(small.length).toBeLessThan(written.length);
  expect(PNG.sync.read(small).data.equals(png.data)).toBe(true);
});

test('of many colours each stays close to what it was, and a rare one of its own is not drowned', () => {
  const violet = [109, 63, 196] as const;
  const greys = Array.from({ length: 200 }, (_, index) => [index, index, index] as const);
  const blues = Array.from({ length: 200 }, (_, index) => [0, index, 255] as const);
  const png = squares([...greys, ...blues, violet]);
  const { data } = PNG.sync.read(smallPicture(PNG.sync.write(png)));
  const farthest = data.reduce((most, value, at) => Math.max(most, Math.abs(value - (png.data[at] ?? 0))), 0);
  expect(farthest).toBeLessThanOrEqual(8);
  expect([...data.subarray(data.length - 4)]).toEqual([...violet, 255]);
});
