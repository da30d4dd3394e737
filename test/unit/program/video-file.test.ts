import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
