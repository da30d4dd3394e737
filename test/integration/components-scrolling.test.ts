import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { openWxmlPage, withId, type WxmlPage } from '../support/wxml-page.ts';

/** scroll-view and swiper: what each property changes, events in full, mouse, keys and the ScrollViewContext. */

const folder = shareTempDir();
let harness: PageHarness;
let page: WxmlPage;

const ROWS = '<view wx:for="{{9}}" wx:key="*this" id="PREFIX{{index}}" class="row">{{index}}</view>';
const rows = (prefix: string): string => ROWS.replace('PREFIX', prefix);
const WXML = `
<scroll-view id="v" class="box" scroll-y enhanced scroll-top="{{top}}" scroll-into-view="{{into}}" scroll-into-view-alignment="{{alignment}}" scroll-into-view-offset="{{offset}}" paging-enabled="{{paging}}" fast-deceleration bounces="{{bounces}}" bindscroll="on" bindscrolltolower="on" bindscrolltoupper="on" binddragstart="on" binddragging="on" binddragend="on" bindscrollend="on">${rows('v')}</scroll-view>
<scroll-view id="own" class="box" scroll-y refresher-enabled refresher-default-style="none" refresher-background="rgb(1, 2, 3)" refresher-threshold="40" refresher-triggered="{{refreshing}}" bindrefresherpulling="on" bindrefresherwillrefresh="on" bindrefresherrefresh="on" bindrefresherrestore="on" bindrefresherabort="on"><view slot="refresher" id="look" style="height: 60px">pull</view>${rows('o')}</scroll-view>
<scroll-view id="h" class="box" scroll-x enable-flex>${rows('h')}</scroll-view>
<swiper id="s" class="box" snap-to-edge="{{snap}}" previous-margin="20px" next-margin="30px" duration="30" current="{{current}}" scroll-with-animation="{{animated}}" bindchange="on" bindanimationfinish="on" indicator-dots indicator-width="10" indicator-spacing="3"><swiper-item wx:for="{{slides}}" wx:key="*this" item-id="{{item}}" style="background: {{item}}; color: {{ink}}"><view id="s{{index}}" class="fill">{{item}}</view></swiper-item></swiper>
<swiper id="two" class="box" display-multiple-items="2" vertical duration="30" bindchange="on"><swiper-item wx:for="{{4}}" wx:key="*this"><view id="t{{index}}" class="fill">{{index}}</view></swiper-item></swiper>
<swiper id="caught" class="box" duration="30" bindchange="on"><swiper-item catchtouchmove="never"><view class="fill">stays</view></swiper-item><swiper-item>b</swiper-item></swiper>
<swiper id="outer" class="box" duration="30" bindchange="on"><swiper-item><swiper id="inner" class="box" duration="30" bindchange="on"><swiper-item><view class="fill">a</view></swiper-item><swiper-item>b</swiper-item></swiper></swiper-item><swiper-item>c</swiper-item></swiper>
`;

beforeAll(async () => {
  harness = await startPageHarness();
  page = await openWxmlPage(harness, folder(), WXML, {
    wxss: '.box { height: 100px; width: 300px; } .row { height: 50px; min-width: 100px; } .fill { height: 100%; }',
    data: {
      top: 0,
      into: '',
      alignment: 'start',
      offset: 0,
      paging: false,
      bounces: true,
      refreshing: false,
      slides: ['red', 'green', 'blue'],
      current: 0,
      snap: false,
      animated: true,
      ink: 'black',
    },
    methods: `
      context() { return new Promise((resolve) => wx.createSelectorQuery().select('#v').node(resolve).exec()); },
      async useContext() {
        const { node } = await this.context();
        node.scrollTo({ top: 30 });
        const first = await this.scrolled();
        node.scrollIntoView('#v4', { animated: false });
        const second = await this.scrolled();
        node.scrollEnabled = false;
        this.results = [first, second, node.scrollEnabled, node.bounces];
        node.scrollEnabled = true;
      },
      scrolled() { return new Promise((resolve) => wx.createSelectorQuery().select('#v').scrollOffset((r) => resolve(r.scrollTop)).exec()); },
    `,
  });
}, 60_000);
afterAll(async () => {
  await harness.close();
});

const scrollTop = async (id: string): Promise<number> =>
  page.run.page.$eval(withId(id), (view) => Math.round(view.scrollTop));
const leftOf = async (id: string, inside: string): Promise<number> =>
  Math.round((await page.box(inside)).x - (await page.box(id)).x);

