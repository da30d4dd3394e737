import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId as id } from '../support/component-page.ts';
import { createNotes } from '../support/event-notes.ts';
import { callPage, openOverlaidPage } from '../support/overlaid-page.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Opens a page for the tests of a group. */
function pageOf(name: string): { run: () => RunningPage; notes: ReturnType<typeof createNotes> } {
  let run: RunningPage;
  beforeAll(async () => {
    run = await openOverlaidPage(harness, name);
  });
  afterAll(async () => {
    await run.close();
  });
  return { run: () => run, notes: createNotes(() => run) };
}

describe('cover-view and cover-image', () => {
  const { run, notes } = pageOf('covers');

  it('are boxes that lie over what comes before them, take taps, and do not break their text', async () => {
    await expect.poll(() => run().page.$eval(id('box'), (box) => box.scrollTop)).toBe(30);
    expect(
      await run().page.$eval(id('inner'), (inner) => {
        const { whiteSpace, lineHeight, fontSize } = getComputedStyle(inner);
        return [whiteSpace, Number.parseFloat(lineHeight) / Number.parseFloat(fontSize)];
      }),
    ).toEqual(['nowrap', expect.closeTo(1.2)]);
    expect(await notes.next(1)).toEqual([
      ['load', 'image', { width: expect.any(Number) as number, height: expect.any(Number) as number }],
    ]);
    await run().page.click(id('over'));
    expect(await notes.next(1)).toMatchObject([['tap', 'over', {}]]);
  });

  it('scroll as scroll-top says, in px or rpx', async () => {
    await callPage(run(), 'change', { top: '12px' });
    expect(await run().page.$eval(id('box'), (box) => box.scrollTop)).toBe(12);
    expect(await run().page.$eval(id('rpx'), (box) => box.scrollTop)).toBe(26);
  });

  it('are as large as their picture, and tell when it cannot be loaded', async () => {
    const natural = await run().page.$eval(
      `${id('image')} img`,
      (image) => (image as HTMLImageElement).naturalWidth,
    );
    expect((await (await run().page.$(id('image')))?.boundingBox())?.width).toBe(Math.min(natural, 390));
    await callPage(run(), 'change', { src: '/images/none.png' });
    expect(await notes.next(1)).toEqual([
      ['error', 'image', { errMsg: 'Failed to load image resource /images/none.png' }],
    ]);
  });
});

describe('root-portal', () => {
  const { run, notes } = pageOf('portals');
  const box = async (): Promise<{ x: number; y: number } | null> =>
    (await run().page.$(id('inside')))?.boundingBox() ?? null;

  it('draws its content at the root of the page, where nothing clips or moves it', async () => {
    expect(await box()).toMatchObject({ x: 0, width: 200, height: 40 });
    await run().page.click(id('inside'), { position: { x: 150, y: 20 } });
    expect(await notes.next(2)).toMatchObject([
      ['tap', 'inside', {}],
      ['tap', 'clip', {}],
    ]);
  });

  it('takes in what the template adds and lets go what it removes, itself too', async () => {
    await callPage(run(), 'change', { more: true });
    expect(await run().page.$eval(id('later'), (later) => later.closest('.ferry-root-portal') !== null)).toBe(
      true,
    );
    await callPage(run(), 'change', { more: false });
    expect(await run().page.$(id('later'))).toBeNull();
    await callPage(run(), 'change', { there: false });
    expect(await run().page.$(id('inside'))).toBeNull();
    expect(await run().page.$('.ferry-root-portal')).toBeNull();
    await callPage(run(), 'change', { there: true, more: true });
    expect(await run().page.innerText('.ferry-root-portal')).toContain('later');
  });

  it('puts its content back where it stands while it is not enabled', async () => {
    await callPage(run(), 'change', { enable: false });
    expect(await box()).toMatchObject({ x: 10 });
    expect(await run().page.$eval(id('inside'), (inside) => inside.parentElement?.localName)).toBe(
      'wx-root-portal',
    );
    await callPage(run(), 'change', { enable: true });
    expect(await box()).toMatchObject({ x: 0 });
  });

  it('leaves a share-element the box it is', async () => {
    expect(await run().page.innerText(id('share'))).toBe('shared');
    expect(await run().page.$eval(id('share'), (box) => getComputedStyle(box).display)).toBe('block');
  });

  it('lays out what a gesture handler holds as if the handler were not there', async () => {
    const boxOf = async (name: string): Promise<unknown> => (await run().page.$(id(name)))?.boundingBox();
    expect(await boxOf('moved')).toMatchObject({ width: 200 });
    expect(await run().page.$('wx-pan-gesture-handler')).toBeNull();
    expect(await run().page.innerText(id('dragged'))).toBe('dragged');
    expect(run().console.filter((line) => line.includes('gesture-handler'))).toEqual([]);
    expect(await run().reports('unsupported')).toContainEqual(
      expect.objectContaining({ api: '<pan-gesture-handler>' }),
    );
  });
});

