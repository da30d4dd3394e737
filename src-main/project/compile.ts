import { REAL_APPID, type CompiledPackage, type CompiledProject, type CompiledUnit } from '#contract/project';
import { createDiagnostics, type Diagnostics, wholeFile } from './diagnostics.ts';
import { locateProject } from './folder.ts';
import { type GraphPackage, type GraphUnit, readGraph } from './graph.ts';
import { type BuildOutput, writeBuild } from './manifest.ts';
import { bundleModules, type CompiledModule, compileScripts, type ScriptBundle } from './script.ts';
import { createSourceTree, type SourceTree } from './source-tree.ts';
import { compileTemplates } from './wxml.ts';
import { compileStyles } from './wxss.ts';
import type { SheetScope } from './wxss-selectors.ts';

const TEMPLATES_FILE = 'templates.js';

/**
 * Compiles the mini-program in a folder and writes it to `buildDir`.
 * Throws `project.folder`, `project.config` or `project.syntax` when there is nothing to run; what is wrong in a
 * single page or component becomes a diagnostic of the result.
 */
export async function compileProject(folder: string, buildDir: string): Promise<CompiledProject> {
  const { root, appid, name } = locateProject(folder);
  const tree = createSourceTree(root);
  const diagnostics = createDiagnostics();
  reportAppid(appid, diagnostics);
  const graph = readGraph(tree, diagnostics);

  const paths = graph.units.map((unit) => unit.path);
  const scripts = compileScripts(tree, paths, diagnostics);
  // What is thrown below would leave it unheard; the first failure is the one that counts.
  scripts.catch(() => undefined);
  const templates = compileTemplates(tree, paths, diagnostics);
  const { styles, scopes } = compileAllStyles(tree, graph.units, diagnostics);
  const { packages, bundles } = bundlePackages(graph.packages, await scripts);

  const project: CompiledProject = {
    appid,
    name,
    entryPage: graph.entryPage,
    pages: graph.packages.flatMap((entry) => entry.pages),
    packages,
    units: graph.units.map((unit) => compiledUnit(tree, unit, scopes)),
    app: graph.app,
    styles,
    templatesFile: TEMPLATES_FILE,
    diagnostics: diagnostics.list(),
  };
  const output: BuildOutput = { project, templates, bundles };
  writeBuild(buildDir, output);
  return project;
}

/** WeChat's placeholder for a project without an appid. */
const TOURIST = 'touristappid';
const SHOWN_CHARACTERS = 40;

/** Without an appid of its own a project runs all the same; who chose `touristappid` knows. */
function reportAppid(appid: string, diagnostics: Diagnostics): void {
  if (REAL_APPID.test(appid) || appid === TOURIST) return;
  const named =
    appid === ''
      ? 'There is no appid'
      : `${JSON.stringify(appid.slice(0, SHOWN_CHARACTERS))} is not an appid of WeChat`;
  diagnostics.warning(
    `${named}; files are kept for this folder alone, and a server that checks the Referer may refuse. Set "appid" to yours, or to "${TOURIST}".`,
    wholeFile('project.config.json'),
  );
}

function compileAllStyles(
  tree: SourceTree,
  units: readonly GraphUnit[],
  diagnostics: Diagnostics,
): { styles: Record<string, string>; scopes: Map<string, string> } {
  const styles: Record<string, string> = {};
  const scopes = new Map<string, string>();
  if (tree.has('app.wxss')) styles['app'] = compileStyles(tree, 'app', { kind: 'app' }, diagnostics);
  for (const unit of units) {
    if (!tree.has(`${unit.path}.wxss`)) continue;
    const prefix = `c${scopes.size.toString(36)}`;
    if (unit.kind === 'component') scopes.set(unit.path, prefix);
    const scope: SheetScope = unit.kind === 'component' ? { kind: 'component', prefix } : { kind: 'page' };
    styles[unit.path] = compileStyles(tree, unit.path, scope, diagnostics);
  }
  return { styles, scopes };
}

function compiledUnit(tree: SourceTree, unit: GraphUnit, scopes: ReadonlyMap<string, string>): CompiledUnit {
  return {
    path: unit.path,
    kind: unit.kind,
    json: unit.json,
    styleScope: scopes.get(unit.path) ?? null,
    hasScript: tree.has(`${unit.path}.js`) || tree.has(`${unit.path}.ts`),
  };
}

/** Puts each module into the package whose root is the longest that holds it. */
function bundlePackages(
  packages: readonly GraphPackage[],
  modules: readonly CompiledModule[],
): { packages: CompiledPackage[]; bundles: Map<string, ScriptBundle> } {
  const byRoot = new Map<string, CompiledModule[]>(packages.map((entry) => [entry.root, []]));
  const roots = [...byRoot.keys()].sort((a, b) => b.length - a.length);
  for (const module of modules) {
    const root = roots.find((candidate) => candidate === '' || module.id.startsWith(`${candidate}/`)) ?? '';
    byRoot.get(root)?.push(module);
  }
  const bundles = new Map<string, ScriptBundle>();
  const compiled = packages.map((entry, index) => {
    const scriptFile =
      entry.root === '' ? 'app.js' : `package-${String(index)}-${entry.root.replaceAll(/[^\w-]+/g, '-')}.js`;
    bundles.set(scriptFile, bundleModules(byRoot.get(entry.root) ?? [], `${scriptFile}.map`));
    return { root: entry.root, pages: entry.pages, scriptFile };
  });
  return { packages: compiled, bundles };
}
