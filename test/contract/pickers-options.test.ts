import { expect } from 'vitest';
import type { WantedFiles } from '#contract/pickers';
import type { CameraOptions } from '../../src-renderer/page/overlays/camera.ts';
import { askingPage } from './asking-page.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before } from './wx-harness.ts';

/** wx-api.md §12: what a call's options ask for. The overlays and main are played. */

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
