import { FerryError } from '#contract/errors';
import { codeFrame } from './code-frame.ts';
import type { Diagnostics } from './diagnostics.ts';
import { invalidJson, objectFrom, parseJson, placeInJson } from './json.ts';
import { normalizePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';

export interface GraphPackage {
  /** '' for the main package. */
  readonly root: string;
  readonly pages: readonly string[];
  /** True for a subpackage that runs without the main package. */
  readonly isIndependent: boolean;
  /** Unit of the script that runs when the package is loaded. */
  readonly entry?: string;
}

/** The packages of app.json, and where it lists each page. */
export interface Packages {
  readonly packages: readonly GraphPackage[];
  readonly places: ReadonlyMap<string, JsonPath>;
}

/** Keys and indexes that lead to a value of a JSON file. */
export type JsonPath = readonly (string | number)[];

/** app.json as an object, with its text for places. */
export interface AppJson {
  readonly app: Readonly<Record<string, unknown>>;
  readonly text: string;
}

type Kind = 'array' | 'object' | 'string' | 'boolean';

/** What WeChat's documentation of app.json says a field is; of another kind it counts as not written. */
const KINDS: Readonly<Record<string, Kind>> = {
  pages: 'array',
  subPackages: 'array',
  subpackages: 'array',
  entryPagePath: 'string',
  window: 'object',
  tabBar: 'object',
  networkTimeout: 'object',
  usingComponents: 'object',
  permission: 'object',
  plugins: 'object',
  resolveAlias: 'object',
  useExtendedLib: 'object',
  themeLocation: 'string',
  darkmode: 'boolean',
  appBar: 'object',
};

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a text',
  boolean: 'true or false',
};

/** Reads app.json. Throws `project.syntax` when it is not a JSON object, `project.config` behind a link. */
export function readAppJson(tree: Pick<SourceTree, 'isBehindLink' | 'absence' | 'readJson'>): AppJson {
  if (tree.isBehindLink('app.json')) {
    throw new FerryError('project.config', `app.json ${tree.absence('app.json')}.`, {
      details: { reason: 'link-outside', file: 'app.json' },
    });
  }
  return parseAppJson(tree.readJson('app.json'));
}

/** The same from its text. */
export function parseAppJson(text: string): AppJson {
  const parsed = parseJson(text);
  if (!parsed.ok) throw invalidJson('project.syntax', 'app.json', text, parsed);
  const written = objectFrom(parsed.value);
  if (!written) {
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
  const app = Object.fromEntries(
    Object.entries(written).filter(([field, value]) => isOfKind(value, KINDS[field])),
  );
  return { app, text };
}

/** Tells the fields of app.json that are of a wrong kind, name what Ferry does not run, or name no page. */
export function reportAppFaults(text: string, pages: readonly string[], diagnostics: Diagnostics): void {
  const parsed = parseJson(text);
  const written = (parsed.ok ? objectFrom(parsed.value) : null) ?? {};
  const warn = (message: string, path: JsonPath): void => {
    diagnostics.warning(message, placeInJson('app.json', text, path));
  };
  for (const [field, kind] of Object.entries(KINDS)) {
    if (field in written && !isOfKind(written[field], kind))
      warn(`"${field}" must be ${KIND_WORDS[kind]}; it is left out. Correct it.`, [field]);
  }
  for (const library of Object.keys(objectFrom(written['useExtendedLib']) ?? {})) {
    if (library === 'weui') continue;
    warn(
      library === 'kbone'
        ? 'Ferry has no extended library "kbone". Install miniprogram-element and miniprogram-render by npm instead.'
        : `Ferry has no extended library "${library}". Use "weui", or install what you need by npm.`,
      ['useExtendedLib', library],
    );
  }
  const tabs = objectFrom(written['tabBar'])?.['list'];
  (Array.isArray(tabs) ? tabs : []).forEach((tab: unknown, index) => {
    const path = objectFrom(tab)?.['pagePath'];
    if (typeof path === 'string' && pages.includes(normalizePath(path))) return;
    diagnostics.error(
      `Tab ${String(index + 1)} of tabBar leads to ${JSON.stringify(path)}, which is none of the pages in app.json. Add it to "pages" or correct it.`,
      placeInJson('app.json', text, ['tabBar', 'list', index, 'pagePath']),
    );
  });
}

/** The main package and the subpackages, with their pages; what cannot be read as one is told and left out. */
export function readPackages({ app, text }: AppJson, diagnostics: Diagnostics): Packages {
  const place = (path: JsonPath) => placeInJson('app.json', text, path);
  const places = new Map<string, JsonPath>();
  const routes = (listed: unknown, root: string, path: JsonPath): string[] => {
    const pages: string[] = [];
    (Array.isArray(listed) ? listed : []).forEach((page: unknown, index) => {
      const name = typeof page === 'string' ? page : objectFrom(page)?.['path'];
      if (typeof name !== 'string' || name === '') {
        diagnostics.warning(
          'A page is a route such as "pages/index/index"; this entry is left out.',
          place([...path, index]),
        );
        return;
      }
      const route = withoutSuffix(normalizePath(`${root}/${name}`));
      if (places.has(route)) {
        diagnostics.warning(`Page "${route}" is listed twice. Remove one.`, place([...path, index]));
        return;
      }
      places.set(route, [...path, index]);
      pages.push(route);
    });
    return pages;
  };

  const packages: GraphPackage[] = [
    { root: '', pages: routes(app['pages'], '', ['pages']), isIndependent: false },
  ];
  const field = 'subPackages' in app ? 'subPackages' : 'subpackages';
  const written = app[field];
  (Array.isArray(written) ? written : []).forEach((item: unknown, index) => {
    const entry = objectFrom(item);
    const root = entry && typeof entry['root'] === 'string' ? normalizePath(entry['root']) : '';
    if (!entry || root === '') {
      diagnostics.warning(
        'A subpackage needs a "root", such as {"root": "sub", "pages": ["index"]}; this one is left out.',
        place([field, index]),
      );
      return;
    }
    packages.push({
      root,
      pages: routes(entry['pages'], root, [field, index, 'pages']),
      isIndependent: entry['independent'] === true,
      ...(typeof entry['entry'] === 'string' && {
        entry: normalizePath(`${root}/${entry['entry']}`).replace(/\.[jt]s$/, ''),
      }),
    });
  });
  return { packages, places };
}

/** Some write routes with the suffix of a file. */
function withoutSuffix(route: string): string {
  return route.replace(/\.(?:html|wxml)$/, '');
}

function isOfKind(value: unknown, kind: Kind | undefined): boolean {
  switch (kind) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return objectFrom(value) !== null;
    case 'string':
    case 'boolean':
      return typeof value === kind;
  }
}
