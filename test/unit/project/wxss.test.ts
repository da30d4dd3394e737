import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { compileStyles } from '../../../src-main/project/wxss.ts';
import type { SheetScope } from '../../../src-main/project/wxss-selectors.ts';
import { treeOf } from '../../support/source-tree.ts';

const APP: SheetScope = { kind: 'app' };
const PAGE: SheetScope = { kind: 'page' };
const COMPONENT: SheetScope = { kind: 'component', prefix: 'c0' };

function styles(wxss: string, scope: SheetScope = APP, more: Readonly<Record<string, string>> = {}): string {
  return compileStyles(treeOf({ 'p/a.wxss': wxss, ...more }), 'p/a', scope, createDiagnostics());
}

describe('lengths', () => {
  it.each([
    ['750rpx', '100vw'],
    ['-1.5rpx', '-0.2vw'],
    ['calc(100% - 20rpx)', 'calc(100% - 2.66667vw)'],
    ['100vh', '100cqh'],
    ['var(--x10rpx-y)', 'var(--x10rpx-y)'],
  ])('%s becomes %s', (written, expected) => {
    expect(styles(`.a { width: ${written}; }`)).toBe(`.a { width: ${expected}; }`);
  });

  it('converts rpx in media queries', () => {
    expect(styles('@media (min-width: 375rpx) { .a { top: 0 } }')).toContain('(min-width: 50vw)');
  });
});

describe('selectors', () => {
  it.each([
    ['page', APP, 'wx-page'],
    ['page .a', PAGE, 'wx-page:where(:scope) .a'],
    ['view.x > text', APP, 'wx-view.x > wx-text'],
    ['.a .b', COMPONENT, '._ferry-scope_a ._ferry-scope_b'],
    [':host', COMPONENT, '[wx-host=c0]'],
    ['[class^="icon-"]', COMPONENT, '[class*="_ferry-scope_icon-"]'],
    ['#save .x', APP, ':is(#_,[id$="--save"]) .x'],
  ])('%s', (written, scope, expected) => {
    expect(styles(`${written} { top: 0 }`, scope)).toBe(`${expected} { top: 0 }`);
  });

  it('leaves keyframes alone and leaves out what is no selector', () => {
    expect(styles('@keyframes k { from { top: 1rpx } to { top: 2px } }')).toContain(
      'from { top: 0.13333vw }',
    );
    const diagnostics = createDiagnostics();
    const css = compileStyles(
      treeOf({ 'p/a.wxss': '.a { top: 0 }\n.b! { top: 1px }' }),
      'p/a',
      APP,
      diagnostics,
    );
    expect(css).toBe('.a { top: 0 }');
    expect(diagnostics.list()).toMatchObject([{ severity: 'warning', file: 'p/a.wxss', line: 2 }]);
  });
});

describe('urls', () => {
  it.each([
    ['url(../i/x.png)', 'url("package/i/x.png")'],
    ['url("/i/x y.png?v=1")', 'url("package/i/x%20y.png?v=1")'],
    ["url('https://h.example/f.woff')", 'url("remote/https%3A%2F%2Fh.example%2Ff.woff")'],
    ['url(//h.example/a.png)', 'url("remote/https%3A%2F%2Fh.example%2Fa.png")'],
    ['url(data:image/png;base64,AA==)', 'url(data:image/png;base64,AA==)'],
  ])('%s', (written, expected) => {
    expect(styles(`.a { background: ${written} }`)).toBe(`.a { background: ${expected} }`);
  });

  it('resolves them in the sheet that wrote them', () => {
    const css = styles('@import "../q/b.wxss";', APP, { 'q/b.wxss': '.b { background: url(./x.png) }' });
    expect(css).toBe('.b { background: url("package/q/x.png") }');
  });
});

describe('imports', () => {
  it('are inlined once per chain, with or without suffix and semicolon', () => {
    const css = styles("@import './b'\n.a { top: 0 }", APP, {
      'p/b.wxss': '@import "./a.wxss"; .b { top: 1px }',
    });
    expect(css.replace(/\s+/g, ' ').trim()).toBe('.b { top: 1px } .a { top: 0 }');
  });

  it('of a missing file are an error at their place', () => {
    const diagnostics = createDiagnostics();
    compileStyles(treeOf({ 'p/a.wxss': '.a{}\n@import "./gone.wxss";' }), 'p/a', APP, diagnostics);
    expect(diagnostics.list()).toMatchObject([{ severity: 'error', file: 'p/a.wxss', line: 2 }]);
  });
});
