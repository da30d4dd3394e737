/**
 * Draws and composes everything in `assets/media/`, the Gallery sample's pictures, sound and film, and the components' font.
 * Run it after a change to `scripts/media/`:
 *
 *     node scripts/make-media.ts
 *
 * It needs a Chromium (`FERRY_CHROMIUM`, else `/usr/bin/chromium`) to turn drawings into pictures, `lame` to turn one
 * tune into an MP3 and `ffmpeg` (with x264) to cut the film. What is drawn does not change from run to run.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { CROSSING, crossingFrames } from './media/crossing.ts';
import { sampleDocuments } from './media/documents.ts';
import { withExifOrientation } from './media/exif.ts';
import { mp4FromFilm } from './media/film.ts';
import { galleryPictures } from './media/gallery.ts';
import { gifFromAnimation, rockingBoat } from './media/gif.ts';
import { lighthouseTune, tideTune, wavFromTune } from './media/melody.ts';
import * as scenes from './media/scenes.ts';
import { tickFont } from './media/tick-font.ts';

const MEDIA_FOLDER = join(import.meta.dirname, '../assets/media');
const COMPONENTS_FOLDER = join(import.meta.dirname, '../src-renderer/page/components');
const GALLERY_FOLDER = join(import.meta.dirname, '../assets/samples/gallery/images');
const GALLERY_MEDIA_FOLDER = join(import.meta.dirname, '../assets/samples/gallery/media');
const JPEG_QUALITY = 86;

type Turn = 'none' | 'quarter-left';

async function photograph(browser: Browser, scene: scenes.Scene, turn: Turn = 'none'): Promise<Buffer> {
  const [width, height] = turn === 'none' ? [scene.width, scene.height] : [scene.height, scene.width];
  const page = await browser.newPage({ viewport: { width, height } });
  const place =
    turn === 'none' ? '' : `transform-origin:0 0;transform:translateY(${scene.width}px) rotate(-90deg);`;
  await page.setContent(
    `<body style="margin:0;overflow:hidden"><div style="width:${scene.width}px;${place}">${scene.svg}</div>`,
  );
  const jpeg = await page.screenshot({ type: 'jpeg', quality: JPEG_QUALITY });
  await page.close();
  return jpeg;
}

async function photographWithTransparency(browser: Browser, scene: scenes.Scene): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: scene.width, height: scene.height } });
  await page.setContent(`<body style="margin:0">${scene.svg}`);
  const png = await page.screenshot({ type: 'png', omitBackground: true });
  await page.close();
  return png;
}

function mp3FromWav(wav: Buffer): Buffer {
  return execFileSync('lame', ['--quiet', '-m', 'm', '-b', '64', '-', '-'], { input: wav });
}

async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: process.env['FERRY_CHROMIUM'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

async function drawPictures(browser: Browser): Promise<Record<string, Buffer>> {
  return {
    'harbour-dawn.jpg': await photograph(browser, scenes.harbourDawn()),
    'misty-ranges.jpg': await photograph(browser, scenes.mistyRanges()),
    'paper-dunes.jpg': await photograph(browser, scenes.paperDunes()),
    'quarter-quilt.jpg': await photograph(browser, scenes.quarterQuilt()),
    'lighthouse-night.jpg': await photograph(browser, scenes.lighthouseNight()),
    'lantern-alley-turned.jpg': withExifOrientation(
      await photograph(browser, scenes.lanternAlley(), 'quarter-left'),
      6,
    ),
    'paper-boat.png': await photographWithTransparency(browser, scenes.paperBoat()),
  };
}

async function drawGallery(browser: Browser): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const [name, scene] of Object.entries(galleryPictures())) {
    files[name] = await photographWithTransparency(browser, scene);
  }
  return files;
}

async function store(folder: string, files: Readonly<Record<string, Buffer>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(folder, name), bytes);
    process.stdout.write(`${name.padEnd(28)}${String(bytes.length).padStart(9)} bytes\n`);
  }
}

await store(COMPONENTS_FOLDER, { 'tick.ttf': tickFont() });
await withBrowser(async (browser) => {
  await store(GALLERY_FOLDER, await drawGallery(browser));
  const playable = {
    'lighthouse.mp3': mp3FromWav(wavFromTune(lighthouseTune(44_100))),
    'crossing.mp4': await mp4FromFilm(browser, {
      frames: crossingFrames(),
      framesPerSecond: CROSSING.framesPerSecond,
      sound: wavFromTune(lighthouseTune(44_100)),
    }),
  };
  await store(GALLERY_MEDIA_FOLDER, playable);
  await store(MEDIA_FOLDER, {
    ...(await drawPictures(browser)),
    'rocking-boat.gif': gifFromAnimation(rockingBoat()),
    'tide.wav': wavFromTune(tideTune(16_000)),
    ...playable,
    ...(await sampleDocuments()),
  });
});
