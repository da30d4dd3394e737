import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PageHarness, type RunningPage, startPageHarness } from '../support/page-harness.ts';
import { writeProject } from '../support/project-folder.ts';
import { shareTempDir } from '../support/temp-dir.ts';

/** What a project is written in, seen on a page: modules, templates, WXS, sheets and what Ferry has no code for. */

const FILES = {
  'project.config.json': '{ "appid": "touristappid", "setting": { "useCompilerPlugins": ["less"] } }',
  'app.json': JSON.stringify({
    pages: ['pages/index/index'],
    usingComponents: { global: '/parts/global/global' },
    plugins: { chart: { version: '1.0.0', provider: 'wx0123456789abcdef' } },
    resolveAlias: { '@lib/*': '/lib/*', exact: '/lib/cjs' },
    useExtendedLib: { weui: true },
    workers: 'workers',
  }),
  'app.js': 'App({ seen: {} })',
  'app.wxss': '@import "theme.css"; .weui-cell { outline: 1px solid rgb(1, 2, 3) }',
  'theme.css': '#named { color: rgb(10, 20, 30) }',

  'lib/cjs.js': 'module.exports = function cjs() { return "cjs" }; module.exports.part = "part"',
  'lib/late.js': 'const b = require("./later"); exports.first = b.second; exports.third = () => b.back()',
  'lib/later.js':
    'const a = require("./late"); exports.second = "second"; exports.back = () => typeof a.third',
  'lib/es.ts':
    'export default class { #x = 1; x?: number; get y() { return this.#x } }\nexport const named: string = "named";\nexport * from "./more";',
  'lib/more.js': 'export const more = "more"',
  'lib/data.json': '{ /* as WeChat takes it */ "from": "json", }',
  'lib/folder/index.js': 'module.exports = "folder"',
  'lib/mixed.js': 'import c from "./cjs"; module.exports = { mixed: c() }',
  'lib/umd.js':
    '!function (root, make) { "object" == typeof exports && "undefined" != typeof module ? module.exports = make() : root.umd = make() }(this, function () { return "umd" })',
  'lib/root.js':
    'var root = (typeof global == "object" && global.Object === Object && global) || Function("return this")();\n' +
    'module.exports = [root === Function("return this")(), root === new Function("return this")(), root === globalThis, root.Math === Math, (function () {}) instanceof Function].join();',
  'lib/no-code.js':
    'try { new Function("a", "return a"); module.exports = "made" } catch (error) { module.exports = error.name }',
  'lib/async.js':
    'module.exports = async () => { const out = []; for await (const x of (async function* () { yield 1; yield* [2] })()) out.push(x); return out?.join() ?? "none" }',
  'sub/later.js': 'module.exports = "later"',

  'pages/index/index.js': [
    'import cjs, { part } from "../../lib/cjs";',
    'import * as all from "../../lib/cjs.js";',
    'import Es, { named, more } from "@lib/es";',
    'import data from "../../lib/data.json";',
    'import mixed from "lib/mixed";',
    'const es = require("../../lib/es.ts");',
    'const late = require("../../lib/late");',
    'const plugin = requirePlugin("chart");',
    'plugin.setup({ a: 1 }).on("x", () => {}); plugin.option = 5; new plugin.Chart();',
    'Page({',
    '  data: {',
    '    modules: [cjs(), part, all.default === cjs, all.part, named, more, new Es().y, data.from, mixed.mixed,',
    '      es.default === Es, late.first, late.third(), require("exact").part, require("../../lib/folder"),',
    '      require("../../lib/umd"), require("../../lib/root"), require("../../lib/no-code"), plugin.option].join(" "),',
    '    object: { x: 1, y: 2 }, text: "ab", list: [{ id: 1, n: "one" }, { id: 2, n: "two" }], a: { b: "spread" }, which: "second", async: "",',
    '  },',
    '  async onLoad() {',
    '    const { default: later } = await import("../../sub/later");',
    '    const again = await require.async("../../sub/later");',
    '    this.setData({ async: [later, again, await require("../../lib/async")()].join(" ") });',
    '    wx.createWorker("workers/w.js").postMessage({ a: 1 });',
    '  },',
    '});',
  ].join('\n'),
  'pages/index/index.json': JSON.stringify({
    usingComponents: {
      'mp-cell': 'weui-miniprogram/cell/cell',
      'plugin-chart': 'plugin://chart/pie',
      'xr-scene-part': '/parts/xr/xr',
      host: '/parts/host/host',
      picky: '/parts/picky/picky',
      choice: '/parts/choice/choice',
    },
  }),
  'pages/index/index.less':
    '@w: 75rpx;\n.less { .in { width: @w * 2; height: 1rpx } }\npage { --line: 4px }\n@keyframes k { from { left: 75rpx } }\n.tail::after { content: "!"; }',
  'pages/index/row.wxml':
    '<template name="first"><text>first</text></template><template name="second"><text id="second">second {{b}} {{n}} {{c}}</text></template>',
  'pages/index/foot.wxml': '<view id="foot">foot {{which}}</view>',
  'pages/index/tools.wxs': [
    'var more = require("./more.wxs");',
    'function kind(x) { return x.constructor }',
    'module.exports = {',
    '  kinds: function () { return [kind([]), kind({}), kind(1), kind("a"), kind(true), kind(kind), kind(getDate()), kind(getRegExp("a"))].join() },',
    '  digits: function (s) { return s.replace(getRegExp("\\d+", "g"), "#") },',
    '  year: function () { return getDate(2020, 1, 2).getFullYear() + Math.max(1, 2) + Number("3") + JSON.stringify([Date.UTC(1970, 0, 1), Number.MAX_VALUE > 1]) },',
    '  more: more.more + require("./more").more,',
    '};',
  ].join('\n'),
  'pages/index/more.wxs': 'loose = "loose"; module.exports.more = loose;',
  'pages/index/broken.wxs': 'var = ;',
  'pages/index/index.wxml': [
    '<import src="./row.wxml"/><import src="/pages/index/row"/><wxs src="./tools.wxs" module="tools"/><wxs src="./broken.wxs" module="broken"/>',
    '<wxs module="inline">module.exports = { f: function (x) { return x.constructor === "Array" ? x.length : -1 } }</wxs>',
    '<view id="modules">{{modules}}</view><view id="async">{{async}}</view>',
    '<view id="object"><text wx:for="{{object}}" wx:for-index="k">{{k}}{{item}} </text></view>',
    '<view id="text"><text wx:for="{{text}}" wx:key="*this">{{index}}{{item}} </text></view>',
    '<view id="number"><text wx:for="{{3}}" wx:key="*this">{{item}} </text></view>',
    '<view id="old"><text wx:for-items="{{list}}" wx:for-item="row" wx:key="{{row.id}}">{{row.n}} </text></view>',
    '<template is="{{which}}" data="{{...a, n: 5, c: text}}"/><include src="foot"/>',
    '<view id="kinds">{{tools.kinds()}}</view><view id="wxs">{{tools.digits("a12b3")}} {{tools.year()}} {{tools.more}} {{inline.f(list)}}</view>',
    '<view class="less"><view class="in" id="sized" wx:id="x"></view></view><button class="tail" id="tail">b</button>',
    '<view id="named">named</view>',
    '<mp-cell id="cell" value="weui" title="cell"></mp-cell><plugin-chart id="plugin" data="{{list}}" bind:tap="x">gone</plugin-chart><xr-scene-part id="xr"/>',
    '<host class="isolated" id="isolated"/><host class="shared" id="shared"/><global id="global"/>',
    '<picky id="picked" generic:choice="choice"/><picky id="default"/>',
  ].join('\n'),

  'parts/global/global.json': '{ "component": true }',
  'parts/global/global.wxml': '<text>global</text>',
  'parts/xr/xr.json': '{ "component": true, "renderer": "xr-frame" }',
  'parts/xr/xr.wxml': '<xr-scene bind:ready="x"/>',
  'parts/xr/xr.js': 'throw new Error("XR code runs")',
  'parts/host/host.json': '{ "component": true }',
  'parts/host/host.js': 'Component({ options: { styleIsolation: "apply-shared" } })',
  'parts/host/host.wxml': '<view class="in">host</view>',
  'parts/host/host.wxss': ':host { display: block; width: 75rpx } .in { top: 0 }',
  'parts/picky/picky.json':
    '{ "component": true, "componentGenerics": { "choice": { "default": "../global/global" } } }',
  'parts/picky/picky.js': 'Component({})',
  'parts/picky/picky.wxml': '<choice/>',
  'parts/choice/choice.json': '{ "component": true }',
  'parts/choice/choice.wxml': '<text>chosen</text>',
};

