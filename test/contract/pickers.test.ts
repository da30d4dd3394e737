import { describe, expect, it } from 'vitest';
import type { PickedFile, PickedKind } from '#contract/pickers';
import { ERROR_CODES } from '#contract/errors';
import { PICKER_APIS } from '#contract/pickers';
import { wxErrorFrom } from '#contract/wx-errors';
import { askingPage } from './asking-page.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before, createWxHarness, failing, type HarnessOptions } from './wx-harness.ts';

/** wx-api.md §12: what the callbacks get. The overlays, main and codecs are played. */

const NOW_MS = 1_790_000_000_900;

function picked(name: string, kind: PickedKind): PickedFile {
  return { path: `http://tmp/${name}`, size: 5, name, kind, modifiedAtEpochMs: NOW_MS };
}

interface CancelRow extends SpecRow {
  readonly api: string;
  readonly options: object;
}

table<CancelRow>(
  'a cancelled pick',
  [
    { ids: ['12.chooseImage.cancel'], says: 'of chooseImage', api: 'chooseImage', options: {} },
    { ids: ['12.chooseMedia.cancel'], says: 'of chooseMedia', api: 'chooseMedia', options: {} },
    {
      ids: ['12.chooseMedia.cancel'],
      says: 'of chooseMedia, at the camera',
      api: 'chooseMedia',
      options: { sourceType: ['camera'] },
    },
    { ids: ['12.chooseVideo.cancel'], says: 'of chooseVideo', api: 'chooseVideo', options: {} },
    {
      ids: ['12.chooseMessageFile.cancel'],
      says: 'of chooseMessageFile',
      api: 'chooseMessageFile',
      options: { count: 1 },
    },
  ],
  async ({ api, options }) => {
    const cancelled = { errMsg: `${api}:fail cancel`, errno: 1 };
    const person = askingPage().page;
    const script = createWxHarness({
      answers: { 'wx:choose-files': () => failing({ code: 'picker.cancelled', message: '' }) },
    });
    for (const page of [person, script]) {
      page.call(api)({ ...options, ...page.callbacks() });
      await page.settle();
      expect(page.log).toEqual([
        ['fail', cancelled],
        ['complete', cancelled],
      ]);
    }
  },
);

interface SinceRow extends SpecRow {
  readonly api: string;
  readonly since: string;
}

table<SinceRow>(
  'is not there before its version',
  [
    { ids: ['12.chooseMedia.since'], says: 'chooseMedia before 2.10.0', api: 'chooseMedia', since: '2.10.0' },
    {
      ids: ['12.chooseMessageFile.since'],
      says: 'chooseMessageFile before 2.5.0',
      api: 'chooseMessageFile',
      since: '2.5.0',
    },
  ],
  ({ api, since }) => {
    expect(createWxHarness({ library: before(since) }).wx[api]).toBeUndefined();
    expect(createWxHarness({ library: since }).wx[api]).toBeTypeOf('function');
  },
);

interface ResultRow extends SpecRow {
  readonly api: string;
  readonly options: object;
  readonly files: readonly PickedFile[];
  readonly harness?: HarnessOptions;
  readonly result: object;
}

/** A video as the page's browser sees it. */
const SEEN = { facts: { duration: 5, width: 640, height: 360 }, thumbnail: new Blob(['jpeg']) };
const MEDIA: HarnessOptions = {
  media: { seeVideo: () => Promise.resolve(SEEN) },
  answers: {
    'wx:get-image-info': () => ({ width: 1200, height: 900, orientation: 'right', type: 'jpeg' }),
    'wx:import-temp': () => ({ path: 'http://tmp/thumb.jpg', size: 4 }),
  },
};
const IMAGE_FILE = { tempFilePath: 'http://tmp/a.jpg', size: 5, fileType: 'image', width: 900, height: 1200 };
const VIDEO_FILE = {
  tempFilePath: 'http://tmp/b.mp4',
  size: 5,
  fileType: 'video',
  width: 640,
  height: 360,
  duration: 5,
  thumbTempFilePath: 'http://tmp/thumb.jpg',
};

