import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { moduleCandidates, pathAliases, withoutAlias } from '#contract/module-paths';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { compileScripts } from '../../../src-main/project/script.ts';
import { rewriteWxs } from '../../../src-main/project/wxs.ts';
import { compileTemplate } from '../../../src-main/project/wxml.ts';
import { createGlobal } from '../../../src-renderer/page/loader/module-scope.ts';
import { treeOf } from '../../support/source-tree.ts';

describe('references between scripts', () => {
  it.each([
    ['./b', 'p/a.js', ['p/b', 'p/b.js', 'p/b/index.js']],
    ['/b.js', 'p/a.js', ['b.js', 'b.js.js', 'b.js/index.js']],
    ['../b.ts', 'p/a.js', ['b.js', 'b.ts.js', 'b.ts/index.js']],
    ['./d.json', 'p/a.js', ['p/d.json', 'p/d.json', 'p/d.json.js', 'p/d.json/index.js']],
  ])('%s of %s', (reference, from, expected) => {
    expect(moduleCandidates(from, reference)).toEqual(expected);
  });

  it('without a dot are beside, then npm packages from near to far, then from the root', () => {
    const indexes = moduleCandidates('p/q/a.js', 'x').filter((id) => id.endsWith('/index.js'));
    expect(indexes).toEqual([
      'p/q/x/index.js',
      'p/q/miniprogram_npm/x/index.js',
      'p/miniprogram_npm/x/index.js',
      'miniprogram_npm/x/index.js',
      'x/index.js',
    ]);
  });

  it.each([
    ['@utils/a', '/utils/a'],
    ['@utils/deep/a', '/far/a'],
    ['exact', '/lib/exact'],
    ['exactly', 'exactly'],
    ['./a', './a'],
  ])('%s by alias is %s', (written, expected) => {
    const aliases = pathAliases({
      '@utils/*': 'utils/*',
      '@utils/deep/*': '/far/*',
      exact: '/lib/exact',
      bad: 5,
    });
    expect(withoutAlias(written, aliases)).toBe(expected);
  });

  it.each([null, 5, 'x', undefined])('resolveAlias %j is none', (written) => {
    expect(pathAliases(written)).toEqual([]);
  });
});

describe('scripts', () => {
  it.each<[string, Readonly<Record<string, string>>, string, number, number]>([
    ['a syntax error', { 'a.js': 'let a;\nlet b = ;' }, 'a.js', 2, 9],
    ['a syntax error in TypeScript', { 'a.ts': '\nlet b: = 1' }, 'a.ts', 2, 8],
    [
      'a JSON file that is none',
      { 'a.js': 'require("./b.json")', 'b.json': '{\n "a": 1,\n b\n}' },
      'b.json',
      3,
      2,
    ],
  ])('tell %s with its place, and throw it when they run', async (_name, files, file, line, column) => {
    const diagnostics = createDiagnostics();
    const modules = await compileScripts(treeOf(files), ['a'], diagnostics);
    expect(diagnostics.list()).toMatchObject([{ severity: 'error', file, line, column }]);
    expect(diagnostics.list()[0]?.codeFrame).toContain(`> ${String(line)} |`);
    const broken = modules.find((module) => module.file === file);
    expect(() => {
      (compileFunction(broken?.code ?? '') as () => void)();
    }).toThrow(`${file}:${String(line)}:${String(column)} `);
  });

  it.each<[string, string, string]>([
    ['a quantifier without an atom', 'module.exports = () => /\\w{1,24}+/gi', 'Nothing to repeat'],
    ['a range the wrong way round', 'module.exports = () => /a\\/"[b-a]/g', 'Range out of order'],
    ['TypeScript', 'module.exports = (): RegExp => /[b-a]/', 'Range out of order'],
  ])(
    'with a regular expression that is none load, and throw where they use it: %s',
    async (what, code, text) => {
      const diagnostics = createDiagnostics();
      const file = what === 'TypeScript' ? 'a.ts' : 'a.js';
      const source = `${code};\nmodule.exports.sound = /\\/"x"/.test('/"x"');`;
      const [made] = await compileScripts(treeOf({ [file]: source }), ['a'], diagnostics);
      const module = { exports: {} as { (): RegExp; sound: boolean } };
      (compileFunction(made?.code ?? '', ['module']) as (given: typeof module) => void)(module);
      expect(module.exports.sound).toBe(true);
      expect(() => module.exports()).toThrow(text);
      expect(diagnostics.list()).toEqual([]);
    },
  );

  it('that only the engine finds wrong throw when they run, and leave the others be', async () => {
    const files = { 'a.js': 'require("./b")', 'b.js': 'with (this) {}' };
    const diagnostics = createDiagnostics();
    const modules = await compileScripts(treeOf(files), ['a'], diagnostics);
    expect(diagnostics.list()).toMatchObject([{ severity: 'error', file: 'b.js' }]);
    expect(modules.map(({ id }) => id)).toEqual(['a.js', 'b.js']);
    expect(() => {
      (compileFunction(modules[1]?.code ?? '') as () => void)();
    }).toThrow(SyntaxError);
  });

  it('bring in JSON that is required, by alias too, and no other', async () => {
    const tree = treeOf(
      { 'a.js': 'import d from "@d/d.json"', 'data/d.json': '[1]', 'data/e.json': '[2]' },
      { aliases: pathAliases({ '@d/*': '/data/*' }) },
    );
    const modules = await compileScripts(tree, ['a'], createDiagnostics());
    expect(modules.map(({ id }) => id)).toEqual(['a.js', 'data/d.json']);
    expect(modules[1]?.code).toBe('module.exports = [1];\n');
  });
});

