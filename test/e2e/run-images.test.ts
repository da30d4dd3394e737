import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readImageInfo } from '../../src-main/program/image-info.ts';
import { ferry, ferryRun, MEDIA } from '../support/ferry-cli.ts';
import { rowsLogged } from '../support/page-rows.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What the page logged of one call. */
interface Row {
  readonly row: string;
  readonly result: Readonly<Record<string, unknown>>;
}

const PAGE = `
const say = (row, result) => console.log(JSON.stringify({ row, result }));
const told = (api, options) =>
  new Promise((resolve) => {
    wx[api]({ ...options, complete: (result) => { say(api, result); resolve(result); } });
  });
Page({
  data: { done: '' },
  async onLoad() {
    await told('getImageInfo', { src: '/media/turned.jpg' });
    const { tempFilePath } = await told('compressImage', { src: '/media/turned.jpg', compressedWidth: 300 });
    await told('saveImageToPhotosAlbum', { filePath: tempFilePath });
    await told('authorize', { scope: 'scope.record' });
    await told('getSetting', {});
    await told('openDocument', { filePath: '/media/line.pdf' });
    await told('saveFileToDisk', { filePath: '/media/line.pdf' });
    await told('getVideoInfo', { src: '/media/crossing.mp4' });
    await told('compressVideo', { src: '/media/crossing.mp4', resolution: 0.5 });
    await told('cropImage', { src: '/media/turned.jpg', cropScale: '1:1' });
    this.setData({ done: 'done' });
  },
});
`;

async function project(): Promise<string> {
  const media = (name: string): Promise<Buffer> => readFile(path.join(MEDIA, name));
  return writeProject(await tempDir(), {
    ...ONE_PAGE,
    'pages/index/index.js': PAGE,
    'pages/index/index.wxml': '<view wx:if="{{done}}" id="done">{{done}}</view>',
    'media/turned.jpg': await media('lantern-alley-turned.jpg'),
    'media/line.pdf': await media('harbour-line.pdf'),
    'media/crossing.mp4': await media('crossing.mp4'),
  });
}

const STEPS = ['--wait', '.ferry-crop__done', '--tap', '.ferry-crop__done', '--wait', '#done'];

describe('ferry run with pictures, videos and documents', () => {
  test('works on them for real, gives what --deny does not name, and tells no place on the computer', async () => {
    const home = await tempDir();
    const target = path.join(await tempDir(), 'line.pdf');
    const { report, code, stderr } = await ferryRun(await project(), home, [
      ...['--deny', 'record', '--save-as', target],
      ...STEPS,
    ]);
    const rows = rowsLogged<Row>(report);
    const result = (api: string) => rows.get(api)?.result;
    expect({ code, exceptions: report.exceptions }).toEqual({ code: 0, exceptions: [] });
    expect(result('getImageInfo')).toMatchObject({ width: 1200, height: 900, orientation: 'right' });

    const [copy = '', ...others] = await readdir(path.join(home, 'album'));
    expect(others).toEqual([]);
    expect(await readImageInfo(path.join(home, 'album', copy), copy)).toMatchObject({
      width: 300,
      height: 400,
      orientation: 'up',
    });
    expect(result('saveImageToPhotosAlbum')).toEqual({ errMsg: 'saveImageToPhotosAlbum:ok' });
    expect(result('authorize')).toEqual({ errMsg: 'authorize:fail auth deny', errno: 103 });
    expect(result('getSetting')).toMatchObject({
      authSetting: { 'scope.writePhotosAlbum': true, 'scope.record': false },
    });

    expect(result('openDocument')).toEqual({ errMsg: 'openDocument:ok' });
    expect(stderr).toContain('open no document without a screen');
    expect(existsSync(path.join(home, 'opened'))).toBe(false);
    expect(result('saveFileToDisk')).toEqual({ errMsg: 'saveFileToDisk:ok' });
    expect(await readFile(target)).toEqual(await readFile(path.join(MEDIA, 'harbour-line.pdf')));

    expect(result('getVideoInfo')).toMatchObject({ width: 640, height: 360, duration: 5, fps: 20 });
    expect(result('compressVideo')).toMatchObject({ errMsg: 'compressVideo:ok' });
    expect(result('cropImage')).toMatchObject({ errMsg: 'cropImage:ok' });
    expect(rows.size).toBe(10);
    const heard = JSON.stringify(report.console);
    for (const place of [home, path.dirname(target), MEDIA]) expect(heard).not.toContain(place);
  });

  test('cancels saveFileToDisk where --save-as says nothing', async () => {
    const { report } = await ferryRun(await project(), await tempDir(), STEPS);
    expect(rowsLogged<Row>(report).get('saveFileToDisk')?.result).toEqual({
      errMsg: 'saveFileToDisk:fail cancel',
      errno: 1,
    });
    expect(rowsLogged<Row>(report).get('authorize')?.result).toEqual({ errMsg: 'authorize:ok' });
  });

  test('refuses a permission that there is none of', async () => {
    const { code, stderr } = await ferry(['run', '.', '--deny', 'userLocation']);
    expect([code, stderr.trim()]).toEqual([
      2,
      'ferry: --deny takes one of scope.writePhotosAlbum, scope.record, scope.camera; not userLocation.',
    ]);
  });
});
