import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { tempDir } from '../support/temp-dir.ts';
import { writeProject } from '../support/project-folder.ts';

/** A mini-program that renders nothing, or not what it should, always says why, over the page. */

let harness: PageHarness;
beforeAll(async () => {
  harness = await startPageHarness();
});
afterAll(() => harness.close());

const SOUND = {
  'app.json': '{ "pages": ["pages/index/index"] }',
  'app.js': 'App({})',
  'pages/index/index.js': 'Page({})',
  'pages/index/index.wxml': '<view>here</view>',
} as const;

/** What is changed in a sound project (null: taken away), and what the page must say. */
interface Row {
  readonly what: string;
  readonly files: Readonly<Record<string, string | null>>;
  readonly message: RegExp;
  readonly place: RegExp;
  /** Where there is a line, the lines around it are shown. */
  readonly frame?: RegExp;
}

const WITH_COMPONENT = '{ "usingComponents": { "c": "/c/c" } }';
const COMPONENT = { 'c/c.json': '{ "component": true }', 'c/c.wxml': '<view>c</view>' };

const ROWS: readonly Row[] = [
  {
    what: 'no wxml',
    files: { 'pages/index/index.wxml': null },
    message: /pages\/index\/index\.wxml is not found\. Create it/,
    place: /^pages\/index\/index\.wxml$/,
  },
  {
    what: 'a wxml that does not parse',
    files: { 'pages/index/index.wxml': '<view>\n  <text>\n</view>' },
    message: /end tag/i,
    place: /^pages\/index\/index\.wxml:\d+:\d+$/,
    frame: /<text>/,
  },
  {
    what: 'a script that does not parse',
    files: { 'pages/index/index.js': 'Page({\n  onLoad() { const = 3; },\n})' },
    message: /SyntaxError/,
    place: /^pages\/index\/index\.js:2:\d+$/,
    frame: /> 2 \|/,
  },
  {
    what: 'a script that throws while it loads',
    files: { 'pages/index/index.js': 'const a = null;\na.b();\nPage({})' },
    message: /TypeError/,
    place: /^pages\/index\/index\.js:2:\d+$/,
    frame: /> 2 \| a\.b\(\)/,
  },
  {
    what: 'onLoad that throws',
    files: { 'pages/index/index.js': 'Page({\n  onLoad() {\n    this.nothing();\n  }\n})' },
    message: /nothing is not a function/,
    place: /^pages\/index\/index\.js:3:\d+$/,
    frame: /> 3 \|/,
  },
  {
    what: 'a script that never calls Page()',
    files: { 'pages/index/index.js': 'const page = {};\nmodule.exports = page;' },
    message: /has not been registered yet: its script does not call Page\(\)/,
    place: /^pages\/index\/index\.js$/,
  },
  {
    what: 'a component that is missing',
    files: { 'pages/index/index.json': WITH_COMPONENT, 'pages/index/index.wxml': '<c/>' },
    message: /<c> is not found at "\/c\/c"/,
    place: /^pages\/index\/index\.json/,
  },
  {
    what: 'a component that throws in created',
    files: {
      'pages/index/index.json': WITH_COMPONENT,
      'pages/index/index.wxml': '<c/>',
      ...COMPONENT,
      'c/c.js': 'Component({ lifetimes: {\n created() { throw new Error("not made") } } })',
    },
    message: /not made/,
    place: /^c\/c\.js:2:\d+$/,
    frame: /> 2 \|/,
  },
  {
    what: 'a style sheet that does not parse',
    files: { 'pages/index/index.wxss': '.a { color: red; }\n.b { color' },
    message: /.+/,
    place: /^pages\/index\/index\.wxss:2:\d+$/,
    frame: /> 2 \|/,
  },
  {
    what: 'a json that does not parse',
    files: { 'pages/index/index.json': '{\n  "usingComponents": {\n' },
    message: /Not valid JSON/,
    place: /^pages\/index\/index\.json:\d+:\d+$/,
    frame: /usingComponents/,
  },
  {
    what: 'a page that app.json lists and that is not there',
    files: { 'pages/index/index.wxml': null, 'pages/index/index.js': null },
    message: /"pages\/index\/index" is listed in app\.json but has no files\. Create/,
    place: /^app\.json/,
  },
  {
    what: 'app.js that throws',
    files: { 'app.js': 'App({});\nundefined.field;' },
    message: /TypeError/,
    place: /^app\.js:2:\d+$/,
    frame: /> 2 \|/,
  },
  {
    what: 'a template that uses itself without end',
    files: {
      'pages/index/index.wxml':
        '<template name="t"><template is="t" data="{{a}}"/></template><template is="t"/>',
    },
    message: /RangeError/,
    place: /^pages\/index\/index\.wxml/,
  },
  {
    what: 'setData without end',
    files: {
      'pages/index/index.js':
        'Page({\n  data: { n: 0 },\n  onLoad() { this.count() },\n  count() {\n    this.setData({ n: this.data.n + 1 });\n    this.count();\n  },\n})',
    },
    message: /RangeError|setData has been called \d+ times without a pause/,
    // Where the stack is full is chance: in the script, or in the template that it renders.
    place: /^pages\/index\/index\.(?:js:[456]:\d+|wxml:1:1)$/,
    frame: /> [1456] \|/,
  },
  {
    what: 'an observer that sets without end what it observes',
    files: {
      'pages/index/index.json': WITH_COMPONENT,
      'pages/index/index.wxml': '<c/>',
      ...COMPONENT,
      'c/c.js':
        'Component({\n  data: { n: 0 },\n  observers: {\n    n(n) {\n      this.setData({ n: n + 1 });\n    },\n  },\n  attached() { this.setData({ n: 1 }); },\n})',
    },
    message: /"c\/c": setData has been called 10001 times without a pause, last for "n".*only when/,
    place: /^c\/c\.js:5:\d+$/,
    frame: /> 5 \|/,
  },
  {
    what: 'an observer of a property that sets it without end',
    files: {
      'pages/index/index.json': WITH_COMPONENT,
      'pages/index/index.wxml': '<c n="1"/>',
      ...COMPONENT,
      'c/c.js':
        'Component({\n  properties: { n: { type: Number, observer(n) {\n    this.setData({ n: n + 1 });\n  } } },\n})',
    },
    message: /setData has been called \d+ times without a pause/,
    place: /^c\/c\.js:3:\d+$/,
    frame: /> 3 \|/,
  },
  {
    what: 'setData in a loop without end',
    files: {
      'pages/index/index.js':
        'Page({\n  data: { n: 0 },\n  onLoad() {\n    while (this.data.n >= 0)\n      this.setData({ n: this.data.n + 1 });\n  },\n})',
    },
    message: /"pages\/index\/index": setData has been called \d+ times without a pause/,
    place: /^pages\/index\/index\.js:5:\d+$/,
    frame: /> 5 \|/,
  },
  {
    what: 'a require of a module that is missing',
    files: { 'pages/index/index.js': 'Page({})\nrequire("./gone")' },
    message: /module '\.\/gone' is not defined/,
    place: /^pages\/index\/index\.js:2:\d+$/,
    frame: /> 2 \|/,
  },
  {
    what: 'a WXS module that does not parse',
    files: {
      'pages/index/index.wxml': '<wxs src="./w.wxs" module="w"/><view>{{w.f()}}</view>',
      'pages/index/w.wxs': 'var a = 1;\nfunction ( {',
    },
    message: /.+/,
    place: /^pages\/index\/w\.wxs:2:\d+$/,
    frame: /> 2 \|/,
  },
  {
    what: 'a WXS module that throws',
    files: {
      'pages/index/index.wxml': '<wxs src="./w.wxs" module="w"/><view>{{w.f()}}</view>',
      'pages/index/w.wxs': 'var a;\nmodule.exports = { f: a.b };',
    },
    message: /TypeError/,
    place: /^pages\/index\/w\.wxs:2:\d+$/,
    frame: /> 2 \|/,
  },
];

