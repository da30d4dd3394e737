import fs from 'node:fs';
import path from 'node:path';
import { type Diagnostics, wholeFile } from './diagnostics.ts';
import { objectFrom, parseJson } from './json.ts';
import { folderOf, normalizePath } from './paths.ts';
import type { NpmRelation } from './project-config.ts';
import type { SourceTree } from './source-tree.ts';

/** An installed npm package that the project needs and has not built. */
export interface NpmPackage {
  readonly name: string;
  /** Where it goes: a path from the mini-program's root. */
  readonly at: string;
  /** Absolute real folder of the package. */
  readonly folder: string;
  readonly version: string;
  /** The folder of its components (package.json `miniprogram`, or `miniprogram_dist`); null for a plain package. */
  readonly components: string | null;
}

export interface NpmSearch {
  readonly tree: SourceTree;
  /** Absolute root of the mini-program. */
  readonly root: string;
  /** The folder that was opened. */
  readonly folder: string;
  readonly relations: readonly NpmRelation[];
}

/** A package.json that says what to build, and where to. */
interface Manifest {
  /** As told to people. */
  readonly file: string;
  /** Absolute folder. */
  readonly folder: string;
  /** `miniprogram_npm` as a path from the root. */
  readonly target: string;
  /** False where it may be something else's, such as a cloud function's. */
  readonly isSurelyOurs: boolean;
}

/** More than any project has; what depends on itself ends here. */
const MOST_PACKAGES = 500;

/**
 * The packages that `dependencies` name, and what these depend on, as far as they are installed and
 * `miniprogram_npm` lacks them (WeChat's documentation of npm support: one `miniprogram_npm` beside each
 * package.json, or as `packNpmRelationList` says). Tells once for each package.json what is not installed.
 */
export function findPackages(search: NpmSearch, diagnostics: Diagnostics): NpmPackage[] {
  const found = new Map<string, NpmPackage>();
  for (const manifest of manifestsOf(search)) {
    const missing: string[] = [];
    const wanted = dependenciesOf(manifest.folder).map((name) => ({
      name,
      from: manifest.folder,
      within: manifest.target,
    }));
    for (let next = wanted.shift(); next && found.size < MOST_PACKAGES; next = wanted.shift()) {
      const { name, from, within } = next;
      const top = `${manifest.target}/${name}`;
      if (holds(search.tree, top)) continue;
      const folder = installedFolder(name, from);
      if (folder === null) {
        if (within === manifest.target) missing.push(name);
        continue;
      }
      // What lies at the top is found from everywhere below; only another version needs a place of its own.
      const known = found.get(top);
      const at = known === undefined || known.folder === folder ? top : `${within}/miniprogram_npm/${name}`;
      if (found.has(at)) continue;
      found.set(at, { name, at, folder, ...describe(folder) });
      for (const dependency of dependenciesOf(folder))
        wanted.push({ name: dependency, from: folder, within: at });
    }
    if (missing.length > 0 && manifest.isSurelyOurs)
      diagnostics.warning(notInstalled(manifest, missing, search), wholeFile(manifest.file));
  }
  return [...found.values()];
}

/** Each package.json of the mini-program, and those that the settings name. */
function manifestsOf({ tree, root, folder, relations }: NpmSearch): Manifest[] {
  const own = [...tree.files]
    .filter((file) => /(?:^|\/)package\.json$/.test(file) && !/(?:^|\/)miniprogram_npm\//.test(file))
    .map((file) => ({
      file,
      folder: path.join(root, folderOf(file)),
      target: normalizePath(`${folderOf(file)}/miniprogram_npm`),
      isSurelyOurs: folderOf(file) === '',
    }));
  const named = relations.flatMap(({ packageJsonPath, miniprogramNpmDistDir }) => {
    const file = path.resolve(folder, packageJsonPath);
    const target = path.relative(root, path.resolve(folder, miniprogramNpmDistDir, 'miniprogram_npm'));
    if (!isInside(folder, file) || target.startsWith('..') || path.isAbsolute(target)) return [];
    return [
      {
        file: path.relative(folder, file).split(path.sep).join('/'),
        folder: path.dirname(file),
        target: target.split(path.sep).join('/'),
        isSurelyOurs: true,
      },
    ];
  });
  return [...own, ...named];
}

function isInside(folder: string, file: string): boolean {
  return file.startsWith(path.resolve(folder) + path.sep);
}

function holds(tree: SourceTree, folder: string): boolean {
  for (const file of tree.files) {
    if (file.startsWith(`${folder}/`)) return true;
  }
  return false;
}

/** Where Node would find a package; a link, as pnpm makes them, is followed. Null when it is not installed. */
function installedFolder(name: string, from: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (fs.existsSync(path.join(candidate, 'package.json'))) return fs.realpathSync(candidate);
    if (folder === path.dirname(folder)) return null;
  }
}

function dependenciesOf(folder: string): string[] {
  return Object.keys(objectFrom(manifestIn(folder)['dependencies']) ?? {}).filter(isPackageName);
}

/** A name leads to a folder; none may lead elsewhere. */
function isPackageName(name: string): boolean {
  return /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(name);
}

function describe(folder: string): Pick<NpmPackage, 'version' | 'components'> {
  const { version, miniprogram } = manifestIn(folder);
  const named = typeof miniprogram === 'string' ? path.join(folder, normalizePath(miniprogram)) : null;
  const components = [named, path.join(folder, 'miniprogram_dist')].find(
    (place) => place !== null && fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() === true,
  );
  return { version: typeof version === 'string' ? version : '', components: components ?? null };
}

function manifestIn(folder: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  } catch {
    return {};
  }
  const parsed = parseJson(text);
  return (parsed.ok ? objectFrom(parsed.value) : null) ?? {};
}

const SHOWN_NAMES = 5;

function notInstalled(manifest: Manifest, missing: readonly string[], { folder }: NpmSearch): string {
  const names = missing.slice(0, SHOWN_NAMES).join(', ');
  const more = missing.length > SHOWN_NAMES ? ` and ${String(missing.length - SHOWN_NAMES)} more` : '';
  const place = path.relative(folder, manifest.folder).split(path.sep).join('/');
  return `Not installed: ${names}${more}. Run npm install in ${place === '' ? 'the project’s folder' : place}.`;
}
