import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { shareTempDir } from '../support/temp-dir.ts';
import { openWxmlPage, withId, type WxmlPage } from '../support/wxml-page.ts';

/** movable, match-media, sticky, grid, list and sheet in one browser: geometry, events and defaults. */

const folder = shareTempDir();
let harness: PageHarness;
let page: WxmlPage;

const WXML = `
<movable-area class="area"><movable-view id="free" class="knob" direction="all" animation="{{false}}" x="{{x}}" y="20" scale scale-min="0.5" scale-max="3" scale-value="{{scale}}" bindchange="on" bindscale="on" bindhtouchmove="on" bindvtouchmove="on"></movable-view></movable-area>
<movable-area class="area"><movable-view id="across" class="knob" direction="horizontal" bindchange="on"></movable-view></movable-area>
<movable-area class="area"><movable-view id="big" class="big" direction="all" bindchange="on"></movable-view></movable-area>
<movable-area class="area"><movable-view id="out" class="knob" direction="all" out-of-bounds damping="200" bindchange="on"></movable-view></movable-area>
<movable-area class="area"><movable-view id="gliding" class="knob" direction="all" inertia friction="8" bindchange="on"></movable-view></movable-area>
<movable-area class="area"><movable-view id="still" class="knob" direction="all" disabled bindchange="on"></movable-view></movable-area>
<movable-area id="bare-area"><movable-view id="bare-view"></movable-view></movable-area>
<match-media min-width="300" max-width="600"><view id="wide">wide</view></match-media>
<match-media min-width="{{700}}"><view id="wider">wider</view></match-media>
<match-media orientation="landscape"><view id="landscape">landscape</view></match-media>
<match-media orientation="portrait" min-height="100"><view id="portrait">portrait</view></match-media>
<grid-view id="aligned" class="grid" cross-axis-count="3" cross-axis-gap="10" main-axis-gap="4"><view wx:for="{{6}}" wx:key="*this" class="tile" id="a{{index}}" style="height: {{20 + index * 5}}px"></view></grid-view>
<grid-view id="masonry" class="grid" type="masonry" cross-axis-gap="10" main-axis-gap="4" padding="{{[5, 6, 7, 8]}}"><view wx:for="{{heights}}" wx:key="*this" class="tile" id="m{{index}}" style="height: {{item}}px"></view></grid-view>
<grid-view id="extent" class="grid" max-cross-axis-extent="100"><view wx:for="{{4}}" wx:key="*this" class="tile" id="e{{index}}" style="height: 10px"></view></grid-view>
<scroll-view id="list" scroll-y type="custom" style="height: 200px">
  <sticky-section><sticky-header id="header-a" offset-top="5" bindstickontopchange="on"><view class="header">A</view></sticky-header><list-view padding="{{[10, 0, 0, 0]}}" id="rows"><view class="row">1</view><view class="row">2</view></list-view></sticky-section>
  <sticky-section push-pinned-header="{{false}}"><sticky-header id="header-b" bindstickontopchange="on"><view class="header">B</view></sticky-header><list-view><view class="row">3</view><view class="row">4</view></list-view></sticky-section>
</scroll-view>
<list-builder id="builder" list="{{names}}" binditembuild="on" binditemdispose="on"><view slot:item slot:index class="built">{{index}}:{{item}}</view></list-builder>
<view class="room"><draggable-sheet id="sheet" initial-child-size="0.5" min-child-size="0.25" max-child-size="0.9" snap snap-sizes="{{[0.6]}}" bindsizeupdate="on"><view id="grip" class="header">sheet</view></draggable-sheet></view>
<selection><text id="selected">can be selected</text></selection>
<open-container closed-color="rgb(1, 2, 3)" closed-border-radius="9" id="opener"><view>open</view></open-container>
`;
const WXSS = `
.area { width: 200px; height: 100px; }
.knob { width: 40px; height: 40px; }
.big { width: 300px; height: 150px; }
.grid { width: 320px; }
.header { height: 30px; }
.row { height: 100px; }
.room { position: relative; height: 200px; }
`;

