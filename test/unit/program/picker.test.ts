import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WantedFiles } from '#contract/pickers';
import { createPicker, type PickerDeps } from '../../../src-main/program/picker.ts';
import { readAlbum } from '../../../src-main/program/sample-list.ts';
import { withProgram } from '../../support/program-harness.ts';

const MEDIA = path.resolve('assets/media');
const ALBUM = await readAlbum(MEDIA);
const media = (name: string): string => path.join(MEDIA, name);
const CANCELLED: unknown = expect.objectContaining({ code: 'picker.cancelled' });
const refused = (message: string): unknown =>
  expect.objectContaining({ code: 'picker.not-accepted', message });

function wanted(parts: Partial<WantedFiles> = {}): WantedFiles {
  return { api: 'chooseImage', kinds: ['image'], mixed: false, extensions: [], count: 9, ...parts };
}

const ANY = wanted({ api: 'chooseMessageFile', kinds: ['image', 'video', 'file'], mixed: true });

function pickerOf(parts: Partial<PickerDeps> = {}) {
  return createPicker({
    scripted: [],
    album: ALBUM,
    albumFolder: MEDIA,
    pickFiles: () => Promise.resolve([]),
    ...parts,
  });
}

describe('a scripted pick', () => {
  it('is used once each, in order, no more files than asked for, then the person is asked', async () => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf({
      scripted: [
        { kind: 'files', paths: [media('harbour-dawn.jpg'), media('paper-boat.png')] },
        { kind: 'cancel' },
        { kind: 'files', paths: [media('crossing.mp4')] },
      ],
    });
    const first = await picker.choose(files, wanted({ count: 1 }));
    await expect(picker.choose(files, wanted())).rejects.toEqual(CANCELLED);
    const third = await picker.choose(files, wanted({ api: 'chooseVideo', kinds: ['video'] }));
    const stats = fs.statSync(media('harbour-dawn.jpg'));
    expect([first, third]).toEqual([
      {
        kind: 'picked',
        files: [
          {
            path: expect.stringMatching(/^http:\/\/tmp\/[0-9a-f]{32}\.jpg$/) as string,
            size: stats.size,
            name: 'harbour-dawn.jpg',
            kind: 'image',
            modifiedAtEpochMs: stats.mtimeMs,
          },
        ],
      },
      { kind: 'picked', files: [expect.objectContaining({ name: 'crossing.mp4', kind: 'video' })] },
    ]);
    expect(files.list().map(({ kind, origin }) => [kind, origin])).toEqual([
      ['temp', 'picked'],
      ['temp', 'picked'],
    ]);
    expect((await picker.choose(files, wanted())).kind).toBe('ask');
  });

  it('of a file that is not there fails by its name alone', async () => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf({ scripted: [{ kind: 'files', paths: ['/home/somebody/none.jpg'] }] });
    const error = await picker.choose(files, wanted()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file.not-found' });
    expect(JSON.stringify(error)).not.toContain('somebody');
    expect(files.list()).toEqual([]);
  });

  it.each<[string, readonly string[], WantedFiles, string]>([
    [
      'a sound for a picture',
      ['tide.wav'],
      wanted(),
      'tide.wav cannot be picked here: chooseImage takes pictures.',
    ],
    [
      'a picture after a video, for a file',
      ['crossing.mp4', 'paper-boat.png'],
      wanted({ api: 'chooseMessageFile', kinds: ['file'], mixed: true }),
      'crossing.mp4 cannot be picked here: chooseMessageFile takes what is neither picture nor video.',
    ],
    [
      'another extension',
      ['harbour-line.pdf'],
      wanted({ api: 'chooseMessageFile', kinds: ['file'], mixed: true, extensions: ['docx', 'txt'] }),
      'harbour-line.pdf cannot be picked here: chooseMessageFile takes .docx, .txt.',
    ],
    [
      'both kinds where one is allowed',
      ['crossing.mp4', 'paper-boat.png'],
      wanted({ api: 'chooseMedia', kinds: ['image', 'video'] }),
      'crossing.mp4 and paper-boat.png cannot be picked together: chooseMedia takes pictures or videos; both need mediaType mix.',
    ],
  ])('of %s is refused in words, and takes nothing in', async (_what, names, asked, message) => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf({ scripted: [{ kind: 'files', paths: names.map(media) }] });
    await expect(picker.choose(files, asked)).rejects.toEqual(refused(message));
    expect(files.list()).toEqual([]);
  });
});

