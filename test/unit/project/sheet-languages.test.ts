import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '#contract/project';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { compileStyles } from '../../../src-main/project/wxss.ts';
import { treeOf } from '../../support/source-tree.ts';

const ALL = { typescript: true, less: true, sass: true };

function compiled(
  files: Readonly<Record<string, string>>,
  more: Parameters<typeof treeOf>[1] = { languages: ALL },
  sheet = 'p/a',
): { css: string; found: readonly Diagnostic[] } {
  const diagnostics = createDiagnostics();
  const css = compileStyles(treeOf(files, more), sheet, { kind: 'app' }, diagnostics);
  return { css: css.replace(/\s+/g, ' ').trim(), found: diagnostics.list() };
}

describe('sheets in other languages', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'Less with variables, nesting and imports',
      {
        'p/a.less': '@import "../s/vars";\n.a { .b { color: @c; width: 10rpx + 5 } }',
        's/vars.less': '@c: red;',
      },
      '.a .b { color: red; width: 2vw; }',
    ],
    [
      'Less that imports WXSS and CSS',
      {
        'p/a.less': '@import "./b.wxss";\n@import "./c.css";',
        'p/b.wxss': '.b{top:0}',
        'p/c.css': '.c{top:75rpx}',
      },
      '.c{top:10vw} .b { top: 0; }',
    ],
    [
      'SCSS with a partial and a module',
      {
        'p/a.scss': '@use "../s/vars" as *;\n.a { &:active { width: $w * 2 } }',
        's/_vars.scss': '$w: 75rpx;',
      },
      '.a:active { width: 20vw; }',
    ],
    ['Sass by indentation', { 'p/a.sass': '.a\n  top: 75rpx' }, '.a { top: 10vw; }'],
    [
      'WXSS that imports what Less makes, by either name',
      {
        'p/a.wxss': '@import "./b.wxss";\n@import "./c.less";',
        'p/b.less': '.b{.x{top:0}}',
        'p/c.less': '.c{.x{top:0}}',
      },
      '.b .x { top: 0; } .c .x { top: 0; }',
    ],
    ['WXSS where both are there', { 'p/a.wxss': '.w{top:0}', 'p/a.less': '.l{top:0}' }, '.w{top:0}'],
  ])('%s', (_name, files, expected) => {
    const { css, found } = compiled(files);
    expect(found).toEqual([]);
    expect(css).toBe(expected);
  });

  it('are not read where the project has not switched them on', () => {
    const { css, found } = compiled({ 'p/a.wxss': '@import "./b";', 'p/b.less': '.b{top:0}' }, {});
    expect(css).toBe('');
    expect(found).toMatchObject([{ severity: 'error', file: 'p/a.wxss', line: 1 }]);
  });

  it.each<[string, Readonly<Record<string, string>>, string, string, number, number]>([
    [
      'an unknown variable of Less',
      { 'p/a.less': '.a {\n  color: @nope;\n}' },
      'p/a.less',
      'Variable @nope is undefined.',
      2,
      10,
    ],
    [
      'a syntax error in an imported Less sheet',
      { 'p/a.less': '@import "./b";', 'p/b.less': '\n.b { top: 0' },
      'p/b.less',
      'Unrecognised input',
      2,
      12,
    ],
    [
      'a missing import of Less',
      { 'p/a.less': '.a{}\n@import "./gone";' },
      'p/a.less',
      'p/gone is not found',
      2,
      1,
    ],
    [
      'an import that leads out',
      { 'p/a.less': '@import "../../../etc/passwd";' },
      'p/a.less',
      'etc/passwd is not found',
      1,
      1,
    ],
    [
      'a plugin of Less',
      { 'p/a.less': '.a{}\n@plugin "./p";', 'p/p.js': '' },
      'p/a.less',
      'Plugins of Less do not run in Ferry',
      2,
      1,
    ],
    [
      'a plugin in an imported sheet',
      { 'p/a.less': '@import "./b";', 'p/b.less': '@plugin "./p.less";' },
      'p/a.less',
      'plugins of Less do not run in Ferry',
      1,
      1,
    ],
    [
      'an unknown variable of SCSS',
      { 'p/a.scss': '.a {\n  color: $nope;\n}' },
      'p/a.scss',
      'Undefined variable.',
      2,
      10,
    ],
    [
      'a syntax error in an imported SCSS sheet',
      { 'p/a.scss': '@use "b";', 'p/b.scss': '\n\n.b { top: }}' },
      'p/b.scss',
      '',
      3,
      11,
    ],
    [
      'a missing import of SCSS',
      { 'p/a.scss': '\n@import "gone";' },
      'p/a.scss',
      "Can't find stylesheet to import.",
      2,
      9,
    ],
  ])('tell %s with its place', (_name, files, file, message, line, column) => {
    const { css, found } = compiled(files);
    expect(css).toBe('');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'error', file, line, column });
    expect(found[0]?.message).toContain(message);
    expect(found[0]?.codeFrame).toContain(`> ${String(line)} |`);
  });
});

