import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { ImageOrientation } from '#contract/images';
import { readVideoFile } from '../../../src-main/program/video-file.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { turnedVideo } from '../../support/turned-video.ts';

const SAMPLE = path.resolve('assets/media/crossing.mp4');
const SHOWN = 'http://tmp/0a.mp4';

async function fileOf(content: Uint8Array | string): Promise<string> {
  const file = path.join(await tempDir(), 'a.mp4');
  await writeFile(file, content);
  return file;
}

/** A box of an MP4: its length, its name, its content. */
function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const FTYP = box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1'));

describe('the headers of a video', () => {
  it('tell rate and turn of an MP4', async () => {
    const { size, ...facts } = await readVideoFile(SAMPLE, SHOWN);
    expect(facts).toEqual({ type: 'mp4', fps: 20, orientation: 'up' });
    expect(size).toBe((await readFile(SAMPLE)).length);
  });

  it('have a word for each of the eight turns', async () => {
    const video = await readFile(SAMPLE);
    const words: readonly ImageOrientation[] = [
      ...(['up', 'right', 'down', 'left'] as const),
      ...(['up-mirrored', 'down-mirrored', 'left-mirrored', 'right-mirrored'] as const),
    ];
    const told: string[] = [];
    for (const word of words) {
      told.push((await readVideoFile(await fileOf(turnedVideo(video, word)), SHOWN)).orientation);
    }
    expect(told).toEqual(words);
  });

  it.each<[string, Buffer, string]>([
    ['MP4', FTYP, 'mp4'],
    ['QuickTime', box('ftyp', Buffer.from('qt  ', 'latin1')), 'mov'],
    ['old QuickTime', box('wide'), 'mov'],
    ['3GP', box('ftyp', Buffer.from('3gp4', 'latin1')), '3gp'],
    ['WebM', Buffer.from('\u001a\u0045\u00df\u00a3\u0001\0\u0042\u0082\u0084webm', 'latin1'), 'webm'],
    ['Matroska', Buffer.from('\u001a\u0045\u00df\u00a3\u0001\0matroska', 'latin1'), 'mkv'],
    ['AVI', Buffer.from('RIFF\0\0\0\0AVI ', 'latin1'), 'avi'],
    ['Ogg', Buffer.from('OggS\0', 'latin1'), 'ogv'],
  ])(
    '%s is known by its content, and is not said to have more than it says',
    async (_what, content, type) => {
      expect(await readVideoFile(await fileOf(content), SHOWN)).toEqual({
        size: content.length,
        type,
        fps: null,
        orientation: 'up',
      });
    },
  );

  it('are nothing to go by when they are damaged, wherever that is', async () => {
    const video = await readFile(SAMPLE);
    const start = video.indexOf('moov', 0, 'latin1');
    let read = 0;
    for (let place = start; place < Math.min(start + 700, video.length); place += 1) {
      const damaged = Buffer.from(video);
      damaged[place] = 0xff;
      await readVideoFile(await fileOf(damaged), SHOWN).then(
        ({ type }) => {
          expect(type).toBe('mp4');
          read += 1;
        },
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'file.type', details: { path: SHOWN } });
        },
      );
    }
    expect(read).toBeGreaterThan(0);
  });

  it.each<[string, Buffer]>([
    ['boxes without length', Buffer.concat([FTYP, Buffer.alloc(64)])],
    [
      'headers longer than the file',
      Buffer.concat([FTYP, Buffer.from('\u007f\u00ff\u00ff\u00ffmoov', 'latin1')]),
    ],
    ['a track of nothing', Buffer.concat([FTYP, box('moov', box('trak'))])],
  ])('%s end the reading', async (_what, content) => {
    expect(await readVideoFile(await fileOf(content), SHOWN)).toMatchObject({ type: 'mp4', fps: null });
  });

  it('that are millions of empty tracks are given up soon, and take no memory', async () => {
    const file = await fileOf(FTYP);
    const track = Buffer.from('\0\0\0\u0008trak', 'latin1');
    await appendFile(file, box('moov', Buffer.alloc(30 * 1024 * 1024, track)));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const before = process.memoryUsage().arrayBuffers;
    const readings = Array.from({ length: 8 }, () => readVideoFile(file, SHOWN));
    for (const facts of await Promise.all(readings)) expect(facts).toMatchObject({ type: 'mp4', fps: null });
    delay.disable();
    // Read whole they would hold the process for many seconds; a busy machine may take one of its own.
    expect(delay.max / 1e6).toBeLessThan(2000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('whose frames are told one by one, for hours, are averaged over the first of them', async () => {
    const video = await readFile(SAMPLE);
    expect((await readVideoFile(await fileOf(Buffer.concat([video, box('free')])), SHOWN)).fps).toBe(20);
    const mdhd = Buffer.alloc(24);
    mdhd.writeUInt32BE(1000, 12);
    const hdlr = Buffer.from('\0\0\0\0\0\0\0\0vide\0\0\0\0', 'latin1');
    const times = Buffer.alloc(8 + 8 * 3_000_000);
    times.writeUInt32BE(3_000_000, 4);
    for (let at = 8; at < times.length; at += 8) {
      times.writeUInt32BE(1, at);
      times.writeUInt32BE(40, at + 4);
    }
    const media = box(
      'mdia',
      box('mdhd', mdhd),
      box('hdlr', hdlr),
      box('minf', box('stbl', box('stts', times))),
    );
    const file = await fileOf(Buffer.concat([FTYP, box('moov', box('trak', media))]));
    expect(await readVideoFile(file, SHOWN)).toMatchObject({ fps: 25, orientation: 'up' });
  });

  it.each([
    ['text', 'just text'],
    ['nothing', ''],
    ['a picture', '\u0089PNG\r\n\u001a\n'],
  ])('%s is no video, and is refused by its virtual path', async (_what, content) => {
    const file = await fileOf(Buffer.from(content, 'latin1'));
    const error: unknown = await readVideoFile(file, SHOWN).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file.type', details: { path: SHOWN } });
    expect(String(error)).not.toContain(path.dirname(file));
  });
});
