import { readdir } from 'node:fs/promises';
import http from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { createCloudStorage } from '../../src-main/lab/cloud-storage.ts';
import { testNetwork } from '../support/networks.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openWirePage, type WirePage } from './wire-page.ts';

type Fn = (...values: unknown[]) => unknown;

function cloudOf(page: WirePage): Record<string, Fn> {
  const cloud = page.wx['cloud'] as Record<string, Fn>;
  cloud['init']?.({ env: 'env-1' });
  return cloud;
}

const FILE_ID = 'cloud://env-1.ferry-env-1/图 片/a.txt';

describe('files of wx.cloud', () => {
  it('go up and come down as real transfers, are linked and removed', async () => {
    // Legal domains do not concern the cloud.
    const page = await openWirePage({
      settings: { domains: { ...DEFAULT_SETTINGS.domains, request: ['https://a.example'] } },
    });
    const cloud = cloudOf(page);
    const filePath = await page.picked('a.txt', 'hello cloud');
    const upload = cloud['uploadFile']?.({
      cloudPath: '/图 片/a.txt',
      filePath,
      ...page.callbacks('up-'),
    }) as Record<string, Fn>;
    upload['onProgressUpdate']?.(page.listener('progress'));
    await page.hears('up-success');
    expect(page.heard.find(([name]) => name === 'up-success')?.[1]).toEqual({
      fileID: FILE_ID,
      statusCode: 200,
      errMsg: 'cloud.uploadFile:ok',
    });
    expect(page.heard.some(([name]) => name === 'progress')).toBe(true);
    expect(page.exchange()).toMatchObject({ kind: 'upload', state: 'done', method: 'POST' });

    const down = (await cloud['downloadFile']?.({ fileID: FILE_ID })) as { tempFilePath: string };
    expect(down).toMatchObject({ statusCode: 200, errMsg: 'cloud.downloadFile:ok' });
    expect(down.tempFilePath).toMatch(/\.txt$/);
    expect(page.exchange()).toMatchObject({ kind: 'download', state: 'done', receivedBytes: 11 });

    const { fileList } = (await cloud['getTempFileURL']?.({ fileList: [FILE_ID, 'nothing'] })) as {
      fileList: { tempFileURL: string; status: number }[];
    };
    expect(fileList.map(({ status }) => status)).toEqual([0, 1]);
    const answer = await fetch(fileList[0]?.tempFileURL ?? '');
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/plain', 'hello cloud']);

    // <image src="cloud://…">: main fetches it as it does whatever a component shows.
    expect(await page.program.remote.get(FILE_ID, 'open')).toMatchObject({
      sizeBytes: 11,
      mediaType: 'text/plain',
    });
    await expect(page.program.remote.get('cloud://none', 'open')).rejects.toMatchObject({
      code: 'file.not-found',
    });

    expect(await cloud['deleteFile']?.({ fileList: [FILE_ID] })).toMatchObject({ fileList: [{ status: 0 }] });
    expect(await cloud['deleteFile']?.({ fileList: [FILE_ID] })).toMatchObject({
      fileList: [{ status: -503003 }],
    });
    await expect(cloud['downloadFile']?.({ fileID: FILE_ID })).rejects.toEqual({
      errCode: -503003,
      errMsg: 'cloud.downloadFile:fail -503003 storage file not exists',
    });
  });

  it('can be aborted, and fail in the transfer’s own words', async () => {
    const page = await openWirePage();
    const cloud = cloudOf(page);
    const filePath = await page.picked('a.txt', 'x');
    const task = cloud['uploadFile']?.({ cloudPath: 'a', filePath, ...page.callbacks() }) as Record<
      string,
      Fn
    >;
    task['abort']?.();
    await page.hears('fail');
    expect(page.heard.find(([name]) => name === 'fail')?.[1]).toEqual({
      errMsg: 'cloud.uploadFile:fail abort',
    });
    await expect(
      cloud['uploadFile']?.({ cloudPath: 'a', filePath: 'http://tmp/none' }),
    ).rejects.toMatchObject({
      errMsg: expect.stringMatching(/^cloud\.uploadFile:fail .*file/) as unknown,
    });
    await expect(cloud['downloadFile']?.({ fileID: 'http://x' })).rejects.toMatchObject({ errCode: -501001 });
    await expect(cloud['getTempFileURL']?.({ fileList: [] })).rejects.toMatchObject({ errCode: -501001 });
  });

  it('are kept by nobody who does not know the address', async () => {
    const page = await openWirePage();
    const url = new URL(await page.program.cloud.url());
    expect((await fetch(`${url.origin}/env-1/a`)).status).toBe(403);
    expect((await fetch(`${url.href}/env-1/a`)).status).toBe(404);
    expect((await fetch(url, { method: 'POST', body: 'no form' })).status).toBe(400);
  });
});

describe('the storage that Ferry plays', () => {
  it('takes no more than it may, and answers an address that is none', async () => {
    const folder = await tempDir();
    const storage = createCloudStorage(folder, 1000);
    onTestFinished(() => storage.close());
    const url = await storage.url();
    const put = async (key: string, size: number): Promise<number> => {
      const form = new FormData();
      form.append('key', key);
      form.append('file', new Blob([new Uint8Array(size)]), 'a.bin');
      return (await fetch(url, { method: 'POST', body: form })).status;
    };
    expect([await put('env/a', 600), await put('env/b', 600), await put('env/c', 300)]).toEqual([
      200, 507, 200,
    ]);
    expect((await readdir(folder)).length).toBe(2);
    const { hostname, port } = new URL(url);
    const status = await new Promise((resolve) => {
      http.get({ hostname, port, path: '//[' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(400);
  });

  it('is vouched for by its address alone: another file of its host is judged like any', () => {
    const network = testNetwork({
      settings: { domains: { ...DEFAULT_SETTINGS.domains, request: ['https://a.example'] } },
    });
    network.vouchFor('http://127.0.0.1:4000/secret');
    expect(network.judge('downloadFile', 'http://127.0.0.1:4000/secret/env/a.png').error).toBeNull();
    expect(network.judge('downloadFile', 'http://127.0.0.1:4000/other').error?.code).toBe('request.domain');
    expect(network.judge('request', 'http://127.0.0.1:4000/secret/env/a.png').error?.code).toBe(
      'request.domain',
    );
  });
});
