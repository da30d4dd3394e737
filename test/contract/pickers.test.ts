import { describe, expect, it } from 'vitest';
import type { PickedFile, PickedKind, WantedFiles } from '#contract/pickers';
import { ERROR_CODES } from '#contract/errors';
import { PICKER_APIS } from '#contract/pickers';
import { wxErrorFrom } from '#contract/wx-errors';
import type { CameraOptions } from '../../src-renderer/page/overlays/camera.ts';
import type { FilePickerOptions } from '../../src-renderer/page/overlays/file-picker.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before, createWxHarness, failing, type HarnessOptions, type WxHarness } from './wx-harness.ts';

/** wx-api.md §12: what a call's options ask for, and what its callbacks get. The overlays, main and codecs are played. */

const NOW_MS = 1_790_000_000_900;

function picked(name: string, kind: PickedKind): PickedFile {
  return { path: `http://tmp/${name}`, size: 5, name, kind, modifiedAtEpochMs: NOW_MS };
}

interface Asked {
  readonly picker: FilePickerOptions[];
  readonly camera: CameraOptions[];
}

/** A page whose person cancels; what the overlays were asked is in `asked`. */
function askingPage(options: HarnessOptions = {}): { readonly page: WxHarness; readonly asked: Asked } {
  const asked: Asked = { picker: [], camera: [] };
  const page = createWxHarness({
    answers: { 'wx:choose-files': () => ({ kind: 'ask', album: [] }) },
    overlays: {
      filePicker: {
        show(shown) {
          asked.picker.push(shown);
          // With a camera the person goes there first, then gives up.
          return Promise.resolve(shown.camera && asked.camera.length === 0 ? { from: 'camera' } : null);
        },
      },
      camera: {
        show(shown) {
          asked.camera.push(shown);
          return Promise.resolve(null);
        },
      },
    },
    ...options,
  });
  return { page, asked };
}

interface WantedRow extends SpecRow {
  readonly api: string;
  readonly options: object;
  readonly library?: string;
  readonly wants: Partial<WantedFiles>;
}

const MESSAGE = { api: 'chooseMessageFile', kinds: ['image', 'video', 'file'], mixed: true, extensions: [] };

