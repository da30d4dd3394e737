import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FERRY_ROOT } from '../support/ferry-cli.ts';
import { copyProject, useHostileApp } from '../support/hostile-app.ts';

const SECRET = 'what the developer keeps to himself';

/** What lies in a project's folder and is not for its pages; links that lead there and out of it. */
function addSecrets(folder: string): void {
  for (const file of [
    '.git/config',
    '.env',
    'node_modules/tool/token.txt',
    'pages/node_modules/tool/token.txt',
    'project.private.config.json',
    'project.config.json',
  ]) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), JSON.stringify({ appid: 'touristappid', description: SECRET }));
  }
  const outside = path.join(path.dirname(folder), 'outside.txt');
  fs.writeFileSync(outside, SECRET);
  fs.symlinkSync(path.join(folder, '.git', 'config'), path.join(folder, 'inward.txt'));
  fs.symlinkSync(path.join(folder, '.git'), path.join(folder, 'repository'));
  fs.symlinkSync(outside, path.join(folder, 'outward.txt'));
}

const hostile = useHostileApp({ prepare: addSecrets });

async function attempt(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const { came } = await hostile().attempt(name, more);
  return JSON.parse(came) as unknown;
}

describe('a page’s own origin gives it', () => {
  test('a file of its package, which shows that the others are refused and not merely absent', async () => {
    const [answer] = (await attempt('addresses of its own origin', {
      paths: ['/package/evil.svg'],
    })) as string[];
    expect(answer).toMatch(/^200 <svg/);
  });

  test.each([
    ...[
      '/package/.git/config',
      '/package/.git%2fconfig',
      '/package/%2egit/config',
      '/package/.secret/key.txt',
    ],
    ...[
      '/package/.env',
      '/package/node_modules/tool/token.txt',
      '/package/pages/node_modules/tool/token.txt',
    ],
    ...[
      '/package/project.config.json',
      '/package/project.private.config.json',
      '/package/PROJECT.CONFIG.JSON',
    ],
    ...['/package/PROJEC~1.JSO', '/package/Node_Modules/tool/token.txt', '/package/project.config.json%20'],
    ...['/package/inward.txt', '/package/repository/config', '/package/outward.txt'],
    ...['/package/..%2foutside.txt', '/package/%2e%2e%2foutside.txt', '/package/pages/..%2f..%2foutside.txt'],
    ...['/package/..%5coutside.txt', '/package/%252e%252e/outside.txt', '/package/....//outside.txt'],
    ...['/package/%c0%ae%c0%ae/outside.txt', '/package/..;/outside.txt', '/package//etc/passwd'],
    ...['/package/%2fetc%2fpasswd', '/package/evil.svg%00.txt', '/package/', '/package', '/package/pages'],
    ...['/file/%2fetc%2fpasswd', '/file/%2f.git%2fconfig', '/file/file%3a%2f%2f%2fetc%2fpasswd'],
    ...['/file/http%3a%2f%2ftmp%2f..%2f..%2fferry.db', '/file/http%3a%2f%2fstore%2f..%2fferry.db'],
    ...['/file/http%3a%2f%2fusr%2f..%2f..%2f..%2fferry.db', '/file/http%3a%2f%2fusr%2f%2e%2e%2fx', '/file/'],
    ...['/build/..%2f..%2fferry.db', '/build/%2e%2e%2f%2e%2e%2flock.json', '/build/%2fetc%2fpasswd'],
    ...['/album/..%2f..%2fpackage.json', '/album/%2fetc%2fpasswd', '/runtime/..%2f..%2f..%2fmain%2findex.js'],
    ...[
      '/..%2f..%2f..%2fpackage.json',
      '/%2fetc%2fpasswd',
      '/../panel/index.html',
      '/body/..%2fx',
      '/body/0',
    ],
    ...[
      '/remote/file%3a%2f%2f%2fetc%2fpasswd',
      '/remote/ferry%3a%2f%2fpanel%2f',
      '/remote/data%3a,x',
      '/remote/',
    ],
    ...['/remote/%2fetc%2fpasswd', '/remote/chrome%3a%2f%2fversion', '/%00', '/%', '/file/%', '/package/%ff'],
  ])('nothing for %s', async (address) => {
    const [answer] = (await attempt('addresses of its own origin', { paths: [address] })) as string[];
    expect(answer).toMatch(/^(400|404) /);
    expect(answer).not.toContain(SECRET);
  });
});

