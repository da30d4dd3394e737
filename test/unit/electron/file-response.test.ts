import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileResponse, jsonResponse, notFound, rangeFrom } from '../../../src-main/electron/file-response.ts';
import { decodePath, staticFile } from '../../../src-main/electron/static-files.ts';
import { openFilesBelow } from '../../support/open-files.ts';
import { tempDir } from '../../support/temp-dir.ts';

const TEXT = '0123456789';

async function served(content: string | Buffer, init: RequestInit = {}): Promise<Response> {
  const file = path.join(await tempDir(), 'file');
  await writeFile(file, content);
  return fileResponse(new Request('http://page/file', init), file, 'text/plain');
}

describe('the range asked for', () => {
  it.each([
    ['bytes=0-3', 10, { start: 0, end: 3 }],
    ['bytes=5-', 10, { start: 5, end: 9 }],
    ['bytes=9-9', 10, { start: 9, end: 9 }],
    ['bytes=0-99', 10, { start: 0, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-99', 10, { start: 0, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=10-12', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-5', 0, 'unsatisfiable'],
    ['bytes=99999999999999999999-', 10, 'unsatisfiable'],
    [null, 10, null],
    ['', 10, null],
    ['bytes=-', 10, null],
    ['bytes=0-1,3-4', 10, null],
    ['bytes=a-b', 10, null],
    ['bytes=0x1-2', 10, null],
    ['items=0-1', 10, null],
    ['bytes=0-3; x', 10, null],
  ])('%j of %i bytes is %j', (header, sizeBytes, range) => {
    expect(rangeFrom(header, sizeBytes)).toEqual(range);
  });
});

describe('a file as a response', () => {
  it.each([
    ['whole', {}, 200, TEXT, { 'content-length': '10', 'content-range': null }],
    [
      'a range of it',
      { range: 'bytes=2-4' },
      206,
      '234',
      { 'content-length': '3', 'content-range': 'bytes 2-4/10' },
    ],
    [
      'its end',
      { range: 'bytes=-4' },
      206,
      '6789',
      { 'content-length': '4', 'content-range': 'bytes 6-9/10' },
    ],
    [
      'several ranges',
      { range: 'bytes=0-1,3-4' },
      200,
      TEXT,
      { 'content-length': '10', 'content-range': null },
    ],
    [
      'past its end',
      { range: 'bytes=10-' },
      416,
      '',
      { 'content-length': null, 'content-range': 'bytes */10' },
    ],
  ])('%s', async (_what, headers: Record<string, string>, status, body, expected) => {
    const response = await served(TEXT, { headers });
    expect([response.status, await response.text()]).toEqual([status, body]);
    for (const [name, value] of Object.entries(expected))
      expect([name, response.headers.get(name)]).toEqual([name, value]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
  });

  it.each([
    ['whole', {}, 200, '10'],
    ['a range', { range: 'bytes=2-4' }, 206, '3'],
  ])(
    'to HEAD has the headers of the %s and no body',
    async (_what, headers: Record<string, string>, status, length) => {
      const response = await served(TEXT, { method: 'HEAD', headers });
      expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
        status,
        length,
        '',
      ]);
    },
  );

  it('that is empty is empty', async () => {
    const response = await served('');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '0',
      '',
    ]);
  });

  it('that is large arrives whole', async () => {
    const content = Buffer.alloc(3_000_000, 'ferry ');
    expect(Buffer.from(await (await served(content)).arrayBuffer())).toEqual(content);
  });

  it('has the headers it is given beside its own', async () => {
    const file = path.join(await tempDir(), 'a');
    await writeFile(file, 'a');
    const response = await fileResponse(new Request('http://page/'), file, 'text/html', {
      'content-security-policy': 'sandbox',
    });
    expect(response.headers.get('content-security-policy')).toBe('sandbox');
    expect(await response.text()).toBe('a');
  });

  it('of a folder or of nothing is not found, and says no path', async () => {
    const folder = await tempDir();
    for (const target of [folder, path.join(folder, 'none')]) {
      const response = await fileResponse(new Request('http://page/'), target, 'text/plain');
      const body = await response.text();
      expect([response.status, body, body.includes(folder)]).toEqual([404, 'Not found', false]);
    }
  });

  it('is closed when its reader goes away', async () => {
    const folder = await tempDir();
    const file = path.join(folder, 'large');
    await writeFile(file, Buffer.alloc(5_000_000));
    const response = await fileResponse(new Request('http://page/'), file, 'text/plain');
    const reader = response.body?.getReader();
    await reader?.read();
    expect(await openFilesBelow(folder)).toEqual(process.platform === 'linux' ? [file] : []);
    await reader?.cancel();
    await expect.poll(() => openFilesBelow(folder)).toEqual([]);
  });
});

it('JSON and nothing are never sniffed or cached', async () => {
  const json = jsonResponse({ bodyId: 'x' });
  expect([await json.json(), json.headers.get('content-type')]).toEqual([
    { bodyId: 'x' },
    'application/json; charset=utf-8',
  ]);
  for (const response of [json, notFound()]) {
    expect([response.headers.get('x-content-type-options'), response.headers.get('cache-control')]).toEqual([
      'nosniff',
      'no-cache',
    ]);
  }
});

describe('a file of ours', () => {
  async function statusOf(urlPath: string): Promise<[number, string | null]> {
    const folder = await tempDir();
    await writeFile(path.join(folder, 'page.js'), 'x');
    const response = await staticFile(new Request('http://page/'), folder, urlPath);
    await response.text();
    return [response.status, response.headers.get('content-type')];
  }

  it.each([
    ['page.js', [200, 'text/javascript; charset=utf-8']],
    ['%70age.js', [200, 'text/javascript; charset=utf-8']],
    ['none.js', [404, 'text/plain']],
    ['', [404, 'text/plain']],
    ['..', [404, 'text/plain']],
    ['../page.js', [404, 'text/plain']],
    ['%2e%2e%2fpage.js', [404, 'text/plain']],
    ['..%2f..%2fetc%2fpasswd', [404, 'text/plain']],
    ['/etc/passwd', [404, 'text/plain']],
    ['page.js%00', [404, 'text/plain']],
    ['%', [404, 'text/plain']],
  ])('at %j answers %j', async (urlPath, expected) => {
    expect(await statusOf(urlPath)).toEqual(expected);
  });
});

it.each([
  ['a%20b', 'a b'],
  ['%E6%B8%A1', '渡'],
  ['a%00b', null],
  ['%E6', null],
  ['%', null],
])('the path %j is %j', (encoded, decoded) => {
  expect(decodePath(encoded)).toBe(decoded);
});
