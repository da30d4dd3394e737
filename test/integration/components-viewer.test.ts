import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openImagePage, type ImagePage } from '../support/image-page.ts';
import { startPageHarness, type PageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
let page: ImagePage;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(() => harness.close());
beforeEach(async () => {
  page = await openImagePage(harness);
  return () => page.run.close();
});

const counter = (): Promise<string> => page.run.page.innerText('.ferry-preview__counter');

interface Pose {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** How the picture that is looked at is zoomed and moved. */
async function pose(): Promise<Pose> {
  return page.run.page.$eval('.ferry-preview__slide:not([inert]) img', (image) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(image).transform);
    return { scale: a, x: e, y: f };
  });
}

async function drag(fromX: number, fromY: number, toX: number, toY: number): Promise<void> {
  const { mouse } = page.run.page;
  await mouse.move(fromX, fromY);
  await mouse.down();
  await mouse.move(toX, toY, { steps: 4 });
  await mouse.up();
}

/** Two fingers that go from one distance to another around a place. */
async function pinch(from: number, to: number, at = { x: 195, y: 390 }): Promise<void> {
  const session = await page.run.page.context().newCDPSession(page.run.page);
  const fingers = (apart: number) => [
    { x: at.x - apart / 2, y: at.y, id: 1 },
    { x: at.x + apart / 2, y: at.y, id: 2 },
  ];
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number | null) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: apart === null ? [] : fingers(apart),
    });
  await send('touchStart', from);
  for (let step = 1; step <= 5; step += 1) await send('touchMove', from + ((to - from) * step) / 5);
  await send('touchEnd', null);
  await session.detach();
}

const slider = '.ferry-preview__slide:not([inert]) .ferry-preview__slider';
const videoTime = (): Promise<number> =>
  page.run.page.$eval(
    '.ferry-preview__slide:not([inert]) video',
    (video: HTMLVideoElement) => video.currentTime,
  );
const isPaused = (): Promise<boolean> =>
  page.run.page.$eval('.ferry-preview__slide:not([inert]) video', (video: HTMLVideoElement) => video.paused);

/** For a browser on a busy machine, in milliseconds. */
const SOON = { timeout: 8000 };

describe('pictures in the viewer', () => {
  beforeEach(async () => {
    const sources = [
      { url: await page.temp('harbour-dawn.jpg') },
      { url: await page.temp('lighthouse-night.jpg') },
      { url: 'http://tmp/none.jpg' },
    ];
    await page.call('previewMedia', { sources });
    await page.run.page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('.ferry-preview__slide:not([inert]) img')?.naturalWidth,
    );
  });

  it('zoom by the wheel about the place that is pointed at, and never leave the screen', async () => {
    await page.run.page.mouse.move(100, 390);
    await page.run.page.mouse.wheel(0, -600);
    // Two pixels a CSS pixel: the wheel has turned by 300.
    await expect.poll(async () => (await pose()).scale, SOON).toBeCloseTo(Math.E, 1);
    // What lay 95 px to the left of the middle still lies there.
    const { x, scale } = await pose();
    expect((100 - 195 - x) / scale).toBeCloseTo(100 - 195, 0);
    await drag(100, 390, 3_000, 390);
    expect((await pose()).x).toBeCloseTo((390 * Math.E - 390) / 2, 0);
    expect(await counter()).toBe('1 / 3');
    await page.run.page.mouse.move(195, 390);
    for (let turn = 0; turn < 3; turn += 1) await page.run.page.mouse.wheel(0, 600);
    await expect.poll(pose, SOON).toEqual({ scale: 1, x: 0, y: 0 });
  });

  it('zoom by two fingers', async () => {
    await pinch(80, 240);
    await expect.poll(async () => (await pose()).scale, SOON).toBeCloseTo(3, 0);
    await pinch(240, 60);
    await expect.poll(async () => (await pose()).scale, SOON).toBe(1);
  });

  it('zoom by a double tap and back, without closing', async () => {
    await page.run.page.mouse.dblclick(195, 390);
    await expect.poll(async () => (await pose()).scale, SOON).toBe(2.5);
    await page.run.page.mouse.dblclick(195, 390);
    await expect.poll(async () => (await pose()).scale, SOON).toBe(1);
    expect(await page.run.page.locator('.ferry-preview').count()).toBe(1);
  });

  it('zoom by keys, and are at rest again when they are come back to', async () => {
    await page.run.page.keyboard.press('+');
    expect((await pose()).scale).toBe(1.5);
    await page.run.page.keyboard.press('ArrowRight');
    await page.run.page.keyboard.press('ArrowLeft');
    expect(await pose()).toEqual({ scale: 1, x: 0, y: 0 });
  });

  it('are swiped to and from; a short swipe and one beyond the end spring back', async () => {
    await drag(300, 390, 100, 390);
    expect(await counter()).toBe('2 / 3');
    await drag(300, 390, 270, 390);
    expect(await counter()).toBe('2 / 3');
    await drag(100, 390, 300, 390);
    expect(await counter()).toBe('1 / 3');
    await drag(100, 390, 300, 390);
    expect(await counter()).toBe('1 / 3');
    await expect
      .poll(() =>
        page.run.page.$eval('.ferry-preview__slide:not([inert])', (slide) => slide.getBoundingClientRect().x),
      )
      .toBe(0);
  });

  it('say when they cannot be shown', async () => {
    await page.run.page.keyboard.press('ArrowRight');
    await page.run.page.keyboard.press('ArrowRight');
    expect(await counter()).toBe('3 / 3');
    await page.run.page
      .locator('.ferry-preview__slide:not([inert])')
      .getByText('This image cannot be shown')
      .waitFor();
  });

  it('close by a tap', async () => {
    await page.run.page.mouse.click(195, 390);
    await page.run.page.locator('.ferry-preview').waitFor({ state: 'detached' });
  });

  it('keep the focus within the viewer, which Escape closes', async () => {
    const names: (string | null | undefined)[] = [];
    for (let step = 0; step < 3; step += 1) {
      await page.run.page.keyboard.press('Tab');
      names.push(await page.run.page.evaluate(() => document.activeElement?.getAttribute('aria-label')));
    }
    expect(names).toEqual(['Close', 'Next', 'Close']);
    await page.run.page.keyboard.press('Escape');
    expect(await page.run.page.locator('.ferry-preview').count()).toBe(0);
  });
});

