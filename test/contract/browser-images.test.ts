import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { readImageInfo } from '../../src-main/program/image-info.ts';
import { CompressFailure } from '../../src-renderer/page/media/compress-image.ts';
import { MEDIA } from '../support/ferry-cli.ts';
import { openImagePage, type ImagePage } from '../support/image-page.ts';
import { startPageHarness, type PageHarness } from '../support/page-harness.ts';
import { table, type SpecRow } from './wire-rows.ts';
import { before, createWxHarness, failing } from './wx-harness.ts';

interface RunRow extends SpecRow {
  readonly run: () => Promise<void>;
}

let harness: PageHarness;
let page: ImagePage;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(() => harness.close());

/** A page of its own for a row; closed by {@link runRow}. */
async function open(options: Parameters<typeof openImagePage>[1] = {}): Promise<ImagePage> {
  page = await openImagePage(harness, options);
  return page;
}

async function runRow({ run }: RunRow): Promise<void> {
  await run();
  await page.run.close();
}

/** What a temp file is by its own content. */
async function factsOf(virtualPath: string) {
  const { realPath, sizeBytes } = await page.program.files.open(virtualPath);
  const { width, height, type, orientation } = await readImageInfo(realPath, virtualPath);
  return { width, height, type, orientation, sizeBytes };
}

async function compressed(options: object): Promise<string> {
  const [name, result] = await page.call('compressImage', options);
  expect([name, result['errMsg']]).toEqual(['success', 'compressImage:ok']);
  return String(result['tempFilePath']);
}

/** The failure of compressImage by its number. */
const failure = (errno: number, reason: string) => [
  'fail',
  { errMsg: `compressImage:fail:${reason}`, errno },
];

