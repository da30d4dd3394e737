/**
 * Makes every form of Ferry's icon in `assets/icons/` from its two drawings, `icon.svg` and, for 32 pixels and
 * less, `icon-small.svg`. Run it after a change to either:
 *
 *     node scripts/make-icons.ts
 *
 * It needs a Chromium (`FERRY_CHROMIUM`, else `/usr/bin/chromium`).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const ICON_FOLDER = join(import.meta.dirname, '../assets/icons');
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
const LARGEST_SMALL_SIZE = 32;
const FULL_SIZE = 1024;

/** macOS picks an image by its four letters: https://en.wikipedia.org/wiki/Apple_Icon_Image_format. */
const MAC_TYPES: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** A square PNG and its side in pixels. */
interface SizedPng {
  readonly size: number;
  readonly png: Buffer;
}

async function drawPng(browser: Browser, size: number): Promise<SizedPng> {
  const name = size <= LARGEST_SMALL_SIZE ? 'icon-small.svg' : 'icon.svg';
  const svg = await readFile(join(ICON_FOLDER, name), 'utf8');
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return { size, png };
}

/** An ICO that holds PNGs, as Windows Vista and later read it; 256 is written as 0. */
function icoFromPngs(pngs: readonly SizedPng[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pngs.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pngs.length, 4);
  let imageOffset = head.length;
  pngs.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    head[at] = size % 256;
    head[at + 1] = size % 256;
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(imageOffset, at + 12);
    imageOffset += png.length;
  });
  return Buffer.concat([head, ...pngs.map(({ png }) => png)]);
}

/** An ICNS that holds PNGs, one for each of the given types. */
function icnsFromPngs(entries: readonly (readonly [type: string, png: Buffer])[]): Buffer {
  const chunks = entries.map(([type, png]) => icnsChunk(type, png));
  return icnsChunk('icns', Buffer.concat(chunks));
}

function icnsChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

const browser = await chromium.launch({
  executablePath: process.env['FERRY_CHROMIUM'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const pngs = new Map<number, SizedPng>();
try {
  for (const size of new Set([...LINUX_SIZES, FULL_SIZE])) pngs.set(size, await drawPng(browser, size));
} finally {
  await browser.close();
}

function pngOf(size: number): SizedPng {
  const drawn = pngs.get(size);
  if (!drawn) throw new RangeError(`No icon of ${size} pixels is drawn.`);
  return drawn;
}

await mkdir(join(ICON_FOLDER, 'icons'), { recursive: true });
for (const size of LINUX_SIZES) {
  await writeFile(join(ICON_FOLDER, 'icons', `${size}x${size}.png`), pngOf(size).png);
}
await writeFile(join(ICON_FOLDER, 'icon.png'), pngOf(FULL_SIZE).png);
await writeFile(join(ICON_FOLDER, 'icon.ico'), icoFromPngs(WINDOWS_SIZES.map(pngOf)));
const macEntries = MAC_TYPES.map(([type, size]) => [type, pngOf(size).png] as const);
await writeFile(join(ICON_FOLDER, 'icon.icns'), icnsFromPngs(macEntries));
