import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ferryRun, MEDIA } from '../support/ferry-cli.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

const media = (name: string): string => path.join(MEDIA, name);
const sizeOf = (name: string): number => fs.statSync(media(name)).size;

/** A mini-program that makes its calls one after the other and writes down what each came to. */
function pickingProject(folder: string, calls: readonly (readonly [api: string, options: object])[]) {
  return writeProject(folder, {
    ...ONE_PAGE,
    'pages/index/index.js': `Page({
      data: { done: false },
      async onLoad() {
        for (const [api, options] of ${JSON.stringify(calls)}) {
          const result = await new Promise((resolve) => wx[api](Object.assign({ complete: resolve }, options)));
          console.log(JSON.stringify(result));
        }
        this.setData({ done: true });
      },
    })`,
    'pages/index/index.wxml': '<view wx:if="{{done}}" id="done">done</view>',
  });
}

/** What the calls came to, from the report's console. */
function results(lines: readonly { readonly level: string; readonly text: string }[]): unknown[] {
  return lines.filter(({ level }) => level === 'log').map(({ text }) => JSON.parse(text) as unknown);
}

describe('--choose', () => {
  test('answers every picker in turn, by the files as they are, with the facts of each', async () => {
    const project = await pickingProject(await tempDir(), [
      ['chooseMedia', { mediaType: ['mix'] }],
      ['chooseVideo', {}],
      ['chooseMessageFile', { count: 2 }],
      ['chooseImage', { sizeType: ['compressed'] }],
      ['chooseImage', {}],
    ]);
    const { code, report } = await ferryRun(project, await tempDir(), [
      ...['--choose', `${media('lantern-alley-turned.jpg')},${media('crossing.mp4')}`],
      ...[
        '--choose',
        media('crossing.mp4'),
        '--choose',
        `${media('harbour-papers.zip')},${media('tide.wav')}`,
      ],
      ...['--choose', media('paper-boat.png'), '--choose', 'cancel', '--wait', '#done'],
    ]);
    expect(code).toBe(0);
    const temp = (extension: string): unknown =>
      expect.stringMatching(new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`));
    const film = { size: sizeOf('crossing.mp4'), width: 640, height: 360 };
    const length = expect.closeTo(5, 0) as unknown;
    expect(results(report.console)).toEqual([
      {
        tempFiles: [
          {
            tempFilePath: temp('jpg'),
            size: sizeOf('lantern-alley-turned.jpg'),
            fileType: 'image',
            width: 900,
            height: 1200,
          },
          {
            ...film,
            tempFilePath: temp('mp4'),
            fileType: 'video',
            duration: length,
            thumbTempFilePath: temp('jpg'),
          },
        ],
        type: 'mix',
        errMsg: 'chooseMedia:ok',
      },
      { ...film, tempFilePath: temp('mp4'), duration: length, errMsg: 'chooseVideo:ok' },
      {
        tempFiles: [
          { path: temp('zip'), size: sizeOf('harbour-papers.zip'), name: 'harbour-papers.zip', type: 'file' },
          { path: temp('wav'), size: sizeOf('tide.wav'), name: 'tide.wav', type: 'file' },
        ],
        errMsg: 'chooseMessageFile:ok',
      },
      {
        tempFilePaths: [temp('png')],
        tempFiles: [{ path: temp('png'), size: sizeOf('paper-boat.png') }],
        errMsg: 'chooseImage:ok',
      },
      { errMsg: 'chooseImage:fail cancel', errno: 1 },
    ]);
  });

  test('of a file that the call does not take fails the call, and the console says why', async () => {
    const project = await pickingProject(await tempDir(), [['chooseImage', {}]]);
    const { report } = await ferryRun(project, await tempDir(), [
      ...['--choose', media('tide.wav'), '--wait', '#done'],
    ]);
    const said = 'tide.wav cannot be picked here: chooseImage takes pictures.';
    expect(report.console).toMatchObject([
      { level: 'error', text: `--choose: ${said}` },
      { level: 'log', text: JSON.stringify({ errMsg: `chooseImage:fail ${said}` }) },
    ]);
    expect(report.files).toEqual([]);
  });
});

describe('what was given and not used', () => {
  test('a file more than the call takes is left out, and the console says which', async () => {
    const project = await pickingProject(await tempDir(), [['chooseImage', { count: 1 }]]);
    const { code, stderr, report } = await ferryRun(project, await tempDir(), [
      ...['--choose', `${media('paper-boat.png')},${media('harbour-dawn.jpg')}`, '--wait', '#done'],
    ]);
    expect(report.console[0]).toMatchObject({
      level: 'warn',
      text: '--choose: chooseImage takes 1 file here; left out: harbour-dawn.jpg',
    });
    expect(report.files).toMatchObject([{ kind: 'temp' }]);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('an answer that nothing asked for is told in one line on stderr', async () => {
    const project = await pickingProject(await tempDir(), [['chooseImage', {}]]);
    const { code, stderr } = await ferryRun(project, await tempDir(), [
      ...['--choose', media('paper-boat.png'), '--choose', media('tide.wav'), '--choose', 'cancel'],
      ...['--save-as', '/nowhere/a.pdf', '--wait', '#done'],
    ]);
    expect([code, stderr]).toEqual([
      0,
      `ferry: Nothing asked for these answers: --choose ${media('tide.wav')}, --choose cancel, --save-as ${path.resolve('/nowhere/a.pdf')}\n`,
    ]);
  });
});

describe('a person’s picks, by taps', () => {
  test('from the album compressed, from the camera as a photo and as a video', async () => {
    const project = await pickingProject(await tempDir(), [
      ['chooseImage', { sizeType: ['compressed'] }],
      ['chooseMedia', { mediaType: ['image'], sourceType: ['camera'] }],
      ['chooseMedia', { mediaType: ['video'], sourceType: ['camera'], maxDuration: 3 }],
    ]);
    const { code, report, stderr } = await ferryRun(project, await tempDir(), [
      ...['--tap', '.ferry-picker__picture', '--tap', '.ferry-picker__done'],
      ...['--tap', '.ferry-camera__shutter', '--tap', '.ferry-camera__shutter[data-mode=video]'],
      ...['--wait', '#done'],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const [picture, photo, video] = results(report.console) as Record<string, unknown>[];
    expect(picture).toMatchObject({ errMsg: 'chooseImage:ok' });
    expect(photo).toMatchObject({ type: 'image', tempFiles: [{ width: 1080, height: 1440 }] });
    expect(video).toMatchObject({ type: 'video', tempFiles: [{ width: 480, height: 640 }] });
    expect(report.files.map(({ from }) => from.replace(/:.*/, ''))).toEqual([
      ...['picked', 'compressed', 'camera', 'camera', 'thumbnail'],
    ]);
  });
});