table<RunRow>(
  'wx.compressImage (wx-api.md §13)',
  [
    {
      ids: ['13.compressImage.tempFilePath'],
      says: 'makes a new temp file that is registered with what it was made of; the source stays',
      async run() {
        await open();
        const src = await page.temp('harbour-dawn.jpg');
        const made = await compressed({ src });
        expect(made).toMatch(/^http:\/\/tmp\/[0-9a-f]{32}\.jpg$/);
        expect(page.rows().map(({ path: own, origin }) => [own, origin])).toEqual([
          [src, 'picked'],
          [made, `compressed:${src}`],
        ]);
        expect(await page.content(src)).toEqual(await readFile(path.join(MEDIA, 'harbour-dawn.jpg')));
        expect(await factsOf(made)).toMatchObject({ width: 1200, height: 900, type: 'jpeg' });
      },
    },
    {
      ids: ['13.compressImage.quality.default', '13.compressImage.quality.range'],
      says: 'quality 80 unless told; from 0 to 100 the file grows',
      async run() {
        await open();
        const src = await page.temp('harbour-dawn.jpg');
        const plain = await compressed({ src });
        const at80 = await compressed({ src, quality: 80 });
        expect(await page.content(plain)).toEqual(await page.content(at80));
        const sizes: number[] = [];
        for (const quality of [0, 30, 80, 100]) {
          sizes.push((await factsOf(await compressed({ src, quality }))).sizeBytes);
        }
        expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
        expect(new Set(sizes).size).toBe(4);
      },
    },
    {
      ids: ['13.compressImage.quality.jpg-only'],
      says: 'a PNG stays a PNG, and quality is nothing to it; a GIF becomes a JPEG of its first picture',
      async run() {
        await open();
        const src = await page.temp('paper-boat.png');
        const [worst, best] = [
          await compressed({ src, quality: 1 }),
          await compressed({ src, quality: 100 }),
        ];
        expect(worst).toMatch(/\.png$/);
        expect(await factsOf(worst)).toMatchObject({ width: 480, height: 480, type: 'png' });
        expect(await page.content(worst)).toEqual(await page.content(best));
        const gif = await compressed({ src: await page.temp('rocking-boat.gif') });
        expect(await factsOf(gif)).toMatchObject({ width: 160, height: 120, type: 'jpeg' });
      },
    },
    {
      ids: ['13.compressImage.compressedWidth', '13.compressImage.compressedHeight', '13.compressImage.both'],
      says: 'one measure takes the other with it, two are taken as they are; a turned picture is measured as it is seen',
      async run() {
        await open();
        const src = await page.temp('harbour-dawn.jpg');
        expect(await factsOf(await compressed({ src, compressedWidth: 600 }))).toMatchObject({
          width: 600,
          height: 450,
        });
        expect(await factsOf(await compressed({ src, compressedHeight: 300 }))).toMatchObject({
          width: 400,
          height: 300,
        });
        expect(
          await factsOf(await compressed({ src, compressedWidth: 100, compressedHeight: 300 })),
        ).toMatchObject({ width: 100, height: 300 });
        const turned = await page.temp('lantern-alley-turned.jpg');
        expect(await factsOf(await compressed({ src: turned, compressedWidth: 450 }))).toMatchObject({
          width: 450,
          height: 600,
          orientation: 'up',
        });
      },
    },
    {
      ids: ['13.compressImage.size.since'],
      says: 'compressedWidth and compressedHeight are ignored before 2.26.0',
      async run() {
        await open({ library: before('2.26.0') });
        const src = await page.temp('harbour-dawn.jpg');
        expect(
          await factsOf(await compressed({ src, compressedWidth: 100, compressedHeight: 100 })),
        ).toMatchObject({ width: 1200, height: 900 });
      },
    },
    {
      ids: ['13.compressImage.package'],
      says: 'takes a file of the code package',
      async run() {
        await open();
        const boat = path.join(page.program.packageRoot, 'images', 'boat.png');
        await mkdir(path.dirname(boat));
        await copyFile(path.join(MEDIA, 'paper-boat.png'), boat);
        await page.run.page.route('**/package/images/boat.png', (route) => route.fulfill({ path: boat }));
        const made = await compressed({ src: '/images/boat.png', compressedWidth: 48 });
        expect(await factsOf(made)).toMatchObject({ width: 48, height: 48, type: 'png' });
        expect(page.rows().at(-1)?.origin).toBe('compressed:images/boat.png');
      },
    },
    {
      // UNCERTAIN: the documentation says that iOS compresses JPEG alone, not with which number it fails.
      ids: ['13.compressImage.ios'],
      says: 'on iOS takes a JPEG and no PNG',
      async run() {
        await open({ device: 'ios' });
        expect(await page.call('compressImage', { src: await page.temp('paper-boat.png') })).toEqual(
          failure(1103005, 'compress image fail'),
        );
        await compressed({ src: await page.temp('harbour-dawn.jpg') });
      },
    },
    {
      ids: ['13.compressImage.errno.1103002'],
      says: '1103002: nothing there, or a network path',
      async run() {
        await open();
        const { userDataPath } = await page.program.boot();
        const saidBefore = page.run.console.length;
        for (const src of [
          ...['http://tmp/none.jpg', 'https://example.com/a.jpg', 'cloud://a.jpg'],
          ...['/none.jpg', 'none.jpg', '', userDataPath, '/pages'],
        ]) {
          expect(await page.call('compressImage', { src })).toEqual(
            failure(1103002, 'target file not exists'),
          );
          expect((await page.call('cropImage', { src, cropScale: '1:1' }))[0]).toBe('fail');
        }
        // Nothing was fetched that is not there: the browser would have said so.
        expect(page.run.console.slice(saidBefore)).toEqual([]);
      },
    },
    {
      ids: ['13.compressImage.errno.1103003'],
      says: '1103003: what is no picture that can be decoded',
      async run() {
        await open();
        for (const src of [
          await page.temp('a.jpg', 'just text'),
          await page.temp(
            'half.jpg',
            (await readFile(path.join(MEDIA, 'harbour-dawn.jpg'))).subarray(0, 300),
          ),
        ]) {
          expect(await page.call('compressImage', { src })).toEqual(failure(1103003, 'decode image fail'));
        }
      },
    },
    {
      ids: ['13.compressImage.errno.1103005'],
      says: '1103005: a picture too large to be made',
      async run() {
        await open();
        const src = await page.temp('paper-boat.png');
        expect(
          await page.call('compressImage', { src, compressedWidth: 90_000, compressedHeight: 90_000 }),
        ).toEqual(failure(1103005, 'compress image fail'));
      },
    },
    {
      ids: ['13.compressImage.errno.1103006'],
      says: '1103006: a quality that is no number from 0 to 100; on Android none below 1',
      async run() {
        await open();
        const src = await page.temp('harbour-dawn.jpg');
        const invalid = failure(1103006, 'param compress quality invalid');
        for (const quality of [101, -1, '80', null, {}]) {
          expect(await page.call('compressImage', { src, quality })).toEqual(
            quality === null ? ['success', expect.anything()] : invalid,
          );
        }
        await page.run.close();
        await open({ device: 'android' });
        const again = await page.temp('harbour-dawn.jpg');
        for (const quality of [0, 0.5])
          expect(await page.call('compressImage', { src: again, quality })).toEqual(invalid);
        await compressed({ src: again, quality: 1 });
      },
    },
    {
      ids: ['13.compressImage.errno.1103007'],
      says: '1103007: an empty file',
      async run() {
        await open();
        const src = await page.temp('empty.jpg', '');
        expect(await page.call('compressImage', { src })).toEqual(failure(1103007, 'file size is zero'));
      },
    },
  ],
  runRow,
);

