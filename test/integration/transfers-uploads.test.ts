import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { wxErrorFrom } from '#contract/wx-errors';
import { shareLab } from '../support/shared-lab.ts';
import { sha256Of, succeeded, textOf } from '../support/task-results.ts';
import { shareWorker, withTransfers } from '../support/transfer-harness.ts';
import { withServer } from '../support/with-server.ts';

const worker = shareWorker();
const lab = shareLab();
const REFERER = 'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html';

describe('an upload', () => {
  it('arrives byte for byte, its fields in their order before the file, under the name of the temp path', async () => {
    const page = await withTransfers(worker);
    const content = randomBytes(3 * 1024 * 1024 + 17);
    const filePath = await page.picked('holiday.JPG', content);
    const task = page.upload({
      url: `${lab().origin}/upload?album=1`,
      filePath,
      name: 'photo',
      header: { 'X-Album': 'summer', Referer: 'https://forged.example/' },
      formData: [
        ['zeta', '1'],
        ['alpha', '西湖'],
        ['zeta', '2'],
      ],
    });
    const result = succeeded(await task.ended);
    const seen = JSON.parse(textOf(result)) as Record<string, unknown> & { headers: [string, string][] };
    const filename = path.posix.basename(filePath);
    const header = (name: string): string[] =>
      seen.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);

    expect(filename).toMatch(/^[0-9a-f]{32}\.jpg$/);
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/upload?album=1',
      fields: [
        ['zeta', '1'],
        ['alpha', '西湖'],
        ['zeta', '2'],
      ],
      files: [
        {
          name: 'photo',
          filename,
          contentType: 'image/jpeg',
          size: content.length,
          sha256: sha256Of(content),
        },
      ],
    });
    expect([header('referer'), header('x-album'), header('transfer-encoding')]).toEqual([
      [REFERER],
      ['summer'],
      [],
    ]);

    await page.close();
    const exchange = task.exchange();
    expect(exchange).toMatchObject({
      kind: 'upload',
      state: 'done',
      page: 'pages/index/index',
      calledFrom: 'pages/index/index.js:3:7',
      method: 'POST',
      url: `${lab().origin}/upload?album=1`,
      written: { url: 'as written' },
      statusCode: 200,
      httpVersion: '1.1',
      requestHeaders: seen.headers,
      sentBytes: seen['bytes'],
      expectedSendBytes: seen['bytes'],
      parts: [
        { name: 'zeta', filename: null, contentType: null, sizeBytes: 1, value: '1' },
        { name: 'alpha', filename: null, contentType: null, sizeBytes: 6, value: '西湖' },
        { name: 'zeta', filename: null, contentType: null, sizeBytes: 1, value: '2' },
        { name: 'photo', filename, contentType: 'image/jpeg', sizeBytes: content.length, value: null },
      ],
      file: { path: filePath, sizeBytes: content.length, sha256: sha256Of(content) },
      responseText: textOf(result),
      warnings: [{ rule: 'plain-http' }, { rule: 'private-host' }, { rule: 'header-referer' }],
      errMsg: 'uploadFile:ok',
      errno: null,
    });
    expect(page.files.find(filePath)?.sha256).toBe(sha256Of(content));
    expect(exchange.profile).toEqual(result.profile);
  });

  it('tells rising progress that ends with one 100 of the whole body', async () => {
    const page = await withTransfers(worker);
    const task = page.upload({
      url: `${lab().origin}/upload`,
      filePath: await page.picked('big.bin', randomBytes(12 * 1024 * 1024)),
    });
    await task.ended;
    const told = task.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
    const last = told.at(-1);
    expect(told.map(({ progress }) => progress)).toEqual(
      [...new Set(told.map(({ progress }) => progress))].sort((a, b) => a - b),
    );
    expect(last).toMatchObject({ progress: 100, transferredBytes: last?.expectedBytes });
    expect(last?.expectedBytes).toBe(task.exchange().expectedSendBytes);
    expect(task.exchange().progressEvents).toBe(told.length);
    await page.close();
  });

  it('without a file of the program’s own does not reach the network', async () => {
    const server = await withServer((_request, response) => response.end());
    const page = await withTransfers(worker);
    const refused = [
      'http://tmp/0123.jpg',
      '/etc/passwd',
      '../x.jpg',
      'http://usr/none.txt',
      'file:///etc/passwd',
    ];
    const failures = [];
    for (const filePath of refused) {
      const result = await page.upload({ url: server.origin, filePath }).ended;
      failures.push(result.ok ? result : wxErrorFrom('uploadFile', result.error));
    }
    expect(failures).toEqual(
      refused.map(() => ({ errMsg: 'uploadFile:fail file not found', errno: 1300002 })),
    );
    expect(server.connections()).toBe(0);
    await page.close();
  });

  it('trusts the lab’s own authority over https, and nobody else does', async () => {
    const url = `${String(lab().httpsOrigin)}/upload`;
    const trusting = await withTransfers(worker, {
      extraCertificateAuthorities: [lab().certificateAuthorityPem ?? ''],
    });
    const result = await trusting.upload({ url, filePath: await trusting.picked('a.txt', 'a') }).ended;
    expect(succeeded(result).profile.SSLconnectionEnd).toBeGreaterThan(0);
    await trusting.close();

    const strict = await withTransfers(worker);
    const refused = await strict.upload({ url, filePath: await strict.picked('a.txt', 'a') }).ended;
    expect(refused.ok ? refused : wxErrorFrom('uploadFile', refused.error)).toEqual({
      errMsg: 'uploadFile:fail upload fail:-202:net::ERR_CERT_AUTHORITY_INVALID',
      errno: 600001,
    });
    await strict.close();
  });
});

it('a file name with folders of the computer in it never leaves with an upload', async () => {
  const page = await withTransfers(worker);
  await mkdir(path.join(page.folder, 'images'));
  await writeFile(path.join(page.folder, 'images', 'a.png'), 'png');
  const result = await page.upload({ url: `${lab().origin}/upload`, filePath: '/images/a.png' }).ended;
  const { files } = JSON.parse(textOf(result)) as { files: { filename: string }[] };
  expect(files.map(({ filename }) => filename)).toEqual(['a.png']);
  expect(textOf(result)).not.toContain(page.folder);
  await page.close();
});