for (const locale of ['en', 'zh-CN'] as const) {
  const words =
    locale === 'en'
      ? { title: 'Error in project code', advice: 'Correct it and save the file.' }
      : { title: '项目代码出错', advice: '请修改后保存文件。' };
  const rows = locale === 'en' ? ROWS : ROWS.slice(0, 3);
  test.for(rows)(`$what: its reason and place are over the page (${locale})`, async (row) => {
    const files: Record<string, string> = {};
    const all: Readonly<Record<string, string | null>> = { ...SOUND, ...row.files };
    for (const [file, text] of Object.entries(all)) if (text !== null) files[file] = text;
    const project = await writeProject(await tempDir(), files);
    const run = await harness.open({ project, boot: { locale } });
    onTestFinished(() => run.close());
    await run.page.waitForSelector('.ferry-error', { timeout: 10_000 });
    const cards: { message: string; place: string; frame: string; all: string }[] = [];
    // One error may bring others with it; each has a card of its own.
    const read = async (): Promise<void> => {
      cards.push(
        await run.page.evaluate(() => {
          const text = (part: string): string =>
            document.querySelector(`.ferry-error__${part}`)?.textContent ?? '';
          return {
            message: text('message'),
            place: text('location'),
            frame: text('frame'),
            all: document.querySelector('.ferry-error')?.textContent ?? '',
          };
        }),
      );
      await run.page.evaluate(() => {
        document.querySelector<HTMLElement>('.ferry-error__next')?.click();
      });
    };
    await expect
      .poll(async () => {
        await read();
        return cards;
      })
      .toContainEqual({
        message: expect.stringMatching(row.message) as string,
        place: expect.stringMatching(row.place) as string,
        frame: expect.stringMatching(row.frame ?? /^/) as string,
        all: expect.stringContaining(words.advice) as string,
      });
    expect(cards[0]?.all).toContain(words.title);
  });
}

test('a page that sets its data in its own callback goes on, as with a timer', async () => {
  const project = await writeProject(await tempDir(), {
    ...SOUND,
    'pages/index/index.js':
      'Page({\n  data: { n: 0 },\n  onLoad() { this.count() },\n  count() { this.setData({ n: this.data.n + 1 }, () => this.count()) },\n})',
    'pages/index/index.wxml': '<view id="n">{{n}}</view>',
  });
  const run = await harness.open({ project });
  onTestFinished(() => run.close());
  const shown = run.page.locator('wx-view');
  const count = async (): Promise<number> => Number(await shown.first().textContent());
  await expect.poll(count).toBeGreaterThan(0);
  const first = await count();
  await expect.poll(count).toBeGreaterThan(first);
  expect(await run.page.locator('.ferry-error').count()).toBe(0);
});
