import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { treeOf } from '../../support/source-tree.ts';
import { compileTemplate, compileWxs, templatesScript } from '../../../src-main/project/wxml.ts';
import { rewriteWxs } from '../../../src-main/project/wxs.ts';

describe('rewriteWxs', () => {
  it.each([
    ["x.constructor === 'Array'", "wxsTypeName(x) === 'Array'"],
    ['a.b.constructor', 'wxsTypeName(a.b)'],
    ["getRegExp('\\d+', 'g')", 'getRegExp("\\\\d+", \'g\')'],
  ])('%s', (written, expected) => {
    expect(rewriteWxs(written)).toMatchObject({ ok: true, code: `"use strict";${expected}` });
  });

  it('drops the suffix of required modules and names them', () => {
    expect(rewriteWxs("var a = require('./a.wxs')")).toMatchObject({
      code: '"use strict";var a = require("./a")',
      requires: ['./a'],
    });
  });

  it('declares what a module assigns without declaring', () => {
    const written = 'var a; function f(b) { a = 1; b = 2; c = 3; d++ } for (e in a) f()';
    expect(rewriteWxs(written)).toMatchObject({ code: `"use strict";var c,d,e;${written}` });
  });

  it('says where a syntax error is', () => {
    expect(rewriteWxs('var a = 1;\nvar = 2;')).toMatchObject({ ok: false, line: 2, column: 5 });
    expect(rewriteWxs('var = 2;')).toMatchObject({ ok: false, line: 1, column: 5 });
  });
});

describe('the script of a package', () => {
  const WXS = {
    'a.wxml':
      '<wxs module="w" src="./w.wxs"/><wxs module="i">module.exports = "in"</wxs><view>{{w}}{{i}}</view>',
    'w.wxs': 'module.exports = require("./v.wxs")',
    'v.wxs': 'module.exports = "far"',
  };

  /** The files of a package as its script. */
  const scriptOf = (files: Readonly<Record<string, string>>): string => {
    const tree = treeOf(files);
    const compiled = Object.keys(files).map((file) => {
      const compile = file.endsWith('.wxs') ? compileWxs : compileTemplate;
      return compile(tree, file.replace(/\.\w+$/, ''), createDiagnostics());
    });
    return templatesScript(compiled).code;
  };

  /** Runs scripts as a page does, and gives the paths of templates and the value of each WXS module. */
  const loaded = (
    ...scripts: readonly string[]
  ): { templates: string[]; modules: Record<string, unknown> } => {
    const templates: Record<string, () => unknown> = {};
    const modules: Record<string, () => unknown> = {};
    const shared = {
      templates,
      scripts: modules,
      template: (path: string, make: () => unknown) => {
        templates[path] = make;
      },
      wxs: (_path: string, define: () => void) => {
        define();
      },
    };
    const ferryRuntime = {
      templates(make: (...given: unknown[]) => void) {
        make(undefined, undefined, undefined, undefined, undefined, shared);
      },
    };
    for (const script of scripts) runInNewContext(script, { ferryRuntime });
    // As late as on a page, where a template is built when it is first read.
    for (const make of Object.values(templates)) make();
    const values = Object.entries(modules).map(([path, value]) => [path, value()]);
    return {
      templates: Object.keys(templates),
      modules: Object.fromEntries(values) as Record<string, unknown>,
    };
  };

  it('runs without a WXS module, and with one', () => {
    expect(loaded(scriptOf({ 'a.wxml': '<view/>' }))).toEqual({ templates: ['a'], modules: {} });
    expect(loaded(scriptOf(WXS))).toEqual({ templates: ['a'], modules: { w: 'far', v: 'far' } });
  });

  it('has its WXS modules when the main package has none, and those of the main package when it has none', () => {
    const plain = scriptOf({ 'b.wxml': '<view/>' });
    const both = { templates: ['b', 'a'], modules: { w: 'far', v: 'far' } };
    expect(loaded(plain, scriptOf(WXS))).toEqual(both);
    expect(loaded(scriptOf(WXS), plain)).toEqual({ ...both, templates: ['a', 'b'] });
  });

  it('finds the modules of the package before', () => {
    const own = scriptOf({ 'x.wxs': 'module.exports = require("./v.wxs") + "ther"' });
    expect(loaded(scriptOf({ 'v.wxs': WXS['v.wxs'] }), own).modules).toEqual({ v: 'far', x: 'farther' });
  });
});
