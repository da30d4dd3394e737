import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SCREEN, screenModel, type ScreenSettings } from '#contract/screen';
import type { DeviceInfo } from '#contract/wx';
import { deviceInfo } from '../../src-main/program/device.ts';
import { deviceProfile } from '../../src-main/transfers/rules/device-profile.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';
import { callWx, callWxSync, type WxResult } from '../support/wx-in-page.ts';

const PROJECT = path.resolve(import.meta.dirname, '../fixtures/projects/chrome');
let harness: PageHarness;
let run: RunningPage;
let read = 0;

const notes = (): string[] =>
  run.console.filter((line) => line.startsWith('log: NOTE ')).map((line) => line.slice('log: NOTE '.length));

/** What the mini-program has noted since the last call, once `until` is among it. */
async function notesUntil(until: string): Promise<string[]> {
  await expect.poll(() => notes().slice(read), { timeout: 5000 }).toContain(until);
  const fresh = notes().slice(read);
  read += fresh.length;
  return fresh;
}

const wx = (api: string, options: Record<string, unknown> = {}): Promise<WxResult> =>
  callWx(run.page, api, options);
const sync = (api: string): Promise<Record<string, unknown>> => callWxSync(run.page, api);

/** The device as main makes it of what the developer chooses, as large as the view of the tests. */
function device(settings: Partial<ScreenSettings>, changes: Partial<DeviceInfo> = {}): DeviceInfo {
  const made = deviceInfo(deviceProfile('ios'), '3.17.0', { ...DEFAULT_SCREEN, ...settings });
  return { ...made, screenWidth: 390, screenHeight: 780, ...changes };
}

const choose = (settings: Partial<ScreenSettings>): Promise<void> =>
  run.emit({ kind: 'device', device: device(settings) });

const shown = '.ferry-page:not([hidden])';
const styleOf = async (selector: string, property: string): Promise<string> =>
  run.page.$eval(selector, (element, name) => getComputedStyle(element).getPropertyValue(name), property);
const boxOf = async (selector: string): Promise<DOMRect> =>
  run.page.$eval(selector, (element) => element.getBoundingClientRect().toJSON() as DOMRect);

