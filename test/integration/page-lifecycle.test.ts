import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';

const PROJECTS = path.resolve(import.meta.dirname, '../fixtures/projects');
let harness: PageHarness;
let tour: RunningPage;
let read = 0;

/** Lines the mini-program has noted since the last call, once the last of them is `until`. */
async function notesUntil(until: string): Promise<string[]> {
  const notes = (): string[] =>
    tour.console
      .filter((line) => line.startsWith('log: NOTE '))
      .map((line) => line.slice('log: NOTE '.length));
  await expect.poll(() => notes().slice(read), { timeout: 5000 }).toContain(until);
  const fresh = notes().slice(read);
  read += fresh.length;
  return fresh;
}

async function drive(command: Record<string, unknown>): Promise<Record<string, unknown>> {
  const commandId = Math.floor(Math.random() * 1e9);
  await tour.emit({ kind: 'drive', commandId, command: command as never });
  const answerOf = async (): Promise<Record<string, unknown> | undefined> => {
    const calls = await tour.calls('wx:driven');
    const found = calls.find((call) => (call.request as { commandId: number }).commandId === commandId);
    return (found?.request as { answer: Record<string, unknown> } | undefined)?.answer;
  };
  await expect.poll(answerOf, { timeout: 5000 }).toBeDefined();
  return (await answerOf()) ?? {};
}

const styleOf = async (selector: string, property: string): Promise<string> =>
  tour.page.$eval(selector, (element, name) => getComputedStyle(element).getPropertyValue(name), property);

beforeAll(async () => {
  harness = await startPageHarness();
  tour = await harness.open({ project: path.join(PROJECTS, 'tour') });
}, 60_000);
afterAll(async () => {
  await tour.close();
  await harness.close();
});

describe('the first page', () => {
  it('goes through launch, load, show and ready in order', async () => {
    expect(await notesUntil('index onReady')).toEqual([
      'app onLaunch pages/index/index 1001',
      'app onShow',
      'card created',
      'behavior attached',
      'card attached yes',
      'index onLoad {}',
      'index onShow ["pages/index/index"]',
      'card page show',
      'card ready',
      'index onReady',
    ]);
  });

  it('renders templates, loops, includes, WXS and slots', async () => {
    const text = await tour.page.innerText('wx-page');
    expect(text).toContain('hello');
    expect(text).toContain('0: Apple');
    expect(text).toContain('array String a#b# 42');
    expect(text).toContain('slot text');
    expect(text).toContain('badge');
  });

  it('runs no script of the markup', async () => {
    expect(await tour.page.evaluate(() => (window as { pwned?: boolean }).pwned)).toBeUndefined();
  });

  it('shows the title of the page json and no back button', async () => {
    expect(await tour.page.innerText('.ferry-nav__title')).toBe('Index');
    expect(await tour.page.$('.ferry-nav__back')).toBeNull();
    expect(await tour.page.innerText('.ferry-tabs')).toMatch(/Home\s+Cart/);
  });

  it('reports opening and readiness', async () => {
    await expect.poll(async () => tour.reports('page-ready')).toMatchObject([{ route: 'pages/index/index' }]);
    expect(await tour.reports('page-opening')).toEqual([
      { kind: 'page-opening', route: 'pages/index/index', query: '' },
    ]);
  });
});

describe('styles', () => {
  it('apply app.wxss, imports, ids, page scope and component scope', async () => {
    expect(await styleOf('.title', 'color')).toBe('rgb(9, 9, 9)');
    expect(await styleOf('.title', 'font-weight')).toBe('700');
    expect(await styleOf('.title', 'width')).toBe('195px');
    expect(await styleOf('wx-page', 'background-color')).toBe('rgb(238, 238, 238)');
    expect(await styleOf('wx-page', 'padding-left')).toBe('5px');
    expect(await styleOf('wx-card', 'margin-top')).toBe('3px');
    expect(await styleOf('wx-card .from-page', 'color')).toBe('rgb(7, 7, 7)');
    expect(await styleOf('wx-card wx-view', 'border-top-width')).toBe('2px');
    expect(await styleOf('.badge-text', 'color')).toBe('rgb(3, 3, 3)');
    expect(await styleOf('wx-badge', 'padding-left')).toBe('4px');
  });

  it('measure 100vh and rpx by the page', async () => {
    expect(await styleOf('.title', 'height')).toBe('666px');
    expect(await styleOf('.foot-line', 'width')).toBe('39px');
  });

  it('load package files from the page origin', async () => {
    const image = await styleOf('.title', 'background-image');
    expect(image).toBe(`url("${tour.origin}/package/images/dot.png")`);
  });
});