const folder = shareTempDir();
let harness: PageHarness;
let run: RunningPage;

beforeAll(async () => {
  harness = await startPageHarness();
  run = await harness.open({ project: await writeProject(path.join(folder(), 'project'), FILES) });
  await vi.waitFor(async () => {
    expect(await run.reports('page-ready')).toHaveLength(1);
  }, 10_000);
}, 60_000);
afterAll(async () => {
  await run.close();
  await harness.close();
});

const textOf = (id: string): Promise<string | null> =>
  run.page.locator(`[id$="--${id}"]`).evaluate((element) => (element as HTMLElement).innerText.trim());
const styleOf = (id: string, property: string, pseudo?: string): Promise<string> =>
  run.page
    .locator(`[id$="--${id}"]`)
    .evaluate(
      (element, [name, part]) => getComputedStyle(element, part).getPropertyValue(name ?? ''),
      [property, pseudo],
    );

describe('scripts', () => {
  it('mix ES modules, CommonJS, TypeScript, JSON and UMD as WeChat’s tools do', async () => {
    expect(await textOf('modules')).toBe(
      'cjs part true part named more 1 json cjs true second function part folder umd true,true,true,true,true EvalError 5',
    );
  });

  it('import and require other modules later, and use asynchronous generators', async () => {
    await vi.waitFor(async () => {
      expect(await textOf('async')).toBe('later later 1,2');
    });
  });
});