/** A picture that is there, on a facade without a browser. */
const PICTURE = { load: () => Promise.resolve(new Blob(['x'])) };
const THERE = { 'wx:fs': () => [{ path: '/', stats: { isDirectory: false } }] };

table<RunRow>(
  'wx.compressImage, what no browser is needed for',
  [
    {
      ids: ['13.compressImage.since', '13.cropImage.since'],
      says: 'compressImage is there from 2.4.0, cropImage from 2.26.0 on',
      run() {
        for (const [api, since] of [
          ['compressImage', '2.4.0'],
          ['cropImage', '2.26.0'],
        ] as const) {
          expect(createWxHarness({ library: since }).wx[api]).toBeTypeOf('function');
          expect(createWxHarness({ library: before(since) }).wx[api]).toBeUndefined();
        }
        return Promise.resolve();
      },
    },
    {
      ids: ['13.compressImage.errno.1103004'],
      says: '1103004: a result that the disk does not take',
      async run() {
        const facade = createWxHarness({
          answers: { ...THERE, 'wx:import-temp': () => failing({ code: 'file.no-space', message: '' }) },
          media: {
            ...PICTURE,
            compressImage: () => Promise.resolve({ blob: new Blob(['y']), width: 1, height: 1 }),
          },
        });
        facade.call('compressImage')({ src: 'http://tmp/a.jpg', fail: facade.listener('fail') });
        await facade.settle();
        expect(facade.log).toEqual([failure(1103004, 'create temp file fail')]);
      },
    },
    {
      ids: ['13.compressImage.errno.1103005'],
      says: '1103005: whatever keeps the browser from encoding',
      async run() {
        const facade = createWxHarness({
          answers: THERE,
          media: { ...PICTURE, compressImage: () => Promise.reject(new CompressFailure('encode', null)) },
        });
        facade.call('compressImage')({ src: 'http://tmp/a.jpg', fail: facade.listener('fail') });
        await facade.settle();
        expect(facade.log).toEqual([failure(1103005, 'compress image fail')]);
      },
    },
    {
      ids: ['13.editImage'],
      says: 'editImage fails and is counted as unsupported',
      async run() {
        const facade = createWxHarness();
        facade.call('editImage')({ src: 'http://tmp/a.jpg', fail: facade.listener('fail') });
        await facade.settle();
        expect(facade.log).toEqual([
          ['fail', { errMsg: 'editImage:fail not supported in Ferry yet', errno: 100 }],
        ]);
        expect(facade.reported.unsupported).toEqual(['wx.editImage']);
        expect(facade.call('canIUse')('editImage')).toBe(false);
      },
    },
  ],
  ({ run }) => run(),
);

/** Crops with what is done on the frame. */
async function cropped(
  src: string,
  cropScale: string,
  act: () => Promise<void> = () => page.run.page.click('.ferry-crop__done'),
) {
  await page.start('cropImage', { src, cropScale });
  await page.run.page.waitForSelector('.ferry-crop__done:enabled');
  await act();
  const outcome = await page.outcome();
  expect(await page.run.page.locator('.ferry-crop').count()).toBe(0);
  return outcome;
}