describe('events', () => {
  it('carry WeChat’s event object and update the data', async () => {
    await tour.page.click('.row >> nth=0');
    expect(await notesUntil('pick tap {"name":"Apple"} {"name":"Apple"} {"row":0} ["x","y"]')).toHaveLength(
      1,
    );
    await expect.poll(async () => tour.page.innerText('.title')).toBe('picked Apple');
    expect(await tour.page.innerText('.row >> nth=0')).toBe('0: Ant');
  });

  it('stop at catch', async () => {
    await tour.page.click('.stopper');
    expect(await notesUntil('inner tap')).toEqual(['inner tap']);
  });

  it('of components reach the page', async () => {
    await tour.page.click('wx-card wx-view');
    expect(await notesUntil('custom {"label":"card"}')).toEqual(['custom {"label":"card"}']);
  });
});

describe('the page stack', () => {
  it('opens a page with its query and an event channel', async () => {
    await tour.page.click('.go');
    expect(await notesUntil('detail onReady')).toEqual([
      'index onHide',
      'card page hide',
      'detail onLoad {"id":"7","name":"%E5%90%8D","empty":""}',
      'detail onShow 1',
      'to detail from index',
      'detail onReady',
    ]);
    expect(await tour.page.innerText('.ferry-page:not([hidden]) .ferry-nav__title')).toBe('Detail');
    expect(await tour.page.isVisible('.ferry-tabs')).toBe(false);
  });

  it('locates by a WXML selector and scrolls into sight', async () => {
    const answer = await drive({ kind: 'locate', selector: '#end' });
    const rect = answer['rect'] as { y: number; height: number };
    expect(rect.y).toBeGreaterThan(0);
    expect(rect.y + rect.height).toBeLessThanOrEqual(780);
    expect(await drive({ kind: 'locate', selector: 'view.nowhere' })).toEqual({
      kind: 'located',
      rect: null,
      coveredBy: null,
    });
  });

  it('goes back by the bar’s button', async () => {
    await tour.page.click('.ferry-page:not([hidden]) .ferry-nav__back');
    expect(await notesUntil('card page show')).toEqual([
      'from detail from detail page',
      'detail onUnload',
      'index onShow ["pages/index/index"]',
      'card page show',
    ]);
    expect(await tour.page.isVisible('.ferry-tabs')).toBe(true);
  });

  it('keeps tab pages alive when switching', async () => {
    await tour.page.click('.ferry-tabs__item >> nth=1');
    expect(await notesUntil('cart onShow')).toEqual([
      'index onHide',
      'card page hide',
      'cart onLoad',
      'cart onShow',
    ]);
    await tour.page.click('.ferry-tabs__item >> nth=0');
    expect(await notesUntil('card page show')).toEqual([
      'cart onHide',
      'index onShow ["pages/index/index"]',
      'card page show',
    ]);
  });

  it('relaunches into a subpackage and unloads everything', async () => {
    expect(await drive({ kind: 'relaunch', url: 'sub/deep/deep' })).toEqual({ kind: 'relaunched' });
    expect(await notesUntil('deep onLoad sub/deep/deep')).toEqual([
      'index onUnload',
      'card detached',
      'cart onUnload',
      'deep onLoad sub/deep/deep',
    ]);
    expect(await drive({ kind: 'stack' })).toEqual({ kind: 'stack', routes: ['sub/deep/deep'] });
  });

  it('says in WeChat’s words why a page does not open', async () => {
    const answer = await drive({ kind: 'relaunch', url: '/pages/none/none?a=1' });
    expect(answer).toMatchObject({
      kind: 'failed',
      error: { message: 'reLaunch:fail page "pages/none/none?a=1" is not found' },
    });
  });

  it('relaunches with what lay over the page closed, and is led nowhere else by it', async () => {
    await drive({ kind: 'relaunch', url: '/pages/fault/fault' });
    await tour.page.click('.ask');
    await tour.page.waitForSelector('.ferry-modal');
    await tour.page.waitForSelector('.ferry-toast');
    await drive({ kind: 'relaunch', url: '/pages/index/index' });
    await notesUntil('fault asked, cancel true');
    expect(await tour.page.$('.ferry-modal')).toBeNull();
    expect(await tour.page.$('.ferry-toast')).toBeNull();
    expect(await drive({ kind: 'stack' })).toEqual({ kind: 'stack', routes: ['pages/index/index'] });
  });

  it('adds no style sheet twice', async () => {
    await drive({ kind: 'relaunch', url: '/pages/index/index' });
    await notesUntil('index onReady');
    const sheets = await tour.page.$$eval('style[data-sheet]', (all) =>
      all.map((style) => (style as HTMLElement).dataset['sheet']),
    );
    expect(new Set(sheets).size).toBe(sheets.length);
  });
});

