import { mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src-main/app-program.ts';
import { systemClock } from '../../src-main/lib/clock.ts';
import { compileProject } from '../../src-main/project/compile.ts';
import { createSourceTree } from '../../src-main/project/source-tree.ts';
import { launchFerry } from '../support/ferry-app.ts';
import { ferryRun, MEDIA } from '../support/ferry-cli.ts';
import { linesLogged, rowsLogged } from '../support/page-rows.ts';
import { withProgram } from '../support/program-harness.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';
import { withServer } from '../support/with-server.ts';
import { createKeptBodies } from '../../src-main/journal/bodies/kept-bodies.ts';
import { plainConditions } from '../support/plain-conditions.ts';

describe('a project folder that disappears', () => {
  test('while it is open: reloading says so in both languages; page, files and history stay', async () => {
    const server = await withServer((_request, response) => response.end('hello'));
    const folder = await writeProject(path.join(await tempDir(), 'fleeting'), {
      ...ONE_PAGE,
      'pages/index/index.js': `Page({ data: { saved: 0 }, onLoad() {
        wx.downloadFile({ url: '${server.origin}/greeting', success: ({ tempFilePath }) =>
          wx.saveFile({ tempFilePath, success: () =>
            wx.getSavedFileList({ success: ({ fileList }) => this.setData({ saved: fileList.length }) }) }) })
      } })`,
      'pages/index/index.wxml': '<view>saved: {{saved}}</view>',
    });
    const { panel, guest } = await launchFerry(await tempDir(), ['open', folder]);
    await (await guest()).getByText('saved: 1').waitFor();

    await rename(folder, `${folder}-away`);
    await panel.getByRole('button', { name: 'Reload the mini-program' }).click();
    const alert = panel.getByRole('alert');
    await alert.getByText(`${folder} does not exist. Check the path, and open the folder`).waitFor();
    await panel.getByRole('button', { name: 'Language and theme' }).click();
    await panel.getByRole('menuitemradio', { name: '中文' }).click();
    await alert.getByText(`${folder} 不存在。请检查路径，并打开小程序 app.json 所在的文件夹。`).waitFor();
    await (await guest()).getByText('saved: 1').waitFor();
    await panel.getByRole('row', { name: /GET.*\/greeting/ }).waitFor();

    await rename(`${folder}-away`, folder);
    await panel.getByRole('button', { name: '重新加载小程序' }).click();
    // Whichever view is there at the moment: the old one goes, the new one comes.
    const savedTwice = (): Promise<number> =>
      guest().then((page) =>
        page
          .getByText('saved: 2')
          .count()
          .catch(() => 0),
      );
    await expect.poll(savedTwice, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => alert.count()).toBe(0);
  });

  test('between the start and the compilation: a clear failure', async () => {
    const folder = await writeProject(path.join(await tempDir(), 'fleeting'), ONE_PAGE);
    const { home, transfers } = await withProgram();
    const compiler = {
      compile: async (root: string, buildDir: string) => {
        await rename(folder, `${folder}-away`);
        return compileProject(root, buildDir);
      },
      ready: () => Promise.resolve(),
      findings: () => null,
      close: () => undefined,
    };
    const kept = createKeptBodies(
      { missing: neverAsked, pinned: neverAsked },
      { folder: path.join(await tempDir(), 'bodies'), ownFolders: [] },
    );
    const wire = {
      worker: { run: neverAsked, hash: neverAsked, warmUp: neverAsked, close: neverAsked },
      clock: systemClock,
    };
    const built = buildProgram(
      {
        ...{ home, clock: systemClock, compiler, transfers, wire, bootInfo: neverAsked },
        sockets: neverAsked,
        network: { systemProxy: neverAsked, ownNetworks: neverAsked, lab: neverAsked },
        kept,
        buildScope: 'all' as const,
        conditions: plainConditions(),
        keepsScreens: false,
      },
      folder,
      { fresh: false },
    );
    await expect(built).rejects.toMatchObject({
      code: 'project.folder',
      message: `${folder} does not exist. Check the path, and open the folder that holds the mini-program's app.json.`,
    });
  });

  test('while it is read: the file or folder that went is named, with what to do', async () => {
    const folder = await writeProject(path.join(await tempDir(), 'fleeting'), ONE_PAGE);
    const tree = createSourceTree(folder);
    await rm(folder, { recursive: true });
    expect(() => tree.read('pages/index/index.js')).toThrow(
      'pages/index/index.js went away while Ferry was reading the project. Open the project again when it is there.',
    );
    expect(() => createSourceTree(folder)).toThrow(
      `${folder} changed or went away while Ferry was reading it. Open it again when it is there.`,
    );
  });
});

describe('a project folder of 10,000 files', () => {
  /** 10,000 scripts that would not compile, beside one page. */
  async function crowded(page: string): Promise<string> {
    const files = Array.from({ length: 10_000 }, (_, index) => {
      const name = `lib/${String(index % 100)}/${String(index)}.js`;
      return [name, 'const = never read;'] as const;
    });
    return writeProject(path.join(await tempDir(), 'crowded'), {
      ...Object.fromEntries(files),
      ...ONE_PAGE,
      'pages/index/index.js': page,
      'shared/used.js': 'exports.word = "used"',
      'shared/unused.js': 'const = never read;',
    });
  }

  test('runs, and only what its page needs is read', async () => {
    const folder = await crowded(
      'const { word } = require("../../shared/used"); Page({ onLoad() { console.log(word) } })',
    );
    const { code, report } = await ferryRun(folder, await tempDir(), []);
    expect([code, report.diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([0, []]);
    expect(linesLogged(report)).toEqual(['used']);
    const build = await tempDir();
    const started = performance.now();
    await compileProject(folder, build);
    // A hundred times what it takes, and a hundredth of what compiling all of them would.
    expect(performance.now() - started).toBeLessThan(10_000);
    const modules = (await readFile(path.join(build, 'app.js'), 'utf8')).match(
      /ferryRuntime\.define\("[^"]+/g,
    );
    expect(modules).toEqual([
      'ferryRuntime.define("pages/index/index.js',
      'ferryRuntime.define("shared/used.js',
    ]);
  });
});

describe('a link out of the project', () => {
  // WeChat uploads what lies in the folder, so what lies elsewhere is not part of the package.
  test('is no part of it: each use is told with what to do, and pages cannot read through it', async () => {
    const outside = await writeProject(path.join(await tempDir(), 'outside'), {
      'code.js': 'module.exports = "OUTSIDE"',
      'part.wxml': '<template name="part">OUTSIDE</template>',
      'base.wxss': '.outside { color: red }',
      'comp/comp.json': '{ "component": true }',
      'comp/comp.js': 'Component({})',
      'comp/comp.wxml': '<view>OUTSIDE</view>',
      'secret.txt': 'OUTSIDE',
      'pic.jpg': await readFile(path.join(MEDIA, 'misty-ranges.jpg')),
    });
    const folder = await writeProject(path.join(await tempDir(), 'linked'), {
      ...ONE_PAGE,
      'pages/index/index.json': '{ "usingComponents": { "comp": "../../lib/comp/comp" } }',
      'pages/index/index.wxml':
        '<import src="../../lib/part.wxml" /><comp /><image src="/lib/pic.jpg" binderror="broken" bindload="loaded" />',
      'pages/index/index.wxss': '@import "../../lib/base.wxss";',
      'pages/index/index.js': `
        const tell = (row) => (told) => console.log(JSON.stringify({ row, told: told.errMsg || told.type }));
        Page({
          onLoad() {
            wx.getFileInfo({ filePath: '/lib/secret.txt', complete: tell('getFileInfo') });
            wx.getImageInfo({ src: '/lib/pic.jpg', complete: tell('getImageInfo') });
            wx.uploadFile({ url: 'http://127.0.0.1:9/', filePath: 'lib/secret.txt', name: 'file', complete: tell('uploadFile') });
            try { require('../../lib/code') } catch (error) { tell('require')({ errMsg: error.message }) }
          },
          broken: tell('image'),
          loaded: tell('image'),
        })`,
    });
    await symlink(outside, path.join(folder, 'lib'), 'junction');
    const home = await tempDir();
    const { code, report } = await ferryRun(folder, home, ['--wait', '600']);
    const left =
      'is left out because lib is a link that leads out of the project; copy what it leads to into the folder';
    expect(report.diagnostics.map(({ file, message }) => [file, message]).sort()).toEqual([
      ['pages/index/index.js', `require("../../lib/code"): lib/code.js ${left}.`],
      ['pages/index/index.json', `Component <comp>: lib/comp/comp ${left}.`],
      ['pages/index/index.wxml', `pages/index/index.wxml refers to lib/part.wxml, which ${left}.`],
      ['pages/index/index.wxss', `@import "../../lib/base.wxss": lib/base.wxss ${left}.`],
      ['project.config.json', expect.stringContaining('There is no appid') as string],
    ]);
    const rows = rowsLogged<{ row: string; told: string }>(report);
    expect(Object.fromEntries([...rows.values()].map(({ row, told }) => [row, told]))).toEqual({
      getFileInfo: 'getFileInfo:fail permission denied, cannot access file path',
      getImageInfo: 'getImageInfo:fail permission denied, cannot access file path',
      uploadFile: 'uploadFile:fail file not found',
      require: expect.stringContaining("module '../../lib/code' is not defined") as string,
      image: 'error',
    });
    expect(code).toBe(0);
    const [build = ''] = await readdir(path.join(home, 'builds'));
    for (const file of await readdir(path.join(home, 'builds', build)))
      expect(await readFile(path.join(home, 'builds', build, file), 'utf8')).not.toContain('OUTSIDE');
  });

  test('may not be its app.json', async () => {
    const folder = path.join(await tempDir(), 'linked');
    await mkdir(folder);
    const outside = await writeProject(path.join(await tempDir(), 'outside'), ONE_PAGE);
    await symlink(path.join(outside, 'app.json'), path.join(folder, 'app.json'));
    await expect(compileProject(folder, await tempDir())).rejects.toMatchObject({
      code: 'project.config',
      message:
        'app.json is left out because it is a link that leads out of the project; copy what it leads to into the folder.',
    });
  });
});

function neverAsked(): never {
  throw new Error('Nothing asks for this before the compilation.');
}