describe('scroll-view', () => {
  it('tells of scrolling in full', async () => {
    await page.set({ top: 120 });
    await expect
      .poll(() => page.details('v', 'scroll'))
      .toEqual([
        { scrollTop: 120, scrollLeft: 0, scrollHeight: 450, scrollWidth: 300, deltaX: 0, deltaY: -120 },
      ]);
  });

  it.each([
    ['start', 0, 200],
    ['end', 0, 150],
    ['center', 0, 175],
    ['start', -10, 190],
  ] as const)('brings an element to its %s with an offset of %i', async (alignment, offset, top) => {
    await page.set({ into: '' });
    await page.set({ into: 'v4', alignment, offset });
    await expect.poll(() => scrollTop('v')).toBe(top);
  });

  it('leaves an element that is in sight where it is with nearest', async () => {
    await page.set({ into: '', offset: 0 });
    await page.set({ into: 'v4', alignment: 'nearest' });
    expect(await scrollTop('v')).toBe(190);
  });

  it('is dragged by the mouse, tells of it with enhanced, and runs out', async () => {
    await page.set({ top: 121, into: '' });
    await page.forget();
    await page.drag('v', 0, -40);
    expect(await page.details('v', 'dragstart')).toEqual([{ scrollTop: 121, scrollLeft: 0 }]);
    expect((await page.details('v', 'dragging')).length).toBeGreaterThan(1);
    expect(await page.details('v', 'dragend')).toMatchObject([{ scrollLeft: 0, velocity: { x: 0 } }]);
    expect(await scrollTop('v')).toBeGreaterThanOrEqual(161);
  });

  it('is dragged across by the mouse', async () => {
    await page.drag('h', -80, 0);
    expect(await page.run.page.$eval(withId('h'), (view) => view.scrollLeft)).toBeGreaterThanOrEqual(80);
  });

  it('comes to rest on whole pages', async () => {
    await page.set({ paging: true });
    await page.set({ top: 0 });
    await page.drag('v', 0, -70);
    await expect.poll(async () => (await scrollTop('v')) % 100).toBe(0);
    await page.set({ paging: false });
  });

  it.each([
    [true, 'contain'],
    [false, 'none'],
  ] as const)('bounces: %s', async (bounces, overscroll) => {
    await page.set({ bounces });
    const found = await page.run.page.$eval(
      withId('v'),
      (view) => getComputedStyle(view).overscrollBehaviorY,
    );
    expect(found).toBe(overscroll);
  });

  it('is moved and switched by its ScrollViewContext', async () => {
    await page.run.page.evaluate(async () => {
      const root = document.querySelector('wx-page') as unknown as {
        __wxElement: { getMethodCaller(): { useContext(): Promise<void> } };
      };
      await root.__wxElement.getMethodCaller().useContext();
    });
    const results = await page.run.page.evaluate(() => {
      const root = document.querySelector('wx-page') as unknown as {
        __wxElement: { getMethodCaller(): { results: unknown } };
      };
      return root.__wxElement.getMethodCaller().results;
    });
    expect(results).toEqual([30, 200, false, false]);
  });

  it('keeps the page’s own look above the top, and brings it down with a pull', async () => {
    expect((await page.box('look')).y).toBe((await page.box('own')).y - 60);
    await page.drag('own', 0, 40);
    expect(await page.details('own', 'refresherabort')).toHaveLength(1);
    expect(await page.details('own', 'refresherrefresh')).toHaveLength(0);
    await page.drag('own', 0, 90, { from: { x: 100, y: 5 } });
    expect(await page.details('own', 'refresherwillrefresh')).toHaveLength(1);
    expect(await page.details('own', 'refresherrefresh')).toEqual([{ dy: 40 }]);
    expect((await page.box('look')).y).toBe((await page.box('own')).y - 20);
    await page.set({ refreshing: true });
    await page.set({ refreshing: false });
    expect(await page.details('own', 'refresherrestore')).toHaveLength(1);
    expect((await page.box('look')).y).toBe((await page.box('own')).y - 60);
  });
});

describe('swiper', () => {
  it('keeps its margins free, or snaps to the edge at its ends', async () => {
    expect(await leftOf('s', 's0')).toBe(20);
    await page.set({ snap: true });
    expect(await leftOf('s', 's0')).toBe(0);
    await page.set({ current: 2 });
    await expect.poll(() => leftOf('s', 's2')).toBe(50);
    await page.set({ snap: false });
    expect(await leftOf('s', 's2')).toBe(20);
    expect(await page.details('s', 'change')).toEqual([{ current: 2, currentItemId: 'blue', source: '' }]);
    await expect
      .poll(() => page.details('s', 'animationfinish'))
      .toEqual([{ current: 2, currentItemId: 'blue', source: '' }]);
  });

  it('keeps its items in place when their style changes', async () => {
    await page.set({ ink: 'white' });
    expect(await leftOf('s', 's2')).toBe(20);
  });

  it('moves by the arrow keys', async () => {
    await page.forget();
    await page.run.page.focus(withId('s'));
    await page.run.page.keyboard.press('ArrowLeft');
    expect(await page.details('s', 'change')).toEqual([
      { current: 1, currentItemId: 'green', source: 'touch' },
    ]);
    await expect.poll(() => leftOf('s', 's1')).toBe(20);
  });

  it('shows what is left when items go', async () => {
    await page.set({ slides: ['red'] });
    await expect.poll(() => leftOf('s', 's0')).toBe(20);
    const dots = await page.run.page.$$eval(`:is(${withId('s')}) .wx-swiper-dot`, (all: Element[]) =>
      all.map((dot) => [dot.clientWidth, dot.classList.contains('wx-swiper-dot-active')]),
    );
    expect(dots).toEqual([[10, true]]);
  });

  it('shows several items, and stops at the last full view', async () => {
    expect((await page.box('t1')).y - (await page.box('two')).y).toBe(50);
    await page.drag('two', 0, -180, { from: { x: 100, y: 90 } });
    await expect.poll(() => page.details('two', 'change')).toMatchObject([{ current: 2, source: 'touch' }]);
  });

  it('stands still under a page’s catchtouchmove', async () => {
    await page.drag('caught', -200, 0, { from: { x: 250, y: 50 } });
    expect(await page.details('caught', 'change')).toEqual([]);
  });

  it('leaves a drag to the swiper inside it', async () => {
    await page.drag('inner', -200, 0, { from: { x: 250, y: 50 } });
    await expect.poll(() => page.details('inner', 'change')).toHaveLength(1);
    expect(await page.details('outer', 'change')).toEqual([]);
  });
});
