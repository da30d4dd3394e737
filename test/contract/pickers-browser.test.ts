import fs from 'node:fs';
import path from 'node:path';
import { imageSize } from 'image-size';
import { afterAll, beforeAll, expect } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import {
  MEDIA_FOLDER,
  openPickerPage,
  type Outcome,
  type PickerPage,
  type PickerPageOptions,
} from '../support/picker-page.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before } from './wx-harness.ts';

/** wx-api.md §12 with a real browser, main's own picker, files and images, and the sample album. */

let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

const media = (name: string): string => path.join(MEDIA_FOLDER, name);
const sizeOf = (name: string): number => fs.statSync(media(name)).size;
const TEMP = (extension: string): unknown =>
  expect.stringMatching(new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`));

/** The files of a success. */
function filesOf([ending, argument]: Outcome): readonly Record<string, unknown>[] {
  if (ending !== 'success') throw new Error(JSON.stringify(argument));
  return argument['tempFiles'] as Record<string, unknown>[];
}

const tile = (page: PickerPage, name: string): Promise<void> => page.run.page.click(`[aria-label="${name}"]`);
const press = (page: PickerPage, button: string): Promise<void> =>
  page.run.page.click(`.ferry-picker__${button}`);
const shutter = (page: PickerPage): Promise<void> => page.run.page.click('.ferry-camera__shutter');

interface PickRow extends SpecRow {
  readonly with?: PickerPageOptions;
  readonly api: string;
  readonly options?: object;
  /** What the person does. */
  readonly act: (page: PickerPage) => Promise<void>;
  readonly sees: (page: PickerPage, outcome: Outcome) => Promise<void> | void;
}

const album =
  (...names: readonly string[]) =>
  async (page: PickerPage): Promise<void> => {
    for (const name of names) await tile(page, name);
    await press(page, 'done');
  };

const rows: readonly PickRow[] = [
  {
    ids: ['12.chooseImage.sizeType.default', '12.chooseImage.sizeType.original', '12.picked.temp-file'],
    says: 'chooseImage gives pictures of the album as they are, in the order they were chosen, as temp files',
    api: 'chooseImage',
    act: album('Picture 5', 'Picture 1'),
    async sees(page, outcome) {
      const [boat, dawn] = filesOf(outcome);
      expect([boat, dawn]).toEqual([
        { path: TEMP('png'), size: sizeOf('paper-boat.png') },
        { path: TEMP('jpg'), size: sizeOf('harbour-dawn.jpg') },
      ]);
      expect(await page.content(String(dawn?.['path']))).toEqual(fs.readFileSync(media('harbour-dawn.jpg')));
      expect(page.rows().map(({ kind, origin }) => [kind, origin])).toEqual([
        ['temp', 'picked'],
        ['temp', 'picked'],
      ]);
    },
  },
  {
    ids: ['12.chooseImage.sizeType.compressed'],
    says: 'chooseImage of compressed alone encodes a PNG as a JPEG, and one that lies on its side upright',
    api: 'chooseImage',
    options: { sizeType: ['compressed'] },
    act: album('Picture 5', 'Picture 2'),
    async sees(page, outcome) {
      const [boat, alley] = filesOf(outcome);
      expect(imageSize(await page.content(String(boat?.['path'])))).toEqual({
        width: 480,
        height: 480,
        type: 'jpg',
      });
      expect(imageSize(await page.content(String(alley?.['path'])))).toEqual({
        width: 900,
        height: 1200,
        type: 'jpg',
      });
      expect(alley?.['size']).toBeLessThan(sizeOf('lantern-alley-turned.jpg'));
      expect(page.rows().map(({ origin }) => origin.replace(/:.*/, ''))).toEqual([
        'picked',
        'picked',
        'compressed',
        'compressed',
      ]);
    },
  },
  {
    ids: ['12.chooseImage.sizeType.compressed'],
    says: 'chooseImage of compressed alone scales what is longer than 1280 (UNCERTAIN: the measure)',
    api: 'chooseImage',
    options: { sizeType: ['compressed'], sourceType: ['camera'] },
    act: shutter,
    async sees(page, outcome) {
      const [photo] = filesOf(outcome);
      expect(imageSize(await page.content(String(photo?.['path'])))).toEqual({
        width: 960,
        height: 1280,
        type: 'jpg',
      });
    },
  },
  {
    ids: ['12.scripted.as-it-is'],
    says: 'a scripted pick is given as it is, even where compressed alone was asked for',
    with: { scripted: [{ kind: 'files', paths: [media('paper-boat.png')] }] },
    api: 'chooseImage',
    options: { sizeType: ['compressed'] },
    act: () => Promise.resolve(),
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([{ path: TEMP('png'), size: sizeOf('paper-boat.png') }]);
    },
  },
  {
    ids: ['12.scripted.cancel'],
    says: 'a scripted pick is cancelled',
    with: { scripted: [{ kind: 'cancel' }] },
    api: 'chooseVideo',
    act: () => Promise.resolve(),
    sees(_page, outcome) {
      expect(outcome).toEqual(['fail', { errMsg: 'chooseVideo:fail cancel', errno: 1 }]);
    },
  },
  {
    ids: ['12.scripted.count'],
    says: 'a scripted pick gives no more than was asked for',
    with: { scripted: [{ kind: 'files', paths: [media('paper-boat.png'), media('harbour-dawn.jpg')] }] },
    api: 'chooseMessageFile',
    options: { count: 1 },
    act: () => Promise.resolve(),
    sees(_page, outcome) {
      expect(filesOf(outcome).map(({ name }) => name)).toEqual(['paper-boat.png']);
    },
  },
  {
    ids: ['12.scripted.not-accepted'],
    says: 'a scripted sound is no picture, and both the page and the console are told',
    with: { scripted: [{ kind: 'files', paths: [media('tide.wav')] }] },
    api: 'chooseMedia',
    act: () => Promise.resolve(),
    sees(page, outcome) {
      const said = 'tide.wav cannot be picked here: chooseMedia takes pictures and videos.';
      expect(outcome).toEqual(['fail', { errMsg: `chooseMedia:fail ${said}` }]);
      expect(page.program.log.console.map(({ level, text }) => [level, text])).toEqual([
        ['error', `--choose: ${said}`],
      ]);
      expect(page.rows()).toEqual([]);
    },
  },
  {
    ids: ['12.scripted.not-accepted', '12.chooseMedia.mediaType.one-kind'],
    says: 'a scripted pick of both kinds needs mix',
    with: { scripted: [{ kind: 'files', paths: [media('paper-boat.png'), media('crossing.mp4')] }] },
    api: 'chooseMedia',
    act: () => Promise.resolve(),
    sees(_page, outcome) {
      expect(outcome[1]['errMsg']).toBe(
        'chooseMedia:fail paper-boat.png and crossing.mp4 cannot be picked together: chooseMedia takes pictures or videos; both need mediaType mix.',
      );
    },
  },
  {
    ids: ['12.scripted.not-accepted', '12.chooseMessageFile.extension'],
    says: 'a scripted file of another extension is not accepted',
    with: { scripted: [{ kind: 'files', paths: [media('packing-list.txt')] }] },
    api: 'chooseMessageFile',
    options: { count: 1, type: 'file', extension: ['pdf', 'zip'] },
    act: () => Promise.resolve(),
    sees(_page, outcome) {
      expect(outcome[1]['errMsg']).toBe(
        'chooseMessageFile:fail packing-list.txt cannot be picked here: chooseMessageFile takes .pdf, .zip.',
      );
    },
  },
  {
    ids: [
      '12.chooseMedia.sizeType.default',
      '12.chooseMedia.tempFiles.tempFilePath',
      '12.chooseMedia.tempFiles.size',
      '12.chooseMedia.tempFiles.duration',
      '12.chooseMedia.tempFiles.width',
      '12.chooseMedia.tempFiles.height',
      '12.chooseMedia.tempFiles.thumbTempFilePath',
      '12.chooseMedia.tempFiles.fileType',
      '12.chooseMedia.maxDuration.camera-only',
    ],
    says: 'chooseMedia tells all of a video longer than maxDuration, with its first picture as a JPEG',
    api: 'chooseMedia',
    options: { maxDuration: 3 },
    act: album('Video 1'),
    async sees(page, outcome) {
      const [video] = filesOf(outcome);
      expect(video).toEqual({
        tempFilePath: TEMP('mp4'),
        size: sizeOf('crossing.mp4'),
        fileType: 'video',
        width: 640,
        height: 360,
        duration: expect.closeTo(5, 0) as unknown,
        thumbTempFilePath: TEMP('jpg'),
      });
      expect(imageSize(await page.content(String(video?.['thumbTempFilePath'])))).toEqual({
        width: 640,
        height: 360,
        type: 'jpg',
      });
      expect(page.rows().at(-1)?.origin).toBe(`thumbnail:${String(video?.['tempFilePath'])}`);
    },
  },
  {
    ids: ['12.chooseMedia.tempFiles.width', '12.chooseMedia.tempFiles.height', '12.chooseMedia.type.mix'],
    says: 'chooseMedia of mix takes a picture that lies on its side and a video together',
    api: 'chooseMedia',
    options: { mediaType: ['mix'] },
    act: album('Picture 2', 'Video 1'),
    sees(_page, outcome) {
      expect(filesOf(outcome).map(({ fileType, width, height }) => [fileType, width, height])).toEqual([
        ['image', 900, 1200],
        ['video', 640, 360],
      ]);
      expect(outcome[1]['type']).toBe('mix');
    },
  },
  {
    ids: ['12.chooseMedia.mediaType.one-kind'],
    says: 'without mix the picker lets no video follow a picture',
    api: 'chooseMedia',
    async act(page) {
      await tile(page, 'Picture 1');
      expect(await page.run.page.getAttribute('[aria-label="Video 1"]', 'aria-disabled')).toBe('true');
      await page.run.page.dispatchEvent('[aria-label="Video 1"]', 'click');
      await tile(page, 'Picture 3');
      await press(page, 'done');
    },
    sees(_page, outcome) {
      expect(filesOf(outcome).map(({ fileType }) => fileType)).toEqual(['image', 'image']);
    },
  },
  {
    ids: ['12.chooseMedia.sizeType.compressed'],
    says: 'chooseMedia of compressed alone encodes a picture anew and tells the new size',
    api: 'chooseMedia',
    options: { sizeType: ['compressed'] },
    act: album('Picture 5'),
    async sees(page, outcome) {
      const [boat] = filesOf(outcome);
      const content = await page.content(String(boat?.['tempFilePath']));
      expect(boat).toEqual({
        tempFilePath: TEMP('jpg'),
        size: content.length,
        fileType: 'image',
        width: 480,
        height: 480,
      });
    },
  },
  {
    ids: ['12.chooseMedia.sizeType.video'],
    says: 'chooseMedia of compressed alone leaves a video alone before 2.25.0',
    with: { library: before('2.25.0') },
    api: 'chooseMedia',
    options: { sizeType: ['compressed'] },
    act: album('Video 1'),
    sees(_page, outcome) {
      expect(filesOf(outcome)[0]?.['size']).toBe(sizeOf('crossing.mp4'));
    },
  },
  {
    ids: ['12.chooseMedia.sizeType.video'],
    says: 'chooseMedia of compressed alone records a video anew from 2.25.0',
    with: { library: '2.25.0' },
    api: 'chooseMedia',
    options: { sizeType: ['compressed'] },
    act: album('Video 1'),
    sees(page, outcome) {
      const [video] = filesOf(outcome);
      expect(video).toMatchObject({ fileType: 'video', width: 640, height: 360 });
      expect(Number(video?.['duration'])).toBeGreaterThan(4);
      const made = page.rows().find(({ path: row }) => row === video?.['tempFilePath']);
      expect(made?.origin).toMatch(/^compressed:http:\/\/tmp\//);
    },
  },
  {
    ids: ['12.chooseMedia.tempFiles.unreadable'],
    says: 'chooseMedia gives a picture and a video that this browser cannot read, with measures 0',
    with: {
      scripted: [
        {
          kind: 'files',
          paths: [
            path.resolve('test/fixtures/media/not-a-picture.png'),
            path.resolve('test/fixtures/media/not-a-video.mp4'),
          ],
        },
      ],
    },
    api: 'chooseMedia',
    options: { mediaType: ['mix'] },
    act: () => Promise.resolve(),
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([
        { tempFilePath: TEMP('png'), size: 14, fileType: 'image', width: 0, height: 0 },
        {
          tempFilePath: TEMP('mp4'),
          size: 12,
          fileType: 'video',
          width: 0,
          height: 0,
          duration: 0,
          thumbTempFilePath: '',
        },
      ]);
    },
  },
  {
    ids: ['12.chooseImage.sourceType.camera', '12.picked.temp-file'],
    says: 'chooseImage takes a photo of the test card, which says what it is',
    api: 'chooseImage',
    async act(page) {
      await press(page, 'camera');
      expect(await page.run.page.innerText('.ferry-camera__note')).toContain('test card');
      await shutter(page);
    },
    async sees(page, outcome) {
      const [photo] = filesOf(outcome);
      expect(photo?.['path']).toEqual(TEMP('jpg'));
      expect(imageSize(await page.content(String(photo?.['path'])))).toEqual({
        width: 1080,
        height: 1440,
        type: 'jpg',
      });
      expect(page.rows().map(({ kind, origin }) => [kind, origin])).toEqual([['temp', 'camera']]);
    },
  },
  {
    ids: ['12.chooseMedia.sourceType.camera', '12.chooseMedia.maxDuration.ends'],
    says: 'chooseMedia records the test card until maxDuration is over',
    api: 'chooseMedia',
    options: { sourceType: ['camera'], mediaType: ['video'], maxDuration: 3 },
    act: shutter,
    sees(page, outcome) {
      const [video] = filesOf(outcome);
      expect(video).toMatchObject({
        fileType: 'video',
        width: 480,
        height: 640,
        thumbTempFilePath: TEMP('jpg'),
      });
      expect(video?.['duration']).toBeGreaterThan(2.5);
      expect(video?.['duration']).toBeLessThan(4);
      expect(page.rows()[0]).toMatchObject({ origin: 'camera', kind: 'temp' });
    },
  },
  {
    ids: [
      '12.chooseVideo.tempFilePath',
      '12.chooseVideo.duration',
      '12.chooseVideo.size',
      '12.chooseVideo.width',
      '12.chooseVideo.height',
      '12.chooseVideo.compressed',
    ],
    says: 'chooseVideo tells a video of the album as it is, whatever compressed says',
    api: 'chooseVideo',
    options: { compressed: true },
    act: album('Video 1'),
    sees(page, outcome) {
      expect(outcome).toEqual([
        'success',
        {
          tempFilePath: TEMP('mp4'),
          duration: expect.closeTo(5, 0) as unknown,
          size: sizeOf('crossing.mp4'),
          width: 640,
          height: 360,
          errMsg: 'chooseVideo:ok',
        },
      ]);
      expect(page.rows()).toHaveLength(1);
    },
  },
  {
    ids: [
      '12.chooseMessageFile.type.file',
      '12.chooseMessageFile.tempFiles.path',
      '12.chooseMessageFile.tempFiles.size',
      '12.chooseMessageFile.tempFiles.name',
      '12.chooseMessageFile.tempFiles.type',
      '12.chooseMessageFile.tempFiles.time',
    ],
    says: 'chooseMessageFile of file shows documents, sounds and archives, and tells names and times on a phone',
    with: { device: 'ios' },
    api: 'chooseMessageFile',
    options: { count: 5, type: 'file' },
    async act(page) {
      expect(await page.run.page.locator('.ferry-picker__picture').count()).toBe(0);
      expect(await page.run.page.locator('.ferry-picker__name').allInnerTexts()).toEqual([
        'crossings.xlsx',
        'harbour-line.pdf',
        'harbour-papers.zip',
        'letter-from-the-quay.docx',
        'lighthouse.mp3',
        'new-boat.pptx',
        'packing-list.txt',
        'tide.wav',
      ]);
      await album('harbour-papers.zip')(page);
    },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([
        {
          path: expect.stringMatching(/^wxfile:\/\/tmp_\w+\.zip$/) as unknown,
          size: sizeOf('harbour-papers.zip'),
          name: 'harbour-papers.zip',
          type: 'file',
          time: Math.floor(fs.statSync(media('harbour-papers.zip')).mtimeMs / 1000),
        },
      ]);
    },
  },
  {
    ids: ['12.chooseMessageFile.extension'],
    says: 'chooseMessageFile shows only files of the extensions',
    api: 'chooseMessageFile',
    options: { count: 5, type: 'file', extension: ['.pdf'] },
    async act(page) {
      expect(await page.run.page.locator('.ferry-picker__tile').count()).toBe(1);
      await album('harbour-line.pdf')(page);
    },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toMatchObject([{ name: 'harbour-line.pdf', type: 'file' }]);
    },
  },
  {
    ids: ['12.chooseMessageFile.count.zero'],
    says: 'chooseMessageFile of none gives an empty list',
    api: 'chooseMessageFile',
    options: { count: 0 },
    async act(page) {
      await page.run.page.dispatchEvent('[aria-label="Picture 1"]', 'click');
      await press(page, 'done');
    },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([]);
    },
  },
  {
    ids: ['12.computer.dialog', '12.chooseMessageFile.tempFiles.name'],
    says: 'the computer’s dialog is asked for what the call takes, and the file keeps its name',
    with: { dialogAnswers: [[media('packing-list.txt')]] },
    api: 'chooseMessageFile',
    options: { count: 1, type: 'file', extension: ['txt'] },
    act: (page) => press(page, 'computer'),
    sees(page, outcome) {
      expect(page.dialogs).toEqual([
        { api: 'chooseMessageFile', kinds: ['file'], mixed: true, extensions: ['txt'], count: 1 },
      ]);
      expect(filesOf(outcome)).toEqual([
        { path: TEMP('txt'), size: 154, name: 'packing-list.txt', type: 'file' },
      ]);
    },
  },
  {
    ids: ['12.computer.not-accepted'],
    says: 'a file of the computer that does not fit is asked for again, and the picker says so',
    with: { dialogAnswers: [[media('tide.wav')], [media('crossing.mp4')]] },
    api: 'chooseVideo',
    async act(page) {
      await press(page, 'computer');
      await page.run.page.waitForSelector('.ferry-picker__refused');
      expect(page.rows()).toEqual([]);
      await press(page, 'computer');
    },
    sees(_page, outcome) {
      expect(outcome[1]).toMatchObject({ size: sizeOf('crossing.mp4'), width: 640 });
    },
  },
];

table<PickRow>('a pick', rows, async (row) => {
  const page = await openPickerPage(harness, row.with);
  try {
    await page.start(row.api, row.options);
    await row.act(page);
    await row.sees(page, await page.outcome());
  } finally {
    await page.run.close();
  }
});
