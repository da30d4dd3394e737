import path from 'node:path';
import { expect, test } from 'vitest';
import { ferryRun, MEDIA } from '../support/ferry-cli.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What a page logged when it was run without a word of how long to wait. */
async function logged(onLoad: string, args: readonly string[] = []): Promise<string[]> {
  const project = await writeProject(await tempDir(), {
    ...ONE_PAGE,
    'pages/index/index.wxml': '<view>{{text}}</view>',
    'pages/index/index.js': `Page({ data: { text: '' }, async onLoad() { ${onLoad} } })`,
  });
  const { code, report } = await ferryRun(project, await tempDir(), args);
  expect([code, report.outcome]).toEqual([0, 'passed']);
  return report.console.filter(({ level }) => level === 'log').map(({ text }) => text);
}

test('a run does not end while a call takes its time: a video that is compressed as it plays', async () => {
  const lines = await logged(
    `const { tempFilePath } = await wx.chooseVideo({});
     const { size } = await wx.compressVideo({ src: tempFilePath, quality: 'low' });
     console.log('compressed', size > 0);`,
    ['--choose', path.join(MEDIA, 'crossing.mp4')],
  );
  expect(lines).toEqual(['compressed true']);
});

test('a run does not end between the calls of a page that draws and reckons in between', async () => {
  const lines = await logged(
    `const fs = wx.getFileSystemManager();
     const path = wx.env.USER_DATA_PATH + '/a.txt';
     for (let round = 0; round < 12; round += 1) {
       await new Promise((resolve) => fs.writeFile({ filePath: path, data: String(round), complete: resolve }));
       this.setData({ text: 'x'.repeat(round * 1000) });
       const until = Date.now() + 400;
       while (Date.now() < until);
     }
     console.log('all', fs.readFileSync(path, 'utf8'));`,
  );
  expect(lines).toEqual(['all 11']);
});

test(
  'a page that talks and draws without end is left for the next of all pages',
  { timeout: 90_000 },
  async () => {
    const project = await writeProject(await tempDir(), {
      ...ONE_PAGE,
      'app.json': '{"pages": ["pages/index/index", "pages/next/next"]}',
      'pages/index/index.wxml': '<view>{{text}}</view>',
      'pages/index/index.js': `Page({
      data: { text: '' },
      onLoad() { this.timer = setInterval(() => { console.log('tick'); this.setData({ text: String(Date.now()) }); }, 20); },
      onUnload() { clearInterval(this.timer); },
    })`,
      'pages/next/next.wxml': '<view>next</view>',
      'pages/next/next.js': 'Page({})',
    });
    const { code, report } = await ferryRun(project, await tempDir(), ['--all-pages']);
    expect([code, report.outcome]).toEqual([0, 'passed']);
    expect(report.pages.map(({ path, opened }) => [path, opened])).toEqual([
      ['pages/index/index', true],
      ['pages/next/next', true],
    ]);
  },
);

test('a run does not wait for a person whom nobody plays', async () => {
  const lines = await logged(`wx.showModal({ title: 'Really?' }); console.log('asked');`);
  expect(lines).toEqual(['asked']);
});