describe('the sample album', () => {
  it('has pictures, then videos, then all else, each by name, with its size', () => {
    expect(ALBUM.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'image harbour-dawn.jpg',
      'image lantern-alley-turned.jpg',
      'image lighthouse-night.jpg',
      'image misty-ranges.jpg',
      'image paper-boat.png',
      'image paper-dunes.jpg',
      'image quarter-quilt.jpg',
      'image rocking-boat.gif',
      'video crossing.mp4',
      'file crossings.xlsx',
      'file harbour-line.pdf',
      'file harbour-papers.zip',
      'file letter-from-the-quay.docx',
      'file lighthouse.mp3',
      'file new-boat.pptx',
      'file packing-list.txt',
      'file tide.wav',
    ]);
    expect(ALBUM.find(({ id }) => id === 'crossing.mp4')).toEqual({
      id: 'crossing.mp4',
      url: '/album/crossing.mp4',
      kind: 'video',
      size: fs.statSync(media('crossing.mp4')).size,
    });
  });

  it.each<[string, WantedFiles, readonly string[]]>([
    ['videos', wanted({ kinds: ['video'] }), ['crossing.mp4']],
    ['one extension', wanted({ kinds: ['file'], extensions: ['pdf'] }), ['harbour-line.pdf']],
    ['everything', ANY, ALBUM.map(({ id }) => id)],
    ['what it lacks', wanted({ kinds: ['file'], extensions: ['csv'] }), []],
  ])('is shown as far as it fits: %s', async (_what, asked, ids) => {
    const { files } = (await withProgram()).program;
    const answer = await pickerOf().choose(files, asked);
    expect(answer.kind === 'ask' ? answer.album.map(({ id }) => id) : null).toEqual(ids);
  });
});

describe('a person’s pick', () => {
  it('from the album is of its own files alone', async () => {
    const { files } = (await withProgram()).program;
    const picker = pickerOf();
    expect(
      await picker.fromAlbum(files, ANY, ['paper-boat.png', '../icons/icon.png', 'tide.wav']),
    ).toHaveLength(2);
    await expect(picker.fromAlbum(files, ANY, ['../../package.json'])).rejects.toEqual(CANCELLED);
    await expect(picker.fromAlbum(files, ANY, [])).rejects.toEqual(CANCELLED);
    await expect(picker.fromAlbum(files, wanted(), ['tide.wav'])).rejects.toEqual(
      refused('tide.wav cannot be picked here: chooseImage takes pictures.'),
    );
  });

  it('of none is an answer where none may be picked', async () => {
    const { files } = (await withProgram()).program;
    expect(await pickerOf().fromAlbum(files, { ...ANY, count: 0 }, [])).toEqual([]);
  });

  it('from the computer hands the dialog what is wanted, and keeps to the count', async () => {
    const { files } = (await withProgram()).program;
    const asked: WantedFiles[] = [];
    const picker = pickerOf({
      pickFiles(shown) {
        asked.push(shown);
        return Promise.resolve(['paper-boat.png', 'rocking-boat.gif', 'harbour-dawn.jpg'].map(media));
      },
    });
    expect((await picker.fromComputer(files, wanted({ count: 2 }))).map(({ name }) => name)).toEqual([
      'paper-boat.png',
      'rocking-boat.gif',
    ]);
    expect(asked).toEqual([wanted({ count: 2 })]);
    await expect(pickerOf().fromComputer(files, wanted())).rejects.toEqual(CANCELLED);
  });
});
