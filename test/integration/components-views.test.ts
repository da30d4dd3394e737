import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId as id, fieldOf, openComponentPage } from '../support/component-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** One finger from the middle of an element, by so many CSS pixels. */
async function touchDrag(run: RunningPage, selector: string, by: { x: number; y: number }): Promise<void> {
  const box = await (await run.page.$(selector))?.boundingBox();
  if (!box) throw new Error(`no ${selector}`);
  const session = await run.page.context().newCDPSession(run.page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const point = (part: number): { x: number; y: number }[] => [
    { x: box.x + box.width / 2 + by.x * part, y: box.y + box.height / 4 + by.y * part },
  ];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(0) });
  for (const part of [0.2, 0.4, 0.6, 0.8, 1]) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(part) });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await session.detach();
}

describe('scroll-view', () => {
  let run: RunningPage;
  beforeAll(async () => {
    run = await openComponentPage(harness, 'scroll');
  });
  afterAll(async () => {
    await run.close();
  });
  const scrollTop = async (): Promise<number> => run.page.$eval(id('vertical'), (view) => view.scrollTop);

  it('scrolls only along its axis', async () => {
    expect(
      await run.page.$eval(id('horizontal'), (view) => [
        getComputedStyle(view).overflowX,
        getComputedStyle(view).overflowY,
      ]),
    ).toEqual(['auto', 'hidden']);
    expect(await run.page.$eval(id('horizontal'), (view) => view.scrollWidth)).toBe(1200);
  });

  it('goes to an element, to an offset, and tells of its ends once', async () => {
    await run.page.click(id('into'));
    await expect.poll(scrollTop).toBe(500);
    await run.page.click(id('top'));
    await expect.poll(scrollTop).toBe(800);
    await expect.poll(async () => fieldOf(run, 'ends')).toEqual(['scrolltolower bottom']);
    await run.page.$eval(id('vertical'), (view) => {
      view.scrollTop = 0;
    });
    await expect
      .poll(async () => fieldOf(run, 'ends'))
      .toEqual(['scrolltolower bottom', 'scrolltoupper top']);
    expect(await fieldOf(run, 'scrolls')).toBeGreaterThanOrEqual(3);
  });

  it('refreshes when pulled and goes back when the page says so', async () => {
    const box = await (await run.page.$(id('vertical')))?.boundingBox();
    if (!box) throw new Error('no box');
    await run.page.mouse.move(box.x + 50, box.y + 20);
    await run.page.mouse.down();
    await run.page.mouse.move(box.x + 50, box.y + 160, { steps: 4 });
    await run.page.mouse.up();
    await run.page.waitForSelector('.ferry-refresher');
    await expect.poll(async () => fieldOf(run, 'ends')).toContain('refresh');
    await run.page.evaluate(() => {
      const element = document.querySelector('wx-page') as unknown as {
        __wxElement: { getMethodCaller(): { done(): void } };
      };
      element.__wxElement.getMethodCaller().done();
    });
    await run.page.waitForSelector('.ferry-refresher', { state: 'detached' });
    expect(await fieldOf(run, 'ends')).toContain('refresherrestore undefined');
  });

  it('refreshes when pulled by a finger', async () => {
    const refreshes = async (): Promise<number> =>
      ((await fieldOf(run, 'ends')) as string[]).filter((end) => end === 'refresh').length;
    const before = await refreshes();
    await touchDrag(run, id('vertical'), { x: 0, y: 140 });
    await expect.poll(refreshes).toBe(before + 1);
  });
});

describe('swiper', () => {
  let run: RunningPage;
  beforeAll(async () => {
    run = await openComponentPage(harness, 'swiper');
  });
  afterAll(async () => {
    await run.close();
  });
  const changes = async (of: string): Promise<unknown[]> =>
    ((await fieldOf(run, 'changes')) as unknown[][])
      .filter(([name]) => name === of)
      .map(([, ...rest]) => rest);

  async function swipe(name: string, byPx: number): Promise<void> {
    const box = await (await run.page.$(id(name)))?.boundingBox();
    if (!box) throw new Error('no box');
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    await run.page.mouse.move(x, y);
    await run.page.mouse.down();
    await run.page.mouse.move(x + byPx / 2, y, { steps: 3 });
    await run.page.mouse.move(x + byPx, y, { steps: 3 });
    await run.page.mouse.up();
  }

  it('follows a swipe, tells change and animationfinish once, and does not tap', async () => {
    await swipe('one', -250);
    await expect.poll(async () => fieldOf(run, 'finished')).toEqual([1]);
    expect(await changes('one')).toEqual([[1, 'green', 'touch']]);
    expect(await fieldOf(run, 'taps')).toBe(0);
    const left = await run.page.$eval(`${id('one')} wx-swiper-item:nth-of-type(2)`, (item) =>
      Math.round(item.getBoundingClientRect().left),
    );
    expect(left).toBe(0);
  });

  it('follows current, shows dots, and taps', async () => {
    await run.page.click(id('go'));
    await expect
      .poll(async () => changes('one'))
      .toEqual([
        [1, 'green', 'touch'],
        [2, 'blue', ''],
      ]);
    expect(
      await run.page.$$eval(`${id('one')} .wx-swiper-dot`, (dots) =>
        dots.map((dot) => dot.getAttribute('class')),
      ),
    ).toEqual(['wx-swiper-dot', 'wx-swiper-dot', 'wx-swiper-dot wx-swiper-dot-active']);
    await run.page.click(id('one'));
    expect(await fieldOf(run, 'taps')).toBe(1);
  });

  it('follows a finger', async () => {
    const before = (await changes('one')).length;
    await touchDrag(run, id('one'), { x: 200, y: 0 });
    await expect.poll(async () => (await changes('one')).slice(before)).toEqual([[1, 'green', 'touch']]);
  });

  it('goes round, from the first to the last', async () => {
    await swipe('round', 250);
    await expect.poll(async () => changes('round')).toEqual([[2, '', 'touch']]);
  });

  it('plays by itself', async () => {
    await expect
      .poll(async () => (await changes('auto')).slice(0, 2))
      .toEqual([
        [1, '', 'autoplay'],
        [0, '', 'autoplay'],
      ]);
  });
});

describe('image', () => {
  let run: RunningPage;
  beforeAll(async () => {
    run = await openComponentPage(harness, 'media');
  });
  afterAll(async () => {
    await run.close();
  });
  const size = async (name: string): Promise<number[]> =>
    run.page.$eval(id(name), (image) => [
      (image as HTMLElement).offsetWidth,
      (image as HTMLElement).offsetHeight,
    ]);

  it('tells of each picture and of the one that is missing', async () => {
    await expect.poll(async () => ((await fieldOf(run, 'loads')) as unknown[]).length).toBe(16);
    expect(((await fieldOf(run, 'loads')) as unknown[][])[0]?.slice(1)).toEqual([120, 60]);
    await expect
      .poll(async () => fieldOf(run, 'failures'))
      .toEqual(['Failed to load image resource /images/none.png']);
  });

  it('fits the size to the mode', async () => {
    expect(await size('image0')).toEqual([80, 80]);
    expect(await size('image3')).toEqual([80, 40]);
    expect(await size('image4')).toEqual([160, 80]);
    expect(await size('default')).toEqual([320, 240]);
  });
});