describe('templates', () => {
  it.each([
    ['object', 'x1 y2'],
    ['text', '0a 1b'],
    ['number', '0 1 2'],
    ['old', 'one two'],
    ['second', 'second spread 5 ab'],
    ['foot', 'foot second'],
  ])('wx:for, is, data, import and include: %s', async (id, expected) => {
    expect(await textOf(id)).toBe(expected);
  });

  it('run WXS with the words of its dialect, beside a module that is broken', async () => {
    expect(await textOf('kinds')).toBe('Array,Object,Number,String,Boolean,Function,Date,RegExp');
    expect(await textOf('wxs')).toBe('a#b# 2025[0,true] looseloose 2');
  });

  it('fill generics with what the page names, else with the default', async () => {
    expect([await textOf('picked'), await textOf('default')]).toEqual(['chosen', 'global']);
  });
});

describe('sheets', () => {
  it('in Less, with rpx, variables of the page and what comes after a built-in', async () => {
    // The view is 390 px wide: 150rpx are 78 px.
    expect(await styleOf('sized', 'width')).toBe('78px');
    expect(Number.parseFloat(await styleOf('sized', 'height'))).toBeGreaterThan(0);
    expect(await styleOf('sized', '--line')).toBe('4px');
    expect(await styleOf('tail', 'content', '::after')).toBe('"!"');
  });

  it('reach ids, and the host of a component', async () => {
    expect(await styleOf('named', 'color')).toBe('rgb(10, 20, 30)');
    expect(await styleOf('isolated', 'width')).toBe('39px');
  });
});

describe('what comes from elsewhere', () => {
  it('weui is there with its sheet, below the project’s own', async () => {
    expect(await textOf('cell')).toContain('cell');
    const cell = run.page.locator('.weui-cell').first();
    const style = await cell.evaluate((element) => {
      const { display, outlineColor, paddingLeft } = getComputedStyle(element);
      return { display, outlineColor, paddingLeft };
    });
    expect(style).toEqual({ display: 'flex', outlineColor: 'rgb(1, 2, 3)', paddingLeft: '16px' });
  });

  it('plugins and XR-Frame leave an empty place, and nothing throws', async () => {
    expect([await textOf('plugin'), await textOf('xr'), await textOf('global')]).toEqual(['', '', 'global']);
    const thrown = (await run.reports('exception')).map(({ message }) => String(message));
    // The module that is broken on purpose is told on the page, and is all that is.
    expect(new Set(thrown)).toEqual(new Set(['pages/index/broken.wxs:1:5 Unexpected token.']));
  });

  it('a plugin that is asked for is told and counted once', async () => {
    const apis = (await run.reports('unsupported')).map(({ api }) => api);
    expect(apis.filter((api) => String(api).startsWith('requirePlugin'))).toEqual(['requirePlugin("chart")']);
    expect(
      run.console.filter((line) => line.includes('requirePlugin("chart"): plugins do not run')),
    ).toHaveLength(1);
  });

  it('a worker is told and counted, and takes messages', async () => {
    await vi.waitFor(async () => {
      const apis = (await run.reports('unsupported')).map(({ api }) => String(api));
      expect(apis.filter((api) => api.includes('createWorker')).length).toBeGreaterThan(0);
    });
  });
});