beforeAll(async () => {
  harness = await startPageHarness();
  page = await openWxmlPage(harness, folder(), WXML, {
    wxss: WXSS,
    data: { x: 10, scale: 1, heights: [50, 20, 30, 40], names: ['a', 'b'] },
  });
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Upper left corner of a view, from that of its area. */
async function place(id: string): Promise<[number, number]> {
  return page.run.page.$eval(withId(id), (view) => {
    const own = view.getBoundingClientRect();
    const area = (view.closest('wx-movable-area') ?? view).getBoundingClientRect();
    return [Math.round(own.x - area.x), Math.round(own.y - area.y)];
  });
}

describe('movable-view', () => {
  it('starts where the page puts it, and follows x and y', async () => {
    await expect.poll(() => place('free')).toEqual([10, 20]);
    await page.set({ x: 50 });
    expect(await place('free')).toEqual([50, 20]);
    await page.set({ x: 9999 });
    expect(await place('free')).toEqual([160, 20]);
    expect(await page.details('free', 'change')).toEqual([
      { x: 50, y: 20, source: '' },
      { x: 160, y: 20, source: '' },
    ]);
  });

  it('moves with the mouse within its area, and tells the first direction once', async () => {
    await page.forget();
    await page.drag('free', -60, 20);
    expect(await place('free')).toEqual([100, 40]);
    const changes = await page.details('free', 'change');
    expect(changes.at(-1)).toEqual({ x: 100, y: 40, source: 'touch' });
    expect(await page.details('free', 'htouchmove')).toHaveLength(1);
    expect(await page.details('free', 'vtouchmove')).toHaveLength(0);
    await page.drag('free', 500, 500);
    expect(await place('free')).toEqual([160, 60]);
    await page.drag('free', 0, -30);
    expect(await page.details('free', 'vtouchmove')).toHaveLength(1);
  });

  it.each([
    ['across', [60, 0]],
    ['still', [0, 0]],
  ] as const)('%s keeps to its direction', async (id, there) => {
    await page.drag(id, 60, 10);
    expect(await place(id)).toEqual(there);
  });

  it('shows each end of a view larger than its area', async () => {
    await page.drag('big', -40, -20, { from: { x: 100, y: 50 } });
    expect(await place('big')).toEqual([-40, -20]);
    await page.drag('big', -400, -400, { from: { x: 150, y: 90 } });
    expect(await place('big')).toEqual([-100, -50]);
  });

  it('comes back from out of bounds', async () => {
    await page.drag('out', -60, 0);
    await expect.poll(() => place('out')).toEqual([0, 0]);
    const sources = (await page.details('out', 'change')).map((one) => (one as { source: string }).source);
    expect([...new Set(sources)]).toEqual(['touch-out-of-bounds', 'out-of-bounds']);
  });

  it('rolls out with inertia', async () => {
    await page.drag('gliding', 60, 0);
    await expect
      .poll(async () => (await page.details('gliding', 'change')).at(-1))
      .toMatchObject({ source: 'friction' });
    expect((await place('gliding'))[0]).toBeGreaterThan(60);
  });

  it('scales about its middle between its bounds', async () => {
    await page.set({ x: 80 });
    await page.forget();
    await page.set({ scale: 2 });
    const [left] = await place('free');
    expect(left).toBe(60);
    expect((await page.box('free')).width).toBeCloseTo(80, 0);
    expect(await page.details('free', 'scale')).toMatchObject([{ x: 60, scale: 2 }]);
    await page.set({ scale: 9 });
    expect((await page.box('free')).width).toBeCloseTo(120, 0);
  });

  it('scales by two fingers', async () => {
    const { x, y } = await page.box('free');
    const session = await page.run.page.context().newCDPSession(page.run.page);
    const fingers = (apart: number): { x: number; y: number; id: number }[] => [
      { x: x + 10, y: y + 20, id: 1 },
      { x: x + 10 + apart, y: y + 20, id: 2 },
    ];
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(80) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(40) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await session.detach();
    expect((await page.box('free')).width).toBeCloseTo(60, 0);
  });

  it('moves by arrow keys', async () => {
    const [before] = await place('across');
    await page.run.page.focus(withId('across'));
    await page.run.page.keyboard.press('ArrowRight');
    expect(await place('across')).toEqual([before + 10, 0]);
  });

  it.each(['bare-area', 'bare-view'])('%s is 10 by 10 by default', async (id) => {
    expect(await page.box(id)).toMatchObject({ width: 10, height: 10 });
  });
});

describe('match-media', () => {
  it.each([
    ['wide', true],
    ['wider', false],
    ['landscape', false],
    ['portrait', true],
  ] as const)('%s is shown: %s', async (id, isShown) => {
    expect(await page.run.page.isVisible(withId(id))).toBe(isShown);
  });

  it('follows the window', async () => {
    const view = page.run.page.viewportSize() ?? { width: 390, height: 780 };
    await page.run.page.setViewportSize({ width: 800, height: 500 });
    await page.run.page.waitForSelector(withId('wider'), { state: 'visible' });
    expect(await page.run.page.isVisible(withId('wide'))).toBe(false);
    expect(await page.run.page.isVisible(withId('landscape'))).toBe(true);
    await page.run.page.setViewportSize(view);
    await page.run.page.waitForSelector(withId('wide'), { state: 'visible' });
  });
});

describe('grid-view', () => {
  const from = async (grid: string, tile: string): Promise<number[]> => {
    const [outer, inner] = [await page.box(grid), await page.box(tile)];
    return [inner.x - outer.x, inner.y - outer.y, inner.width].map(Math.round);
  };

  it('lays out aligned rows', async () => {
    expect(await from('aligned', 'a0')).toEqual([0, 0, 100]);
    expect(await from('aligned', 'a2')).toEqual([220, 0, 100]);
    // The first row is as high as its highest tile, 30.
    expect(await from('aligned', 'a3')).toEqual([0, 34, 100]);
  });

  it('lays out a masonry: each tile under the shortest column', async () => {
    await expect.poll(() => from('masonry', 'm1')).toEqual([166, 5, 148]);
    expect(await from('masonry', 'm0')).toEqual([8, 5, 148]);
    expect(await from('masonry', 'm2')).toEqual([166, 5 + 20 + 4, 148]);
    expect(await from('masonry', 'm3')).toEqual([8, 5 + 50 + 4, 148]);
    expect((await page.box('masonry')).height).toBe(5 + 50 + 4 + 40 + 7);
  });

  it('lays the masonry out anew when a tile grows or goes', async () => {
    await page.set({ heights: [10, 20, 30] });
    await expect.poll(() => from('masonry', 'm2')).toEqual([8, 5 + 10 + 4, 148]);
    expect((await page.box('masonry')).height).toBe(5 + 10 + 4 + 30 + 7);
  });

  it('makes columns of at most an extent', async () => {
    expect(await from('extent', 'e1')).toEqual([80, 0, 80]);
  });
});

describe('list components', () => {
  it('pads a list-view, sticks a header below its offset, and tells', async () => {
    const list = await page.box('list');
    const scrollTo = async (top: number): Promise<void> => {
      await page.run.page.$eval(
        withId('list'),
        async (view, there) => {
          view.scrollTop = there;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        },
        top,
      );
    };
    expect((await page.box('rows')).height).toBe(210);
    await scrollTo(60);
    expect((await page.box('header-a')).y - list.y).toBe(5);
    await expect
      .poll(() => page.details('header-a', 'stickontopchange'))
      .toEqual([{ isStickOnTop: true, id: 'header-a' }]);
    await scrollTo(0);
    await expect
      .poll(async () => (await page.details('header-a', 'stickontopchange')).at(-1))
      .toEqual({ isStickOnTop: false, id: 'header-a' });
  });

  it('builds the content of a list-builder for each of its list', async () => {
    const built = async (): Promise<string[]> =>
      page.run.page.$$eval('.built, [class*="built"]', (rows) => rows.map((row) => row.textContent));
    expect(await built()).toEqual(['0:a', '1:b']);
    await page.forget();
    await page.set({ names: ['x', 'b', 'c'] });
    expect(await built()).toEqual(['0:x', '1:b', '2:c']);
    expect(await page.details('builder', 'itembuild')).toEqual([{ index: 2 }]);
    await page.set({ names: ['x'] });
    expect(await built()).toEqual(['0:x']);
    expect(await page.details('builder', 'itemdispose')).toEqual([{ index: 2 }, { index: 1 }]);
  });

  it('pulls a sheet up and snaps it', async () => {
    expect((await page.box('sheet')).height).toBe(100);
    await page.drag('grip', 0, -15);
    await expect.poll(async () => Math.round((await page.box('sheet')).height)).toBe(120);
    expect((await page.details('sheet', 'sizeupdate')).length).toBeGreaterThan(0);
  });

  it('lets the text of a selection be selected, and colours a closed container', async () => {
    const style = async (id: string, name: string): Promise<string> =>
      page.run.page.$eval(
        withId(id),
        (element, wanted) => getComputedStyle(element).getPropertyValue(wanted),
        name,
      );
    expect(await style('selected', 'user-select')).toBe('text');
    expect(await style('opener', 'background-color')).toBe('rgb(1, 2, 3)');
    expect(await style('opener', 'border-top-left-radius')).toBe('9px');
  });
});
