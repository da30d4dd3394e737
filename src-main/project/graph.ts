import { FerryError } from '#contract/errors';
import type { ThemeTables } from '#contract/project';
import { type GraphPackage, type Packages, readAppJson, readPackages, reportAppFaults } from './app-json.ts';
import { createComponentResolver, isUnit } from './components.ts';
import type { Diagnostics } from './diagnostics.ts';
import { objectFrom, parseJson, placeInJson } from './json.ts';
import { normalizePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';
import { readThemes } from './theme.ts';

export type { GraphPackage } from './app-json.ts';

/** A page or component before compilation. */
export interface GraphUnit {
  readonly path: string;
  readonly kind: 'page' | 'component';
  /** Its json with `usingComponents` and generic defaults resolved, app.json's merged in. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Which pages and components a project consists of, and how they refer to each other. */
export interface ProjectGraph {
  /** app.json as written, without what is of a wrong kind. */
  readonly app: Readonly<Record<string, unknown>>;
  readonly themes: ThemeTables | null;
  readonly packages: readonly GraphPackage[];
  readonly entryPage: string;
  readonly units: readonly GraphUnit[];
}

/** Bars that a project draws itself; WeChat knows them by their place. */
const OWN_BARS = ['custom-tab-bar/index', 'app-bar/index'];

/**
 * Reads app.json and walks from its pages over every component used.
 * Throws `project.syntax` when app.json is not JSON and `project.config` when it names no page.
 */
export function readGraph(tree: SourceTree, diagnostics: Diagnostics): ProjectGraph {
  const appJson = readAppJson(tree);
  const { app, text } = appJson;
  const { packages, places } = readPackages(appJson, diagnostics);
  const pages = packages.flatMap((entry) => entry.pages);
  const [firstPage] = pages;
  if (firstPage === undefined) {
    throw new FerryError(
      'project.config',
      'app.json lists no page. Add at least one route to its "pages", such as ["pages/index/index"].',
      { details: { reason: 'no-pages', file: 'app.json' } },
    );
  }
  reportAppFaults(text, pages, diagnostics);
  return {
    app,
    themes: readThemes(tree, app, diagnostics),
    packages,
    entryPage: readEntryPage(app['entryPagePath'], text, pages, diagnostics) ?? firstPage,
    units: collectUnits({ tree, diagnostics, app, appText: text, packages, places }),
  };
}

/** `entryPagePath` where it names a page of the project, else null. */
function readEntryPage(
  written: unknown,
  appText: string,
  pages: readonly string[],
  diagnostics: Diagnostics,
): string | null {
  if (typeof written !== 'string' || written === '') return null;
  const path = normalizePath(written);
  if (pages.includes(path)) return path;
  diagnostics.error(
    `entryPagePath "${written}" is none of the pages in app.json; the first page opens instead. Add it to "pages" or correct it.`,
    placeInJson('app.json', appText, ['entryPagePath']),
  );
  return null;
}

interface Walk {
  readonly tree: SourceTree;
  readonly diagnostics: Diagnostics;
  readonly app: Readonly<Record<string, unknown>>;
  readonly appText: string;
  readonly packages: Packages['packages'];
  readonly places: Packages['places'];
}

function collectUnits(walk: Walk): GraphUnit[] {
  const { tree, diagnostics, app, appText, packages, places } = walk;
  const units = new Map<string, GraphUnit>();
  const pending: { path: string; kind: GraphUnit['kind'] }[] = [];
  const resolver = createComponentResolver(tree, diagnostics);

  /** The components a json names, as root-absolute paths; each is queued. */
  const resolveAll = (owner: string, written: unknown, path: readonly string[]): Record<string, string> => {
    const resolved = resolver.resolveAll(owner, written, path);
    for (const target of resolved.values()) pending.push({ path: target, kind: 'component' });
    return Object.fromEntries([...resolved].map(([tag, target]) => [tag, `/${target}`]));
  };

  const appComponents = resolveAll('app', app['usingComponents'], ['usingComponents']);
  const aloneRoots = packages.flatMap(({ root, isIndependent }) => (isIndependent ? [`${root}/`] : []));
  /** An independent subpackage knows nothing of app.json's components. */
  const componentsOfApp = (unit: string): Record<string, string> =>
    aloneRoots.some((root) => unit.startsWith(root)) ? {} : appComponents;

  for (const [page, place] of places) {
    if (isUnit(tree, page)) pending.push({ path: page, kind: 'page' });
    else diagnostics.error(missingPage(tree, page), placeInJson('app.json', appText, place));
  }
  for (const bar of OWN_BARS) {
    if (tree.has(`${bar}.json`)) pending.push({ path: bar, kind: 'component' });
  }

  const skyline: string[] = app['renderer'] === 'skyline' ? ['app'] : [];
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (units.has(next.path)) continue;
    const json = readUnitJson(tree, diagnostics, next.path);
    if (json['renderer'] === 'skyline') skyline.push(next.path);
    const usingComponents = {
      ...componentsOfApp(next.path),
      ...resolveAll(next.path, json['usingComponents'], ['usingComponents']),
    };
    const generics = resolveGenerics(
      json['componentGenerics'],
      (name, reference) =>
        resolveAll(next.path, { default: reference }, ['componentGenerics', name])['default'],
    );
    units.set(next.path, {
      path: next.path,
      kind: next.kind,
      json: {
        ...json,
        usingComponents,
        ...(generics && { componentGenerics: generics }),
        // A page that is written with Component() keeps its own flag; every component needs one.
        ...(next.kind === 'component' && { component: true }),
      },
    });
  }
  reportSkyline(tree, diagnostics, skyline);
  resolver.reportStubs();
  return [...units.values()];
}

function readUnitJson(tree: SourceTree, diagnostics: Diagnostics, unit: string): Record<string, unknown> {
  const file = `${unit}.json`;
  if (!tree.has(file)) return {};
  const source = tree.readJson(file);
  if (source.trim() === '') return {};
  const parsed = parseJson(source);
  if (!parsed.ok) {
    const { message, line, column } = parsed;
    diagnostics.error(`Not valid JSON: ${message}. Until it is corrected the file counts as empty.`, {
      file,
      line,
      column,
      source,
    });
    return {};
  }
  const json = objectFrom(parsed.value) ?? {};
  const kept = Object.entries(json).filter(([field, value]) => {
    if (!OBJECT_FIELDS.has(field) || objectFrom(value)) return true;
    diagnostics.warning(
      `"${field}" must be an object; it is left out. Correct it.`,
      placeInJson(file, source, [field]),
    );
    return false;
  });
  return Object.fromEntries(kept);
}

const OBJECT_FIELDS = new Set(['usingComponents', 'componentGenerics', 'componentPlaceholder']);

/** `componentGenerics` with each default as a root-absolute path. */
function resolveGenerics(
  written: unknown,
  resolve: (name: string, reference: string) => string | undefined,
): Record<string, unknown> | null {
  const generics = objectFrom(written);
  if (!generics) return null;
  return Object.fromEntries(
    Object.entries(generics).map(([name, value]) => {
      const fallback = objectFrom(value)?.['default'];
      const target = typeof fallback === 'string' ? resolve(name, fallback) : undefined;
      return [name, target === undefined ? true : { default: target }];
    }),
  );
}

function reportSkyline(tree: SourceTree, diagnostics: Diagnostics, units: readonly string[]): void {
  const [first, ...others] = units;
  if (first === undefined) return;
  const named =
    first === 'app'
      ? 'Every page'
      : `${first}${others.length > 0 ? ` and ${String(others.length)} more` : ''}`;
  const file = `${first}.json`;
  diagnostics.warning(
    `${named}: "renderer" is "skyline". Ferry has no Skyline; such pages run as WebView ones, worklets and its own components aside.`,
    placeInJson(file, tree.readJson(file), ['renderer']),
  );
}

function missingPage(tree: SourceTree, page: string): string {
  return tree.isBehindLink(`${page}.wxml`)
    ? `Page "${page}" is listed in app.json, but ${page}.wxml ${tree.absence(`${page}.wxml`)}.`
    : `Page "${page}" is listed in app.json but has no files. Create ${page}.js and ${page}.wxml or remove the route.`;
}
