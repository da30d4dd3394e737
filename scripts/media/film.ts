import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { Scene } from './scenes.ts';

/** A film's pictures, and the sound that goes with them as a WAV file. */
export interface Film {
  readonly frames: readonly Scene[];
  readonly framesPerSecond: number;
  readonly sound: Buffer;
}

/** An MP4 of H.264 and AAC that begins with its table of contents, so that it can be shown while it loads; by `ffmpeg`. */
export async function mp4FromFilm(browser: Browser, film: Film): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-film-'));
  try {
    await photographAll(browser, film.frames, folder);
    const sound = path.join(folder, 'sound.wav');
    await writeFile(sound, film.sound);
    const out = path.join(folder, 'film.mp4');
    const seconds = film.frames.length / film.framesPerSecond;
    execFileSync('ffmpeg', [
      ...['-loglevel', 'error', '-framerate', String(film.framesPerSecond)],
      ...['-i', path.join(folder, 'frame-%04d.png'), '-i', sound, '-t', String(seconds)],
      ...['-c:v', 'libx264', '-preset', 'veryslow', '-crf', '27', '-pix_fmt', 'yuv420p', '-threads', '1'],
      ...['-c:a', 'aac', '-b:a', '48k', '-ac', '1'],
      ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
      ...['-movflags', '+faststart', out],
    ]);
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function photographAll(browser: Browser, frames: readonly Scene[], folder: string): Promise<void> {
  const [first] = frames;
  if (!first) throw new RangeError('A film has one picture at least.');
  const page = await browser.newPage({ viewport: { width: first.width, height: first.height } });
  for (const [index, { svg }] of frames.entries()) {
    await page.setContent(`<body style="margin:0;overflow:hidden">${svg}`);
    await page.screenshot({ path: path.join(folder, `frame-${String(index).padStart(4, '0')}.png`) });
  }
  await page.close();
}
