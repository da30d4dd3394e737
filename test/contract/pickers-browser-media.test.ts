import path from 'node:path';
import { imageSize } from 'image-size';
import { expect } from 'vitest';
import { album, filesOf, media, press, shutter, sizeOf, temp, tile, pickTable } from './pick-rows.ts';
import { before } from './wx-harness.ts';

/** wx-api.md §12, chooseMedia and chooseVideo, in a real browser. */

pickTable('a pick of media', [
  {
    ids: ['12.scripted.cancel'],
    says: 'a scripted pick is cancelled',
    with: { scripted: [{ kind: 'cancel' }] },
    api: 'chooseVideo',
    sees(_page, outcome) {
      expect(outcome).toEqual(['fail', { errMsg: 'chooseVideo:fail cancel', errno: 1 }]);
    },
  },
  {
    ids: ['12.scripted.not-accepted'],
    says: 'a scripted sound is no picture, and both the page and the console are told',
    with: { scripted: [{ kind: 'files', paths: [media('tide.wav')] }] },
    api: 'chooseMedia',
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
    sees(_page, outcome) {
      expect(outcome[1]['errMsg']).toBe(
        'chooseMedia:fail paper-boat.png and crossing.mp4 cannot be picked together: chooseMedia takes pictures or videos; both need mediaType mix.',
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
        tempFilePath: temp('mp4'),
        size: sizeOf('crossing.mp4'),
        fileType: 'video',
        width: 640,
        height: 360,
        duration: expect.closeTo(5, 0) as unknown,
        thumbTempFilePath: temp('jpg'),
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
        tempFilePath: temp('jpg'),
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
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([
        { tempFilePath: temp('png'), size: 14, fileType: 'image', width: 0, height: 0 },
        {
          tempFilePath: temp('mp4'),
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
        thumbTempFilePath: temp('jpg'),
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
          tempFilePath: temp('mp4'),
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
]);