describe('videos in the viewer', () => {
  beforeEach(async () => {
    const [video, picture] = [await page.temp('crossing.mp4'), await page.temp('harbour-dawn.jpg')];
    const sources = [{ url: picture }, { url: video, type: 'video', poster: picture }];
    await page.call('previewMedia', { sources, current: 1 });
  });

  it('play when they are looked at, stop and go on by a tap, a key and the button', async () => {
    await expect.poll(videoTime, SOON).toBeGreaterThan(0);
    expect(await page.run.page.locator('.ferry-preview__play').isVisible()).toBe(false);
    await page.run.page.mouse.click(195, 250);
    await expect.poll(isPaused, SOON).toBe(true);
    await page.run.page.click('.ferry-preview__play');
    await expect.poll(isPaused, SOON).toBe(false);
    await page.run.page.click('.ferry-preview__toggle');
    await expect.poll(isPaused, SOON).toBe(true);
    await expect
      .poll(() => page.run.page.getAttribute('.ferry-preview__toggle', 'aria-label'), SOON)
      .toBe('Play');
    await page.run.page.focus('.ferry-preview');
    await page.run.page.keyboard.press('Space');
    await expect.poll(isPaused, SOON).toBe(false);
  });

  it('go to where the slider is moved, by pointer and by keys, and say where they are', async () => {
    await page.run.page.keyboard.press('Space');
    await expect.poll(() => page.run.page.getAttribute(slider, 'aria-valuetext'), SOON).toMatch(/ \/ 0:05$/);
    const box = await page.run.page.locator(slider).boundingBox();
    if (!box) throw new Error('There is no slider.');
    await page.run.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(videoTime, SOON).toBeCloseTo(2.5, 0);
    expect(await counter()).toBe('2 / 2');
    const before = await videoTime();
    await page.run.page.focus(slider);
    for (let step = 0; step < 5; step += 1) await page.run.page.keyboard.press('ArrowRight');
    await expect.poll(videoTime, SOON).toBeGreaterThan(before);
    expect(await counter()).toBe('2 / 2');
  });

  it('stop when they are left, and do not start again behind what is looked at', async () => {
    await expect.poll(videoTime, SOON).toBeGreaterThan(0);
    await drag(100, 250, 300, 250);
    expect(await counter()).toBe('1 / 2');
    expect(await page.run.page.$eval('video', (video) => video.paused)).toBe(true);
  });

  it('say when they cannot be played', async () => {
    await page.run.page.keyboard.press('Escape');
    const url = await page.temp('broken.mp4', 'just text');
    await page.call('previewMedia', { sources: [{ url, type: 'video' }] });
    await page.run.page.getByText('This video cannot be played').waitFor();
    expect(await page.run.page.locator('.ferry-preview__controls').isVisible()).toBe(false);
    await page.run.page.mouse.click(195, 390);
    await page.run.page.locator('.ferry-preview').waitFor({ state: 'detached' });
  });
});

describe('the question for a permission', () => {
  const ask = async (): Promise<void> => {
    await page.start('authorize', { scope: 'scope.writePhotosAlbum' });
    await page.run.page.waitForSelector('.ferry-permission__box:focus');
  };

  it('names what is asked for, and is answered by its buttons', async () => {
    await ask();
    expect(await page.run.page.innerText('.ferry-permission__use')).toBe('Save to your album');
    await page.run.page.click('.ferry-permission__deny');
    expect(await page.outcome()).toEqual(['fail', { errMsg: 'authorize:fail auth deny', errno: 103 }]);
  });

  it('is left open by Escape and beside it; Enter alone allows nothing', async () => {
    const cancelled = ['fail', { errMsg: 'authorize:fail cancel', errno: 104 }];
    await ask();
    await page.run.page.keyboard.press('Enter');
    expect(await page.run.page.locator('.ferry-permission').count()).toBe(1);
    await page.run.page.keyboard.press('Escape');
    expect(await page.outcome()).toEqual(cancelled);
    await ask();
    await page.run.page.mouse.click(100, 100);
    expect(await page.outcome()).toEqual(cancelled);
  });

  it('is shown again in the settings, with a switch that holds', async () => {
    await ask();
    await page.run.page.click('.ferry-permission__deny');
    await page.outcome();
    await page.start('openSetting');
    await page.run.page.click('.ferry-settings__row[data-scope="scope.writePhotosAlbum"]');
    await page.run.page.keyboard.press('Escape');
    expect(await page.outcome()).toEqual([
      'success',
      { authSetting: { 'scope.writePhotosAlbum': true }, errMsg: 'openSetting:ok' },
    ]);
    expect((await page.call('authorize', { scope: 'scope.writePhotosAlbum' }))[0]).toBe('success');
  });

  it('settings say when nothing has been asked for', async () => {
    await page.run.page.mouse.click(5, 500);
    await page.start('openSetting');
    await page.run.page.getByText('has not asked for anything yet').waitFor();
    await page.run.page.click('.ferry-settings__done');
    expect(await page.outcome()).toEqual(['success', { authSetting: {}, errMsg: 'openSetting:ok' }]);
  });
});
