import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileProject } from '../../../src-main/project/compile.ts';
import { scriptReferences } from '../../../src-main/project/script-references.ts';
import { ONE_PAGE, writeProject } from '../../support/project-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('what a script requires', () => {
  it.each([
    ['require("./a"); var b = require( \'../b.js\' )', ['./a', '../b.js']],
    ['require("./a", callback)', ['./a']],
    ['require.async("../sub/x").then(f)', ['../sub/x']],
    ['tell("require"); require("./a") // require it', ['./a']],
    ['const all = { ...require("./a"), ...other.require("./b") }', ['./a']],
    ['wx.require(name); const mine = { require: 1 }; mine.require', []],
    ['typeof require == "function" ? 1 : 2; typeof(require)', []],
    ['(function (e, require) { require(e) })()', []],
    ['unrequired(x); $require(y)', []],
    ['tell("they require longer than others"); tell("#extension : require")', []],
    ["tell('it is require\\'d'); require('./a')", ['./a']],
  ])('is seen in %s', (code, paths) => {
    expect(scriptReferences(code)).toEqual({ paths, isOpen: false });
  });

  it.each([
    'require("./" + name)',
    'const load = require; load("./a")',
    'require(`./${name}`)',
    'typeof require == "function" && require',
    'require("./a"); require(name)',
    'require.async(name)',
    'this is no JavaScript, require(it)',
    'for (require in all) {}',
    'mine = require instanceof Function',
    'for (require of all) {}',
  ])('is open in %s', (code) => {
    expect(scriptReferences(code).isOpen).toBe(true);
  });

  it('is seen in code that is nested deep', () => {
    const nested = (times: number): string => `${'1+'.repeat(times)}require("./a");typeof(require)`;
    expect(scriptReferences(nested(1000))).toEqual({ paths: ['./a'], isOpen: false });
    // Where the parser itself gives up, the script may ask for anything.
    expect(scriptReferences(nested(200_000)).isOpen).toBe(true);
  });
});

describe('a page', () => {
  it.each([
    ['that requires by a text', 'require("../../shared/a")', ['shared/a.js']],
    ['that imports', 'import { a } from "../../shared/a"; console.log(a)', ['shared/a.js']],
    ['that requires an npm package', 'require("pack")', ['miniprogram_npm/pack/index.js']],
    ['that requires TypeScript from the root', 'require("/shared/typed")', ['shared/typed.js']],
    [
      'that requires by a computed name',
      'const name = "a"; require("../../shared/" + name)',
      ['miniprogram_npm/pack/index.js', 'shared/a.js', 'shared/b.js', 'shared/typed.js'],
    ],
  ])('%s gets the modules it may ask for, and theirs', async (_name, source, expected) => {
    const folder = await writeProject(path.join(await tempDir(), 'modules'), {
      ...ONE_PAGE,
      'pages/index/index.js': `${source};Page({})`,
      'shared/a.js': 'require("./a")',
      'shared/b.js': '',
      'shared/typed.ts': 'export const a: number = 1',
      'miniprogram_npm/pack/index.js': '',
    });
    const build = await tempDir();
    await compileProject(folder, build);
    const code = await readFile(path.join(build, 'app.js'), 'utf8');
    const modules = [...code.matchAll(/ferryRuntime\.define\("([^"]+)/g)].map(([, id]) => id);
    expect(modules).toEqual([...expected, 'pages/index/index.js'].sort());
  });
});
