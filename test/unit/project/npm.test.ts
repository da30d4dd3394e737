import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { locateProject } from '../../../src-main/project/folder.ts';
import { readMounts } from '../../../src-main/project/mounts.ts';
import { openSources } from '../../../src-main/project/open-sources.ts';
import type { SourceTree } from '../../../src-main/project/source-tree.ts';
import { writeProject } from '../../support/project-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

const APP = { 'app.json': '{ "pages": ["a/a"] }', 'a/a.wxml': '' };

interface Opened {
  readonly tree: SourceTree;
  readonly folder: string;
  readonly build: string;
  readonly found: readonly string[];
  readonly again: () => Promise<SourceTree>;
}

async function opened(files: Readonly<Record<string, string>>): Promise<Opened> {
  const base = await tempDir();
  const folder = await writeProject(path.join(base, 'project'), files);
  const build = path.join(base, 'builds', 'one');
  const diagnostics = createDiagnostics();
  const open = (): Promise<SourceTree> => openSources(locateProject(folder), build, diagnostics);
  const tree = await open();
  const found = diagnostics.list().map(({ file, message }) => `${file}: ${message}`);
  return { tree, folder, build, found, again: open };
}

/** Runs a built package; what it requires comes from `others`. */
function run(code: string, others: Readonly<Record<string, unknown>> = {}): unknown {
  const module = { exports: {} as unknown };
  const make = compileFunction(code, ['require', 'module', 'exports']) as (...values: unknown[]) => void;
  make((name: string) => others[name], module, module.exports);
  return module.exports;
}