table<WantedRow>(
  'what is asked for',
  [
    {
      ids: ['12.chooseImage.count.default', '12.chooseImage.always'],
      says: 'chooseImage asks for nine pictures',
      api: 'chooseImage',
      options: {},
      library: '1.0.0',
      wants: { api: 'chooseImage', kinds: ['image'], mixed: false, extensions: [], count: 9 },
    },
    {
      ids: ['12.chooseImage.count.range'],
      says: 'chooseImage asks for no more than nine',
      api: 'chooseImage',
      options: { count: 99 },
      wants: { count: 9 },
    },
    {
      ids: ['12.chooseImage.count.range'],
      says: 'chooseImage asks for one at least',
      api: 'chooseImage',
      options: { count: 0 },
      wants: { count: 1 },
    },
    {
      ids: [
        '12.chooseMedia.count.default',
        '12.chooseMedia.mediaType.default',
        '12.chooseMedia.mediaType.one-kind',
      ],
      says: 'chooseMedia asks for nine pictures or videos of one kind',
      api: 'chooseMedia',
      options: {},
      wants: { api: 'chooseMedia', kinds: ['image', 'video'], mixed: false, extensions: [], count: 9 },
    },
    {
      ids: ['12.chooseMedia.count.max'],
      says: 'chooseMedia asks for nine at most before 2.25.0',
      api: 'chooseMedia',
      options: { count: 20 },
      library: before('2.25.0'),
      wants: { count: 9 },
    },
    {
      ids: ['12.chooseMedia.count.max-2-25-0'],
      says: 'chooseMedia asks for twenty at most from 2.25.0',
      api: 'chooseMedia',
      options: { count: 21 },
      library: '2.25.0',
      wants: { count: 20 },
    },
    {
      ids: ['12.chooseMedia.mediaType.image'],
      says: 'chooseMedia of image asks for pictures',
      api: 'chooseMedia',
      options: { mediaType: ['image'] },
      wants: { kinds: ['image'], mixed: false },
    },
    {
      ids: ['12.chooseMedia.mediaType.video'],
      says: 'chooseMedia of video asks for videos',
      api: 'chooseMedia',
      options: { mediaType: ['video'] },
      wants: { kinds: ['video'], mixed: false },
    },
    {
      ids: ['12.chooseMedia.mediaType.mix'],
      says: 'chooseMedia of mix asks for both in one pick',
      api: 'chooseMedia',
      options: { mediaType: ['mix'] },
      wants: { kinds: ['image', 'video'], mixed: true },
    },
    {
      ids: ['12.chooseVideo.one', '12.chooseVideo.always'],
      says: 'chooseVideo asks for one video',
      api: 'chooseVideo',
      options: { count: 5 },
      library: '1.0.0',
      wants: { api: 'chooseVideo', kinds: ['video'], mixed: false, extensions: [], count: 1 },
    },
    {
      ids: ['12.chooseMessageFile.type.default', '12.chooseMessageFile.count.range'],
      says: 'chooseMessageFile asks for any file, and for a hundred at most',
      api: 'chooseMessageFile',
      options: { count: 101 },
      wants: { ...MESSAGE, count: 100 } as WantedFiles,
    },
    {
      ids: ['12.chooseMessageFile.count.range'],
      says: 'chooseMessageFile may ask for none',
      api: 'chooseMessageFile',
      options: { count: 0 },
      wants: { count: 0 },
    },
    {
      ids: ['12.chooseMessageFile.type.all'],
      says: 'chooseMessageFile of all asks for any file',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'all' },
      wants: { ...MESSAGE, count: 3 } as WantedFiles,
    },
    {
      ids: ['12.chooseMessageFile.type.video'],
      says: 'chooseMessageFile of video asks for videos',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'video' },
      wants: { kinds: ['video'] },
    },
    {
      ids: ['12.chooseMessageFile.type.image'],
      says: 'chooseMessageFile of image asks for pictures',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'image' },
      wants: { kinds: ['image'] },
    },
    {
      ids: ['12.chooseMessageFile.type.file'],
      says: 'chooseMessageFile of file asks for what is neither',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'file' },
      wants: { kinds: ['file'] },
    },
    {
      ids: ['12.chooseMessageFile.extension'],
      says: 'chooseMessageFile asks for some extensions, with a dot or without',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'file', extension: ['.PDF', 'zip'] },
      wants: { kinds: ['file'], extensions: ['pdf', 'zip'] },
    },
    {
      ids: ['12.chooseMessageFile.extension.since'],
      says: 'chooseMessageFile knows no extension before 2.6.0',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'file', extension: ['pdf'] },
      library: before('2.6.0'),
      wants: { extensions: [] },
    },
    {
      ids: ['12.chooseMessageFile.extension.since'],
      says: 'chooseMessageFile knows extension from 2.6.0 on',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'file', extension: ['pdf'] },
      library: '2.6.0',
      wants: { extensions: ['pdf'] },
    },
    {
      ids: ['12.chooseMessageFile.extension.file-only'],
      says: 'chooseMessageFile heeds extension with type file alone, even an empty one',
      api: 'chooseMessageFile',
      options: { count: 3, type: 'all', extension: ['pdf', ''] },
      wants: { extensions: [] },
    },
  ],
  async ({ api, options, library, wants }) => {
    const { page } = askingPage(library === undefined ? {} : { library });
    page.call(api)({ ...options, ...page.callbacks() });
    await page.settle();
    expect(page.calls).toEqual([
      { channel: 'wx:choose-files', request: expect.objectContaining(wants) as unknown },
    ]);
  },
);

interface SourceRow extends SpecRow {
  readonly api: string;
  readonly options: object;
  /** Whether the picker offers the camera; null where no picker is shown. */
  readonly picker: boolean | null;
  /** What the camera is opened with; null where it is not. */
  readonly camera: CameraOptions | null;
}

const BOTH: CameraOptions = {
  takesPhotos: true,
  takesVideos: true,
  maxDurationSeconds: 10,
  facing: 'back',
};
const VIDEO: CameraOptions = {
  takesPhotos: false,
  takesVideos: true,
  maxDurationSeconds: 60,
  facing: 'back',
};