describe('page-container', () => {
  const { run, notes } = pageOf('container');
  const ways = (way: string): unknown[] =>
    [`before${way}`, way, `after${way}`].map((name) => [name, 'container', {}]);
  const box = async (): Promise<{ x: number; y: number; width: number; height: number } | null> =>
    (await run().page.$('.ferry-container__box'))?.boundingBox() ?? null;
  const open = async (values: object): Promise<void> => {
    await callPage(run(), 'change', values);
    await callPage(run(), 'change', { show: true });
    expect(await notes.next(3)).toEqual(ways('enter'));
  };
  const close = async (): Promise<void> => {
    await callPage(run(), 'change', { show: false });
    expect(await notes.next(3)).toEqual(ways('leave'));
  };

  it('is not there until it is shown, and tells of its way in and out', async () => {
    expect(await run().page.isVisible(id('content'))).toBe(false);
    await open({});
    expect(await run().page.isVisible(id('content'))).toBe(true);
    await close();
    expect(await run().page.isVisible(id('content'))).toBe(false);
  });

  it.each([
    ['bottom', (view: number[]) => [0, view[1], 390, 200]],
    ['top', (view: number[]) => [0, view[0], 390, 200]],
    ['center', (view: number[]) => [null, ((view[0] ?? 0) + (view[1] ?? 0) + 200) / 2 - 100, null, 200]],
    ['right', (view: number[]) => [0, view[0], 390, (view[1] ?? 0) + 200 - (view[0] ?? 0)]],
  ])('comes from position=%s', async (position, expected) => {
    await open({ position });
    const view = await run().page.$eval('.ferry-page__view', (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return [top, bottom - 200];
    });
    const [x, y, width, height] = expected(view);
    const found = await box();
    if (x !== null) expect([found?.x, found?.width]).toEqual([x, width]);
    expect(found?.y).toBeCloseTo(y ?? 0, 0);
    expect(found?.height).toBeCloseTo(height ?? 0, 0);
    await close();
  });

  it('is round, shaded and styled as the page says', async () => {
    await open({
      position: 'bottom',
      round: true,
      custom: 'background-color: rgb(1, 2, 3)',
      shade: 'background-color: rgb(4, 5, 6)',
      zIndex: 7,
    });
    const looks = await run().page.evaluate(() => {
      const box = document.querySelector('.ferry-container__box');
      const shade = document.querySelector('.ferry-container__shade');
      if (!box || !shade) return [];
      const style = getComputedStyle(box);
      return [
        style.borderTopLeftRadius,
        style.backgroundColor,
        style.zIndex,
        getComputedStyle(shade).backgroundColor,
      ];
    });
    expect(looks).toEqual(['20px', 'rgb(1, 2, 3)', '7', 'rgb(4, 5, 6)']);
    await run().page.click('.ferry-container__shade', { position: { x: 50, y: 100 } });
    expect(await notes.next(1)).toEqual([['clickoverlay', 'container', {}]]);
    await callPage(run(), 'change', { overlay: false });
    expect(await run().page.isVisible('.ferry-container__shade')).toBe(false);
    await close();
  });

  it('takes the step back for itself, the next one is the page’s', async () => {
    await open({ overlay: true });
    await callPage(run(), 'back');
    expect(await notes.next(4)).toEqual(expect.arrayContaining([...ways('leave'), ['navigateBack:ok']]));
    await callPage(run(), 'back');
    expect(await notes.next(1)).toEqual([['navigateBack:fail cannot navigate back at first page.']]);
  });

  it('closes when it is pulled down, if close-on-slide-down says so', async () => {
    await callPage(run(), 'change', { show: false });
    await open({ slide: true });
    const found = await box();
    if (!found) throw new Error('no container');
    await run().page.mouse.move(found.x + 100, found.y + 20);
    await run().page.mouse.down();
    await run().page.mouse.move(found.x + 100, found.y + 120, { steps: 3 });
    await run().page.mouse.up();
    expect((await notes.next(3)).filter((note) => (note as string[])[0] !== 'tap')).toEqual(ways('leave'));
  });
});