table<ResultRow>(
  'what success is given',
  [
    {
      ids: ['12.chooseImage.tempFilePaths', '12.chooseImage.tempFiles'],
      says: 'chooseImage: paths and sizes',
      api: 'chooseImage',
      options: {},
      files: [picked('a.jpg', 'image'), picked('b.png', 'image')],
      result: {
        tempFilePaths: ['http://tmp/a.jpg', 'http://tmp/b.png'],
        tempFiles: [
          { path: 'http://tmp/a.jpg', size: 5 },
          { path: 'http://tmp/b.png', size: 5 },
        ],
      },
    },
    {
      ids: ['12.chooseImage.tempFiles.since'],
      says: 'chooseImage: paths alone before 1.2.0',
      api: 'chooseImage',
      options: {},
      files: [picked('a.jpg', 'image')],
      harness: { library: before('1.2.0') },
      result: { tempFilePaths: ['http://tmp/a.jpg'] },
    },
    {
      ids: ['12.chooseMedia.type.image', '12.chooseMedia.tempFiles.width', '12.chooseMedia.tempFiles.height'],
      says: 'chooseMedia: a picture that lies on its side has its measures as it is shown (UNCERTAIN: no duration)',
      api: 'chooseMedia',
      options: {},
      files: [picked('a.jpg', 'image')],
      result: { tempFiles: [IMAGE_FILE], type: 'image' },
    },
    {
      ids: ['12.chooseMedia.type.video', '12.chooseMedia.tempFiles.fileType'],
      says: 'chooseMedia: a video with everything',
      api: 'chooseMedia',
      options: {},
      files: [picked('b.mp4', 'video')],
      result: { tempFiles: [VIDEO_FILE], type: 'video' },
    },
    {
      ids: ['12.chooseMedia.type.mix'],
      says: 'chooseMedia: both (UNCERTAIN: mix is what was picked, not what was asked for)',
      api: 'chooseMedia',
      options: { mediaType: ['mix'] },
      files: [picked('a.jpg', 'image'), picked('b.mp4', 'video')],
      result: { tempFiles: [IMAGE_FILE, VIDEO_FILE], type: 'mix' },
    },
    {
      ids: ['12.chooseMedia.type.image'],
      says: 'chooseMedia of mix: pictures alone are image (UNCERTAIN)',
      api: 'chooseMedia',
      options: { mediaType: ['mix'] },
      files: [picked('a.jpg', 'image')],
      result: { tempFiles: [IMAGE_FILE], type: 'image' },
    },
    {
      ids: ['12.chooseMessageFile.tempFiles.time.devtools', '12.chooseMessageFile.tempFiles.name'],
      says: 'chooseMessageFile: in DevTools everything but the time',
      api: 'chooseMessageFile',
      options: { count: 9 },
      files: [picked('a.jpg', 'image'), picked('b.mp4', 'video'), picked('c.pdf', 'file')],
      result: {
        tempFiles: [
          { path: 'http://tmp/a.jpg', size: 5, name: 'a.jpg', type: 'image' },
          { path: 'http://tmp/b.mp4', size: 5, name: 'b.mp4', type: 'video' },
          { path: 'http://tmp/c.pdf', size: 5, name: 'c.pdf', type: 'file' },
        ],
      },
    },
    ...(['ios', 'android', 'windows'] as const).map((wording): ResultRow => ({
      ids: ['12.chooseMessageFile.tempFiles.time', '12.chooseMessageFile.tempFiles.type'],
      says: `chooseMessageFile: with the time on ${wording}`,
      api: 'chooseMessageFile',
      options: { count: 9 },
      files: [picked('c.pdf', 'file')],
      harness: { traits: { wording } },
      result: {
        tempFiles: [{ path: 'http://tmp/c.pdf', size: 5, name: 'c.pdf', type: 'file', time: 1_790_000_000 }],
      },
    })),
  ],
  async ({ api, options, files, harness, result }) => {
    const page = createWxHarness({
      ...MEDIA,
      ...harness,
      answers: { ...MEDIA.answers, 'wx:choose-files': () => ({ kind: 'picked', files }) },
    });
    page.call(api)({ ...options, ...page.callbacks() });
    await page.settle();
    const whole = { ...result, errMsg: `${api}:ok` };
    expect(page.log).toEqual([
      ['success', whole],
      ['complete', whole],
    ]);
  },
);

interface NeverRow extends SpecRow {
  readonly errno: number;
  readonly text: string;
}

table<NeverRow>(
  'what Ferry never says: it has no privacy agreement that a page could lack or a person deny',
  [
    {
      ids: ['12.privacy.undeclared'],
      says: 'api scope is not declared in the privacy agreement, 112',
      errno: 112,
      text: 'api scope is not declared in the privacy agreement',
    },
    {
      ids: ['12.privacy.denied'],
      says: 'privacy permission is not authorized, 104',
      errno: 104,
      text: 'privacy permission is not authorized',
    },
  ],
  ({ errno, text }) => {
    const said = PICKER_APIS.flatMap((api) =>
      // Permissions are asked for albums and recordings alone.
      ERROR_CODES.filter((code) => !code.startsWith('permission.')).map((code) =>
        wxErrorFrom(api, { code, message: '', details: { errno: 1300002 } }),
      ),
    );
    expect(said.filter((failure) => failure.errno === errno || failure.errMsg.includes(text))).toEqual([]);
  },
);

interface CanUseRow extends SpecRow {
  readonly schema: string;
  readonly library: string;
  readonly can: boolean;
}

table<CanUseRow>(
  'wx.canIUse',
  [
    {
      ids: ['12.chooseVideo.compressed', '12.chooseVideo.compressed.since'],
      says: 'denies compressed of chooseVideo, which is taken without effect',
      schema: 'chooseVideo.object.compressed',
      library: '3.17.0',
      can: false,
    },
    {
      ids: ['12.chooseMessageFile.extension.since'],
      says: 'knows extension of chooseMessageFile from 2.6.0',
      schema: 'chooseMessageFile.object.extension',
      library: '2.6.0',
      can: true,
    },
    {
      ids: ['12.chooseMessageFile.extension.since'],
      says: 'denies extension of chooseMessageFile before 2.6.0',
      schema: 'chooseMessageFile.object.extension',
      library: '2.5.9',
      can: false,
    },
    {
      ids: ['12.chooseMedia.mediaType.mix'],
      says: 'knows mix',
      schema: 'chooseMedia.object.mediaType.mix',
      library: '2.10.0',
      can: true,
    },
    {
      ids: ['12.chooseMedia.tempFiles.thumbTempFilePath'],
      says: 'knows the thumbnail',
      schema: 'chooseMedia.success.tempFiles.thumbTempFilePath',
      library: '2.10.0',
      can: true,
    },
  ],
  ({ schema, library, can }) => {
    expect(createWxHarness({ library }).call('canIUse')(schema)).toBe(can);
  },
);

describe('a pick that main refuses', () => {
  it('of a script fails in words that say why, without a number', async () => {
    const message = 'tide.wav cannot be picked here: chooseImage takes pictures.';
    const page = createWxHarness({
      answers: { 'wx:choose-files': () => failing({ code: 'picker.not-accepted', message }) },
    });
    page.call('chooseImage')({ fail: page.listener('fail') });
    await page.settle();
    expect(page.log).toEqual([['fail', { errMsg: `chooseImage:fail ${message}` }]]);
  });
});