describe('methods of a page', () => {
  it('keep the page as their own when handed to a timer', async () => {
    await drive({ kind: 'relaunch', url: '/pages/fault/fault' });
    await tour.page.click('.hand-over');
    await notesUntil('fault named pages/fault/fault');
  });
});

describe('errors of project code', () => {
  /** The first exception after `before`, one being thrown now: reports come in order, so an earlier one would be it. */
  async function nextException(before: number): Promise<unknown> {
    await tour.page.click('.missing');
    await expect.poll(async () => (await tour.reports('exception')).length).toBeGreaterThan(before);
    return (await tour.reports('exception'))[before]?.['message'];
  }

  it('show over the page with the place in the source, and reach the app and the report', async () => {
    await drive({ kind: 'relaunch', url: '/pages/fault/fault?from=test' });
    await notesUntil('fault onLoad test');
    await tour.page.click('.explode');
    await tour.page.waitForSelector('.ferry-error');
    expect(await tour.page.innerText('.ferry-error__location')).toMatch(/^pages\/fault\/fault\.ts:13:\d+$/);
    expect(await tour.page.innerText('.ferry-error__frame')).toContain(
      '> 13 |     console.log(nothing.field);',
    );
    await expect
      .poll(async () => tour.reports('exception'))
      .toMatchObject([
        {
          page: 'pages/fault/fault',
          ours: false,
          message: "TypeError: Cannot read properties of undefined (reading 'field')",
        },
      ]);
    expect(
      (await notesUntil("app onError TypeError: Cannot read properties of undefined (reading 'field')"))
        .length,
    ).toBe(1);
    await tour.page.click('.ferry-error__dismiss');
    expect(await tour.page.$('.ferry-error')).toBeNull();
  });

  it('belong to the page whose script threw, which is drawn all the same', async () => {
    await drive({ kind: 'relaunch', url: '/pages/torn/torn' });
    expect(await tour.page.innerText('.torn')).toBe('still drawn');
    await expect
      .poll(async () => (await tour.reports('exception')).at(-1))
      .toMatchObject({ page: 'pages/torn/torn', message: 'Error: torn script', ours: false });
    await tour.page.click('.ferry-error__dismiss');
    await drive({ kind: 'relaunch', url: '/pages/fault/fault' });
  });

  it('include rejected promises', async () => {
    await tour.page.click('.reject');
    await expect
      .poll(async () => (await tour.reports('exception')).at(-1)?.['message'])
      .toBe('Error: lost promise');
    await tour.page.click('.ferry-error__dismiss');
  });

  it('are none where a call of wx fails and nobody hears of it, as WeChat only logs that', async () => {
    const before = (await tour.reports('exception')).length;
    await tour.page.click('.unheard');
    await notesUntil('app onUnhandledRejection getInferenceEnvInfo:fail not supported in Ferry yet');
    await expect
      .poll(() => tour.console, { timeout: 5000 })
      .toContainEqual(expect.stringMatching(/^error: Uncaught \(in promise\)/));
    expect(await nextException(before)).toMatch(/openBluetoothAdapter/);
    expect(await tour.reports('unsupported')).toContainEqual({
      kind: 'unsupported',
      api: 'wx.getInferenceEnvInfo',
    });
  });

  it('are none where the browser puts off resize notices', async () => {
    const before = (await tour.reports('exception')).length;
    const message = await tour.page.evaluate(
      async () =>
        new Promise<string>((resolve) => {
          window.addEventListener(
            'error',
            (event) => {
              observer.disconnect();
              box.remove();
              resolve(event.message);
            },
            { once: true },
          );
          const box = document.body.appendChild(document.createElement('div'));
          const observer = new ResizeObserver(() => {
            box.style.height = `${String(box.offsetHeight + 1)}px`;
          });
          observer.observe(box);
        }),
    );
    expect(message).toMatch(/^ResizeObserver loop/);
    expect(await nextException(before)).toMatch(/openBluetoothAdapter/);
  });

  it('are not blamed on the project when the API is missing', async () => {
    await tour.page.click('.missing');
    await expect.poll(async () => (await tour.reports('exception')).at(-1)?.['ours']).toBe(true);
    expect(await tour.page.$('.ferry-error')).toBeNull();
  });
});