describe('page-meta and navigation-bar', () => {
  const { run, notes } = pageOf('meta');
  const style = (selector: string, name: string): Promise<string> =>
    run().page.$eval(
      selector,
      (element, property) => getComputedStyle(element).getPropertyValue(property),
      name,
    );

  it('set the title bar, and change it', async () => {
    expect(await run().page.innerText('.ferry-nav__title')).toBe('From the bar');
    expect(await run().page.isVisible('.ferry-nav__spinner')).toBe(true);
    await expect.poll(() => style('.ferry-nav', 'background-color')).toBe('rgb(255, 0, 0)');
    expect(await style('.ferry-nav', 'transition-duration')).toBe('0.02s');
    await callPage(run(), 'change', { title: 'Next', loading: false, front: '#ffffff', back: '#0000ff' });
    expect(await run().page.innerText('.ferry-nav__title')).toBe('Next');
    expect(await run().page.isVisible('.ferry-nav__spinner')).toBe(false);
    await expect.poll(() => style('.ferry-nav', 'background-color')).toBe('rgb(0, 0, 255)');
    expect(await style('.ferry-nav', 'color')).toBe('rgb(255, 255, 255)');
  });

  it('dress the root of the page and change it', async () => {
    expect(await style('wx-page', 'background-color')).toBe('rgb(0, 255, 0)');
    expect(Number.parseFloat(await style('wx-page', 'padding-top'))).toBeCloseTo(5.2, 2);
    expect(await style('wx-page', 'font-size')).toBe('18px');
    expect(await style('.ferry-page__view', '--ferry-page-top')).toBe('#111111');
    expect(await style('.ferry-page__view', '--ferry-page-bottom')).toBe('#222222');
    await callPage(run(), 'change', { style: 'color: rgb(1, 2, 3)', color: '#010203' });
    expect(await style('wx-page', 'padding-top')).toBe('0px');
    expect(await style('wx-page', 'color')).toBe('rgb(1, 2, 3)');
    expect(await style('wx-page', 'background-color')).toBe('rgb(1, 2, 3)');
  });

  /** What is told until the page has come to rest: one scroll or many, then its end. */
  async function untilDone(): Promise<unknown[]> {
    const told: unknown[] = [];
    for (;;) {
      const fresh = await notes.next(1);
      told.push(...fresh);
      if (JSON.stringify(told.at(-1)) === '["scrolldone","meta",{}]') return told;
    }
  }

  it('scroll the page, and tell of scrolling and of its end', async () => {
    await callPage(run(), 'change', { top: '200rpx' });
    await expect
      .poll(() => run().page.$eval('.ferry-page__scroller', (element) => element.scrollTop))
      .toBe(104);
    const all = await untilDone();
    expect(all.at(-2)).toEqual(['scroll', 'meta', { scrollTop: 104 }]);
    await callPage(run(), 'change', { top: '300px', duration: 100 });
    await expect
      .poll(() => run().page.$eval('.ferry-page__scroller', (element) => element.scrollTop))
      .toBe(300);
    expect((await untilDone()).length).toBeGreaterThan(1);
  });

  it('make a rem of the page what root-font-size says, and of no other page', async () => {
    const rem = (): Promise<number> =>
      run().page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    expect(await rem()).toBe(10);
    expect((await (await run().page.$(id('rem')))?.boundingBox())?.width).toBe(100);
    await callPage(run(), 'open');
    await expect.poll(rem).toBe(19.5);
    await run().page.click('.ferry-page:last-of-type .ferry-nav__back');
    await expect.poll(rem).toBe(10);
    await callPage(run(), 'change', { root: 'system', font: 'system' });
    expect(await rem()).toBe(16);
    expect(await style('wx-page', 'font-size')).toBe('16px');
  });

  it('tell another size of the window', async () => {
    notes.rest();
    await run().page.setViewportSize({ width: 320, height: 600 });
    expect(await notes.next(1)).toContainEqual([
      'resize',
      'meta',
      { size: { windowWidth: 320, windowHeight: expect.any(Number) as number } },
    ]);
  });
});
