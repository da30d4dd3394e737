import {
  FlattenMap,
  generatedPositionFor,
  originalPositionFor,
  type SectionedSourceMapInput,
} from '@jridgewell/trace-mapping';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { shareTempDir, tempDir } from '../support/temp-dir.ts';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';
import { writeProject } from '../support/project-folder.ts';

shareTempDir();
let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
});
afterAll(() => harness.close());

const PIXEL = (color: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="${color}"/></svg>`;

const PROJECT = {
  'project.config.json': '{ "appid": "touristappid", "setting": { "useCompilerPlugins": ["less"] } }',
  'app.json': JSON.stringify({
    pages: ['pages/list/list', 'pages/detail/detail'],
    subPackages: [{ root: 'sub', pages: ['page'] }],
  }),
  'app.js': `const store = require('./store'); App({ launches: (store.launches += 1), globalData: { kept: 0 } });`,
  'app.wxss': '.shade { color: rgb(1, 1, 1) }',
  'store.js': 'module.exports = { launches: 0 };',
  'util.js': 'exports.word = () => "old word";',
  'words.wxs': 'module.exports = { shout: function (t) { return t + "!" } };',
  'row.wxml': '<template name="row"><text class="row">row {{n}}</text></template>',
  'card.json': '{ "component": true }',
  'card.js': 'Component({ data: { mark: "card" } })',
  'card.wxml': '<view class="card">{{mark}} old</view>',
  'card.wxss': '.card { color: rgb(2, 2, 2) }',
  'dot.svg': PIXEL('red'),
  'base.wxss': '.based { color: rgb(3, 3, 3) }',
  'pages/list/list.json': '{ "usingComponents": { "card": "/card" } }',
  'pages/list/list.js': `
    const { word } = require('../../util');
    Page({
      data: { n: 1, word: '' },
      onLoad(query) { this.setData({ word: word(), from: query.from || '' }); },
      onReady() { getApp().globalData.kept += 1; },
    });`,
  'pages/list/list.wxml': `<import src="/row.wxml"/><wxs src="/words.wxs" module="w"/>
    <view class="shade">shade</view><view class="title based">{{w.shout(word)}} {{n}}</view>
    <template is="row" data="{{n}}"/>
    <card/>
    <image class="dot" src="/dot.svg"/>
    <input class="typed"/>
    <view style="height: 3000px"/>`,
  'pages/list/list.wxss': '@import "/base.wxss"; .title { font-size: 20px }',
  'pages/detail/detail.js': 'Page({ data: { id: "" }, onLoad({ id }) { this.setData({ id }) } })',
  'pages/detail/detail.wxml': '<view class="detail">detail {{id}}</view>',
  'pages/detail/detail.less': '@tone: rgb(4, 4, 4); .detail { color: @tone }',
  'sub/page.js': 'Page({})',
  'sub/page.wxml': '<view class="sub">sub</view>',
} as const;

async function opened(entry = 'pages/list/list?from=there'): Promise<RunningPage> {
  const project = await writeProject(await tempDir(), PROJECT);
  const running = await harness.open({ project, entry });
  onTestFinished(() => running.close());
  await vi.waitFor(async () => {
    expect(await running.reports('page-ready')).toHaveLength(1);
  }, 10_000);
  return running;
}

const textOf = (run: RunningPage, selector: string): Promise<string> =>
  run.page.evaluate(
    (css) => [...document.querySelectorAll(`.ferry-page:not([hidden]) ${css}`)].at(-1)?.textContent ?? '',
    selector,
  );
const colorOf = (run: RunningPage, selector: string): Promise<string> =>
  run.page.evaluate((css) => {
    const element = [...document.querySelectorAll(`.ferry-page:not([hidden]) ${css}`)].at(-1);
    return element ? getComputedStyle(element).color : '';
  }, selector);
const scrollTop = (run: RunningPage): Promise<number> =>
  run.page.evaluate(() =>
    Math.max(...[...document.querySelectorAll('.ferry-page *')].map((element) => element.scrollTop)),
  );
/** Calls a method of a page in the stack, as the project's own code would. */
const inPage = <T>(run: RunningPage, body: string): Promise<T> =>
  run.page.evaluate(
    ([code]) => {
      const element = [...document.querySelectorAll('.ferry-page:not([hidden]) wx-page')].at(
        -1,
      ) as unknown as {
        __wxElement: { getMethodCaller(): unknown };
      };
      // Chromium's debugger may evaluate what the page's policy forbids.
      const run = (0, eval)(`(function(page){${code ?? ''}})`) as (page: unknown) => unknown;
      return run(element.__wxElement.getMethodCaller()) as T;
    },
    [body],
  );

test('a style sheet is swapped: data, scroll and what was typed stay; imports and less too', async () => {
  const run = await opened();
  await inPage(run, 'page.setData({ n: 7 })');
  await run.page.fill('.ferry-page:not([hidden]) input', 'typed');
  await run.page.evaluate(() => {
    for (const element of document.querySelectorAll('.ferry-page *')) element.scrollTop = 120;
  });
  await run.save({ 'app.wxss': '.shade { color: rgb(9, 1, 1) }' });
  await expect.poll(() => colorOf(run, '.shade')).toBe('rgb(9, 1, 1)');
  await run.save({ 'base.wxss': '.based { color: rgb(9, 3, 3) !important }' });
  await expect.poll(() => colorOf(run, '.based')).toBe('rgb(9, 3, 3)');
  await run.save({ 'card.wxss': '.card { color: rgb(9, 2, 2) }' });
  await expect
    .poll(() => run.page.$eval('[class$="card"]', (card) => getComputedStyle(card).color))
    .toBe('rgb(9, 2, 2)');
  expect(await textOf(run, '.title')).toBe('old word! 7');
  expect(await run.page.inputValue('.ferry-page:not([hidden]) input')).toBe('typed');
  expect(await scrollTop(run)).toBe(120);
  await run.save({ 'pages/detail/detail.less': '@tone: rgb(9, 4, 4); .detail { color: @tone }' });
  await inPage(run, `page.pageRouter.navigateTo({ url: '/pages/detail/detail?id=5' })`);
  await expect.poll(() => colorOf(run, '.detail')).toBe('rgb(9, 4, 4)');
});

test('a template renders anew in place with its data: the page’s, an imported one, a component’s, by WXS', async () => {
  const run = await opened();
  await inPage(run, 'page.setData({ n: 7 }); page.own = "instance"');
  await run.page.evaluate(() => {
    for (const element of document.querySelectorAll('.ferry-page *')) element.scrollTop = 120;
  });
  await run.save({ 'row.wxml': '<template name="row"><text class="row">new row {{n}}</text></template>' });
  await expect.poll(() => textOf(run, '.row')).toBe('new row 7');
  await run.save({ 'card.wxml': '<view class="card">{{mark}} new</view>' });
  await expect.poll(() => textOf(run, '[class$="card"]')).toBe('card new');
  await run.save({ 'words.wxs': 'module.exports = { shout: function (t) { return t + "?" } };' });
  await expect.poll(() => textOf(run, '.title')).toBe('old word? 7');
  expect(await inPage(run, 'return page.own')).toBe('instance');
  expect(await scrollTop(run)).toBe(120);
  await inPage(run, 'page.setData({ n: 8 })');
  expect(await textOf(run, '.row')).toBe('new row 8');
});

test('a script makes the pages of the stack anew with their queries, and keeps the app', async () => {
  const run = await opened();
  await inPage(run, `page.pageRouter.navigateTo({ url: '/pages/detail/detail?id=5' })`);
  await expect.poll(() => textOf(run, '.detail')).toBe('detail 5');
  await run.save({ 'util.js': 'exports.word = () => "new word";' });
  await expect
    .poll(async () => (await run.reports('stack')).at(-1)?.['routes'])
    .toEqual(['pages/list/list', 'pages/detail/detail']);
  await expect.poll(() => textOf(run, '.detail')).toBe('detail 5');
  await inPage(run, 'page.pageRouter.navigateBack()');
  await expect.poll(() => textOf(run, '.title')).toBe('new word! 1');
  expect(await inPage(run, 'return page.data.from')).toBe('there');
  expect(await run.reports('stale')).toEqual([]);
  expect(await run.reports('exception')).toEqual([]);
});

test('what app.js requires starts the program anew, as do other pages and settings', async () => {
  const run = await opened();
  await run.save({ 'store.js': 'module.exports = { launches: 5 };' });
  await expect.poll(() => run.reports('stale')).toHaveLength(1);
  expect(await run.save({ 'project.config.json': '{ "appid": "touristappid" }' })).toBe('reload');
  expect(await run.save({ 'readme.md': 'words' })).toBeNull();
});

test('a page’s json and a new component come with it', async () => {
  const run = await opened();
  await run.save({
    'badge.json': '{ "component": true }',
    'badge.js': 'Component({})',
    'badge.wxml': '<view class="badge">a badge</view>',
    'badge.wxss': '.badge { color: rgb(5, 5, 5) }',
    'pages/list/list.json':
      '{ "navigationBarTitleText": "Renamed", "usingComponents": { "card": "/card", "badge": "/badge" } }',
    'pages/list/list.wxml': '<view class="title">changed</view><badge/>',
  });
  await expect.poll(() => textOf(run, '[class$="badge"]')).toBe('a badge');
  expect(await colorOf(run, '[class$="badge"]')).toBe('rgb(5, 5, 5)');
  expect(await run.page.textContent('.ferry-page:not([hidden])')).toContain('Renamed');
});

test('a picture of the package is shown again', async () => {
  const run = await opened();
  const source = (): Promise<string | null> =>
    run.page.evaluate(() => {
      const image = document.querySelector('.dot img') ?? document.querySelector('.dot *');
      return image ? `${image.getAttribute('src') ?? ''}${image.getAttribute('style') ?? ''}` : null;
    });
  const before = await source();
  await run.save({ 'dot.svg': PIXEL('blue') });
  await expect.poll(source).not.toBe(before);
  expect(await source()).toContain('dot.svg?v=');
});

test('a broken save shows its place over the page and changes nothing; the next good one takes it away', async () => {
  const run = await opened();
  const shown = (): Promise<string> =>
    run.page.evaluate(() => document.querySelector('.ferry-error')?.textContent ?? '');
  const rows: readonly (readonly [file: string, broken: string, place: string])[] = [
    ['pages/list/list.wxml', '<view class="title">\n<view></text>', 'pages/list/list.wxml:2:'],
    ['pages/list/list.wxss', '.title { color: red;\n.x { ', 'pages/list/list.wxss:'],
    ['pages/list/list.js', 'Page({\n  onLoad( { } })', 'pages/list/list.js:2:'],
    ['pages/list/list.json', '{ "usingComponents": { "card": "/card" ', 'pages/list/list.json:1:'],
    ['words.wxs', 'module.exports = {\n shout: function ( { } }', 'words.wxs:2:'],
  ];
  for (const [file, broken, place] of rows) {
    await run.save({ [file]: broken });
    await expect.poll(shown, { message: file }).toContain(place);
    expect(await textOf(run, '.title'), file).toBe('old word! 1');
    await run.save({ [file]: PROJECT[file as keyof typeof PROJECT] });
    await expect.poll(shown, { message: file }).toBe('');
    expect(await textOf(run, '.title'), file).toBe('old word! 1');
  }
});

test('an error after an update names the project’s own file', async () => {
  const run = await opened();
  await run.save({ 'util.js': '\n\nexports.word = () => nothing.here;' });
  await expect
    .poll(() => run.page.evaluate(() => document.querySelector('.ferry-error__location')?.textContent ?? ''))
    .toMatch(/^util\.js:3:\d+$/);
});

test('developer tools see the project’s own files: by their paths, with the text, and stop at a breakpoint in one', async () => {
  const run = await opened();
  const tools = await run.page.context().newCDPSession(run.page);
  const scripts: { url: string; sourceMapURL?: string }[] = [];
  tools.on('Debugger.scriptParsed', (script) => scripts.push(script));
  await tools.send('Debugger.enable');
  const script = scripts.find(({ url }) => url.endsWith('/build/app.js'));
  expect(script?.sourceMapURL).toBe('app.js.map');
  const response = await fetch(new URL(script?.sourceMapURL ?? '', script?.url));
  const map = FlattenMap((await response.json()) as SectionedSourceMapInput);
  expect(map.sources).toEqual(
    expect.arrayContaining(['app.js', 'store.js', 'util.js', 'pages/list/list.js', 'pages/detail/detail.js']),
  );
  expect(map.sourcesContent?.[map.sources.indexOf('util.js')]).toBe(PROJECT['util.js']);

  const source = 'pages/detail/detail.js';
  const place = generatedPositionFor(map, {
    source,
    line: 1,
    column: PROJECT[source].indexOf('this.setData'),
  });
  await tools.send('Debugger.setBreakpointByUrl', {
    url: script?.url ?? '',
    lineNumber: (place.line ?? 0) - 1,
    columnNumber: place.column ?? 0,
  });
  const paused = new Promise<{ line: number; column: number }>((resolve) => {
    tools.on('Debugger.paused', ({ callFrames: [top] }) => {
      resolve({ line: (top?.location.lineNumber ?? 0) + 1, column: top?.location.columnNumber ?? 0 });
      void tools.send('Debugger.resume');
    });
  });
  await run.page.evaluate(() => {
    const element = document.querySelector('.ferry-page:not([hidden]) wx-page') as unknown as {
      __wxElement: { getMethodCaller(): { pageRouter: { navigateTo(o: object): void } } };
    };
    setTimeout(() => {
      element.__wxElement.getMethodCaller().pageRouter.navigateTo({ url: '/pages/detail/detail?id=1' });
    });
  });
  expect(originalPositionFor(map, await paused)).toMatchObject({ source, line: 1 });
  const markup = scripts.find(({ url }) => url.endsWith('/build/app-templates.js'));
  const ofMarkup = FlattenMap(
    (await (await fetch(`${markup?.url ?? ''}.map`)).json()) as SectionedSourceMapInput,
  );
  expect(ofMarkup.sources).toEqual(expect.arrayContaining(['words.wxs', 'pages/list/list.wxml']));
});