describe('a sheet that its language cannot finish', () => {
  const deep = (count: number): string => `${'a{'.repeat(count)}top:0${'}'.repeat(count)}`;

  it.each<[string, string, string, number]>([
    ['a mixin of Less that calls itself', 'p/b.less', '.a(){.a()} .b{.a()}', 1],
    ['Less in too many blocks', 'p/b.less', deep(20_000), 0],
    ['a function of SCSS that calls itself', 'p/b.scss', '@function f($x){@return f($x)} a{b:f(1)}', 0],
    ['SCSS in too many blocks', 'p/b.scss', deep(20_000), 0],
  ])('is told, and the rest stays: %s', (_name, file, source, line) => {
    const { css, found } = compiled({ 'p/a.wxss': '@import "./b";\n.a{top:0}', [file]: source });
    expect(css).toBe('.a{top:0}');
    expect(found).toMatchObject([{ severity: 'error', file, line }]);
    expect(found[0]?.message).toContain('calls itself');
  });
});

describe('a sheet with mistakes', () => {
  it.each<[string, string, string, number]>([
    [
      'a word that is no declaration',
      '.a { top: 0; oops; left: 0 }\n.b { top: 1px }',
      '.a { top: 0; left: 0 } .b { top: 1px }',
      1,
    ],
    [
      'a word between rules',
      '.a { top: 0 }\noops\n.b { top: 1px }',
      '.a { top: 0 } wx-oops .b { top: 1px }',
      0,
    ],
    ['a closing brace too many', '.a { top: 0 } }\n.b { top: 1px }', '.a { top: 0 } .b { top: 1px }', 1],
    ['a block that is not closed', '.b { top: 1px }\n.a { top: 0;', '.b { top: 1px } .a { top: 0;}', 2],
    ['a comment that is not closed', '.b { top: 1px }\n/* oops', '.b { top: 1px } /* oops*/', 2],
    ['a string that is not closed', '.a { content: "x; }\n.b { top: 1px }', '', 1],
    ['comments of other languages', '// one\n.a { top: 0; // two\n  // three\n}', '', 1],
  ])('keeps the rest: %s', (_name, wxss, expected, line) => {
    const { css, found } = compiled({ 'p/a.wxss': wxss });
    if (expected !== '') expect(css).toBe(expected);
    if (line === 0) expect(found.map(({ severity }) => severity)).toEqual(found.map(() => 'warning'));
    else expect(found[0]).toMatchObject({ file: 'p/a.wxss', line });
    if (line > 0) expect(found[0]?.codeFrame).toContain(`> ${String(line)} |`);
  });
});