table<SourceRow>(
  'where from',
  [
    {
      ids: ['12.chooseImage.sourceType.default'],
      says: 'chooseImage offers album and camera',
      api: 'chooseImage',
      options: {},
      picker: true,
      camera: { takesPhotos: true, takesVideos: false, maxDurationSeconds: 0, facing: 'back' },
    },
    {
      ids: ['12.chooseImage.sourceType.album'],
      says: 'chooseImage from the album has no camera',
      api: 'chooseImage',
      options: { sourceType: ['album'] },
      picker: false,
      camera: null,
    },
    {
      ids: ['12.chooseImage.sourceType.camera'],
      says: 'chooseImage from the camera shows no album',
      api: 'chooseImage',
      options: { sourceType: ['camera'] },
      picker: null,
      camera: { takesPhotos: true, takesVideos: false, maxDurationSeconds: 0, facing: 'back' },
    },
    {
      ids: [
        '12.chooseMedia.sourceType.default',
        '12.chooseMedia.maxDuration.default',
        '12.chooseMedia.camera.default',
      ],
      says: 'chooseMedia offers album and camera, which looks back and records for ten seconds',
      api: 'chooseMedia',
      options: {},
      picker: true,
      camera: BOTH,
    },
    {
      ids: ['12.chooseMedia.sourceType.album'],
      says: 'chooseMedia from the album has no camera',
      api: 'chooseMedia',
      options: { sourceType: ['album'] },
      picker: false,
      camera: null,
    },
    {
      ids: ['12.chooseMedia.sourceType.camera', '12.chooseMedia.camera.front'],
      says: 'chooseMedia from the camera of the front shows no album',
      api: 'chooseMedia',
      options: { sourceType: ['camera'], camera: 'front' },
      picker: null,
      camera: { ...BOTH, facing: 'front' },
    },
    {
      ids: ['12.chooseMedia.maxDuration.range'],
      says: 'chooseMedia records for three seconds at least',
      api: 'chooseMedia',
      options: { sourceType: ['camera'], maxDuration: 1 },
      picker: null,
      camera: { ...BOTH, maxDurationSeconds: 3 },
    },
    {
      ids: ['12.chooseMedia.maxDuration.range'],
      says: 'chooseMedia records for sixty seconds at most',
      api: 'chooseMedia',
      options: { sourceType: ['camera'], maxDuration: 61 },
      picker: null,
      camera: { ...BOTH, maxDurationSeconds: 60 },
    },
    {
      ids: [
        '12.chooseVideo.sourceType.default',
        '12.chooseVideo.maxDuration.default',
        '12.chooseVideo.camera.default',
      ],
      says: 'chooseVideo offers album and camera, which looks back and records for sixty seconds',
      api: 'chooseVideo',
      options: {},
      picker: true,
      camera: VIDEO,
    },
    {
      ids: ['12.chooseVideo.sourceType.album'],
      says: 'chooseVideo from the album has no camera',
      api: 'chooseVideo',
      options: { sourceType: ['album'] },
      picker: false,
      camera: null,
    },
    {
      ids: [
        '12.chooseVideo.sourceType.camera',
        '12.chooseVideo.camera.front',
        '12.chooseVideo.maxDuration.range',
      ],
      says: 'chooseVideo from the camera of the front, for one second at least',
      api: 'chooseVideo',
      options: { sourceType: ['camera'], camera: 'front', maxDuration: 0 },
      picker: null,
      camera: { ...VIDEO, facing: 'front', maxDurationSeconds: 1 },
    },
  ],
  async ({ api, options, picker, camera }) => {
    const { page, asked } = askingPage();
    page.call(api)({ ...options, ...page.callbacks() });
    await page.settle();
    expect(asked.picker[0]?.camera ?? null).toBe(picker);
    expect(asked.camera).toEqual(camera === null ? [] : [camera]);
  },
);

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

interface ParameterRow extends SpecRow {
  readonly options: object;
  readonly reason: string;
}

table<ParameterRow>(
  'what chooseMessageFile refuses',
  [
    {
      ids: ['12.chooseMessageFile.count.required'],
      says: 'no count',
      options: {},
      reason: 'parameter.count should be Number instead of Undefined;',
    },
    {
      ids: ['12.chooseMessageFile.count.required'],
      says: 'a count that is a text',
      options: { count: '3' },
      reason: 'parameter.count should be Number instead of String;',
    },
    {
      ids: ['12.chooseMessageFile.extension.empty'],
      says: 'an empty extension (UNCERTAIN: the words)',
      options: { count: 3, type: 'file', extension: ['pdf', ''] },
      reason: 'parameter.extension[1] should not be empty;',
    },
    {
      ids: ['12.chooseMessageFile.extension.type'],
      says: 'an extension that is no text',
      options: { count: 3, type: 'file', extension: [7] },
      reason: 'parameter.extension[0] should be String instead of Number;',
    },
  ],
  async ({ options, reason }) => {
    const { page } = askingPage();
    page.call('chooseMessageFile')({ ...options, fail: page.listener('fail') });
    await page.settle();
    expect(page.calls).toEqual([]);
    expect(page.log).toEqual([
      ['fail', { errMsg: `chooseMessageFile:fail parameter error: ${reason}`, errno: 1001 }],
    ]);
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
