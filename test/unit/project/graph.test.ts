import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '#contract/project';
import { pathAliases } from '#contract/module-paths';
import { EMPTY_COMPONENT } from '../../../src-main/project/components.ts';
import { createDiagnostics } from '../../../src-main/project/diagnostics.ts';
import { type ProjectGraph, readGraph } from '../../../src-main/project/graph.ts';
import type { SourceTree } from '../../../src-main/project/source-tree.ts';
import { treeOf } from '../../support/source-tree.ts';

type Files = Readonly<Record<string, string>>;

function graphOf(
  app: object,
  files: Files = {},
  more: Partial<Pick<SourceTree, 'aliases'>> = {},
): { graph: ProjectGraph; found: readonly Diagnostic[] } {
  const diagnostics = createDiagnostics();
  const text = JSON.stringify(app, null, 2);
  const graph = readGraph(
    treeOf({ 'app.json': text, 'a/a.wxml': '', [`${EMPTY_COMPONENT}.json`]: '{}', ...files }, more),
    diagnostics,
  );
  return { graph, found: diagnostics.list() };
}

const using = (graph: ProjectGraph, unit: string): unknown =>
  graph.units.find(({ path }) => path === unit)?.json['usingComponents'];

describe('app.json', () => {
  it('names pages in both spellings of subpackages, as texts and as objects', () => {
    for (const field of ['subPackages', 'subpackages']) {
      const { graph, found } = graphOf(
        {
          pages: ['a/a', { path: 'b/b' }],
          [field]: [{ root: 'sub/', pages: ['c', { path: 'd' }], independent: true, entry: 'start.js' }],
        },
        { 'b/b.js': '', 'sub/c.js': '', 'sub/d.ts': '' },
      );
      expect(found).toEqual([]);
      expect(graph.packages).toEqual([
        { root: '', pages: ['a/a', 'b/b'], isIndependent: false },
        { root: 'sub', pages: ['sub/c', 'sub/d'], isIndependent: true, entry: 'sub/start' },
      ]);
    }
  });

  it('gives its components to every unit, those of independent subpackages aside', () => {
    const { graph } = graphOf(
      {
        pages: ['a/a'],
        usingComponents: { x: '/x/x' },
        subpackages: [{ root: 'alone', pages: ['p'], independent: true }],
      },
      { 'x/x.json': '{}', 'alone/p.js': '' },
    );
    expect(using(graph, 'a/a')).toEqual({ x: '/x/x' });
    expect(using(graph, 'alone/p')).toEqual({});
  });

  it('keeps both tables of the theme, and @names as they are written', () => {
    const { graph, found } = graphOf(
      {
        pages: ['a/a'],
        darkmode: true,
        themeLocation: 'theme.json',
        window: { navigationBarTextStyle: '@bar' },
      },
      { 'theme.json': '{ "light": { "bar": "black" }, "dark": { "bar": "white" }, }' },
    );
    expect(found).toEqual([]);
    expect(graph.themes).toEqual({ light: { bar: 'black' }, dark: { bar: 'white' } });
    expect(graph.app['window']).toEqual({ navigationBarTextStyle: '@bar' });
    expect(graphOf({ pages: ['a/a'] }).graph.themes).toBeNull();
  });

  it('brings in the bars that a project draws itself', () => {
    const { graph } = graphOf(
      { pages: ['a/a'] },
      { 'custom-tab-bar/index.json': '{}', 'app-bar/index.json': '{}' },
    );
    expect(graph.units.map(({ path }) => path)).toEqual(['a/a', 'custom-tab-bar/index', 'app-bar/index']);
  });

  it.each<[string, object, Files, string, number]>([
    ['a field of a wrong kind', { pages: ['a/a'], window: 'x' }, {}, '"window" must be an object', 5],
    [
      'a page without files',
      { pages: ['a/a', 'b/b'] },
      {},
      'Page "b/b" is listed in app.json but has no files',
      4,
    ],
    ['a page listed twice', { pages: ['a/a', 'a/a'] }, {}, 'Page "a/a" is listed twice', 4],
    ['a page that is none', { pages: ['a/a', 5] }, {}, 'A page is a route', 4],
    [
      'a subpackage without a root',
      { pages: ['a/a'], subpackages: [{}] },
      {},
      'A subpackage needs a "root"',
      6,
    ],
    [
      'a tab that leads nowhere',
      { pages: ['a/a'], tabBar: { list: [{ pagePath: 'b' }] } },
      {},
      'Tab 1 of tabBar leads to "b"',
      8,
    ],
    [
      'an entry page that is none',
      { pages: ['a/a'], entryPagePath: 'b' },
      {},
      'entryPagePath "b" is none of the pages',
      5,
    ],
    [
      'a theme that is not there',
      { pages: ['a/a'], themeLocation: 't.json' },
      {},
      'themeLocation "t.json": t.json is not found',
      5,
    ],
    [
      'kbone',
      { pages: ['a/a'], useExtendedLib: { kbone: true } },
      {},
      'Install miniprogram-element and miniprogram-render',
      6,
    ],
    ['skyline', { pages: ['a/a'], renderer: 'skyline' }, {}, 'Ferry has no Skyline', 5],
  ])('tells %s at its line', (_name, app, files, message, line) => {
    const { found } = graphOf(app, files);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(message);
    expect(found[0]).toMatchObject({ file: 'app.json', line });
    expect(found[0]?.codeFrame).toContain(`${String(line)} |`);
  });

  it('says once that Skyline pages run as others do', () => {
    const { found } = graphOf(
      { pages: ['a/a', 'b/b'] },
      { 'a/a.json': '{ "renderer": "skyline" }', 'b/b.json': '{ "renderer": "skyline" }' },
    );
    expect(found.map(({ message, file, line }) => `${file}:${String(line)} ${message.slice(0, 17)}`)).toEqual(
      ['a/a.json:1 a/a and 1 more: "'],
    );
  });
});