describe('values', () => {
  it.each([
    ['calc(100vw - (20rpx + 1rpx))', 'calc(100vw - (2.66667vw + 0.13333vw))'],
    ['var(--a, 75rpx) -75rpx .75RPX', 'var(--a, 10vw) -10vw 0.1vw'],
    ['calc(env(safe-area-inset-bottom) + 75rpx)', 'calc(env(safe-area-inset-bottom) + 10vw)'],
    ['constant(safe-area-inset-bottom)', 'constant(safe-area-inset-bottom)'],
    ['-webkit-box', '-webkit-box'],
    ['"75rpx"', '"75rpx"'],
  ])('%s is %s', (written, expected) => {
    expect(compiled({ 'p/a.wxss': `.a{x:${written}}` }).css).toBe(`.a{x:${expected}}`);
  });

  it.each([
    ['an address', `.a{x:url(${' '.repeat(100_000)}"x" y)}`],
    ['addresses without an end', `.a{x:"${'url('.repeat(25_000)}"}`],
    ['an address in quotes', `.a{x:url(${' '.repeat(100_000)}"x"${' '.repeat(100_000)}y)}`],
    ['a length', `.a{x:${'1'.repeat(100_000)}}`],
    ['a length with rpx', `.a{x:${'1'.repeat(100_000)} 1rpx 1vh}`],
    ['an import', `@import ${' '.repeat(100_000)}"x" y;`],
    ['an import by address', `@import url(${' '.repeat(100_000)}x${' '.repeat(100_000)}"y);`],
  ])('take time by their length alone: %s', (_name, wxss) => {
    const before = performance.now();
    compiled({ 'p/a.wxss': wxss });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it.each([
    ['url( "./i.ttf" )', 'url("package/p/i.ttf")'],
    ["url( './i j.ttf')", 'url("package/p/i%20j.ttf")'],
    ['URL(\t./i.ttf )', 'url("package/p/i.ttf")'],
    ['url( )', 'url( )'],
    ['url(data:x)', 'url(data:x)'],
  ])('%s leads to %s', (written, expected) => {
    expect(compiled({ 'p/a.wxss': `.a{x:url(data:y) ${written}}` }).css).toBe(
      `.a{x:url(data:y) ${expected}}`,
    );
  });

  it.each([
    '"./b"',
    "'./b.wxss'",
    'url(./b.wxss)',
    'url( ./b.wxss )',
    'url( "./b" )',
    "url('b.wxss')",
    ' "b" ',
  ])('@import %s is found', (written) => {
    expect(compiled({ 'p/a.wxss': `@import ${written};`, 'p/b.wxss': '.b{top:0}' })).toEqual({
      css: '.b{top:0}',
      found: [],
    });
  });

  it('leads fonts to the page’s own origin, near and far', () => {
    const { css } = compiled({
      'p/a.wxss': '@font-face{font-family:i;src:url(./i.ttf),url("//h.example/i.woff")}',
    });
    expect(css).toBe(
      '@font-face{font-family:i;src:url("package/p/i.ttf"),url("remote/https%3A%2F%2Fh.example%2Fi.woff")}',
    );
  });

  it.each([
    ['button::after', 'wx-button::after'],
    ['page, view:not(.a) > text', 'wx-page, wx-view:not(.a) > wx-text'],
    ['#a, .b#c', ':is(#_,[id$="--a"]), .b:is(#_,[id$="--c"])'],
    ['*', '*'],
  ])('the selector %s is %s', (written, expected) => {
    expect(compiled({ 'p/a.wxss': `${written}{top:0}` }).css).toBe(`${expected}{top:0}`);
  });

  it('puts the sheets of an extended library before app.wxss', () => {
    const { css } = compiled(
      { 'app.wxss': '.a{top:0}', 'lib/w.wxss': '.w{background:url(x.png)}' },
      { appSheets: ['/lib/w.wxss'] },
      'app',
    );
    expect(css).toBe('.w{background:url("package/lib/x.png")} .a{top:0}');
  });
});
