import { mkdir, readFile, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareLab } from '../support/shared-lab.ts';
import { bytesAt, sha256Of, succeeded } from '../support/task-results.ts';
import { shareWorker, storyOf, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const lab = shareLab();

describe('a download', () => {
  it.each([
    ['image/jpeg', 'jpg'],
    ['image/png; charset=binary', 'png'],
    ['IMAGE/GIF', 'gif'],
    ['audio/mpeg', 'mp3'],
    ['application/pdf', 'pdf'],
    ['application/octet-stream', 'bin'],
    ['application/x-no-such-thing', 'unknown'],
  ])('of %s becomes a temp file .%s, whatever the URL and the disposition say', async (type, extension) => {
    const page = await withTransfers(worker);
    const task = page.download({
      url: `${lab().origin}/download?size=1000&name=voice.silk&type=${encodeURIComponent(type)}`,
    });
    const result = succeeded(await task.ended);
    expect(result.tempFilePath).toMatch(new RegExp(`^http://tmp/[0-9a-f]{32}\\.${extension}$`));
    expect(result).not.toHaveProperty('filePath');
    await page.close();
  });

  it('without a Content-Type is .unknown', async () => {
    const server = await withServer((_request, response) => response.end('bytes'));
    const page = await withTransfers(worker);
    const result = succeeded(await page.download({ url: server.origin }).ended);
    expect(result.tempFilePath).toMatch(/\.unknown$/);
    await page.close();
  });

  it('writes the bytes, registers the file and hashes it after the end', async () => {
    const page = await withTransfers(worker);
    const content = await readFile('assets/media/lighthouse.mp3');
    const task = page.download({ url: `${lab().origin}/samples/lighthouse.mp3` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    expect(await bytesAt(page, tempFilePath)).toEqual(content);
    await page.close();
    expect(page.files.list()).toMatchObject([
      {
        path: tempFilePath,
        kind: 'temp',
        sizeBytes: content.length,
        origin: `transfer:${task.exchange().id}`,
        sha256: sha256Of(content),
      },
    ]);
    expect(task.exchange()).toMatchObject({
      file: { path: tempFilePath, sizeBytes: content.length, sha256: sha256Of(content) },
      receivedBytes: content.length,
      expectedReceiveBytes: content.length,
      responseText: null,
    });
  });

  it('that is saved the moment it ends is hashed all the same', async () => {
    const page = await withTransfers(worker);
    const content = await readFile('assets/media/harbour-dawn.jpg');
    const task = page.download({ url: `${lab().origin}/samples/harbour-dawn.jpg` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    const saved = await page.files.save(tempFilePath);
    await page.close();
    expect([task.exchange().file?.sha256, page.files.find(saved.path)?.sha256]).toEqual([
      sha256Of(content),
      sha256Of(content),
    ]);
  });

  it('told 100 exactly once, last, when the file is there', async () => {
    const page = await withTransfers(worker);
    const task = page.download({ url: `${lab().origin}/download?size=3m&rate=12m` });
    await task.ended;
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
    expect(told.filter(({ progress }) => progress === 100)).toEqual([
      { ...told.at(-1), progress: 100, transferredBytes: 3 * 1024 * 1024, expectedBytes: 3 * 1024 * 1024 },
    ]);
    expect(told.length).toBeGreaterThan(1);
    expect(task.events.at(-1)?.kind).toBe('ended');
    await page.close();
  });

  it('of unknown length tells 0 of 0 until it ends', async () => {
    const page = await withTransfers(worker);
    const task = page.download({ url: `${lab().origin}/download?size=600k&rate=2m&chunked=1` });
    const { tempFilePath = '' } = succeeded(await task.ended);
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
    expect(told.map(({ expectedBytes }) => expectedBytes)).toEqual(told.map(() => 0));
    expect(told.map(({ progress }) => progress)).toEqual([...told.slice(1).map(() => 0), 100]);
    expect(told.at(-1)?.transferredBytes).toBe(600 * 1024);
    expect(page.files.find(tempFilePath)?.sizeBytes).toBe(600 * 1024);
    await page.close();
  });

  it('that never gets an answer tells no progress', async () => {
    const server = await withServer((request) => request.socket.destroy());
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    await task.ended;
    expect(storyOf(task)).toEqual(['ended net.closed']);
    await page.close();
  });

  it('decodes what came encoded and counts both sides', async () => {
    const content = Buffer.alloc(200_000, 'ferry ');
    const encoded = gzipSync(content);
    const server = await withServer((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.setHeader('content-type', 'text/plain');
      response.setHeader('x-asked', String(request.headers['accept-encoding']));
      response.end(encoded);
    });
    const page = await withTransfers(worker);
    const task = page.download({ url: server.origin });
    const result = succeeded(await task.ended);
    expect(result.header['x-asked']).toBe('gzip, deflate, br');
    expect(await bytesAt(page, result.tempFilePath ?? '')).toEqual(content);
    expect(task.exchange()).toMatchObject({
      receivedBytes: encoded.length,
      file: { sizeBytes: content.length },
    });
    await page.close();
  });
});

it('a download whose part was removed under it fails without a word of where it lay', async () => {
  const rest = Promise.withResolvers<undefined>();
  const server = await withServer((_request, response) => {
    response.writeHead(200, { 'content-length': '8' }).write('half');
    void rest.promise.then(() => response.end('half'));
  });
  const page = await withTransfers(worker);
  const task = page.download({ url: server.origin });
  await task.heard('headers');
  await rm(page.partsFolder, { recursive: true });
  rest.resolve(undefined);
  const result = await task.ended;
  expect(result.ok ? result : result.error.code).toMatch(/^file\./);
  expect(JSON.stringify(task.events)).not.toContain(page.folder);
  await mkdir(page.partsFolder);
  await page.close();
});

it('a download whose program was cleared meanwhile ends well all the same', async () => {
  const rest = Promise.withResolvers<undefined>();
  const server = await withServer((_request, response) => {
    response.writeHead(200, { 'content-length': '8' }).write('half');
    void rest.promise.then(() => response.end('half'));
  });
  const page = await withTransfers(worker);
  const task = page.download({ url: server.origin });
  await task.heard('headers');
  await page.files.clear();
  rest.resolve(undefined);
  const result = succeeded(await task.ended);
  expect(await bytesAt(page, result.tempFilePath ?? '')).toEqual(Buffer.from('halfhalf'));
  await page.close();
});

describe('a download to filePath', () => {
  it('that is replaced before its turn to be hashed does not get the hash of what came after it', async () => {
    const held = Promise.withResolvers<undefined>();
    const server = await withServer((request, response) => {
      if (request.url === '/held') void held.promise.then(() => response.end());
      else response.end(request.url);
    });
    const page = await withTransfers(worker);
    // Nothing is hashed while anything is transferred.
    const busy = page.request({ url: `${server.origin}/held` });
    const first = page.download({ url: `${server.origin}/first`, filePath: 'http://usr/a.txt' });
    succeeded(await first.ended);
    const second = page.download({ url: `${server.origin}/other`, filePath: 'http://usr/a.txt' });
    succeeded(await second.ended);
    held.resolve(undefined);
    await busy.ended;
    await page.close();
    const sha256 = sha256Of(Buffer.from('/other'));
    expect([first.exchange().file?.sha256, second.exchange().file?.sha256]).toEqual([null, sha256]);
    expect(page.files.list().map((file) => file.sha256)).toEqual([sha256]);
  });

  const target = 'http://usr/photo.jpg';

  it('writes there, echoes the path, makes no temp file, and replaces what was there', async () => {
    const page = await withTransfers(worker);
    const first = await page.download({ url: `${lab().origin}/samples/harbour-dawn.jpg`, filePath: target })
      .ended;
    const second = await page.download({ url: `${lab().origin}/samples/paper-dunes.jpg`, filePath: target })
      .ended;
    expect([first, second].map(succeeded)).toMatchObject([{ filePath: target }, { filePath: target }]);
    expect(first).not.toHaveProperty('tempFilePath');
    expect(await bytesAt(page, target)).toEqual(await readFile('assets/media/paper-dunes.jpg'));
    expect(page.files.list()).toMatchObject([{ path: target, kind: 'user' }]);
    await page.close();
  });

  it.each([
    ['http://usr/none/photo.jpg', 'no such file or directory, open "http://usr/none/photo.jpg"', 1300002],
    ['http://tmp/photo.jpg', 'permission denied can not open file filepath', 603303],
    ['http://store/photo.jpg', 'permission denied can not open file filepath', 603303],
    ['images/photo.jpg', 'permission denied can not open file filepath', 603303],
    ['http://usr/../photo.jpg', 'permission denied can not open file filepath', 603303],
    ['/tmp/photo.jpg', 'permission denied can not open file filepath', 603303],
  ])('refuses %s before the wire', async (filePath, reason, errno) => {
    const server = await withServer((_request, response) => response.end('x'));
    const page = await withTransfers(worker);
    const result = await page.download({ url: server.origin, filePath }).ended;
    expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
      errMsg: `downloadFile:fail ${reason}`,
      errno,
    });
    expect(server.connections()).toBe(0);
    await page.close();
  });

  it('leaves the old file as it was when the new one does not fit the quota', async () => {
    const page = await withTransfers(worker, { quotaBytes: 100_000 });
    const url = (size: number): string => `${lab().origin}/download?size=${String(size)}`;
    succeeded(await page.download({ url: url(60_000), filePath: target }).ended);
    const before = [await bytesAt(page, target), page.files.list().map((file) => file.sizeBytes)];
    const result = await page.download({ url: url(100_001), filePath: target }).ended;
    expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
      errMsg: 'downloadFile:fail the maximum size of the file storage limit is exceeded',
      errno: 1300202,
    });
    expect([await bytesAt(page, target), page.files.list().map((file) => file.sizeBytes)]).toEqual(before);
    succeeded(await page.download({ url: url(100_000), filePath: target }).ended);
    await page.close();
  });

  it('is refused beyond the profile’s size, and nothing of it stays', async () => {
    const page = await withTransfers(worker, { profile: { maxDownloadBytes: 50_000 } });
    for (const chunked of ['0', '1']) {
      const result = await page.download({ url: `${lab().origin}/download?size=60k&chunked=${chunked}` })
        .ended;
      expect(result.ok ? result : wxErrorFrom('downloadFile', result.error)).toEqual({
        errMsg: 'downloadFile:fail exceed max file size',
        errno: 603301,
      });
    }
    expect(page.files.list()).toEqual([]);
    await page.close();
  });
});
