import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageHarness, startPageHarness } from '../support/page-harness.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

let harness: PageHarness;

beforeAll(async () => {
  harness = await startPageHarness();
}, 60_000);
afterAll(async () => {
  await harness.close();
});

/** Where the pictures of a page lead that stands on a device with this user folder, below the page's own origin. */
async function picturesOn(userDataPath: string): Promise<Record<string, string>> {
  const project = await writeProject(await tempDir(), {
    ...ONE_PAGE,
    'app.json': JSON.stringify({
      pages: ['pages/index/index', 'pages/other/other'],
      tabBar: {
        list: [
          { pagePath: 'pages/index/index', text: 'One', iconPath: 'one.png' },
          { pagePath: 'pages/other/other', text: 'Two', iconPath: 'http://usr/two.png' },
        ],
      },
    }),
    'pages/other/other.js': 'Page({})',
    'pages/other/other.wxml': '<view/>',
    'pages/index/index.js': 'Page({ data: { usr: wx.env.USER_DATA_PATH } })',
    'pages/index/index.wxml': `
      <image class="own" src="{{usr}}/a.png" />
      <image class="written" src="http://usr/a.png" />
      <view class="own-style" style="background-image: url({{usr}}/a.png)" />
      <view class="written-style" style="background-image: url('http://tmp/a.png')" />`,
  });
  const run = await harness.open({ project, boot: { userDataPath } });
  await expect.poll(async () => run.reports('page-ready')).toHaveLength(1);
  const sources = await run.page.evaluate(() => {
    const sourceOf = (selector: string): string =>
      document.querySelector<HTMLImageElement>(selector)?.src ?? '';
    const styleOf = (selector: string): string => {
      const element = document.querySelector(selector);
      return element ? getComputedStyle(element).backgroundImage.slice('url("'.length, -'")'.length) : '';
    };
    return {
      own: sourceOf('.own img'),
      written: sourceOf('.written img'),
      ownStyle: styleOf('.own-style'),
      writtenStyle: styleOf('.written-style'),
      packagedTab: sourceOf('.ferry-tabs__item:nth-child(1) img'),
      writtenTab: sourceOf('.ferry-tabs__item:nth-child(2) img'),
    };
  });
  await run.close();
  return Object.fromEntries(
    Object.entries(sources).map(([name, url]) => [
      name,
      decodeURIComponent(url.replace(`${run.origin}/`, '')),
    ]),
  );
}

describe('pictures at local paths', () => {
  it('are read from http://usr and its like in DevTools', async () => {
    expect(await picturesOn('http://usr')).toEqual({
      own: 'file/http://usr/a.png',
      written: 'file/http://usr/a.png',
      ownStyle: 'file/http://usr/a.png',
      writtenStyle: 'file/http://tmp/a.png',
      packagedTab: 'package/one.png',
      writtenTab: 'file/http://usr/two.png',
    });
  });

  it('are read from wxfile:// elsewhere, where http://usr and its like are hosts of the network', async () => {
    expect(await picturesOn('wxfile://usr')).toEqual({
      own: 'file/wxfile://usr/a.png',
      written: 'remote/http://usr/a.png',
      ownStyle: 'file/wxfile://usr/a.png',
      writtenStyle: 'remote/http://tmp/a.png',
      packagedTab: 'package/one.png',
      writtenTab: 'remote/http://usr/two.png',
    });
  });
});
