import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { MEDIA } from '../support/ferry-cli.ts';
import { openImagePage, type ImagePage } from '../support/image-page.ts';
import { startPageHarness, type PageHarness } from '../support/page-harness.ts';
import { turnedVideo } from '../support/turned-video.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before, createWxHarness } from './wx-harness.ts';

interface RunRow extends SpecRow {
  readonly run: () => Promise<void>;
}

let harness: PageHarness;
let page: ImagePage;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(() => harness.close());

/** Runs a row on a page of its own. */
async function runRow({ run }: RunRow): Promise<void> {
  page = await openImagePage(harness);
  await run();
  await page.run.close();
}

/** Several calls at once: compressing takes as long as the video plays. */
async function together(
  calls: readonly (readonly [api: string, options: object])[],
): Promise<Record<string, unknown>[]> {
  return page.run.page.evaluate((given) => {
    const element = document.querySelector('wx-page') as unknown as {
      __wxElement: { getMethodCaller(): { call(api: string, options: object): void } };
    };
    const caller = element.__wxElement.getMethodCaller();
    return Promise.all(
      given.map(
        ([api, options]) =>
          new Promise<Record<string, unknown>>((resolve) => {
            caller.call(api, { ...options, complete: resolve });
          }),
      ),
    );
  }, calls);
}

table<RunRow>(
  'wx.getVideoInfo (typings)',
  [
    {
      ids: ['13.getVideoInfo.since', '13.compressVideo.since'],
      says: 'is there from 2.11.0 on, as compressVideo',
      run() {
        for (const api of ['getVideoInfo', 'compressVideo']) {
          expect(createWxHarness({ library: '2.11.0' }).wx[api]).toBeTypeOf('function');
          expect(createWxHarness({ library: before('2.11.0') }).wx[api]).toBeUndefined();
        }
        return Promise.resolve();
      },
    },
    {
      ids: ['13.getVideoInfo.fields', '13.getVideoInfo.size'],
      says: 'tells all eight fields of the sample video',
      async run() {
        const content = await readFile(path.join(MEDIA, 'crossing.mp4'));
        expect(await page.call('getVideoInfo', { src: await page.temp('crossing.mp4') })).toEqual([
          'success',
          {
            orientation: 'up',
            type: 'mp4',
            duration: 5,
            size: Math.ceil(content.length / 1024),
            width: 640,
            height: 360,
            fps: 20,
            bitrate: Math.round((content.length * 8) / 5000),
            errMsg: 'getVideoInfo:ok',
          },
        ]);
      },
    },
    {
      ids: ['13.getVideoInfo.orientation'],
      says: 'the turn that the file asks for; width and height are those of what is seen',
      async run() {
        const video = await readFile(path.join(MEDIA, 'crossing.mp4'));
        const told: unknown[] = [];
        for (const orientation of ['up', 'right', 'down', 'left'] as const) {
          const src = await page.temp('turned.mp4', turnedVideo(video, orientation));
          const [, info] = await page.call('getVideoInfo', { src });
          told.push([info['orientation'], info['width'], info['height']]);
        }
        expect(told).toEqual([
          ['up', 640, 360],
          ['right', 360, 640],
          ['down', 640, 360],
          ['left', 360, 640],
        ]);
      },
    },
    {
      // UNCERTAIN: WeChat's words for all three.
      ids: ['13.getVideoInfo.fail', '13.compressVideo.fail'],
      says: 'fails for what is not there, what is no video, and what cannot be played',
      async run() {
        for (const api of ['getVideoInfo', 'compressVideo']) {
          for (const src of ['http://tmp/none.mp4', 'https://example.com/a.mp4']) {
            expect(await page.call(api, { src })).toEqual([
              'fail',
              { errMsg: `${api}:fail file not exist`, errno: 1300002 },
            ]);
          }
          const broken = (await readFile(path.join(MEDIA, 'crossing.mp4'))).subarray(0, 64);
          for (const content of ['just text', '', broken]) {
            expect(await page.call(api, { src: await page.temp('a.mp4', content) })).toEqual([
              'fail',
              { errMsg: `${api}:fail invalid file type`, errno: 1300022 },
            ]);
          }
        }
      },
    },
  ],
  runRow,
);

table<RunRow>(
  'wx.compressVideo (wx-api.md §13)',
  [
    {
      ids: [
        '13.compressVideo.result',
        '13.compressVideo.quality',
        '13.compressVideo.single',
        '13.compressVideo.quality-wins',
        '13.getVideoInfo.without-headers',
      ],
      says: 'plays the video once and writes it anew: by quality, else by bitrate, fps and resolution',
      async run() {
        const src = await page.temp('crossing.mp4');
        const results = await together([
          ['compressVideo', { src, quality: 'low' }],
          ['compressVideo', { src, resolution: 0.5, fps: 10, bitrate: 80 }],
          ['compressVideo', { src, quality: 'high', resolution: 0.25, fps: 1, bitrate: 64 }],
        ]);
        const infos = await together(
          results.map((result) => ['getVideoInfo', { src: result['tempFilePath'] }] as const),
        );
        expect(infos.map((info) => [info['width'], info['height']])).toEqual([
          [640, 360],
          [320, 180],
          [640, 360],
        ]);
        for (const [index, result] of results.entries()) {
          const [file, row] = [String(result['tempFilePath']), page.rows().at(index - results.length)];
          expect(file).toMatch(/^http:\/\/tmp\/[0-9a-f]{32}\.(mp4|webm)$/);
          expect(result).toEqual({
            tempFilePath: file,
            size: Math.ceil((await page.content(file)).length / 1024),
            errMsg: 'compressVideo:ok',
          });
          expect(row?.origin).toBe(`compressed:${src}`);
          expect(Math.abs(Number(infos[index]?.['duration']) - 5)).toBeLessThan(1.5);
          expect(infos[index]?.['type']).toBe(path.extname(file).slice(1));
        }
        // Ten frames a second, as far as a busy computer keeps to it; the source has twenty.
        const slow = Number(infos[1]?.['fps']);
        expect([slow > 4, slow < 15]).toEqual([true, true]);
      },
    },
    {
      ids: ['13.compressVideo.fail'],
      says: 'a resolution above 1 is a parameter error',
      async run() {
        const src = await page.temp('crossing.mp4');
        expect(await page.call('compressVideo', { src, resolution: 2 })).toEqual([
          'fail',
          {
            errMsg:
              'compressVideo:fail parameter error: parameter.resolution should be above 0 and at most 1;',
            errno: 1001,
          },
        ]);
      },
    },
  ],
  runRow,
);