describe('gestures and the mini-program’s world', () => {
  it('turn a press into touches and a tap measured from the page', async () => {
    await drive({ kind: 'relaunch', url: '/pages/gestures/gestures' });
    await tour.page.waitForSelector('.pad');
    await notesUntil('app onError Error: openBluetoothAdapter:fail not supported in Ferry yet').catch(
      () => undefined,
    );
    await tour.page.mouse.move(100, 120);
    await tour.page.mouse.down();
    await tour.page.mouse.up();
    expect(await notesUntil('tap 100 56 100 56')).toEqual([
      'touchstart 1 1',
      'touchend 0 1',
      'tap 100 56 100 56',
    ]);
  });

  it('send no tap after a long press that was heard', async () => {
    await tour.page.mouse.down();
    await notesUntil('longpress');
    await tour.page.mouse.up();
    expect(await notesUntil('touchend 0 1')).toEqual(['touchend 0 1']);
  });

  it('send no tap after a drag', async () => {
    await tour.page.mouse.down();
    await tour.page.mouse.move(150, 150);
    await tour.page.mouse.up();
    expect(await notesUntil('touchend 0 1')).toEqual(['touchstart 1 1', 'touchmove 1 1', 'touchend 0 1']);
  });

  it('reach WXS handlers with the element’s descriptor', async () => {
    await tour.page.click('.mover');
    expect(await notesUntil('fromWxs {"taps":1,"type":"tap"}')).toHaveLength(1);
    expect(await styleOf('.mover', 'margin-left')).toBe('20px');
    expect(await styleOf('.mover', 'width')).toBe('60px');
    await tour.page.waitForSelector('.watched.changed');
  });

  it('hide the browser from the mini-program', async () => {
    await tour.page.click('.hygiene');
    expect(await notesUntil('eval blocked')).toEqual([
      'globals undefined undefined undefined object undefined function',
      'eval blocked',
    ]);
  });
});

describe('a project with broken files', () => {
  it('opens its good pages and shows what is wrong with the others', async () => {
    const broken = await harness.open({ project: path.join(PROJECTS, 'broken'), entry: 'pages/fine/fine' });
    await expect.poll(async () => broken.page.innerText('wx-page').catch(() => '')).toContain('fine');
    expect(await broken.page.$('.ferry-error')).toBeNull();
    await broken.close();

    const script = await harness.open({
      project: path.join(PROJECTS, 'broken'),
      entry: 'pages/script/script',
    });
    await script.page.waitForSelector('.ferry-error');
    expect(await script.page.innerText('.ferry-error__message')).toContain('pages/script/script.js:3:');
    expect(await script.page.innerText('wx-page')).toContain('script page');
    await script.close();

    const style = await harness.open({ project: path.join(PROJECTS, 'broken'), entry: 'pages/style/style' });
    await style.page.waitForSelector('.ferry-error');
    expect(await style.page.innerText('.ferry-error__location')).toMatch(/^pages\/style\/style\.wxss:2:/);
    await style.close();
  });
});