describe('components', () => {
  const NPM = { 'miniprogram_npm/ui/button/index.json': '{}', 'sub/miniprogram_npm/ui/cell.json': '{}' };

  it.each([
    ['/x/x', 'a/a', 'x/x'],
    ['./x', 'x/y', 'x/x'],
    ['x/x', 'a/a', 'x/x'],
    ['ui/button', 'a/a', 'miniprogram_npm/ui/button/index'],
    ['ui/cell', 'sub/p', 'sub/miniprogram_npm/ui/cell'],
    ['~/x', 'a/a', 'x/x'],
  ])('%s of %s is %s', (reference, owner, expected) => {
    const { graph, found } = graphOf(
      { pages: [owner] },
      { ...NPM, 'x/x.json': '{}', [`${owner}.json`]: JSON.stringify({ usingComponents: { t: reference } }) },
      { aliases: pathAliases({ '~/*': '/x/*' }) },
    );
    expect(found).toEqual([]);
    expect(using(graph, owner)).toEqual({ t: `/${expected}` });
  });

  it('of plugins and of XR-Frame are empty ones, and told', () => {
    const { graph, found } = graphOf(
      { pages: ['a/a'] },
      {
        'a/a.json': '{\n  "usingComponents": {\n    "p": "plugin://chart/pie",\n    "r": "/xr/xr"\n  }\n}',
        'xr/xr.json': '{ "component": true, "renderer": "xr-frame" }',
      },
    );
    expect(using(graph, 'a/a')).toEqual({ p: `/${EMPTY_COMPONENT}`, r: `/${EMPTY_COMPONENT}` });
    expect(graph.units.map(({ path }) => path)).not.toContain('xr/xr');
    expect(found.map(({ file, line, severity }) => `${severity} ${file}:${String(line)}`)).toEqual([
      'warning a/a.json:3',
      'warning xr/xr.json:1',
    ]);
  });

  it('that are nowhere are told where they are named', () => {
    const { found } = graphOf(
      { pages: ['a/a'] },
      { 'a/a.json': '{\n "usingComponents": {\n  "p": "./gone"\n }\n}' },
    );
    expect(found).toMatchObject([{ severity: 'warning', file: 'a/a.json', line: 3 }]);
  });

  it('that generics default to take part', () => {
    const { graph } = graphOf(
      { pages: ['a/a'] },
      {
        'a/a.json': '{ "componentGenerics": { "g": { "default": "/x/x" }, "h": true } }',
        'x/x.json': '{}',
      },
    );
    expect(graph.units.find(({ path }) => path === 'a/a')?.json['componentGenerics']).toEqual({
      g: { default: '/x/x' },
      h: true,
    });
    expect(graph.units.map(({ path }) => path)).toContain('x/x');
  });

  it.each([
    ['{ "usingComponents": 5 }', '"usingComponents" must be an object', 1],
    ['{\n "a": 1\n "b": 2\n}', 'Not valid JSON', 3],
    ['{}}', 'Not valid JSON', 1],
  ])('of a page whose json is %j are none, and the page stays', (json, message, line) => {
    const { graph, found } = graphOf({ pages: ['a/a'] }, { 'a/a.json': json });
    expect(found).toMatchObject([{ file: 'a/a.json', line }]);
    expect(found[0]?.message).toContain(message);
    expect(using(graph, 'a/a')).toEqual({});
  });
});
