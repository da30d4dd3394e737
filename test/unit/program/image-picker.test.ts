import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AlbumPicture } from '#contract/pickers';
import { createImagePicker, type ImagePickerDeps } from '../../../src-main/program/image-picker.ts';
import { withProgram } from '../../support/program-harness.ts';

const MEDIA = path.resolve('assets/media');
const ALBUM: readonly AlbumPicture[] = [
  { id: 'harbour-dawn.jpg', url: '/album/harbour-dawn.jpg' },
  { id: 'paper-boat.png', url: '/album/paper-boat.png' },
];
const picture = (name: string): string => path.join(MEDIA, name);
const CANCELLED: unknown = expect.objectContaining({ code: 'picker.cancelled' });

function pickerOf(parts: Partial<ImagePickerDeps> = {}) {
  return createImagePicker({
    scripted: [],
    album: ALBUM,
    albumFolder: MEDIA,
    pickImages: () => Promise.resolve([]),
    ...parts,
  });
}

describe('a scripted pick', () => {
  it('is used once each, in order, no more files than asked for, then the person is asked', async () => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf({
      scripted: [
        { kind: 'files', paths: [picture('harbour-dawn.jpg'), picture('paper-boat.png')] },
        { kind: 'cancel' },
        { kind: 'files', paths: [picture('rocking-boat.gif')] },
      ],
    });
    const first = await picker.choose(files, 1);
    await expect(picker.choose(files, 9)).rejects.toEqual(CANCELLED);
    const third = await picker.choose(files, 9);
    expect([first, third, await picker.choose(files, 9)]).toEqual([
      {
        kind: 'picked',
        tempFiles: [
          {
            path: expect.stringMatching(/^http:\/\/tmp\/[0-9a-f]{32}\.jpg$/) as string,
            size: expect.any(Number) as number,
          },
        ],
      },
      {
        kind: 'picked',
        tempFiles: [expect.objectContaining({ path: expect.stringMatching(/\.gif$/) as string })],
      },
      { kind: 'ask', album: ALBUM },
    ]);
    expect(files.list().map(({ kind, origin }) => [kind, origin])).toEqual([
      ['temp', 'picked'],
      ['temp', 'picked'],
    ]);
  });

  it('of a file that is not there fails by its name alone', async () => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf({ scripted: [{ kind: 'files', paths: ['/home/somebody/none.jpg'] }] });
    const error = await picker.choose(files, 1).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file.not-found' });
    expect(JSON.stringify(error)).not.toContain('somebody');
    expect(files.list()).toEqual([]);
  });
});

describe('a person’s pick', () => {
  it('from the album is of its pictures alone', async () => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf();
    expect(await picker.fromAlbum(files, ['paper-boat.png', '../icons/icon.png', 'tide.wav'])).toHaveLength(
      1,
    );
    await expect(picker.fromAlbum(files, ['../../package.json'])).rejects.toEqual(CANCELLED);
    await expect(picker.fromAlbum(files, [])).rejects.toEqual(CANCELLED);
  });

  it('from the computer asks for several only where several may be, and keeps to the count', async () => {
    const { files } = (await withProgram()).program;
    const asked: boolean[] = [];
    const picker = pickerOf({
      pickImages(several) {
        asked.push(several);
        return Promise.resolve([
          picture('paper-boat.png'),
          picture('rocking-boat.gif'),
          picture('harbour-dawn.jpg'),
        ]);
      },
    });
    expect([
      (await picker.fromComputer(files, 1)).length,
      (await picker.fromComputer(files, 2)).length,
      asked,
    ]).toEqual([1, 2, [false, true]]);
    await expect(pickerOf().fromComputer(files, 1)).rejects.toEqual(CANCELLED);
  });
});