describe('a page cannot use in any function', () => {
  test.each([
    ...['/etc/passwd', 'file:///etc/passwd', '../outside.txt', 'pages/../../outside.txt', '..\\outside.txt'],
    ...['.git/config', '/project.config.json', 'inward.txt', 'repository/config', 'outward.txt'],
    ...['http://tmp/../../ferry.db', 'http://usr/../ferry.db', 'http://store/%2e%2e/ferry.db', 'http://usr'],
    ...['wxfile://tmp/x', 'C:\\Windows\\win.ini', '\\\\server\\share', 'http://tmp/a\0b', ''],
  ])('the path %j', async (wanted) => {
    const said = (await attempt('a path in every function', { path: wanted })) as string[];
    expect(said).toHaveLength(6);
    for (const end of said) expect(end).toMatch(/^\w+:fail /);
  });

  test.each([
    '/etc/cron.d/x',
    'pages/index/index.js',
    'http://usr/../x',
    'http://tmp/x.txt',
    'http://store/x.txt',
  ])('%j to write to', async (wanted) => {
    expect(await hostile().attempt('a download to a path', { path: wanted })).toMatchObject({
      came: expect.stringMatching(/^downloadFile:fail /) as string,
    });
  });
});

test('a page’s failures, its build and its screen name no place on this computer', async () => {
  const said = JSON.stringify(await attempt('the words of many failures'));
  expect(said).toContain('thrown for the overlay');
  const { folder, home } = hostile();
  const places = [folder, home, FERRY_ROOT, os.homedir(), os.hostname(), process.execPath];
  expect(places.filter((place) => place !== '' && said.includes(place))).toEqual([]);
  expect(said).not.toContain(SECRET);
});

test('rich text of a server brings no script, no frame, no handler and no style of its own', async () => {
  expect(await attempt('hostile markup in rich text')).toEqual([null, true, null]);
});

test('a second program sees nothing of the first: files, storage, traces in the browser; and none are left', async () => {
  const first = hostile().folder;
  const made = (await attempt('a file of every kind')) as string[];
  expect(await attempt('traces in the browser')).toEqual([
    ...['localStorage', 'sessionStorage', 'cookie', 'cache', 'database', 'file'],
  ]);
  const paths = made.map((end) => /http:\/\/(tmp|store|usr)\/[\w./-]+/.exec(end)?.[0] ?? end);
  expect(paths.map((place) => place.split('/')[2])).toEqual(['store', 'tmp', 'usr']);
  const readable = await attempt('a path in every function', { path: paths[1] });
  expect((readable as string[])[0]).toMatch(/^got /);

  fs.mkdirSync(path.join(path.dirname(first), 'second'));
  await hostile().open(copyProject('stranger', path.join(path.dirname(first), 'second')));
  for (const place of paths) {
    for (const end of (await attempt('a path in every function', { path: place })) as string[])
      expect(end).toMatch(/^\w+:fail /);
    const address = `/file/${encodeURIComponent(place)}`;
    expect(await attempt('addresses of its own origin', { paths: [address] })).toEqual(['404 Not found']);
  }
  expect(await attempt('its own storage')).toEqual(['', []]);
  expect((await hostile().attempt('its own files')).came).toContain('"fileList":[]');
  expect(await attempt('traces left in the browser')).toEqual([]);

  await hostile().open(first);
  expect(await attempt('its own storage')).toEqual(['secret of the first', ['mine']]);
  expect((await hostile().attempt('its own files')).came).toContain(paths[0]);
  expect(await attempt('traces left in the browser')).toEqual([]);
});
