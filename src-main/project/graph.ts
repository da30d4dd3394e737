import { FerryError } from '#contract/errors';
import { codeFrame } from './code-frame.ts';
import { type Diagnostics, wholeFile } from './diagnostics.ts';
import { invalidJson, objectFrom, parseJson, stringMembers, stringsFrom } from './json.ts';
import { folderOf, foldersUpward, normalizePath, resolvePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';
import { resolveThemeVariables } from './theme.ts';

/** A page or component before compilation. */
export interface GraphUnit {
  readonly path: string;
  readonly kind: 'page' | 'component';
  /** Its json with `usingComponents` and generic defaults resolved, app.json's merged in. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface GraphPackage {
  /** '' for the main package. */
  readonly root: string;
  readonly pages: readonly string[];
}

/** Which pages and components a project consists of, and how they refer to each other. */
export interface ProjectGraph {
  readonly app: Readonly<Record<string, unknown>>;
  readonly packages: readonly GraphPackage[];
  readonly entryPage: string;
  readonly units: readonly GraphUnit[];
}

/** `plugin://…` and its kin name code that is not part of the project. */
const FOREIGN_COMPONENT = /^[a-z-]+:\/\//i;
const UNIT_FILES = ['json', 'js', 'ts', 'wxml'] as const;

/**
 * Reads app.json and walks from its pages over every component used.
 * Throws `project.syntax` when app.json is not JSON and `project.config` when it names no page.
 */
export function readGraph(tree: SourceTree, diagnostics: Diagnostics): ProjectGraph {
  const app = readApp(tree);
  const packages = readPackages(app);
  const pages = packages.flatMap((entry) => entry.pages);
  const [firstPage] = pages;
  if (firstPage === undefined) {
    throw new FerryError(
      'project.config',
      'app.json lists no page. Add at least one route to its "pages", such as ["pages/index/index"].',
      { details: { reason: 'no-pages', file: 'app.json' } },
    );
  }
  return {
    app,
    packages,
    entryPage: readEntryPage(app['entryPagePath'], pages, diagnostics) ?? firstPage,
    units: collectUnits(tree, diagnostics, app, pages),
  };
}

function readApp(tree: SourceTree): Record<string, unknown> {
  if (tree.isBehindLink('app.json')) {
    throw new FerryError('project.config', `app.json ${tree.absence('app.json')}.`, {
      details: { reason: 'link-outside', file: 'app.json' },
    });
  }
  const text = tree.readJson('app.json');
  const parsed = parseJson(text);
  if (!parsed.ok) throw invalidJson('project.syntax', 'app.json', text, parsed);
  const app = objectFrom(parsed.value);
  if (!app) {
    throw new FerryError(
      'project.syntax',
      'app.json must hold an object such as {"pages": ["pages/index/index"]}.',
      {
        details: {
          reason: 'app-no-object',
          file: 'app.json',
          line: 1,
          column: 1,
          codeFrame: codeFrame(text, 1, 1),
        },
      },
    );
  }
  return resolveThemeVariables(tree, app);
}

function readPackages(app: Readonly<Record<string, unknown>>): GraphPackage[] {
  const packages: GraphPackage[] = [{ root: '', pages: stringsFrom(app['pages']).map(normalizePath) }];
  const written = app['subPackages'] ?? app['subpackages'];
  for (const item of Array.isArray(written) ? written : []) {
    const entry = objectFrom(item);
    const root = entry && typeof entry['root'] === 'string' ? normalizePath(entry['root']) : '';
    if (!entry || root === '') continue;
    const listed: unknown[] = Array.isArray(entry['pages']) ? entry['pages'] : [];
    const pages = listed.flatMap((page) => {
      const name = typeof page === 'string' ? page : objectFrom(page)?.['path'];
      return typeof name === 'string' ? [normalizePath(`${root}/${name}`)] : [];
    });
    packages.push({ root, pages });
  }
  return packages;
}

/** `entryPagePath` where it names a page of the project, else null. */
function readEntryPage(written: unknown, pages: readonly string[], diagnostics: Diagnostics): string | null {
  if (typeof written !== 'string' || written === '') return null;
  const path = normalizePath(written);
  if (pages.includes(path)) return path;
  diagnostics.error(
    `entryPagePath "${written}" is none of the pages in app.json; the first page opens instead. Add it to "pages" or correct it.`,
    wholeFile('app.json'),
  );
  return null;
}

function collectUnits(
  tree: SourceTree,
  diagnostics: Diagnostics,
  app: Readonly<Record<string, unknown>>,
  pages: readonly string[],
): GraphUnit[] {
  const units = new Map<string, GraphUnit>();
  const pending: { path: string; kind: GraphUnit['kind'] }[] = [];

  /** The components a json names, as root-absolute paths; each is queued. */
  const resolveAll = (owner: string, written: unknown): Record<string, string> => {
    const resolved: Record<string, string> = {};
    for (const [tag, reference] of stringMembers(written)) {
      const target = resolveComponent(tree, owner, reference);
      if (target === null) {
        diagnostics.warning(missingComponent(tree, owner, tag, reference), wholeFile(`${owner}.json`));
      } else {
        resolved[tag] = `/${target}`;
        pending.push({ path: target, kind: 'component' });
      }
    }
    return resolved;
  };

  const appComponents = resolveAll('app', app['usingComponents']);
  for (const page of pages) {
    if (UNIT_FILES.some((extension) => tree.has(`${page}.${extension}`))) {
      pending.push({ path: page, kind: 'page' });
    } else {
      diagnostics.error(missingPage(tree, page), wholeFile('app.json'));
    }
  }
  if (tree.has('custom-tab-bar/index.json'))
    pending.push({ path: 'custom-tab-bar/index', kind: 'component' });

  for (let next = pending.shift(); next; next = pending.shift()) {
    if (units.has(next.path)) continue;
    const json = readUnitJson(tree, diagnostics, next.path);
    const usingComponents = { ...appComponents, ...resolveAll(next.path, json['usingComponents']) };
    const generics = resolveGenerics(json['componentGenerics'], (reference) =>
      resolveAll(next.path, { reference }),
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
  return [...units.values()];
}

function readUnitJson(tree: SourceTree, diagnostics: Diagnostics, unit: string): Record<string, unknown> {
  const file = `${unit}.json`;
  if (!tree.has(file)) return {};
  const source = tree.readJson(file);
  if (source.trim() === '') return {};
  const parsed = parseJson(source);
  if (parsed.ok) return objectFrom(parsed.value) ?? {};
  const { line, column } = parsed;
  diagnostics.error(`Not valid JSON: ${parsed.message}. Until it is corrected the file counts as empty.`, {
    file,
    line,
    column,
    source,
  });
  return {};
}

/** `componentGenerics` with each default as a root-absolute path. */
function resolveGenerics(
  written: unknown,
  resolve: (reference: string) => Record<string, string>,
): Record<string, unknown> | null {
  const generics = objectFrom(written);
  if (!generics) return null;
  return Object.fromEntries(
    Object.entries(generics).map(([name, value]) => {
      const fallback = objectFrom(value)?.['default'];
      const target = typeof fallback === 'string' ? resolve(fallback)['reference'] : undefined;
      return [name, target === undefined ? true : { default: target }];
    }),
  );
}

/**
 * Where a `usingComponents` value points: `/x` from the root, else beside the json, else in `miniprogram_npm`
 * there or in a folder above, else from the root; each also as a folder with an `index`. Null when nowhere.
 */
function resolveComponent(tree: SourceTree, owner: string, reference: string): string | null {
  if (FOREIGN_COMPONENT.test(reference)) return null;
  const candidates = reference.startsWith('/')
    ? [normalizePath(reference)]
    : [
        resolvePath(owner, reference),
        ...foldersUpward(folderOf(owner)).map((folder) =>
          normalizePath(`${folder}/miniprogram_npm/${reference}`),
        ),
        normalizePath(reference),
      ];
  for (const candidate of candidates) {
    for (const path of [candidate, `${candidate}/index`]) {
      if (UNIT_FILES.some((extension) => tree.has(`${path}.${extension}`))) return path;
    }
  }
  return null;
}

function missingPage(tree: SourceTree, page: string): string {
  return tree.isBehindLink(`${page}.wxml`)
    ? `Page "${page}" is listed in app.json, but ${page}.wxml ${tree.absence(`${page}.wxml`)}.`
    : `Page "${page}" is listed in app.json but has no files. Create ${page}.js and ${page}.wxml or remove the route.`;
}

function missingComponent(tree: SourceTree, owner: string, tag: string, reference: string): string {
  if (FOREIGN_COMPONENT.test(reference))
    return `Component <${tag}> comes from "${reference}". Plugins do not run in Ferry; the tag stays empty.`;
  const beside = resolvePath(owner, reference);
  return tree.isBehindLink(`${beside}.json`)
    ? `Component <${tag}>: ${beside} ${tree.absence(`${beside}.json`)}.`
    : `Component <${tag}> is not found at "${reference}". Correct usingComponents, or build npm if it comes from a package.`;
}
