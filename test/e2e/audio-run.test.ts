import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src-main/cli/run/report.ts';
import { ferryRun, MEDIA } from '../support/ferry-cli.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Records, plays what it recorded and every other kind of source, and shows what became of each. */
const SCRIPT = `
const lab = wx.env.FERRY_LAB

function played(src) {
  return new Promise((resolve) => {
    const audio = wx.createInnerAudioContext()
    const end = (what) => {
      resolve(what)
      audio.destroy()
    }
    audio.onPlay(() => end('plays'))
    audio.onError(({ errCode, errMsg }) => end(errCode + ' ' + errMsg))
    audio.src = src
    audio.play()
  })
}

function recorded(options) {
  const recorder = wx.getRecorderManager()
  return new Promise((resolve, reject) => {
    recorder.onStop(resolve)
    recorder.onError(reject)
    recorder.start(options)
  })
}

async function everything() {
  for (const format of ['mp3', 'aac', 'wav']) {
    const { tempFilePath, fileSize, duration } = await recorded({ format, duration: 500 })
    console.info(format, duration, fileSize, await played(tempFilePath))
    wx.setStorageSync('last', tempFilePath)
  }
  const { tempFilePath } = await recorded({ format: 'mp3', duration: 500 })
  const { savedFilePath } = await wx.saveFile({ tempFilePath })
  console.info('saved', await played(savedFilePath))
  console.info('moved', await played(tempFilePath))
  console.info('package', await played('/sounds/tide.wav'))
  console.info('network', await played(lab + '/samples/lighthouse.mp3'))
  console.info('nowhere', await played(lab + '/samples/none.mp3'))
  console.info('voice', (await wx.playVoice({ filePath: savedFilePath })).errMsg)
}

Page({
  data: { isDone: false },
  async onLoad() {
    const last = wx.getStorageSync('last')
    if (last) console.info('last', await played(last))
    else await everything()
    this.setData({ isDone: true })
  },
})
`;

test('what is recorded is a file like any other, and every kind of source plays without a tap', async () => {
  const home = await tempDir();
  const project = await writeProject(await tempDir(), {
    ...ONE_PAGE,
    'pages/index/index.js': SCRIPT,
    'pages/index/index.wxml': '<view wx:if="{{isDone}}" class="done">done</view>',
    'sounds/tide.wav': fs.readFileSync(path.join(MEDIA, 'tide.wav')),
  });
  const first = await ferryRun(project, home, ['--lab', '--wait', '.done']);
  expect([first.code, first.report.exceptions, first.report.unsupported]).toEqual([0, [], []]);
  const none = `${first.report.lab?.origin ?? ''}/samples/none.mp3`;
  expect(said(first.report)).toEqual([
    'mp3 500 3024 plays',
    'aac 500 3072 plays',
    'wav 500 16044 plays',
    'saved plays',
    'moved 10003 file error: file not exist',
    'package plays',
    'network plays',
    `nowhere 10002 network error: ${none} answered 404.`,
    'voice playVoice:ok',
  ]);
  expect(first.report.files).toMatchObject([
    { kind: 'temp', size: 3_024, from: 'recorded' },
    { kind: 'temp', size: 3_072, from: 'recorded' },
    { kind: 'temp', size: 16_044, from: 'recorded' },
    { kind: 'saved', size: 3_024, from: expect.stringMatching(/^saved:http:\/\/tmp\/\w+\.mp3$/) as string },
  ]);

  // The next launch has other temp files.
  const second = await ferryRun(project, home, ['--lab', '--wait', '.done']);
  expect(said(second.report)).toEqual(['last 10003 file error: file not exist']);
});

/** What the page wrote into its console, without what the browser did. */
function said(report: RunReport): string[] {
  return report.console.filter(({ level }) => level === 'info').map(({ text }) => text);
}