describe('npm packages that are installed and not built', () => {
  it('bring their components as they are, and the rest as one script', async () => {
    const { tree, found, build, folder } = await opened({
      ...APP,
      'package.json': '{ "dependencies": { "ui": "1", "old-ui": "1", "plain": "1", "@scope/es": "1" } }',
      'node_modules/ui/package.json': '{ "version": "1.0.0", "miniprogram": "dist" }',
      'node_modules/ui/dist/button/index.json': '{ "component": true }',
      'node_modules/ui/dist/icon.png': 'png',
      'node_modules/ui/src/hidden.js': '',
      'node_modules/old-ui/package.json': '{}',
      'node_modules/old-ui/miniprogram_dist/index.js': 'module.exports = 1',
      'node_modules/plain/package.json': '{ "main": "lib/main.js", "dependencies": { "deep": "1" } }',
      'node_modules/plain/lib/main.js':
        'exports.deep = require("deep"); exports.own = require("./own"); exports.env = process.env.NODE_ENV',
      'node_modules/plain/lib/own.js': 'module.exports = "own"',
      'node_modules/deep/package.json': '{ "main": "d" }',
      'node_modules/deep/d.js': 'module.exports = "deep"',
      'node_modules/@scope/es/package.json': '{ "exports": "./es.mjs" }',
      'node_modules/@scope/es/es.mjs': 'export default 1; export const two = 2',
    });
    expect(found).toEqual([]);
    expect([...tree.files].filter((file) => file.startsWith('miniprogram_npm/')).sort()).toEqual([
      'miniprogram_npm/@scope/es/index.js',
      'miniprogram_npm/deep/index.js',
      'miniprogram_npm/old-ui/index.js',
      'miniprogram_npm/plain/index.js',
      'miniprogram_npm/ui/button/index.json',
      'miniprogram_npm/ui/icon.png',
    ]);
    expect(tree.read('miniprogram_npm/ui/icon.png')).toBe('png');
    const deep = run(tree.read('miniprogram_npm/deep/index.js'));
    expect(run(tree.read('miniprogram_npm/plain/index.js'), { deep })).toEqual({
      deep: 'deep',
      own: 'own',
      env: 'production',
    });
    expect(run(tree.read('miniprogram_npm/@scope/es/index.js'))).toMatchObject({ default: 1, two: 2 });
    expect((await readdir(folder)).sort()).toEqual(['a', 'app.json', 'node_modules', 'package.json']);
    expect(readMounts(build)).toContainEqual({
      at: 'miniprogram_npm/ui',
      folder: path.join(folder, 'node_modules/ui/dist'),
    });
  });

  it('are not built again in the same version, and again in another', async () => {
    const { build, folder, again } = await opened({
      ...APP,
      'package.json': '{ "dependencies": { "plain": "1" } }',
      'node_modules/plain/package.json': '{ "version": "1.0.0" }',
      'node_modules/plain/index.js': 'module.exports = 1',
    });
    await writeFile(path.join(folder, 'node_modules/plain/index.js'), 'module.exports = 2');
    expect(run((await again()).read('miniprogram_npm/plain/index.js'))).toBe(1);
    await writeFile(path.join(folder, 'node_modules/plain/package.json'), '{ "version": "2.0.0" }');
    expect(run((await again()).read('miniprogram_npm/plain/index.js'))).toBe(2);
    expect(await readdir(path.join(build, 'npm'))).toHaveLength(2);
  });

  it('give way to what the project has built itself', async () => {
    const { tree, build } = await opened({
      ...APP,
      'package.json': '{ "dependencies": { "ui": "1" } }',
      'node_modules/ui/package.json': '{ "miniprogram": "dist" }',
      'node_modules/ui/dist/index.js': 'new',
      'miniprogram_npm/ui/index.js': 'built',
    });
    expect(tree.read('miniprogram_npm/ui/index.js')).toBe('built');
    expect(tree.mounts).toEqual([]);
    expect(readMounts(build)).toEqual([]);
  });

  it('in two versions stand both, each where it is found', async () => {
    const { tree } = await opened({
      ...APP,
      'package.json': '{ "dependencies": { "one": "1", "two": "1" } }',
      'node_modules/one/package.json': '{}',
      'node_modules/one/index.js': 'module.exports = 1',
      'node_modules/two/package.json': '{ "miniprogram": "dist", "dependencies": { "one": "2" } }',
      'node_modules/two/dist/index.js': '',
      'node_modules/two/node_modules/one/package.json': '{}',
      'node_modules/two/node_modules/one/index.js': 'module.exports = 2',
    });
    expect(run(tree.read('miniprogram_npm/one/index.js'))).toBe(1);
    expect(run(tree.read('miniprogram_npm/two/miniprogram_npm/one/index.js'))).toBe(2);
  });

  it('lie where packNpmRelationList says, be they links as pnpm makes them', async () => {
    const files = {
      'project.config.json':
        '{ "miniprogramRoot": "mp/", "setting": { "packNpmManually": true, "packNpmRelationList": [{ "packageJsonPath": "./package.json", "miniprogramNpmDistDir": "./mp/" }, { "packageJsonPath": "../out/package.json", "miniprogramNpmDistDir": "./mp/" }] } }',
      'mp/app.json': '{}',
      'package.json': '{ "dependencies": { "ui": "1" } }',
      'store/ui/package.json': '{ "miniprogram": "dist" }',
      'store/ui/dist/index.js': 'linked',
    };
    const { folder, again } = await opened(files);
    await writeProject(folder, { 'node_modules/.keep': '' });
    await symlink(path.join(folder, 'store/ui'), path.join(folder, 'node_modules/ui'));
    expect((await again()).read('miniprogram_npm/ui/index.js')).toBe('linked');
  });

  it('that are not there are told once, with the folder to install in', async () => {
    const { found } = await opened({
      ...APP,
      'package.json': '{ "dependencies": { "a": "1", "b": "1", "../evil": "1" } }',
      // A cloud function's own; nothing of the mini-program's.
      'functions/f/package.json': '{ "dependencies": { "wx-server-sdk": "1" } }',
    });
    expect(found).toEqual(['package.json: Not installed: a, b. Run npm install in the project’s folder.']);
  });

  it('that cannot be built say so when they are asked for, and break nothing else', async () => {
    const { tree, found } = await opened({
      ...APP,
      'package.json': '{ "dependencies": { "broken": "1" } }',
      'node_modules/broken/package.json': '{}',
      'node_modules/broken/index.js': 'const = ;',
    });
    expect(found).toEqual([]);
    expect(() => run(tree.read('miniprogram_npm/broken/index.js'))).toThrow(
      'The npm package "broken" could not be built: Expected identifier but found "="',
    );
  });
});

describe('the extended library weui', () => {
  it('stands among the npm packages, its sheet before app.wxss', async () => {
    const { tree } = await opened({
      ...APP,
      'app.json': '{ "pages": ["a/a"], "useExtendedLib": { "weui": true } }',
    });
    expect(tree.has('miniprogram_npm/weui-miniprogram/cell/cell.json')).toBe(true);
    expect(tree.has('app.wxss')).toBe(true);
    expect(tree.appSheets).toEqual(['/miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss']);
    expect(tree.has(tree.appSheets[0]?.slice(1) ?? '')).toBe(true);
  });

  it('is not there where nobody asks for it', async () => {
    const { tree } = await opened(APP);
    expect(tree.appSheets).toEqual([]);
    expect(tree.has('miniprogram_npm/weui-miniprogram/cell/cell.json')).toBe(false);
  });

  it('gives way to the project’s own', async () => {
    const { tree, folder } = await opened({
      'app.json': '{ "pages": ["a/a"], "useExtendedLib": { "weui": "latest" } }',
      'miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss': '.own {}',
    });
    expect(tree.mounts).toEqual([]);
    expect(await readFile(path.join(folder, tree.appSheets[0] ?? ''), 'utf8')).toBe('.own {}');
  });
});