table<RunRow>(
  'wx.cropImage (typings)',
  [
    {
      ids: ['13.cropImage.cropScale'],
      says: 'each cropScale gives a picture of that width to that height, as large as the source has it',
      async run() {
        await open();
        const src = await page.temp('harbour-dawn.jpg');
        const sizes: unknown[] = [];
        for (const scale of ['16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '1:1']) {
          const [, result] = await cropped(src, scale);
          const { width, height, type } = await factsOf(String(result['tempFilePath']));
          sizes.push([scale, width, height, type]);
        }
        expect(sizes).toEqual([
          ['16:9', 1200, 675, 'jpeg'],
          ['9:16', 506, 900, 'jpeg'],
          ['4:3', 1200, 900, 'jpeg'],
          ['3:4', 675, 900, 'jpeg'],
          ['5:4', 1125, 900, 'jpeg'],
          ['4:5', 720, 900, 'jpeg'],
          ['1:1', 900, 900, 'jpeg'],
        ]);
        expect(page.rows().at(-1)?.origin).toBe(`cropped:${src}`);
      },
    },
    {
      ids: ['13.cropImage.cropScale'],
      says: 'what is under the frame is what is cut out: zoomed, dragged, and a PNG stays a PNG',
      async run() {
        await open();
        const src = await page.temp('paper-boat.png');
        const { page: browser } = page.run;
        const [, zoomed] = await cropped(src, '1:1', async () => {
          await browser.mouse.move(195, 330);
          await browser.mouse.wheel(0, -416);
          await browser.waitForFunction(() =>
            /scale\(1\.9|scale\(2/.test(
              String(document.querySelector<HTMLElement>('.ferry-crop__image')?.style.transform),
            ),
          );
          await browser.click('.ferry-crop__done');
        });
        expect(zoomed['tempFilePath']).toMatch(/\.png$/);
        const { width, type } = await factsOf(String(zoomed['tempFilePath']));
        // At two pixels a CSS pixel, 416 of the wheel are 208; e^(208/300) is 2: half of 480.
        expect([type, Math.abs(width - 240) <= 2]).toEqual(['png', true]);
        const corner = async (wayPx: number) =>
          (
            await cropped(src, '1:1', async () => {
              for (let step = 0; step < 4; step += 1) await browser.keyboard.press('+');
              await browser.mouse.move(195, 330);
              await browser.mouse.down();
              await browser.mouse.move(195 + wayPx, 330 + wayPx, { steps: 4 });
              await browser.mouse.up();
              await browser.keyboard.press('Enter');
            })
          )[1];
        const left = await page.content(String((await corner(1000))['tempFilePath']));
        const right = await page.content(String((await corner(-1000))['tempFilePath']));
        expect(left.equals(right)).toBe(false);
      },
    },
    {
      // UNCERTAIN: WeChat's words for it.
      ids: ['13.cropImage.cropScale.wrong'],
      says: 'another cropScale, or none, is a parameter error and opens nothing',
      async run() {
        await open();
        const src = await page.temp('paper-boat.png');
        expect(await page.call('cropImage', { src, cropScale: '2:1' })).toEqual([
          'fail',
          {
            errMsg:
              'cropImage:fail parameter error: parameter.cropScale should be one of 16:9, 9:16, 4:3, 3:4, 5:4, 4:5, 1:1;',
            errno: 1001,
          },
        ]);
        expect(await page.call('cropImage', { src })).toEqual([
          'fail',
          {
            errMsg:
              'cropImage:fail parameter error: parameter.cropScale should be String instead of Undefined;',
            errno: 1001,
          },
        ]);
        expect(await page.run.page.locator('.ferry-crop').count()).toBe(0);
      },
    },
    {
      ids: ['13.cropImage.cancel'],
      says: 'cancelled by the button and by Escape',
      async run() {
        await open();
        const src = await page.temp('paper-boat.png');
        const cancelled = ['fail', { errMsg: 'cropImage:fail cancel', errno: 1 }];
        expect(await cropped(src, '1:1', () => page.run.page.click('.ferry-crop__cancel'))).toEqual(
          cancelled,
        );
        expect(await cropped(src, '1:1', () => page.run.page.keyboard.press('Escape'))).toEqual(cancelled);
        expect(page.rows()).toHaveLength(1);
      },
    },
    {
      // UNCERTAIN: WeChat's words for both.
      ids: ['13.cropImage.fail'],
      says: 'a file that is not there, or no image',
      async run() {
        await open();
        for (const src of ['http://tmp/none.png', 'https://example.com/a.png']) {
          expect(await page.call('cropImage', { src, cropScale: '1:1' })).toEqual([
            'fail',
            { errMsg: 'cropImage:fail file not exist', errno: 1300002 },
          ]);
        }
        const src = await page.temp('a.png', 'just text');
        expect(await page.call('cropImage', { src, cropScale: '1:1' })).toEqual([
          'fail',
          { errMsg: 'cropImage:fail invalid file type', errno: 1300022 },
        ]);
      },
    },
  ],
  runRow,
);
