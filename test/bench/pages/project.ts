import fs from 'node:fs/promises';
import path from 'node:path';

export const ROWS = 1000;

const LIST_SCRIPT = `
const rows = Array.from({ length: ${String(ROWS)} }, (_, id) => ({ id, name: 'Row ' + id, note: 'note', on: false }));
Page({ data: { rows }, onReady() { Array.benchListReady = true; } });
`;

/** Tells a server when the first page is on screen: after the frame that shows it. */
const FIRST_SCRIPT = `
Page({
  onReady() {
    wx.createSelectorQuery().select('.first').boundingClientRect(() => {
      wx.request({ url: REPLACE_ORIGIN, data: { shownAtEpochMs: Date.now() } });
    }).exec();
  },
});
`;

/** The mini-program that is measured: a long list, a page with components, and one that says when it is there. */
function filesOf(origin: string): Readonly<Record<string, string>> {
  return {
    'project.config.json': JSON.stringify({ appid: 'wx0123456789abcdef', projectname: 'bench' }),
    'app.json': JSON.stringify({ pages: ['pages/first/first', 'pages/list/list', 'pages/detail/detail'] }),
    // A mini-program has no globalThis; a built-in it shares with the page's own world carries these over.
    'app.js': 'Array.benchWx = wx; Array.benchPages = getCurrentPages; App({});',
    'pages/first/first.wxml': '<view class="first">{{text}}</view>',
    'pages/first/first.js': FIRST_SCRIPT.replace('REPLACE_ORIGIN', JSON.stringify(origin)),
    'pages/list/list.wxml': `
<view wx:for="{{rows}}" wx:key="id" class="row {{item.on ? 'on' : ''}}">
  <text class="name">{{item.name}}</text><text>{{item.note}}</text><view>{{item.on}}</view>
</view>`,
    'pages/list/list.js': LIST_SCRIPT,
    'pages/detail/detail.json': JSON.stringify({ usingComponents: { card: '/components/card/card' } }),
    'pages/detail/detail.wxml':
      '<card wx:for="{{cards}}" wx:key="*this" title="{{item}}"><text>{{item}}</text></card><input /><scroll-view scroll-y><image src="/a.png" /></scroll-view>',
    'pages/detail/detail.js':
      "Page({ data: { cards: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }, onReady() { Array.benchReady?.(); } });",
    'components/card/card.json': '{"component": true}',
    'components/card/card.wxml': '<view class="card"><view>{{title}}</view><slot/></view>',
    'components/card/card.wxss': '.card { margin: 10rpx; }',
    'components/card/card.js': 'Component({ properties: { title: String }, lifetimes: { attached() {} } });',
  };
}

/** Writes the project into a folder. @param origin of the server that hears of the first page */
export async function writeBenchProject(folder: string, origin: string): Promise<void> {
  for (const [name, text] of Object.entries(filesOf(origin))) {
    await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await fs.writeFile(path.join(folder, name), text);
  }
}
