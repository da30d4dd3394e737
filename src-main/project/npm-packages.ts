import fs from 'node:fs';
import path from 'node:path';
import { type Diagnostics, wholeFile } from './diagnostics.ts';
import { objectFrom } from './json.ts';
import { isBelow, isPackageOf, manifestIn, realPlace, told } from './npm-places.ts';
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
  /** Absolute real folder of its components (package.json `miniprogram`, or `miniprogram_dist`); null for a plain package. */
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
 * package.json, or as `packNpmRelationList` says). Tells once for each package.json what is not installed, and what is
 * a link to elsewhere: a page reads all of a package, so it takes the project's own and what npm has put in place.
 */
export function findPackages(search: NpmSearch, diagnostics: Diagnostics): NpmPackage[] {
  const found = new Map<string, NpmPackage>();
  const project = fs.realpathSync(search.folder);
  for (const manifest of manifestsOf(search)) {
    const missing: string[] = [];
    const place = wholeFile(manifest.file);
    const wanted = dependenciesOf(manifest.folder, project).map((name) => ({
      name,
      from: manifest.folder,
      within: manifest.target,
    }));
    for (let next = wanted.shift(); next && found.size < MOST_PACKAGES; next = wanted.shift()) {
      const { name, from, within } = next;
      const top = `${manifest.target}/${name}`;
      if (holds(search.tree, top)) continue;
      const link = installedAt(name, from);
      if (link === null) {
        if (within === manifest.target) missing.push(name);
        continue;
      }
      const folder = fs.realpathSync(link);
      if (!isPackageOf(project, folder)) {
        diagnostics.warning(leadsOut(told(project, link)), place);
        continue;
      }
      // What lies at the top is found from everywhere below; only another version needs a place of its own.
      const known = found.get(top);
      const at = known === undefined || known.folder === folder ? top : `${within}/miniprogram_npm/${name}`;
      if (found.has(at)) continue;
      const components = componentsIn(folder);
      if (components !== null && components.folder === null) {
        diagnostics.warning(componentsLeadOut(told(project, path.join(link, components.written))), place);
        continue;
      }
      const version = manifestIn(folder, folder)['version'];
      found.set(at, {
        name,
        at,
        folder,
        version: typeof version === 'string' ? version : '',
        components: components?.folder ?? null,
      });
      for (const dependency of dependenciesOf(folder, folder))
        wanted.push({ name: dependency, from: folder, within: at });
    }
    if (missing.length > 0 && manifest.isSurelyOurs)
      diagnostics.warning(notInstalled(manifest, missing, search), place);
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
    if (!isBelow(path.resolve(folder), file) || target.startsWith('..') || path.isAbsolute(target)) return [];
    if (!isBelow(fs.realpathSync(folder), realPlace(file))) return [];
    return [
      {
        file: told(folder, file),
        folder: path.dirname(file),
        target: target.split(path.sep).join('/'),
        isSurelyOurs: true,
      },
    ];
  });
  return [...own, ...named];
}

function holds(tree: SourceTree, folder: string): boolean {
  for (const file of tree.files) {
    if (file.startsWith(`${folder}/`)) return true;
  }
  return false;
}

/** Where Node would find a package, be it a link; null when it is not installed. */
function installedAt(name: string, from: string): string | null {
  for (let folder = fs.realpathSync(from); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (fs.existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) return null;
  }
}

/** @param within absolute real folder that the package.json must lie in */
function dependenciesOf(folder: string, within: string): string[] {
  return Object.keys(objectFrom(manifestIn(folder, within)['dependencies']) ?? {}).filter(isPackageName);
}

/** A name leads to a folder; none may lead elsewhere. */
function isPackageName(name: string): boolean {
  return /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(name);
}

interface Components {
  /** From the package's folder. */
  readonly written: string;
  /** Absolute and real; null where it is not the package's own. */
  readonly folder: string | null;
}

function componentsIn(folder: string): Components | null {
  const { miniprogram } = manifestIn(folder, folder);
  const names = [
    ...(typeof miniprogram === 'string' ? [normalizePath(miniprogram)] : []),
    'miniprogram_dist',
  ];
  const written = names.find(
    (name) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true,
  );
  if (written === undefined) return null;
  const real = fs.realpathSync(path.join(folder, written));
  return { written, folder: real === folder || isBelow(folder, real) ? real : null };
}

function leadsOut(link: string): string {
  return `${link} is a link that leads out of the project and is left out. Install a copy of the package in its place.`;
}

function componentsLeadOut(link: string): string {
  return `${link} is a link that leads out of its npm package, which is left out. Install a copy of the package.`;
}

const SHOWN_NAMES = 5;

function notInstalled(manifest: Manifest, missing: readonly string[], { folder }: NpmSearch): string {
  const names = missing.slice(0, SHOWN_NAMES).join(', ');
  const more = missing.length > SHOWN_NAMES ? ` and ${String(missing.length - SHOWN_NAMES)} more` : '';
  const place = told(folder, manifest.folder);
  return `Not installed: ${names}${more}. Run npm install in ${place === '' ? 'the project’s folder' : place}.`;
}