describe('the global object of a mini-program', () => {
  const global = createGlobal({}) as unknown as Record<string, unknown>;
  const Made = global['Function'] as new (...parts: string[]) => () => unknown;
  const make = global['Function'] as (...parts: string[]) => () => unknown;

  it('knows itself by each of its names, and is what Function finds', () => {
    expect(global['globalThis']).toBe(global);
    expect(global['global']).toBe(global);
    for (const body of ['return this', 'return this;', ' return this ']) {
      expect(make(body)()).toBe(global);
      expect(new Made(body)()).toBe(global);
    }
  });

  it('makes no other function from text, and functions are still functions', () => {
    expect(() => make('a', 'return a')).toThrow(EvalError);
    expect(Made.prototype).toBe(Function.prototype);
    expect((): void => undefined).toBeInstanceOf(Made);
  });
});

describe('WXS', () => {
  it.each([
    ['new Date()', 'new, but getDate() and getRegExp()'],
    ['var r = /a/g;', 'regular expressions between slashes, but getRegExp()'],
    ['class A {}', 'classes'],
  ])('warns of %s, which a phone refuses', (written, what) => {
    expect(rewriteWxs(`var a;\n  ${written}`)).toMatchObject({
      ok: true,
      warnings: [{ message: `WXS has no ${what}; it fails on a phone.`, line: 2 }],
    });
  });

  it.each(['x.constructor = 1', 'delete x.constructor', 'x.constructor++'])('lets %s be', (written) => {
    expect(rewriteWxs(written)).toMatchObject({ code: `"use strict";${written}`, warnings: [] });
  });

  it('that is compared or returned is a type’s name', () => {
    expect(rewriteWxs('function f(x) { return x.constructor }')).toMatchObject({
      code: '"use strict";function f(x) { return wxsTypeName(x) }',
    });
    expect(rewriteWxs('x.constructor == 1')).toMatchObject({ code: '"use strict";wxsTypeName(x) == 1' });
  });
});

describe('templates', () => {
  const findingsOf = (wxml: string, file = 'a'): string[] => {
    const diagnostics = createDiagnostics();
    compileTemplate(treeOf({ [`${file}.wxml`]: wxml }), file, diagnostics);
    return diagnostics
      .list()
      .map(({ severity, line, column }) => `${severity} ${String(line)}:${String(column)}`);
  };

  it.each([
    '<view wx:for-items="{{a}}" wx:key="{{item.id}}"/>',
    '<view a = "b" c= "d"/>',
    '<view bind:sceneReady="x" data-Foo="y"/>',
    '<block class="x" wx:key="y"/>',
    '<view wx:if="{{a}}"/><view wx:else="{{b}}"/>',
    '<view>{{a["b"]}} {{ {x: 1} }} {{[...a, 2]}}</view>',
    '<!-- a comment --><template name="x"/><template is="{{a}}" data="{{...b, c}}"/>',
  ])('%s is as WeChat takes it, without a finding', (wxml) => {
    expect(findingsOf(wxml)).toEqual([]);
  });

  it.each([
    ['<view>\n  <text>a</view>', 'error 2:4'],
    ['<view>\n</text></view>', 'error 2:1'],
    ['<view a="{{ b }" c="d"/>', 'error 1:10'],
    ['<view>{{ a b }}</view>', 'error 1:12'],
    ['<view a="1" a="2"/>', 'warning 1:13'],
    ['<view\n wx:elseif="{{a}}"/>', 'warning 2:2'],
    ['<view/>\n<import src="gone"/>', 'error 2:14'],
    ['<wxs src="./gone.wxs" module="m"/>', 'error 1:11'],
    ['<wxs module="m">\n  require("./gone.wxs")\n</wxs>', 'error 2:12'],
    ['<view/>\n<wxs module="m">\n  var = 1;\n</wxs>', 'error 3:7'],
    ['<wxs module="m">\n  var a = new Date();\n</wxs>', 'warning 2:11'],
  ])('%j is told at its place', (wxml, expected) => {
    expect(findingsOf(wxml)).toContain(expected);
  });

  it('of packages tell what is broken and no more', () => {
    expect(findingsOf('<view a="1" a="2"/>', 'miniprogram_npm/ui/a')).toEqual([]);
    expect(findingsOf('<view>', 'miniprogram_npm/ui/a')).toEqual(['error 1:2']);
  });
});
