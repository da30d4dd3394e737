import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ferry, ferryRun, type CliResult } from '../support/ferry-cli.ts';
import { linesLogged } from '../support/page-rows.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';

// Folders that cannot be opened, through the real command: exit 2, one line that says what, where and what to do.

async function refusalOf(folder: string): Promise<CliResult & { readonly lines: readonly string[] }> {
  const result = await ferry(['run', folder], { FERRY_HOME: await tempDir() });
  expect([result.code, result.stdout]).toEqual([2, '']);
  return { ...result, lines: result.stderr.trimEnd().split('\n') };
}

async function projectWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  return writeProject(path.join(await tempDir(), 'project'), files);
}

describe('ferry run refuses', () => {
  test('a folder that does not exist', async () => {
    const folder = path.join(await tempDir(), 'nowhere');
    expect((await refusalOf(folder)).lines).toEqual([
      `ferry: ${folder} does not exist. Check the path, and open the folder that holds the mini-program's app.json.`,
    ]);
  });

  test('a file in the place of a folder', async () => {
    const folder = await projectWith(ONE_PAGE);
    const file = path.join(folder, 'app.json');
    expect((await refusalOf(file)).lines).toEqual([
      `ferry: ${file} is not a folder but a file. Open the folder that holds the mini-program's app.json.`,
    ]);
  });

  test('a folder without app.json, and says where it looked', async () => {
    const folder = await projectWith({ 'readme.md': 'nothing to see' });
    expect((await refusalOf(folder)).lines).toEqual([
      `ferry: No mini-program in ${folder}: looked for app.json, miniprogram/app.json, app/app.json. Open the folder that holds app.json, or name it as miniprogramRoot in project.config.json.`,
    ]);
  });

  test('an app.json with a syntax error: line, column and the lines around', async () => {
    const folder = await projectWith({ ...ONE_PAGE, 'app.json': '{\n  "pages": ["a" "b"]\n}\n' });
    expect((await refusalOf(folder)).lines).toEqual([
      'ferry: app.json:2:17 is not valid JSON: a comma is expected. Correct it and open the project again.',
      '  1 | {',
      '> 2 |   "pages": ["a" "b"]',
      '    |                 ^',
      '  3 | }',
      '  4 |',
    ]);
  });

  test('an app.json that an editor saved as UTF-16', async () => {
    const folder = await projectWith({
      ...ONE_PAGE,
      'app.json': Buffer.from(`\uFEFF${ONE_PAGE['app.json']}`, 'utf16le'),
    });
    expect((await refusalOf(folder)).lines[0]).toMatch(
      /^ferry: app\.json:1:\d+ is not valid JSON: it is not UTF-8 text, save it as UTF-8\. Correct it/,
    );
  });

  test('a project.config.json with a syntax error', async () => {
    const folder = await projectWith({ ...ONE_PAGE, 'project.config.json': '{\n  "appid" "wx1"\n}' });
    const { lines } = await refusalOf(folder);
    expect(lines[0]).toBe(
      'ferry: project.config.json:2:11 is not valid JSON: a colon is expected. Correct it and open the project again.',
    );
    expect(lines).toContain('> 2 |   "appid" "wx1"');
  });

  test('a root that leads out of the project, by its path or through a link', async () => {
    const outside = await projectWith(ONE_PAGE);
    const folder = await projectWith({ 'project.config.json': '{ "miniprogramRoot": "../other" }' });
    expect((await refusalOf(folder)).lines).toEqual([
      'ferry: The mini-program\'s root "../other" leads out of the project by its path. Name a folder inside it as miniprogramRoot in project.config.json.',
    ]);
    const linked = path.join(await tempDir(), 'linked');
    await mkdir(linked);
    await symlink(outside, path.join(linked, 'miniprogram'), 'junction');
    expect((await refusalOf(linked)).lines[0]).toContain(
      '"miniprogram" leads out of the project through a link.',
    );
  });
});

describe('ferry run opens', () => {
  test('a project whose files begin with a byte order mark and whose JSON has comments', async () => {
    const marked = Object.fromEntries(
      Object.entries({
        'app.json': '{\n  // the only page\n  "pages": ["pages/index/index"], /* and no other */\n}',
        'project.config.json': '{ "appid": "touristappid", /* nobody */ "projectname": "marked" }',
        'app.js': 'App({})',
        'app.wxss': 'view { color: teal }',
        'pages/index/index.json': '{ // its title\n "navigationBarTitleText": "Marked" }',
        'pages/index/index.js': 'Page({ data: { word: "read" } })',
        'pages/index/index.wxml': '<view id="word">{{word}}</view>',
        'pages/index/index.wxss': '#word { color: red }',
      }).map(([file, text]) => [file, `\uFEFF${text}`]),
    );
    const home = await tempDir();
    const { code, report } = await ferryRun(await projectWith(marked), home, ['--wait', '#word']);
    expect([code, report.outcome, report.project.name]).toEqual([0, 'passed', 'marked']);
    expect([report.diagnostics, report.exceptions]).toEqual([[], []]);
  });

  test.each([
    ['no appid at all', '{}', /^There is no appid; .* Set "appid" to yours, or to "touristappid"\.$/],
    [
      'an appid that is none',
      '{ "appid": "shop\\r\\nX-Evil: 1" }',
      /^"shop\\r\\nX-Evil: 1" is not an appid of WeChat; files are kept for this folder alone/,
    ],
  ])('a project with %s: as a tourist', async (_name, config, warning) => {
    const referers: (string | undefined)[] = [];
    const server = await withServer((request, response) => {
      referers.push(request.headers.referer);
      response.end('{}');
    });
    const folder = await projectWith({
      ...ONE_PAGE,
      'project.config.json': config,
      'pages/index/index.js': `Page({ onLoad() { wx.request({ url: '${server.origin}' }) } })`,
    });
    const { code, report } = await ferryRun(folder, await tempDir(), []);
    expect(code).toBe(0);
    expect(referers).toEqual(['https://servicewechat.com/touristappid/devtools/page-frame.html']);
    expect(report.diagnostics.map(({ severity, file, message }) => [severity, file, message])).toEqual([
      ['warning', 'project.config.json', expect.stringMatching(warning) as string],
    ]);
  });

  test('two projects without an appid on one home, each with storage of its own', async () => {
    const home = await tempDir();
    const remember = (word: string): Promise<string> =>
      projectWith({
        ...ONE_PAGE,
        'pages/index/index.js': `Page({ onLoad() { const found = wx.getStorageSync('word') || 'nothing'; wx.setStorageSync('word', '${word}'); console.log('found ' + found + ', then ' + wx.getStorageSync('word')) } })`,
      });
    const [one, other] = await Promise.all([remember('one'), remember('other')]);
    const found: string[] = [];
    for (const folder of [one, other]) {
      const { report } = await ferryRun(folder, home, []);
      found.push(...linesLogged(report));
    }
    expect(found).toEqual(['found nothing, then one', 'found nothing, then other']);
  });
});