beforeAll(async () => {
  harness = await startPageHarness();
  run = await harness.open({ project: PROJECT, boot: { device: device({}) } });
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

describe('the navigation bar', () => {
  it('has the colours of theme.json, the title of the page, and no button on the home page', async () => {
    await notesUntil('home ready');
    expect(await styleOf(`${shown} .ferry-nav`, 'background-color')).toBe('rgb(255, 255, 255)');
    expect(await styleOf(`${shown} .ferry-nav`, 'color')).toBe('rgb(0, 0, 0)');
    expect(await run.page.innerText(`${shown} .ferry-nav__title`)).toBe('Home');
    expect(await run.page.$$(`${shown} .ferry-nav__buttons > *`)).toHaveLength(0);
  });

  it('takes a colour with an animation, a title and the loading sign', async () => {
    expect(
      await wx('setNavigationBarColor', {
        frontColor: '#ffffff',
        backgroundColor: '#ff0000',
        animation: { duration: 40, timingFunc: 'easeIn' },
      }),
    ).toMatchObject({ ok: true });
    expect(await styleOf(`${shown} .ferry-nav`, 'transition-duration')).toBe('0.04s');
    expect(await styleOf(`${shown} .ferry-nav`, 'transition-timing-function')).toBe('ease-in');
    await expect.poll(async () => styleOf(`${shown} .ferry-nav`, 'background-color')).toBe('rgb(255, 0, 0)');
    expect(await styleOf(`${shown} .ferry-status`, 'color')).toBe('rgb(255, 255, 255)');
    await wx('setNavigationBarTitle', { title: 'Another' });
    expect(await run.page.innerText(`${shown} .ferry-nav__title`)).toBe('Another');
    await wx('showNavigationBarLoading');
    expect(await run.page.isVisible(`${shown} .ferry-nav__spinner`)).toBe(true);
    await wx('hideNavigationBarLoading');
    expect(await run.page.isVisible(`${shown} .ferry-nav__spinner`)).toBe(false);
  });

  it('has its capsule where getMenuButtonBoundingClientRect says', async () => {
    const { left, top, width, height } = await boxOf(`${shown} .ferry-nav__capsule`);
    expect(await sync('getMenuButtonBoundingClientRect')).toMatchObject({ left, top, width, height });
  });
});

describe('the background of a page', () => {
  it('is taken as hexadecimal colours alone', async () => {
    await wx('setBackgroundColor', { backgroundColor: '#00ff00', backgroundColorBottom: '#0000ff' });
    const view = `${shown} .ferry-page__view`;
    expect(await styleOf(view, '--ferry-page-top')).toBe('#00ff00');
    expect(await styleOf(view, '--ferry-page-bottom')).toBe('#0000ff');
    expect(await wx('setBackgroundColor', { backgroundColor: 'red' })).toMatchObject({
      ok: false,
      value: { errMsg: 'setBackgroundColor:fail invalid backgroundColor "red"' },
    });
    expect(await wx('setBackgroundTextStyle', { textStyle: 'blue' })).toMatchObject({ ok: false });
    expect(await wx('setBackgroundTextStyle', { textStyle: 'dark' })).toMatchObject({ ok: true });
  });
});

describe('the style of a page', () => {
  it('is set by wx: overflow on what scrolls, the rest on the page', async () => {
    await wx('setPageStyle', { style: { overflow: 'hidden', backgroundColor: 'rgb(4, 5, 6)' } });
    expect(await styleOf(`${shown} .ferry-page__scroller`, 'overflow-y')).toBe('hidden');
    expect(await styleOf(`${shown} wx-page`, 'background-color')).toBe('rgb(4, 5, 6)');
    await wx('setPageStyle', { style: { overflow: '', backgroundColor: '' } });
    expect(await styleOf(`${shown} .ferry-page__scroller`, 'overflow-y')).toBe('auto');
  });
});

describe('scrolling and pull-down refresh', () => {
  const scrollTop = (): Promise<number> =>
    run.page.$eval(`${shown} .ferry-page__scroller`, (scroller) => scroller.scrollTop);

  it('scrolls to a place in its time, to a selector, and into a component', async () => {
    await wx('pageScrollTo', { scrollTop: 300, duration: 0 });
    expect(await scrollTop()).toBe(300);
    await wx('pageScrollTo', { selector: '#top', offsetTop: 20, duration: 60 });
    await expect.poll(scrollTop).toBeLessThan(60);
    // The slide may go on below that.
    let last = -1;
    await expect
      .poll(async () => {
        const before = last;
        last = await scrollTop();
        return last === before;
      })
      .toBe(true);
    expect(await wx('pageScrollTo', { selector: '.deep >>> .inner', duration: 0 })).toMatchObject({
      ok: true,
    });
    expect(await scrollTop()).toBeGreaterThan(1000);
    expect(await wx('pageScrollTo', { selector: '.none' })).toMatchObject({
      ok: false,
      value: { errMsg: 'pageScrollTo:fail target page has no node ".none"' },
    });
    await notesUntil('home bottom');
    await wx('pageScrollTo', { scrollTop: 0, duration: 0 });
    await expect.poll(scrollTop).toBe(0);
  });

  it('refreshes when it is pulled far enough, until it is stopped', async () => {
    const { left, top } = await boxOf(`${shown} .ferry-page__scroller`);
    await run.page.mouse.move(left + 50, top + 40);
    await run.page.mouse.down();
    await run.page.mouse.move(left + 52, top + 80);
    await run.page.mouse.up();
    expect(await run.page.$(`${shown} .ferry-pull`)).toBeNull();
    await run.page.mouse.down();
    await run.page.mouse.move(left + 52, top + 120);
    await run.page.mouse.move(left + 52, top + 220);
    await run.page.mouse.up();
    expect(await notesUntil('home refresh')).toEqual(['home refresh']);
    expect(await run.page.$$(`${shown} .ferry-pull--running > i`)).toHaveLength(3);
    await wx('stopPullDownRefresh');
    expect(await run.page.$(`${shown} .ferry-pull`)).toBeNull();
    await wx('startPullDownRefresh');
    expect(await notesUntil('home refresh')).toEqual(['home refresh']);
    await wx('stopPullDownRefresh');
  });
});

describe('the tab bar', () => {
  const badge = (index: number): Promise<string> =>
    run.page.innerText(`.ferry-tabs__item >> nth=${String(index)} >> .ferry-tabs__picture`);

  it('carries badges of four characters at most, and red dots', async () => {
    await wx('setTabBarBadge', { index: 1, text: '12' });
    expect(await badge(1)).toBe('12');
    await wx('setTabBarBadge', { index: 1, text: '12345' });
    expect(await badge(1)).toBe('...');
    await wx('removeTabBarBadge', { index: 1 });
    expect(await badge(1)).toBe('');
    await wx('showTabBarRedDot', { index: 0 });
    expect(await run.page.$$('.ferry-tabs__dot')).toHaveLength(1);
    await wx('hideTabBarRedDot', { index: 0 });
    expect(await run.page.$$('.ferry-tabs__dot')).toHaveLength(0);
  });

  it('changes a tab and its style', async () => {
    await wx('setTabBarItem', { index: 1, text: 'Basket', iconPath: '/images/on.png' });
    expect(await run.page.innerText('.ferry-tabs__item >> nth=1')).toBe('Basket');
    await wx('setTabBarStyle', {
      selectedColor: '#ff0000',
      backgroundColor: '#222222',
      borderStyle: 'white',
    });
    expect(await styleOf('.ferry-tabs', 'background-color')).toBe('rgb(34, 34, 34)');
    expect(await styleOf('.ferry-tabs__item[aria-selected=true]', 'color')).toBe('rgb(255, 0, 0)');
    expect(await styleOf('.ferry-tabs__item:has(img)', 'font-size')).toBe('10px');
    expect(await styleOf('.ferry-tabs__item:has(img)', 'line-height')).toBe('12px');
  });

  it('gives its room to the page while it is hidden', async () => {
    const before = (await boxOf(`${shown} .ferry-page__view`)).height;
    await wx('hideTabBar', { animation: true });
    expect(await run.page.isVisible('.ferry-tabs')).toBe(false);
    expect((await boxOf(`${shown} .ferry-page__view`)).height).toBe(before + 50);
    await wx('showTabBar', { animation: true });
    expect((await boxOf(`${shown} .ferry-page__view`)).height).toBe(before);
  });

  it('refuses what is not there', async () => {
    expect((await wx('setTabBarBadge', { index: 7, text: 'a' })).value['errMsg']).toBe(
      'setTabBarBadge:fail tabbar item not found',
    );
    expect((await wx('setTabBarItem', {})).value['errMsg']).toContain('parameter.index should be Number');
  });

  it('tells the page of taps, also of one on the tab that shows', async () => {
    await run.page.click('.ferry-tabs__item >> nth=1');
    expect(await notesUntil('cart tab {"index":"1","pagePath":"pages/cart/cart","text":"Basket"}')).toEqual([
      'home hide',
      'cart load {}',
      'cart show',
      'cart tab {"index":"1","pagePath":"pages/cart/cart","text":"Basket"}',
    ]);
    await run.page.click('.ferry-tabs__item >> nth=1');
    expect(
      await notesUntil('cart tab {"index":"1","pagePath":"pages/cart/cart","text":"Basket"}'),
    ).toHaveLength(1);
  });

  it('drops the query of a tab page', async () => {
    await wx('switchTab', { url: '/pages/home/home?a=1' });
    await notesUntil('home show');
    expect(await run.page.evaluate(() => document.querySelectorAll('.ferry-page').length)).toBe(2);
  });
});

describe('routes', () => {
  const opened = (): Promise<string[]> =>
    run.page.evaluate(() =>
      (
        document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
          __wxElement: { getMethodCaller(): { takeRoutes(): string[] } };
        }
      ).__wxElement
        .getMethodCaller()
        .takeRoutes(),
    );

  it('told of in WeChat’s order; a page may open the next while it loads', async () => {
    await opened();
    read = notes().length;
    await wx('navigateTo', { url: '/pages/detail/detail?next=1&name=%E5%90%8D' });
    expect(await notesUntil('form opened')).toEqual([
      'home hide',
      'detail load {"next":"1","name":"%E5%90%8D"}',
      'form load {"n":"1"}',
      'form opened',
    ]);
    await expect
      .poll(async () => opened(), { timeout: 3000 })
      .toContain('AppRouteDone navigateTo pages/form/form');
  });

  it.each([
    ['navigateTo', '/pages/none/none?a=1', 'navigateTo:fail page "pages/none/none?a=1" is not found'],
    ['navigateTo', '/pages/home/home', 'navigateTo:fail can not navigateTo a tabbar page'],
    ['redirectTo', '/pages/cart/cart', 'redirectTo:fail can not redirectTo a tabbar page'],
    ['switchTab', '/pages/form/form', 'switchTab:fail can not switch to no-tabBar page'],
    ['setTabBarBadge', null, 'setTabBarBadge:fail not TabBar page'],
    ['hideTabBar', null, 'hideTabBar:fail not TabBar page'],
  ])('%s %s is refused', async (api, url, errMsg) => {
    const answer = await wx(api, url === null ? { index: 0, text: 'a' } : { url });
    expect(answer).toMatchObject({ ok: false, value: { errMsg } });
  });

  it('shows home beside back where the page asks for it, until it is hidden', async () => {
    expect(await run.page.isVisible(`${shown} .ferry-nav__back`)).toBe(true);
    expect(await run.page.isVisible(`${shown} .ferry-nav__home`)).toBe(true);
    await wx('hideHomeButton');
    expect(await run.page.$(`${shown} .ferry-nav__home`)).toBeNull();
  });

  it('asks before the person leaves, and goes only with a yes', async () => {
    await wx('enableAlertBeforeUnload', { message: 'Leave?' });
    await run.page.click(`${shown} .ferry-nav__back`);
    expect(await run.page.innerText('.ferry-modal__box')).toContain('Leave?');
    await run.page.click('.ferry-modal__cancel');
    expect(await run.page.innerText(`${shown} .ferry-nav__title`)).toBe('Form');
    await wx('disableAlertBeforeUnload');
    await run.page.click(`${shown} .ferry-nav__back`);
    expect(await notesUntil('form unload')).toEqual(['form unload']);
    await expect.poll(async () => run.page.innerText(`${shown} .ferry-nav__title`)).toBe('Detail');
  });

  it('keeps ten pages at most', async () => {
    for (let count = 3; count <= 10; count += 1) await wx('navigateTo', { url: '/pages/custom/custom' });
    expect((await wx('navigateTo', { url: '/pages/custom/custom' })).value['errMsg']).toBe(
      'navigateTo:fail webview count limit exceed',
    );
    await wx('navigateBack', { delta: 99 });
    expect((await wx('navigateBack')).value['errMsg']).toBe(
      'navigateBack:fail cannot navigate back at first page.',
    );
    await notesUntil('detail unload');
  });

  it('shows home on a lone page that is no tab', async () => {
    await wx('reLaunch', { url: '/pages/detail/detail' });
    await run.page.click(`${shown} .ferry-nav__home`);
    await notesUntil('home ready');
  });
});

describe('the capsule', () => {
  it('opens the menu, which shows what the page shares', async () => {
    await run.page.click(`${shown} .ferry-nav__capsule-button--menu`);
    const entries = await run.page.$$eval('.ferry-menu__entry', (all) =>
      all.map((entry) => (entry as HTMLElement).dataset['entry']),
    );
    expect(entries).toEqual(['forward', 'timeline', 'favourite', 'reload']);
    await run.page.click('.ferry-menu__entry[data-entry=forward]');
    expect(await run.page.innerText('.ferry-share__box')).toMatch(/from menu[\s\S]*\/pages\/cart\/cart\?a=1/);
    await run.page.click('.ferry-share__close');
    await wx('hideShareMenu', { menus: ['shareTimeline'] });
    await run.page.click(`${shown} .ferry-nav__capsule-button--menu`);
    expect(await run.page.$('.ferry-menu__entry[data-entry=timeline]')).toBeNull();
    await run.page.keyboard.press('Escape');
    expect(await run.page.$('.ferry-menu')).toBeNull();
  });

  it('sends the mini-program to the background and fetches it back, and tells main', async () => {
    read = notes().length;
    await run.page.click(`${shown} .ferry-nav__capsule-button--close`);
    expect(await notesUntil('wx app hide')).toEqual(['home hide', 'app hide', 'wx app hide']);
    await run.page.click('.ferry-background__back');
    expect(await notesUntil('home show')).toEqual(['app show', 'wx app show', 'home show']);
    await expect
      .poll(async () => run.reports('app-moved'))
      .toMatchObject([{ state: 'hidden' }, { state: 'shown' }]);
  });
});

describe('another device', () => {
  afterEach(async () => {
    await choose({});
  });

  it('turns dark at once: bars, sheets and everybody who listens', async () => {
    expect((await styleOf(`${shown} wx-page`, '--tone')).trim()).toBe('light');
    read = notes().length;
    await choose({ theme: 'dark' });
    expect(await notesUntil('wx theme dark')).toEqual(['app theme dark', 'wx theme dark']);
    expect((await styleOf(`${shown} wx-page`, '--tone')).trim()).toBe('dark');
    expect(await styleOf(`${shown} .ferry-nav`, 'background-color')).toBe('rgb(32, 32, 32)');
    expect(await sync('getSystemInfoSync')).toMatchObject({ theme: 'dark' });
    await choose({ theme: 'light' });
    await notesUntil('wx theme light');
    expect((await styleOf(`${shown} wx-page`, '--tone')).trim()).toBe('light');
  });

  it('has its own safe area, in styles and in what the system tells', async () => {
    expect(await styleOf(`${shown} wx-page`, 'padding-bottom')).toBe('0px');
    await choose({ model: 'iphone-x' });
    expect(await styleOf(`${shown} wx-page`, 'padding-bottom')).toBe('34px');
    expect(await styleOf(`${shown} #top, ${shown} [id$="--top"]`, 'padding-top')).toBe('44px');
    expect(await run.page.isVisible('.ferry-screen__home')).toBe(true);
    expect(await run.page.isVisible('.ferry-screen__notch')).toBe(true);
    expect((await boxOf('.ferry-tabs')).height).toBe(84);
    expect(await sync('getWindowInfo')).toMatchObject({
      statusBarHeight: 44,
      pixelRatio: 3,
      safeArea: { left: 0, top: 44, right: 390, bottom: 746, width: 390, height: 702 },
    });
  });

  it('speaks another language and writes in another size', async () => {
    await choose({ language: 'en', fontSizePx: 20 });
    expect(await sync('getAppBaseInfo')).toMatchObject({ language: 'en', fontSizeSetting: 20 });
    await run.page.click(`${shown} .ferry-nav__capsule-button--menu`);
    expect(await run.page.innerText('.ferry-menu__cancel')).toBe('Cancel');
    await run.page.keyboard.press('Escape');
  });

  it('tells the page and wx of another size of the window', async () => {
    read = notes().length;
    await run.page.setViewportSize({ width: 360, height: 700 });
    expect(await notesUntil('wx resize 360x586')).toEqual([
      'home resize 360x586',
      'note resize',
      'note resize',
      'wx resize 360x586',
    ]);
    await run.page.setViewportSize({ width: 390, height: 780 });
    await notesUntil('wx resize 390x666');
  });
});

describe('the keyboard', () => {
  it('comes up under a field, pushes its page, and goes when it is put away', async () => {
    await wx('navigateTo', { url: '/pages/form/form' });
    await notesUntil('form load {}');
    const before = await boxOf(`${shown} [id$="low"]`);
    await run.page.click(`${shown} [id$="low"]`);
    const { keyboardHeight } = screenModel('iphone-8');
    expect(await notesUntil(`keyboard ${String(keyboardHeight)}`)).toHaveLength(1);
    const pushed = await boxOf(`${shown} [id$="low"]`);
    expect(pushed.top).toBeLessThan(before.top);
    expect(pushed.bottom).toBeLessThanOrEqual(780 - keyboardHeight);
    await run.page.keyboard.type('abc');
    expect(await wx('getSelectedTextRange')).toMatchObject({ ok: true, value: { start: 3, end: 3 } });
    await run.page.click('.ferry-keyboard__done');
    await notesUntil('keyboard 0');
    expect(await run.page.$('.ferry-keyboard')).toBeNull();
    expect((await boxOf(`${shown} [id$="low"]`)).top).toBe(before.top);
    expect((await wx('hideKeyboard')).ok).toBe(false);
  });

  it('has the keyboard-accessory of its field on top, and of no other field', async () => {
    const { keyboardHeight } = screenModel('iphone-8');
    const bar = `${shown} [id$="bar"]`;
    expect(await run.page.isVisible(bar)).toBe(false);
    await run.page.click(`${shown} [id$="other"]`);
    await notesUntil(`keyboard ${String(keyboardHeight)}`);
    expect(await run.page.isVisible(bar)).toBe(false);
    // The keyboard is up already and stays as high as it is.
    await run.page.focus(`${shown} [id$="noted"] textarea`);
    await run.page.waitForSelector(bar);
    const { top, bottom } = await boxOf(bar);
    expect([bottom - top, bottom]).toEqual([40, 780 - keyboardHeight]);
    await run.page.click('.ferry-keyboard__done');
    await notesUntil('keyboard 0');
    expect(await run.page.isVisible(bar)).toBe(false);
  });
});

describe('what a phone does not let a page do', () => {
  it('keeps its window, and takes a brightness between 0 and 1', async () => {
    expect(await wx('setWindowSize', { width: 100, height: 100 })).toMatchObject({ ok: false });
    await wx('setScreenBrightness', { value: 0.8 });
    expect(await wx('getScreenBrightness')).toMatchObject({ value: { value: 0.8 } });
    expect(await wx('setScreenBrightness', { value: 2 })).toMatchObject({ ok: false });
    expect(await wx('setKeepScreenOn', { keepScreenOn: true })).toMatchObject({ ok: true });
  });
});

describe('where pages move', () => {
  /** Which pages move, and where a new page is while it does. */
  const moving = (page: RunningPage['page']): Promise<number> =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(({ effect }) => (effect as KeyframeEffect | null)?.target?.classList.contains('ferry-page'))
          .length,
    );

  const openForm = (page: RunningPage['page']): Promise<void> =>
    page.evaluate(() => {
      const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
        __wxElement: { getMethodCaller(): { wxForTest: { navigateTo(o: object): void } } };
      };
      element.__wxElement.getMethodCaller().wxForTest.navigateTo({ url: '/pages/form/form' });
    });

  it('a page is ready before it has come to rest, and goes the same way back', async () => {
    const moved = await harness.open({ project: PROJECT, boot: { device: device({}), animates: true } });
    const said = (text: string): boolean => moved.console.includes(`log: NOTE ${text}`);
    await expect.poll(() => said('home route done')).toBe(true);
    await openForm(moved.page);
    await expect.poll(async () => moving(moved.page)).toBe(2);
    expect(said('form load {}')).toBe(true);
    await expect.poll(async () => moving(moved.page)).toBe(0);
    expect(await moved.page.$('.ferry-page--below')).toBeNull();
    await moved.page.click('.ferry-page:not([hidden]) .ferry-nav__back');
    await expect.poll(() => said('form unload')).toBe(true);
    await expect.poll(async () => moved.page.$$('.ferry-page')).toHaveLength(1);
    await moved.close();
  });

  it('nothing moves for people who want little motion', async () => {
    const still = await harness.open({ project: PROJECT, boot: { device: device({}), animates: true } });
    await still.page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(() => still.console).toContain('log: NOTE home route done');
    await still.page.evaluate(() => {
      const animate = Reflect.get(Element.prototype, 'animate') as (...values: unknown[]) => Animation;
      Element.prototype.animate = function (...values) {
        document.body.dataset['moved'] = 'yes';
        return Reflect.apply(animate, this, values);
      };
    });
    await openForm(still.page);
    await expect.poll(() => still.console).toContain('log: NOTE form load {}');
    expect(await still.page.evaluate(() => document.body.dataset['moved'])).toBeUndefined();
    await still.close();
  });
});
