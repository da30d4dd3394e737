import { describe, expect, it } from 'vitest';
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
