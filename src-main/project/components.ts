import { withoutAlias } from '#contract/module-paths';
import type { Diagnostics } from './diagnostics.ts';
import { objectFrom, parseJson, placeInJson, stringMembers } from './json.ts';
import { folderOf, foldersUpward, normalizePath, resolvePath } from './paths.ts';
import type { SourceTree } from './source-tree.ts';

/** Stands for components that Ferry has no code for: it renders nothing, and takes every property and event. */
export const EMPTY_COMPONENT = '__ferry__/empty';
/** The files of {@link EMPTY_COMPONENT}, which every project has. */
export const EMPTY_COMPONENT_TEXTS: ReadonlyMap<string, string> = new Map([
  [`${EMPTY_COMPONENT}.json`, '{"component": true}'],
  [`${EMPTY_COMPONENT}.wxml`, ''],
]);

/** `plugin://…` and its kin name code that is not part of the project. */
const FOREIGN_COMPONENT = /^[a-z-]+:\/\//i;
const UNIT_FILES = ['json', 'js', 'ts', 'wxml'] as const;

/** True when the tree has a file of the page or component. */
export function isUnit(tree: SourceTree, path: string): boolean {
  return UNIT_FILES.some((extension) => tree.has(`${path}.${extension}`));
}

/** Resolves the components a json names to paths of units, each finding told where it is written. */
export interface ComponentResolver {
  /**
   * The components that a member of a unit's json names, by tag; those that are nowhere are left out.
   * @param owner the unit, `app` for app.json
   * @param path of the member in the json, such as `['usingComponents']`
   */
  resolveAll(owner: string, written: unknown, path: readonly string[]): Map<string, string>;
  /** Tells what was met on the way, once for the whole project. */
  reportStubs(): void;
}

export function createComponentResolver(tree: SourceTree, diagnostics: Diagnostics): ComponentResolver {
  const xrFrames = new Map<string, boolean>();
  const isXrFrame = (unit: string): boolean => {
    let known = xrFrames.get(unit);
    if (known === undefined) {
      const parsed = tree.has(`${unit}.json`) ? parseJson(tree.readJson(`${unit}.json`)) : null;
      known = parsed?.ok === true && objectFrom(parsed.value)?.['renderer'] === 'xr-frame';
      xrFrames.set(unit, known);
    }
    return known;
  };

  const resolve = (owner: string, tag: string, reference: string, path: readonly string[]): string | null => {
    const foreign = FOREIGN_COMPONENT.test(reference);
    const found = foreign ? EMPTY_COMPONENT : resolveComponent(tree, owner, reference);
    if (foreign || found === null) {
      const file = `${owner}.json`;
      diagnostics.warning(
        missingComponent(tree, owner, tag, reference),
        placeInJson(file, tree.readJson(file), [...path, tag]),
      );
    }
    return found !== null && isXrFrame(found) ? EMPTY_COMPONENT : found;
  };

  return {
    resolveAll(owner, written, path) {
      const resolved = new Map<string, string>();
      for (const [tag, reference] of stringMembers(written)) {
        const target = resolve(owner, tag, reference, path);
        if (target !== null) resolved.set(tag, target);
      }
      return resolved;
    },
    reportStubs() {
      const [first, ...others] = [...xrFrames].flatMap(([unit, isStub]) => (isStub ? [unit] : []));
      if (first === undefined) return;
      const more = others.length > 0 ? ` and ${String(others.length)} more` : '';
      diagnostics.warning(
        `XR-Frame does not run in Ferry; the component ${first}${more} stays empty.`,
        placeInJson(`${first}.json`, tree.readJson(`${first}.json`), ['renderer']),
      );
    },
  };
}

/**
 * Where a `usingComponents` value points: `/x` from the root, else beside the json, else in `miniprogram_npm`
 * there or in a folder above, else from the root; each also as a folder with an `index`. Null when nowhere.
 */
function resolveComponent(tree: SourceTree, owner: string, written: string): string | null {
  const reference = withoutAlias(written, tree.aliases);
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
      if (isUnit(tree, path)) return path;
    }
  }
  return null;
}

function missingComponent(tree: SourceTree, owner: string, tag: string, reference: string): string {
  if (FOREIGN_COMPONENT.test(reference))
    return `Component <${tag}> comes from "${reference}". Plugins do not run in Ferry; the tag stays empty.`;
  const beside = resolvePath(owner, reference);
  return tree.isBehindLink(`${beside}.json`)
    ? `Component <${tag}>: ${beside} ${tree.absence(`${beside}.json`)}.`
    : `Component <${tag}> is not found at "${reference}". Correct usingComponents, or build npm if it comes from a package.`;
}
